"""Sixty documents of twelve layouts: at least 97 % of the fields right, no cell and no number of an article lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.roots import TODAY, make_root
from layouts import EACH, LAYOUTS, papers

from generator.build import check_root
from generator.tools.importing.imports import Importer

CATALOG = (Path(__file__).parents[2] / "catalog.yml").read_text(encoding="utf-8")
KEYS = ("title", "doc_no", "issuer", "formed", "genre", "openness")
SHARE = 0.97


@pytest.mark.slow
def test_sixty_papers(tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    checked = check_root(root, today=TODAY)
    assert checked.setting
    importer = Importer(checked.setting, checked.documents, None, None)
    wrong, lost, count = [], [], 0
    for paper in papers():
        file = tmp_path / paper.name
        file.write_bytes(paper.data)
        outcome = importer.bring(file)
        assert outcome.draft
        found = {key: guess.value for key, guess in outcome.draft.fields.items()}
        wrong += [
            (paper.name, key, getattr(paper, key), found.get(key))
            for key in KEYS
            if found.get(key) != getattr(paper, key)
        ]
        counts = outcome.draft.fidelity
        text = (root / str(outcome.path)).read_text(encoding="utf-8")
        lost += [(paper.name, words) for words in paper.articles if words not in text]
        lost += (
            [(paper.name, *counts.lost_cells, *counts.lost_lines)]
            if counts.lost_cells or counts.lost_lines
            else []
        )
        assert counts.cells_in >= paper.cells
        if paper.openness != "主动公开":
            assert text.endswith("---\n\n")
        assert "内部意见" not in text and "旧文字" not in text
        count += 1
    assert (count, lost) == (EACH * len(LAYOUTS), [])
    assert len(wrong) <= (1 - SHARE) * count * len(KEYS), wrong
