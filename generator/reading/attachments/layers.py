"""The text layer of an attachment: what its pictures and scanned pages say, in a file beside it that a person can correct.

`a.pdf.text.md` names the file it was made from by its digest; a file that has changed since has no layer. Each part of the
layer stands under the name of the page or picture that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Content, Part, Role, Unread

ENDING = ".text.md"
DOUBTFUL = "〔？〕"
"""Begins a line that the recogniser was not sure of; a person deletes the sign after looking."""
_NOTE = (
    "<!-- 文字识别版：供检查、检索和读屏使用，以原件为准。识别错的字直接在这里改；以〔？〕开头的行拿不准，对照原件改好后删去这个记号。"
    "原件换了，运行 gongkai text 重新识别。 -->"
)
_HEAD = re.compile(r"\A---\nof: (?P<of>[^\n]*)\nsha256: (?P<digest>[0-9a-f]{64})\nby: (?P<by>[^\n]*)\n---\n")
_PART = re.compile(r"^## (?P<place>[^\n]+)\n", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layer:
    """What a layer file says."""

    of: str
    """The attachment's name."""
    digest: str
    """SHA-256 of the attachment, in hex."""
    by: str
    """What recognised it."""
    parts: Mapping[str, str]
    """Place (`place_in`) → text."""

    @property
    def doubtful(self) -> int:
        """Lines that nobody has looked at yet."""
        return sum(
            line.lstrip().startswith(DOUBTFUL) for text in self.parts.values() for line in text.split("\n")
        )


def read_layer(text: str) -> Layer | None:
    """The layer in a file's text; None when it has no such form."""
    head = _HEAD.match(text.replace("\r\n", "\n"))
    if head is None:
        return None
    body = _COMMENT.sub("", text.replace("\r\n", "\n")[head.end() :])
    found = list(_PART.finditer(body))
    ends = [*(match.start() for match in found[1:]), len(body)]
    parts = {
        match["place"].strip(): body[match.end() : end].strip("\n")
        for match, end in zip(found, ends, strict=True)
    }
    return Layer(head["of"], head["digest"], head["by"], parts)


def write_layer(layer: Layer) -> str:
    """The text of a layer's file."""
    parts = "".join(f"\n## {place}\n\n{text.strip()}\n" for place, text in layer.parts.items())
    return f"---\nof: {layer.of}\nsha256: {layer.digest}\nby: {layer.by}\n---\n{_NOTE}\n{parts}"


def digest_of(data: bytes) -> str:
    """What ties a layer to a file."""
    return sha256(data).hexdigest()


def place_in(content: Content, unread: Unread) -> str:
    """What a page or picture is called in a layer: with the names of the files around it when it lies in one."""
    inner = content.name.partition("/")[2]
    place = unread.place.zh.strip() or "图片"
    return f"{inner}：{place}" if inner else place


def with_layer(contents: Iterable[Content], layer: Layer) -> tuple[Content, ...]:
    """The contents of one attachment with the words of its layer in the place of what could not be read."""
    return tuple(_covered(content, layer) for content in contents)


def _covered(content: Content, layer: Layer) -> Content:
    known = {u: layer.parts[place] for u in content.unread if (place := place_in(content, u)) in layer.parts}
    words = tuple(
        Part(text.replace(DOUBTFUL, ""), _told(u.place), Role.TEXT)
        for u, text in known.items()
        if text.strip()
    )
    left = tuple(u for u in content.unread if u not in known)
    return Content(
        content.name, content.kind, (*content.parts, *words), content.changes, left, content.refusal
    )


def _told(place: Text) -> Text:
    return Text(f"{place.zh.strip()}（文字识别版）", f"{place.en} (text layer)".strip())
