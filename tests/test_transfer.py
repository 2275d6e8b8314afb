"""What is handed over to the archive is a bag that the reference tool accepts, with what is public and nothing else."""

from __future__ import annotations

import csv
import json
import logging
import random
import re
from hashlib import sha256
from pathlib import Path

import bagit
import pytest
from click.testing import CliRunner
from helpers.documents import document
from helpers.findings import findings
from helpers.personal import make_docx, traces
from helpers.roots import TODAY, make_root

from generator.build import check_root
from generator.cli.main import cli
from generator.model.faults import OutputError
from generator.model.setting import Setting
from generator.planning.plan import make_plan
from generator.tools.exporting.bag import Bag, Selection, write_bag

DOCUMENT = document()
OTHER = document(index_no="11339926530520177X/2025-00007", issuer="测试县财政局")
DIGEST = "0" * 64


@pytest.fixture
def setting_and_plan(tmp_path: Path):
    attached = document(attachments=[{"file": "附件 1.docx", "title": "附件"}])
    root = make_root(
        tmp_path / "root", {"1.md": attached, "1.files/附件 1.docx": make_docx(random.Random(1))}
    )
    checked = check_root(root, today=TODAY)
    assert checked.setting
    return checked.setting, make_plan(checked.setting.catalog, checked.documents, checked.setting.today)


def bag_of(folder: Path, setting_and_plan, selection: Selection = Selection()) -> Bag:  # noqa: B008
    setting, plan = setting_and_plan
    assert isinstance(setting, Setting)
    return write_bag(folder, setting, plan, selection)


def test_the_reference_tool_accepts_the_bag(tmp_path: Path, setting_and_plan):
    logging.getLogger("bagit").setLevel(logging.ERROR)
    written = bag_of(tmp_path / "bag", setting_and_plan)
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate()
    assert (bag.info["Source-Organization"], bag.info["Bagging-Date"]) == (
        "测试县政务公开办公室",
        "2026-11-22",
    )
    assert bag.info["External-Description"] == "测试县政府信息公开平台：全部机构主动公开的政府信息 1 件"
    assert written == Bag(1, 5, sha256((tmp_path / "bag/tagmanifest-sha256.txt").read_bytes()).hexdigest())
    place = tmp_path / "bag/data/documents/11339926854601395E/2026-00001"
    assert (
        json.loads((place / "record.json").read_text(encoding="utf-8"))["index_no"]
        == "11339926854601395E/2026-00001"
    )
    assert "<h1>" in (place / "text.html").read_text(encoding="utf-8")
    assert traces((place / "files/附件 1.docx").read_bytes()) == []
    rows = list(csv.reader((tmp_path / "bag/data/catalog.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["索引号", "11339926854601395E/2026-00001"]
    everything = b"".join(p.read_bytes() for p in (tmp_path / "bag").rglob("*") if p.is_file())
    assert "审查".encode() not in everything
    (place / "text.html").write_text("改动", encoding="utf-8")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "bag")).validate()


def test_the_same_documents_give_the_same_bag(tmp_path: Path, setting_and_plan):
    assert bag_of(tmp_path / "one", setting_and_plan) == bag_of(tmp_path / "two", setting_and_plan)


def test_a_bag_is_never_half_written_or_written_over(tmp_path: Path, setting_and_plan):
    bag_of(tmp_path / "bag", setting_and_plan)
    with pytest.raises(OutputError, match="is not empty; nothing was written"):
        bag_of(tmp_path / "bag", setting_and_plan)
    with pytest.raises(OutputError, match="no document fits"):
        bag_of(tmp_path / "other", setting_and_plan, Selection(1999))
    assert not (tmp_path / "other").exists()


def test_a_year_and_a_body_are_chosen_on_the_command_line(tmp_path: Path):
    root = Path(__file__).parent.parent
    run = CliRunner().invoke(
        cli,
        [
            "export",
            "--bag",
            str(tmp_path / "bag"),
            "--year",
            "2026",
            "--body",
            "县财政局",
            "--root",
            str(root),
            "--today",
            str(TODAY),
            "--jobs",
            "1",
            "--lang",
            "zh",
        ],
        standalone_mode=False,
    )
    assert run.return_value == 0, run.output
    assert re.search(r"documents: (\d+), bag: ([0-9a-f]{64}), receipt: …", run.output)
    records = json.loads((tmp_path / "bag/data/catalog.json").read_text(encoding="utf-8"))["documents"]
    assert {(r["issuer"], r["formed"][:4]) for r in records} == {("青溪县财政局", "2026")}
    wrong = CliRunner().invoke(
        cli,
        [
            "export",
            "--bag",
            str(tmp_path / "x"),
            "--body",
            "县财正局",
            "--root",
            str(root),
            "--lang",
            "zh",
            "--today",
            str(TODAY),
        ],
    )
    assert wrong.exit_code == 2 and "是不是“县财政局”" in wrong.output


ENTRY = "  - {{date: 2026-03-01, to: 国家档案馆, name: 测试县档案馆, year: 2025, documents: 12, bag: {}, receipt: 档收2026-3{}}}\n"


@pytest.mark.parametrize(
    ("register", "lines"),
    [
        (ENTRY.format(DIGEST, ""), []),
        (ENTRY.format(DIGEST, "").replace("2026-03-01", "2026-12-01"), [(2, "移交日期 2026-12-01 还没有到")]),
        (ENTRY.format("abc", ""), [(2, "移交包校验值不是 64 位十六进制数")]),
        (ENTRY.format(DIGEST, ", body: 县财正局"), [(2, "没有机构“县财正局”")]),
        (ENTRY.format(DIGEST, "") + ENTRY.format(DIGEST, ""), [(3, "这个移交包已经登记过")]),
        (ENTRY.format(DIGEST, ", recepit: x"), [(2, "没有“transfers.0.recepit”这个键")]),
        (ENTRY.format(DIGEST, "").replace("国家档案馆", "档案局"), [(2, "“transfers.0.to”不能写“档案局”")]),
    ],
)
def test_the_register_of_transfers_is_checked_strictly(
    tmp_path: Path, register: str, lines: list[tuple[int, str]]
):
    root = make_root(tmp_path / "root", {"1.md": DOCUMENT})
    (root / "content/data").mkdir()
    (root / "content/data/transfers.yml").write_text(f"transfers:\n{register}", encoding="utf-8")
    found = [d for d in findings(root) if d.path == "content/data/transfers.yml"]
    assert {d.rule for d in found} <= {"transfer-record"}
    assert [(d.line, d.message.zh) for d in found] == lines
