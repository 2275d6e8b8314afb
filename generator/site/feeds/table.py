"""Public records → tables for office programs: CSV and XLSX with one row for each record.

A cell holds text: lists are joined with “；”, nested keys are written out. `catalog.json` is the exact copy.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator.machine.columns import column_letters
from generator.machine.csv_text import csv_lines
from generator.model.document import FIELDS, FrontMatter
from generator.model.visibility import PUBLISHED
from generator.site.feeds.records import attachment_links

COLUMNS: Mapping[str, str] = {key: str(FIELDS[key].title) for key in PUBLISHED[FrontMatter]} | {
    "status": "状态",
    "url": "网址",
}
"""Key → heading of every column."""

MAX_CELL = 32_767
"""Characters Excel keeps in one cell."""

DIGITS = 15
"""Characters of a number up to which Excel keeps all of it."""

CHUNK = 1 << 16

WIDTHS = {"index_no": 28, "title": 60, "summary": 60, "issuer": 24, "category": 20, "theme": 20, "url": 60}


def catalog_csv(records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A CSV file line by line."""
    return csv_lines(chain([list(COLUMNS.values())], map(cells, records)))


def catalog_xlsx(records: Iterable[Mapping[str, Any]], modified: date) -> Iterator[bytes]:
    """An XLSX file in pieces. Every cell is a string, so nothing is run; `modified` is the file's only date.

    The workbook grows on disk, not in memory.
    """
    widths = [WIDTHS.get(key, 14) for key in COLUMNS]
    return xlsx_pieces("目录", list(COLUMNS.values()), map(cells, records), modified, widths)


def xlsx_pieces(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    modified: date,
    widths: Sequence[int] = (),
    numeric: Collection[int] = (),
) -> Iterator[bytes]:
    """The same of any rows under headings, on a sheet of that name; the columns at the places `numeric` hold numbers."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        _write_workbook(path, name, headings, rows, modified, widths, numeric)
        with path.open("rb") as file:
            yield from iter(partial(file.read, CHUNK), b"")


def cells(record: Mapping[str, Any]) -> list[str]:
    """The record as texts in the order of `COLUMNS`."""
    return [_CELLS.get(key, _text)(record, key) if key in record else "" for key in COLUMNS]


SHEET_NAME = 31
"""Characters Excel keeps in the name of a sheet."""


def _write_workbook(
    path: Path,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    modified: date,
    widths: Sequence[int],
    numeric: Collection[int],
) -> None:
    """The library makes the workbook with its headings. It takes ten times as long for a cell as its XML does, so the rows are written here."""
    import xlsxwriter  # few runs write this file, and its import takes 0.04 s

    written, frame = path.with_suffix(".rows"), path.with_suffix(".frame")
    letters = [column_letters(number) for number in range(len(headings))]
    numbers = [number in numeric for number in range(len(headings))]
    last = 0
    with written.open("w", encoding="utf-8", newline="") as file:
        for last, row in enumerate(rows, 1):
            file.write(_row_xml(last + 1, letters, numbers, row))
    with xlsxwriter.Workbook(str(frame), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        book.set_properties({"created": datetime.combine(modified, time())})
        sheet = book.add_worksheet("".join(c for c in name if c not in "[]:*?/\\'")[:SHEET_NAME])
        bold = book.add_format({"bold": True})
        for number, heading in enumerate(headings):
            sheet.set_column(number, number, widths[number] if widths else 16)
            sheet.write_string(0, number, heading, bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(headings) - 1)
    _fill(path, frame, written, f"A1:{letters[-1]}{last + 1}")


def _row_xml(number: int, letters: Sequence[str], numbers: Sequence[bool], cells: Sequence[str]) -> str:
    """A row of a sheet (ECMA-376 Part 1, 18.3.1.73): every cell a text but those of numbers that a spreadsheet can keep, empty ones left out."""
    if _ODD.search("".join(cells)):
        cells = [_xml(cell) for cell in cells]
    shown = "".join(
        [
            f'<c r="{letter}{number}"><v>{cell}</v></c>'
            if is_number and len(cell) <= DIGITS
            else f'<c r="{letter}{number}" t="inlineStr"><is><t>{cell[:MAX_CELL]}</t></is></c>'
            for letter, is_number, cell in zip(letters, numbers, cells, strict=True)
            if cell
        ]
    )
    return f'<row r="{number}">{shown}</row>'


_ODD = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that XML does not know."""
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel takes for the code of a sign (ECMA-376 Part 1, 22.9.2.19)."""


def _xml(cell: str) -> str:
    return escape(_CODED.sub("_x005F_", _NEVER.sub("", cell))[:MAX_CELL], quote=False)


def _fill(path: Path, frame: Path, rows: Path, extent: str) -> None:
    """Put rows below the headings of the workbook that the library made."""
    with zipfile.ZipFile(frame) as empty, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for member in empty.infolist():
            content = empty.read(member)
            made = zipfile.ZipInfo(member.filename, member.date_time)
            made.compress_type = zipfile.ZIP_DEFLATED
            with book.open(made, "w", force_zip64=False) as target:
                if member.filename != "xl/worksheets/sheet1.xml":
                    target.write(content)
                    continue
                head, end, tail = content.partition(b"</sheetData>")
                target.write(re.sub(rb'(<dimension ref=")[^"]*', rb"\g<1>" + extent.encode(), head, count=1))
                with rows.open("rb") as file:
                    while piece := file.read(CHUNK):
                        target.write(piece)
                target.write(end + tail)


def write_lines(path: Path, sheet_name: str, lines: Iterable[Sequence[str]], modified: date) -> None:
    """A workbook of one sheet: headings first, every cell as text."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.combine(modified, time())})
        sheet = book.add_worksheet(sheet_name)
        bold = book.add_format({"bold": True})
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(number, column, cell[:MAX_CELL], *([] if number else [bold]))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS), 18)


def _text(record: Mapping[str, Any], key: str) -> str:
    return _in_words(record[key])


def _in_words(value: Any) -> str:
    """A value of a record in one cell: entries of a list apart by “；”, values of a nested key by “，”."""
    if isinstance(value, list):
        return "；".join(map(_in_words, value))
    return "，".join(map(_in_words, value.values())) if isinstance(value, Mapping) else str(value)


def _source(record: Mapping[str, Any], key: str) -> str:
    return " ".join(record[key].values())


def _late(record: Mapping[str, Any], key: str) -> str:
    late = record[key]
    return "，".join(
        part for part in (late.get("reason"), f"{late['filed']}登记" if "filed" in late else "") if part
    )


def _consultation(record: Mapping[str, Any], key: str) -> str:
    consultation = record[key]
    return f"{consultation['opens']}至{consultation['closes']}，{consultation['respond']}"


def _corrections(record: Mapping[str, Any], key: str) -> str:
    return "；".join(f"{c['date']} {c['kind']}：{c['note']}" for c in record[key])


def _withdrawn(record: Mapping[str, Any], key: str) -> str:
    withdrawn = record[key]
    return f"{withdrawn['date']} {withdrawn['kind']}：{withdrawn['reason']}"


def _moved(record: Mapping[str, Any], key: str) -> str:
    return "；".join(f"{move['date']} {move['address']}" for move in record[key])


def _attachments(record: Mapping[str, Any], key: str) -> str:
    return "；".join(attachment_links(record))


_CELLS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "source": _source,
    "late": _late,
    "corrections": _corrections,
    "attachments": _attachments,
    "withdrawn": _withdrawn,
    "moved_from": _moved,
    "consultation": _consultation,
}
