"""JavaScript modules of the theme, what they import, and several of them as one.

They are written in one way, so that a program can follow them: `import { a, b } from "./x.js";`, a line each, and `export` before a
function, constant or class, whose names are given once among all modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

IMPORT = re.compile(r'^import \{([^{}]*)\} from "([./\w-]*/)?([\w-]+)\.js";$', re.MULTILINE)
"""Names, folder and file of what is imported."""

OWN = "assets/gongkai"

WHOLE = {"search/search": "", "search/second": "search/search"}
"""Modules that the site has in one file with all that they import, each with the one that is loaded before it, whose part is left
out: a file of its own for each module takes longer on a slow line than all that is in them."""

_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)

_LEFT = re.compile(r"^\s*(?:import\b(?!\s*[(.])|export\b).*", re.MULTILINE)
"""Only a module may say this, at the beginning of a line."""

_LINE_REMARK = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_BLOCK_REMARK = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


class ForeignModule(Exception):
    """A module that is written in another way; its arguments are the file and what it says."""


class Joined(NamedTuple):
    """Several modules as one."""

    text: str
    exported: dict[str, set[str]]
    """Module → the names that it exports, all of which `text` defines at its top."""
    wanted: set[str]
    """Names that `text` takes from modules that are not in it."""


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
    if name in WHOLE:
        return [f"{OWN}/{name}.js"]
    places = ((folder.parent / OWN).resolve() for folder in templates)
    own = next(place for place in places if (place / f"{name}.js").is_file())
    modules = with_imports(own / f"{name}.js")
    return [f"{OWN}/{module.relative_to(own).as_posix()}" for module in reversed(modules)]


def joined(modules: Sequence[Path], given: Mapping[str, set[str]] | None = None) -> Joined:
    """Modules as one, without their remarks; each may import from those before it, and from the modules that are `given` with what they export.

    Raises ForeignModule where a module is written in another way, imports what is not there, neither imports nor exports
    anything, or exports a name that another one exports.
    """
    known = dict(given or {})
    exported: dict[str, set[str]] = {}
    wanted: set[str] = set()
    parts = []
    for module in modules:
        text = module.read_text(encoding="utf-8")
        for names, _, origin in IMPORT.findall(text):
            named = {one.strip() for one in names.split(",") if one.strip()}
            if absent := sorted(named - known.get(origin, set())):
                raise ForeignModule(module, f"import {', '.join(absent)} ({origin}.js)")
            wanted |= named if origin not in exported else set()
        own = [name for _, name in _EXPORT.findall(text)]
        if twice := sorted(set(own) & set().union(*known.values())):
            raise ForeignModule(module, f"export {', '.join(twice)}")
        known[module.stem] = exported[module.stem] = set(own)
        inside = without_remarks(IMPORT.sub("", _EXPORT.sub(r"\1", text))).strip()
        if left := _LEFT.search(inside):
            raise ForeignModule(module, left[0].strip())
        if not own and not IMPORT.search(text):
            # of another kind of module, such as `module.exports = …`, the browser would know nothing
            raise ForeignModule(module, "no export")
        names = ", ".join(own)
        parts.append(
            f"const {{ {names} }} = (() => {{\n{inside}\nreturn {{ {names} }};\n}})();\n"
            if own
            else f"(() => {{\n{inside}\n}})();\n"
        )
    return Joined("".join(parts), exported, wanted)


def whole_modules(own: Path) -> Iterator[tuple[Path, str]]:
    """The modules of `WHOLE` that lie below a folder, each with what is to stand in its file; none when one is written in another way,
    since the files as they are do the same."""
    try:
        made: dict[str, Joined] = {}
        held: dict[str, list[Path]] = {}
        for name, before in WHOLE.items():
            held[name] = with_imports((own / f"{name}.js").resolve())
            added = [module for module in held[name] if module not in held.get(before, ())]
            made[name] = joined(added, made[before].exported if before else None)
    except (ForeignModule, OSError):
        return
    for name, before in WHOLE.items():
        text = made[name].text
        if before:
            text = f'import {{ {", ".join(sorted(made[name].wanted))} }} from "./{Path(before).name}.js";\n{text}'
        names = sorted(set().union(*made[name].exported.values()))
        yield own / f"{name}.js", f"{text}export {{ {', '.join(names)} }};\n"


def without_remarks(text: str) -> str:
    """A script without the lines that only say something to its reader; as it is, where a text in it runs over lines, which may look like them."""
    if any(line.count("`") % 2 for line in text.splitlines()):
        return text
    return _LINE_REMARK.sub("", _BLOCK_REMARK.sub("", text))
