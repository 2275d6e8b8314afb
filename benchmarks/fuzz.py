"""Feeds broken documents through reading and every document rule: nothing may raise, nothing may take a second.

    python benchmarks/fuzz.py [--number 100000] [--seed 1]

The inputs are the documents of the example county and of the rule fixtures, damaged at random: bytes changed, lines
deleted, doubled, swapped and cut, hostile pieces put in. Prints how many were tried and how much processor time the slowest took.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from datetime import date
from pathlib import Path

from generator.config import load_catalog
from generator.frontmatter import read_record
from generator.rules import RULES
from generator.rules.rule import DocumentRule, Setting
from generator.workdays import work_calendar

TOP = Path(__file__).parent.parent
HOSTILE = [b"---\n", b"\xff", b"\x00", b": ", b"&a [*a]\n", b"- " * 200, b"[" * 500, b"{" * 500, b"!!python/object:x ", b"\xef\xbb\xbf", b"\r", b"\t",
           "：".encode(), "〔２０２６〕".encode(), b"9999-99-99", b"0000-00-00", b"2026-02-30", b"1e999", "‮".encode(), b"<script>", b"|" * 300,
           b"> " * 300, b"*" * 300, b"`" * 300, b"[a](" * 100, b"110101199003070003", b"13800138000" * 20, "第一组".encode() * 200,
           b"../" * 50, b"99999999999999999999999999", b"'", b'"', b"attachments:\n  - file: ../../etc/passwd\n", b"late: {reason: x, filed: 0001-01-01}\n"]


def main() -> None:
    """Run and print the counts; exits with 1 when anything raised or took a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    dice = random.Random(args.seed)
    catalog, _ = load_catalog(TOP, slugs=[r.slug for r in RULES], locked=[])
    assert catalog
    setting = Setting(TOP, catalog, work_calendar(catalog.calendar), date(2026, 11, 22))
    rules = [rule for rule in RULES if isinstance(rule, DocumentRule)]
    seeds = [p.read_bytes() for folder in ("content/documents", "tests/rules", "tests/broken") for p in sorted((TOP / folder).rglob("*.md"))]
    raised: Counter[str] = Counter()
    slowest, slow = 0.0, b""
    for _ in range(args.number):
        data = damage(dice.choice(seeds), dice)
        started = time.process_time()
        try:
            record = read_record("content/documents/fuzz.md", data)
            for rule in rules:
                list(rule.check(record, setting))
        except Exception as error:
            raised[f"{type(error).__name__}: {error}"[:200]] += 1
        taken = time.process_time() - started
        if taken > slowest:
            slowest, slow = taken, data
    print(f"{args.number} inputs, {sum(raised.values())} raised, slowest {slowest * 1000:.0f} ms ({len(slow)} bytes)")
    for what, count in raised.most_common(20):
        print(f"{count} × {what}")
    raise SystemExit(bool(raised) or slowest > 1)


def damage(data: bytes, dice: random.Random) -> bytes:
    """The same document with one to five faults."""
    for _ in range(dice.randint(1, 5)):
        lines = data.split(b"\n")
        at, place = dice.randrange(len(lines)), dice.randrange(len(data) + 1)
        fault = dice.randrange(7)
        if fault == 0:
            data = data[:place] + bytes([dice.randrange(256)]) + data[place + 1:]
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
