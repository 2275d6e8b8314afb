"""`gongkai release` and `gongkai build --hold`: what is in order is published, what is not shows its last released text, or nothing."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from helpers.program import gongkai
from helpers.roots import make_root
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made import CODE, Root, document

from generator.tools.proof.release import release_site

START = date(2026, 6, 10)
NUMBER = "11010519491231002X"
FAULTS = {
    "a key is missing": lambda text: text.replace("summary: ", "#summary: "),
    "front matter is broken": lambda text: text.replace("title: ", "title: [", 1),
    "an identity number": lambda text: text + f"\n身份证号 {NUMBER}。\n",
    "an attachment that is not there": lambda text: text.replace(
        "review:", "attachments: [{file: 表.xlsx}]\nreview:"
    ),
    "a reference to nothing": lambda text: text.replace("review:", f"related: [{CODE}/2026-09999]\nreview:"),
    "a conflict": lambda text: text.replace("各乡镇", "<<<<<<< HEAD\n各乡镇", 1),
}


def everything(site: Path) -> bytes:
    """All that a site says, packed files unpacked."""
    found = []
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data = path.read_bytes()
        found.append(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    return b"\n".join(found)


@dataclass
class Told:
    """What a document says in the repository, and what it may say on the site."""

    number: int
    word: str
    published: date
    fault: str | None = None
    notes: list[str] = field(default_factory=list)
    withdrawn: str | None = None
    public_until: date | None = None
    shown: str | None = None
    """The word of its last released text."""
    gone: bool = False
    """Whether its text has left the site for good."""
    before: set[str] = field(default_factory=set)
    """Words of all its released texts."""

    def text(self) -> str:
        notes = "".join(["corrections:\n", *self.notes] if self.notes else [])
        until = f"public_until: {self.public_until}\n" if self.public_until else ""
        made = document(
            self.number,
            notes + (self.withdrawn or "") + until,
            f"各乡镇：请按 {self.word} 办理。\n",
            f"关于{self.number}号事项的通知",
            published=str(self.published),
        )
        return FAULTS[self.fault](made) if self.fault else made


class Office:
    """An office that edits, errs, withdraws, and releases after each step."""

    def __init__(self, folder: Path) -> None:
        self.root, self.told, self.day, self.words = Root(folder), list[Told](), START, 0
        (self.root.path / ".gitignore").write_text("/.build/\n/site/\n/.site.old/\n", encoding="utf-8")

    def word(self) -> str:
        self.words += 1
        return f"qzx{self.words:04}w"

    def new(self, fault: str | None) -> None:
        self.told.append(Told(len(self.told) + 1, self.word(), self.day, fault))

    def edit(self, n: int, fault: str | None) -> None:
        told = self.told[n % len(self.told)]
        if told.withdrawn:
            return
        told.word, told.fault = self.word(), fault
        told.notes = [f"  - {{date: {self.day}, note: 改为{told.word}}}\n"]

    def withdraw(self, n: int, fault: str | None) -> None:
        told = self.told[n % len(self.told)]
        if told.shown and not told.withdrawn:
            told.fault = fault
            told.withdrawn = f"withdrawn: {{kind: 误公开, date: {self.day}, reason: 内容有误}}\n"

    def expire(self, n: int, fault: str | None) -> None:
        told = self.told[n % len(self.told)]
        if told.shown and not told.withdrawn and not told.public_until and self.day > START + timedelta(1):
            told.public_until = self.day - timedelta(1)
            told.fault = fault

    def release(self) -> None:
        for told in self.told:
            self.root.write(f"{told.number}.md", told.text())
        self.root.commit(str(self.day))
        done = release_site(self.root.path, self.root.path / "site", today=self.day)
        assert done.built.pages, [(d.path, d.rule, d.message.zh) for d in done.built.checked.diagnostics]
        self.root.commit(str(self.day))
        held = {one.path for one in done.held}
        for told in self.told:
            faulty = told.fault is not None
            assert (f"content/documents/{told.number}.md" in held) == faulty, (told, held)
            leaving = told.withdrawn or (told.public_until and told.fault != "front matter is broken")
            if leaving and told.shown:
                told.gone = True
            elif not faulty:
                told.shown = told.word
                told.before.add(told.word)
        self.look()
        self.day += timedelta(1)

    def look(self) -> None:
        site = self.root.path / "site"
        said = everything(site).decode("utf-8", "replace")
        assert NUMBER not in said
        may = {word for told in self.told if not told.gone for word in told.before}
        words = {f"qzx{n:04}w" for n in range(1, self.words + 1)}
        assert {word for word in words if word in said} <= may
        for told in self.told:
            page = site / CODE / f"2026-{told.number:05}/index.html"
            assert page.exists() == (told.shown is not None)
            if told.shown and not told.gone:
                assert told.shown in page.read_text(encoding="utf-8")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["new", "edit", "edit", "withdraw", "expire"]),
        st.integers(0, 3),
        st.one_of(st.none(), st.sampled_from(sorted(FAULTS))),
    ),
    min_size=2,
    max_size=5,
)


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("SEQUENCES", "4")),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(steps=STEPS)
def test_whatever_is_done_the_clean_is_published_and_the_rest_stays_as_it_was(
    steps: list[tuple[str, int, str | None]], tmp_path_factory: pytest.TempPathFactory
):
    office = Office(tmp_path_factory.mktemp("office") / "root")
    office.new(None)
    office.release()
    for act, n, fault in steps:
        office.new(fault) if act == "new" else getattr(office, act)(n, fault)
        office.release()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "root")
    made.new(None)
    made.new(None)
    made.release()
    return made


def test_the_table_the_file_and_the_exit_code(office: Office, tmp_path: Path):
    root = office.root.path
    office.edit(0, "an identity number")
    office.edit(1, None)
    for told in office.told:
        office.root.write(f"{told.number}.md", told.text())
    office.root.commit("2026-06-11")
    page = tmp_path / "summary.md"
    strict = gongkai("build", "--root", root, "--today", "2026-06-11")
    assert strict.returncode == 1
    for command in (("build", "--hold"), ("release",)):
        done = gongkai(*command, "--root", root, "--today", "2026-06-11", GITHUB_STEP_SUMMARY=str(page))
        assert done.returncode == 4, done.stderr
        assert "content/documents/1.md" in done.stderr and "显示上次发布的内容" in done.stderr
        assert "citizen-id" in page.read_text(encoding="utf-8")
        (held,) = json.loads((root / ".build/held.json").read_text(encoding="utf-8"))["held"]
        assert (held["path"], held["shown"]) == ("content/documents/1.md", "released")
        assert NUMBER not in done.stderr + done.stdout + page.read_text(encoding="utf-8")
    assert "qzx0004w" in (root / f"site/{CODE}/2026-00002/index.html").read_text(encoding="utf-8")
    assert "qzx0001w" in (root / f"site/{CODE}/2026-00001/index.html").read_text(encoding="utf-8")
    assert gongkai("verify", root / "site").returncode == 0


def test_faults_of_the_site_stop_everything(office: Office):
    root = office.root.path
    office.root.write("3.md", office.told[0].text())
    done = gongkai("release", "--root", root, "--today", "2026-06-11")
    assert done.returncode == 1 and "duplicate-index-number" in done.stderr
    office.root.write("3.md", None)
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/帮助.md").write_text("# 帮助\n\n<<<<<<< HEAD\n甲\n", encoding="utf-8")
    done = gongkai("release", "--root", root, "--today", "2026-06-11")
    assert done.returncode == 1 and "page-conflict-marker" in done.stderr


def test_a_town_with_a_fault_does_not_stop_the_county(tmp_path: Path):
    office = Office(tmp_path / "root")
    office.new(None)
    root = office.root.path
    town = make_root(root / "towns/b", {"t.md": document(5, text="乡镇原来的内容。\n")})
    catalog = (root / "catalog.yml").read_text(encoding="utf-8")
    (root / "catalog.yml").write_text(
        catalog + "includes:\n  - {name: 乙镇, root: towns/b}\n", encoding="utf-8"
    )
    office.release()
    text = document(5, "corrections: [{date: 2026-06-11, note: 改}]\n", f"乡镇改过的内容，{NUMBER}。\n")
    (town / "content/documents/t.md").write_text(text, encoding="utf-8")
    office.edit(0, None)
    office.told[0].fault = None
    for told in office.told:
        office.root.write(f"{told.number}.md", told.text())
    office.root.commit("2026-06-11")
    done = release_site(root, root / "site", today=date(2026, 6, 11))
    assert [one.path for one in done.held] == ["towns/b/content/documents/t.md"]
    assert "乡镇原来的内容" in (root / f"site/{CODE}/2026-00005/index.html").read_text(encoding="utf-8")
    assert office.told[0].word in (root / f"site/{CODE}/2026-00001/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_town_whose_catalog_is_broken_is_as_it_was_and_still_withdraws(tmp_path: Path):
    office = Office(tmp_path / "root")
    office.new(None)
    root = office.root.path
    town = make_root(
        root / "towns/b",
        {"t.md": document(5, text="乡镇原来的内容。\n"), "u.md": document(6, text="乡镇误发的内容。\n")},
    )
    catalog, settings = (place / "catalog.yml" for place in (root, town))
    catalog.write_text(
        catalog.read_text(encoding="utf-8") + "includes:\n  - {name: 乙镇, root: towns/b}\n", encoding="utf-8"
    )
    office.release()
    good = settings.read_text(encoding="utf-8")
    settings.write_text("site: [\n", encoding="utf-8")
    gone = document(6, "withdrawn: {kind: 误公开, date: 2026-06-11, reason: 误发}\n", "乡镇误发的内容。\n")
    (town / "content/documents/u.md").write_text(gone, encoding="utf-8")
    office.edit(0, None)
    for told in office.told:
        office.root.write(f"{told.number}.md", told.text())
    office.root.commit("2026-06-11")
    assert gongkai("build", "--root", root, "--today", "2026-06-11").returncode == 1
    done = gongkai("release", "--root", root, "--today", "2026-06-11")
    assert done.returncode == 4 and "towns/b/catalog.yml  乙镇  采用上一个没有错误的状态" in done.stderr, (
        done.stderr
    )
    said = everything(root / "site").decode("utf-8", "replace")
    assert "乡镇原来的内容" in said and office.told[0].word in said and "乡镇误发的内容" not in said
    settings.write_text(good, encoding="utf-8")
    office.root.commit("2026-06-12")
    assert gongkai("release", "--root", root, "--today", "2026-06-12").returncode == 0


def test_a_release_that_is_cut_off_loses_no_change(office: Office, monkeypatch: pytest.MonkeyPatch):
    root = office.root.path
    office.edit(0, None)
    office.root.write("1.md", office.told[0].text())
    office.root.commit("2026-06-11")
    with monkeypatch.context() as at:
        at.setattr(
            "generator.tools.proof.release.record_release",
            lambda *a: (_ for _ in ()).throw(KeyboardInterrupt),
        )
        with pytest.raises(KeyboardInterrupt):
            release_site(root, root / "site", today=date(2026, 6, 11))
    done = release_site(root, root / "site", today=date(2026, 6, 11))
    assert done.release and list(done.release.changed) == [f"{CODE}/2026-00001"]
    assert not (root / "content/data/releases/before.lock").exists()
