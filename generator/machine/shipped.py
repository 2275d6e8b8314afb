"""Where the theme and the settings lie that come with the program."""

from __future__ import annotations

from pathlib import Path

PACKAGED = Path(__file__).parents[1] / "_packaged"
"""theme/ and mkdocs.yml as shipped in the wheel; in a checkout they lie beside the package."""


def asset_root() -> Path:
    """The folder that holds the shipped theme/ and mkdocs.yml."""
    return PACKAGED if PACKAGED.exists() else Path(__file__).parents[2]
