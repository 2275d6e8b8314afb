"""Rules about attachments as files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.cleaning import uncleanable
from generator.model.diagnostics import Finding, Severity, Text, did_you_mean, is_garbled
from generator.model.document import Document
from generator.model.setting import Setting
from generator.reading.attachments.content import Content, Role, Unread
from generator.reading.attachments.kinds import LEGACY, legacy_advice
from generator.reading.attachments.layers import ENDING, digest_of
from generator.reading.attachments.names import unsafe_member, unsafe_name
from generator.reading.attachments.package import DAMAGED
from generator.reading.attachments.passages import attachment_line
from generator.reading.attachments.reading import contents, layer_of
from generator.reading.frontmatter import Record
from generator.reading.privacy.masking import without_leaks


def unsafe_path(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件的文件名不安全。

    只写文件名，不写路径；不用控制字符、不可见字符、Windows 保留的字符和名称（< > : " | ? * CON NUL 等），不以点或者空格开头结尾，
    不用链接代替文件。压缩包里的文件名同样检查：含“..”或者绝对路径的压缩包，解压时会覆盖读者的文件。
    依据：《网络安全法》（网络运行安全）；《政府网站发展指引》（安全防护）。
    ---
    An unsafe attachment name.

    A plain file name: no path, no control or invisible characters, nothing Windows reserves, no link. The names inside
    an archive are held to the same, `..` and absolute paths above all.
    """
    document = record.document
    if document is None:
        return
    for attachment in document.attachments:
        if fault := unsafe_name(attachment.file) or _link(setting.root / document.files, attachment.file):
            yield _finding(
                document,
                attachment.file,
                Text(f"的文件名不安全：{fault.zh}", f"has an unsafe name: {fault.en}"),
                Text(
                    "改用中文、字母、数字和连字符组成的文件名，放在附件文件夹中",
                    "rename it plainly, and put the file itself there",
                ),
            )
    for content in contents(setting.root, document):
        if fault := unsafe_member(content.name.partition("/")[2]) if "/" in content.name else None:
            yield _finding(
                document,
                content.name,
                Text(f"的文件名不安全：{fault.zh}", f"has an unsafe name: {fault.en}"),
                Text("改名后重新压缩", "rename the file and pack the archive again"),
            )


def missing_attachment(record: Record, setting: Setting) -> Iterator[Finding]:
    """列出的附件不存在。

    附件放在与文件同名、以 .files 结尾的文件夹中，文件名（含扩展名、全角半角）要与 attachments 中写的完全一致。
    依据：《政府网站发展指引》（附件应当可以下载）；《政府信息公开条例》第六条（及时、准确）。
    ---
    A listed attachment is not there.

    Attachments live in the folder named like the document with the ending `.files`; names must agree to the letter.
    """
    document = record.document
    if document is None:
        return
    present = _present(setting.root, document)
    for name in dict.fromkeys(attachment.file for attachment in document.attachments):
        if name not in present and not unsafe_name(name) and not _link(setting.root / document.files, name):
            near = (
                did_you_mean(name, [without_leaks(n) for n in present])
                if present
                else Text("文件夹是空的", "the folder is empty")
            )
            yield _finding(
                document,
                name,
                Text("不存在", "does not exist"),
                Text(
                    f"把文件放进 {document.files}/，或者更正文件名：{near.zh}",
                    f"put it into {document.files}/, or correct the name: {near.en}",
                ),
            )


def unlisted_attachment(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件文件夹中有没有列出的文件。

    没有列入 attachments 的文件不会出现在页面上，也没有人审查过。正文中用到的图片也要列出。
    依据：《保守国家秘密法实施条例》第四十二条（逐项审查）；《政府信息公开条例》第十七条。
    ---
    A file in the attachment folder that is not listed.

    What is not listed appears on no page and was reviewed by nobody. Pictures used in the text are listed too.
    """
    document = record.document
    if document is None:
        return
    listed = {
        name
        for attachment in document.attachments
        for name in (attachment.file, f"{attachment.file}{ENDING}")
    } | {earlier.file for earlier in document.amended_text}
    for name in _present(setting.root, document):
        if name not in listed:
            yield _finding(
                document,
                name,
                Text("没有列入 attachments", "is not listed in `attachments`"),
                Text("列入 attachments，或者删除这个文件", "list it in `attachments`, or delete the file"),
            )


def attachment_type(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件的格式不在允许之列，或者扩展名与内容不符。

    可以使用 pdf、ofd、docx、xlsx、pptx、csv、txt、png、jpg、zip，以文件内容为准。旧格式和其他软件的格式（doc、wps、rtf、odt、xls、xlsb、et、
    ods、ppt、dps、odp）照样检查，由 catalog.yml 的 attachments.legacy 决定：warn 提醒另存为新格式（默认），allow 不提醒，refuse 不接受。
    带宏的文件一律不接受。
    依据：《政府信息公开条例》第五条（便民）；《政府网站发展指引》（附件应当可以打开）。
    ---
    A kind of file that is not accepted, or a name that belies the content.

    Judged by content: pdf, ofd, docx, xlsx, pptx, csv, txt, png, jpg, zip. Older formats are read as well;
    `attachments.legacy` in catalog.yml says whether they are warned of (the default), allowed or refused. Macros never pass.
    """
    yield from _refused(record, setting, "attachment-type")
    legacy = setting.catalog.attachments.legacy
    for document, content in _contents(record, setting):
        if (
            content.kind in LEGACY
            and legacy != "allow"
            and not (content.refusal and content.refusal.slug == "attachment-type")
        ):
            severity = Severity.ERROR if legacy == "refuse" else Severity.WARNING
            yield _finding(document, content.name, *legacy_advice(content.kind))._replace(severity=severity)


def attachment_too_large(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件过大，或者解压后过大。

    单个附件不超过 50 MB；压缩包和办公文档解压后不超过 200 MB、5000 个文件、原大小的 200 倍。超过的无法检查，读者也难以打开。
    依据：《政府信息公开条例》第五条（便民）；《网络安全法》（网络运行安全）。
    ---
    An attachment that is too large, or unpacks to too much.

    At most 50 MB; archives and office documents unpack to at most 200 MB, 5000 files and 200 times their size.
    """
    return _refused(record, setting, "attachment-too-large")


def unreadable_attachment(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件无法读取。

    文件损坏、为空、设有密码或者含有危险的定义。无法读取的附件没有检查过隐私和密级，读者也打不开。
    读不出来的部分同样没有检查过：整页是图像的 PDF 和 OFD，文档里的图片，字体没有对应表的文字，不认识的部件，都逐一提醒，
    并说明是哪一页、哪一部分；要求全部能检查的，在 catalog.yml 的 rules 里把本条写成 error，提醒就成为错误。
    依据：《政府信息公开条例》第十五条、第十七条；《保守国家秘密法实施条例》第四十二条。
    ---
    An attachment cannot be read.

    It is damaged, empty, encrypted or dangerous; nobody checked it for personal data and secrets. Parts that gave no text
    (scanned pages, pictures, fonts without a table of characters, unknown parts) are named as warnings; `rules` in
    catalog.yml can make them errors.
    """
    yield from _refused(record, setting, "unreadable-attachment")
    for document, content in _contents(record, setting):
        file = setting.root / document.files / content.name
        if content.refusal is None and "/" not in content.name and uncleanable(file.read_bytes(), file.name):
            yield _finding(document, content.name, DAMAGED[0], DAMAGED[1])
        for why, places in _unread(content).items():
            hint = _LAYER if places[0].picture else _ALONE
            yield _finding(document, content.name, _sentence(why, places), hint)._replace(
                severity=Severity.WARNING
            )


_LAYER = Text(
    "人工核对有无个人信息和密级标志；用 gongkai text 做一份文字版放在旁边，以后就能检查和检索",
    "check it by eye; `gongkai text` makes a text layer beside it, which can be checked and searched",
)
_ALONE = Text(
    "用办公软件打开，核对或者删去这一部分，另存后替换附件",
    "open it in an office program, check or remove this part, save it and replace the attachment",
)
_SHOWN = 10


def _unread(content: Content) -> Mapping[Text, list[Unread]]:
    """The places of a file that no reader could read, by the reason: pictures, embedded objects, garbled words."""
    found: dict[Text, list[Unread]] = {}
    for unread in content.unread:
        found.setdefault(unread.why, []).append(unread)
    return found


def _sentence(why: Text, places: list[Unread]) -> Text:
    pages = [u.page for u in places if u.page is not None]
    more = len(places) > _SHOWN
    if pages:
        shown = "、".join(map(str, pages[:_SHOWN])) + (" 等" if more else "")
        return Text(
            f"第 {shown} 页{why.zh}，无法检查",
            f"page {', '.join(map(str, pages[:_SHOWN]))} {why.en} and cannot be checked",
        )
    names = "、".join(without_leaks(u.place.zh.strip()) for u in places[:_SHOWN]) + (
        f" 等 {len(places)} 处" if more else ""
    )
    english = ", ".join(without_leaks(u.place.en) for u in places[:_SHOWN])
    return Text(f"{names}{why.zh}，无法检查", f"{english} {why.en} and cannot be checked".strip())


def text_layer(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件的文字版与附件不符，或者有没有核对的行。

    gongkai text 把扫描的页面和图片识别成文字，放在附件旁边（名单.pdf.text.md），供检查、检索和读屏使用。附件换了，文字版就不再算数，要重新
    识别；识别时拿不准的行以“〔？〕”开头，对照原件改好后删去这个记号。
    依据：《政府信息公开条例》第六条（及时、准确）、第十五条；《无障碍环境建设法》第三十二条。
    ---
    A text layer that does not fit its attachment, or holds lines that nobody has looked at.

    `gongkai text` recognises scanned pages and pictures and writes the words beside the attachment. When the attachment
    changes, the layer no longer counts. Lines that begin with 〔？〕 are to be compared with the original.
    """
    document = record.document
    if document is None:
        return
    for name in dict.fromkeys(attachment.file for attachment in document.attachments):
        layer = layer_of(setting.root, document, name)
        if layer is None:
            continue
        file = setting.root / document.files / name
        if not file.is_file() or layer.digest != digest_of(file.read_bytes()):
            yield _finding(
                document,
                name,
                Text("的文字版是照另一个文件识别的", "has a text layer that was made from another file"),
                Text(
                    f"运行 gongkai text {document.files}/{name} 重新识别",
                    f"run gongkai text {document.files}/{name}",
                ),
            )
        elif layer.doubtful:
            message = Text(
                f"的文字版有 {layer.doubtful} 行拿不准",
                f"has {layer.doubtful} doubtful lines in its text layer",
            )
            hint = Text(
                f"在 {name}{ENDING} 里对照原件改好，删去行首的“〔？〕”",
                f"compare them with the original in {name}{ENDING}, and delete the sign at their beginning",
            )
            yield _finding(document, name, message, hint)._replace(severity=Severity.WARNING)


def tracked_changes(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件中留有修订或者批注。

    Word 文件的修订痕迹和批注会随文件公开，读者可以看到删去了什么、谁改的；PDF 上贴的便签、幻灯片的批注也一样。
    表格里的批注和幻灯片的备注常常是写给读者的，只作提醒。
    依据：《政府信息公开条例》第十六条第二款（讨论记录、过程稿属于过程性信息）。
    ---
    Revisions or comments left in an attachment.

    A Word file publishes its tracked changes and comments along with the text, a PDF the notes stuck on its pages, a presentation
    its comments. Comments of cells and notes of slides are often meant for readers: a warning.
    """
    for document, content in _contents(record, setting):
        if content.changes:
            yield _finding(
                document,
                content.name,
                Text(
                    f"留有 {content.changes} 处修订或者批注",
                    f"holds {content.changes} tracked changes or comments",
                ),
                Text(
                    "在 Word 的“审阅”中接受全部修订、删除全部批注，保存后替换附件",
                    "accept all changes, delete all comments, save and replace it",
                ),
                {"count": content.changes},
            )
        elif content.kind in _NOTED and any(part.role is Role.COMMENT for part in content.parts):
            yield _finding(
                document,
                content.name,
                Text("里有批注或者备注", "holds comments or notes"),
                Text(
                    "它们会随文件公开；不是写给读者的，删去后保存，替换附件",
                    "they are published with the file; delete what is not meant for readers, save and replace it",
                ),
            )._replace(severity=Severity.WARNING)


_NOTED = ("xlsx", "pptx")


def hidden_text(record: Record, setting: Setting) -> Iterator[Finding]:
    """附件中有隐藏的内容。

    隐藏的工作表、行、列、幻灯片和文字，任何人点几下就能看到；泄露身份证号的名单，多数是把整列隐藏后直接上传的。
    依据：《个人信息保护法》第六条、第五十一条；《政府信息公开条例》第十五条。
    ---
    Hidden content in an attachment.

    Hidden sheets, rows, columns, slides and words are a click away from every reader.
    """
    for document, content in _contents(record, setting):
        places = list(dict.fromkeys(part.place for part in content.parts if part.role is Role.HIDDEN))
        if places:
            shown = Text("、".join(p.zh for p in places[:3]), ", ".join(p.en for p in places[:3]))
            yield _finding(
                document,
                content.name,
                Text(
                    f"有隐藏的内容：{without_leaks(shown.zh)}",
                    f"holds hidden content: {without_leaks(shown.en)}",
                ),
                Text(
                    "删除隐藏的内容（不是再次隐藏），或者取消隐藏，保存后替换附件",
                    "delete or unhide it, save and replace the attachment",
                ),
                {"places": [without_leaks(p.zh) for p in places]},
            )


def _refused(record: Record, setting: Setting, slug: str) -> Iterator[Finding]:
    for document, content in _contents(record, setting):
        if content.refusal and content.refusal.slug == slug:
            yield _finding(document, content.name, content.refusal.message, content.refusal.hint)


def _contents(record: Record, setting: Setting) -> Iterator[tuple[Document, Content]]:
    if record.document:
        for content in contents(setting.root, record.document):
            yield record.document, content


def _finding(
    document: Document, name: str, message: Text, hint: Text, data: Mapping[str, Any] = MappingProxyType({})
) -> Finding:
    shown = without_leaks(name)
    return Finding(
        attachment_line(document, name),
        Text(f"附件“{shown}”{message.zh}", f"“{shown}” {message.en}"),
        hint,
        {"attachment": shown, **data},
    )


def _present(root: Path, document: Document) -> list[str]:
    """The names in the attachment folder of a document that are not garbled; none when it is absent, as of most, or a link."""
    folder = f"{root}/{document.files}"
    try:
        with os.scandir(folder) as entries:
            return (
                []
                if Path(folder).is_symlink()
                else sorted(entry.name for entry in entries if not is_garbled(entry.name))
            )
    except OSError:
        return []


def _link(folder: Path, name: str) -> Text | None:
    """A link, or a folder that is one, would publish a file from elsewhere."""
    try:
        found = folder.is_symlink() or (folder / name).is_symlink() or (folder / name).is_dir()
    except (OSError, ValueError):
        return None
    return Text("是链接或者文件夹", "it is a link or a folder") if found else None
