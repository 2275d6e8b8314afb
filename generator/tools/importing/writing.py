"""A draft → its files in the catalog, whole or not at all. Never overwrites."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.machine.git import is_ours
from generator.model.places import WORK
from generator.tools.editing.drafts import write_draft
from generator.tools.importing.draft import Beside


def write_import(root: Path, path: str, text: str, files: Sequence[Beside]) -> None:
    """Write a document and the files beside it. Raises FileExistsError when one of them is there already."""
    target = root / path
    folder = target.with_suffix(".files")
    if target.exists() or folder.exists():
        raise FileExistsError(path)
    if not files:
        write_draft(root, path, text)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    work = root / WORK if is_ours(root / WORK) else target.parent
    work.mkdir(exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix="import-", dir=work))
    try:
        for file in files:
            (staged / file.name).write_bytes(file.data)
        staged.chmod(0o755)
        staged.rename(folder)
        write_draft(root, path, text)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        if not target.exists():
            shutil.rmtree(folder, ignore_errors=True)
        raise
