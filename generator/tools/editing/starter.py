"""A first catalog for an office that begins: catalog.yml with explanations and one complete document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.model.places import DOCUMENTS

_FILES = Path(__file__).parent / "starter_files"

_PLACES = {
    "catalog.yml": "catalog.yml",
    "document.md": "content/documents/bangongshi/{year}/00001.md",
    "help.md": "content/pages/help.md",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
}


_MIGRATION = {"migrate.md": "MIGRATE.md"}
"""What an office gets besides that has an old site."""


def write_starter(folder: Path, today: date, *, migrate: bool = False) -> None:
    """Write the files below `folder`, which is made if need be. The document is dated `today`.

    With `migrate` there is no example document, and a page that explains how an old site comes over.
    """
    kept = {name: place for name, place in _PLACES.items() if not (migrate and name == "document.md")}
    if migrate:
        (folder / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    for name, place in (kept | (_MIGRATION if migrate else {})).items():
        target = folder / place.format(year=today.year)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (_FILES / name).read_text(encoding="utf-8")
        spoken = f"{today.year}年{today.month}月{today.day}日"
        target.write_text(
            text.replace("{today}", str(today)).replace("{year}", str(today.year)).replace("{date}", spoken),
            encoding="utf-8",
        )
