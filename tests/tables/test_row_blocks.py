"""A large file of rows is read in blocks that are kept: what comes of it is what the whole file says, whatever was changed in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from table_catalog import catalog_of
from table_made import PLACE, csv_bytes, row, table_root

from generator.checking.tables import check_rows
from generator.machine.cache import Cache
from generator.model.setting import Setting
from generator.model.shown_rows import Block, shown
from generator.model.workdays import work_calendar
from generator.reading.registers.row_blocks import KIND, LARGE
from generator.reading.registers.tables import Loaded, load_tables

NUMBER = 1500
ROWS = [
    row(n, 当事人=f"云岭第{n}餐饮店，注册在县前街" if n % 7 else f"“双溪”{n}号, 店", 罚款金额=f"{n % 40}.5")
    for n in range(NUMBER)
]
HEAD = dict.fromkeys([*ROWS[0], "状态", "状态日期", "状态说明", "异议收到", "逾期原因"], "")
ROWS = [HEAD | entry for entry in ROWS]
for n, cells in {
    3: {"状态": "已更正", "状态日期": "2026-10-08", "状态说明": "金额有误"},
    600: {"异议收到": "2026-11-20"},
    601: {"状态": "已撤销", "状态日期": "2026-11-21"},
    602: {"公开日期": ""},
    1300: {"处罚类别": "警告", "决定日期": "2026-01-05", "公开日期": "2026-03-01", "逾期原因": "补录"},
    1301: {"公开日期": "2026-12-30"},
    1302: {"文书号": ROWS[8]["文书号"]},
}.items():
    ROWS[n] |= cells
LINES = csv_bytes(ROWS).splitlines(keepends=True)


def changed(at: int, line: bytes) -> bytes:
    return b"".join([*LINES[:at], line, *LINES[at + 1 :]])


CHANGES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"".join(LINES),
    "a cell": lambda: changed(700, LINES[700].replace("罚款".encode(), "没收".encode())),
    "a row put in": lambda: b"".join([*LINES[:40], csv_bytes([row(9999)]).splitlines(keepends=True)[1], *LINES[40:]]),
    "a row taken out": lambda: b"".join([*LINES[:900], *LINES[901:]]),
    "no end of the last line": lambda: b"".join(LINES)[:-1],
    "ends of lines of Windows": lambda: b"".join(LINES).replace(b"\n", b"\r\n"),
    "a mark of its coding": lambda: b"\xef\xbb\xbf" + b"".join(LINES),
    "a title above": lambda: "行政处罚公示\n".encode() + b"".join(LINES),
    "a cell of two lines": lambda: changed(700, LINES[700].replace("罚款".encode(), '"罚款\n"'.encode())),
    "an empty line": lambda: changed(700, b"\n"),
    "empty lines": lambda: changed(700, b"\n\n\n\n"),
    "no such day": lambda: changed(1400, LINES[1400].replace(b"2026-09-01", b"2026-09-31")),
    "a quote that is not closed": lambda: changed(700, LINES[700].replace("罚款".encode(), '"罚款'.encode())),
    "signs that are none": lambda: changed(700, LINES[700].replace("罚款".encode(), b"\xff")),
    "GBK": lambda: b"".join(LINES).decode().encode("gb18030"),
    "a heading that is unknown": lambda: b"".join([LINES[0].replace("当事人".encode(), "当事的人".encode()), *LINES[1:]]),
}  # fmt: skip


def loaded(root: Path, work: Path) -> tuple[Loaded, Loaded, set[bytes]]:
    """A register as it is read in blocks and as a whole, and the blocks that are kept."""
    catalog = catalog_of(root)
    work.mkdir(exist_ok=True)
    with Cache(work) as cache:
        (blocks,), _ = load_tables(root, catalog, cache=cache)
        cache.commit()
    with Cache(work) as cache:
        cache.get(KIND, ())
        kept = set(cache._others[KIND])
    (whole,), _ = load_tables(root, catalog)
    return blocks, whole, kept


def told(one: Loaded) -> tuple[object, ...]:
    """All that is known of a register and its rows, but how they lie in blocks."""
    register = one.register
    known = (register.rows, register.lines, register.keys, register.ends, register.asking)
    return known, replace(register, blocks=()), one.faults, shown(register, date(2026, 11, 22))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert len(b"".join(LINES)) > LARGE
    return table_root(tmp_path_factory.mktemp("blocks") / "root", b"".join(LINES))


@pytest.mark.parametrize("change", CHANGES)
def test_rows_read_in_blocks_are_those_of_the_whole_file(root: Path, tmp_path: Path, change: str):
    place = root / PLACE / "penalties.csv"
    place.write_bytes(b"".join(LINES))
    before, _, first = loaded(root, tmp_path / "work")
    assert len(before.register.rows) == NUMBER and first
    place.write_bytes(CHANGES[change]())
    blocks, whole, then = loaded(root, tmp_path / "work")
    assert told(blocks) == told(whole)
    if change in ("a cell", "a row put in", "a row taken out", "an empty line"):
        assert len(then - first) <= 2 < len(first)  # the other blocks were not read again
        one, other = blocks.register.rows[1:3]
        assert all(
            a is b for a, b in zip(one.cells, other.cells, strict=True) if a == b
        )  # and take no more room


def test_rules_tell_nothing_more_when_they_look_at_every_row(root: Path):
    """Late by a day or an hour before its end, too early, not public, without an instrument, objected to, with a document."""
    days = ["", *(f"2026-{month:02}-{day:02}" for month in (8, 9, 10, 11) for day in range(1, 28))]
    some = [
        HEAD
        | row(n, 公开日期=day, 文书号="" if n % 50 == 49 else f"测综罚〔2026〕{n}号")
        | {"决定书": "12345678901234567X/2026-00001" if n % 9 == 0 else "", "异议收到": days[-n] if n % 5 == 0 and day else ""}
        for n, day in enumerate(days)
    ]  # fmt: skip
    (root / PLACE / "penalties.csv").write_bytes(csv_bytes(some))
    catalog = catalog_of(root)
    (one,), _ = load_tables(root, catalog)
    blocks = tuple(
        Block(block.key, block.read, block.known._replace(asking=[*range(len(block.read()))]))
        for block in one.register.blocks
    )
    every = one._replace(register=replace(one.register, blocks=blocks))
    for today in (date(2026, 9, 12), date(2026, 11, 22)):
        setting = Setting(root, catalog, work_calendar(catalog.calendar), today)
        found = list(check_rows(one, (), setting))
        assert found == list(check_rows(every, (), setting)) and len({d.rule for d in found}) > 3
    assert len(one.register.asking) < len(some)
