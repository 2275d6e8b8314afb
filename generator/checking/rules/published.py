"""Rules about everything that the site shows and no document holds: settings, registers, pages, header and footer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.rules.privacy import NAMES, place_of
from generator.cleaning import uncleanable
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import PAGES
from generator.model.setting import Setting
from generator.reading.attachments.content import Role
from generator.reading.attachments.package import DAMAGED
from generator.reading.attachments.passages import Passage
from generator.reading.attachments.published import published_files, published_texts
from generator.reading.marks import INTERNAL, SECRET, marks, named_mark
from generator.reading.pages import page_fault, page_names
from generator.reading.privacy.masking import leaks_in, without_leaks

MAX_FINDINGS = 20
"""Findings in one file at most; a register of a thousand rows is one mistake."""


def site_personal_data(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """文件以外的地方有个人信息。

    网站上看得到的不只是公开的信息：catalog.yml 里的联系电话印在每一页上，登记簿、统计数据、栏目页面和其中的附件、页眉页脚、文件和文件夹的
    名称都会公开。这些地方的公民身份号码、手机号码、银行卡号、详细住址等，与文件里的一样不得出现。
    依据：《政府信息公开条例》第十五条；《个人信息保护法》第二十五条、第二十八条、第三十四条。
    ---
    Personal data outside the documents.

    The settings, the registers, the editorial pages with their files, header and footer, and the names of files and
    folders are published too. They are held to what the documents are held to.
    """
    many: dict[str, int] = {}
    for path, passage in published_texts(setting.root):
        for leak in leaks_in(passage.text, setting.today):
            many[path] = many.get(path, 0) + 1
            if many[path] <= MAX_FINDINGS:
                what, hint, severity = NAMES[leak.slug]
                where = _where(passage, leak.start)
                yield Finding(
                    passage.line + (0 if passage.attachment else passage.text.count("\n", 0, leak.start)),
                    Text(f"{where.zh}出现{what.zh}（{leak.shown}）", f"{what.en} {where.en} ({leak.shown})"),
                    hint,
                    {"kind": leak.slug, "excerpt": leak.shown},
                    without_leaks(path),
                    severity,
                )


def site_secrecy_mark(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """文件以外的地方带有密级标志或者内部标志。

    栏目页面和其中的附件、登记簿、设置、页眉页脚、文件和文件夹的名称里有“机密★10年”“内部资料”一类的标志。
    依据：《保守国家秘密法》第二十九条、第三十五条、第六十四条；《政府信息公开条例》第十四条。
    ---
    A mark of secrecy or of internal use outside the documents.

    Editorial pages and their files, registers, settings, header and footer, and the names of files are published too.
    """
    hint = Text(
        "停止公开，报保密工作机构处理；可以公开的，换用没有标志的正式文本",
        "stop, and report to the secrecy office; if it may be public, use the final text without the mark",
    )
    for path, passage in published_texts(setting.root):
        for kind, severity in ((SECRET, Severity.ERROR), (INTERNAL, Severity.WARNING)):
            if passage.named:
                found = named_mark(passage.text.rpartition("/")[2], kind)
                place = 0
            else:
                first = next(marks(passage.text, kind), None)
                found, place = (first.text, first.start) if first else ("", 0)
            if found:
                where, mark = _where(passage, place), " ".join(found.split())
                yield Finding(
                    passage.line + (0 if passage.attachment else passage.text.count("\n", 0, place)),
                    Text(f"{where.zh}有{kind.name.zh}“{mark}”", f"{kind.name.en} “{mark}” {where.en}"),
                    hint,
                    {"mark": mark},
                    without_leaks(path),
                    severity,
                )


def unchecked_site_file(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """栏目页面文件夹里的文件无法检查，或者有隐藏的内容。

    content/pages 里的文件原样公开，与附件一样检查：设有密码、损坏、过大的，有隐藏的工作表、行、列、文字的，留有修订或者批注的，不能公开；
    图片没有文字版的提醒人工核对。页面（.md）应当是 UTF-8 编码，不超过 1 MB，列表和引用不超过 30 层，否则网站无法生成。
    依据：《政府信息公开条例》第十五条、第十七条；《保守国家秘密法实施条例》第四十二条。
    ---
    A file among the editorial pages that cannot be checked or hides something.

    Files in content/pages are published as they are and held to what attachments are held to. Pages are UTF-8, of at most
    1 MB, with lists and quotations of at most 30 levels, or the site could not be made.
    """
    for page in page_names(setting.root):
        if page.endswith(".md") and (fault := page_fault((setting.root / PAGES / page).read_bytes())):
            yield Finding(fault.line, fault.message, fault.hint, {}, without_leaks(f"{PAGES}/{page}"))
    for path, content in published_files(setting.root):
        name = without_leaks(content.name)
        if content.refusal and content.refusal.slug != "attachment-type":
            yield Finding(1, _about(name, content.refusal.message), content.refusal.hint, {}, path)
        elif _cleaned(path, content.name) and uncleanable((setting.root / path).read_bytes(), content.name):
            yield Finding(1, _about(name, DAMAGED[0]), DAMAGED[1], {}, path)
        hidden = [part.place for part in content.parts if part.role is Role.HIDDEN]
        if hidden or content.changes:
            what = hidden[0] if hidden else Text("修订或者批注", "tracked changes or comments")
            message = Text(f"有{without_leaks(what.zh)}", f"holds {without_leaks(what.en)}")
            yield Finding(1, _about(name, message), _REMOVE, {}, path)
        if content.unread and not content.refusal:
            first = content.unread[0]
            message = Text(
                f"{first.place.zh}{first.why.zh}，无法检查",
                f"{first.place.en} {first.why.en} and cannot be checked",
            )
            yield Finding(1, _about(name, message), _LOOK, {}, path, Severity.WARNING)


_REMOVE = Text(
    "删除隐藏的内容、修订和批注，另存后替换",
    "remove hidden content, revisions and comments, and replace the file",
)
_LOOK = Text("人工核对有无个人信息和密级标志", "check it by eye for personal data and marks of secrecy")


def _cleaned(path: str, name: str) -> bool:
    """Whether the file itself, not one inside it, goes on the site cleaned: as the files among the pages do."""
    return path.startswith(f"{PAGES}/") and path.rpartition("/")[2] == name


def _about(name: str, message: Text) -> Text:
    return Text(f"文件“{name}”{message.zh}", f"the file “{name}” {message.en}")


def _where(passage: Passage, start: int) -> Text:
    if passage.attachment:
        place = place_of(passage, start)
        name = without_leaks(passage.attachment)
        return Text(f"文件“{name}”{place.zh}", f"in “{name}” {place.en}".strip())
    return Text(passage.place.zh, f"in {passage.place.en}") if passage.place.zh else Text("", "")
