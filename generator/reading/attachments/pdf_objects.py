"""The objects of a PDF → the texts that stand on no page, and the files in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import UNKNOWN, Part, Read, Role, Unread, filled, too_large
from generator.reading.attachments.markup import html_words, told_in_attributes, words_of
from generator.reading.attachments.package import BROKEN, MAX_UNPACKED, Budget, parsed

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
_MAX_UNPACKED = 64_000_000
"""Bytes of one stream."""
MAX_REMOVED = 200
"""Pages outside the order that are read."""
MAX_DRAWN = 100_000
"""Drawings within one drawing, counted as often as they are drawn."""
_DO = re.compile(rb"\bDo\b")
_SHORT = 10_000
"""Bytes below which a stream that is packed once unpacks to less than ten million."""
_REST = Text("书签、链接、脚本和结构文字", "bookmarks, links, scripts and structure")
_CONTENT = re.compile(r"[\w]")


def refuse_bombs(data: bytes) -> None:
    """Raises Refused for a file whose streams unpack to more than is read; nothing has been unpacked whole by then."""
    total = 0
    drawn: dict[tuple[int, int], int] = {}
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, Stream) and str(thing.get("/Subtype", "")) != "/Image":
                    total += _unpacked(thing)
                    if total > MAX_UNPACKED or _drawn(thing, drawn) > MAX_DRAWN:
                        raise too_large(
                            Text("解压后内容过多，像是压缩炸弹", "unpacks to too much, like a bomb")
                        )
    except (pikepdf.PdfError, pikepdf.PasswordError, TypeError, *BROKEN):
        return  # PDFium tells what is wrong with it


def _drawn(form: Stream, known: dict[tuple[int, int], int]) -> int:
    """How often drawings are drawn inside a drawing that holds others; one that holds itself more than once has no end."""
    key = form.objgen
    if key not in known:
        known[key] = MAX_DRAWN
        inside = form.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        forms = [
            x for x in inside.values() if isinstance(x, Stream) and str(x.get("/Subtype", "")) == "/Form"
        ]
        calls = len(_DO.findall(form.read_bytes())) if forms else 0
        known[key] = min(calls * max((_drawn(x, known) for x in forms), default=0) + 1, MAX_DRAWN + 1)
    return known[key]


def _unpacked(stream: Stream) -> int:
    """Bytes that a stream unpacks to, or a little more than the limit. Short ones cannot be large, but when packed twice."""
    names = stream.get("/Filter", Array())
    filters = [str(name) for name in names] if isinstance(names, Array) else [str(names)]
    times = filters.count("/FlateDecode")
    if not times or (times == 1 and int(stream.get("/Length", 0)) < _SHORT):
        return 0
    left = stream.read_raw_bytes()
    for _ in range(times):
        unpacker = zlib.decompressobj()
        try:
            left = unpacker.decompress(left, _MAX_UNPACKED)
        except zlib.error:
            return 0
        if unpacker.unconsumed_tail:
            return MAX_UNPACKED + 1
    return len(left)


def read_objects(data: bytes, known: Collection[bytes], budget: Budget) -> tuple[Read, bytes]:
    """Notes and form values as comments, every other string as left behind, embedded files that `known` does not hold.

    And the pages that nobody sees, because the order of pages no longer has them, as a PDF of their own; empty when there are none.
    """
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
            remarks = sum(_is_remark(note) for page in pdf.pages for note in page.get("/Annots", Array()))
            removed = _removed_pages(pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError, TypeError, *BROKEN):
        return Read(unread=(Unread(_REST, UNKNOWN, picture=False),)), b""
    notes = Text("批注或者表单", "annotations or form")
    read = Read(
        filled(
            [
                Part("\n".join([*spoken, *boxes]), notes, Role.COMMENT),
                Part("\n".join(silent), _REST, Role.LEFTOVER),
            ]
        ),
        remarks,
        tuple(files),
    )
    return read, removed


def _is_remark(note: Object) -> bool:
    """Whether an annotation is a note that somebody stuck on a page, with words."""
    if not isinstance(note, Dictionary) or str(note.get("/Subtype", "")) != "/Text":
        return False
    words = note.get("/Contents", "")
    return isinstance(words, String) and bool(str(words).strip())


def _removed_pages(pdf: Pdf) -> bytes:
    placed = {page.objgen for page in pdf.pages}
    lost = [
        thing
        for thing in pdf.objects
        if isinstance(thing, Dictionary)
        and thing.get("/Type") == "/Page"
        and "/Contents" in thing
        and thing.objgen not in placed
    ]
    if not lost:
        return b""
    out = BytesIO()
    with Pdf.new() as found:
        for page in lost[:MAX_REMOVED]:
            found.pages.append(pikepdf.Page(page))
        found.save(out)
    return out.getvalue()


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
