"""The bytes of a ZIP container (archives, Office documents, OFD) → its members and their XML, under limits.

The standard library reads both. An archive is judged by its directory before anything is unpacked, and a member never
yields more than the directory declared. XML with a DTD is refused before an entity can be defined: Office formats have
none. Trees are built in C, several times faster than a parser in Python that checks every event.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from generator.model.diagnostics import Text
from generator.reading.attachments.coding import commonness, decoded
from generator.reading.attachments.content import too_large, unreadable

MAX_MEMBERS = 5_000

MAX_UNPACKED = 200_000_000
"""Bytes of all members together."""

MAX_RATIO = 200
"""Unpacked to packed size; honest Office documents stay below 60."""

FREE_OF_RATIO = 10_000_000
"""Below this size a high ratio does no harm."""

MAX_XML = 64_000_000
"""Bytes of one XML member."""

MAX_TEXT = 20_000_000
"""Characters of one attachment, with the files inside it: some ten thousand pages."""

MAX_STRINGS = 8_000_000
"""Bytes of one unknown member that are looked through for words."""
MAX_SECONDS = 20.0
"""For one attachment, with the files inside it."""

BROKEN = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
    RecursionError,
    ElementTree.ParseError,
    expat.ExpatError,
)
"""What reading a damaged file may raise."""

DAMAGED = (
    Text("文件已损坏，无法打开", "the file is damaged"),
    Text(
        "用办公软件打开后另存一份，替换这个附件",
        "open it in an office program, save it again and replace the attachment",
    ),
)

LOCKED = (
    Text("文件设有打开密码", "the file needs a password"),
    Text("去掉密码后另存一份，替换这个附件", "save it without a password and replace the attachment"),
)

Element = ElementTree.Element


class Budget:
    """What the reading of one attachment, with all files inside it, may still cost."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._end = time.monotonic() + seconds
        self._unpacked = MAX_UNPACKED
        self._characters = MAX_TEXT

    @property
    def spent(self) -> bool:
        """Whether nothing more may be read."""
        return self._unpacked < 0 or self._characters < 0 or time.monotonic() > self._end

    def spend(self, unpacked: int = 0, characters: int = 0) -> None:
        """Account for bytes about to be unpacked or for text read; refuses the attachment when a limit is reached."""
        self._unpacked -= unpacked
        self._characters -= characters
        if self.spent:
            raise too_large(Text("内容过多，无法全部检查", "too much content to be checked"))


class Package:
    """An opened container."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._zip = open_zip(data)
        self._budget = budget
        self.names = tuple(info.filename for info in self._zip.infolist() if not info.is_dir())
        _check_limits(self._zip)
        self._data = data
        self._known = {name.replace("\\", "/").lower(): name for name in reversed(self.names)}

    def matching(self, pattern: str) -> list[str]:
        """The members whose whole name matches, numbers in their natural order."""
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])

    def head(self, name: str) -> bytes:
        """A member's first bytes."""
        with self._zip.open(name) as member:
            return member.read(1_024)

    def resolve(self, folder: str, target: str) -> str:
        """The member that a path in a part of `folder` means; empty when there is none. Case and slashes are forgiven."""
        target = target.replace("\\", "/")
        path = target if target.startswith("/") else f"/{folder}/{target}"
        steps: list[str] = []
        for step in path.split("/"):
            if step == "..":
                steps = steps[:-1]
            elif step not in ("", "."):
                steps.append(step)
        return self._known.get("/".join(steps).lower(), "")

    def read(self, name: str) -> bytes:
        """One member's bytes."""
        self._budget.spend(self._zip.getinfo(name).file_size)
        return self._zip.read(name)

    def beside(self) -> tuple[str, ...]:
        """Texts that an archive holds outside its members: comments, empty folders, bytes between and behind members."""
        infos = self._zip.infolist()
        folders = [
            i.filename for i in infos if i.is_dir() and not any(n.startswith(i.filename) for n in self.names)
        ]
        comments = [_comment(note) for note in (self._zip.comment, *(i.comment for i in infos)) if note]
        return (*comments, *folders, *strings(self._uncovered()))

    def _uncovered(self) -> bytes:
        """The bytes that belong to no member and not to the directory."""
        data, end, left = self._data, 0, []
        for info in sorted(self._zip.infolist(), key=lambda i: i.header_offset):
            left.append(data[end : info.header_offset])
            head = data[info.header_offset : info.header_offset + 30]
            sizes = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            end = max(end, info.header_offset + 30 + sizes + info.compress_size)
        left.append(data[end : max(end, self._zip.start_dir)])
        close = data.rfind(b"PK\x05\x06")
        left.append(data[close + 22 + len(self._zip.comment) :] if close >= 0 else b"")
        return b"\n".join(left)

    def xml(self, name: str) -> Element:
        """One member as a tree; an empty element when there is no such member."""
        return ElementTree.fromstring(self._xml_bytes(name)) if name in self.names else Element("none")

    def stream(self, name: str, *tags: str) -> Iterator[Element]:
        """The elements of some tags of one member, each dropped after use; none when there is no such member."""
        if name not in self.names:
            return
        for _, element in ElementTree.iterparse(BytesIO(self._xml_bytes(name))):
            if local(element) in tags:
                yield element
                element.clear()

    def stream_all(self, name: str, *tags: str) -> Iterator[Element]:
        """The elements of some tags, each dropped after use, and at last the root with all that is left of the member."""
        events = ElementTree.iterparse(BytesIO(self._xml_bytes(name)))
        for _, element in events:
            if local(element) in tags:
                yield element
                element.clear()
        root: Element = events.root  # type: ignore[attr-defined]  # documented, and missing in the stubs
        yield root

    def _xml_bytes(self, name: str) -> bytes:
        data = self.read(name)
        if len(data) > MAX_XML:
            raise too_large(Text("内容过多，无法全部检查", "too much content to be checked"))
        _refuse_dtd(data)
        return data


def local(element: Element) -> str:
    """An element's name without its namespace; strict and transitional Office documents then read alike."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name; empty when there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def switched_on(element: Element | None) -> bool:
    """Whether an Office on/off element is there and not switched off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def child(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        found = next((e for e in element if local(e) == name), None)
        if found is None:
            return None
        element = found
    return element


def open_zip(data: bytes) -> ZipFile:
    """Names without a mark of their coding are UTF-8 (older macOS), else GBK (Chinese Windows), else as they are."""
    for coding in ("utf-8", "gb18030"):
        try:
            return ZipFile(BytesIO(data), metadata_encoding=coding)
        except UnicodeDecodeError:
            continue
    return ZipFile(BytesIO(data))


def _comment(note: bytes) -> str:
    return decoded(note) or note.decode("latin-1")


_WIDE_WORDS = re.compile(rb"(?:[\x20-\x7e]\0|[\0-\xff][\x4e-\x9f]|[\0-\x20]\x30|[\x01-\x5e]\xff){4,}")
_NARROW_WORDS = re.compile(rb"(?:[\x20-\x7e]|[\x81-\xfe][\x40-\xfe]|[\xe4-\xe9][\x80-\xbf]{2}){6,}")
_COMMON = 0.9
_MEANT = re.compile(r"[\u4e00-\u9fff]{2}|[0-9](?:[ -]?[0-9Xx]){10,}|@\w+\.")


def strings(data: bytes) -> tuple[str, ...]:
    """Words and long numbers in bytes whose format is not known, in UTF-16, UTF-8, GBK and ASCII."""
    data = data[:MAX_STRINGS]
    found = [
        match[0].decode("utf-16-le", "ignore")
        for start in (0, 1)
        for match in _WIDE_WORDS.finditer(data, start)
    ]
    found += [
        decoded(match[0]) or match[0].decode("ascii", "ignore") for match in _NARROW_WORDS.finditer(data)
    ]
    return tuple(dict.fromkeys(text for text in found if _MEANT.search(text) and commonness(text) > _COMMON))


def _check_limits(archive: ZipFile) -> None:
    infos = archive.infolist()
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if any(info.flag_bits & 1 for info in infos):
        raise unreadable(
            Text("压缩包设有密码", "the archive is encrypted"),
            Text("去掉密码后重新压缩", "pack it again without a password"),
        )
    if len(infos) > MAX_MEMBERS:
        raise too_large(
            Text(
                f"里面有 {len(infos)} 个文件，最多 {MAX_MEMBERS} 个",
                f"{len(infos)} members, at most {MAX_MEMBERS} are read",
            )
        )
    if unpacked > MAX_UNPACKED:
        raise too_large(
            Text(
                f"解压后有 {unpacked // 1_000_000} MB，最多 {MAX_UNPACKED // 1_000_000} MB",
                f"unpacks to {unpacked // 1_000_000} MB, at most {MAX_UNPACKED // 1_000_000} MB",
            )
        )
    if unpacked > FREE_OF_RATIO and unpacked > MAX_RATIO * packed:
        raise too_large(
            Text(
                f"解压后是原来的 {unpacked // packed} 倍，像是压缩炸弹",
                f"unpacks to {unpacked // packed} times its size, like a zip bomb",
            )
        )


def parsed(data: bytes) -> Element:
    """XML from outside a package as a tree. Raises what `BROKEN` names, and Refused for a DTD."""
    _refuse_dtd(data)
    return ElementTree.fromstring(data)


class _RootReached(Exception):
    pass


def _refuse_dtd(data: bytes) -> None:
    """Parse only as far as the root element, in which no DTD can follow."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = _root
    try:
        parser.Parse(data, True)
    except _RootReached:
        return


def _doctype(*_: object) -> NoReturn:
    raise unreadable(
        Text("文件里有 DTD 定义，办公文档不应当有", "the file has a DTD, which no office document needs"),
        DAMAGED[1],
    )


def _root(*_: object) -> NoReturn:
    raise _RootReached
