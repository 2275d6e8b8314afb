"""Rules about the form of what lies beside the documents: registers, the audit's record, included catalogs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.annual.books import Books
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.model.visibility import is_published
from generator.reading.registers.released import FILE as RELEASED


def invalid_register(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """登记册无法读取。

    content/data/ 中的登记册应当是 UTF-8 编码的 YAML；按年份填写的，文件名是四位年份。读不出来的登记册不会显示，也不参加核对，
    因此不予通过。其中的键和内容写错的，按 unknown-field、missing-field、wrong-type 等规则提示。
    依据：《政府信息公开条例》第四十九条、第五十条（年度报告须有完整的统计）。
    ---
    A register cannot be read.

    The registers of content/data/ are YAML in UTF-8; those of a year are named by four digits. One that cannot be read would
    neither be shown nor be reconciled. Wrong keys and values are told by unknown-field, missing-field, wrong-type and the like.
    """
    return books.reported("invalid-register")


def invalid_audit_record(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """无障碍检测记录无法读取。

    content/data/accessibility.json 由 gongkai audit --write 写成，不要手工修改；无障碍声明页据此说明检测情况。
    依据：《无障碍环境建设法》第三十二条（政务网站逐步符合无障碍标准）；本项目的约定。
    ---
    The record of the accessibility audit cannot be read.

    `gongkai audit --write` writes content/data/accessibility.json, from which the statement is made.
    """
    return books.reported("invalid-audit-record")


def invalid_include(books: Books, documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """合并的目录文件无法读取。

    includes 中 catalog 所指的文件，是另一个网站 data/ 页面公布的 catalog.json；读不出来就不能合并。
    依据：本项目的约定（合并目录）。
    ---
    The file of an included catalog cannot be read.

    `catalog` of `includes` names a catalog.json as the data/ page of another site offers it.
    """
    return books.reported("invalid-include")


def unknown_released_document(
    books: Books, documents: Sequence[Document], setting: Setting
) -> Iterator[Finding]:
    """已公开的答复所写的信息没有公开。

    答复转为主动公开的，在 content/data/released.yml 的 document 中写信息的索引号，读者据此打开原文。
    依据：《政府信息公开条例》第四十四条（多个申请人申请相同信息的，可以纳入主动公开的范围）。
    ---
    A released answer names a document that is not public.

    `document` in content/data/released.yml is the index number of a published document.
    """
    public = {document.index_no for document in documents if is_published(document)}
    for n, entry in enumerate(books.released):
        if entry.document and entry.document not in public:
            yield Finding(
                books.line(RELEASED, f"released.{n}.document"),
                Text(f"没有公开的信息“{entry.document}”", f"no published document “{entry.document}”"),
                Text(
                    "写已经公开的信息的索引号；没有转为主动公开的不写这一行",
                    "write the number of a published document, or delete the line",
                ),
                {"index_no": entry.document},
                RELEASED,
            )
