"""A root → where its theme, templates and editorial pages lie, and a key that stands for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.machine.cache import key_of, program_key
from generator.machine.shipped import asset_root
from generator.model.places import PAGES

if TYPE_CHECKING:
    from generator.model.catalog import Catalog


def theme_folders(root: Path) -> list[Path]:
    """The theme folders, those of the root before the shipped one."""
    return [folder for folder in dict.fromkeys((root / "theme", asset_root() / "theme")) if folder.is_dir()]


def template_folders(root: Path) -> tuple[Path, ...]:
    """Where our own templates lie, those of the root before the shipped ones."""
    return tuple(templates for folder in theme_folders(root) if (templates := folder / "templates").is_dir())


def host_key(root: Path, catalog: Catalog) -> str:
    """A digest of everything that pages, shells, assets and templates are made from, in hex."""
    files = [
        mkdocs_config(root),
        *own_files(root / PAGES),
        *(file for folder in theme_folders(root) for file in own_files(folder)),
    ]
    contents = (part for file in files for part in (f"{file.parent.name}/{file.name}", file.read_bytes()))
    return key_of(program_key(), catalog.site, catalog.authority, *contents).hex()[:16]


def mkdocs_config(root: Path) -> Path:
    """The configuration of MkDocs: the root's own, or the shipped one."""
    own = root / "mkdocs.yml"
    return own if own.is_file() else asset_root() / "mkdocs.yml"


def own_files(folder: Path) -> list[Path]:
    """All files below a folder, links left out, sorted."""
    return (
        sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) if folder.is_dir() else []
    )
