"""Documents and the commit of the last release → those that were changed in substance since, and do not say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from generator.history.revisions import Changed, Revision, changed_since, read_blobs, read_log
from generator.machine.git import git
from generator.model.diagnostics import Text
from generator.model.document import FIELDS, Document
from generator.model.events import new_notes
from generator.model.places import DOCUMENTS, REGISTER, document_of
from generator.model.visibility import addresses_of, is_published
from generator.reading.registers.addresses import read_register

if TYPE_CHECKING:
    from generator.history.versions import Version

COMPLETED = frozenset({"approved"})
"""Keys that may be added later without a note, because a rule asks for it where it is missing (`missing-approval`)."""

_NAMES = {"text": Text("正文", "text"), "files": Text("附件的内容", "the content of attachments")}


def silently_changed(root: Path, documents: Sequence[Document]) -> Iterator[tuple[Document, list[Text]]]:
    """Each of them with what was changed since it was released last.

    Only documents are read that are not what the register says, or of which git calls an attachment changed since the register was
    committed. What that commit holds of a document need not be what was released: it may have been held back.
    """
    register = read_register(root).addresses
    commit = (
        (git(root, "log", "-1", "--format=%H", "--", REGISTER) or b"").decode().strip() if register else ""
    )
    if not commit:
        return
    changed = changed_since(root, commit, DOCUMENTS)
    texts = {change.new: change for change in changed if change.new.endswith(".md")}
    files: dict[str, list[Changed]] = {}
    for change in changed:
        if change.new not in texts:
            files.setdefault(document_of(change.new), []).append(change)
    released = {
        d.path: [register[a].digest for a in addresses_of(d) if a in register]
        for d in documents
        if is_published(d) and d.has_text
    }
    touched = [
        d
        for d in documents
        if (digests := released.get(d.path)) and (d.digest not in digests or d.path in files)
    ]
    if touched:
        yield from _compared(root, touched, texts, files, released)


def _compared(
    root: Path,
    touched: Sequence[Document],
    texts: Mapping[str, Changed],
    files: Mapping[str, Sequence[Changed]],
    released: Mapping[str, Sequence[str]],
) -> Iterator[tuple[Document, list[Text]]]:
    from generator.history.versions import (
        version_of,
    )  # what it needs of the renderer takes a tenth of a second to import

    blobs = read_blobs(root, (texts[d.path].before for d in touched if d.path in texts))
    before = {
        d.path: data
        for d in touched
        if d.path in texts
        and (data := blobs.get(texts[d.path].before)) is not None
        and _is(data, released[d.path])
    }
    held = [d.path for d in touched if d.path not in before and d.digest not in released[d.path]]
    before |= _states(root, held, released)
    for document in touched:
        data = (root / document.path).read_bytes()
        replaced = [c.new for c in files.get(document.path, ()) if c.status == "M"]
        new = version_of(_state(document, replaced, "after"), data)
        old = version_of(
            _state(document, replaced, "before"),
            before.get(
                document.path, blobs.get(texts[document.path].before) if document.path in texts else data
            )
            if document.digest not in released[document.path]
            else data,
        )
        if old and new and (what := _silent(old, new)):
            yield document, what


def _states(root: Path, paths: Sequence[str], released: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """The texts of documents as they were released, from older commits."""
    if not paths:
        return {}
    revisions = read_log(root).revisions
    texts = read_blobs(root, (revision.blob for path in paths for revision in revisions.get(path, ())))
    return {
        path: data
        for path in paths
        for revision in revisions.get(path, ())
        if (data := texts.get(revision.blob)) is not None and _is(data, released[path])
    }


def _is(data: bytes, digests: Sequence[str]) -> bool:
    return sha256(data).hexdigest() in digests


def _state(document: Document, replaced: Sequence[str], when: str) -> Revision:
    return Revision(None, document.path, "", tuple((path.partition(".files/")[2], when) for path in replaced))


def _silent(old: Version, new: Version) -> list[Text]:
    """The keys and parts of substance that changed without a note; empty when a note was added."""
    if not is_published(old.document) or new_notes(old.document, new.document):
        return []
    before, after = old.substance, new.substance
    changed = [
        key for key in after if before[key] != after[key] and not (key in COMPLETED and not before[key])
    ]
    return [_NAMES.get(key) or Text(FIELDS[key].title or key, key) for key in changed]
