"""No word of what is hidden is in any file that any command writes, whatever the state of a document."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from click import Context
from helpers.folders import texts
from helpers.program import gongkai
from helpers.roots import TESTS, TODAY, make_root
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import CODE, document
from pypdfium2 import PdfDocument

from generator.cli.main import cli
from generator.model.document import (
    PUBLIC,
    ListedDocument,
    Openness,
    PublishedDocument,
    Withdrawal,
    WithdrawalKind,
)
from generator.model.visibility import as_shown
from generator.reading.frontmatter import read_record
from generator.search.fold import fold
from generator.search.lookup import find, open_bundle

TOMORROW = TODAY + timedelta(1)
FIELDS = ("summary", "keyword", "source", "correction", "link", "body", "attachment")
STATES = {
    "public": "",
    "部分公开": 'openness_reason: "third_party"\n',
    "被替代": f"withdrawn: {{kind: 被替代, date: 2026-07-01, reason: 漏列一项, successor: {CODE}/2026-00099}}\n",
    "撤回": "withdrawn: {kind: 撤回, date: 2026-07-01, reason: 依据已经失效}\n",
    "误公开": "withdrawn: {kind: 误公开, date: 2026-07-01, reason: 没有删除住址}\n",
    "past its term": "public_until: 2026-07-01\n",
    "draft": "",
    "tomorrow": "",
    "不予公开": 'openness_reason: "third_party"\n',
    "依申请公开": 'openness_reason: "third_party"\n',
}
"""State → further lines of the front matter."""
SHOWN = ("public", "部分公开", "被替代", "撤回")
WITHOUT_TEXT = ("不予公开", "依申请公开")
"""States in which the repository may hold no text either."""
CATALOG = (
    (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")
    + "rules:\n"
    + "".join(
        f"  {slug}: {{severity: warning, reason: 检验隐去的内容}}\n"
        for slug in (
            "future-date",
            "missing-openness-reason",
            "overdue-unpublished",
            "late-publication",
            "review-mismatch",
        )
    )
)


def word(number: int, place: int) -> str:
    """A word that no other document and no other place holds: eight rare characters."""
    return "".join(chr(0x3400 + number * 64 + place * 8 + n) for n in range(8))


def title(number: int) -> str:
    return f"关于{word(number, 7)}的通知"


def written(number: int, state: str) -> dict[str, str | bytes]:
    """The files of a document in a state, with a word of its own in every place."""
    said = {field: word(number, place) for place, field in enumerate(FIELDS)}
    bare = state in WITHOUT_TEXT
    extra = (
        f"keywords: [{said['keyword']}]\n"
        f"source: {{name: {said['source']}, url: 'https://www.example.gov.cn/{number}', date: 2026-06-01}}\n"
        f"corrections:\n  - {{date: 2026-06-20, note: {said['correction']}}}\n"
    )
    if not bare:
        extra += "attachments:\n  - {file: 名单.txt, title: 名单}\n"
    openness = state if state in ("部分公开", *WITHOUT_TEXT) else "主动公开"
    text = document(
        number,
        extra + STATES[state],
        "" if bare else f"{said['body']}。见[{said['link']}](https://www.example.gov.cn/{number})。\n",
        title=title(number),
        summary=said["summary"],
        openness=openness,
        published=str(TOMORROW if state == "tomorrow" else "2026-06-10"),
        formed="2026-06-01" if state != "tomorrow" else str(TODAY - timedelta(3)),
    )
    if state == "draft" or bare:
        text = text.replace("published: 2026-06-10\n", "")
    if bare:
        text = text.replace("conclusion: 公开", "conclusion: 不予公开")
    if state == "部分公开":
        text = text.replace("conclusion: 公开", "conclusion: 部分公开")
    name = f"d{number}"
    files: dict[str, str | bytes] = {f"{name}.md": text}
    if not bare:
        files[f"{name}.files/名单.txt"] = f"{said['attachment']}\n"
    return files


FOR_OTHERS: dict[str, str] = {
    "build": "the site; also as it is with --hold and of two parts",
    "release": "the site, the register of addresses and the record",
    "export": "the bag and the copy on a disk",
    "report": "the booklet",
    "verify": "what it prints of a site that is compared",
    "rollback": "the site before",
}
"""Commands whose files and words leave the office; `everything` runs them."""
WITHIN: dict[str, str] = {
    "audit": "drives a browser over a site and records what it finds of pages",
    "calendar": "knows holidays alone",
    "check": "findings, for who edits",
    "deadline": "knows days alone",
    "fix": "changes sources",
    "form": "the sheet of a review, which is kept inside",
    "import": "writes drafts",
    "init": "writes an empty catalog",
    "mask": "changes an attachment",
    "new": "writes a draft",
    "review": "the comment of a pull request, among those who may read the sources",
    "rules": "knows rules alone",
    "serve": "this machine alone; drafts are what it is for",
    "table": "changes sources; what the site tells of rows: tests/tables",
    "text": "writes beside a source",
}
"""All others, and why nothing of theirs is public."""


def everything(root: Path, folder: Path) -> dict[str, str]:
    """All that the commands write and print for others, by the name of the file; what is packed is unpacked."""
    said: dict[str, str] = {}
    dated = ("--root", root, "--today", TODAY.isoformat(), "--jobs", "1")

    def run(*command: str | Path, at: tuple[str | Path, ...] = dated) -> None:
        done = gongkai(*command, *at)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        if command[0] not in ("build", "release"):  # which print the findings, for the office
            said[f"output of {command[:2]}"] = done.stdout

    run("build", "--out", folder / "site")
    run("export", "--bag", folder / "bag")
    run("export", "--offline", folder / "copy.zip", "--site", folder / "site")
    run("report", "booklet", "--out", folder / "book")
    run("release")
    run("build", "--hold", "--out", folder / "held")
    parts = [root / f"part-{number}-of-2" for number in (1, 2)]
    for number in ("1/2", "2/2"):
        run("build", "--shard", number)
    run("build", *(word for part in parts for word in ("--merge", part)), "--out", folder / "merged")
    (root / "content/pages").mkdir()
    (root / "content/pages/about.md").write_text("# 关于\n", encoding="utf-8")
    run("release")
    run("rollback", at=("--root", root))
    run("verify", root / "site", at=())
    with zipfile.ZipFile(folder / "copy.zip") as package:
        package.extractall(folder / "copy")
    said |= texts(folder) | texts(root / "content/data")
    said |= {f"{name} of the root": text for name, text in texts(root / "site").items()}
    for book in (folder / "book").glob("*.pdf"):
        said[book.name] = "".join(
            "".join(page.get_textpage().get_text_bounded().split()) for page in PdfDocument(book)
        )
    return said


@given(
    st.sampled_from(get_args(Openness)),
    st.sampled_from((None, TODAY, TOMORROW)),
    st.sampled_from((None, TODAY - timedelta(1), TODAY)),
    st.sampled_from((None, *get_args(WithdrawalKind))),
    st.sampled_from((None, "关于防汛的通知")),
    st.sampled_from((None, f"{CODE}/2026-00001")),
)
def test_what_is_shown_has_what_its_kind_promises(openness, published, until, kind, title, number):
    base = read_record("content/documents/a.md", document().encode()).document
    assert base
    gone = kind and Withdrawal(kind=kind, date=TODAY, reason="有误")
    told = as_shown(
        replace(
            base,
            openness=openness,
            published=published,
            public_until=until,
            withdrawn=gone,
            title=title,
            index_no=number,
        ),
        TODAY,
    )
    named, public = bool(title and number), openness in PUBLIC
    assert isinstance(told, PublishedDocument) == (named and public and published == TODAY)
    assert (type(told) is ListedDocument) == (named and not public)
    assert not isinstance(told, ListedDocument) or (told.title, told.index_no) == (title, number)
    assert as_shown(told, TODAY) == told


def test_every_command_is_run_for_the_words_it_lets_out_or_said_to_stay_within():
    assert set(cli.list_commands(Context(cli))) == {*FOR_OTHERS, *WITHIN}


def indexed(site: Path, sought: str) -> bool:
    """Whether the search of a site finds a word."""
    bundles = [open_bundle(entry.parent) for entry in site.glob("pagefind/*/pagefind-entry.json")]
    return any(find(bundle, fold(sought)) for bundle in bundles)


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations([*STATES, *STATES]))
def test_no_file_holds_a_word_of_what_is_hidden(states: list[str]):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files: dict[str, str | bytes] = {"s.md": document(99, title="关于汛期防治工作的补充通知")}
        for number, state in enumerate(states, 1):
            files |= written(number, state)
        root = make_root(folder / "root", files, CATALOG)
        out = folder / "out"
        out.mkdir()
        said = everything(root, out)
        for number, state in enumerate(states, 1):
            hidden = [] if state in SHOWN else [word(number, place) for place in range(len(FIELDS))]
            if state in ("draft", "tomorrow"):
                hidden.append(word(number, 7))
            for one in hidden:
                found = [name for name, text in said.items() if one in text or fold(one) in text]
                assert not found, (state, FIELDS[ord(one[0]) // 8 % 8 % 7], found)
                assert not indexed(out / "site", one), state
            if state in SHOWN:  # or the search for words finds nothing at all
                for place, field in enumerate(FIELDS):
                    shown = word(number, place)
                    assert any(shown in text for text in said.values()), (state, field)
                assert indexed(out / "site", word(number, 5)), state
