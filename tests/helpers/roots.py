"""A small catalog root on disk, and the day as of which it is checked."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

TESTS = Path(__file__).parent.parent
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
