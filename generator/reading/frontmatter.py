"""One document's bytes → its front matter, text and reading problems.

python-frontmatter does the splitting and joining; `StrictHandler` gives it what it lacks: a byte-order mark and
Windows line ends, line numbers, duplicate keys, a missing closing line, and no silent empty record.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from generator.model.diagnostics import Finding, Problem, Text
from generator.model.document import Document, FrontMatter
from generator.reading.links import links_of
from generator.reading.mending import mended
from generator.reading.schema import check
from generator.reading.yamltext import invalid, read_yaml

KEYS = tuple(f.name for f in fields(FrontMatter))

MAX_BYTES = 10_000_000
"""A larger document is refused: it is a book or an accident, and belongs in an attachment."""

MAX_HEAD = 100_000

_IN_HEAD = re.compile(r"[A-Za-z_]+\s*[:：]?|[ \u3000\t]+\S|- |#")
"""Lines that look like front matter."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)

_SHIFTED = re.compile(r"^(?:[ \t\u3000]+-{3,}|-{4,}|[ \t]*[—－–]{2,})[ \t]*$", re.MULTILINE)
"""A line that was to be the second `---`."""

_OTHER = (
    (b"pk\3\4", "Word、Excel 或者压缩包"),
    (b"\xd0\xcf\x11\xe0", "Word 97–2003"),
    (b"%pdf-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
)
"""First bytes of files that were renamed, and what they are."""

_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A document file as read: the document (None when its head cannot be read), its text, its problems.

    Each reading is a record of its own (compared by identity), so that what rules share of it can be kept under it.
    """

    path: str
    document: Document | None
    body: str
    body_line: int
    keys: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def reported(self, slug: str) -> list[Finding]:
        """The findings of one rule that reading came upon."""
        return [p.finding for p in self.problems if p.slug == slug]


@dataclass
class StrictHandler(BaseHandler):
    """A front-matter handler that reports instead of guessing. One instance reads one text."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    body_line: int = 1
    head_line: int = 1

    def split(self, text: str) -> tuple[str, str]:
        """Head and body; a missing opening or closing line is a problem, and the head is then empty."""
        fences = [match.span() for _, match in zip(range(2), _FENCE.finditer(text), strict=False)]
        if not fences or fences[0][0] != 0:
            self._refuse(
                1,
                Text("缺少文件头：第一行应当是 ---", "no front matter: the first line must be ---"),
                Text(
                    "在文件最前面写 ---、各项元数据、---，再写正文",
                    "begin with ---, the metadata, ---, then the text",
                ),
            )
            return "", text
        if len(fences) == 1:
            end = self._head_end(text)
            if shifted := _SHIFTED.search(text, fences[0][1]):
                self._refuse(
                    1 + text.count("\n", 0, shifted.start()),
                    Text("结束文件头的 --- 写得不对", "the --- that ends the front matter is not written so"),
                    Text(
                        "这一行只写三个半角减号 ---，前面不空格",
                        "write three hyphens --- and nothing else, at the left edge",
                    ),
                )
                return "", text
            self._refuse(
                1,
                Text(
                    "文件头没有结束：缺少第二个 ---",
                    "the front matter is not closed: the second --- is missing",
                ),
                Text(
                    f"在第 {self.head_line + end} 行前插入一行 ---",
                    f"insert a line --- before line {self.head_line + end}",
                ),
            )
            return "", text
        limits = fences[1][1], fences[1][1] + _SECOND_HEAD
        third = _FENCE.search(text, *limits) if text.find("\n---", *limits) >= 0 else None
        if third and _is_head(text[fences[1][1] : third.start()]):
            self._refuse(
                1 + text.count("\n", 0, fences[1][0]),
                Text("文件头写了两段", "there are two front matters"),
                Text(
                    "并成一段：删去中间的 ---，同一项只留一处",
                    "make one of them: delete the --- between them, and keep each key once",
                ),
            )
            return "", text
        head, body = text[fences[0][1] + 1 : fences[1][0]], text[fences[1][1] :]
        self.body_line = self.head_line + text.count("\n", 0, fences[1][1]) + 1
        return head, body

    def load(self, head: str) -> dict[str, Any]:
        """The keys and values of a head, and the lines and problems beside them."""
        if self.problems:
            return {}
        if len(head) > MAX_HEAD:
            self._refuse(
                1,
                Text("文件头过长", "the front matter is too long"),
                Text("长的内容写进正文", "put long content into the text"),
            )
            return {}
        value, self.lines, self.problems = read_yaml(head, self.head_line + 1)
        self.problems += _swallowed(head, self.head_line + 1)
        if self.problems or isinstance(value, dict):
            return value if isinstance(value, dict) else {}
        self._refuse(
            1,
            Text("文件头里没有“键: 值”", "the front matter holds no “key: value”"),
            Text(
                "每行写一项，如“title: 关于……的通知”，冒号用英文半角",
                "write one “key: value” a line, with an ASCII colon",
            ),
        )
        return {}

    def _refuse(self, line: int, message: Text, hint: Text) -> None:
        self.problems.append(invalid(self.head_line + line - 1, message, hint))

    def _head_end(self, text: str) -> int:
        """How many lines from the top look like front matter."""
        rows = text.split("\n")
        looks = re.compile(r"(---|[A-Za-z_]+\s*[:：]|\s+\S|- |#)")
        return next((n for n, row in enumerate(rows) if n and not looks.match(row)), len(rows))


_SECOND_HEAD = 3_000
"""Characters behind a front matter in which a second one may end."""


def _is_head(text: str) -> bool:
    """Whether the lines of a text are keys and values of front matter."""
    rows = [row for row in text.split("\n") if row.strip()]
    keys = [row.partition(":")[0] for row in rows if not row.startswith((" ", "-"))]
    return bool(keys) and all(key in KEYS for key in keys)


_COMMENTED = re.compile(r"""\s*(?:- )?(?P<key>[A-Za-z_]+):[ ]+[^\s'"\[{|>&*!#%@`].*?[ ]#(?P<rest>.*)""")
_SENTENCES = ("title", "summary", "reason", "note")
"""Keys whose values are sentences; behind other values a comment (`# …`) may stand."""


def _swallowed(head: str, first_line: int) -> Iterator[Problem]:
    """Values whose end YAML takes for a comment, because a `#` stands behind a space: 2 #楼 would become 2."""
    for number, row in enumerate(head.split("\n")):
        found = _COMMENTED.fullmatch(row)
        if found and (found["key"] in _SENTENCES or found["rest"][:1].strip()):
            key = found["key"]
            yield Problem(
                "wrong-type",
                Finding(
                    first_line + number,
                    Text(
                        f"“{key}”里空格后面的“#”会使后面的内容丢失",
                        f"what follows the “#” in “{key}” would be lost: a comment begins there",
                    ),
                    Text("用英文双引号把整个值括起来", "put the whole value in double quotes"),
                    {"key": key},
                ),
            )


def read_record(path: str, data: bytes) -> Record:
    """Read one document file. Every fault is a problem of the record; nothing is raised."""
    text, problems = _decode(data)
    if text is None:
        return Record(path, None, "", 1, problems=tuple(problems))
    stripped = text.lstrip()
    if not stripped:
        empty = invalid(
            1,
            Text("文件是空的", "the file is empty"),
            Text("写入内容，或者删除这个文件", "write the document or delete the file"),
        )
        return Record(path, None, "", 1, problems=(*problems, empty))
    handler = StrictHandler(head_line=1 + text.count("\n", 0, len(text) - len(stripped)))
    values, _ = frontmatter.parse(stripped, handler=handler)
    unreadable = any(p.slug == "invalid-front-matter" for p in handler.problems)
    problems += handler.problems
    if unreadable:
        return Record(path, None, "", 1, problems=tuple(problems))
    read, faults = check(FrontMatter, values, handler.lines)
    body = body_of(text, handler.body_line)
    document = _document(read or FrontMatter(), path, handler, data, text.removesuffix(body), body)
    return Record(path, document, body, handler.body_line, tuple(values), tuple(problems + faults))


def read_further(strict: Record, data: bytes) -> tuple[Record, bool] | None:
    """A document that `read_record` could not read, read past its faults: for findings, never to be published.

    All of its problems, and whether every line says what it was meant to say. False: lines were left out, so that only what is
    written can be judged, not what is missing. None: there is nothing that could be read.
    """
    text = _in_any_coding(data)
    if text is None or not text.strip():
        return None
    stripped = text.lstrip()
    first = 1 + text.count("\n", 0, len(text) - len(stripped))
    rows = stripped.split("\n")
    begin = 1 if _FENCE.match(rows[0]) else 0
    fences = (
        n for n in range(begin, len(rows)) if _FENCE.match(rows[n]) or (begin and _SHIFTED.match(rows[n]))
    )
    ends = (n for n in range(begin, len(rows)) if not _IN_HEAD.match(rows[n]))
    end = next(fences, None) or next(ends, len(rows))
    if end == begin or len(head := "\n".join(rows[begin:end])) > MAX_HEAD:
        return None
    without = mended(head, first + begin)
    value, lines, wrong = read_yaml(without.text, first + begin)
    if not isinstance(value, dict):
        return None
    closed = end < len(rows) and bool(_FENCE.match(rows[end]) or _SHIFTED.match(rows[end]))
    body_line = first + end + closed
    handler = StrictHandler(lines=lines, body_line=body_line)
    read, faults = check(FrontMatter, value, lines)
    body = body_of(text, body_line)
    document = _document(read or FrontMatter(), strict.path, handler, data, text.removesuffix(body), body)
    told = (
        *strict.problems,
        *without.problems,
        *wrong,
        *_swallowed(without.text, first + begin),
        *(p for p in faults if not (without.left_out and p.slug == "missing-field")),
    )
    problems = tuple({(p.slug, p.finding.line, p.finding.message): p for p in told}.values())
    keys = (*value, *without.left_out)
    return Record(strict.path, document, body, body_line, keys, problems), not without.left_out


def _in_any_coding(data: bytes) -> str | None:
    """The text with plain line ends; None when it is in no coding that is known, or too large."""
    if len(data) > MAX_BYTES or any(data.startswith(mark) for mark, _ in _BOMS):
        return None
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return None


def body_of(text: str, body_line: int) -> str:
    """The text of a document that begins on `body_line` of its file."""
    parts = text.split("\n", body_line - 1)
    return parts[-1] if len(parts) == body_line else ""


def decode(data: bytes) -> str:
    """A readable document's bytes as text with plain line ends."""
    text = data.decode().lstrip("\ufeff")
    return text.replace("\r\n", "\n") if b"\r" in data else text


def _document(
    read: FrontMatter, path: str, handler: StrictHandler, data: bytes, head: str, body: str
) -> Document:
    return Document(
        path=path,
        lines=handler.lines,
        body_line=handler.body_line,
        digest=sha256(data).hexdigest(),
        head=sha256(head.encode()).hexdigest(),
        size=len(data),
        links=links_of(body, handler.body_line),
        **{key: getattr(read, key) for key in KEYS},
    )


def _decode(data: bytes) -> tuple[str | None, list[Problem]]:
    save_as = Text("用编辑器“另存为”，编码选 UTF-8", "save the file as UTF-8")
    if len(data) > MAX_BYTES:
        return None, [
            invalid(
                1,
                Text("文件过大", "the file is too large"),
                Text("把大段内容改为附件", "make the long part an attachment"),
            )
        ]
    begin = data[:40].lstrip().lower()
    if kind := next((kind for magic, kind in _OTHER if begin.startswith(magic)), ""):
        return None, [
            invalid(
                1,
                Text(f"这是 {kind} 文件，不是 Markdown", f"this is no Markdown ({kind})"),
                Text(
                    "恢复原来的扩展名，用 gongkai import 导入，或者列为附件",
                    "give it back its ending and run `gongkai import`, or attach it",
                ),
            )
        ]
    for mark, name in _BOMS:
        if data.startswith(mark):
            return None, [
                invalid(
                    1, Text(f"文件编码是 {name}，应当是 UTF-8", f"the file is in {name}, not UTF-8"), save_as
                )
            ]
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if bad := _strange_lines(data):
            return None, [
                invalid(
                    n,
                    Text(
                        "这一行有乱码：与文件的其他行编码不同",
                        "this line is in another encoding than the rest of the file",
                    ),
                    Text(
                        "对照原件重新输入这一行，保存为 UTF-8",
                        "type the line again and save the file as UTF-8",
                    ),
                )
                for n in bad
            ]
        name = "GB18030（GBK）" if _is_in("gb18030", data) else "未知编码"
        return None, [
            invalid(line, Text(f"文件不是 UTF-8 编码，像是{name}", "the file is not UTF-8"), save_as)
        ]
    return text.replace("\r", "\n") if b"\r" in data else text, _format_problems(data)


_FEW = 20


def _strange_lines(data: bytes) -> list[int]:
    """The lines that are no UTF-8, when most of those that are not plain ASCII are: something was pasted in from elsewhere."""
    rows = [row for row in enumerate(data.split(b"\n"), 1) if not row[1].isascii()]
    bad = [n for n, row in rows if not _is_in("utf-8", row)]
    return bad if len(bad) <= min(_FEW, len(rows) // 2) else []


def _format_problems(data: bytes) -> list[Problem]:
    found = []
    if data.startswith(codecs.BOM_UTF8):
        found.append(
            (
                1,
                Text("文件开头有 BOM 标记", "the file begins with a byte-order mark"),
                Text("另存为“UTF-8”，不要选“UTF-8 BOM”", "save it as UTF-8 without BOM"),
            )
        )
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        kind, english = ("Windows 格式（CRLF）", "CRLF") if b"\r\n" in data else ("旧式（CR）", "CR")
        found.append(
            (
                line,
                Text(f"换行符是 {kind}", f"the line ends are {english}"),
                Text(f"在编辑器右下角把 {english} 改为 LF 后保存", "switch the line ends to LF and save"),
            )
        )
    return [Problem("text-format", Finding(line, message, hint)) for line, message, hint in found]


def _is_in(encoding: str, data: bytes) -> bool:
    """Whether bytes can be read in an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
