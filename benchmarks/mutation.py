"""Mutation testing of the rules and of the calendar: faults that the tests would not notice.

    pip install mutmut && python benchmarks/mutation.py [--number 600] [--seed 1] [--only NAME …]

mutmut (settings in pyproject.toml) makes the mutants and finds out which tests reach which function. It would start pytest
anew for each mutant, which takes longer than the tests themselves, so the mutants are tried here: the tests are collected once,
and each mutant gets a forked process that stops at the first failure. A mutant of a rule is tried against the fixtures of that
rule, 30 fixtures of others and all further tests that reach the function; one of anything else against all tests that reach
it. Mutants that change nothing but the wording of a message or hint are left out.

Prints the score of each module and the survivors, also of a part when it is interrupted (the order is random).
`mutmut show NAME` shows one. Delete `mutants/` after changing the code.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

TOP = Path(__file__).parent.parent
MUTANTS = TOP / "mutants"
OTHERS = 30
"""Fixtures of other rules that a mutant is tried against."""
LONGEST = 60
"""Seconds after which a mutant counts as noticed: it does not end."""


def main() -> None:
    """Make the mutants, try a random sample, print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", help="names of mutants instead of a sample")
    args = parser.parse_args()
    if not (MUTANTS / "mutmut-stats.json").exists():
        subprocess.run(
            ["mutmut", "run", "--max-children", "1", "generator.checking.rules.rule.x_slug_of*"],
            cwd=TOP,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    names = [name for name in made() if not only_words_differ(name)]
    sample = args.only or random.Random(args.seed).sample(names, min(args.number, len(names)))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a background process has lost
    trial = Trial(sample, random.Random(args.seed))
    os.chdir(MUTANTS)
    sys.path.insert(0, str(MUTANTS))
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    pytest.main(
        [*settings["pytest_add_cli_args"], *settings["pytest_add_cli_args_test_selection"]], plugins=[trial]
    )
    show(len(made()), len(names), trial.tried, trial.alive)


class Trial:
    """A pytest plugin that runs the collected tests once for each mutant instead of once."""

    def __init__(self, sample: list[str], dice: random.Random) -> None:
        self.sample, self.dice = sample, dice
        self.tried: list[str] = []
        self.alive: list[str] = []
        stats = json.loads((MUTANTS / "mutmut-stats.json").read_text(encoding="utf-8"))
        self.reach: Mapping[str, list[str]] = stats["tests_by_mangled_function_name"]
        self.seconds: Mapping[str, float] = stats["duration_by_test"]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant of the sample."""
        items = {item.nodeid: item for item in session.items}
        for name in self.sample:
            if self.survives(name, [items[test] for test in self.tests_for(name) if test in items]):
                self.alive.append(name)
                print(f"\r{name}", flush=True)
            self.tried.append(name)
            print(
                f"\r{len(self.tried)}/{len(self.sample)}, {len(self.alive)} survived",
                end="",
                file=sys.stderr,
                flush=True,
            )
        return True

    def tests_for(self, name: str) -> list[str]:
        """The tests that reach the function, those of its own rule first, then the quick ones."""
        function = name.rpartition("__mutmut_")[0]
        slug = function.rpartition(".x_")[2].strip("_").replace("_", "-")
        reached = sorted(
            self.reach.get(function, ()),
            key=lambda test: (f"[{slug}]" not in test, self.seconds.get(test, 0)),
        )
        own = any(f"[{slug}]" in test for test in reached)
        fixtures = [test for test in reached if own and "/test_rules.py" in test and f"[{slug}]" not in test]
        left_out = set(fixtures) - set(self.dice.sample(fixtures, min(OTHERS, len(fixtures))))
        return [test for test in reached if test not in left_out]

    def survives(self, name: str, items: Iterable[pytest.Item]) -> bool:
        """Whether all tests pass with the mutant, in a process of its own."""
        child = os.fork()
        if child:
            return os.waitpid(child, 0)[1] == 0
        os.environ["MUTANT_UNDER_TEST"] = name
        signal.alarm(LONGEST)
        failed = any(report.failed for item in items for report in runtestprotocol(item, log=False))
        os._exit(failed)


def made() -> list[str]:
    """The names of all mutants."""
    return [
        name
        for path in sorted(MUTANTS.rglob("*.meta"))
        for name in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    ]


def only_words_differ(name: str) -> bool:
    """Whether a mutant is the original but for what stands in a `Text`."""
    module, _, function = name.rpartition(".")
    functions = functions_of(
        MUTANTS / f"{module.replace('.', '/')}.py", MUTANTS / module.replace(".", "/") / "__init__.py"
    )
    return functions[function] == functions[f"{function.rpartition('__mutmut_')[0]}__mutmut_orig"]


@cache
def functions_of(*places: Path) -> dict[str, str]:
    """Each function of a module, without its own name and the words of its texts."""
    module = next(place for place in places if place.is_file())
    found = {}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            name, node.name = node.name, ""
            found[name] = ast.dump(Wordless().visit(node))
    return found


class Wordless(ast.NodeTransformer):
    """Takes the strings out of every `Text(…)`; what is put into them stays."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Replace the strings of a text."""
        if isinstance(node.func, ast.Name) and node.func.id == "Text":
            kept = [arg for arg in node.args if isinstance(arg, ast.JoinedStr)]
            for arg in kept:
                self.generic_visit(arg)  # changes it where it is
            node.args = [arg if arg in kept else ast.Constant("") for arg in node.args]
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    part.value = ""
            return node
        return self.generic_visit(node)


def show(all_mutants: int, eligible: int, sample: list[str], alive: list[str]) -> None:
    """A table of the modules, then the survivors."""
    tried, survived = (
        Counter(name.rpartition(".")[0].removeprefix("generator.") for name in names)
        for names in (sample, alive)
    )
    print(
        f"\n{all_mutants} mutants, {eligible} change more than words, {len(sample)} tried\n\n| module | tried | survived | score |\n|---|--:|--:|--:|"
    )
    for module in sorted(tried):
        print(
            f"| `{module}` | {tried[module]} | {survived[module]} | {1 - survived[module] / tried[module]:.0%} |"
        )
    print(f"| all | {len(sample)} | {len(alive)} | {1 - len(alive) / len(sample):.1%} |\n")
    print("\n".join(sorted(alive)))


if __name__ == "__main__":
    main()
