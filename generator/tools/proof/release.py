"""A root → a release: its site, the register of addresses grown by what is new, and a record that joins the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from generator.build import Built, build_site, check_root
from generator.machine.files import replace_file
from generator.machine.site_folder import manifest_digest
from generator.machine.workers import Progress, silent
from generator.model.diagnostics import blocking
from generator.model.document import Document
from generator.model.places import RECORDS, REGISTER
from generator.model.tables import TABLES
from generator.reading.registers.addresses import (
    Address,
    Release,
    extended,
    last_release,
    next_release,
    read_register,
    record_text,
    register_text,
    released,
)
from generator.reading.registers.tables import past_text


def release_site(
    root: Path, out: Path, *, today: date, jobs: int = 1, progress: Progress = silent
) -> tuple[Built, Release | None]:
    """Check and build a root, and record the release; no release when a finding blocks or nothing has changed since the last.

    The site is built with the register as it will be, so that whoever builds the commit of the release gets the same site; when
    it cannot be built, the register is put back. Raises OutputError, HostError or SearchError.
    """
    checked = check_root(root, today=today, jobs=jobs, progress=progress)
    if checked.setting is None or blocking(checked.diagnostics):
        return Built(checked, None, 0), None
    before, register = read_register(root).addresses, root / REGISTER
    kept = register.read_bytes() if register.is_file() else None
    _write(register, register_text(extended(before, checked.documents, today).values()))
    built = None
    try:
        built = build_site(root, out, today=today, jobs=jobs, progress=progress)
    finally:
        if built is None or built.pages is None:
            register.unlink() if kept is None else replace_file(register, kept)
    if built.pages is None:
        return built, None
    for table in built.checked.tables:
        _write(root / TABLES / f"{table.slug}.lock", past_text(table, today))
    return built, record_release(root, before, built.checked.documents, today, manifest_digest(out))


def record_release(
    root: Path, before: Mapping[str, Address], documents: Iterable[Document], today: date, site: str | None
) -> Release | None:
    """Write register and record of a release; None when the last one left everything as it is.

    `before` is the register before it, `site` the SHA-256 of the manifest of the site that was built.
    """
    after = extended(before, documents, today)
    last, previous = last_release(root)
    release = next_release(before, after, released(root), last, previous, today, site)
    _write(root / REGISTER, register_text(after.values()))
    if release:
        _write(root / RECORDS / f"{release.number:04}.json", record_text(release))
    return release


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        replace_file(path, data)
