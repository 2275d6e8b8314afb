"""The versions of a document on its pages, from a real repository: which are shown, what a comparison says, what is demanded."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TODAY
from hypothesis import given
from hypothesis import strategies as st
from made import CODE, TEXT, Root, document
from playwright.sync_api import Browser, expect

from generator.history.comparison import compare, unified
from generator.history.histories import History, load_histories
from generator.history.revisions import Revision, read_log
from generator.history.versions import Version, version_of
from generator.machine.cache import Cache
from generator.model.visibility import as_shown, is_published
from generator.reading.frontmatter import read_record

ADDRESS = f"{CODE}/2026-00001"
NOTE = "corrections:\n  - {{date: {day}, note: {note}{more}}}\n"


def note(day: str, text: str, more: str = "") -> str:
    return NOTE.format(day=day, note=text, more=more)


def history(root: Root, name: str = "a") -> History | None:
    """The history of one document, without building a site."""
    path = f"content/documents/{name}.md"
    read = read_record(path, (root.path / path).read_bytes()).document
    assert read and is_published(read)
    with Cache(root.path / ".build") as cache:
        return load_histories(root.path, [as_shown(read, TODAY)], read_log(root.path), cache, None).get(
            read.index_no or ""
        )


def everything(found: History | None) -> str:
    return repr(found)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A document that was drafted, published, corrected, and set anew without a change of its words."""
    made = Root(tmp_path / "root")
    made.commit(
        "2026-06-03", a=document(text="草稿：人员名单待定。\n").replace("published: 2026-06-10\n", "")
    )
    made.commit("2026-06-10", a=document())
    made.commit(
        "2026-06-20",
        a=document(
            1, note("2026-06-20", "“立即报告”改为“一小时内报告”"), TEXT.replace("立即报告", "一小时内报告")
        ),
    )
    made.commit(
        "2026-07-01",
        a=document(
            1,
            note("2026-06-20", "“立即报告”改为“一小时内报告”") + "keywords: [防汛]\n",
            TEXT.replace("立即报告", "一小时内报告").replace("联系科室", "**联系科室**"),
        ),
    )
    return made


def test_a_page_tells_what_was_changed_and_shows_it(root: Root, browser):
    root.build()
    page = root.page(ADDRESS)
    lines = re.findall(
        r'<time datetime="([^"]+)">[^<]*</time> <span class="gk-label">(\w+)</span>(?:<span class="gk-story__extent">(\w+)</span>)?',
        page,
    )
    assert lines == [
        ("2026-07-01", "格式调整", "轻微"),
        ("2026-06-20", "更正", "重大"),
        ("2026-06-10", "新公开", ""),
    ]
    assert 'href="history/#v2"' in page and 'href="history/#v3"' in page
    compared = root.page(f"{ADDRESS}/history")
    assert "发现险情<del>立即</del><ins>一小时内</ins>报告" in compared
    assert '<th scope="row">关键词</th><td>—</td><td><ins>防汛</ins></td>' in compared
    assert 'href="1/#v3"' in compared
    assert "<del>立即</del><ins>一小时内</ins>" in root.page(f"{ADDRESS}/history/1")
    assert "人员名单待定" not in page + compared
    opened = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    opened.goto((root.path / f"site/{ADDRESS}/history/index.html").as_uri())
    assert opened.locator("ins").count() >= 3
    assert opened.locator('[aria-labelledby="v2"] ins').inner_text() == "一小时内"
    assert opened.evaluate("document.documentElement.scrollWidth") == 390
    opened.locator('a[href="1/#v3"]').evaluate(
        "a => a.href = a.getAttribute('href').replace('/#', '/index.html#')"
    )
    opened.locator('a[href="1/index.html#v3"]').click()
    assert opened.locator("h1").inner_text() == "第 1 版与以后各版对照"
    opened.close()


def test_any_two_days_lead_to_the_comparison_of_their_versions(root: Root, browser: Browser):
    root.build()
    place = (root.path / f"site/{ADDRESS}/history/index.html").as_uri()
    cases = [
        ("2026-06-10", "2026-08-01", "6月10日是第 1 版，2026年8月1日是第 3 版", "1/index.html#v3"),
        (
            "2026-06-30",
            "2026-06-12",
            "6月12日是第 1 版，2026年6月30日是第 2 版",
            "index.html?from=2026-06-30&to=2026-06-12#v2",
        ),
        ("2026-06-21", "2026-06-30", "文本相同，都是第 2 版", ""),
        ("2026-06-09", "2026-06-30", "最早的一版是2026年6月10日的，没有2026年6月9日的文本", ""),
    ]
    for width in (390, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 800})
        for from_day, to_day, said, leads in cases:
            opened.goto(place)
            opened.get_by_label("某一天").fill(from_day)
            opened.get_by_label("另一天").fill(to_day)
            opened.get_by_role("button", name="对照这两天的文本").click()
            if leads:
                opened.wait_for_url(place.replace("index.html", leads))
                shown = opened.locator(f'[aria-labelledby="{leads.partition("#")[2]}"]')
                expect(shown.locator("ins").filter(has_text="一小时内")).to_be_in_viewport()
            opened.goto(f"{place}?from={from_day}&to={to_day}")
            expect(opened.locator("#two-days [role=status]")).to_contain_text(said)
            expect(opened.get_by_label("某一天")).to_have_value(from_day)
        assert opened.evaluate("document.documentElement.scrollWidth") == width
        opened.close()


def test_git_is_asked_twice_however_many_documents_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = Root(tmp_path / "root")
    made.commit("2026-06-10", **{f"d{n}": document(n) for n in range(1, 13)})
    made.commit("2026-06-20", **{f"d{n}": document(n, text="改写的正文。\n") for n in range(1, 11)})
    documents = [
        read_record(f"content/documents/d{n}.md", document(n, text="改写的正文。\n").encode()).document
        for n in range(1, 13)
    ]
    calls, programs = tmp_path / "calls", tmp_path / "bin"
    programs.mkdir()
    (programs / "git").write_text(
        f'#!/bin/sh\necho " $* " >> "{calls}"\nexec "{shutil.which("git")}" "$@"\n', encoding="utf-8"
    )
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")

    def asked(command: str) -> int:
        return calls.read_text(encoding="utf-8").count(f" {command} ")

    with Cache(made.path / ".build") as cache:
        found = load_histories(made.path, documents, read_log(made.path), cache, None)
        cache.commit()
    assert len(found) == 10
    assert (asked("log"), asked("cat-file")) == (1, 1)
    with Cache(made.path / ".build") as cache:
        assert load_histories(made.path, documents, read_log(made.path), cache, None) == found
    assert asked("cat-file") == 1


def test_versions_begin_with_the_first_release(root: Root):
    root.release("2026-07-02")
    assert history(root) is None
    root.commit(
        "2026-07-10", a=document(1, note("2026-07-10", "补充联系方式"), TEXT + "\n电话0599-0000001。\n")
    )
    found = history(root)
    assert [(number, str(day)) for number, day in found.days] == [("1", "2026-06-10"), ("2", "2026-07-10")]


@pytest.mark.parametrize("then", ["更正", "误公开", "部分公开", "不予公开"])
def test_what_was_taken_back_does_not_come_back(tmp_path: Path, then: str):
    """The secret stood in the first version and is gone from the last; no data about the versions may hold it."""
    made = Root(tmp_path / "root")
    made.commit("2026-06-10", a=document(text="张某，住梧桐里十八号。\n"))
    clean = document(
        1,
        note("2026-07-01", "删除住址", ", earlier: 隐去") if then == "更正" else "",
        text="处理情况如下。\n",
    )
    if then == "误公开":
        made.commit(
            "2026-06-20",
            a=document(
                1, "withdrawn: {kind: 误公开, date: 2026-06-20, reason: 误公开}\n", "张某，住梧桐里十八号。\n"
            ),
        )
    if then == "不予公开":
        made.commit(
            "2026-06-20",
            a=document(1, "openness_reason: third_party\n", "张某，住梧桐里十八号。\n", openness="不予公开"),
        )
    if then == "部分公开":
        clean = clean.replace(
            "openness: 主动公开", "openness: 部分公开\nopenness_reason: third_party"
        ).replace("conclusion: 公开", "conclusion: 部分公开")
    made.commit("2026-07-01", a=clean)
    later = clean.replace("处理情况如下。", "处理情况如下，另行公布。")
    made.commit("2026-07-10", a=later)
    found = history(made)
    assert found and len(found.days) == 2
    assert "梧桐里" not in everything(found)


def test_without_the_word_the_earlier_version_is_shown(tmp_path: Path):
    made = Root(tmp_path / "root")
    made.commit("2026-06-10", a=document(text="处理意见是警告。\n"))
    made.commit("2026-07-01", a=document(1, note("2026-07-01", "改写"), text="处理情况如下。\n"))
    assert "警告" in everything(history(made))


def test_personal_data_of_an_earlier_version_is_masked(tmp_path: Path):
    made = Root(tmp_path / "root")
    made.commit("2026-06-10", a=document(text="联系人手机13812345678。\n"))
    made.commit("2026-07-01", a=document(1, note("2026-07-01", "改写"), text="联系人手机见窗口公告。\n"))
    found = everything(history(made))
    assert "联系人手机" in found
    assert "13812345678" not in found


def test_a_withdrawn_document_shows_no_versions(root: Root):
    root.commit(
        "2026-07-10", a=document(1, "withdrawn: {kind: 误公开, date: 2026-07-10, reason: 误公开}\n", "")
    )
    found = history(root)
    assert found and (found.comparisons, found.days) == ((), ())


def test_a_repository_that_git_refuses_is_reported(tmp_path: Path):
    made = Root(tmp_path / "root")
    (made.path / ".git/HEAD").write_text("nonsense\n", encoding="utf-8")
    assert [d.message.zh for d in findings(made.path) if d.rule == "incomplete-history"] == [
        "git 读不了这个仓库，没有变更记录"
    ]


def test_what_a_merge_brings_came_with_the_merge(root: Root):
    before = history(root)
    assert before
    notes = note("2026-06-20", "“立即报告”改为“一小时内报告”") + "keywords: [防汛]\n"
    root.git("checkout", "-b", "work", day="2026-07-02")
    root.commit("2026-07-03", a=document(1, notes, "第一稿。\n"))
    root.commit("2026-07-04", a=document(1, notes, "第二稿。\n"))
    root.git("checkout", "main")
    root.git("merge", "--no-ff", "-m", "合并", "work", day="2026-07-08")
    found = history(root)
    assert found and [day for _, day in found.days] == [*(day for _, day in before.days), date(2026, 7, 8)]
    assert "第一稿" not in everything(found)


def test_a_renamed_file_keeps_its_versions(root: Root):
    before = history(root)
    root.git("mv", "content/documents/a.md", "content/documents/b.md")
    root.commit("2026-08-01")
    assert history(root, "b") == before


def test_a_replaced_attachment_is_a_change(tmp_path: Path):
    made = Root(tmp_path / "root")
    listed = "attachments:\n  - {file: 表.csv, title: 明细}\n"
    made.write("a.files/表.csv", "甲,1\n")
    made.commit("2026-06-10", a=document(1, listed))
    made.release("2026-06-10")
    made.write("a.files/表.csv", "甲,2\n")
    made.commit("2026-06-20")
    assert [(d.rule, d.message.zh) for d in findings(made.path) if d.rule == "missing-change-note"] == [
        ("missing-change-note", "与最近一次发布时相比，附件的内容有改动，没有更正说明")
    ]
    assert "表.csv（文件已更换）" in everything(history(made))


def test_a_change_that_is_not_committed_is_a_version_without_a_day(root: Root):
    root.write("a.md", document(text="改写而没有提交。\n"))
    found = history(root)
    assert (found.days[-1][1], found.steps[-1].day, found.steps[-1].substance) == (None, None, True)


def test_a_shallow_clone_says_so(root: Root, tmp_path: Path):
    root.git("clone", "--depth", "1", root.path.as_uri(), str(tmp_path / "shallow"))
    clone = Root.__new__(Root)
    clone.path = tmp_path / "shallow"
    found = [
        (d.path, d.severity, d.message.zh) for d in findings(clone.path) if d.rule == "incomplete-history"
    ]
    assert found == [("catalog.yml", "warning", "仓库是浅克隆，变更记录不完整")]
    clone.build()
    assert "生成本页的仓库副本不完整，较早的版本没有列出。" in clone.page(ADDRESS)


def test_a_silent_change_of_a_released_document_blocks(root: Root):
    root.release("2026-07-02")
    assert [d for d in findings(root.path) if d.rule == "missing-change-note"] == []
    old = note("2026-06-20", "“立即报告”改为“一小时内报告”")
    root.commit(
        "2026-07-05",
        a=document(1, old, TEXT.replace("立即报告", "两小时内报告"), doc_no="测政办发〔2026〕9号"),
    )
    found = [d for d in findings(root.path) if d.rule == "missing-change-note"]
    assert [(d.path, d.line, d.message.zh) for d in found] == [
        ("content/documents/a.md", 14, "与最近一次发布时相比，发文字号、正文有改动，没有更正说明")
    ]
    new = old + "  - {date: 2026-07-05, note: 时限和文号有误, extent: 重大}\n"
    root.commit(
        "2026-07-06",
        a=document(1, new, TEXT.replace("立即报告", "两小时内报告"), doc_no="测政办发〔2026〕9号"),
    )
    assert [d for d in findings(root.path) if d.rule == "missing-change-note"] == []


def test_a_change_of_form_needs_no_note(root: Root):
    root.release("2026-07-02")
    old = note("2026-06-20", "“立即报告”改为“一小时内报告”")
    root.commit(
        "2026-07-05",
        a=document(
            1,
            old + "keywords: [防汛, 避险]\n",
            TEXT.replace("立即报告", "一小时内\n报告").replace("联系科室", "*联系科室*"),
        ),
    )
    assert [d for d in findings(root.path) if d.rule == "missing-change-note"] == []


NESTED = {
    "interpretation": "\n  form: 在线访谈\n  by: 负责人",
    "responds": "\n  to: 网传停课\n  noticed: 2026-06-03",
    "consultation": "\n  opens: 2026-06-01\n  closes: 2026-07-02\n  respond: 来信",
    "late": "\n  reason: 核对\n  approved_by: 分管负责人",
    "source": "\n  name: 省政府网\n  url: https://www.example.gov.cn/a",
    "attachments": "\n  - file: 表.csv\n    title: 附表",
}


def test_particulars_are_told_in_words():
    """Every key that has keys of its own, in words that an office wrote; what is internal in it is not told."""
    lines = "".join(f"{key}:{value}\n" for key, value in NESTED.items())
    old, new = (
        version_of(Revision(None, "a.md", "", ()), document(1, more, TEXT).encode()) for more in ("", lines)
    )
    assert old and new
    told = {label: after for label, _, after in compare(old, new).particulars}
    assert told == {
        "解读方式": "在线访谈，负责人",
        "回应关切": "网传停课，2026-06-03",
        "征求意见": "2026-06-01，2026-07-02，来信",
        "逾期说明": "核对",
        "转载来源": "省政府网，https://www.example.gov.cn/a",
        "附件": "附表",
    }


LINES = st.lists(st.text("甲乙丙丁，。1 \u3000(:", max_size=12), max_size=8)


def essence(text: str) -> str:
    """Without blanks and widths of punctuation, in which no amendment lies."""
    return "".join(unified(text).split())


def test_widths_and_blanks_are_no_amendment_and_a_moved_number_is_a_small_one():
    def version(name: str, text: str) -> Version:
        made = version_of(Revision(None, "a.md", "", ()), document(text=text).encode())
        assert made
        return made._replace(name=name)

    old = version("1", "第一章 总则\n\n第一条 下列(一)项:按年交付。\n\n第二条　每年一次。\n")
    same = version("2", "第一章　总　则\n\n第一条　下列（一）项：按年交付。\n\n第二条 每年一次。\n")
    moved = version(
        "3",
        "第一章　总　则\n\n第一条　本办法新增的一条。\n\n第二条　下列（一）项：按季交付。\n\n第三条　每年一次。\n",
    )
    assert compare(old, same).paragraphs == ()
    parts = [paragraph.parts for paragraph in compare(old, moved).paragraphs if paragraph.parts]
    changed = [[(p.kind, p.text) for p in some if p.kind != "same"] for some in parts]
    assert [*filter(None, changed)] == [
        [("ins", "第一条 本办法新增的一条。")],
        [("del", "一"), ("ins", "二"), ("del", "年"), ("ins", "季")],
        [("del", "二"), ("ins", "三")],
    ]


@given(LINES, LINES)
def test_a_comparison_holds_both_versions(before: list[str], after: list[str]):
    """Without the insertions it reads as the old text, without the deletions as the new one, what is left out being equal.

    Blank paragraphs and blank texts are no paragraphs: nothing differs where only they do.
    """

    def version(name: str, lines: list[str]) -> Version:
        made = version_of(Revision(None, "a.md", "", ()), document(text="\n\n".join([*lines, ""])).encode())
        assert made and all(made.text)
        return made._replace(name=name)

    old, new = version("1", before), version("2", after)
    paragraphs = compare(old, new).paragraphs
    words = [*map(essence, old.text)], [*map(essence, new.text)]
    assert bool(paragraphs) >= (words[0] != words[1]) and bool(paragraphs) <= (old.text != new.text)
    for version_text, other in ((old.text, "ins"), (new.text, "del")):
        left = iter(version_text)
        for paragraph in paragraphs:
            said = "".join(text for kind, text in paragraph.parts if kind != other)
            if said:
                assert essence(said) == essence(next(left))
            for _ in range(paragraph.left_out):
                next(left)
        assert not paragraphs or not list(left)
    for blocks, lines in ((old.text, before), (new.text, after)):
        assert "".join("".join(blocks).split()) == "".join("".join(lines).split())
