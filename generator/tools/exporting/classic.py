"""JavaScript modules → one classic script, which a browser also loads for a page on a disk.

What is understood is what the scripts of the site are written in (generator/site/frame/modules.py). Whatever else is found stops the
export, for a script that does not load would leave a page without its search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.model.diagnostics import Text
from generator.model.faults import OutputError
from generator.site.frame.modules import ForeignModule, joined, without_remarks

_LOADS = re.compile(r"\bimport(?:\(|\.meta).*")
"""Only a module may say this, where it loads another one or asks where it lies."""


def classic(modules: Sequence[Path], name: str) -> str:
    """A script that gives everything these modules export to one global object of that name.

    Each module may import from those before it. Raises OutputError where a module is written in another way, imports what is not
    there, neither imports nor exports anything, or exports a name that another one exports: nothing would tell the reader of the copy.
    """
    try:
        whole = joined(modules)
    except ForeignModule as error:
        raise _not_classic(*error.args) from error
    for module in modules:
        if left := _LOADS.search(without_remarks(module.read_text(encoding="utf-8"))):
            raise _not_classic(module, left[0].strip())
    names = ", ".join(sorted(set().union(*whole.exported.values())))
    return f"const {name} = (() => {{\n{whole.text}return {{ {names} }};\n}})();\n"


def _not_classic(module: Path, said: str) -> OutputError:
    return OutputError(
        Text(
            f"离线副本无法收入脚本 {module.name}：{said}；离线副本没有生成",
            f"the offline copy cannot take in the script {module.name}: {said}; no copy was written",
        )
    )
