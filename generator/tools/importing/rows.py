"""A list of documents, made by hand (`--map`) or exported by another system (`--from`) → rows: a file or text, and its values.

Columns of a map are called as the keys of the front matter, as their Chinese titles, or as offices usually call them.
A mapping file says the same for the columns of another system.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model.diagnostics import Text, did_you_mean
from generator.model.document import FIELDS, Reprint, described
from generator.model.review import Review
from generator.reading.yamltext import read_yaml
from generator.tools.importing.labels import key_of_label
from generator.tools.importing.records import BadList, Record, read_records
from generator.tools.importing.source import Told

_OWN = {
    "file": ("file", "文件", "文件名", "文件路径", "路径", "页面", "正文文件"),
    "address": ("address", "url", "原地址", "旧地址", "网址", "原网址", "链接"),
    "text": ("text", "正文", "内容", "content", "body"),
    "attachments": ("attachments", "附件", "附件文件"),
}
"""Columns that are no keys of the front matter, or are read in a way of their own."""
_NESTED = {"review": Review, "source": Reprint}
_SETTINGS = frozenset({"from", "table", "records", "fields", "skip"})


@dataclass(frozen=True)
class Row:
    """One document of a list."""

    line: int
    """Its line in the list, whose head is line 1; 0 for a file of a folder."""
    file: Path | None
    """Where its text is; None: in `text`, or nowhere."""
    text: str = ""
    """Its text as HTML or plain text."""
    values: Mapping[str, Told] = field(default_factory=dict)
    """What the list says, by keys of the front matter (`review.date` for nested ones) and `address`, the place on the old site."""
    attachments: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """How the report calls it."""
        title = self.values["title"].value if "title" in self.values else ""
        return str(self.file) if self.file else f"第 {self.line} 行 {title}".strip()


@dataclass(frozen=True)
class Listing:
    """The rows of a list, and what of it was not used."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    """Columns that stand for nothing."""
    skipped: int = 0
    """Rows that the mapping leaves out."""


def read_map(file: Path, folder: Path) -> Listing:
    """A list made by hand. Files are looked for below `folder`. Raises BadList."""
    records = read_records(file)
    heads = list(records[0]) if records else []
    keys = {head: key for head in heads if (key := column_key(head))}
    if not set(keys.values()) & {"file", "text", "title"}:
        raise BadList(
            Text(
                f"{file} 的第一行应当是列名，至少有“file”（或者“文件”）",
                f"the first row of {file} should name its columns, “file” among them",
            )
        )
    rows = tuple(
        _row(
            n, {keys[head]: (head, value) for head, value in record.items() if head in keys and value}, folder
        )
        for n, record in enumerate(records, 2)
    )
    return Listing(rows, tuple(head for head in heads if head not in keys))


def read_export(file: Path, mapping: Path, folder: Path) -> Listing:
    """An export of another system, read as a mapping file says. Raises BadList."""
    settings = _settings(mapping)
    records = read_records(file, settings.get("table"), settings.get("records"))
    columns = sorted({column for record in records[:200] for column in record})
    fields: Mapping[str, Any] = settings["fields"]
    for key, said in fields.items():
        column = said if isinstance(said, str) else said.get("column")
        if column is not None and column not in columns:
            hint = did_you_mean(str(column), columns)
            raise BadList(
                Text(
                    f"{mapping}：{key} 要的列“{column}”在 {file.name} 里没有；{hint.zh}",
                    f"{mapping}: {key} asks for the column “{column}”, which {file.name} has not; {hint.en}",
                )
            )
    skip = settings.get("skip") or {}
    rows, skipped = [], 0
    for n, record in enumerate(records, 2):
        if skip and record.get(skip.get("column", "")) in [str(v) for v in skip.get("values", [])]:
            skipped += 1
            continue
        values = {key: got for key, said in fields.items() if (got := _mapped(said, record))[1]}
        rows.append(_row(n, values, folder))
    used = {said if isinstance(said, str) else said.get("column") for said in fields.values()}
    unknown = tuple(c for c in columns if c not in used and c != skip.get("column"))
    return Listing(tuple(rows), unknown, skipped)


def column_key(head: str) -> str | None:
    """The key that a column of a map is for."""
    bare = "".join(head.split())
    for key, names in _OWN.items():
        if bare.lower() in names:
            return key
    if bare in FIELDS and bare not in _NESTED:
        return bare
    outer, _, inner = bare.partition(".")
    if outer in _NESTED and inner in described(_NESTED[outer]):
        return bare
    titles = {str(about.title): key for key, about in FIELDS.items() if key not in _NESTED}
    nested = {
        str(about.title): f"{outer}.{key}"
        for outer, cls in _NESTED.items()
        for key, about in described(cls).items()
    }
    return titles.get(bare) or nested.get(bare) or key_of_label(bare)


def _row(line: int, values: Mapping[str, tuple[str, str]], folder: Path) -> Row:
    told = {
        key: Told(value, Text(f"列表的“{head}”", f"“{head}” of the list"))
        for key, (head, value) in values.items()
        if key not in ("file", "text", "attachments")
    }
    named = values["file"][1] if "file" in values else None
    listed = values["attachments"][1] if "attachments" in values else ""
    attachments = tuple(
        folder / part.strip() for part in listed.replace("；", ";").split(";") if part.strip()
    )
    text = values["text"][1] if "text" in values else ""
    return Row(line, folder / named if named else None, text, told, attachments)


def _mapped(said: Any, record: Record) -> tuple[str, str]:
    """Name of the column and the value that a field of a mapping gets: a column, one with other values, or a constant."""
    if isinstance(said, str):
        return said, record.get(said, "")
    if "constant" in said:
        return "constant", str(said["constant"])
    value = record.get(said["column"], "")
    known = {str(key): str(new) for key, new in (said.get("values") or {}).items()}
    return said["column"], known.get(value, value)


def _settings(mapping: Path) -> dict[str, Any]:
    read = read_yaml(mapping.read_text(encoding="utf-8-sig"))
    found = read.value
    problems: Sequence[Any] = read.problems
    if problems or not isinstance(found, dict):
        raise BadList(Text(f"{mapping} 不是 YAML 的对照表", f"{mapping} is no mapping in YAML"))
    fields = found.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise BadList(Text(f"{mapping} 里没有 fields", f"{mapping} has no `fields`"))
    unknown = [key for key in found if key not in _SETTINGS]
    wrong = [key for key in fields if column_key(str(key)) != key]
    bad = [key for key, said in fields.items() if not _is_usable(said)]
    for names, zh, en in (
        (unknown, "没有这样的设置", "no such setting"),
        (wrong, "没有这样的键", "no such key"),
        (bad, "要写列名，或者 column、values、constant", "write a column, or column, values, constant"),
    ):
        if names:
            shown = "、".join(map(str, names))
            hint = did_you_mean(str(names[0]), [*FIELDS, *_OWN] if names is wrong else sorted(_SETTINGS))
            raise BadList(
                Text(f"{mapping}：{shown}：{zh}；{hint.zh}", f"{mapping}: {shown}: {en}; {hint.en}")
            )
    return dict(found)


def _is_usable(said: Any) -> bool:
    return isinstance(said, str) or (isinstance(said, dict) and ("column" in said or "constant" in said))
