"""gongkai import: thirty documents in ten layouts, what cannot be read, and nothing written that is not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.roots import TODAY, make_root
from playwright.sync_api import Browser
from samples import OFFICE, Sample, official, printed, refused, word_samples

from generator.build import check_root
from generator.cli.main import cli
from generator.tools.importing.imports import Importer
from generator.tools.importing.layout import find_layout
from generator.tools.importing.pagefiles import Shelf
from generator.tools.importing.pandoc import PandocMissing, find_pandoc
from generator.tools.importing.pdftext import Line, paragraphs
from generator.tools.importing.report import Outcome
from generator.tools.importing.webpage import read_webpage

CATALOG = (Path(__file__).parent.parent.parent / "catalog.yml").read_text(encoding="utf-8")
SAMPLES = word_samples()
GENRES = ("通知", "办法", "公告", "意见")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root", {}, CATALOG)


def importer(root: Path) -> Importer:
    checked = check_root(root, today=TODAY)
    assert checked.setting
    return Importer(checked.setting, checked.documents, None, None)


def bring(importer: Importer, folder: Path, sample: Sample) -> Outcome:
    return importer.bring(sample.write(folder))


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Outcome]]:
    """All samples imported into one catalog."""
    root = make_root(tmp_path_factory.mktemp("import") / "root", {}, CATALOG)
    bringer = importer(root)
    return root, {sample.name: bring(bringer, root.parent, sample) for sample in SAMPLES}


def seen(outcome: Outcome, key: str) -> object:
    assert outcome.draft
    match key:
        case "index_no":
            return outcome.index_no
        case "attachments":
            return tuple(file.name for file in outcome.draft.files)
    guess = outcome.draft.fields.get(key)
    return guess.value if guess else () if key == "joint_issuers" else None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_metadata_is_found_and_nothing_is_lost(brought: tuple[Path, dict[str, Outcome]], sample: Sample):
    outcome = brought[1][sample.name]
    assert outcome.draft
    assert {key: seen(outcome, key) for key in sample.fields} == sample.fields
    counts = outcome.draft.fidelity
    assert (counts.lost_cells, counts.lost_lines, counts.pictures_out) == ((), (), counts.pictures_in)
    if sample.cells:
        assert counts.cells_in == sample.cells


def test_drafts_pass_the_check_except_for_what_is_missing_or_late(brought: tuple[Path, dict[str, Outcome]]):
    checked = check_root(brought[0], today=TODAY)
    assert {d.rule for d in checked.diagnostics if d.severity == "error"} == {
        "missing-field",
        "overdue-unpublished",
    }
    assert ({d.path for d in checked.documents}, {d.published for d in checked.documents}) == (
        {o.path for o in brought[1].values()},
        {None},
    )


def test_text_that_is_not_to_be_public_stays_out_of_the_repository(brought: tuple[Path, dict[str, Outcome]]):
    outcome = brought[1]["依申请.docx"]
    assert outcome.draft
    assert (
        (brought[0] / str(outcome.path)).read_text(encoding="utf-8").endswith("openness: 依申请公开\n---\n\n")
    )
    assert outcome.draft.notes[-1].zh == "公开方式是依申请公开：只写了目录信息，正文和附件没有写进仓库"


def test_pdf_lines_become_paragraphs(browser: Browser, root: Path):
    name, html, fields = next(printed())
    page = browser.new_page()
    page.set_content(html)
    outcome = bring(importer(root), root.parent, Sample(name, "pdf", page.pdf(prefer_css_page_size=True)))
    page.close()
    assert {key: seen(outcome, key) for key in fields} == fields
    text = (root / str(outcome.path)).read_text(encoding="utf-8")
    assert (
        "各单位要加强组织领导，落实工作经费，确保人员到位、措施到位、责任到位，并于每月月底前把进展情况报送县人民政府办公室汇总后通报。\n"
        in text
    )


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(sample, id=sample.name, marks=[pytest.mark.slow] if sample.name == "扫描件.pdf" else [])
        for sample in refused()  # characters are recognised on a scan
    ],
)
def test_what_cannot_be_imported_is_said_and_nothing_is_written(root: Path, sample: Sample):
    file = sample.write(root.parent)
    done = CliRunner().invoke(
        cli, ["import", str(file), "--root", str(root), "--jobs", "1"], standalone_mode=False
    )
    assert (done.return_value, done.exception) == (1, None)
    assert (
        f"{file}：没有导入\n  " in done.output and sample.refusal in done.output and "\n  → " in done.output
    )
    assert list((root / "content/documents").iterdir()) == []


def test_command_writes_reports_and_never_overwrites(root: Path):
    sample = next(s for s in SAMPLES if s.name == "带图片.docx")
    file = sample.write(root.parent)
    run = CliRunner()
    command = ["import", str(file), "--root", str(root), "--to", "yunxi", "--jobs", "1"]
    done = run.invoke(cli, [*command, "--format", "json"], standalone_mode=False)
    report = json.loads(done.stdout)[0]
    assert (done.return_value, report["path"], report["pictures"]) == (
        0,
        "content/documents/yunxi/00001.md",
        {"in": 1, "out": 1},
    )
    assert report["fields"]["issuer"] == {"value": "云溪镇人民政府", "from": "落款", "sure": True}
    assert report["missing"] == ["doc_no", "category", "theme"]  # 人民政府 is not 民政
    assert (root / "content/documents/yunxi/00001.files/图1.png").read_bytes().startswith(b"\x89PNG")
    before = (root / "content/documents/yunxi/00001.md").read_text(encoding="utf-8")
    (root / "content/documents/yunxi/00002.md").write_text("---\ntitle: 别的\n---\n", encoding="utf-8")
    again = run.invoke(cli, command, standalone_mode=False)
    assert (again.return_value, "content/documents/yunxi/00002.md 已经存在，没有写入" in again.output) == (
        1,
        True,
    )
    assert (root / "content/documents/yunxi/00001.md").read_text(encoding="utf-8") == before
    assert not (root / "content/documents/yunxi/00002.files").exists()
    outside = run.invoke(
        cli, ["import", str(file), "--root", str(root), "--to", str(root.parent)], standalone_mode=True
    )
    assert (outside.exit_code, "不在 content/documents 里" in outside.output) == (2, True)


def test_several_files_get_numbers_one_after_the_other(root: Path):
    files = []
    for number in (1, 2):
        file = root.parent / f"{number}.docx"
        file.write_bytes(
            official(
                head=(f"{OFFICE}文件",),
                number=f"青政办〔2026〕{number}号",
                title=("关于值班的通知",),
                to=None,
                text=("做好值班工作，确保安全稳定运行。",),
                signed=(OFFICE,),
                day="2026年1月5日",
            )
        )
        files.append(str(file))
    done = CliRunner().invoke(
        cli, ["import", *files, "--root", str(root), "--format", "json", "--jobs", "1"], standalone_mode=False
    )
    assert [element["index_no"] for element in json.loads(done.stdout)] == [
        f"11339926854601395E/2026-0000{n}" for n in (1, 2)
    ]


def test_says_how_to_get_pandoc(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.tools.importing.pandoc.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PandocMissing, match="gongkai\\[import\\]"):
        find_pandoc()


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("关于印发", "《青溪县管理办法》", "的通知", "各乡镇："), "关于印发《青溪县管理办法》的通知"),
        (("青溪县管理办法", "（试行）", "第一条　为了规范管理。"), "青溪县管理办法（试行）"),
        (("关于做好 2026 年工作的意 见", "一、目标", "做好工作。"), "关于做好2026年工作的意见"),
        (("Web API 使用公告", "正文开始，这是一句完整的话。"), "Web API使用公告"),
    ],
)
def test_titles_end_where_the_text_begins(lines: tuple[str, ...], title: str):
    assert find_layout(lines, GENRES).title == title


def test_date_of_signing_is_not_a_date_in_the_text():
    layout = find_layout(
        (
            "关于放假的通知",
            "放假自",
            "2026年1月1日",
            "起。",
            "青溪县教育局",
            "二〇二五年十二月三十日",
            "附件",
            "2026年2月1日",
        ),
        GENRES,
    )
    assert (str(layout.formed), layout.signature) == ("2025-12-30", ("青溪县教育局",))


def test_full_lines_go_on_and_short_ones_end():
    places = (("第一行写满", 40, 500), ("第二行没有写满。", 40, 300), ("另起一段", 72, 500), ("接着", 40, 80))
    lines = [Line(text, left, right, 700 - 20 * n, 16, 1) for n, (text, left, right) in enumerate(places)]
    assert list(paragraphs(lines)) == ["第一行写满第二行没有写满。", "另起一段接着"]


def test_a_page_shows_only_files_beside_it(tmp_path: Path):
    folder = tmp_path / "page"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "b.csv").write_text("a,b\n", encoding="utf-8")
    page = (
        '<div class=content><p>关于图片的说明，这里是一段足够长的正文，用来认出正文所在的位置。</p><img src="../secret.png"><img src="http://other.example/x.png">'
        '<img src="file:///etc/passwd"><a href="b.csv">附件</a><a href="http://other.example/c.pdf">另一个</a></div>'
    )
    source = read_webpage("p.html", page.encode(), Shelf(folder, "p"))
    assert (dict(source.pictures), [name for name, _ in source.files]) == ({}, ["b.csv"])
    assert [note.zh for note in source.notes] == [
        "附件不在文件旁边，没有带入：另一个（http://other.example/c.pdf）",
        "3 张图片不在文件旁边，没有带入：../secret.png、http://other.example/x.png、file:///etc/passwd",
    ]
