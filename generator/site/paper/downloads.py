"""Annual reports and request forms → files for office programs, and the table of working days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.annual.report import AnnualReport, report_csv, report_json
from generator.annual.tables import column_shares, grid
from generator.model.setting import Setting
from generator.reading.markdown import plain_text, render_text
from generator.site.feeds.workdays_json import workdays_json
from generator.site.paper.application import FORMS, TITLE, form_blocks, form_name
from generator.site.paper.blocks import Block, Grid, Heading, Paragraph
from generator.site.paper.docx import word_file
from generator.site.paper.pdf import pdf_file


def report_files(reports: Iterable[AnnualReport]) -> Iterator[tuple[str, str | bytes]]:
    """Downloads of the annual reports: (address, content)."""
    for report in reports:
        name = f"annual/{report.year}/{report.year}"
        yield f"{name}.docx", report_docx(report)
        yield f"{name}.json", report_json(report)
        yield f"{name}.csv", report_csv(report)


def form_files(setting: Setting) -> Iterator[tuple[str, str | bytes]]:
    """Downloads of the request forms, and the working days the calculator reads: (address, content)."""
    for form in FORMS:
        blocks = tuple(form_blocks(form, setting.catalog))
        word, pdf = _office_files(f"{TITLE}（{form.name}）", setting.catalog.authority.name, blocks)
        yield f"request/form/{form_name(form, 'docx')}", word
        yield f"request/form/{form_name(form, 'pdf')}", pdf
    yield "data/workdays.json", workdays_json(setting.calendar)


@lru_cache(maxsize=8)  # a process that builds several sites of one authority needs the same forms for each
def _office_files(title: str, author: str, blocks: tuple[Block, ...]) -> tuple[bytes, bytes]:
    """The same page for a word processor and for a printer."""
    return word_file(title, author, blocks), pdf_file(title, author, blocks)


def report_docx(report: AnnualReport) -> bytes:
    """The report as a Word file."""
    return word_file(report.title, report.authority, _blocks(report))


def _blocks(report: AnnualReport) -> Iterator[Block]:
    yield Heading(report.title, 0)
    yield from _paragraphs(report.opening)
    for section in report.sections:
        yield Heading(section.title, 1)
        yield from _paragraphs(section.text)
        for table in section.tables:
            if len(section.tables) > 1:
                yield Heading(table.caption, 2)
            yield Grid(grid(table), column_shares(table))


def _paragraphs(markdown: str) -> Iterator[Block]:
    for line in plain_text(render_text(markdown).html).split("\n"):
        if line:
            yield Paragraph(line)
