"""A draft → its files in the catalog, whole or not at all. Never overwrites."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.machine.git import is_ours
from generator.model.places import WORK
from generator.tools.importing.draft import Beside


def write_import(root: Path, path: str, text: str, files: Sequence[Beside]) -> None:
    """Write a document and the files beside it. Raises FileExistsError when one of them is there already.

    The files come first and the document last, by a link to what is written in full: a run that is killed leaves no half.
    """
    target = root / path
    folder = target.with_suffix(".files")
    if target.exists() or folder.exists():
        raise FileExistsError(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = root / WORK if is_ours(root / WORK) else target.parent
    work.mkdir(exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="import-", dir=work))
    try:
        whole = staged / "document"
        whole.write_text(text, encoding="utf-8", newline="\n")
        if files:
            beside = staged / "files"
            beside.mkdir()
            for file in files:
                (beside / file.name).write_bytes(file.data)
            beside.rename(folder)
        _appear(whole, target)
    except BaseException:
        if files and not target.exists():
            shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _appear(whole: Path, target: Path) -> None:
    """Give a file its name at once, unless there is one of that name."""
    try:
        os.link(whole, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(whole.read_text(encoding="utf-8"))
