"""A root → a release: its site, the register of addresses grown by what is new, and a record that joins the chain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.build import Built
from generator.machine.files import replace_file
from generator.machine.site_folder import manifest_digest
from generator.machine.workers import Progress, silent
from generator.model.document import Document
from generator.model.places import BEFORE, RECORDS, REGISTER
from generator.model.tables import TABLES
from generator.reading.registers.addresses import (
    Address,
    Release,
    extended,
    last_release,
    next_release,
    read_register,
    record_text,
    register_of,
    register_text,
    released,
)
from generator.reading.registers.table_locks import past_text
from generator.tools.proof.held import Held
from generator.tools.proof.held_registers import register_digests
from generator.tools.proof.holding import build_prepared, prepared


class Released(NamedTuple):
    """The result of `gongkai release`: the site, the record that was written, and what was held back."""

    built: Built
    release: Release | None
    """None when nothing could be published, or nothing has changed since the last release."""
    held: Sequence[Held] = ()


def release_site(
    root: Path,
    out: Path,
    *,
    today: date,
    jobs: int = 1,
    progress: Progress = silent,
    parts: Sequence[Path] = (),
) -> Released:
    """Build a root with what is held back as last released, and record the release.

    The site is built with the register as it will be, so that whoever builds the commit of the release gets the same site; when
    it cannot be built, the register is put back. A release that is cut off anywhere is completed by the next one, whose record
    tells everything that changed since the last record. `parts` are folders that
    `build --hold --shard` made. Raises OutputError, HostError or SearchError.
    """
    with prepared(root, today=today, jobs=jobs, progress=progress) as ready:
        if not ready.ready:
            return Released(Built(ready.checked, None, 0), None)
        before, register = _before(root), root / REGISTER
        kept = register.read_bytes() if register.is_file() else None
        held = {one.path for one in ready.held}
        after = register_text(extended(before, ready.documents, today, held).values())
        cut_off = (root / BEFORE).is_file()
        if kept != after.encode() and not cut_off:
            _write(root / BEFORE, register_text(before.values()))
        for place in filter(None, (root, ready.source)):
            _write(place / REGISTER, after)
        built = None
        try:
            built = build_prepared(ready, root, out, today=today, jobs=jobs, progress=progress, parts=parts)
        finally:
            if built is None or built.pages is None:
                register.unlink() if kept is None else replace_file(register, kept)
                if not cut_off:
                    (root / BEFORE).unlink(missing_ok=True)
        if built.pages is None:
            return Released(built, None)
        for table in built.checked.tables:
            _write(root / TABLES / f"{table.slug}.lock", past_text(table, today))
        done = record_release(root, before, built.checked.documents, today, manifest_digest(out), held)
        return Released(built, done, ready.held)


def record_release(
    root: Path,
    before: Mapping[str, Address],
    documents: Iterable[Document],
    today: date,
    site: str | None,
    held: Collection[str] = (),
) -> Release | None:
    """Write register and record of a release; None when the last one left everything as it is.

    `before` is the register before it, `site` the SHA-256 of the manifest of the site that was built, `held` the paths of the
    documents that show their last released text.
    """
    after = extended(before, documents, today, held)
    last, previous = last_release(root)
    registers = register_digests(root, held, last.registers if last else {})
    release = next_release(before, after, released(root), last, previous, today, site, registers)
    _write(root / REGISTER, register_text(after.values()))
    if release:
        _write(root / RECORDS / f"{release.number:04}.json", record_text(release))
    (root / BEFORE).unlink(missing_ok=True)
    return release


def _before(root: Path) -> Mapping[str, Address]:
    """The register as of the last record: a release that was cut off may have written the next one already."""
    now = read_register(root).addresses
    left = root / BEFORE
    if not left.is_file():
        return now
    earlier = register_of(left.read_bytes().decode("utf-8", "replace")).addresses
    return {**now, **earlier}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        replace_file(path, data)
