"""A build shared out among machines equals that of one machine, byte for byte."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.documents import named
from helpers.folders import copied, digests
from helpers.roots import TODAY, make_root

from generator.build import build_site, check_root
from generator.cli.main import cli
from generator.machine.workers import CHUNK
from generator.model.faults import ClusterError, OutputError
from generator.model.packing import pack
from generator.publishing.shares import (
    EXAMINED,
    INDEX,
    INDEX_KB,
    PAGES,
    PAGES_KB,
    Share,
    own_pages,
    own_shards,
)
from generator.reading.frontmatter import read_record
from generator.search.shards import Shard


def county(folder: Path, count: int = 8) -> Path:
    root = make_root(folder, {f"{n}.md": named(n, "甲", 1 if n > 1 else None) for n in range(1, count + 1)})
    files = root / "content/documents/2.files"
    files.mkdir()
    (files / "表.csv").write_text("1,2\n", encoding="utf-8")
    place = root / "content/documents/2.md"
    place.write_text(
        place.read_text(encoding="utf-8").replace("openness:", "attachments:\n  - file: 表.csv\nopenness:"),
        encoding="utf-8",
    )
    return root


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = county(tmp_path_factory.mktemp("alone") / "root")
    assert build_site(root, root / "site", today=TODAY).pages
    return digests(root / "site")


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first of two parts."""
    part = tmp_path_factory.mktemp("half") / "part"
    build_site(county(part.with_name("root")), part, today=TODAY, share=Share(1, 2))
    return part


def test_parts_from_several_machines_make_the_same_site(tmp_path: Path, alone: dict[str, str]):
    parts = []
    for number in (1, 2):
        machine = county(tmp_path / f"machine {number}")
        parts.append(tmp_path / f"part {number}")
        assert build_site(machine, parts[-1], today=TODAY, share=Share(number, 2)).pages is not None
    root = county(tmp_path / "last")
    assert build_site(root, root / "site", today=TODAY, parts=parts).pages
    assert digests(root / "site") == alone
    page = next((root / "site").glob("*/2026-00003/index.html")).relative_to(root / "site")
    for name in (page, "catalog/index.html", "catalog.xlsx", "catalog.json", "data/2026.csv"):
        assert [(root / "site" / name).samefile(part / name) for part in parts if (part / name).exists()] == [
            True
        ], f"{name} was made again, or twice"


def test_a_part_leaves_nothing_behind_that_a_whole_build_takes_for_whole(
    tmp_path: Path, alone: dict[str, str]
):
    root = county(tmp_path / "root")
    for _ in range(2):
        build_site(root, tmp_path / "part", today=TODAY, share=Share(1, 2))
        build_site(root, root / "site", today=TODAY)
        assert digests(root / "site") == alone


def test_a_part_made_from_something_else_does_no_harm(tmp_path: Path, alone: dict[str, str]):
    other = county(tmp_path / "other")
    (other / "content/documents/3.md").write_text(named(3, "丙", None), encoding="utf-8")
    build_site(other, tmp_path / "part", today=TODAY, share=Share(1, 1))
    root = county(tmp_path / "root")
    build_site(root, root / "site", today=TODAY, parts=[tmp_path / "part"])
    assert digests(root / "site") == alone


def test_what_the_parts_have_examined_is_not_examined_again(tmp_path: Path):
    parts = [tmp_path / f"part {number}" for number in (1, 2)]
    machines = [county(tmp_path / f"machine {number}") for number in (1, 2)]
    for number, (machine, part) in enumerate(zip(machines, parts, strict=True), 1):
        build_site(machine, part, today=TODAY, share=Share(number, 2))
    root = county(tmp_path / "last")
    (root / "content/documents/4.md").write_text(named(4, "丙", None), encoding="utf-8")
    examined = set()
    assert build_site(
        root,
        root / "site",
        today=TODAY,
        parts=parts,
        progress=lambda stage, done, total: examined.add((stage, total)),
    ).pages
    assert (
        "检查",
        2,
    ) in examined  # what has changed, and what has an attachment, whose stamp is another one here


def test_a_part_examines_its_own_documents_and_blames_no_exception_of_others(tmp_path: Path):
    late = "allow: [{rule: late-publication, reason: 旧文件, expires: 2027-01-01}]\nopenness:"
    texts = {f"{n}.md": f"{named(n, '甲', None)}\n联系人手机 1390001000{n}。\n" for n in range(1, 9)}
    root = make_root(
        tmp_path / "root",
        {
            name: text.replace("2026-06-30", "2026-09-30").replace("openness:", late) if name < "5" else text
            for name, text in texts.items()
        },
    )
    whole = check_root(root, today=TODAY).diagnostics
    assert [d.rule for d in whole] == ["mobile-phone"] * 8
    shutil.rmtree(root / ".build")
    found = []
    for number in (1, 2):
        built = build_site(
            copied(root, tmp_path / f"machine {number}"),
            tmp_path / "part",
            today=TODAY,
            share=Share(number, 2),
        )
        assert built.pages is None and len(built.checked.diagnostics) < 8
        found += built.checked.diagnostics
    assert sorted(found, key=lambda d: d.order) == whole


@pytest.mark.parametrize(
    "content", [None, b"", b"\xc1", pack({b"x": b"\x93"}), pack({"x": 1}), pack({b"x": pack(["x", []])})]
)
def test_a_part_whose_findings_cannot_be_read_is_refused(tmp_path: Path, half: Path, content: bytes | None):
    root = county(tmp_path / "root")
    copied(half, tmp_path / "part")
    (tmp_path / "part" / EXAMINED).unlink()
    if content is not None:
        (tmp_path / "part" / EXAMINED).write_bytes(content)
    with pytest.raises(OutputError, match="is no part made by gongkai build --shard"):
        build_site(root, root / "site", today=TODAY, parts=[tmp_path / "part"])


@pytest.mark.parametrize(
    "content",
    [
        None,
        "{}",
        '{"document": {"zz": []}, "bundle": {}}',
        '{"document": {"00": [["../x", "0"]]}, "bundle": {}}',
    ],
)
def test_a_folder_that_is_no_part_is_refused(tmp_path: Path, content: str | None):
    root = county(tmp_path / "root")
    folder = tmp_path / "part"
    folder.mkdir()
    if content:
        (folder / "part.json").write_text(content, encoding="utf-8")
    with pytest.raises(OutputError, match="is no part made by gongkai build --shard"):
        build_site(root, root / "site", today=TODAY, parts=[folder])


def test_the_command_line_shares_out_and_merges(tmp_path: Path):
    root = county(tmp_path / "root")
    arguments = ["build", "--root", str(root), "--today", str(TODAY), "--jobs", "1"]
    for number in ("1/2", "2/2"):
        assert CliRunner().invoke(cli, [*arguments, "--shard", number]).exception is None
    shutil.rmtree(root / ".build")
    merged = CliRunner().invoke(
        cli, [*arguments, "--merge", str(root / "part-1-of-2"), "--merge", str(root / "part-2-of-2")]
    )
    assert (root / "site/index.html").is_file(), merged.output
    wrong = CliRunner().invoke(cli, [*arguments, "--shard", "3/2"])
    assert "“3/2”不是一个部分，写成 K/N，如 1/4" in wrong.output


def test_every_shard_belongs_to_one_part(tmp_path: Path):
    path = county(tmp_path) / "content/documents/1.md"
    read = read_record("content/documents/1.md", path.read_bytes()).document
    assert read
    shards = [Shard((replace(read, size=1000 * n),)) for n in range(7)]
    shares = [own_shards(shards, Share(number, 3)) for number in (1, 2, 3)]
    assert sorted(shard.size for share in shares for shard in share) == [shard.size for shard in shards]
    assert max(sum(shard.size for shard in share) for share in shares) <= 10_000


def test_pages_are_shared_out_so_that_a_part_with_much_to_index_makes_few(tmp_path: Path):
    path = county(tmp_path) / "content/documents/1.md"
    read = read_record("content/documents/1.md", path.read_bytes()).document
    assert read
    documents = [replace(read, index_no=f"x/2026-{n:05}", size=9_500) for n in range(1000)]
    shards = [Shard(tuple(documents[:60])), Shard(tuple(documents[60:]))]
    shares = [own_pages(shards, Share(number, 2)) for number in (1, 2)]
    assert shares[0] | shares[1] == {d.index_no for d in documents} and not shares[0] & shares[1]
    owned = [sum(len(shard.documents) for shard in own_shards(shards, Share(number, 2))) for number in (1, 2)]
    work = [
        index * (INDEX + INDEX_KB * 9.5) + len(pages) * (PAGES + PAGES_KB * 9.5)
        for index, pages in zip(owned, shares, strict=True)
    ]
    assert max(work) / min(work) < 1.25 and max(map(len, shares)) > 1.5 * min(map(len, shares))


@pytest.fixture
def cluster() -> Iterator[str]:
    from distributed import LocalCluster  # two seconds, for this test alone

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as started:
        yield started.scheduler_address


@pytest.mark.slow
def test_workers_of_a_dask_cluster_make_the_same_site(tmp_path: Path, cluster: str):
    roots = [county(tmp_path / name, 2 * CHUNK) for name in ("alone", "cluster")]
    for root, address in zip(roots, (None, cluster), strict=True):
        assert build_site(root, root / "site", today=TODAY, cluster=address).pages
    assert digests(roots[0] / "site") == digests(roots[1] / "site")
    from distributed import Client

    with Client(cluster) as client:
        worked = client.run(lambda: "generator.publishing.documents" in sys.modules)
    assert list(worked.values()) == [True, True]


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path):
    root = county(tmp_path / "root")
    with pytest.raises(ClusterError, match="no Dask scheduler at nowhere"):
        build_site(root, root / "site", today=TODAY, cluster="nowhere")
