"""A register that has changed: what is taken over and what is made again give the site that would be made from nothing."""

from __future__ import annotations

import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from table_made import PLACE, csv_bytes, row, table_root

from generator.build import build_site
from generator.publishing import pieces
from generator.site.feeds import tables
from generator.site.feeds.tables import cells_of
from generator.tools.tables.presets import FOLDER

TODAY = date(2026, 11, 22)
OFFICES = [
    {"场所名称": name, "种类": kind, "地址": "县前街1号", "开放时间": "工作日", "电话": "0599-0000312", "管理机关": "县府办"}
    for name, kind in (("县档案馆", "国家档案馆"), ("县图书馆", "公共图书馆"))
]  # fmt: skip


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_every_change_of_a_row_gives_the_site_that_would_be_made_from_nothing(tmp_path: Path):
    rows = [row(1), row(2), row(3, 当事人="另一家店", 处罚机关="县财政局")]
    root = table_root(tmp_path / "root", rows)
    places = (FOLDER / "places.yml").read_text(encoding="utf-8")
    (root / PLACE / "places.yml").write_text(places, encoding="utf-8")
    offices = [dict(office) for office in OFFICES]

    def built(folder: Path, out: Path) -> dict[str, str]:
        done = build_site(folder, out, today=TODAY)
        assert done.pages, [d for d in done.checked.diagnostics if d.severity.value == "error"]
        return tree(out)

    def write() -> None:
        head = dict.fromkeys(dict.fromkeys(k for entry in rows for k in entry), "")
        (root / PLACE / "penalties.csv").write_bytes(csv_bytes([head | entry for entry in rows]))
        (root / PLACE / "places.csv").write_bytes(csv_bytes(offices))

    changes = [
        lambda: None,
        lambda: rows[0].update(罚款金额="0.7"),
        lambda: rows[0].update(当事人="改名的店"),
        lambda: rows[1].update(处罚机关="县财政局"),
        lambda: rows[1].update(法定代表人="内部的人"),
        lambda: rows[1].update(状态="已更正", 状态日期="2026-10-08", 状态说明="金额有误"),
        lambda: rows[1].update(状态说明="单位有误"),
        lambda: rows[2].update(异议收到="2026-11-20"),
        lambda: rows[2].update(状态="已撤销", 状态日期="2026-11-21", 异议收到=""),
        lambda: rows.append(row(4)),
        lambda: offices[0].update(电话="0599-0000399"),
    ]
    for n, change in enumerate(changes):
        change()
        write()
        warm = built(root, tmp_path / "site")
        shutil.copytree(root, tmp_path / f"fresh{n}", ignore=shutil.ignore_patterns(".build"))
        cold = built(tmp_path / f"fresh{n}", tmp_path / "other")
        assert {name for name in warm.keys() | cold.keys() if warm.get(name) != cold.get(name)} == set(), n
        shutil.rmtree(tmp_path / "other")


def test_pieces_of_large_files_are_copied_and_made_again_where_they_are_not_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pieces, "ENDS", "0")  # a piece has 16 rows
    made = list[int]()
    monkeypatch.setattr(
        tables, "cells_of", lambda rows, *more: (made.append(len(rows)), cells_of(rows, *more))[1]
    )
    rows = [row(n) for n in range(1, 200)]
    root = table_root(tmp_path / "root", rows)

    def built(folder: Path, out: Path) -> dict[str, str]:
        (root / PLACE / "penalties.csv").write_bytes(csv_bytes(rows))
        made.clear()
        assert build_site(folder, out, today=TODAY).pages
        return tree(out)

    built(root, tmp_path / "site")
    assert sum(made) == 2 * len(rows), "the workbook too"
    rows[100] = row(101, 当事人="改名的店")
    once = built(root, tmp_path / "site")
    assert sum(made) < 1.5 * len(rows), "of the CSV only a piece"
    del rows[7]
    rows.append(row(500))
    (tmp_path / "site/tables/penalties/penalties.csv").write_bytes(b"not what was written")
    twice = built(root, tmp_path / "site")
    shutil.copytree(root, tmp_path / "fresh", ignore=shutil.ignore_patterns(".build"))
    assert built(tmp_path / "fresh", tmp_path / "other") == twice != once


def test_a_root_of_registers_alone_notices_a_change_of_its_catalog(tmp_path: Path):
    root = table_root(tmp_path / "root", [row(1)])
    shutil.rmtree(root / "content/documents", ignore_errors=True)
    catalog = root / "catalog.yml"
    for name in ("测试县财政局", "测试县财政和资产管理局"):
        catalog.write_text(
            catalog.read_text(encoding="utf-8").replace("测试县财政局", name), encoding="utf-8"
        )
        assert build_site(root, root / "site", today=TODAY).pages
        assert name in (root / "site/.well-known/gongkai.json").read_text(encoding="utf-8")
