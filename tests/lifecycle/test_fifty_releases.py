"""Fifty releases: no address is lost, every change is to be seen. benchmarks/releases.py builds after each of them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest


@pytest.mark.slow
def test_after_fifty_releases_nothing_has_vanished(tmp_path: Path):
    play = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks/releases.py"))["play"]
    history, wrong = play(tmp_path / "root", 50, build_each=False)
    assert wrong == []
    assert {told.kind for told in history.told} == {
        "新公开",
        "更正",
        "废止",
        "迁址",
        "撤下",
        "被替代",
        "撤回",
    }
    assert len(history.addresses) > 50
