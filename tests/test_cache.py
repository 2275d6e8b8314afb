"""Keys of the cache: equal for equal values, different for all others."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.machine.cache import Cache, key_of
from generator.machine.made_with import PACKAGE, distributions, made_with, office_program, package_files
from generator.model.catalog import INDEX_NO_PATTERN
from generator.reading.index_pattern import index_pattern

TEXTS = st.text(st.characters(exclude_categories=()))
"""Lone surrogates included: names of files that are no UTF-8 come as such."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | TEXTS | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
SOME = st.lists(VALUES, max_size=4)


@given(SOME, SOME)
def test_keys_are_equal_exactly_where_values_are(one: list[object], other: list[object]):
    assert (key_of(*one) == key_of(*other)) == (repr(one) == repr(other))


@given(SOME, st.data())
def test_a_value_that_changes_changes_the_key(values: list[object], data: st.DataObject):
    at = data.draw(st.integers(0, len(values)))
    assert key_of(*values) != key_of(*values[:at], "更多", *values[at:])


def test_what_cannot_be_packed_counts_by_its_text():
    assert key_of(Path("a"), date(2026, 1, 5)) == key_of(Path("a"), date(2026, 1, 5))
    assert (
        len({key_of(Path("a")), key_of(Path("b")), key_of(date(2026, 1, 5)), key_of(date(2026, 1, 6))}) == 4
    )


def test_every_library_that_the_program_asks_for_counts_with_its_version():
    asked = [
        line
        for line in requires("gongkai") or ()
        if "extra == 'dev'" not in line and 'extra == "dev"' not in line
    ]
    names = {re.match(r"[\w.-]+", line)[0] for line in asked}  # type: ignore[index]
    assert len(names) > 25
    known = [name.lower().replace("_", "-") for name in distributions(sys.path)]
    for name in names:
        try:
            installed = f"{name}-{version(name)}.dist-info"
        except PackageNotFoundError:  # an extra that is not in use
            continue
        assert installed.lower().replace("_", "-") in known
    assert set(distributions(sys.path)) <= set(made_with())


def test_another_version_or_one_library_more_is_another_program(tmp_path: Path):
    (tmp_path / "nh3-0.3.dist-info").mkdir()
    seen = [distributions([str(tmp_path), "/nowhere"])]
    (tmp_path / "nh3-0.3.dist-info").rename(tmp_path / "nh3-0.4.dist-info")
    seen.append(distributions([str(tmp_path)]))
    (tmp_path / "lxml-6.1.egg-info").write_text("")
    seen.append(distributions([str(tmp_path)]))
    assert seen == [["nh3-0.3.dist-info"], ["nh3-0.4.dist-info"], ["lxml-6.1.egg-info", "nh3-0.4.dist-info"]]


def test_a_version_that_is_not_in_the_name_is_read(tmp_path: Path):
    (tmp_path / "cryptography.egg-info").mkdir()
    (tmp_path / "cryptography.egg-info/PKG-INFO").write_text(
        "Metadata-Version: 2.1\nName: cryptography\nVersion: 38.0.4\n"
    )
    assert distributions([str(tmp_path)]) == ["cryptography.egg-info 38.0.4"]


def test_every_file_of_the_package_counts(tmp_path: Path):
    package = tmp_path / "generator"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "*.xz"))
    plain = package_files(package)
    files = [path for path in package.rglob("*") if path.is_file()]
    assert len(files) == len(plain) > 400
    assert {path.suffix for path in files} >= {".py", ".json", ".yml", ".js", ".md"}
    for path in files:
        path.write_bytes(path.read_bytes() + b"\n")
    assert not set(plain) & set(package_files(package))
    files[0].unlink()
    assert len(package_files(package)) == len(plain) - 1


def test_another_libreoffice_is_another_program(tmp_path: Path):
    program = tmp_path / "program/soffice"
    program.parent.mkdir()
    for name in ("soffice", "soffice.bin", "versionrc"):
        (program.parent / name).write_text(name)
    (tmp_path / "soffice").symlink_to(program)
    before = office_program(str(tmp_path / "soffice"))
    assert len(before) == 3 and office_program(None) == []
    (program.parent / "versionrc").write_text("buildid=41")
    assert office_program(str(tmp_path / "soffice")) != before


def test_values_that_share_a_row_are_kept_and_dropped_one_by_one(tmp_path: Path):
    same, other = [b"a1", b"a2", b"a3"], b"b1"
    with Cache(tmp_path) as cache:
        cache.put("kind", {key: key * 2 for key in (*same, other)})
        cache.commit()
    with Cache(tmp_path) as cache:
        assert cache.lock()
        assert cache.get("kind", same[:1]) == {b"a1": b"a1a1"}
        cache.put("kind", {b"a4": b"new"})
        cache.commit()
    with Cache(tmp_path) as cache:
        assert cache.get("kind", [*same, b"a4", other]) == {b"a1": b"a1a1", b"a4": b"new"}


@given(
    st.from_regex(INDEX_NO_PATTERN, fullmatch=True).filter(lambda number: number.isascii())
    | st.text("0123456789ABX/-١\n", max_size=30)
)
def test_our_form_of_numbers_is_the_same_for_both_engines(number: str):
    ours, theirs = (
        index_pattern(text).match(number) for text in (INDEX_NO_PATTERN, f"(?:{INDEX_NO_PATTERN})")
    )
    assert bool(ours) == bool(theirs)
    assert not ours or ours.groupdict() == theirs.groupdict()
