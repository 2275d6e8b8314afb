"""JavaScript modules → one classic script, which a browser also loads for a page on a disk.

What is understood is what the scripts of the site are written in: `import { a, b } from "./x.js";`, and `export` before a function,
constant or class. Whatever else is found stops the export, for a script that does not load would leave a page without its search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.model.diagnostics import Text
from generator.model.faults import OutputError
from generator.site.frame.modules import IMPORT

_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^\s*(?:import|export)\b.*|\bimport(?:\(|\.meta).*", re.MULTILINE)
"""Only a module may say this, at the beginning of a line; or anywhere, where it loads another one."""


def classic(modules: Sequence[Path], name: str) -> str:
    """A script that gives everything these modules export to one global object of that name.

    Each module may import from those before it. Raises OutputError where a module is written in another way, imports what is not
    there, neither imports nor exports anything, or exports a name that another one exports: nothing would tell the reader of the copy.
    """
    exported: dict[str, set[str]] = {}
    parts = [_part(module, exported) for module in modules]
    return (
        f"const {name} = (() => {{\nconst modules = {{}};\n{''.join(parts)}"
        "return Object.assign({}, ...Object.values(modules));\n})();\n"
    )


def _part(module: Path, exported: dict[str, set[str]]) -> str:
    """A module as a function that puts what it exports into `modules`, and takes from there what it imports."""
    text = module.read_text(encoding="utf-8")
    for names, _, origin in IMPORT.findall(text):
        wanted = {one.strip() for one in names.split(",") if one.strip()}
        if absent := sorted(wanted - exported.get(origin, set())):
            raise _not_classic(module, f"import {', '.join(absent)} ({origin}.js)")
    own = [name for _, name in _EXPORT.findall(text)]
    if twice := sorted(set(own) & set().union(*exported.values())):
        raise _not_classic(module, f"export {', '.join(twice)}")
    exported[module.stem] = set(own)
    inside = IMPORT.sub(r'const {\1} = modules["\3"];', _EXPORT.sub(r"\1", text))
    if left := _LEFT.search(_without_comments(inside)):
        raise _not_classic(module, left[0].strip())
    if (
        not own and inside == text
    ):  # of another kind of module, such as `module.exports = …`, the browser would know nothing
        raise _not_classic(module, "no export")
    return f'modules["{module.stem}"] = (() => {{\n{inside}\nreturn {{ {", ".join(own)} }};\n}})();\n'


def _without_comments(text: str) -> str:
    return re.sub(r"^\s*(?://|/\*\*|\*).*", "", text, flags=re.MULTILINE)


def _not_classic(module: Path, said: str) -> OutputError:
    return OutputError(
        Text(
            f"离线副本无法收入脚本 {module.name}：{said}；离线副本没有生成",
            f"the offline copy cannot take in the script {module.name}: {said}; no copy was written",
        )
    )
