"""Mirror folders → Pagefind bundles, one for each shard, and the list that the search page reads."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pagefind_bin  # type: ignore[import-untyped]

from generator.machine.site_folder import link_file
from generator.model.faults import SearchError
from generator.search.fold import VARIANTS
from generator.search.lookup import SIGNATURE, open_bundle
from generator.search.mirror import PAGE, TEXTS, mirror_page

PAGES = "pages.json"
"""In every bundle: the address of the document behind each id of a result."""

SHARDS = "shards.json"
"""`shards`: for every bundle what is in its PAGES; `common`: the most frequent words, see `_common`."""

CHUNK = 2100
"""Places of words in one file of the index, at least: what a word costs to look up, against the length of the directory."""

ALLOCATOR = "thp:always,dirty_decay_ms:-1,narenas:1"
"""For the allocator in Pagefind (jemalloc): large pages, one pool, nothing given back before the process ends. It saves nearly all page faults."""

BROWSER_FILES = ("pagefind.js", "pagefind-worker.js", "wasm.unknown.pagefind")

_URL_BYTES = 600
"""The address stands at the front of a fragment; so much of it is unpacked to read it."""


def build_bundles(mirror: Path, out: Path, names: Sequence[str], jobs: int) -> None:
    """Index each folder `mirror/<name>` into `out/<name>`, `jobs` at a time, each with so many threads, then write what all bundles share.

    Bundles in `out` that are not named stay as they are; those of shards that no longer exist are the caller's to
    remove beforehand. Raises SearchError when Pagefind fails.
    """
    out.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        building = pool.map(lambda name: _build_bundle(mirror / name, out / name, jobs), names)
        ends = _ends(bundle for bundle in _bundles(out) if bundle.name not in names)
        _write_entry(out)
        list(building)
    ends.update(_ends(out / name for name in names))
    table = {
        bundle.name: json.loads((bundle / PAGES).read_text(encoding="utf-8")) for bundle in _bundles(out)
    }
    _write_json(out / SHARDS, {"shards": table, "common": _common(ends)})
    shutil.copyfile(VARIANTS, out / VARIANTS.name)


def _bundles(out: Path) -> list[Path]:
    return sorted(path.parent for path in out.glob(f"*/{PAGES}"))


def _build_bundle(source: Path, target: Path, threads: int) -> None:
    """One bundle. Instead of Pagefind's fragments, which hold pairs of characters, it gets the texts of the mirror."""
    shutil.rmtree(target, ignore_errors=True)
    _run_pagefind(source, target, threads)
    for extra in target.glob("*.*"):
        if extra.suffix in (".js", ".css", ".pagefind"):
            extra.unlink()
    _write_json(target / PAGES, dict(sorted(_addresses(target))))
    shutil.rmtree(target / "fragment")
    shutil.copytree(source / TEXTS, target / TEXTS, copy_function=link_file)


def _ends(bundles: Iterable[Path]) -> Counter[str]:
    """How many files of these indexes end with each word.

    A file of an index ends when it is full, so the more often a word occurs, the more files end with it: counting these tells
    the frequent words without reading the index. Which words are missed costs a query bytes, never results.
    """
    return Counter(last[:2] for bundle in bundles for _, last, _ in open_bundle(bundle).chunks)


def _common(ends: Mapping[str, int]) -> list[str]:
    """The frequent words, in steps of twice as often: each item has its words one after another, two characters each."""
    steps: dict[int, list[str]] = {}
    for word, count in sorted(ends.items()):
        if count > 1 and len(word.encode("utf-16-le")) == 4:
            steps.setdefault(count.bit_length() - 2, []).append(word)
    return ["".join(steps.get(step, ())) for step in range(max(steps, default=-1) + 1)]


def _write_entry(out: Path) -> None:
    """The bundle that the browser starts from: Pagefind's own files and an index without any document."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "mirror"), Path(folder, "bundle")
        source.mkdir()
        (source / "index.html").write_text(mirror_page(["", ""]), encoding="utf-8")
        _run_pagefind(source, target, 1)
        for old in out.glob("pagefind*"):
            old.unlink()
        for name in (
            *BROWSER_FILES,
            "pagefind-entry.json",
            *(path.name for path in target.glob("*.pf_meta")),
        ):
            shutil.copyfile(target / name, out / name)


def _run_pagefind(source: Path, target: Path, threads: int) -> None:
    settings = {
        "TOKIO_WORKER_THREADS": "1",
        "RAYON_NUM_THREADS": str(threads),
        "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(CHUNK),
        "_RJEM_MALLOC_CONF": ALLOCATOR,
    }
    done = subprocess.run(
        [_pagefind(), "--site", source, "--output-path", target, "--silent"],
        capture_output=True,
        text=True,
        env={**os.environ, **settings},
        check=False,
    )
    if done.returncode:
        raise SearchError((done.stderr or done.stdout).strip() or f"pagefind: {done.returncode}")


def _pagefind() -> Path:
    """The plain binary: the extended one would segment Chinese."""
    return Path(pagefind_bin.__file__).with_name("pagefind.exe" if os.name == "nt" else "pagefind")


def _addresses(bundle: Path) -> Iterator[tuple[str, str]]:
    for fragment in (bundle / "fragment").iterdir():
        head = zlib.decompressobj(wbits=31).decompress(fragment.read_bytes(), _URL_BYTES)
        url, _ = json.JSONDecoder().raw_decode(
            head.removeprefix(SIGNATURE).decode("utf-8", "ignore").partition('"url":')[2]
        )
        yield fragment.stem, f"{url.removeprefix('/').removesuffix(PAGE)}/"


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
