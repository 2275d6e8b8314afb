"""What a folder holds, for comparing two builds, and how long it has stood."""

from __future__ import annotations

import gzip
import subprocess
import time
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from generator.machine.stamps import SETTLED


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder and the hash of its bytes."""
    return {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def texts(site: Path) -> dict[str, str]:
    """Everything a file of a site says, by its name: packed ones unpacked."""
    found = {}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data, name = path.read_bytes(), path.relative_to(site).as_posix()
        if data[:4] == b"PK\x03\x04":  # docx, xlsx, zip
            with zipfile.ZipFile(BytesIO(data)) as archive:
                data = b"".join(archive.read(member) for member in archive.namelist())
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        found[name] = data.decode("utf-8", "replace")
    return found


def copied(folder: Path, target: Path) -> Path:
    """A copy of a folder with its stamps and links."""
    subprocess.run(["cp", "-a", folder, target], check=True)
    return target


def settle(folder: Path) -> None:
    """Wait until every file of a folder is old enough for its stamp to be trusted."""
    while time.time_ns() - max(path.stat().st_ctime_ns for path in folder.rglob("*")) <= SETTLED:
        time.sleep(0.05)
