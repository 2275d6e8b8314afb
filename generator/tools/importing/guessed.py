"""A value that was found for a key of the front matter, and what the search for it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.tools.importing.layout import Layout
from generator.tools.importing.source import Told

HEAD = Text("发文机关标志", "red header")

SIGNATURE = Text("落款", "signature")

TITLE_END = Text("标题末尾", "end of the title")

BY_TITLE = Text("按标题判断", "judged by the title")

BY_BODY = Text("按发布机构判断", "judged by the issuer")

USUAL = Text("没有标注，按通常情况填写", "not marked; the usual value")

FIRST_SENTENCE = Text("正文第一句", "first sentence of the text")


class Guess(NamedTuple):
    """A value for a key of the front matter."""

    value: str | tuple[str, ...]
    place: Text
    sure: bool


class Read(NamedTuple):
    """What is known of a file before the catalog is looked at."""

    layout: Layout
    told: Mapping[str, Told]
    text: Sequence[str]
    """The lines of the text, without head and end."""
    marks: Sequence[str] = ()
    """All lines that may say how the document is to be treated: of the head, the text, the end, and small tables."""
    name: str = ""
    """Name of the file."""
