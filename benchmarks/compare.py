"""Times gongkai against Hugo with Pagefind, MkDocs with Material, and Zensical on the same documents, in turn, on one machine.

    python benchmarks/compare.py ROOT [--runs 3] [--slow] [--shared] [--only "gongkai, cold" …] [--documents 10000]

ROOT is a catalog root; without one, ten thousand documents (or as many as `--documents` says) are made from the example county.
`--only` takes the names of runs and leaves the others out: what a build of 100,000 documents needs is asked in a minute or five. Hugo builds an honest site
with the same kinds of pages: document pages with a metadata table, and paginated lists by category, body, theme and year.
`--slow` adds MkDocs and Zensical, which need minutes; `--shared` adds builds shared out between two processes, as parts
and on a Dask cluster, against one process. On a disk in memory, if there is one. Prints a Markdown
table of medians, with ratios of processor time, which other work on the machine disturbs least, and the time by stage.

What Hugo's site lacks: a Word file, a JSON record and two feeds for each document, the checks, the versions, the register and
its tables, feeds of the whole catalog, and a search that finds any phrase.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple

import frontmatter

from generator.model.relations import RELATIONS
from generator.reading.frontmatter import read_record
from generator.reading.sources import find_documents

HERE = Path(__file__).parent
COUNTY = HERE.parent
GONGKAI = """
import json, sys, time
from contextlib import contextmanager
started, stages = time.perf_counter(), {}
import generator.cli.main
@contextmanager
def progress_bar():
    yield lambda stage, done, total: stages.setdefault(stage, time.perf_counter() - started)
generator.cli.main.progress_bar = progress_bar
if "pages" in sys.argv:
    from generator.publishing import documents
    from generator.publishing import words
    from generator.publishing.indexing import Index
    Index.build = lambda *given: None
    Index.finish = lambda *given: []
    words.READ = -1
    documents._texts = lambda *given: ("404.html", "")
try:
    generator.cli.main.main(["build", "--root", sys.argv[1], "--today", "2026-11-22", "--jobs", "2"])
except SystemExit as end:
    assert not end.code
print(json.dumps({**stages, "end": time.perf_counter() - started}))
"""
"""`gongkai build`, whose stages are timed; with `pages` it leaves the search index out."""


RAM = Path("/dev/shm")
"""Where there is one, everything lies on a disk in memory: a real one is another one every minute."""


class Cost(NamedTuple):
    """What one run costs: seconds of all processors, seconds by the clock, megabytes."""

    processor: float
    wall: float
    largest: float
    """The largest process."""
    together: float
    """All processes at a time."""


def main() -> None:
    """Run every tool and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("root", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # programs find their modules compiled, as when they are installed
    with TemporaryDirectory(dir=RAM if RAM.is_dir() else None) as folder:
        work = Path(folder)
        root = work / "root"
        if args.root:
            shutil.copytree(args.root, root, ignore=shutil.ignore_patterns("site", ".*"))
        else:
            make_root(root, args.documents)
        steps = steps_of(root, work, slow=args.slow, shared=args.shared)
        if unknown := set(args.only) - steps.keys():
            parser.error(f"no run is called {unknown}; there are: {'; '.join(steps)}")
        wanted = {name: step for name, step in steps.items() if not args.only or name in args.only}
        print_table(measure(wanted, work, args.runs), len(find_documents(root)))


Step = Callable[[], tuple[float, float]]
"""A run: seconds by the clock, and the megabytes of its largest process."""


def steps_of(root: Path, work: Path, *, slow: bool, shared: bool) -> dict[str, Step]:
    """All runs by name, in their order."""
    steps: dict[str, Step] = {
        "gongkai, pages only, cold": lambda: gongkai(root, fresh=True, pages=True),
        "gongkai, cold": lambda: gongkai(root, fresh=True),
        "gongkai, nothing changed": lambda: gongkai(root),
        "gongkai, text of the newest document changed, first time": lambda: gongkai(root, edit=True),
        "gongkai, text of the newest document changed": lambda: gongkai(root, edit=True),
        "gongkai, text of an old document changed": lambda: gongkai(root, edit=True, old=True),
        "gongkai, a newest document added": lambda: gongkai(root, add=True),
        "gongkai, theme changed": lambda: gongkai(root, theme=True),
        "gongkai check, cold": lambda: check(root, fresh=True),
        "gongkai check, warm": lambda: check(root),
        "Hugo": lambda: by_hugo(write_hugo(root, work / "hugo"), work / "public"),
        "Pagefind extended on Hugo's pages": lambda: run([extended(), "--site", work / "public", "--silent"]),
    }
    if slow:
        steps["MkDocs + Material"] = lambda: run(
            [
                "mkdocs",
                "build",
                "--quiet",
                "--config-file",
                write_mkdocs(root, work / "mkdocs") / "mkdocs.yml",
            ]
        )
        steps["Zensical"] = lambda: run(
            ["zensical", "build", "--config-file", write_mkdocs(root, work / "zensical") / "mkdocs.yml"]
        )
    if shared:
        steps |= {
            "gongkai, one process": lambda: command(root, "--jobs", "1"),
            "gongkai, two parts at once, then merged": lambda: in_parts(root, work),
            "gongkai, two Dask workers": lambda: on_cluster(root),
        }
    return steps


def measure(steps: Mapping[str, Step], work: Path, runs: int) -> dict[str, list[Cost]]:
    """What every run costs, by what was run; the tools take turns."""
    found: dict[str, list[Cost]] = {name: [] for name in steps}
    for _ in range(runs):
        for name, step in steps.items():
            found[name].append(measured(step))
            print(f"{name}: {found[name][-1]}", file=sys.stderr)
    made = {
        "Hugo with Pagefind": work / "public",
        "MkDocs": work / "mkdocs/site",
        "Zensical": work / "zensical/site",
    }
    SIZES.update({name: size(folder) for name, folder in made.items() if folder.is_dir()})
    return found


def measured(step: Callable[[], tuple[float, float]]) -> Cost:
    """What one run costs. `step` returns seconds by the clock and the megabytes of its largest process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with memory_watched() as peak:
        wall, largest = step()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(spent, wall, largest, max(peak))


@contextmanager
def memory_watched() -> Iterator[list[float]]:
    """Megabytes of all processes started from here together, shared pages counted once, looked at every half second."""
    peak, ended = [0.0], Event()

    def watch() -> None:
        while not ended.wait(0.5):
            peak.append(sum(proportional(pid) for pid in descendants(os.getpid())))

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def descendants(pid: int) -> Iterator[int]:
    """The processes below a process."""
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from descendants(int(child))


def proportional(pid: int) -> float:
    """The megabytes of a process, its share in what it shares with others."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def print_table(found: dict[str, list[Cost]], documents: int) -> None:
    """Medians, and the ratio of processor time to Hugo with and without search, as far as they were run."""
    middle = {
        name: Cost(*(statistics.median(column) for column in zip(*runs, strict=True)))
        for name, runs in found.items()
    }
    hugo, pagefind = middle.get("Hugo"), middle.get("Pagefind extended on Hugo's pages")
    pages = hugo.processor if hugo else math.nan
    search = pages + pagefind.processor if pagefind else math.nan
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=COUNTY, capture_output=True, text=True, check=False
    )
    print(
        f"{documents} documents, commit {commit.stdout.strip() or 'unknown'}, medians of {len(next(iter(found.values())))}\n\n"
        "| run | processor, s | ÷ Hugo | ÷ (Hugo + Pagefind) | clock, s | largest process, MB | together, MB |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    for name, cost in middle.items():
        print(
            f"| {name} | {cost.processor:.1f} | {cost.processor / pages:.2f} | {cost.processor / search:.2f} "
            f"| {cost.wall:.1f} | {cost.largest:.0f} | {cost.together:.0f} |"
        )
    print("\nOutput in MB: " + ", ".join(f"{name} {size:.0f}" for name, size in SIZES.items()))
    print(
        "\nStages of the last cold build, begun after seconds: "
        + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in STAGES.items())
    )


SIZES: dict[str, float] = {}
"""Megabytes of what the tools have left."""
STAGES: dict[str, float] = {}
"""When each stage of the last cold build began."""


def gongkai(
    root: Path,
    *,
    fresh: bool = False,
    edit: bool = False,
    add: bool = False,
    old: bool = False,
    theme: bool = False,
    pages: bool = False,
) -> tuple[float, float]:
    """One build with two processes, from nothing or after a change to the newest document or an `old` one; `pages` leaves the search index out."""
    if fresh:
        clear(root)
    if edit or add:
        changed = by_date(root)[0 if old else -1]
    if edit:
        changed.write_text(
            f"{changed.read_text(encoding='utf-8')}\n本次修改于{time.time_ns()}。\n", encoding="utf-8"
        )
    if add:
        number, taken = numbered(changed), {numbered(other) for other in changed.parent.glob("*.md")}
        serial = number.strip("'\"").rpartition("-")[2]
        free = next(
            new
            for n in itertools.count(1)
            if (new := number.replace(f"-{serial}", f"-{int(serial) + n:0{len(serial)}}")) not in taken
        )
        changed.with_name(f"{changed.stem}a{time.time_ns()}.md").write_text(
            changed.read_text(encoding="utf-8").replace(number, free, 1), encoding="utf-8"
        )
    if theme:
        template = root / "theme/templates/request.html"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(f"<p>{time.time_ns()}</p>", encoding="utf-8")
    if not fresh:
        return run([*BUILD, "--root", root])
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        result = run([sys.executable, "-c", GONGKAI, root, *(["pages"] if pages else [])], log)
        if not pages:
            STAGES.update(json.loads(log.read_text(encoding="utf-8").splitlines()[-1]))
            SIZES["gongkai"] = size(root / "site")
    if pages:
        clear(root)
    return result


@cache
def by_date(root: Path) -> list[Path]:
    """All documents that were there at first, the one that was published last at the end, as in the search index."""
    documents = [
        record.document
        for path in find_documents(root)
        if (record := read_record(path, (root / path).read_bytes())).document
    ]
    return [
        root / d.path for d in sorted(documents, key=lambda d: (d.published or date.min, d.index_no or ""))
    ]


def numbered(path: Path) -> str:
    """The line of a document that has its index number."""
    return next(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("index_no:")
    )


def clear(root: Path) -> None:
    """Put aside what builds have left. Removing it would slow down what comes after: for minutes ext4 steps around the places of
    removed files one by one, which doubles what a new file costs."""
    for name in ("site", ".site.old", ".build"):
        put_aside(root / name, root.parent)


def put_aside(folder: Path, work: Path) -> None:
    """Move a folder, if it is there, to where it lies until all is over; in memory there is no room for that and no need."""
    (work / "old").mkdir(exist_ok=True)
    if folder.is_relative_to(RAM):
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists():
        folder.rename(work / "old" / f"{folder.name} {time.time_ns()}")


def size(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def by_hugo(source: Path, public: Path) -> tuple[float, float]:
    """One build by Hugo into a new folder."""
    put_aside(public, public.parent)
    return run(["hugo", "--quiet", "--source", source, "--destination", public])


def command(root: Path, *options: object) -> tuple[float, float]:
    """One cold build by the command line."""
    clear(root)
    return run([*BUILD, "--root", root, *options])


BUILD = [sys.executable, "-m", "generator", "build", "--today", "2026-11-22"]


def in_parts(root: Path, work: Path) -> tuple[float, float]:
    """Two machines, each with one processor and a copy of the root, then one that puts their parts together."""
    roots = [work / f"machine {number}" for number in (1, 2)]
    for copy in roots:
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site", ".*"))
    clear(root)
    started = time.perf_counter()
    running = [
        subprocess.Popen(
            [*BUILD, "--root", copy, "--jobs", "1", "--shard", f"{number}/2"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number, copy in enumerate(roots, 1)
    ]
    if any(process.wait() for process in running):
        raise SystemExit("a part failed")
    parts = [
        option for number, copy in enumerate(roots, 1) for option in ("--merge", copy / f"part-{number}-of-2")
    ]
    _, memory = run([*BUILD, "--root", root, "--jobs", "1", *parts])
    seconds = time.perf_counter() - started
    for copy in roots:
        put_aside(copy, work)
    return seconds, memory


def on_cluster(root: Path) -> tuple[float, float]:
    """Two workers of a Dask cluster on this machine, which is started beforehand."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        return command(root, "--jobs", "2", "--cluster", cluster.scheduler_address)


def check(root: Path, *, fresh: bool = False) -> tuple[float, float]:
    """One check with two processes."""
    if fresh:
        clear(root)
    return run(
        [
            sys.executable,
            "-m",
            "generator",
            "check",
            "--root",
            root,
            "--today",
            "2026-11-22",
            "--jobs",
            "2",
            "--format",
            "json",
        ]
    )


def run(command: list[object], log: Path | None = None) -> tuple[float, float]:
    """Wall-clock seconds, and the megabytes of the largest process (of all that the command started)."""
    target = log.open("wb") if log else subprocess.DEVNULL
    started = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=target, stderr=subprocess.PIPE)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]}: {errors.decode()[-800:]}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def extended() -> Path:
    """The Pagefind binary that segments Chinese."""
    import pagefind_bin_extended

    return Path(pagefind_bin_extended.__file__).with_name("pagefind_extended")


def records(root: Path) -> Iterator[tuple[dict[str, object], str]]:
    """Front matter and text of every document."""
    for path in find_documents(root):
        record = read_record(path, (root / path).read_bytes())
        d = record.document
        assert d
        yield (
            {
                "index_no": d.index_no,
                "title": d.title,
                "summary": d.summary,
                "doc_no": d.doc_no,
                "issuer": d.issuer,
                "category": d.category,
                "theme": d.theme,
                "formed": str(d.formed),
                "published": str(d.published),
                "validity": d.validity,
                "genre": d.genre,
            },
            record.body,
        )


def write_hugo(root: Path, folder: Path) -> Path:
    """A Hugo site of the same documents, which stays for the next run."""
    if folder.exists():
        return folder
    shutil.copytree(HERE / "hugo", folder)
    for head, body in records(root):
        number = str(head["index_no"])
        head |= {
            "url": f"/{number}/",
            "date": head["formed"],
            "categories": [head["category"]],
            "bodies": [head["issuer"]],
            "themes": [head["theme"]],
            "years": [str(head["formed"])[:4]],
        }
        target = folder / "content" / f"{number.replace('/', '-')}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(head, ensure_ascii=False) + "\n\n" + body, encoding="utf-8")
    return folder


def write_mkdocs(root: Path, folder: Path) -> Path:
    """A MkDocs project of the same documents, as one would first try it: all of them in docs/. It stays for the next run."""
    if folder.exists():
        return folder
    for head, body in records(root):
        target = folder / "docs" / f"{head['index_no']}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {head['title']}\n\n{body}", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: 公开\ntheme: {name: material, language: zh, font: false}\nplugins: []\n", encoding="utf-8"
    )
    return folder


def make_root(root: Path, number: int) -> None:
    """A root of `number` documents: those of the example county again and again, under new index numbers, without registers."""
    left_out = shutil.ignore_patterns(".*", "site", "documents", "data", "tests", "docs", "generator")
    shutil.copytree(COUNTY, root, ignore=left_out)
    (root / "content/documents").mkdir()
    sources = [
        frontmatter.loads(text)
        for path in find_documents(COUNTY)
        if (text := (COUNTY / path).read_text(encoding="utf-8"))
        and "published:" in text
        and "interprets:" not in text
        and not any(f"{key}:" in text for key in ("attachments", "amended_text", "withdrawn", "moved_from"))
    ]
    rules = "rules:\n  duplicate-document-number: {severity: off, reason: 基准测试的重复文件}\n"
    catalog = root / "catalog.yml"
    catalog.write_text(catalog.read_text(encoding="utf-8") + rules, encoding="utf-8")
    for n in range(number):
        source = sources[n % len(sources)]
        head = {key: value for key, value in source.metadata.items() if key not in {*RELATIONS, "items"}}
        head["index_no"] = f"{str(head['index_no']).rpartition('-')[0]}-{n:05}"
        target = root / f"content/documents/{n // 500:03}/{n:05}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(frontmatter.dumps(frontmatter.Post(source.content, **head)), encoding="utf-8")


if __name__ == "__main__":
    main()
