"""Rules about the end of publication: what is withdrawn, and what has been public for as long as it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from generator.checking.rules.relations import by_number
from generator.model.addresses import is_generated, may_be_earlier, place_of, place_of_page
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.setting import Setting
from generator.model.visibility import is_published, old_addresses
from generator.reading.frontmatter import Record
from generator.reading.index_pattern import index_pattern
from generator.reading.pages import page_names

SOON = timedelta(days=14)
"""How long before its last day the end of publication is announced."""


def retention_due(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开期限快到了，或者已经届满。

    写了公开截止日期（public_until）的信息，从次日起内容自动撤下，原地址保留说明。届满前 14 日开始提醒；届满后提醒把仓库中的
    正文和附件一并删除。需要继续公开的，按审查意见改写 public_until。
    依据：《个人信息保护法》第十九条（保存期限为实现目的所必要的最短时间）；公示期限由各领域的规定确定。
    ---
    The time for which it is public ends soon, or has ended.

    From the day after `public_until` text and attachments are gone from the site; the address keeps a page that says so. The
    end is announced 14 days before; afterwards the text should leave the repository too.
    """
    document = record.document
    if document is None or not document.published or document.public_until is None or document.withdrawn:
        return
    left = document.public_until - setting.today
    if timedelta(0) <= left <= SOON:
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开期限至 {document.public_until} 届满（还有 {left.days} 日），次日起内容自动撤下",
                f"public until {document.public_until} ({left.days} days left); the text goes the day after",
            ),
            Text(
                "到期撤下的不必处理；需要继续公开的，改写 public_until",
                "nothing need be done; to keep it public, change `public_until`",
            ),
            {"until": document.public_until, "days": left.days},
        )
    elif left < timedelta(0) and (document.attachments or record.body.strip()):
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开期限已于 {document.public_until} 届满，仓库里还有正文或者附件",
                f"public until {document.public_until}, but text or attachments are still in the repository",
            ),
            Text(
                "删除正文、attachments 和附件文件夹，保留文件头",
                "delete the text, `attachments` and the files; keep the front matter",
            ),
            {"until": document.public_until, "days": left.days},
        )


def retention_before_publication(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开截止日期早于公开日期。

    这样写，信息一天也不会公开；两个日期至少有一个写错。
    依据：《政府信息公开条例》第二十六条。
    ---
    It would be public until a day before it is published.

    One of the two dates must be wrong.
    """
    document = record.document
    if (
        document
        and document.published
        and document.public_until
        and document.public_until < document.published
    ):
        yield Finding(
            document.line("public_until"),
            Text(
                f"公开截止 {document.public_until} 早于公开日期 {document.published}",
                f"public until {document.public_until}, before it was published {document.published}",
            ),
            Text("核对 public_until 和 published", "check `public_until` and `published`"),
        )


def withdrawn_before_published(record: Record, setting: Setting) -> Iterator[Finding]:
    """没有公开过的信息写了撤下记录，或者撤下日期早于公开日期。

    撤下记录说明已经公开的信息后来怎样了；没有公开的，直接删除文件或者改写公开方式。
    依据：国办发〔2017〕47号（已公开信息的更正、撤下应当规范）。
    ---
    Withdrawn without having been published, or before it was.

    `withdrawn` tells what became of a published document; one that never was is simply changed or deleted.
    """
    document = record.document
    if (
        document is None
        or document.withdrawn is None
        or ("published" in record.keys and document.published is None)
    ):
        return
    if not is_published(document) or (document.published and document.withdrawn.date < document.published):
        yield Finding(
            document.line("withdrawn"),
            Text(
                f"撤下日期是 {document.withdrawn.date}，公开日期是 {document.published or '空'}，公开方式是“{document.openness}”",
                f"withdrawn {document.withdrawn.date}, published {document.published or 'never'}, “{document.openness}”",
            ),
            Text(
                "核对日期；保留原来的 openness 和 published，只加写 withdrawn",
                "check the dates; keep openness and published as they were",
            ),
        )


def withdrawn_content(record: Record, setting: Setting) -> Iterator[Finding]:
    """误公开的信息，仓库里还有正文或者附件。

    误公开的内容已经不在网站上任何地方出现，但是仍在仓库里；能读仓库的人还能看到。
    依据：《个人信息保护法》第五十七条（立即采取补救措施）；《保守国家秘密法》第三十五条。
    ---
    Published in error, and still in the repository.

    Nothing of it is on the site any more, but whoever reads the repository can see it.
    """
    document = record.document
    if (
        document
        and document.withdrawn
        and document.withdrawn.kind == "误公开"
        and (document.attachments or document.amended_text or record.body.strip())
    ):
        kept = next((key for key in ("attachments", "amended_text") if getattr(document, key)), "withdrawn")
        yield Finding(
            document.line(kept),
            Text(
                "误公开的信息，仓库里还有正文或者附件",
                "published in error, but text or attachments are still in the repository",
            ),
            Text(
                "删除正文、attachments、amended_text 和附件文件夹，保留其余的文件头；并请管理员清除版本历史中的内容",
                "delete the text, `attachments`, `amended_text` and the files, keep the rest, and have the history purged",
            ),
        )


def missing_successor(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """被替代的信息没有写明由哪一份替代，或者所写的没有公开。

    被替代的信息要指向替代它的信息，读者才能找到现行的内容；替代它的信息应当已经公开，内容可以看到。
    依据：国办发〔2017〕47号（及时标注修改、废止、失效）。
    ---
    Superseded, without a successor that can be read.

    A superseded document leads to its successor, which is published and not withdrawn in error itself.
    """
    known = by_number(documents)
    for document in documents:
        withdrawn = document.withdrawn
        if withdrawn is None or (withdrawn.kind != "被替代" and withdrawn.successor is None):
            continue
        successor = known.get(withdrawn.successor) if withdrawn.successor else None
        if (
            successor is None
            or successor is document
            or not is_published(successor)
            or not successor.has_text
        ):
            named = withdrawn.successor
            yield Finding(
                document.line("withdrawn.successor"),
                Text(
                    f"替代信息“{named}”不是目录中可以看到的信息",
                    f"successor “{named}” is no document that can be read",
                )
                if named
                else Text("没有写由哪一份信息替代（successor）", "there is no `successor`"),
                Text(
                    "写替代它的信息的索引号；没有替代信息的，kind 写“撤回”",
                    "write the successor's index number; if there is none, `kind` is 撤回",
                ),
                {"successor": withdrawn.successor},
                document.path,
            )


def occupied_address(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """迁址记录写的原地址已有别的内容。

    一个地址只能指向一份信息：原地址不能是另一份信息的索引号，不能写在两份信息里，也不能是网站自己的栏目。
    依据：本项目的约定（地址永久有效）。
    ---
    An earlier address that belongs to something else.

    An address leads to one document: it is not the number of another, not claimed twice, and not a folder of the site.
    """
    known = {place_of(number): document for number, document in by_number(documents).items()}
    claimed: dict[str, Document] = {}
    of_the_site = _site_places(setting)
    for document in documents:
        for n, address in enumerate(old_addresses(document)):
            place = place_of(address)
            within = known.get("/".join(place.split("/")[:2]))
            other = within or claimed.setdefault(place, document)
            if other is not document:
                whose = Text(f"《{other.title}》（{other.index_no}）", f"“{other.title}” ({other.index_no})")
            elif of_the_site(address):
                whose = Text("网站自己的页面", "the site itself")
            elif within is document:
                whose = Text("本信息现在的地址", "this document now")
            else:
                continue
            yield Finding(
                document.line(f"moved_from.{n}.address"),
                Text(f"原地址“{address}”是{whose.zh}的", f"“{address}” belongs to {whose.en}"),
                Text(
                    "核对原地址，写完整的旧索引号或者旧网站上的相对地址",
                    "write the old index number, or the path on the old site",
                ),
                {"address": address},
                document.path,
            )


def _site_places(setting: Setting) -> Callable[[str], bool]:
    """Whether an address is one of the site itself: of a folder or a page of it, or of a kind that no document ever had."""
    pages = {place_of_page(name) for name in page_names(setting.root)}
    codes = [body.code for body in setting.catalog.bodies]
    numbers = index_pattern(setting.catalog.index_no)

    def of_the_site(address: str) -> bool:
        place = place_of(address)
        return (
            not may_be_earlier(address)
            or (is_generated(place, codes) and not numbers.fullmatch(address))
            or place in pages
            or re.split("[/?]", place)[0] in pages
        )

    return of_the_site
