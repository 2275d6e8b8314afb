"""The records of the releases → the site."""

from __future__ import annotations

from pathlib import Path

from generator.machine.site_folder import write_file
from generator.model.diagnostics import Text
from generator.model.faults import OutputError
from generator.model.places import RECORDS, RELEASES


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
        raise OutputError(
            Text(
                f"{error.filename}：{error.strerror}。网站已经生成，发布记录没有写全；请检查磁盘空间和权限后重试",
                f"{error.filename}: {error.strerror}. The site is built, its releases are not all there; check free space",
            )
        ) from error
