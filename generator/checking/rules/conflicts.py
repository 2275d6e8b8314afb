"""Rules about what a merge that was not finished leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.places import PAGES
from generator.model.setting import Setting
from generator.reading.frontmatter import Record

_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?:[ \t].*)?$", re.MULTILINE)
"""The lines that git writes around the two sides of a conflict, and before their common base."""


def conflict_marker(record: Record, setting: Setting) -> Iterator[Finding]:
    """正文里留有合并冲突的标记。

    两个人改了同一处，合并没有做完，文件里就留下“<<<<<<<”“=======”“>>>>>>>”，两种写法都在。这样发布出去，读者不知道哪一种算数。
    依据：《政府信息公开条例》第六条（及时、准确公开）；本项目的编辑约定。
    ---
    Marks of a merge conflict in the text.

    Two people changed the same place and the merge was not finished: both wordings are there. Nobody who reads it would know
    which one counts.
    """
    for line, mark in _marks(record.body):
        yield _finding(record.body_line + line, mark)


def page_conflict_marker(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """content/pages 的页面里留有合并冲突的标记。

    合并没有做完，两种写法都留在页面里，会原样公开。
    依据：《政府信息公开条例》第六条（及时、准确公开）；本项目的编辑约定。
    ---
    Marks of a merge conflict in a page of content/pages.

    The merge was not finished; both wordings are in the page and would be published.
    """
    for path in sorted((setting.root / PAGES).rglob("*.[mM][dD]")):
        if path.is_file() and not path.is_symlink():
            for line, mark in _marks(path.read_bytes().decode("utf-8", "replace")):
                yield _finding(1 + line, mark)._replace(path=path.relative_to(setting.root).as_posix())


def _marks(text: str) -> Iterator[tuple[int, str]]:
    if "<<<<<<<" in text or ">>>>>>>" in text:
        for match in _MARK.finditer(text):
            yield text.count("\n", 0, match.start()), match[0][:7]


def _finding(line: int, mark: str) -> Finding:
    return Finding(
        line,
        Text(f"合并冲突的标记“{mark}”", f"the mark of a merge conflict, “{mark}”"),
        Text(
            "留下正确的一种写法，删除另一种和三行标记（<<<<<<<、=======、>>>>>>>）",
            "keep the right wording, delete the other one and the three marks",
        ),
        {"mark": mark},
    )
