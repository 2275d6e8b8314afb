"""The objects of a PDF → the texts that stand on no page, and the files in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import UNKNOWN, Part, Read, Role, Unread, filled
from generator.reading.attachments.markup import html_words, told_in_attributes, words_of
from generator.reading.attachments.package import BROKEN, Budget, parsed

MAX_OBJECTS = 400_000
_NO_TEXT = frozenset(
    {
        "/ID",
        "/Differences",
        "/CharSet",
        "/Panose",
        "/U",
        "/O",
        "/OE",
        "/UE",
        "/Perms",
        "/Registry",
        "/Ordering",
        "/Lang",
        "/CreationDate",
        "/ModDate",
        "/M",
        "/DA",
        "/Cert",
        "/FontFamily",
        "/LastModified",
        "/Lookup",
        "/CIDSystemInfo",
        "/FontStretch",
    }
)
"""Keys of strings that are numbers, names of fonts or dates."""
_SPOKEN = frozenset({"/Contents", "/V", "/DV", "/Opt", "/TU", "/RC", "/Subj", "/T", "/CA", "/RV"})
"""Keys of what a person wrote into a note or a field."""
_MAX_STREAM = 20_000_000
_REST = Text("书签、链接、脚本和结构文字", "bookmarks, links, scripts and structure")
_CONTENT = re.compile(r"[\w]")


def read_objects(data: bytes, known: Collection[bytes], budget: Budget) -> Read:
    """Notes and form values as comments, every other string as left behind, embedded files that `known` does not hold."""
    spoken: dict[str, None] = {}
    silent: dict[str, None] = {}
    files: list[tuple[str, bytes]] = []
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for number, thing in enumerate(pdf.objects):
                if number > MAX_OBJECTS:
                    break
                if number % 500 == 0:
                    budget.spend()
                for key, text in _strings(thing):
                    (spoken if key in _SPOKEN else silent)[text] = None
                if isinstance(thing, Stream):
                    _read_stream(thing, silent, files, known)
            boxes = _boxes(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, TypeError, *BROKEN):
        return Read(unread=(Unread(_REST, UNKNOWN, picture=False),))
    notes = Text("批注或者表单", "annotations or form")
    return Read(
        filled(
            [
                Part("\n".join([*spoken, *boxes]), notes, Role.COMMENT),
                Part("\n".join(silent), _REST, Role.LEFTOVER),
            ]
        ),
        inside=tuple(files),
    )


def _strings(thing: Object, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every string of an object and of what it holds directly, with the key that it stands under."""
    if isinstance(thing, String):
        text = str(thing)
        if _CONTENT.search(text):
            yield key, text
    elif depth < 12 and isinstance(thing, (Dictionary, Stream)):
        signature = thing.get("/Type") == "/Sig"
        for name in list(thing.keys()):
            if name not in _NO_TEXT and not (signature and name == "/Contents"):
                value = thing.get(name)
                if isinstance(value, Object) and not value.is_indirect:
                    yield from _strings(value, name, depth + 1)
    elif depth < 12 and isinstance(thing, Array):
        for value in thing:
            if isinstance(value, Object) and not value.is_indirect:
                yield from _strings(value, key, depth + 1)


def _read_stream(
    stream: Stream, silent: dict[str, None], files: list[tuple[str, bytes]], known: Collection[bytes]
) -> None:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if (
        kind in ("/XObject", "/ObjStm", "/XRef", "/Pattern")
        or subtype in ("/Image", "/Form")
        or "/Length1" in stream
    ):
        return
    if "/ShadingType" in stream or "/FunctionType" in stream or int(stream.get("/Length", 0)) > _MAX_STREAM:
        return
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return
    if kind == "/EmbeddedFile" or (kind == "" and "/Params" in stream):
        if data not in known and data not in (content for _, content in files):
            files.append((f"文件{len(files) + 1}", data))
    elif data.lstrip()[:1] == b"<" or kind == "/Metadata":
        try:
            tree = parsed(data)
            silent.setdefault("\n".join([words_of(tree), told_in_attributes(tree)]))
        except BROKEN:
            silent.setdefault(html_words(decoded(data) or ""))
    elif _is_script(data):
        silent.setdefault(decoded(data) or "")


def _is_script(data: bytes) -> bool:
    """Not a page's drawing, a font's table or a profile: text that a program runs or a person wrote."""
    head = data[:4_000]
    return (
        not re.search(rb"\bT[jJfmdD]\b|\bBT\b|\bre\b|begincmap|\bcm\b|\bDo\b|\bd[01]\b|[0-9] [mlc]\s", head)
        and decoded(head[:3_000]) is not None
    )


def _boxes(pdf: Pdf) -> list[str]:
    """Fields that hold one sign each, as the boxes of a form do, put together in the order in which they stand."""
    if "/AcroForm" not in pdf.Root:
        return []
    found = []
    for page in pdf.pages:
        rows: dict[int, list[tuple[float, str]]] = {}
        for note in page.get("/Annots", Array()):
            if isinstance(note, Dictionary) and "/Rect" in note:
                value = note.get("/V", note.get("/Parent", Dictionary()).get("/V", ""))
                if isinstance(value, String) and len(str(value).strip()) == 1:
                    rect = [float(n) for n in note["/Rect"]]
                    rows.setdefault(round(rect[1] / 4), []).append((rect[0], str(value).strip()))
        found += ["".join(sign for _, sign in sorted(row)) for row in rows.values() if len(row) > 5]
    return found
