"""What other systems export (JSON, CSV, Excel, an SQL dump) → records: the same columns for each, with text as values."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.model.diagnostics import Text
from generator.model.faults import Fault
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.reading import read_attachment

Record = Mapping[str, str]
"""Column → value; what is empty is an empty text."""

_INSERT = re.compile(
    r"INSERT\s+(?:IGNORE\s+)?INTO\s+(?:[`\"\[]?\w+[`\"\]]?\.)?[`\"\[]?(?P<table>\w+)[`\"\]]?\s*(?:\((?P<columns>[^)]*)\))?\s*VALUES",
    re.IGNORECASE,
)
_CREATE = re.compile(
    r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:[`\"\[]?\w+[`\"\]]?\.)?[`\"\[]?(?P<table>\w+)[`\"\]]?\s*\((?P<body>.*?)\n\s*\)",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(r"^\s*[`\"\[]?(?P<name>\w+)[`\"\]]?\s+\w+")
_NO_COLUMN = frozenset({"PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FOREIGN", "FULLTEXT", "CHECK"})
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "Z": "\x1a"}


class BadList(Fault):
    """A list of documents, or what says how to read it, that cannot be used."""


def read_records(file: Path, table: str | None = None, path: str | None = None) -> list[Record]:
    """The records of a file, by its ending. `table` is that of an SQL dump, `path` leads to the list in a JSON file (`data.list`).

    Raises BadList: unreadable, no list there, or several tables and none named.
    """
    ending = file.suffix.lower()
    if ending in (".xlsx", ".xls", ".et", ".ods"):
        return _sheet(file)
    text = decoded(file.read_bytes())
    if text is None:
        raise BadList(Text(f"{file} 不是文本，认不出编码", f"{file} is no text in a known encoding"))
    if ending == ".json":
        return _json(file, text, path)
    if ending == ".sql":
        return _dump(file, text, table)
    return _csv(text)


def _csv(text: str) -> list[Record]:
    csv.field_size_limit(100_000_000)
    first = text.split("\n", 1)[0]
    sign = max(",\t;", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    return _under_heads(rows)


def _sheet(file: Path) -> list[Record]:
    """The first sheet that has rows."""
    content = read_attachment(file)
    if content.refusal:
        raise BadList(Text(f"{file}：{content.refusal.message.zh}", f"{file}: {content.refusal.message.en}"))
    for part in content.parts:
        rows = [line.split("\t") for line in part.text.split("\n") if line.strip()]
        if len(rows) > 1 and len(rows[0]) > 1:
            return _under_heads(rows)
    raise BadList(Text(f"{file} 里没有表格", f"{file} holds no table"))


def _under_heads(rows: Sequence[Sequence[str]]) -> list[Record]:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return []
    heads = [head.strip().lstrip("\ufeff") for head in filled[0]]
    return [
        {head: row[n].strip() if n < len(row) else "" for n, head in enumerate(heads) if head}
        for row in filled[1:]
    ]


def _json(file: Path, text: str, path: str | None) -> list[Record]:
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise BadList(Text(f"{file} 不是 JSON：{error}", f"{file} is no JSON: {error}")) from None
    for step in path.split(".") if path else ():
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, dict):
        found = next((value for value in found.values() if _is_list(value)), found)
    if not _is_list(found):
        raise BadList(
            Text(
                f"{file} 里找不到信息的列表，用 records 写明它在哪里，如 data.list",
                f"no list of records in {file}; say where with `records`, such as data.list",
            )
        )
    return [dict(_flat(record)) for record in found]


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _flat(record: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Nested keys joined by dots, lists joined by `；`."""
    for key, value in record.items():
        name = f"{above}{key}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list):
            yield name, "；".join(str(part) for part in value if not isinstance(part, dict | list))
        else:
            yield name, "" if value is None else str(value).strip()


def _dump(file: Path, text: str, table: str | None) -> list[Record]:
    columns = {match["table"].lower(): list(_columns(match["body"])) for match in _CREATE.finditer(text)}
    found: dict[str, list[Record]] = {}
    place = 0
    while match := _INSERT.search(text, place):
        name = match["table"].lower()
        heads = (
            [c.strip(' `"[]\n') for c in match["columns"].split(",")]
            if match["columns"]
            else columns.get(name, [])
        )
        values, place = _values(text, match.end())
        if table is None or name == table.lower():
            found.setdefault(name, []).extend(dict(zip(heads, row, strict=False)) for row in values)
    if table is None and len(found) > 1:
        names = "、".join(f"{name}（{len(rows)} 行）" for name, rows in found.items())
        raise BadList(
            Text(
                f"{file} 里有几个表：{names}；用 table 写明要哪一个",
                f"several tables in {file}: name one with `table`",
            )
        )
    if not found:
        raise BadList(Text(f"{file} 里没有要找的数据", f"there are no such rows in {file}"))
    return next(iter(found.values()))


def _columns(body: str) -> Iterator[str]:
    for line in body.split("\n"):
        match = _COLUMN.match(line)
        if match and match["name"].upper() not in _NO_COLUMN:
            yield match["name"]


def _values(text: str, start: int) -> tuple[list[list[str]], int]:
    """The rows of one statement, and where it ends: a small reader of SQL's literals."""
    rows: list[list[str]] = []
    row: list[str] | None = None
    word, place = "", start
    while place < len(text):
        sign = text[place]
        if sign == "'":
            value, place = _quoted(text, place + 1)
            word += value
            continue
        if row is None:
            if sign == "(":
                row, word = [], ""
            elif sign == ";":
                return rows, place + 1
        elif sign in ",)":
            bare = word.strip() if text[place - 1] != "'" else word
            row.append("" if bare.upper() == "NULL" else bare)
            word = ""
            if sign == ")":
                rows.append(row)
                row = None
        elif not (sign in "Nn_" and text[place + 1 : place + 2] == "'"):
            word += sign
        place += 1
    return rows, place


def _quoted(text: str, place: int) -> tuple[str, int]:
    """A text in quotes from behind its first one, and the place behind its last."""
    out = []
    while place < len(text):
        end = min((n for n in (text.find("'", place), text.find("\\", place)) if n >= 0), default=len(text))
        out.append(text[place:end])
        sign, after = text[end : end + 1], text[end + 1 : end + 2]
        if sign == "\\":
            out.append(_ESCAPES.get(after, after))
        elif after == "'":
            out.append("'")
        else:
            return "".join(out), end + 1
        place = end + 2
    return "".join(out), place
