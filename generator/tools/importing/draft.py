"""A source and the catalog → a draft: front matter, Markdown, files beside it, and how faithful it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath

from generator.checking.rules.text import STAND_IN
from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.model.document import PUBLIC
from generator.reading.attachments.content import unreadable
from generator.reading.attachments.kinds import extension, kind_of, type_refusal
from generator.reading.attachments.names import unsafe_name
from generator.reading.openness_marks import STRICTEST
from generator.tools.importing.blocks import replace_images, told_in_tables, words
from generator.tools.importing.fidelity import Fidelity, compare, tight
from generator.tools.importing.guess import guess_fields
from generator.tools.importing.guessed import FIRST_SENTENCE, Guess, Read
from generator.tools.importing.layout import Layout, find_layout
from generator.tools.importing.layouthead import HEAD_LINES, OBJECT
from generator.tools.importing.pandoc import Node, write_markdown
from generator.tools.importing.source import ROW, Source

_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、[^。；：;:]{1,40}|第[一二三四五六七八九十百零〇]{1,5}[编章节]\s*[^。；：;:]{0,30}"
)

_SUBSECTION = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；：;:]{1,40}")

_STOP = tuple("，,、.．！!？?…")
"""Signs in which no heading ends: the line is an item of a list, or goes on."""

_SECRET = re.compile(r"^(?:密级[：:])?(?:绝密|机密|秘密)(?:[★☆*▲].{0,12}|[（(].{0,12}[）)])?$")

_ANNEX_HEAD = re.compile(r"附件\s*\d{0,2}[：:]?")

_PICTURES = ("png", "jpg")


@dataclass(frozen=True)
class Beside:
    """A file in the draft's folder of attachments."""

    name: str
    title: str
    data: bytes


@dataclass(frozen=True)
class Draft:
    """What a file became; its index number and place are given later."""

    fields: Mapping[str, Guess]
    body: str
    """Markdown; addresses of pictures begin with `FILES`."""
    files: tuple[Beside, ...]
    notes: tuple[Text, ...]
    fidelity: Fidelity
    addressee: str | None
    absent: int = 0
    """Attachments that the document links to or lists and that did not come along."""
    digest: str = ""
    """The same for two files that say the same: of their text and what names them. Empty without a text."""
    withheld: bool = False
    """Whether it is only a row of the catalog, because it is not public."""


_NOTHING = Text("没有读出任何文字", "not a single word could be read")

_LOOK = Text(
    "打开文件看看内容在哪里：图片、嵌入的对象，或者是空的",
    "open it: its content may be a picture or an object",
)

FILES = "FILES/"
"""Stands for the folder of attachments until the draft has its name."""


def make_draft(
    source: Source,
    catalog: Catalog,
    issuer: str | None,
    today: date,
    given: Mapping[str, Guess] | None = None,
) -> Draft:
    """Tell frame from text, find the front matter, write the text as Markdown.

    `given` are values that somebody has written down for this file: they stand, but never make public what the document
    itself withholds. Raises Refused for a document with a secrecy mark, and for one in which nothing was read.
    """
    lines = [_line(block) for block in source.blocks]
    _refuse_secrets([*lines[:HEAD_LINES], *told_in_tables(source.blocks)])
    told = source.told.get("title")
    layout = find_layout(lines, catalog.genres, told.value if told else None)
    kept = [n for n in range(len(lines)) if n not in layout.used]
    text = [lines[n] for n in kept]
    read = Read(layout, source.told, text, [*lines, *told_in_tables(source.blocks)], source.name)
    found, notes = guess_fields(read, catalog, issuer, today)
    fields = {**found, **_stricter(found, given or {})}
    if source.kind != ROW and not any(text) and not source.pictures and not layout.used:
        raise unreadable(_NOTHING, _LOOK)
    files, losses = _files(source, layout, text)
    pictures, blocks = _pictures(source, [_headed(source.blocks[n], lines[n]) for n in kept])
    body = write_markdown(blocks)
    fidelity = compare(source, body, [lines[n] for n in layout.used], len(pictures))
    lost = [
        Text(
            f"{address} 不能显示在网页上，没有带入；另存为 png 后补上",
            f"{address} cannot be shown on a page; add it as png",
        )
        for address in source.pictures
        if address not in pictures
    ]
    draft = Draft(
        fields,
        body,
        (*files, *pictures.values()),
        (*source.notes, *notes, *lost, *losses),
        fidelity,
        layout.addressee,
        source.absent,
        _digest(fields, body),
    )
    return draft if fields["openness"].value in PUBLIC else _row_only(draft)


def _line(block: Node) -> str:
    """The words of a block as a line of the layout; what is no text, or stands for a text that nobody has read, is an object."""
    if block["t"] not in ("Para", "Header"):
        return OBJECT
    line = words(block["c"] if block["t"] == "Para" else block["c"][2]).strip()
    return OBJECT if STAND_IN.fullmatch(line) else line or OBJECT


def _digest(fields: Mapping[str, Guess], body: str) -> str:
    named = [
        str(fields[key].value) if key in fields else "" for key in ("title", "doc_no", "formed", "issuer")
    ]
    whole = "\n".join([*map(tight, named), tight(body)])
    return sha256(whole.encode()).hexdigest() if body.strip() else ""


def _stricter(found: Mapping[str, Guess], given: Mapping[str, Guess]) -> dict[str, Guess]:
    """The values given, but for an openness above that of a mark in the document."""
    marked, told = found.get("openness"), given.get("openness")
    if (
        marked
        and told
        and marked.sure
        and STRICTEST.index(str(marked.value)) < STRICTEST.index(str(told.value))
    ):
        return {key: guess for key, guess in given.items() if key != "openness"}
    return dict(given)


def _row_only(draft: Draft) -> Draft:
    """A draft without text and files: what is written into a repository is as good as published."""
    openness = draft.fields["openness"].value
    kept = {key: guess for key, guess in draft.fields.items() if guess.place != FIRST_SENTENCE}
    said = Text(
        f"公开方式是{openness}：只写了目录信息，正文和附件没有写进仓库",
        "it is not public: only its catalog row was written",
    )
    return replace(draft, fields=kept, body="", files=(), notes=(*draft.notes, said), withheld=True)


def _refuse_secrets(lines: Sequence[str]) -> None:
    """`lines` are those of the head and the labels of small tables."""
    for line in lines:
        if _SECRET.match("".join(line.split())):
            raise unreadable(
                Text(f"文件标有密级（{line}），不能导入", f"the document carries a secrecy mark ({line})"),
                Text(
                    "涉密文件不得放入公开的仓库；已解密的，先去掉密级标志",
                    "secrets never enter a repository; remove a mark that was lifted",
                ),
            )


def _headed(block: Node, line: str) -> Node:
    """Lines that are numbered as official documents number their parts become headings."""
    if block["t"] == "Para" and not line.endswith(_STOP):
        level = 2 if _SECTION.fullmatch(line) else 3 if _SUBSECTION.fullmatch(line) else 0
        if level:
            return {"t": "Header", "c": [level, ["", [], []], block["c"]]}
    return block


def _files(source: Source, layout: Layout, text: Sequence[str]) -> tuple[list[Beside], list[Text]]:
    """The attachments that came along under safe names, and what is missing."""
    found: list[Beside] = []
    notes: list[Text] = []
    titles = list(layout.annexes)
    for number, (name, data) in enumerate(source.files, 1):
        refused = type_refusal(kind_of(data, name), name)
        if refused:
            notes.append(
                Text(
                    f"附件“{name}”{refused.message.zh}，没有带入；{refused.hint.zh}",
                    f"“{name}”: {refused.message.en}; {refused.hint.en}",
                )
            )
            continue
        title = _title_for(name, number, titles, len(source.files)) or source.titles.get(name) or _stem(name)
        safe = (
            name
            if not unsafe_name(name) and name not in {b.name for b in found}
            else f"附件{number}.{extension(name)}"
        )
        found.append(Beside(safe, title, data))
    inside = any(_ANNEX_HEAD.fullmatch("".join(line.split())) for line in text)
    missing = [title for title in titles if title not in {b.title for b in found}]
    if missing and not inside:
        notes.append(
            Text(
                f"附件说明里列出、没有随文件带来的：{'、'.join(missing)}",
                f"listed as annexes and not there: {', '.join(missing)}",
            )
        )
    return found, notes


def _stem(name: str) -> str:
    """The name of a file without its number as an annex and its ending."""
    bare = PurePosixPath(name).stem
    return re.sub(r"^附件\s*\d*[.．、:：\-_ ]*", "", bare) or bare


def _title_for(name: str, number: int, titles: Sequence[str], files: int) -> str | None:
    """The title in 附件说明 that belongs to a file: by its words, by its number, or because both are the only ones."""
    stem = _stem(name)
    alike = next((t for t in titles if stem and (stem in t or t in stem)), None)
    told = re.match(r"附件\s*(\d+)", name)
    numbered = titles[int(told[1]) - 1] if told and 0 < int(told[1]) <= len(titles) else None
    return alike or numbered or (titles[number - 1] if files == len(titles) else None)


def _pictures(source: Source, blocks: list[Node]) -> tuple[dict[str, Beside], list[Node]]:
    """The pictures of the text by their address, and the text that shows them from the folder of attachments."""
    found: dict[str, Beside] = {}

    def renamed(address: str) -> str | None:
        data = source.pictures.get(address)
        kind = kind_of(data, address) if data else ""
        if data is None or kind not in _PICTURES:
            return None
        number = len(found) + 1
        picture = found.setdefault(address, Beside(f"图{number}.{kind}", f"图{number}", data))
        return FILES + picture.name

    changed = replace_images(blocks, renamed)
    return found, changed
