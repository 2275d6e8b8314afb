"""The records of releases (content/data/releases) → signed, and on the site, so that a copy proves where it comes from."""

from __future__ import annotations

from pathlib import Path

from generator.machine.files import replace_file
from generator.model.places import RECORDS, SIGNED
from generator.tools.proof.signature import sign


def sign_release(root: Path, number: int, key: Path) -> Path:
    """Put a signature beside the record of a release; returns its file. Raises SignatureError."""
    record = root / RECORDS / f"{number:04}.json"
    signature = record.with_name(record.name + SIGNED)
    replace_file(signature, sign(record.read_bytes(), key))
    return signature
