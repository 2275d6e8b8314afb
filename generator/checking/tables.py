"""Registers with rows → everything that is wrong with them: the rules for rows, and privacy and secrecy in every cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial

from generator.checking.examine import diagnose, severity_of
from generator.checking.exposed import exposed
from generator.checking.rules import BY_NAME, RULES
from generator.checking.rules.privacy import NAMES
from generator.checking.rules.row_links import links_into_registers
from generator.checking.rules.rule import LinkIn, Rows, TableRule
from generator.machine.cache import Cache, key_of, program_key
from generator.machine.workers import each
from generator.model.diagnostics import Diagnostic, Finding, Severity, Text
from generator.model.document import Document
from generator.model.packing import pack, unpack
from generator.model.rows import Row
from generator.model.setting import Setting
from generator.model.shown_rows import Block, Register
from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.masking import leaks_in
from generator.reading.registers.tables import Loaded
from generator.reading.registers.typed_rows import MANY


def check_tables(
    tables: Sequence[Loaded],
    documents: Sequence[Document],
    setting: Setting,
    cache: Cache,
    executor: Executor | None = None,
    kind: str = "cells",
) -> Iterator[Diagnostic]:
    """All findings about the rows of registers; what the cache knows of this `kind` is not looked at again."""
    numbers = frozenset(d.index_no for d in documents if d.index_no)
    links = links_into_registers(documents, setting) if tables else {}
    for one in tables:
        yield from check_rows(one, numbers, setting, links.get(one.register.slug, ()))
        yield from _texts(one.register, setting, cache, executor, kind)


def check_rows(
    loaded: Loaded, numbers: Collection[str], setting: Setting, links: Sequence[LinkIn] = ()
) -> Iterator[Diagnostic]:
    """The findings of the rules for rows."""
    rows = Rows(loaded.register, loaded.faults, numbers, links)
    for rule in RULES:
        if isinstance(rule, TableRule) and severity_of(rule, setting.catalog) is not Severity.OFF:
            for finding in rule.check(rows, setting):
                yield diagnose(rule, finding, setting.catalog, loaded.register.path)


def _texts(
    register: Register, setting: Setting, cache: Cache, executor: Executor | None, kind: str
) -> Iterator[Diagnostic]:
    """Personal data, secrecy marks and unsafe text in the cells that anybody has typed as he liked."""
    columns = [
        n
        for n, column in enumerate(register.table.columns.values())
        if column.public and column.type in ("text", "link")
    ]
    labels = [column.label for column in register.table.columns.values()]
    head = "\t".join(labels[n] for n in columns)
    ground = key_of(program_key(), setting.portable, register.path, head)
    blocks = register.blocks
    keys = [key_of(ground, block.key or _text(block, columns)) for block in blocks]
    known = cache.get(kind, keys)
    left = {key: _text(block, columns) for key, block in zip(keys, blocks, strict=True) if key not in known}
    look = partial(_block, register.path, head, [labels[n] for n in columns], setting)
    new = dict(zip(left, each(executor, look, list(left.values())), strict=True))
    cache.put(kind, {key: pack(found) for key, found in new.items()})
    shown: dict[str, int] = {}
    left_out: dict[str, Diagnostic] = {}
    for block, key in zip(blocks, keys, strict=True):
        for at, diagnostic in new[key] if key in new else unpack(known[key], _Found):
            if at < 0 and diagnostic.rule in shown:
                continue  # the heading, again
            number = shown[diagnostic.rule] = shown.get(diagnostic.rule, 0) + 1
            if number <= MANY:
                yield _placed(diagnostic, block.known.lines[max(0, at)])
            elif number == MANY + 1:
                left_out[diagnostic.rule] = replace(diagnostic, line=block.known.lines[at])
    for rule, first in left_out.items():
        more = shown[rule] - MANY
        told = Text(
            f"从第 {first.line} 行起还有 {more} 处同样的问题，没有逐行列出",
            f"from row {first.line} on there are {more} more of these, not listed one by one",
        )
        yield replace(first, message=told, data={"row": first.line})


_Found = list[tuple[int, Diagnostic]]
"""Findings of a block, each with the place of its row in it; -1: the heading."""


def _text(block: Block, columns: Sequence[int]) -> str:
    """What the rows of a block say, one a line."""
    return "\n".join([_line(row, columns) for row in block.read()])


def _line(row: Row, columns: Sequence[int]) -> str:
    cells = [row.cells[n] for n in columns]
    life = row.life
    line = "\t".join([*cells, life.note, life.late] if life.note or life.late else cells)
    return line.replace("\n", " ")


def _block(path: str, head: str, labels: Sequence[str], setting: Setting, text: str) -> _Found:
    """The findings of a block of rows."""
    whole = f"{head}\n{text}"
    rows = whole.split("\n")
    found = [
        (d.line - 2, _in_cell(d, rows[d.line - 1], labels)) for d in exposed(path, whole, setting, but=NAMES)
    ]
    for leak in leaks_in(whole):
        if severity_of(BY_NAME[leak.slug], setting.catalog) is Severity.OFF:
            continue
        begin = whole.rfind("\n", 0, leak.start) + 1
        label = _label(labels, whole.count("\t", begin, leak.start))
        found.append((whole.count("\n", 0, leak.start) - 1, _leak(path, label, leak, setting)))
    return found


def _label(labels: Sequence[str], cell: int) -> str:
    return labels[cell] if cell < len(labels) else "状态说明"


def _in_cell(diagnostic: Diagnostic, row: str, labels: Sequence[str]) -> Diagnostic:
    """A finding about a row with the column of the cell that has the signs or the words that it names, if it names any."""
    data = diagnostic.data
    signs = [
        chr(int(code, 16)) for code in str(data.get("characters", "")).replace("U+", "").split("、") if code
    ]
    words = [value for value in data.values() if isinstance(value, str) and value]
    places = sorted(at for word in signs or words if (at := row.find(word)) >= 0)
    if not places:
        return diagnostic
    label, said = _label(labels, row.count("\t", 0, places[0])), diagnostic.message
    return replace(
        diagnostic,
        message=Text(f"“{label}”：{said.zh}", f"“{label}”: {said.en}"),
        data={**data, "column": label},
    )


def _leak(path: str, label: str, leak: Leak, setting: Setting) -> Diagnostic:
    rule = BY_NAME[leak.slug]
    what = rule.doc.zh.splitlines()[0].rstrip("。")
    finding = Finding(
        1,
        Text(f"“{label}”：{what}（{leak.shown}）", f"“{label}”: {leak.slug} ({leak.shown})"),
        Text(
            "遮盖后再填写；不需要公开的列，在登记表说明中写 public: false",
            "mask it; a column that need not be public is public: false in the schema",
        ),
        {"column": label, "excerpt": leak.shown},
    )
    return diagnose(rule, finding, setting.catalog, path)


def _placed(diagnostic: Diagnostic, line: int) -> Diagnostic:
    message = Text(f"第 {line} 行{diagnostic.message.zh}", f"row {line}, {diagnostic.message.en}")
    return Diagnostic(
        diagnostic.path,
        line,
        diagnostic.code,
        diagnostic.rule,
        diagnostic.severity,
        message,
        diagnostic.hint,
        {**diagnostic.data, "row": line},
    )
