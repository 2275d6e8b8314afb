"""Kills builds, lets them race, takes away disk and permissions, and changes everything around them; the site must stay whole and the same.

    python benchmarks/reliability.py [--kills 200] [--only kills,races,disk,permissions,same]

- kills: a build of a changed catalog is killed at a random moment; afterwards the site is compared with its manifest, and must be
  the old one or the new one. Every tenth time the cache is lost too. At the end a build must give what a clean one gives.
- races: several builds are started at the same moment; one wins, the others are turned away, the site is whole.
- disk: the site lies on a file system that is too small for the next one (tmpfs; needs root).
- permissions: the folder of the site may not be written to (needs a user other than root; run through `setpriv` when root).
- same: a catalog is built in surroundings that differ; all manifests must be equal, byte for byte.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from generator.machine.site_folder import MANIFEST
from generator.model.faults import CopyError
from generator.tools.proof.compare import verify_copy
from generator.tools.proof.copies import Folder

TOP = Path(__file__).parent.parent
DAY = "2026-11-22"


def main() -> None:
    """Run the chosen parts; exits with 1 when any went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", default="kills,races,disk,permissions,same")
    args = parser.parse_args()
    parts: dict[str, Callable[[Path], bool]] = {
        "kills": lambda folder: kills(folder, args.kills),
        "races": races,
        "disk": disk,
        "permissions": permissions,
        "same": same,
    }
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        results = [parts[part](Path(name)) for part in args.only.split(",")]
    sys.exit(not all(results))


def county(folder: Path) -> Path:
    """A copy of the example county."""
    folder.mkdir(parents=True)
    for name in ("catalog.yml", "mkdocs.yml"):
        shutil.copyfile(TOP / name, folder / name)
    for name in ("content", "theme"):
        shutil.copytree(TOP / name, folder / name)
    return folder


def edit(root: Path, round_: int) -> None:
    """Change a few documents, so that the next site differs. Only what is public has a text that may change."""
    public = [
        p
        for p in sorted((root / "content/documents").rglob("*.md"))
        if "\nopenness: 主动公开\n" in p.read_text(encoding="utf-8")
    ]
    for path in public[round_ % 7 :: 9]:
        path.write_text(path.read_text(encoding="utf-8") + f"\n第{round_}次修改。\n", encoding="utf-8")


def command(root: Path, *more: str) -> list[str]:
    """A build of a root."""
    return [sys.executable, "-m", "generator", "build", "--root", str(root), "--today", DAY, *more]


def build(root: Path, *more: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """Build a root to the end."""
    return subprocess.run(
        command(root, *more),
        capture_output=True,
        text=True,
        env={**os.environ, "GONGKAI_LANG": "en"},
        **settings,
    )  # type: ignore[call-overload,no-any-return]


def hash_of(site: Path) -> str | None:
    """The SHA-256 of the manifest of a site that is whole; None for one that is not."""
    try:
        whole = verify_copy(Folder(site)).whole
    except CopyError:
        return None
    return sha256((site / MANIFEST).read_bytes()).hexdigest() if whole else None


def kills(folder: Path, number: int) -> bool:
    """Kill builds at random moments of their usual length."""
    root, dice = county(folder / "kills"), random.Random(1)
    build(root)
    started = time.perf_counter()
    edit(root, 0)
    build(root)
    usual = time.perf_counter() - started
    seen: Counter[str] = Counter()
    for round_ in range(1, number + 1):
        before = hash_of(root / "site")
        edit(root, round_)
        if round_ % 10 == 0:
            shutil.rmtree(root / ".build", ignore_errors=True)
        process = subprocess.Popen(
            command(root, "--jobs", "2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.02, 1.1) * usual)
        ended = process.poll() is not None
        if not ended:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        after = hash_of(root / "site")
        seen[
            "broken"
            if after is None
            else "ended before the kill"
            if ended
            else "old site"
            if after == before
            else "new site"
        ] += 1
        if round_ % 20 == 0:
            print(f"kills: {round_} so far, {dict(seen)}", flush=True)
    build(root)
    clean = county(folder / "clean")
    shutil.rmtree(clean / "content")
    shutil.copytree(root / "content", clean / "content")
    build(clean)
    equal = hash_of(root / "site") == hash_of(clean / "site") is not None
    print(f"kills: {number}, {dict(seen)}; the next build equals a clean one: {equal}", flush=True)
    return equal and not seen["broken"]


def races(folder: Path) -> bool:
    """Start four builds of one root at a time, twenty times."""
    root = county(folder / "races")
    build(root)
    codes: Counter[int] = Counter()
    whole = 0
    for round_ in range(20):
        edit(root, round_)
        running = [
            subprocess.Popen(
                command(root, "--jobs", "1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(4)
        ]
        codes.update(process.wait() for process in running)
        whole += hash_of(root / "site") is not None
    others = codes.total() - codes[0] - codes[2]
    print(
        f"races: 20 times 4 builds, {codes[0]} built, {codes[2]} turned away, {others} others; {whole} of 20 sites whole",
        flush=True,
    )
    return whole == 20 and not others


def disk(folder: Path) -> bool:
    """Let the file system of the site run full, after 0 to 40 KB of the next site."""
    root, mount = county(folder / "disk"), folder / "small"
    build(root)
    size = sum(p.stat().st_size for p in (root / "site").rglob("*") if p.is_file())
    mount.mkdir()
    kept = told = 0
    for step in range(20):
        edit(root, step)
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={2 * size}", "tmpfs", str(mount)], capture_output=True
        ).returncode:
            print("disk: no tmpfs can be mounted here; left out")
            return True
        try:
            shutil.copytree(root / "site", mount / "site")
            before = hash_of(mount / "site")
            (mount / "ballast").write_bytes(b"x" * max(0, shutil.disk_usage(mount).free - 2_000 * step))
            done = build(root, "--out", str(mount / "site"))
            kept += hash_of(mount / "site") == before is not None or done.returncode == 0
            told += (
                done.returncode == 2
                and "no space left on the disk" in done.stderr
                and "The old site is untouched" in done.stderr
            )
        finally:
            subprocess.run(["umount", str(mount)], check=True)
    print(f"disk: 20 times too small, {kept} of 20 sites whole, {told} said so", flush=True)
    return kept == 20 and told == 20


def permissions(folder: Path) -> bool:
    """Build into a folder that is not ours, as a user without rights."""
    root = county(folder / "permissions")
    build(root)
    target = folder / "locked"
    target.mkdir()
    shutil.copytree(root / "site", target / "site")
    before = hash_of(target / "site")
    edit(root, 1)
    everything = [root, *root.rglob("*")]
    as_nobody = (
        ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] if os.geteuid() == 0 else []
    )
    if as_nobody:
        for path in everything:
            os.chown(path, 65534, 65534)
    target.chmod(0o555)
    done = subprocess.run(
        [*as_nobody, *command(root, "--out", str(target / "site"))],
        capture_output=True,
        text=True,
        env={**os.environ, "GONGKAI_LANG": "en", "HOME": "/nonexistent"},
    )
    target.chmod(0o755)
    told = (
        done.returncode == 2
        and "permission denied" in done.stderr
        and "The old site is untouched" in done.stderr
    )
    whole = hash_of(target / "site") == before is not None
    print(f"permissions: site whole {whole}, said so {told}", flush=True)
    return whole and told


def same(folder: Path) -> bool:
    """Build one catalog in ten surroundings."""
    start = county(folder / "same/plain")
    hashes: dict[str, str | None] = {}
    surroundings: dict[str, dict[str, str]] = {
        "plain": {},
        "another folder": {"folder": "另一个 folder/with blank"},
        "another time zone": {"TZ": "America/Los_Angeles"},
        "another locale": {"LC_ALL": "C", "LANG": "C"},
        "another umask": {"umask": "077"},
        "another hash seed": {"PYTHONHASHSEED": "4711"},
        "one job": {"jobs": "1"},
        "three jobs": {"jobs": "3"},
        "another day on the clock": {"SOURCE_DATE_EPOCH": "1795305600", "today": ""},
        "files in another order, of another time": {"shuffled": "1"},
        "no home, no terminal": {"HOME": "/nonexistent", "TERM": "dumb"},
        "built for the second time": {"again": "1"},
    }
    for number, (name, settings) in enumerate(surroundings.items()):
        root = folder / "same" / settings.get("folder", str(number))
        if name == "plain":
            root = start
        elif "shuffled" in settings:
            shuffled(start, root)
        else:
            county(root)
        variables = {key: value for key, value in settings.items() if key.isupper()}
        arguments = command(root, "--jobs", settings.get("jobs", "2"))
        if "today" in settings:  # the day then comes from SOURCE_DATE_EPOCH: 2026-11-22
            arguments = [a for a in arguments if a not in ("--today", DAY)]
        for _ in range(2 if "again" in settings else 1):
            subprocess.run(
                arguments,
                check=True,
                capture_output=True,
                umask=int(settings.get("umask", "022"), 8),
                env={**os.environ, **variables},
            )
        hashes[name] = hash_of(root / "site")
        print(f"same: {hashes[name]}  {name}", flush=True)
    print(f"same: {len(hashes)} surroundings, {len(set(hashes.values()))} hash", flush=True)
    return len(set(hashes.values())) == 1 and None not in hashes.values()


def shuffled(source: Path, target: Path) -> None:
    """A copy whose files were created in another order, and at times that differ."""
    dice = random.Random(2)
    files = [
        p
        for p in source.rglob("*")
        if p.is_file() and not {".build", "site", ".site.old"} & set(p.relative_to(source).parts)
    ]
    dice.shuffle(files)
    for file in files:
        copied = target / file.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied)
        moment = dice.uniform(0, 2e9)
        os.utime(copied, (moment, moment))


if __name__ == "__main__":
    main()
