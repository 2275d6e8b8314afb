"""JavaScript modules of the theme and what they import.

They are written in one way, `import { a, b } from "./x.js";`, a line each, so that a program can follow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

IMPORT = re.compile(r'^import \{([^{}]*)\} from "([./\w-]*/)?([\w-]+)\.js";$', re.MULTILINE)
"""Names, folder and file of what is imported."""

OWN = "assets/gongkai"


def with_imports(module: Path) -> list[Path]:
    """The modules that a module of the site imports, and it itself, in an order in which each comes after those it imports."""
    met: dict[Path, None] = {}

    def visit(one: Path) -> None:
        for _, folder, origin in IMPORT.findall(one.read_text(encoding="utf-8")):
            visit((one.parent / folder / f"{origin}.js").resolve())
        met[one] = None

    visit(module)
    return list(met)


def loaded_with(templates: Iterable[Path], name: str) -> list[str]:
    """Addresses below the site of a module and of all that it imports, itself first, so that a page can ask for all of them at
    once; `templates` are the folders of the themes, the first before the others."""
    places = ((folder.parent / OWN).resolve() for folder in templates)
    own = next(place for place in places if (place / f"{name}.js").is_file())
    modules = with_imports(own / f"{name}.js")
    return [f"{OWN}/{module.relative_to(own).as_posix()}" for module in reversed(modules)]
