"""A presentation → the text of its slides, hidden slides, speaker notes and comments."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostics import Text
from generator.reading.attachments.content import Part, Read, Role, filled
from generator.reading.attachments.docx import plain_text
from generator.reading.attachments.markup import told_in_attributes, words_of
from generator.reading.attachments.package import Element, Package, local
from generator.reading.attachments.parts import identifier, relations, remaining

MAIN = "ppt/presentation.xml"


def read_pptx(package: Package) -> Read:
    """One part for each slide, in the order of the presentation; slides that it has dropped come last."""
    names = slide_names(package)
    slides = [package.xml(name) for name in names]
    notes = _by_kind(package, names, "notesSlide", r"ppt/notesSlides/notesSlide\d+\.xml")
    comments = _by_kind(package, names, "comments", r"ppt/comments/\w+\.xml")
    noted = "\n".join(plain_text(package.xml(name)) for name in notes)
    remarks = [package.xml(name) for name in comments]
    rest = remaining(package, {*names, *notes, *comments})
    return Read(
        (
            *filled(_slides(slides)),
            *filled([Part(noted, Text("备注", "notes"), Role.COMMENT)]),
            *_remarks(remarks),
            *rest.parts,
        ),
        sum(local(e) == "cm" for tree in remarks for e in tree.iter()),
        inside=rest.inside,
        unread=rest.unread,
    )


def slide_names(package: Package) -> list[str]:
    """The members that hold slides."""
    main = next(
        (name for kind, name in relations(package, "").values() if kind == "officeDocument" and name), MAIN
    )
    known = relations(package, main)
    order = [
        known[key][1]
        for e in package.xml(main).iter()
        if local(e) == "sldId" and (key := identifier(e)) in known
    ]
    placed = [name for name in dict.fromkeys(order) if name]
    return [*placed, *(name for name in package.matching(r"ppt/slides/slide\d+\.xml") if name not in placed)]


def _by_kind(package: Package, slides: list[str], kind: str, stray: str) -> list[str]:
    found = [name for slide in slides for k, name in relations(package, slide).values() if k == kind and name]
    return list(dict.fromkeys([*found, *package.matching(stray)]))


def _remarks(trees: list[Element]) -> tuple[Part, ...]:
    text = "\n".join(words_of(tree) for tree in trees)
    return filled([Part(text, Text("批注", "comments"), Role.COMMENT)])


def _slides(slides: list[Element]) -> Iterator[Part]:
    for number, slide in enumerate(slides, 1):
        hidden = slide.get("show") in ("0", "false")
        place = Text(
            f"{'隐藏的' if hidden else ''}第 {number} 张幻灯片",
            f"{'hidden ' if hidden else ''}slide {number}",
        )
        concealed = "\n".join(_taken_out(slide))
        yield Part(concealed, Text(f"{place.zh}隐藏的图形", f"hidden shapes of {place.en}"), Role.HIDDEN)
        yield Part(plain_text(slide), place, Role.HIDDEN if hidden else Role.TEXT)
        yield Part(told_in_attributes(slide), place, Role.LEFTOVER)


def _taken_out(slide: Element) -> Iterator[str]:
    """The words of the shapes that are switched off, which leave the slide."""
    for parent in list(slide.iter()):
        for shape in list(parent):
            named = next((e for part in shape for e in part if local(e) == "cNvPr"), None)
            if named is not None and named.get("hidden") in ("1", "true"):
                parent.remove(shape)
                yield plain_text(shape)
