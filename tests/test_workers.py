"""What several tasks need goes to other processes once, and only as it was written."""

from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from generator.machine.workers import Lent


def _length(lent: Lent[tuple[str, ...]]) -> int:
    return len(lent.value)


def test_a_lent_value_is_packed_once_and_comes_out_in_another_process(tmp_path: Path):
    lent = Lent(("甲",) * 10_000, tmp_path / "work" / "lent")
    with ProcessPoolExecutor(2) as pool:
        assert set(pool.map(_length, [lent] * 6)) == {10_000}
    written = (tmp_path / "work" / "lent").stat().st_mtime_ns
    assert len(pickle.dumps(lent)) < 500
    assert (tmp_path / "work" / "lent").stat().st_mtime_ns == written


def test_workers_that_begin_afterwards_have_a_lent_value_already(tmp_path: Path):
    with ProcessPoolExecutor(2) as pool:
        lent = Lent(("甲",) * 10_000, tmp_path / "lent", pool)
        assert set(pool.map(_length, [lent] * 6)) == {10_000}
        assert (tmp_path / "lent").exists() is (multiprocessing.get_start_method() != "fork")
        later = Lent(("乙",) * 5, tmp_path / "later", pool)
        assert set(pool.map(_length, [later] * 6)) == {5}
        assert (tmp_path / "later").exists()


def test_a_lent_value_that_was_touched_is_not_taken(tmp_path: Path):
    handed = pickle.dumps(Lent([1, 2], tmp_path / "lent"))
    (tmp_path / "lent").write_bytes(pickle.dumps([3]))
    with pytest.raises(OSError, match="changed"):
        assert pickle.loads(handed).value


def test_a_lent_value_may_be_handed_on_unread(tmp_path: Path):
    handed = pickle.dumps(Lent([1, 2], tmp_path / "lent"))
    assert pickle.dumps(pickle.loads(handed)) == handed
    assert pickle.loads(handed).value == [1, 2]
