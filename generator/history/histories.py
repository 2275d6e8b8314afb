"""The log of a repository → the history of every published document that has one. Costs only for documents that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import combinations, islice
from pathlib import Path
from typing import NamedTuple

from generator.history.comparison import Comparison, compare
from generator.history.revisions import Log, Revision, read_blobs, released_digests
from generator.history.story import Step, days_of, steps_of
from generator.history.versions import NEWEST, Version, earlier_versions, versions_of
from generator.machine.cache import Cache, key_of, program_key
from generator.machine.workers import each
from generator.model.document import EarlierText, PublishedDocument
from generator.model.packing import pack, unpack
from generator.model.visibility import addresses_of
from generator.model.workdays import ONE_DAY
from generator.reading.privacy.masking import without_leaks
from generator.reading.registers.addresses import Address, read_register

TOGETHER = 16
"""Documents whose texts are read from git at a time."""


class History(NamedTuple):
    """What the pages of one document say of its versions."""

    steps: tuple[Step, ...]
    """What came from each committed version to the next."""
    days: tuple[tuple[str, date | None], ...]
    """Name of each version, and the day from which on its text stood; those that the front matter lists come first."""
    comparisons: tuple[Comparison, ...]
    """Of any two versions; none when there is only one."""
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and words of each version from git but the newest, one block each; personal data is masked, as in comparisons."""
    earlier: tuple[EarlierText, ...] = ()
    """The texts that the front matter lists and that can be read, oldest first."""


UNCHANGED = History((), (), ())
"""Of a document of which there is one version."""


_WORKING_COPY = "+"
"""Stands for the blob of a file that is not committed."""


class _Case(NamedTuple):
    """A document with more than one state."""

    document: PublishedDocument
    revisions: tuple[Revision, ...]
    dirty: bool
    released: tuple[str, ...]
    """SHA-256 of the states that were released; empty in a root that has not released anything."""


def load_histories(
    root: Path, documents: Sequence[PublishedDocument], log: Log, cache: Cache, executor: Executor | None
) -> dict[str, History]:
    """By index number: the history of each of these published documents that was changed since it was first released.

    States that no release published, such as one that was held back, are no part of it. In a root without a register of releases
    it begins where the document was first committed with a date of publication.
    """
    register = read_register(root).addresses
    released = released_digests(root) if register else {}
    cases = [
        _Case(
            d,
            since_release(d, log.revisions.get(d.path, ()), register),
            d.path in log.dirty,
            tuple(digest for number in addresses_of(d) for digest in released.get(number, ())),
        )
        for d in documents
    ]
    keys = {
        key_of(
            program_key(), case.document.digest, case.document.attached, case.document.ended, *case[1:]
        ): case
        for case in cases
        if len(case.revisions) + case.dirty > 1 or case.document.amended_text
    }
    known = cache.get("history", keys)
    left = iter([(key, case) for key, case in keys.items() if key not in known])
    bundles = []
    while bundle := list(islice(left, TOGETHER)):
        bundles.append(bundle)
    for made in each(executor, partial(_histories, root), bundles):
        cache.put("history", made)
        known |= made
    return {case.document.index_no: unpack(known[key], History) for key, case in keys.items()}


def since_release(
    document: PublishedDocument, revisions: Sequence[Revision], register: Mapping[str, Address]
) -> tuple[Revision, ...]:
    """The states of a document from the one that its first release published; none of what is not released yet."""
    days = [register[address].since for address in addresses_of(document) if address in register]
    if not days:
        return () if register else tuple(revisions)
    before = [n for n, revision in enumerate(revisions) if revision.day and revision.day <= min(days)]
    return tuple(revisions[before[-1] if before else 0 :])


def _histories(root: Path, cases: Sequence[tuple[bytes, _Case]]) -> dict[bytes, bytes]:
    texts = read_blobs(root, (revision.blob for _, case in cases for revision in case.revisions))
    return {key: pack(_history(root, case, texts)) for key, case in cases}


def _history(root: Path, case: _Case, texts: Mapping[str, bytes]) -> History:
    shown = {*case.released, case.document.digest}
    revisions = [
        revision
        for revision in case.revisions
        if not case.released or sha256(texts.get(revision.blob, b"")).hexdigest() in shown
    ]
    if (case.dirty and revisions) or not revisions:
        texts = {**texts, _WORKING_COPY: (root / case.document.path).read_bytes()}
        files = revisions[-1].files if revisions else ()
        revisions.append(Revision(None, case.document.path, _WORKING_COPY, files))
    earlier = earlier_versions(root, case.document)
    committed = versions_of(case.document, revisions, texts)[-max(NEWEST - len(earlier), 1) :]
    versions = [*earlier, *committed]
    return History(
        steps_of(committed),
        _days_of(earlier, committed),
        tuple(compare(a, b) for a, b in combinations(versions, 2)),
        tuple((v.name, tuple(without_leaks(block) for block in v.text)) for v in committed[:-1]),
        tuple(v.earlier for v in earlier if v.earlier),
    )


def _days_of(earlier: Sequence[Version], committed: Sequence[Version]) -> tuple[tuple[str, date | None], ...]:
    """What the front matter says of a day goes before what git tells: its texts may be older than the publication."""
    if not earlier or not earlier[-1].earlier:
        return days_of(committed)
    begun = earlier[-1].earlier.until + ONE_DAY
    later = [(name, day and max(day, begun)) for name, day in days_of(committed)]
    return (
        *((version.name, version.day) for version in earlier),
        *((name, begun) for name, _ in later[:1]),
        *later[1:],
    )
