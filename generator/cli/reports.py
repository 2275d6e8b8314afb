"""`gongkai report NAME`: what an office or an inspector asks for, from a checked root."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from generator.annual.due import report_deadline
from generator.annual.report import AnnualReport, annual_report, report_csv, report_json
from generator.checking.exceptions_report import exceptions_report
from generator.checking.formats.words import say
from generator.cli.options import CLEAN, misuse, with_jobs, with_lang, with_root, with_today
from generator.cli.roots import Ready, checked_root
from generator.machine.files import replace_file
from generator.model.counted_rows import row_documents, waiting_documents
from generator.model.diagnostics import Text
from generator.model.shown_rows import shown
from generator.planning.ledger.dues import Due, dues, row_dues
from generator.planning.ledger.inspection import inspection, inspection_text
from generator.planning.plan import make_plan
from generator.planning.tables import supervision


def _exceptions(ready: Ready) -> Text:
    return exceptions_report(ready.documents, ready.diagnostics, ready.setting)


def _inspection(ready: Ready) -> Text:
    rows = row_documents(shown(register, ready.setting.today) for register in ready.tables)
    return inspection_text(
        inspection(
            [*ready.documents, *rows, *waiting_documents(ready.tables)],
            ready.setting,
            ready.setting.catalog.assessment,
        )
    )


def _due(ready: Ready) -> Text:
    from generator.tools.due_calendar import due_calendar  # its library takes a tenth of a second to import

    setting = ready.setting
    found = [*dues(ready.documents, setting), *_reports_due(ready), *row_dues(ready.tables, setting)]
    calendar = due_calendar(setting.catalog.site.name, found, setting.today).decode()
    return Text(calendar, calendar)


def _reports_due(ready: Ready) -> Iterator[Due]:
    """The annual report on last year while it is awaited, otherwise the one on this year."""
    today, level = ready.setting.today, ready.setting.catalog.authority.level
    awaited = any(finding.rule == "report-due" for finding in ready.diagnostics)
    year = today.year - 1 if awaited else today.year
    deadline = report_deadline(year, level)
    if deadline and ready.books.annual.figures:
        yield Due(Text("公布年度报告", "publish the annual report"), f"{year}年", f"annual/{year}", deadline)


REPORTS: Mapping[str, Callable[[Ready], Text]] = {
    "exceptions": _exceptions,
    "inspection": _inspection,
    "due": _due,
}
"""Name of a report → what makes its text. `due` is an iCalendar of the days on which documents must be public."""


@click.command(
    help="列出台账：exceptions 约定的例外；inspection 今天检查会发现什么；due 到期日历（iCalendar）；"
    "annual 年度报告，后面写年份；reviews 审查台账，后面写年份；booklet 公开目录的印刷本（PDF）。"
)
@click.argument("name", type=click.Choice([*REPORTS, "annual", "reviews", "booklet"]))
@click.argument("year", type=click.IntRange(1900, 2999), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="年度报告（docx、json、csv）、审查台账（xlsx、csv）或者印刷本写到哪个文件夹",
)
@with_root
@with_today
@with_jobs
@with_lang
def report(
    name: str, year: int | None, out: Path | None, root: Path, today: date, jobs: int, lang: str
) -> int:
    """Print one of the reports, or write the annual report of a year."""
    ready = checked_root(root, today, jobs, lang)
    if name == "booklet":
        return _booklet(ready, today, out or Path(), lang)
    if name == "reviews":
        return _reviews(ready, year or today.year, out, lang)
    if name != "annual":
        click.echo(say(REPORTS[name](ready), lang))
        return CLEAN
    if year is None:
        raise misuse(
            Text("写明年份，如 gongkai report annual 2025", "name the year: gongkai report annual 2025"), lang
        )
    tables = [shown(register, today) for register in ready.tables]
    made = annual_report(
        year, ready.books.annual, ready.documents, ready.setting.catalog, supervision(tables, year)
    )
    if made is None:
        raise misuse(
            Text(
                f"没有 {year} 年的登记册；需要 content/data/requests/{year}.yml 和 content/data/annual/{year}.yml",
                f"no registers of {year}: content/data/requests/{year}.yml and content/data/annual/{year}.yml are needed",
            ),
            lang,
        )
    if out:
        _write(made, year, out)
    for check in made.checks:
        click.echo(f"{'✓' if check.holds else '✗'} {say(check.message, lang)}")
    return CLEAN


def _reviews(ready: Ready, year: int, out: Path | None, lang: str) -> int:
    from generator.machine.csv_text import csv_text
    from generator.reading.review_trailers import trailer_steps
    from generator.site.feeds.table import write_lines
    from generator.tools.reviewing import review_lines

    setting = ready.setting
    lines = list(review_lines(ready.documents, setting, trailer_steps(setting.root), year))
    if out is None:
        click.echo(csv_text(lines), nl=False)
        return CLEAN
    out.mkdir(parents=True, exist_ok=True)
    replace_file(out / f"审查台账-{year}.csv", csv_text(lines).encode())
    write_lines(out / f"审查台账-{year}.xlsx", f"{year}年", lines, setting.today)
    told = Text(
        f"{year} 年审查 {len(lines) - 1} 件，写在 {out}",
        f"{len(lines) - 1} reviews of {year}, written to {out}",
    )
    click.echo(say(told, lang))
    return CLEAN


def _booklet(ready: Ready, today: date, out: Path, lang: str) -> int:
    from generator.site.paper.booklet import booklet_pdf  # its library takes a while to import

    out.mkdir(parents=True, exist_ok=True)
    file = out / f"公开目录-{today}.pdf"
    plan = make_plan(ready.setting.catalog, ready.documents, today)
    replace_file(file, booklet_pdf(plan))
    click.echo(say(Text(f"已写好 {file}", f"wrote {file}"), lang))
    return CLEAN


def _write(made: AnnualReport, year: int, out: Path) -> None:
    from generator.site.paper.downloads import report_docx  # its library takes a while to import

    out.mkdir(parents=True, exist_ok=True)
    replace_file(out / f"{year}.docx", report_docx(made))
    replace_file(out / f"{year}.json", report_json(made).encode())
    replace_file(out / f"{year}.csv", report_csv(made).encode())
