"""A build is the same wherever it runs, and a site is whole whatever happens to the build."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from helpers.documents import TEXT, document
from helpers.folders import digests
from helpers.roots import TODAY, make_root

from generator.build import build_site
from generator.machine.cache import Cache, workshop
from generator.machine.site_folder import MANIFEST
from generator.model.faults import OutputError

DOCUMENT = document()
KILLS = int(os.environ.get("GONGKAI_KILLS", "5"))


def county(folder: Path, count: int = 30) -> Path:
    return make_root(
        folder,
        {f"{n}.md": document(n) for n in range(1, count)},
    )


def command(root: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "--root", str(root), "--today", str(TODAY), *more]


def is_whole(site: Path) -> bool:
    """Whether a site holds exactly the files of its manifest."""
    listed = json.loads((site / MANIFEST).read_text(encoding="utf-8"))["files"]
    found = {
        p.relative_to(site).as_posix(): sha256(p.read_bytes()).hexdigest()
        for p in site.rglob("*")
        if p.is_file()
    }
    found.pop(MANIFEST)
    return bool(found == listed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "77", "jobs": "2"},
        {"HOME": "/nonexistent", "PYTHONUTF8": "0", "umask": "077", "SOURCE_DATE_EPOCH": "0"},
        {"folder": "名字 with blank"},
    ],
    ids=lambda s: ",".join(s),
)
def test_surroundings_do_not_change_a_byte(tmp_path: Path, surroundings: dict[str, str]):
    plain = county(tmp_path / "plain")
    build_site(plain, plain / "site", today=TODAY)
    other = county(tmp_path / surroundings.pop("folder", "other"))
    umask, jobs = int(surroundings.pop("umask", "022"), 8), surroundings.pop("jobs", "1")
    subprocess.run(
        command(other, "--jobs", jobs),
        check=True,
        capture_output=True,
        umask=umask,
        env={**os.environ, **surroundings},
    )
    assert digests(other / "site") == digests(plain / "site")


@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_whole_and_the_next_build_succeeds(tmp_path: Path):
    root = county(tmp_path / "root")
    build_site(root, root / "site", today=TODAY)
    dice = random.Random(4)
    for round_ in range(KILLS):
        name = root / "content/documents/1.md"
        name.write_text(document(text=f"第{round_}次修改后。\n\n{TEXT}"), encoding="utf-8")
        if round_ % 3 == 0:
            shutil.rmtree(root / ".build", ignore_errors=True)
        process = subprocess.Popen(
            command(root, "--jobs", "2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.2, 3))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert is_whole(root / "site")
    assert build_site(root, root / "site", today=TODAY).pages
    clean = county(tmp_path / "clean")
    shutil.copyfile(name, clean / "content/documents/1.md")
    build_site(clean, clean / "site", today=TODAY)
    assert digests(root / "site") == digests(clean / "site")


def test_a_second_build_is_turned_away(tmp_path: Path):
    root = county(tmp_path / "root", 3)
    with workshop(root) as work, Cache(work) as cache:
        assert cache.lock()
        with pytest.raises(OutputError, match="another build of this root is running"):
            build_site(root, root / "site", today=TODAY)
    assert build_site(root, root / "site", today=TODAY).pages


def test_what_cannot_be_written_is_said_and_the_old_site_stays(tmp_path: Path):
    root = county(tmp_path / "root", 3)
    build_site(root, root / "site", today=TODAY)
    before = digests(root / "site")
    (root / ".site.old").write_text("in the way", encoding="utf-8")
    (root / "content/documents/2.md").unlink()
    with pytest.raises(OutputError, match="The old site is untouched"):
        build_site(root, root / "site", today=TODAY)
    assert digests(root / "site") == before
