"""content/pages → the names of its files."""

from __future__ import annotations

from pathlib import Path

from generator.model.places import PAGES


def page_names(root: Path) -> list[str]:
    """Every file among the editorial pages, relative to their folder, links and hidden files left out."""
    folder = root / PAGES
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = (path.relative_to(folder).as_posix() for path in found)
    return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))
