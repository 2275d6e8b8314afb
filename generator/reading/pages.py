"""content/pages → the names of its files, and what makes a page one that no site can be built with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from generator.model.diagnostics import Text
from generator.model.places import PAGES

MAX_PAGE = 1_000_000
"""Bytes of one page: a law of 300 articles has 150,000. The time Python-Markdown takes grows faster than the page."""
MAX_LEVELS = 30
"""Lists and quotations within each other; Python-Markdown calls itself for each, four columns a level."""

_ITEM = re.compile(r"^([ \t>]*)(?:[-*+]|\d+[.)])[ \t]", re.MULTILINE)
_QUOTED = re.compile(r"^([ \t>]*>)", re.MULTILINE)


class PageFault(NamedTuple):
    """Why a page cannot be shown, the line, and what to do."""

    line: int
    message: Text
    hint: Text


def page_names(root: Path) -> list[str]:
    """Every file among the editorial pages, relative to their folder, links and hidden files left out."""
    folder = root / PAGES
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = (path.relative_to(folder).as_posix() for path in found)
    return sorted(name for name in names if not any(part.startswith(".") for part in name.split("/")))


def page_fault(data: bytes) -> PageFault | None:
    """What would stop the build at this page; None for a page that can be shown."""
    if len(data) > MAX_PAGE:
        return PageFault(
            1,
            Text(
                f"页面有 {len(data) / 1e6:.1f} MB，最多 {MAX_PAGE // 1_000_000} MB",
                f"a page of {len(data) / 1e6:.1f} MB, at most {MAX_PAGE // 1_000_000} MB",
            ),
            Text("拆分成几个页面，或者作为附件公开", "make several pages of it, or attach it to a document"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return PageFault(
            data.count(b"\n", 0, error.start) + 1,
            Text("页面不是 UTF-8 编码", "the page is not UTF-8"),
            Text("用编辑器另存为 UTF-8", "save it as UTF-8"),
        )
    for match in (*_ITEM.finditer(text), *_QUOTED.finditer(text)):
        before = match[1].expandtabs(4)
        if before.count(">") > MAX_LEVELS or before.count(" ") > 4 * MAX_LEVELS:
            return PageFault(
                text.count("\n", 0, match.start()) + 1,
                Text(
                    f"列表或者引用超过 {MAX_LEVELS} 层",
                    f"lists or quotations of more than {MAX_LEVELS} levels",
                ),
                Text("减少层次，改用小标题", "use fewer levels; take headings instead"),
            )
    return None
