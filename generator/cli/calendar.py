"""`gongkai calendar`: which years' holidays are known, from which notice, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.checking.rules import CODES
from generator.cli.options import CLEAN, with_lang, with_root
from generator.cli.roots import loaded_catalog, refuse
from generator.model.diagnostics import Text
from generator.model.places import CATALOG
from generator.model.workdays import LAST_LIBRARY_DAY, WorkCalendar, work_calendar
from generator.reading.calendars import FOLDER, Known, files_of, known
from generator.reading.catalog_file import diagnosed


@click.command(help="列出已知的放假安排：哪些年份、依据哪一份通知、写在哪里；不知道的年份怎样录入。")
@with_root
@with_lang
def calendar(root: Path, lang: str) -> int:
    """Print the years whose working days are known."""
    own = loaded_catalog(root, lang).calendar if (root / CATALOG).exists() else {}
    notices, wrong = known(files_of(root), {})
    if wrong:
        refuse([d for path, file in wrong.items() for d in diagnosed(file, CODES, path=path)], root, lang)
    for year, notice in own.items():
        if year not in notices or notices[year].notice != notice:
            notices[year] = Known(notice, CATALOG)
    days = work_calendar({year: entry.notice for year, entry in notices.items()})
    for line in _lines(notices, days):
        click.echo(say(line, lang))
    return CLEAN


def _lines(notices: dict[int, Known], days: WorkCalendar) -> Iterator[Text]:
    first = min(notices, default=LAST_LIBRARY_DAY.year + 1)
    yield Text(
        f"2004—{first - 1}：按 chinese-calendar 收录的历年通知",
        f"2004-{first - 1}: the notices collected by chinese-calendar",
    )
    for year in range(first, days.last.year + 1):
        worked = days.count(date(year - 1, 12, 31), date(year, 12, 31))
        entry = notices.get(year)
        source = Text(entry.notice.notice, entry.notice.notice) if entry else Text("程序库", "the library")
        where = Text("随程序发布", "ships with the program") if entry and entry.source == "gongkai" else None
        place = where or Text(
            entry.source if entry else "chinese-calendar", entry.source if entry else "chinese-calendar"
        )
        issued = f"，{entry.notice.issued} 公布" if entry and entry.notice.issued else ""
        yield Text(
            f"{year}：{worked} 个工作日，{source.zh}{issued}（{place.zh}）",
            f"{year}: {worked} working days, {source.en} ({place.en})",
        )
    year = days.last.year + 1
    yield Text(
        f"{year}：还没有。跨入这一年的期限给出最早和最晚的可能日期；通知公布后写进 {FOLDER}/{year}.yml（notice、holidays、workdays）",
        f"{year}: not known. Terms that run into it have an earliest and a latest end; write the notice to {FOLDER}/{year}.yml"
        " (notice, holidays, workdays)",
    )
