"""Holiday notices of the State Council, one file a year: those that ship with the program, and those of a root.

A notice counts before the library of working days (chinese-calendar), so that next year is known as soon as somebody has
entered it: with a new version of the program, or in `content/data/calendar/<year>.yml` of the office's own repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.machine.git import git, listed, show
from generator.model.catalog import HolidayNotice
from generator.model.diagnostics import Finding, Problem, Text
from generator.reading.schema import check
from generator.reading.yamltext import of_register, read_yaml

FOLDER = "content/data/calendar"
"""Where a root keeps the notices that it has entered itself."""

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)


class Known(NamedTuple):
    """A year's notice and the file that holds it."""

    notice: HolidayNotice
    source: str
    """Relative to the root; `gongkai` for one that ships with the program."""


File = tuple[str, bytes]
"""The path of a file, relative to the root, and its bytes."""


def files_of(root: Path) -> list[File]:
    """The files of a root in which it has entered notices."""
    folder = root / FOLDER
    names = sorted(f.name for f in folder.iterdir()) if folder.is_dir() else []
    return [(f"{FOLDER}/{name}", (folder / name).read_bytes()) for name in names if (folder / name).is_file()]


def files_at(root: Path, commit: str) -> list[File]:
    """The same files as they were in a commit."""
    names = listed(git(root, "ls-tree", "-z", "--name-only", commit, f"{FOLDER}/"))
    return [(name, data) for name in names if (data := show(root, commit, name)) is not None]


@cache
def shipped() -> Mapping[int, Known]:
    """The notices that ship with the program, by year."""
    found = {}
    for file in sorted((Path(__file__).parent / "holidays").glob("*.yml")):
        notice, problems = _read(file.read_bytes())
        assert notice is not None, (file, problems)
        found[int(file.stem)] = Known(notice, "gongkai")
    return found


def entered(files: Iterable[File]) -> tuple[dict[int, Known], dict[str, list[Problem]]]:
    """The notices in the files of a root, and everything that is wrong with them, by their paths."""
    found: dict[int, Known] = {}
    wrong: dict[str, list[Problem]] = {}
    for path, data in files:
        name = PurePosixPath(path)
        named = name.suffix == ".yml" and _YEAR.fullmatch(name.stem)
        notice, problems = _read(data, int(name.stem)) if named else (None, [_STRANGER])
        if problems:
            wrong[path] = [of_register(p) for p in problems]
        elif notice:
            found[int(name.stem)] = Known(notice, path)
    return found, wrong


def known(
    files: Iterable[File], own: Mapping[int, HolidayNotice]
) -> tuple[dict[int, Known], dict[str, list[Problem]]]:
    """Every year's notice: those of catalog.yml (`own`) before those of `content/data/calendar`, and both before those shipped."""
    of_root, wrong = entered(files)
    of_catalog = {year: Known(notice, "catalog.yml") for year, notice in own.items()}
    return dict(sorted({**shipped(), **of_root, **of_catalog}.items())), wrong


_STRANGER = Problem(
    "invalid-register",
    Finding(
        1,
        Text("文件名不是年份", "the name of the file is not a year"),
        Text("按放假的年份命名，如 2027.yml", "name it by the year of the holidays, such as 2027.yml"),
    ),
)


def _read(data: bytes, year: int | None = None) -> tuple[HolidayNotice | None, list[Problem]]:
    """The notice in a file, and what is wrong with it; of a `year` also days of other years."""
    read = read_yaml(data.decode("utf-8-sig", "replace"))
    value = read.value if isinstance(read.value, dict) else {}
    notice, problems = check(HolidayNotice, value, read.lines)
    found = [*read.problems, *problems]
    if notice and year:
        found += _misplaced(year, notice, read.lines)
    return notice, found


def _misplaced(year: int, notice: HolidayNotice, lines: Mapping[str, int]) -> Iterator[Problem]:
    """A notice of one year may move a day of the December before it, and no other day of another year."""
    for key in ("holidays", "workdays"):
        for n, day in enumerate(getattr(notice, key)):
            if day.year != year and not (day.year == year - 1 and day.month == 12):
                yield Problem(
                    "wrong-type",
                    Finding(
                        lines.get(f"{key}.{n}", 1),
                        Text(f"{day} 不是 {year} 年的日期", f"{day} is not a day of {year}"),
                        Text("核对年份", "check the year"),
                        {"date": day},
                    ),
                )
    for n, day in enumerate(notice.workdays):
        if day.weekday() < 5 or day in notice.holidays:
            yield Problem(
                "wrong-type",
                Finding(
                    lines.get(f"workdays.{n}", 1),
                    Text(
                        f"{day} 不是周末，不会是调休上班的日子",
                        f"{day} is no weekend day, so it is not made up",
                    ),
                    Text("核对通知中的日期", "check the notice"),
                    {"date": day},
                ),
            )
