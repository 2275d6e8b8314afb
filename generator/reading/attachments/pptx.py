"""A presentation → the text of its slides, hidden slides, speaker notes and comments."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled
from generator.reading.attachments.docx import comment_parts, embedded, plain_text, property_parts
from generator.reading.attachments.package import Element, Package


def read_pptx(package: Package) -> Read:
    """One part for each slide."""
    slides = [package.xml(name) for name in package.matching(r"ppt/slides/slide\d+\.xml")]
    notes = [package.xml(name) for name in package.matching(r"ppt/notesSlides/notesSlide\d+\.xml")]
    comments = [package.xml(name) for name in package.matching(r"ppt/comments/\w+\.xml")]
    return Read(
        (
            *filled(_slides(slides)),
            *filled([Part("\n".join(map(plain_text, notes)), Text("备注", "notes"), Role.COMMENT)]),
            *comment_parts(comments),
            *property_parts(package),
        ),
        inside=embedded(package),
    )


def _slides(slides: list[Element]) -> Iterator[Part]:
    for number, slide in enumerate(slides, 1):
        hidden = slide.get("show") in ("0", "false")
        place = Text(
            f"{'隐藏的' if hidden else ''}第 {number} 张幻灯片",
            f"{'hidden ' if hidden else ''}slide {number}",
        )
        yield Part(plain_text(slide), place, Role.HIDDEN if hidden else Role.TEXT)
