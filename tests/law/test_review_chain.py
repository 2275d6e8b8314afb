"""The review as a chain: steps in the front matter or in commit messages, the ledger, the sheet, the older form."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from helpers.findings import findings
from helpers.program import gongkai
from helpers.roots import TESTS, make_root
from hypothesis import given
from hypothesis import strategies as st
from papers import CATALOG, HEAD, paper

from generator.reading.frontmatter import read_record
from generator.reading.review_trailers import step_of, trailer_steps
from generator.tools.editing.upgrade import upgrade

sys.path.insert(0, str(TESTS / "lifecycle"))
from made import Root

SCHEME = CATALOG + "review: {steps: [承办, 保密, 批准], since: 2026-01-01, basis: 测政办发〔2025〕3号}\n"
TWO = "{conclusion: 公开, steps: [{post: 承办人员, kind: 承办, date: 2026-05-12}, {post: 分管负责人, kind: 批准, date: 2026-05-14}]}"


def missing(root: Root) -> list[list[str]]:
    return [d.data["missing"] for d in findings(root.path) if d.rule == "missing-step"]


def test_an_approval_in_a_commit_message_is_a_step(tmp_path: Path):
    root = Root(tmp_path)
    (tmp_path / "catalog.yml").write_text(SCHEME, encoding="utf-8")
    root.write("a.md", paper(review=TWO))
    root.commit("2026-05-12")
    assert missing(root) == [["保密"]]
    root.write("a.md", paper("请按照预案做好巡查、预警和转移。", review=TWO))
    root.git("add", "-A")
    message = "审查\n\nReviewed-by: 保密审查 县保密办：同意公开 <bmb@example.gov.cn>\nReviewed-by: 张某 <z@example.gov.cn>"
    root.git("commit", "-m", message, day="2026-05-13")
    [step] = trailer_steps(tmp_path)["content/documents/a.md"]
    assert (step.kind, step.post, step.opinion, step.date) == (
        "保密",
        "县保密办",
        "同意公开",
        date(2026, 5, 13),
    )
    assert missing(root) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("保密审查 县保密办", ("保密", "县保密办", None)),
        ("批准：分管负责人：同意 <a@b.cn>", ("批准", "分管负责人", "同意")),
        ("李某 <l@example.gov.cn>", None),
        ("批准", None),
    ],
)
def test_what_a_trailer_says(line: str, said: tuple[str, str, str | None] | None):
    from datetime import UTC, datetime

    step = step_of(line, datetime(2026, 5, 13, tzinfo=UTC))
    assert (step and (step.kind, step.post, step.opinion)) == said


WORDS = st.text("政务公开科负责人甲乙丙", min_size=1, max_size=8)


@given(WORDS, st.one_of(st.none(), WORDS), st.one_of(st.none(), WORDS), st.booleans())
def test_two_posts_become_steps_without_losing_a_word(
    by: str, approved: str | None, note: str | None, flow: bool
):
    pairs = {"conclusion": "公开", "date": "2026-05-12", "by": by, "approved_by": approved, "note": note}
    kept = [f"{key}: {value}" for key, value in pairs.items() if value]
    review = "{" + ", ".join(kept) + "}" if flow else "\n" + "\n".join(f"  {pair}" for pair in kept)
    before = paper(review=review).encode()
    after = upgrade("a.md", before).after
    old, new = (read_record("a.md", data).document for data in (before, after))
    assert old and new and old.review and new.review and after != before
    assert [(s.post, s.kind, s.date) for s in new.review.steps] == [
        (post, kind, date(2026, 5, 12)) for post, kind in ((by, "公开"), (approved, "批准")) if post
    ]
    assert (new.review.note, new.review.conclusion, new.review.day) == (note, "公开", date(2026, 5, 12))
    assert upgrade("a.md", after).after == after


def test_the_older_form_stays_valid_and_is_upgraded_from_the_command_line(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": paper()})
    assert findings(root) == []
    assert gongkai("fix", "--upgrade", "--root", root).returncode == 0
    text = (root / "content/documents/a.md").read_text(encoding="utf-8")
    assert "steps:" in text and "approved_by" not in text
    assert findings(root) == []


def test_a_review_without_any_post_is_incomplete(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": paper(review="{conclusion: 公开}")})
    assert [(d.rule, d.data["key"]) for d in findings(root)] == [
        ("missing-field", "review.by"),
        ("missing-field", "review.date"),
    ]


def test_the_ledger_and_the_sheet_tell_the_whole_chain(tmp_path: Path):
    review = (
        TWO[:-1]
        + ", basis: 某条, referral: {to: 市保密局, sent: 2026-05-12, answered: 2026-05-13, result: 可以公开}}"
    )
    root = make_root(tmp_path / "root", {"a.md": paper(review=review)})
    shown = gongkai("report", "reviews", "2026", "--root", root).stdout
    [line] = csv.DictReader(io.StringIO(shown.lstrip("\ufeff")))
    assert line["审查步骤"] == "2026-05-12 承办：承办人员；2026-05-14 批准：分管负责人"
    assert line["报审"] == "2026-05-12 报市保密局，2026-05-13 答复：可以公开"
    assert (line["名称"], line["审查日期"]) == (HEAD["title"], "2026-05-14")
    assert gongkai("report", "reviews", "2026", "--root", root, "--out", tmp_path).returncode == 0
    rows = list(openpyxl.load_workbook(tmp_path / "审查台账-2026.xlsx").active.values)
    assert dict(zip(*rows, strict=True))["审查步骤"] == line["审查步骤"]
    file = root / "content/documents/a.md"
    assert gongkai("form", "review", file, "--root", root, "--out", tmp_path).returncode == 0
    sheet = docx.Document(str(tmp_path / "审查表-11339926854601395E-2026-00001.docx"))
    words = " ".join(cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    assert all(
        word in words
        for word in ("承办（承办人员）", "批准（分管负责人）", "市保密局", HEAD["title"], "签名")
    )


def test_nothing_of_the_review_is_on_the_site(site: Path):
    said = "不含不予公开的内容，拟公开".encode()
    assert not [f for f in site.rglob("*") if f.is_file() and said in f.read_bytes()]
