"""Feeds broken documents and attachments through reading and every rule: nothing may raise, nothing may take a second.

    python benchmarks/fuzz.py [--number 100000] [--seed 1]

The inputs are the documents of the example county and of the rule fixtures, damaged at random: bytes changed, lines
deleted, doubled, swapped and cut, hostile pieces put in. Every tenth brings an attachment of the example county along, which
is damaged too. They are written to a scratch catalog, 500 at a time, read and examined one by one, and then compared by the
rules that look at the whole catalog. Prints how many were tried and how much processor time the slowest took.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeVar

from generator.annual.books import read_books
from generator.checking.examine import Loaded, document_rules, examine
from generator.checking.rules import CODES
from generator.checking.validate import compare
from generator.model.places import DOCUMENTS
from generator.model.setting import Setting
from generator.model.workdays import work_calendar
from generator.reading.catalog_file import load_catalog

T = TypeVar("T")
TOP = Path(__file__).parent.parent
BATCH = 500
HOSTILE = [
    b"---\n",
    b"\xff",
    b"\x00",
    b": ",
    b"&a [*a]\n",
    b"- " * 200,
    b"[" * 500,
    b"{" * 500,
    b"!!python/object:x ",
    b"\xef\xbb\xbf",
    b"\r",
    b"\t",
    "：".encode(),
    "〔２０２６〕".encode(),
    b"9999-99-99",
    b"0000-00-00",
    b"2026-02-30",
    b"1e999",
    "‮".encode(),
    b"<script>",
    b"|" * 300,
    b"> " * 300,
    b"*" * 300,
    b"`" * 300,
    b"[a](" * 100,
    b"110101199003070003",
    b"13800138000" * 20,
    "第一组".encode() * 200,
    b"../" * 50,
    b"99999999999999999999999999",
    b"'",
    b'"',
    b"attachments:\n  - file: ../../etc/passwd\n",
    b"late: {reason: x, filed: 0001-01-01}\n",
]


@dataclass
class Outcome:
    """What happened so far."""

    raised: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """Seconds of processor time for one document or one comparison of a batch."""
    findings: int = 0


def main() -> None:
    """Run and print the counts; exits with 1 when anything raised or took a second."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    dice, outcome = random.Random(args.seed), Outcome()
    seeds = [
        p.read_bytes()
        for folder in ("content/documents", "tests/rules", "tests/broken")
        for p in sorted((TOP / folder).rglob("*.md"))
    ]
    files = sorted(p for p in (TOP / DOCUMENTS).rglob("*.files/*") if p.is_file())
    for start in range(0, args.number, BATCH):
        with TemporaryDirectory() as folder:
            paths = [
                write(Path(folder), n, dice, seeds, files)
                for n in range(start, min(start + BATCH, args.number))
            ]
            look(Path(folder), paths, outcome)
    print(
        f"{args.number} inputs, {outcome.findings} findings, {outcome.raised.total()} raised, slowest {outcome.slowest * 1000:.0f} ms"
    )
    for what, count in outcome.raised.most_common(20):
        print(f"{count} × {what}")
    raise SystemExit(bool(outcome.raised) or outcome.slowest > 1)


def write(root: Path, number: int, dice: random.Random, seeds: list[bytes], files: list[Path]) -> str:
    """Put a damaged document, every tenth with a damaged attachment, into the scratch catalog; returns its path."""
    data = dice.choice(seeds)
    path = root / DOCUMENTS / f"{number:06}.md"
    if number % 10 == 0:
        attachment = dice.choice(files)
        data = data.replace(
            b"\nopenness:",
            f"\nattachments:\n  - file: {attachment.name}\n    title: 附表\nopenness:".encode(),
            1,
        )
        beside = path.with_suffix(".files")
        beside.mkdir(parents=True)
        (beside / attachment.name).write_bytes(damage(attachment.read_bytes(), dice))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(damage(data, dice))
    return path.relative_to(root).as_posix()


def look(root: Path, paths: list[str], outcome: Outcome) -> None:
    """Examine each document by itself, then all of them together."""
    copyfile(TOP / "catalog.yml", root / "catalog.yml")
    catalog, *_ = load_catalog(root, codes=CODES, locked=[])
    assert catalog
    setting = Setting(root, catalog, work_calendar(catalog.calendar), date(2026, 11, 22))
    rules = document_rules(catalog)
    examined = [
        found[0] for path in paths if (found := timed(outcome, partial(examine, setting, rules, [path])))
    ]
    loaded = Loaded(
        tuple(e.document for e in examined if e.document),
        tuple(d for e in examined for d in e.diagnostics),
        (),
    )
    compared = timed(outcome, lambda: compare(loaded, read_books(root, catalog), setting)) or []
    outcome.findings += len(loaded.diagnostics) + len(compared)


def timed(outcome: Outcome, work: Callable[[], T]) -> T | None:
    """The result, None if it raised; an exception and the time taken are noted."""
    started = time.process_time()
    try:
        return work()
    except Exception as error:
        outcome.raised[f"{type(error).__name__}: {error}"[:200]] += 1
        return None
    finally:
        outcome.slowest = max(outcome.slowest, time.process_time() - started)


def damage(data: bytes, dice: random.Random) -> bytes:
    """The same document with one to five faults."""
    for _ in range(dice.randint(1, 5)):
        lines = data.split(b"\n")
        at, place = dice.randrange(len(lines)), dice.randrange(len(data) + 1)
        fault = dice.randrange(7)
        if fault == 0:
            data = data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]
        elif fault == 1:
            del lines[at]
            data = b"\n".join(lines)
        elif fault == 2:
            lines.insert(dice.randrange(len(lines)), lines[at])
            data = b"\n".join(lines)
        elif fault == 3:
            data = data[:place]
        elif fault == 4:
            data = data[:place] + dice.choice(HOSTILE) + data[place:]
        elif fault == 5:
            head = lines[at].partition(b":")
            lines[at] = head[0] + b": " + dice.choice(HOSTILE)
            data = b"\n".join(lines)
        else:
            other = dice.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
            data = b"\n".join(lines)
    return data


if __name__ == "__main__":
    main()
