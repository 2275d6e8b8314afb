"""gongkai release: the register only grows, and what is in it cannot vanish."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.findings import findings, places
from helpers.roots import make_root
from hypothesis import given, settings
from hypothesis import strategies as st
from made import CODE, Root, document

from generator.cli.main import cli
from generator.model.faults import OutputError
from generator.model.places import RECORDS, REGISTER
from generator.reading.registers.addresses import Address, read_register, register_text
from generator.tools.proof.release import record_release, release_site

LOCK = "content/data/published.lock"


def released(folder: Path, files: dict[str, str]) -> Path:
    """A root whose documents were released on 2026-07-01."""
    root = make_root(folder, files)
    record(root, "2026-07-01")
    return root


def record(root: Path, day: str) -> object:
    from generator.build import check_root

    today = date.fromisoformat(day)
    return record_release(
        root, read_register(root).addresses, check_root(root, today=today).documents, today, None
    )


def test_release_builds_records_and_is_idempotent(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document()})
    arguments = ["release", "--root", str(root), "--today", "2026-07-01", "--jobs", "1"]
    first = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert "第 1 次发布：新增 1 个地址，变更 0 份" in first.output
    assert (root / "site" / CODE / "2026-00001/index.html").exists()
    digest = sha256((root / "content/documents/a.md").read_bytes()).hexdigest()
    assert (root / LOCK).read_text(encoding="utf-8").splitlines()[2:] == [
        f"{CODE}/2026-00001 2026-07-01 {digest}"
    ]
    told = json.loads((root / RECORDS / "0001.json").read_bytes())
    assert told["site"] == sha256((root / "site/manifest.json").read_bytes()).hexdigest()
    before = {p: p.read_bytes() for p in (root / "content/data").rglob("*") if p.is_file()}
    again = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert "没有变化" in again.output
    assert {p: p.read_bytes() for p in (root / "content/data").rglob("*") if p.is_file()} == before


def test_a_release_that_blocks_records_nothing(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document(), "b.md": document()})
    result = CliRunner().invoke(
        cli, ["release", "--root", str(root), "--today", "2026-07-01", "--jobs", "1"], standalone_mode=False
    )
    assert result.return_value == 1
    assert not (root / LOCK).exists()


def test_releases_are_a_chain(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document()})
    (root / "content/documents/b.md").write_text(document(2), encoding="utf-8")
    (root / "content/documents/a.md").write_text(document(text="改写的正文。\n"), encoding="utf-8")
    record(root, "2026-07-02")
    first, second = sorted((root / RECORDS).iterdir())
    told = json.loads(second.read_text(encoding="utf-8"))
    assert told == {
        "number": 2,
        "date": "2026-07-02",
        "previous": sha256(first.read_bytes()).hexdigest(),
        "site": None,
        "register": sha256((root / REGISTER).read_bytes()).hexdigest(),
        "added": [f"{CODE}/2026-00002"],
        "changed": [f"{CODE}/2026-00001"],
        "registers": {},
    }


def test_a_release_that_was_cut_off_is_completed(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document()})
    register, (path,) = (root / REGISTER).read_bytes(), (root / RECORDS).iterdir()
    whole = path.read_bytes()
    path.unlink()  # cut off before the record
    record(root, "2026-07-01")
    assert path.read_bytes() == whole
    (root / REGISTER).unlink()  # and without the register
    assert record(root, "2026-07-01") is None
    assert (root / REGISTER).read_bytes() == register


def test_a_site_that_cannot_be_built_leaves_the_register_as_it_was(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document()})
    (root / "site").mkdir()
    (root / "site/mine.txt").write_text("not a site", encoding="utf-8")
    with pytest.raises(OutputError):
        release_site(root, root / "site", today=date(2026, 7, 1))
    assert not (root / LOCK).exists()


def test_a_deleted_document_blocks(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document(), "b.md": document(2)})
    (root / "content/documents/b.md").unlink()
    found = [d for d in findings(root) if d.rule == "vanished-address"]
    assert [(d.path, d.line, d.severity) for d in found] == [(LOCK, 4, "error")]
    assert (
        found[0].message.zh
        == f"2026-07-01 公开的地址“{CODE}/2026-00002”将要消失：没有文件使用这个索引号或者地址"
    )


def test_a_document_that_is_not_public_any_more_blocks(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document()})
    withheld = document(openness="不予公开\nopenness_reason: internal", text="").replace(
        "conclusion: 公开", "conclusion: 不予公开"
    )
    (root / "content/documents/a.md").write_text(withheld, encoding="utf-8")
    assert {(rule, line) for path, line, rule in places(findings(root)) if path.endswith("a.md")} >= {
        ("vanished-address", 12)
    }


def test_withdrawal_and_move_keep_the_address(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document(), "b.md": document(2)})
    withdrawn = "withdrawn: {kind: 误公开, date: 2026-07-02, reason: 误将内部安排公开}\n"
    (root / "content/documents/a.md").write_text(document(extra=withdrawn, text=""), encoding="utf-8")
    moved = f"moved_from:\n  - {{address: {CODE}/2026-00002, date: 2026-07-02, note: 流水号有误}}\n"
    (root / "content/documents/b.md").write_text(document(3, moved), encoding="utf-8")
    assert [d for d in findings(root) if d.rule == "vanished-address"] == []
    record(root, "2026-07-02")
    (root / "content/documents/b.md").write_text(document(3), encoding="utf-8")
    assert [d.data["address"] for d in findings(root) if d.rule == "vanished-address"] == [
        f"{CODE}/2026-00002"
    ]


def test_lines_of_a_merge_gone_wrong_are_reported_and_both_sides_count(tmp_path: Path):
    root = released(tmp_path / "root", {"a.md": document(), "b.md": document(2)})
    lines = (root / REGISTER).read_text(encoding="utf-8").splitlines()
    (root / REGISTER).write_text(
        "\n".join([*lines[:3], "<<<<<<< HEAD", *lines[3:], lines[3].replace("2026-07-01", "2026-06-30"), ""]),
        encoding="utf-8",
    )
    assert [(d.line, d.rule) for d in findings(root) if d.path == LOCK] == [(4, "broken-register")]
    assert read_register(root).addresses[f"{CODE}/2026-00002"].since == date(2026, 6, 30)


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.from_regex(r"\A[0-9A-Z]{4}/20[0-9]{2}-[0-9]{5}\Z"),
        st.tuples(st.dates(), st.binary(min_size=32, max_size=32)),
        max_size=20,
    )
)
def test_the_register_reads_what_it_writes(tmp_path_factory, entries):
    root = tmp_path_factory.mktemp("root")
    (root / "content/data").mkdir(parents=True)
    addresses = [Address(address, day, digest.hex()) for address, (day, digest) in entries.items()]
    (root / REGISTER).write_text(register_text(addresses), encoding="utf-8")
    read = read_register(root)
    assert [a[:3] for a in read.addresses.values()] == [a[:3] for a in sorted(addresses)]
    assert list(read.unreadable) == []


def test_the_register_merges_as_a_union(tmp_path: Path):
    """Two offices release on branches of their own; git keeps the lines of both."""
    root = Root(tmp_path / "root")
    (root.path / ".gitattributes").write_text("content/data/published.lock merge=union\n", encoding="utf-8")
    root.commit("2026-06-10", a=document())
    root.release("2026-06-11")
    root.git("checkout", "-b", "other")
    root.commit("2026-06-12", b=document(2))
    record(root.path, "2026-06-12")
    root.git("add", "content/data/published.lock")
    root.git("commit", "-m", "发布")
    root.git("checkout", "-f", "main")
    root.commit("2026-06-12", c=document(3))
    record(root.path, "2026-06-12")
    root.git("add", "content/data/published.lock")
    root.git("commit", "-m", "发布")
    root.git("merge", "other")
    assert set(read_register(root.path).addresses) == {f"{CODE}/2026-0000{n}" for n in (1, 2, 3)}
    assert {d.severity for d in findings(root.path) if d.path == LOCK} <= {"warning"}


def test_a_register_that_was_there_is_missed_and_one_that_was_changed_is_told(tmp_path: Path):
    root = Root(tmp_path / "root")
    (root.path / ".gitignore").write_text("/.build/\n", encoding="utf-8")
    root.commit("2026-06-10", a=document(), b=document(2))
    root.release("2026-06-10")
    root.commit("2026-06-10", c=document(3))
    root.release("2026-06-11")
    register = root.path / REGISTER
    kept = register.read_text(encoding="utf-8")
    for broken, severity, words in (
        (None, "error", "登记册不见了"),
        (kept.replace(" 2026-06-10 ", " 2026-06-09 "), "warning", "登记册与最近一次发布的记录不符"),
    ):
        register.unlink() if broken is None else register.write_text(broken, encoding="utf-8")
        (told,) = [
            d
            for d in findings(root.path)
            if d.rule == "broken-register" and d.path == REGISTER and words in d.message.zh
        ]
        assert told.severity == severity
    register.unlink()
    for record in (root.path / RECORDS).iterdir():
        record.unlink()
    root.commit("2026-06-12")
    (gone,) = [d for d in findings(root.path) if d.rule == "broken-register"]
    commit = gone.hint.zh.split()[-3]
    root.git("checkout", commit, "--", "content/data")
    assert not [d for d in findings(root.path) if d.rule == "broken-register"]
    first = root.path / RECORDS / "0001.json"
    first.write_text(first.read_text(encoding="utf-8").replace("2026-06-10", "2026-06-08"), encoding="utf-8")
    assert "接不上" in next(d.message.zh for d in findings(root.path) if d.rule == "broken-register")


def test_a_workflow_that_publishes_without_a_record_is_told(tmp_path: Path):
    root = make_root(tmp_path / "root", {"a.md": document()})
    place = root / ".github/workflows/publish.yml"
    place.parent.mkdir(parents=True)
    place.write_text("jobs:\n  a:\n    steps:\n      - run: gongkai build --out site\n", encoding="utf-8")
    (told,) = [d for d in findings(root) if d.rule == "unrecorded-publication"]
    assert (told.path, told.line) == (".github/workflows/publish.yml", 4)
    for text in (
        "# gongkai build\n",
        "- run: gongkai release\n- run: gongkai build --out x\n",
        "- run: gongkai check\n",
    ):
        place.write_text(text, encoding="utf-8")
        assert not [d for d in findings(root) if d.rule == "unrecorded-publication"], text
    place.write_text("- run: gongkai build\n", encoding="utf-8")
    record(root, "2026-07-01")
    assert not [d for d in findings(root) if d.rule == "unrecorded-publication"]
