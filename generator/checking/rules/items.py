"""Rules about the standard items: whether documents and items.yml agree.

Setting is imported for its type only: the registry of rules imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.annual.books import Books
from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.document import Document
from generator.reading.registers.items import FILE, Item, documents_by_item

if TYPE_CHECKING:
    from generator.model.setting import Setting


def unknown_item(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开事项目录中没有这个编号。

    文件头的 items 写标准目录（content/data/items.yml）中的事项编号，页面据此把信息归入事项。
    依据：《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号，编制政务公开事项标准目录）。
    ---
    No standard item has this number.

    `items` of the front matter names items of content/data/items.yml.
    """
    register = books.items
    known = register.by_id() if register else {}
    for document, n, number in _references(documents) if register else ():
        if number not in known:
            yield Finding(
                document.line(f"items.{n}"),
                Text(f"公开事项目录中没有“{number}”", f"there is no standard item “{number}”"),
                did_you_mean(number, known)
                if known
                else Text(f"先在 {FILE} 中登记事项", f"enter the item in {FILE} first"),
                {"item": number},
                document.path,
            )


def cancelled_item(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开事项已经取消。

    事项取消之后形成的信息，不能再归入这个事项；取消之前形成的照旧。
    依据：《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号，编制政务公开事项标准目录）；取消的登记办法是本项目的约定。
    ---
    The standard item was cancelled.

    A document formed since belongs to another item; older ones stay.
    """
    register = books.items
    known = register.by_id() if register else {}
    for document, n, number in _references(documents):
        day = known[number].cancelled if number in known else None
        if day and document.formed and document.formed >= day:
            yield Finding(
                document.line(f"items.{n}"),
                Text(
                    f"事项“{number} {known[number].name}”已于 {day} 取消",
                    f"the item “{number}” was cancelled on {day}",
                ),
                Text("改写现行的事项编号，或者删除这一项", "name an item in force, or delete the entry"),
                {"item": number, "cancelled": day},
                document.path,
            )


def item_without_documents(
    books: Books, documents: Sequence[Document], setting: Setting
) -> Iterator[Finding]:
    """公开事项下没有已公开的信息。

    标准目录中主动公开的事项，至少要有一条已公开的信息在 items 中写明它的编号。
    依据：《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号，按照标准目录实行政务过程和结果全公开）。
    ---
    A standard item without any published document.

    At least one published document names each item that is to be disclosed proactively.
    """
    register = books.items
    served = documents_by_item(d for d in documents if d.declared_public)
    for item in register.items if register else ():
        if register and _is_due(item) and item.id not in served:
            yield Finding(
                register.lines[item.id],
                Text(
                    f"事项“{item.id} {item.name}”下没有已公开的信息",
                    f"nothing is published for the item “{item.id}”",
                ),
                Text(
                    f'公开这一事项的信息，并在文件头写 items: ["{item.id}"]；事项不再适用的，登记取消',
                    f'publish it with items: ["{item.id}"], or record the item as 取消',
                ),
                {"item": item.id},
                FILE,
            )


def _references(documents: Sequence[Document]) -> Iterator[tuple[Document, int, str]]:
    for document in documents:
        for n, number in enumerate(document.items):
            yield document, n, number


def _is_due(item: Item) -> bool:
    return item.method == "主动" and item.cancelled is None
