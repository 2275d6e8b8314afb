"""A document's bytes → the same document in the usual spelling: only what cannot change its meaning is repaired."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import NamedTuple

from generator.model.dates import LOOSE, parse_date
from generator.model.diagnostics import Text
from generator.model.document import FrontMatter
from generator.reading.frontmatter import KEYS, Record, decode, read_record

BOM = b"\xef\xbb\xbf"

_ORDER: Mapping[str, int] = {key: n for n, key in enumerate(KEYS)}

_YEAR = re.compile(r"[\[(（【［﹝〈<{「『](\d{4})[\])）】］﹞〉>}」』](?=第?\d+号)", re.ASCII)

_KEY = re.compile(r"[A-Za-z_]+\s*:", re.ASCII)

_FENCE = re.compile(r"---[ \t]*", re.ASCII)


class Fixed(NamedTuple):
    """One file before and after."""

    path: str
    before: bytes
    after: bytes
    notes: tuple[Text, ...]
    """Repairs that no line shows: the byte-order mark, the line ends."""


def fix(path: str, data: bytes, *, order: bool = False) -> Fixed:
    """The repaired file, with its keys in the order of the dictionary if that is asked for. A file that cannot be read with certainty, or would then say something else, stays as it is."""
    plain = data.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    record = read_record(path, plain)
    if record.document is None:
        return _outcome(path, data, plain if _is_text(plain) else data)
    spelt = _bracketed(_dated(decode(plain), record), record)
    after = (_ordered(spelt, record) if order else spelt).encode()
    return _outcome(path, data, after if _same(record, read_record(path, after)) else plain)


def diff(fixed: Fixed) -> str:
    """What changes, line by line, in the unified form."""
    before = (
        fixed.before.removeprefix(BOM).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    )
    lines = difflib.unified_diff(
        before.splitlines(),
        fixed.after.decode("utf-8", "replace").splitlines(),
        fixed.path,
        fixed.path,
        n=1,
        lineterm="",
    )
    return "\n".join(lines)


def _outcome(path: str, before: bytes, after: bytes) -> Fixed:
    notes = (
        [Text("删除开头的 BOM 标记", "remove the byte-order mark")]
        if before.startswith(BOM) and not after.startswith(BOM)
        else []
    )
    if b"\r" in before and b"\r" not in after:
        notes.append(Text("换行符由 CRLF 改为 LF", "line ends CRLF → LF"))
    return Fixed(path, before, after, tuple(notes))


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data


def _dated(text: str, record: Record) -> str:
    """Dates in other spellings of a real day, as YYYY-MM-DD; each on the line on which reading found it."""
    rows = text.split("\n")
    for problem in record.problems:
        if problem.slug == "invalid-date":
            n = problem.finding.line - 1
            rows[n] = _with_date(rows[n], str(problem.finding.data["key"]).rpartition(".")[2])
    return "\n".join(rows)


def _with_date(row: str, key: str) -> str:
    spelling = re.compile(
        rf"(?<![\w.-]){re.escape(key)}\s*:\s*(?P<quote>[\"']?)(?P<date>{LOOSE.pattern})(?P=quote)(?=\s*(?:[,}}#]|$))",
        re.ASCII,
    )
    found = spelling.search(row)
    meant = parse_date(found["date"]) if found else None
    if found is None or not isinstance(meant, str):
        return row
    end = found.start("date") + len(found["date"].rstrip()) + len(found["quote"])
    return row[: found.start("quote")] + meant + row[end:]


def _bracketed(text: str, record: Record) -> str:
    """The year of a document number within 〔〕."""
    document = record.document
    if document is None or not document.doc_no or "doc_no" not in document.lines:
        return text
    rows, n = text.split("\n"), document.line("doc_no") - 1
    rows[n] = _YEAR.sub(r"〔\1〕", rows[n])
    return "\n".join(rows)


def _ordered(text: str, record: Record) -> str:
    """The keys in the order of the dictionary. Comments go with the key below them; unknown keys stay last, as they were."""
    rows = text.split("\n")
    first = next(n for n, row in enumerate(rows) if _FENCE.fullmatch(row)) + 1
    blocks, end = _blocks(rows, first)
    if sorted(map(_key, blocks)) != sorted(record.keys):
        return text
    ordered = sorted(blocks, key=lambda block: _ORDER.get(_key(block), len(_ORDER)))
    return "\n".join([*rows[:first], *(row for block in ordered for row in block), *rows[end:]])


def _blocks(rows: list[str], first: int) -> tuple[list[list[str]], int]:
    """The lines of each top-level key, with the comments above it, and where they end: at the closing fence or a comment before it."""
    blocks: list[list[str]] = []
    above: list[str] = []
    n = first
    while n < len(rows) and not _FENCE.fullmatch(rows[n]):
        row = rows[n]
        if _KEY.match(row):
            blocks.append([*above, row])
            above = []
        elif row.startswith("#") or not blocks:
            above.append(row)
        else:
            blocks[-1] += [*above, row]
            above = []
        n += 1
    return blocks, n - len(above)


def _key(block: list[str]) -> str:
    return next((row.partition(":")[0].strip() for row in block if _KEY.match(row)), "")


def _same(before: Record, after: Record) -> bool:
    """Whether a document says the same: every value that could be read before is the same now, and nothing new is wrong."""
    if (
        before.document is None
        or after.document is None
        or before.body != after.body
        or sorted(before.keys) != sorted(after.keys)
    ):
        return False
    if len(after.problems) > len(before.problems):
        return False
    return all(
        _alike(key, getattr(before.document, key), getattr(after.document, key))
        for key in (f.name for f in fields(FrontMatter))
    )


def _alike(key: str, before: object, after: object) -> bool:
    if key == "doc_no" and isinstance(before, str):
        return _YEAR.sub(r"〔\1〕", before) == after
    return before == after or before in (None, ())
