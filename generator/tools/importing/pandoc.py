"""The only module that knows pandoc: a document's bytes → its syntax tree, and a tree → Markdown.

Pandoc runs in its sandbox, with a limit on memory and time: it reads what it is given and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.model.diagnostics import Text
from generator.model.faults import Fault
from generator.reading.attachments.content import unreadable
from generator.reading.attachments.package import DAMAGED

Node = dict[str, Any]
"""A block or an inline of pandoc's tree: its type `t` and its content `c`."""

MAX_SECONDS = 60

_LIMITS = ["+RTS", "-M1G", "-RTS"]

_API = [1, 23, 1]
"""Version of the tree that is written back; pandoc 3 reads it."""


class PandocMissing(Fault):
    """Pandoc is not on this machine."""


def find_pandoc() -> str:
    """The program: from the package pypandoc-binary, or the system's. Raises PandocMissing."""
    spec = find_spec("pypandoc")
    bundled = str(Path(spec.origin).parent / "files") if spec and spec.origin else ""
    found = shutil.which("pandoc", path=os.pathsep.join([bundled, os.environ.get("PATH", "")]))
    if found is None:
        raise PandocMissing(
            Text(
                "导入文件需要 pandoc：运行 pip install 'gongkai[import]'，或者安装系统的 pandoc 3",
                "importing needs pandoc: run pip install 'gongkai[import]', or install pandoc 3",
            )
        )
    return found


def read_tree(data: bytes, form: str) -> list[Node]:
    """The blocks of a document in one of pandoc's formats. Raises Refused when pandoc cannot read it."""
    blocks: list[Node] = json.loads(_run(data, "--from", form, "--to", "json"))["blocks"]
    return blocks


def write_markdown(blocks: list[Node]) -> str:
    """Blocks as CommonMark with tables and notes, one paragraph a line, without any HTML."""
    tree = json.dumps({"pandoc-api-version": _API, "meta": {}, "blocks": blocks}, ensure_ascii=False)
    return _run(tree.encode(), "--from", "json", "--to", "gfm-raw_html", "--wrap", "none").decode()


def _run(data: bytes, *arguments: str) -> bytes:
    program = find_pandoc()
    try:
        done = subprocess.run(
            [program, "--sandbox", *arguments, *_LIMITS],
            input=data,
            capture_output=True,
            check=False,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise unreadable(
            Text(
                f"pandoc 用了 {MAX_SECONDS} 秒还没有读完", f"pandoc was not done after {MAX_SECONDS} seconds"
            ),
            DAMAGED[1],
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise unreadable(
            Text(f"pandoc 读不了：{' '.join(said[:2])}", f"pandoc cannot read it: {' '.join(said[:2])}"),
            DAMAGED[1],
        )
    return done.stdout
