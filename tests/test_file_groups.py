"""Groups of files: taken over by key, made here or by workers, shared out among parts, and kept together under one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.machine.cache import Cache, key_of
from generator.machine.site_folder import Files, finish, staged, write_file
from generator.machine.workers import silent
from generator.publishing.file_groups import By, FileGroups, Group, one
from generator.publishing.inputs import Means
from generator.publishing.shares import Part, Share


def write(folder: Path, name: str) -> Files:
    """A file that says its name, and a line more in `made.txt` beside the stage for each that was made."""
    with (folder.parent / "made.txt").open("a", encoding="utf-8") as log:
        log.write(f"{name}\n")
    return (write_file(folder, f"{name}.txt", name),)


def keys(*names: str) -> dict[bytes, str]:
    return {key_of(name): name for name in names}


class Bench:
    """A cache, and a site that builds put in place one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, folder / "site"

    @contextmanager
    def build(
        self,
        executor: Executor | None = None,
        share: Share | None = None,
        parts: Sequence[Part] = (),
        cache: str = "cache",
    ) -> Iterator[tuple[FileGroups, Path]]:
        """One build: its groups, to which rows are added, and its stage."""
        (self.folder / "made.txt").unlink(missing_ok=True)
        with (
            Cache(self.folder / cache) as kept,
            staged(self.site, [(p.folder, p.files) for p in parts]) as stage,
        ):
            groups = FileGroups(stage, Means(kept, executor, 1, silent, parts), share)
            yield groups, stage.folder
            groups.settle()
            finish(stage, groups.files)
            kept.commit()

    @property
    def made(self) -> list[str]:
        """What the last build made, in the order in which it was made."""
        log = self.folder / "made.txt"
        return log.read_text(encoding="utf-8").split() if log.exists() else []

    @property
    def found(self) -> set[str]:
        """The names of the files of the site."""
        return {path.stem for path in self.site.glob("*.txt")}


def row(stage: Path, *names: str, by: By = By.HERE) -> Group[str]:
    return Group("kind", keys(*names), partial(write, stage), by)


@pytest.mark.parametrize("by", By)
def test_what_is_known_is_taken_over_and_what_is_not_wanted_any_more_goes(tmp_path: Path, by: By):
    bench = Bench(tmp_path)
    with bench.build() as (groups, stage):
        groups.add(row(stage, "a", "b", by=by))
    assert (bench.made, bench.found) == (["a", "b"], {"a", "b"})
    with bench.build() as (groups, stage):
        groups.add(row(stage, "b", "c", by=by))
    assert (bench.made, bench.found) == (["c"], {"b", "c"})


def test_a_file_that_was_deleted_by_hand_is_made_again(tmp_path: Path):
    bench = Bench(tmp_path)
    for _ in range(4):
        with bench.build() as (groups, stage):
            groups.add(row(stage, "a", "b"))
        assert bench.found == {"a", "b"}
        (bench.site / "a.txt").unlink()


def test_this_process_makes_at_once_and_workers_are_waited_for_at_the_end(tmp_path: Path):
    bench = Bench(tmp_path)
    with ProcessPoolExecutor(1) as executor, bench.build(executor) as (groups, stage):
        groups.add(Group("few", keys("few"), partial(write, stage), By.EACH))
        groups.add(Group("here", keys("here"), partial(write, stage), By.HERE))
        assert [kind for kind, made in groups.groups.items() if made] == ["here"]
        assert "here" in bench.made
    assert list(groups.groups["few"].values()) == [(("few.txt", sha256(b"few").hexdigest()),)]
    assert bench.found == {"few", "here"}


def test_workers_make_the_same_as_one_process(tmp_path: Path):
    alone, together = Bench(tmp_path / "1"), Bench(tmp_path / "2")
    names = [f"n{number}" for number in range(200)]
    for bench, executor in ((alone, None), (together, ProcessPoolExecutor(2))):
        bench.folder.mkdir()
        with bench.build(executor) as (groups, stage):
            groups.add(row(stage, *names, by=By.WORKERS))
        if executor:
            executor.shutdown()
    assert alone.found == together.found == set(names)
    assert alone.made == names


@given(total=st.integers(1, 5), names=st.sets(st.sampled_from("abcdefghijklmnop")))
def test_every_group_is_made_by_one_part_and_what_a_part_leaves_by_the_merge(total: int, names: set[str]):
    with TemporaryDirectory() as folder:
        parts, made = [], Counter[str]()
        for number in range(1, total + 1):
            bench = Bench(Path(folder) / str(number))
            bench.folder.mkdir()
            with bench.build(share=Share(number, total)) as (groups, stage):
                groups.add(row(stage, *sorted(names)))
                groups.add(Group("own", keys(f"own{number}"), partial(write, stage), own=True))
                groups.add(one("one", key_of("one"), partial(write, stage, "one")))
            made.update(bench.made)
            parts.append(Part(bench.site, dict(groups.files), groups.groups, {}))
        assert made == Counter([*names, "one", *(f"own{number}" for number in range(1, total + 1))])
        merge = Bench(Path(folder) / "merge")
        merge.folder.mkdir()
        with merge.build(parts=parts) as (groups, stage):
            groups.add(row(stage, *sorted(names)))
            groups.add(one("one", key_of("one"), partial(write, stage, "one")))
            groups.add(one("last", key_of("last"), partial(write, stage, "last")))
        assert (merge.made, merge.found) == (["last"], {*names, "one", "last"})


def test_rows_under_one_key_are_worked_out_only_while_it_is_new(tmp_path: Path):
    bench, worked_out = Bench(tmp_path), []

    def rows(stage: Path, *names: str) -> Iterator[Group[Any]]:
        worked_out.append(names)
        yield row(stage, *names, by=By.WORKERS)
        yield one("last", key_of("last"), partial(write, stage, "last"))

    def build(key: str, *names: str) -> None:
        with bench.build() as (groups, stage):
            groups.add(one("first", key_of("first"), partial(write, stage, "first")))
            groups.together("all", key_of(key), partial(rows, stage, *names))

    build("1", "a", "b")
    assert worked_out == [("a", "b")]
    build("1", "a", "b")
    assert (worked_out, bench.made, bench.found) == ([("a", "b")], [], {"first", "a", "b", "last"})
    build("2", "a", "c")
    assert (len(worked_out), bench.made, bench.found) == (2, ["c"], {"first", "a", "c", "last"})


def test_rows_under_one_key_are_worked_out_when_a_file_of_them_is_gone(tmp_path: Path):
    bench, worked_out = Bench(tmp_path), []

    def rows(stage: Path) -> Iterator[Group[Any]]:
        worked_out.append(stage)
        yield row(stage, "a", "b")

    for _ in range(2):
        with bench.build() as (groups, stage):
            groups.together("all", key_of("1"), partial(rows, stage))
        (bench.site / "a.txt").unlink()
    with bench.build() as (groups, stage):
        groups.together("all", key_of("1"), partial(rows, stage))
    assert bench.found == {"a", "b"}


def test_a_part_always_works_its_rows_out(tmp_path: Path):
    bench, worked_out = Bench(tmp_path), []

    def rows(stage: Path) -> Iterator[Group[Any]]:
        worked_out.append(stage)
        yield row(stage, "a", "b")

    for _ in range(2):
        with bench.build(share=Share(1, 1)) as (groups, stage):
            groups.together("all", key_of("1"), partial(rows, stage))
    assert len(worked_out) == 2
    assert bench.found == {"a", "b"}


def test_an_error_of_a_worker_is_an_error_of_the_build(tmp_path: Path):
    with (
        ProcessPoolExecutor(1) as executor,
        pytest.raises(ValueError, match="is not below the site"),
        Bench(tmp_path).build(executor) as (groups, stage),
    ):
        groups.add(row(stage, "../a", by=By.EACH))
