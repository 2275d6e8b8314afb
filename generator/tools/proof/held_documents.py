"""A document with an error → what may be shown of it: its last released text, its withdrawal, or nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.history.revisions import Revision, read_blobs, read_log
from generator.model.diagnostics import Diagnostic
from generator.model.document import PUBLIC, Document
from generator.model.places import DOCUMENTS, document_of
from generator.model.visibility import is_published
from generator.reading.frontmatter import read_record
from generator.reading.registers.addresses import REDIRECT
from generator.tools.proof.held import UNSAID, Held, WorkingCopy, is_secret


def put_back(copy: WorkingCopy, path: str, document: Document | None, errors: Sequence[Diagnostic]) -> bool:
    """Let the copy hold a document as it may be shown; False when it was released and that text is not to be had."""
    why = tuple(d for d in errors if document_of(d.path) == path)
    secret = is_secret(why)
    untold = document is not None and (not secret or document.openness in PUBLIC)  # of which no word is shown
    if document is not None and not is_published(document) and untold:
        copy.held[path] = Held(path, _title(document), "waiting", why)
        return True
    folder, _, inside = path.partition(DOCUMENTS)
    states = _states(copy.real / folder, f"{DOCUMENTS}{inside}")
    released = _released(states, copy)
    place = copy.root / path
    if released is None:
        if _was_released(document, states, copy):
            return False
        shutil.rmtree(place.with_suffix(".files"), ignore_errors=True)
        place.unlink()
        copy.held[path] = Held(path, _title(document), "waiting", why)
        return True
    revision, data = released
    leaving = leaving_lines(document, (copy.real / path).read_bytes(), secret=secret, today=copy.today)
    shutil.rmtree(place.with_suffix(".files"), ignore_errors=True)
    texts = read_blobs(copy.real / folder, (blob for _, blob in revision.files))
    for name, blob in revision.files:
        target = place.with_suffix(".files") / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(texts.get(blob, b""))
    place.write_bytes(with_lines(data, leaving))
    shown = _title(read_record(path, data).document)
    copy.held[path] = Held(path, shown, "withdrawn" if leaving else "released", why)
    return True


def _title(document: Document | None) -> str:
    """The title; empty for a document that has none, or that cannot be read."""
    return document.title if document and document.title else ""


def _states(root: Path, path: str) -> list[tuple[Revision, bytes]]:
    """What git knows of a document, newest first."""
    revisions = read_log(root).revisions.get(path, ())
    texts = read_blobs(root, (revision.blob for revision in revisions))
    return [(r, texts[r.blob]) for r in reversed(revisions) if r.blob in texts]


def _released(states: Iterable[tuple[Revision, bytes]], copy: WorkingCopy) -> tuple[Revision, bytes] | None:
    """The state that the register says was released last; of several that differ in their attachments, the oldest."""
    digests = {address.digest for address in copy.register.values()} - {REDIRECT}
    found = [state for state in states if sha256(state[1]).hexdigest() in digests]
    newest = next((data for _, data in found), None)
    same = [state for state in found if state[1] == newest]
    return same[-1] if same else None


def _was_released(
    document: Document | None, states: Iterable[tuple[Revision, bytes]], copy: WorkingCopy
) -> bool:
    """Whether the register has an address of a document, as it is or as it ever was."""
    earlier = (read_record(revision.path, data).document for revision, data in states)
    return any(d.index_no in copy.register for d in (document, *earlier) if d and d.index_no)


def leaving_lines(document: Document | None, data: bytes, *, secret: bool, today: date) -> dict[str, str]:
    """The lines by which a document leaves the site, if it is to; of one that cannot be read, if it seems to be."""
    if document is None:
        if re.search(rb"^withdrawn\s*[:\xef]", data, re.MULTILINE):
            return {"withdrawn": _withdrawal("误公开", today, UNSAID)}
        return {}
    lines = {}
    if document.withdrawn:
        one = document.withdrawn
        lines["withdrawn"] = _withdrawal(
            one.kind, one.date, UNSAID if secret else one.reason, None if secret else one.successor
        )
    if document.public_until and document.public_until < today:
        lines["public_until"] = str(document.public_until)
    return lines


def _withdrawal(kind: str, day: date, reason: str, successor: str | None = None) -> str:
    said = {
        "kind": kind,
        "date": str(day),
        "reason": reason,
        **({"successor": successor} if successor else {}),
    }
    return json.dumps(said, ensure_ascii=False)


def with_lines(data: bytes, lines: Mapping[str, str]) -> bytes:
    """A document with these lines in its front matter, unless it was withdrawn before."""
    text = data.decode("utf-8-sig", "replace")
    for key, value in lines.items():
        if key == "withdrawn" and re.search(r"^withdrawn:", text, re.MULTILINE):
            continue
        text = re.sub(rf"^{key}:.*\n", "", text, flags=re.MULTILINE)
        head, _, rest = text.partition("\n")
        text = f"{head}\n{key}: {value}\n{rest}"
    return text.encode() if lines else data
