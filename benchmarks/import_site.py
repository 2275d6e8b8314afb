"""A whole old site of saved pages, made from the example county, brought over by one command: seconds, and counts against the truth.

python benchmarks/import_site.py [PAGES [KILLS]]

With KILLS a second catalog is filled by runs that are killed at random moments, and compared with the first.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests/importing"), str(ROOT / "tests")]

from oldsites import differences, expected, killed_runs, make_sites  # noqa: E402


def main() -> int:
    """Make the pages, import them, compare; 1 when a count differs."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        truths = make_sites(place / "site", pages)
        (place / "root/content/documents").mkdir(parents=True)
        (place / "root/catalog.yml").write_bytes((ROOT / "catalog.yml").read_bytes())
        command = [
            sys.executable,
            "-m",
            "generator",
            "import",
            place / "site",
            "--root",
            place / "root",
            "--report",
            place / "r.json",
        ]
        began = time.monotonic()
        subprocess.run([*map(str, command), "--jobs", "2"], check=False, capture_output=True)
        seconds = time.monotonic() - began
        found = json.loads((place / "r.json").read_text(encoding="utf-8"))["totals"]
        if len(sys.argv) > 2:
            return _killed(place, pages, int(sys.argv[2]))
    wanted = expected(truths)
    print(f"{pages} pages: {seconds:.0f} s")
    for key, count in wanted.items():
        print(f"{key:20} {count:6} {found[key]:6} {'' if found[key] == count else 'differs'}")
    return int(any(found[key] != count for key, count in wanted.items()))


def _killed(place: Path, pages: int, kills: int) -> int:
    """Fill a second catalog by killed runs; 1 when it differs from the first."""
    (place / "again/content/documents").mkdir(parents=True)
    (place / "again/catalog.yml").write_bytes((ROOT / "catalog.yml").read_bytes())
    moments = sorted(random.sample(range(1, pages * 9 // 10), kills))
    killed = killed_runs(place / "site", place / "again", moments)
    command = [sys.executable, "-m", "generator", "import", place / "site", "--root", place / "again"]
    subprocess.run([*map(str, command), "--jobs", "2"], check=False, capture_output=True)
    found = differences(place / "root", place / "again")
    print(f"{pages} pages, {killed} of {kills} runs killed, at {moments} drafts: {len(found)} differences")
    for line in found[:3]:
        print(line[:300])
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
