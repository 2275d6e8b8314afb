"""Mutation testing of the rules and of the calendar: what the tests would not notice.

    pip install mutmut && python benchmarks/mutation.py [--number 1000] [--seed 1]

Runs mutmut (settings: pyproject.toml) on a random sample of all mutants; each is tried against the tests that reach
the function it changes, and no others. Prints the score of each module and the names of the survivors; `mutmut show NAME`
shows one. Mutants tried before are not tried again: `--number 0` prints the state, deleting `mutants/` starts anew.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections import Counter
from pathlib import Path

TOP = Path(__file__).parent.parent
MUTMUT = ("mutmut", "run", "--max-children", "1")


def main() -> None:
    """Try the sample and print what came of all mutants tried so far."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if not outcomes():
        subprocess.run([*MUTMUT, "generator.rules.rule.x_slug_of*"], cwd=TOP, check=True)  # makes all mutants, tries a few
    names = sorted(outcomes())
    if args.number:
        sample = random.Random(args.seed).sample(names, min(args.number, len(names)))
        subprocess.run([*MUTMUT, *sample], cwd=TOP, check=True)
    show(outcomes())


def outcomes() -> dict[str, int | None]:
    """The exit code of the tests for each mutant: 0 it survived, None not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((TOP / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def show(found: dict[str, int | None]) -> None:
    """A table of the modules, then the survivors."""
    tried = {name: code for name, code in found.items() if code is not None}
    all_of, tried_of, alive_of = (Counter(name.rpartition(".")[0] for name in names)
                                  for names in (found, tried, [name for name, code in tried.items() if code == 0]))
    print("| module | mutants | tried | survived | score |\n|---|--:|--:|--:|--:|")
    for module, number in tried_of.items():
        print(f"| {module} | {all_of[module]} | {number} | {alive_of[module]} | {1 - alive_of[module] / number:.0%} |")
    print(f"| all | {len(found)} | {len(tried)} | {alive_of.total()} | {1 - alive_of.total() / len(tried):.1%} |\n")
    print("\n".join(name for name, code in tried.items() if code == 0))


if __name__ == "__main__":
    main()
