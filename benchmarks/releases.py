"""A history of scripted releases: publish, correct, repeal, withdraw, move. Is every address still there, and every change to be seen?

    python benchmarks/releases.py [RELEASES]

builds the site after every release and looks at every address that was ever published. tests/lifecycle plays the same
history with one build at its end.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from generator.build import build_site, check_root
from generator.model.diagnostics import blocking
from generator.reading.registers.addresses import read_register
from generator.tools.proof.release import record_release

CODE = "11339926854601395E"
CATALOG = f"""\
site: {{name: 测试县政府信息公开平台, url: "https://www.example.gov.cn/zwgk/"}}
authority: {{name: 县政务公开办公室, level: county, address: 府前路1号, hours: 工作日, phone: 0599-0000001, fax: 0599-0000002, email: a@example.gov.cn}}
bodies: [{{code: {CODE}, name: 测试县人民政府办公室}}]
categories: [{{name: 规范性文件, duty: "20-1"}}]
"""
START = date(2026, 1, 5)
STEP = timedelta(days=3)


@dataclass
class Paper:
    """One document of the history as its file will be written."""

    number: int
    day: date
    file: str
    text: str
    repeals: str | None = None
    repealed: date | None = None
    corrections: list[tuple[date, str]] = field(default_factory=list)
    withdrawn: tuple[str, date, str, str | None] | None = None
    moved: list[tuple[str, date]] = field(default_factory=list)

    @property
    def index_no(self) -> str:
        return f"{CODE}/2026-{self.number:05}"

    def content(self) -> str:
        lines = [
            f"index_no: {self.index_no}",
            f"title: 关于第{self.file}号事项的办法",
            "summary: 规定办理的条件和程序。",
            "genre: 办法",
            f"doc_no: 测政办发〔2026〕{self.file}号",
            "category: 规范性文件",
            "theme: 综合政务",
            "issuer: 测试县人民政府办公室",
            f"formed: {self.day}",
            f"published: {self.day}",
            "openness: 主动公开",
            f"validity: {'废止' if self.repealed else '有效'}",
            f"review: {{conclusion: 公开, date: {self.day}, by: 法规科}}",
        ]
        if self.repealed:
            lines.append(f"repealed: {self.repealed}")
        if self.repeals:
            lines.append(f"repeals: [{self.repeals}]")
        lines += (
            ["corrections:", *(f"  - {{date: {day}, note: {note}}}" for day, note in self.corrections)]
            if self.corrections
            else []
        )
        if self.withdrawn:
            kind, day, reason, successor = self.withdrawn
            lines.append(
                f"withdrawn: {{kind: {kind}, date: {day}, reason: {reason}{f', successor: {successor}' if successor else ''}}}"
            )
        lines += (
            ["moved_from:", *(f"  - {{address: {old}, date: {day}}}" for old, day in self.moved)]
            if self.moved
            else []
        )
        body = "" if self.withdrawn and self.withdrawn[0] == "误公开" else self.text
        return "---\n" + "\n".join(lines) + f"\n---\n\n{body}"


@dataclass
class Told:
    """A change that must be seen: on the page of a document, and as an event of its kind."""

    paper: Paper
    kind: str
    words: str


class History:
    """The papers so far, every address that was published, and every change."""

    def __init__(self, root: Path, seed: int = 7) -> None:
        self.root = root
        self.papers: list[Paper] = []
        self.addresses: set[str] = set()
        self.told: list[Told] = []
        self._dice = random.Random(seed)
        self._numbers = iter(range(1, 100_000))
        (root / "content/documents").mkdir(parents=True)
        (root / "catalog.yml").write_text(CATALOG, encoding="utf-8")
        self._git("init", "-q", day=START)
        (root / ".gitignore").write_text("/.build/\n/site/\n/.site.old/\n", encoding="utf-8")

    def release(self, day: date) -> None:
        """One to three things happen; then check, record, commit."""
        for _ in range(self._dice.randint(1, 3)):
            open_ones = [
                p
                for p in self.papers
                if not p.withdrawn
                and not p.repealed
                and p.day < day
                and not any(d == day for d, _ in p.corrections)
            ]
            acts = [self._publish, self._publish, self._correct, self._repeal, self._withdraw, self._move]
            act = self._dice.choice(acts) if open_ones else self._publish
            act(day, self._dice.choice(open_ones) if open_ones else None)
        checked = check_root(self.root, today=day)
        assert not blocking(checked.diagnostics), [
            f"{d.path}:{d.line} {d.message}" for d in checked.diagnostics if d.severity == "error"
        ]
        record_release(self.root, read_register(self.root).addresses, checked.documents, day, None)
        self._git("add", "-A", day=day)
        self._git("commit", "-q", "-m", "发布", day=day)

    def missing(self, site: Path) -> list[str]:
        """Addresses that were published once and are not there."""
        return sorted(address for address in self.addresses if not (site / address / "index.html").is_file())

    def untold(self, site: Path) -> Iterator[str]:
        """Changes that cannot be seen on the page, or not in the stream."""
        events = [
            json.loads(line) for line in (site / "changes.ndjson").read_text(encoding="utf-8").splitlines()
        ]
        kinds = {(event["index_no"], event["kind"], event["why"]) for event in events if "why" in event} | {
            (event["index_no"], event["kind"], "") for event in events
        }
        for told in self.told:
            if told.kind == "更正" and told.paper.withdrawn and told.paper.withdrawn[0] == "误公开":
                continue  # what is gone takes the notes about it along
            page = (site / told.paper.index_no / "index.html").read_text(encoding="utf-8")
            if told.words not in page:
                yield f"{told.paper.index_no}: {told.kind} is not on the page"
            if not any(
                no == told.paper.index_no
                and kind == told.kind
                and (told.words in why or (why == "" and told.kind in ("新公开", "迁址", "废止")))
                for no, kind, why in kinds
            ):
                yield f"{told.paper.index_no}: {told.kind} is not in changes.ndjson"

    def _publish(self, day: date, _: Paper | None) -> Paper:
        number = next(self._numbers)
        paper = Paper(
            number,
            day,
            str(number),
            f"第一条　本办法规定第{number}号事项。\n\n第二条　办理时限为十个工作日。\n",
        )
        self.papers.append(paper)
        self._write(paper)
        self._tell(paper, "新公开", paper.day.isoformat())
        return paper

    def _correct(self, day: date, paper: Paper | None) -> None:
        assert paper
        note = f"{day}把第二条的时限改正"
        paper.corrections.append((day, note))
        paper.text = paper.text.replace("工作日。", f"工作日（{day}改正）。", 1)
        self._write(paper)
        self._tell(paper, "更正", note)

    def _repeal(self, day: date, paper: Paper | None) -> None:
        assert paper
        newer = self._publish(day, None)
        newer.repeals, paper.repealed = paper.index_no, day
        self._write(newer)
        self._write(paper)
        self._tell(paper, "废止", f"/{newer.index_no}/")

    def _withdraw(self, day: date, paper: Paper | None) -> None:
        assert paper
        kind = self._dice.choice(("误公开", "被替代", "撤回"))
        successor = self._publish(day, None).index_no if kind == "被替代" else None
        paper.withdrawn = (kind, day, f"{day}决定{kind}", successor)
        self._write(paper)
        self._tell(paper, "撤下" if kind == "误公开" else kind, f"{day}决定{kind}")

    def _move(self, day: date, paper: Paper | None) -> None:
        assert paper
        if (
            any(
                p.repeals == paper.index_no or (p.withdrawn and p.withdrawn[3] == paper.index_no)
                for p in self.papers
            )
            or paper.repeals
        ):
            return
        paper.moved.append((paper.index_no, day))
        paper.number = next(self._numbers)
        self._write(paper)
        self._tell(paper, "迁址", paper.moved[-1][0])

    def _tell(self, paper: Paper, kind: str, words: str) -> None:
        self.addresses.add(paper.index_no)
        self.told.append(Told(paper, kind, words))

    def _write(self, paper: Paper) -> None:
        (self.root / f"content/documents/{paper.file}.md").write_text(paper.content(), encoding="utf-8")

    def _git(self, *arguments: str, day: date) -> None:
        stamp = f"{day}T10:00:00+08:00"
        subprocess.run(
            ["git", "-c", "user.name=编辑", "-c", "user.email=a@example.gov.cn", "-C", self.root, *arguments],
            check=True,
            env={"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PATH": "/usr/bin:/bin"},
        )


def play(root: Path, releases: int, *, build_each: bool) -> tuple[History, list[str]]:
    """A history of so many releases, built at its end or after each; returns it with all that is wrong."""
    history = History(root)
    wrong: list[str] = []
    day = START
    for n in range(releases):
        day = START + n * STEP
        history.release(day)
        if build_each or n == releases - 1:
            assert build_site(root, root / "site", today=day).pages
            wrong += [f"release {n + 1}: {address} is gone" for address in history.missing(root / "site")]
            wrong += [f"release {n + 1}: {what}" for what in history.untold(root / "site")]
    return history, wrong


def main() -> None:
    """Play it and print what came out."""
    releases = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        history, wrong = play(Path(folder), releases, build_each=True)
    print(
        f"{releases} releases, {len(history.addresses)} addresses, {len(history.told)} changes: {len(wrong)} wrong, {time.perf_counter() - started:.0f} s"
    )
    for line in wrong:
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
