"""What has a term comes up in one list: publication, interpretation, referral, the result of a consultation."""

from __future__ import annotations

from pathlib import Path

from helpers.program import gongkai
from helpers.roots import make_root
from papers import CATALOG, HEAD, paper

SCHEME = CATALOG + "review: {steps: [公开], since: 2026-01-01, referral: 7, basis: 测政办发〔2025〕3号}\n"
REVIEW = "{conclusion: 公开, date: %s, by: 政策法规科}"
ASKED = (
    "{conclusion: 报审, date: 2026-11-18, by: 政策法规科, basis: 条例第十七条,"
    " referral: {to: 市保密局, sent: 2026-11-18}}"
)


def test_everything_with_a_term_is_in_the_calendar(tmp_path: Path):
    number = "11339926854601395E/2026-0000"
    papers = [
        paper(index_no=f"{number}1", formed="2026-11-16", published=None, review=None),
        paper(
            index_no=f"{number}2",
            doc_no="测政办发〔2026〕2号",
            category="规范性文件",
            genre="办法",
            validity="有效",
            formed="2026-11-19",
            published="2026-11-20",
            review=REVIEW % "2026-11-19",
        ),
        paper(
            index_no=f"{number}3",
            doc_no="测政办发〔2026〕3号",
            formed="2026-11-17",
            published=None,
            review=ASKED,
        ),
        paper(
            index_no=f"{number}4",
            genre="公告",
            doc_no=None,
            title="关于公开征求意见的公告",
            formed="2026-09-25",
            published="2026-09-28",
            review=REVIEW % "2026-09-25",
            consultation="{opens: 2026-09-29, closes: 2026-11-06, respond: 信函}",
        ),
    ]
    root = make_root(tmp_path, {f"{n}.md": text for n, text in enumerate(papers)}, SCHEME)
    shown = (
        gongkai("report", "due", "--root", root, "--today", "2026-11-22")
        .stdout.replace("\r\n ", "")
        .replace("\n ", "")
    )
    days = [line.split(":")[1].strip() for line in shown.splitlines() if line.startswith("DTSTART")]
    said = [line.split(":", 1)[1].strip() for line in shown.splitlines() if line.startswith("SUMMARY")]
    assert list(zip(days, said, strict=True)) == [
        ("20261125", f"最迟公开解读：{HEAD['title']}"),
        ("20261127", f"市保密局应当答复报审：{HEAD['title']}"),
        ("20261204", "公布意见采纳情况：关于公开征求意见的公告"),
        ("20261214", f"最迟公开：{HEAD['title']}"),
        ("20261215", f"最迟公开：{HEAD['title']}"),
    ]
