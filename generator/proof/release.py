"""The records of releases (content/data/releases) → signed, and on the site, so that a copy proves where it comes from."""

from __future__ import annotations

from pathlib import Path

from generator.diagnostics import Text
from generator.faults import OutputError
from generator.proof.chain import RELEASES, SIGNED
from generator.proof.signature import sign
from generator.releases import RECORDS
from generator.write import write_file


def sign_release(root: Path, number: int, key: Path) -> Path:
    """Put a signature beside the record of a release; returns its file. Raises SignatureError."""
    record = root / RECORDS / f"{number:04}.json"
    signature = record.with_name(record.name + SIGNED)
    signature.write_bytes(sign(record.read_bytes(), key))
    return signature


def publish_releases(root: Path, site: Path) -> None:
    """Bring the records and their signatures to a finished site, beside what its manifest lists.

    The newest record names the manifest, so the manifest cannot list the record. Records are never changed, only added:
    one that is there already is left alone. Raises OutputError.
    """
    try:
        for record in sorted((root / RECORDS).glob("[0-9]*.json*")):
            data, place = record.read_bytes(), site / RELEASES / record.name
            if not (place.is_file() and place.read_bytes() == data):
                write_file(site, f"{RELEASES}{record.name}", data)
    except OSError as error:
        raise OutputError(Text(f"{error.filename}：{error.strerror}。网站已经生成，发布记录没有写全；请检查磁盘空间和权限后重试",
                               f"{error.filename}: {error.strerror}. The site is built, its releases are not all there; check free space")) from error
