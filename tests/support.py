"""What the tests share: a small catalog root on disk, and its findings."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from generator.build import check_root
from generator.cli.main import main
from generator.model.diagnostics import Diagnostic

TESTS = Path(__file__).parent
TODAY = date(2026, 11, 22)
MARK = re.compile(r"[ \t]*(?:#|<!--) expect: ([a-z, -]+?)(?: -->)?$", re.MULTILINE)


def make_root(folder: Path, files: dict[str, str | bytes], catalog: str | None = None) -> Path:
    """A catalog root with the documents `files` (name → content); the catalog of the rule fixtures unless given."""
    documents = folder / "content/documents"
    documents.mkdir(parents=True)
    for name, content in files.items():
        target = documents / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "catalog.yml").write_text(
        catalog or (TESTS / "rules/catalog.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return folder


def copy_fixture(source: Path, root: Path) -> set[tuple[str, int, str]]:
    """Copy a fixture (a document or a folder of them) into a root without its marks; return (path, line, slug) of each mark."""
    documents = root / "content/documents"
    expected: set[tuple[str, int, str]] = set()
    pairs = (
        [(source, documents / source.name)]
        if source.is_file()
        else [(f, documents / f.relative_to(source)) for f in sorted(source.rglob("*")) if f.is_file()]
    )
    make_root(root, {})
    for origin, target in pairs:
        if target.name == "catalog.yml":
            target = root / "catalog.yml"
        if origin.suffix == ".expect":
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        path = target.relative_to(root).as_posix()
        sidecar = origin.with_name(origin.name + ".expect")
        if sidecar.exists():
            pairs_of = (line.split() for line in sidecar.read_text(encoding="utf-8").splitlines())
            expected |= {(path, int(number), slug) for number, slug in pairs_of}
        if sidecar.exists() or target.suffix not in (".md", ".yml"):
            shutil.copyfile(origin, target)
            continue
        text = origin.read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n"), 1):
            if mark := MARK.search(line):
                expected |= {(path, number, slug.strip()) for slug in mark[1].split(",")}
        target.write_text(MARK.sub("", text), encoding="utf-8")
    return expected


def gongkai(*arguments: str | Path, **environment: str) -> CompletedProcess[str]:
    """The program, run here instead of in a process of its own, which would take longer to start than most commands take."""
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            return CompletedProcess(arguments, int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("the program did not exit")


def findings(root: Path, today: date = TODAY) -> list[Diagnostic]:
    """Everything `gongkai check` finds."""
    return check_root(root, today=today).diagnostics


def places(diagnostics: list[Diagnostic]) -> set[tuple[str, int, str]]:
    """(path, line, slug) of each finding."""
    return {(d.path, d.line, d.rule) for d in diagnostics}
