"""The records of releases (content/data/releases) → signed, and on the site, so that a copy proves where it comes from."""

from __future__ import annotations

from pathlib import Path

from generator.machine.files import replace_file
from generator.model.places import RECORDS, SIGNED
from generator.reading.registers.addresses import last_release
from generator.tools.proof.signature import sign


def unsigned_release(root: Path) -> int | None:
    """The number of the newest release of a root, if nobody has signed it."""
    last, _ = last_release(root)
    signed = last and (root / RECORDS / f"{last.number:04}.json{SIGNED}").exists()
    return last.number if last and not signed else None


def sign_release(root: Path, number: int, key: Path) -> Path:
    """Put a signature beside the record of a release; returns its file. Raises SignatureError."""
    record = root / RECORDS / f"{number:04}.json"
    signature = record.with_name(record.name + SIGNED)
    replace_file(signature, sign(record.read_bytes(), key))
    return signature
