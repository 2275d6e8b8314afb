"""A workbook, letter or table → the same with personal data masked, and a report of what was masked.

The data are found as the gate finds them, with the headings of their columns; then each value is replaced wherever it
stands. What is split over boxes, or stands in a picture, a comment or a part of another program, is told and not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import Refused, unreadable
from generator.reading.attachments.kinds import kind_of
from generator.reading.attachments.package import Budget, Package
from generator.reading.attachments.reading import read_inside
from generator.reading.privacy.masking import leaks_in

MASKED = frozenset({"citizen-id", "mobile-phone", "bank-card", "home-address", "personal-number"})
"""What has an accepted mask; a name beside an illness has none, and is told."""
_TEXT_OF = {"docx": "p", "xlsx": "si"}


class Masked(NamedTuple):
    """What became of a file."""

    data: bytes
    masked: Mapping[str, int]
    """Slug → how many values were masked."""
    left: Mapping[str, int]
    """Slug → how many are still found in the copy."""


def masked_copy(name: str, data: bytes) -> Masked:
    """The copy. Raises Refused for a kind of file that cannot be masked, and for one that cannot be read."""
    kind = kind_of(data, name)
    if kind not in ("docx", "xlsx", "csv", "txt"):
        raise unreadable(
            Text(
                f"不能掩码这种文件（.{kind or name.rpartition('.')[2]}）",
                f"files of this kind (.{kind}) cannot be masked",
            ),
            Text("可以掩码 xlsx、docx、csv、txt", "xlsx, docx, csv and txt can be masked"),
        )
    masks = dict(_values(name, data))
    count: Counter[str] = Counter()

    def replaced(text: str) -> str:
        for value in sorted(masks, key=len, reverse=True):
            if value in text:
                slug, shown = masks[value]
                count[slug] += text.count(value)
                text = text.replace(value, shown)
        return text

    made = _text(data, replaced) if kind in ("csv", "txt") else _package(data, kind, replaced)
    left = Counter(
        leak.slug
        for content, _ in read_inside(name, made)
        for p in content.parts
        for leak in leaks_in(p.text)
    )
    return Masked(made, dict(count), dict(left))


def copy_name(file: Path) -> Path:
    """Where the copy goes: beside the file, never over it."""
    return file.with_name(f"{file.stem}（已掩码）{file.suffix}")


def _values(name: str, data: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    for content, _ in read_inside(name, data):
        if content.refusal and not content.parts:
            raise Refused(content.refusal)
        for part in content.parts:
            for leak in leaks_in(part.text):
                value = part.text[leak.start : leak.end]
                if leak.slug in MASKED and "\t" not in value and "\n" not in value:
                    yield value, (leak.slug, leak.shown)


def _text(data: bytes, replaced: Callable[[str], str]) -> bytes:
    """In UTF-8 with a mark, which every spreadsheet program reads."""
    return b"\xef\xbb\xbf" + replaced(decoded(data) or "").encode()


def _package(data: bytes, kind: str, replaced: Callable[[str], str]) -> bytes:
    Package(data, Budget())  # bombs and locked files are refused here
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.endswith(".xml") and info.filename.startswith(("word/", "xl/")):
                content = _member(content, kind, replaced)
            new.writestr(info, content, ZIP_DEFLATED)
    return out.getvalue()


def _member(content: bytes, kind: str, replaced: Callable[[str], str]) -> bytes:
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    changed = False
    for holder in tree.iter(f"{{*}}{_TEXT_OF[kind]}", "{*}is"):
        changed |= _in_holder(holder, replaced)
    if kind == "xlsx":
        for cell in tree.iter("{*}c"):
            changed |= _in_cell(cell, replaced)
    return (
        etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True) if changed else content
    )


def _in_holder(holder: etree._Element, replaced: Callable[[str], str]) -> bool:
    """A value may be spread over several runs: the masked text goes into the first of them."""
    texts = list(holder.iter("{*}t"))
    before = "".join(t.text or "" for t in texts)
    after = replaced(before)
    if after == before:
        return False
    for number, text in enumerate(texts):
        text.text = after if number == 0 else ""
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return True


def _in_cell(cell: etree._Element, replaced: Callable[[str], str]) -> bool:
    """A number of a person in a numeric cell becomes text."""
    value = next(cell.iter("{*}v"), None)
    if cell.get("t", "n") not in ("n", "str") or value is None or not value.text:
        return False
    after = replaced(value.text)
    if after == value.text:
        return False
    cell.set("t", "str")
    value.text = after
    for formula in cell.findall("{*}f"):
        cell.remove(formula)
    return True
