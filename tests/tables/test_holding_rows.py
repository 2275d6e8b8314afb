"""A row with an error is held back like a document: its last released text stays, what is in order goes out, what ends ends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from helpers.folders import copied
from helpers.program import gongkai
from helpers.repositories import run
from table_made import PLACE, TABLE, csv_bytes, row, table_root

NUMBER = "11010519491231002X"
NIL = "content/data/nil.yml"


class Register:
    """A repository with a register of three rows, 店1 to 店3, released and committed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def commit(self) -> None:
        run(self.root, "add", ".")
        run(self.root, "commit", "-qm", "更新", "--allow-empty")

    def put(self, rows: Sequence[Mapping[str, str]] | bytes, table: str = TABLE) -> None:
        data = rows if isinstance(rows, bytes) else csv_bytes(rows)
        (self.root / PLACE / "penalties.csv").write_bytes(data)
        (self.root / PLACE / "penalties.yml").write_text(table, encoding="utf-8")
        self.commit()

    def release(self) -> tuple[int, set[tuple[str, str]]]:
        """Exit code, and what is held and how."""
        done = gongkai("release", "--root", self.root, "--today", "2026-09-04")
        self.said = done.stdout + done.stderr
        place = self.root / ".build/held.json"
        held = json.loads(place.read_text(encoding="utf-8"))["held"] if done.returncode == 4 else []
        self.commit()
        return done.returncode, {
            (one["title"].partition("：")[2] or one["title"], one["shown"]) for one in held
        }

    @property
    def shown(self) -> str:
        """The register as the site has it."""
        return (self.root / "site/tables/penalties/index.html").read_text(encoding="utf-8")

    @property
    def everything(self) -> str:
        return "".join(
            p.read_text("utf-8", "replace") for p in (self.root / "site").rglob("*") if p.is_file()
        )


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = table_root(tmp_path_factory.mktemp("rows") / "root", [row(n, 当事人=f"店{n}") for n in (1, 2, 3)])
    (root / ".gitignore").write_text("/.build/\n/site/\n/.site.old/\n", encoding="utf-8")
    run(root, "init", "-q", "-b", "main")
    register = Register(root)
    register.commit()
    assert register.release()[0] == 0
    return root


@pytest.fixture
def register(released: Path, tmp_path: Path) -> Register:
    return Register(copied(released, tmp_path / "root"))


def one(number: int) -> str:
    return f"测综罚〔2026〕{number}号"


FAULTS: tuple[dict[str, str], ...] = (
    {"罚款金额": "五千"},
    {"处罚类别": "罚欵"},
    {"决定日期": "2026-02-30"},
    {"当事人": f"张某明{NUMBER}"},
    {"公开日期": "2026-12-31", "决定日期": ""},
)


@pytest.mark.parametrize("faults", [FAULTS[:2], FAULTS[2:4], FAULTS[4:]])
def test_the_row_as_released_stays_and_the_others_go_out(
    faults: Sequence[dict[str, str]], register: Register
):
    """Each fault in a row of its own; the rows beside them are in order."""
    faulty = range(1, len(faults) + 1)
    sound = range(faulty.stop, 5)
    register.put(
        [row(n, **{"当事人": f"改过的店{n}", **fault}) for n, fault in zip(faulty, faults, strict=True)]
        + [row(n, 当事人=f"改过的店{n}") for n in sound]
    )
    assert gongkai("build", "--root", register.root, "--today", "2026-09-04").returncode == 1
    assert register.release() == (4, {(one(n), "released") for n in faulty})
    words = [*(f"店{n}" for n in faulty), *(f"改过的店{n}" for n in sound)]
    assert all(word in register.shown for word in words)
    assert not [n for n in faulty if f"改过的店{n}" in register.everything]
    assert NUMBER not in register.everything + register.said
    assert register.release()[0] == 4, "the next release finds it, too"
    register.put([row(1, 当事人="又改的店1"), *(row(n, 当事人=f"店{n}") for n in (2, 3, 4))])
    assert register.release() == (0, set()) and "又改的店1" in register.shown


def test_a_new_row_waits_one_that_ends_ends_and_one_that_is_missing_stays(register: Register):
    register.put(
        [
            row(1, 当事人="店1", 罚款金额="很多", 状态="已撤销", 状态日期="2026-09-04"),
            row(2, 当事人="店2"),
            row(5, 当事人="新店5", 罚款金额="很多"),
        ]
    )
    assert register.release() == (4, {(one(1), "withdrawn"), (one(5), "waiting"), (one(3), "released")})
    assert "店1" not in register.shown and "新店5" not in register.everything
    assert "店2" in register.shown and "店3" in register.shown
    lock = (register.root / PLACE / "penalties.lock").read_text(encoding="utf-8")
    assert one(1) not in lock and "撤下" in lock and one(3) in lock


def test_rows_with_one_key_and_a_row_without(register: Register):
    register.put(
        [
            row(1, 当事人="店甲"),
            row(1, 当事人="店乙"),
            row(2, 当事人="店2"),
            row(3, 当事人="店3"),
            {**row(9), "文书号": ""},
        ]
    )
    assert register.release() == (4, {(one(1), "released"), ("第 6 行", "waiting")})
    assert "店1" in register.shown and "店甲" not in register.everything + register.said


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00\xfe\x01",
        csv_bytes([{k: v for k, v in row(1, 当事人="店一").items() if k != "处罚机关"}]),
        csv_bytes([row(1, 当事人="店一", 电话="0599-1234567")]),
        csv_bytes([row(1, 当事人="店一")]).replace("店一".encode(), '"店一'.encode()),
    ],
)
def test_a_file_that_cannot_be_used_is_as_released(data: bytes, register: Register):
    register.put(data)
    assert register.release() == (4, {(one(n), "released") for n in (1, 2, 3)})
    assert all(f"店{n}" in register.shown for n in (1, 2, 3)) and "店一" not in register.everything


def test_what_a_row_is_as_released_and_columns_that_were_renamed(register: Register):
    register.put(
        [row(n, 当事人=f"店{n}") for n in (1, 2, 3, 4)], TABLE.replace("key: [doc_no]", "key: [nothing]")
    )
    code, held = register.release()
    assert (code, held) == (4, {("penalties.yml", "released")}) and "店4" in register.shown
    renamed = [
        {("行政相对人" if k == "当事人" else k): v for k, v in row(n, 当事人=f"店{n}号").items()}
        for n in (1, 2, 3, 4)
    ]
    renamed[0]["罚款金额"] = "很多"
    register.put(renamed, TABLE.replace("label: 当事人", "label: 行政相对人"))
    assert register.release() == (4, {(one(1), "released")})
    assert "店2号" in register.shown and "店1号" not in register.everything and "行政相对人" in register.shown


def test_a_file_of_the_office_is_as_released_or_waits(register: Register):
    place = register.root / NIL
    wrong = "- {duty: '20-7', from: 2025-01-01, to: 2025-12-31, bodies: [县府办, 无此机关]}\n"
    place.write_text(wrong, encoding="utf-8")
    register.commit()
    assert register.release() == (4, {("nil.yml", "waiting")})
    good = 'nil:\n  - {body: 县府办, duty: "20-9", year: 2026, note: 本年度没有零星修缮项目}\n'
    place.write_text(good, encoding="utf-8")
    (register.root / "content/data/数据.json").write_text("{}", encoding="utf-8")
    register.commit()
    assert register.release() == (4, {("数据.json", "waiting")}), register.said
    (register.root / "content/data/数据.json").unlink()
    place.write_text(good.replace("零星", "联系人13800138000的"), encoding="utf-8")
    register.commit()
    assert register.release() == (4, {("nil.yml", "released")}), register.said
    assert "没有零星修缮项目" in register.everything and "13800138000" not in register.everything
