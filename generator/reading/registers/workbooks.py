"""The bytes of a workbook → the cells of its sheet as texts, and what a table of records may not have: formulas, errors, merged and hidden cells.

Workbooks of today (.xlsx) are read by openpyxl, which knows all of that; old and other ones (.xls, .et, .ods) by calamine, which
knows values only: a formula is then its last result.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from generator.machine.columns import column_letters
from generator.model.diagnostics import Text
from generator.reading.attachments.content import Refused
from generator.reading.attachments.package import Budget, Package
from generator.reading.attachments.spreadsheets import read_grids

MOST_MERGED = 5_000
"""Merged cells of a sheet: the library takes a millisecond for each."""

MOST_LETTERS = 32_767
"""Characters that Excel keeps in a cell; in a file one text may stand in any number of cells."""

EXACT = 10**15
"""From here on a workbook does not keep all digits of a number."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
"""What a spreadsheet shows where it could not work something out."""


class Flaw(NamedTuple):
    """What is wrong with a cell, a row, a column or a sheet."""

    line: int
    """0: the whole column or sheet."""
    last: int
    """The last row it reaches to."""
    column: str
    """Its letters; for merged cells their range; empty: the whole row or sheet."""
    message: Text
    hint: Text


class Workbook(NamedTuple):
    """The sheet that is shown, row by row with its number."""

    rows: list[tuple[int, list[str]]]
    flaws: list[Flaw]


def in_lines(text: str) -> str:
    """A text with single blanks between its words, and without empty lines."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def is_workbook(data: bytes) -> bool:
    """Whether bytes are those of a workbook, whatever the name of the file."""
    return data.startswith((_OLE, _ZIP))


def is_old(data: bytes) -> bool:
    """Whether only the values of a workbook can be read: formulas, hidden rows and merged cells are not known."""
    return data.startswith(_OLE) or _ODS in data[:200]


Fitness = Callable[[list[list[str]]], int]
"""How many of the headings that are looked for the first rows of a sheet have."""

FIRST = 20
"""Rows of a sheet by which it is judged."""


def read_workbook(data: bytes, fitness: Fitness = lambda rows: 0) -> Workbook:
    """Read the sheet of a workbook that has most of the headings, the first of equal ones. Never raises: what cannot be read is a flaw."""
    try:
        return _old(data, fitness) if is_old(data) else _opened(data, fitness)
    except Refused as refused:
        return _unread(refused.refusal.message, refused.refusal.hint)
    except Exception:  # openpyxl raises whatever a damaged member makes it raise
        return _unread(
            Text("工作簿已经损坏，或者不是表格", "the workbook is damaged, or is none"),
            Text("在 Excel 或者 WPS 中打开，另存为 .xlsx", "open it in a spreadsheet and save it as .xlsx"),
        )


def _unread(message: Text, hint: Text) -> Workbook:
    return Workbook([], [Flaw(0, 0, "", message, hint)])


def _old(data: bytes, fitness: Fitness) -> Workbook:
    sheets = [grid for grid in read_grids(data) if any(map(any, grid.rows))]
    chosen = max(
        (grid for grid in sheets if grid.shown),
        key=lambda grid: fitness([[_value(cell)[0] for cell in row] for row in grid.rows[:FIRST]]),
        default=None,
    )
    flaws = [_set_aside(grid.name, hidden=not grid.shown) for grid in sheets if grid is not chosen]
    flaws += [_merged(*span) for span in (chosen.merged if chosen else ())]
    texts = []
    for line, row in enumerate(chosen.rows if chosen else (), 1):
        cells = []
        for n, value in enumerate(row):
            text, wrong = _value(value)
            cells.append(text)
            if wrong:
                flaws.append(Flaw(line, line, column_letters(n), *wrong))
        texts.append((line, cells))
    return Workbook(texts, flaws)


def _opened(data: bytes, fitness: Fitness) -> Workbook:
    import openpyxl  # type: ignore[import-untyped]  # few runs read a workbook, and its import takes 0.2 s

    package = Package(data, Budget())
    for name in package.names:
        if not name.endswith((".xml", ".rels")):
            continue
        if name.count("/") < 2:
            package.xml(name)
        elif (merged := package.read(name).count(b"mergeCell ")) > MOST_MERGED:
            return _unread(
                Text(f"合并的单元格太多（{merged} 处）", f"there are too many merged cells ({merged})"),
                Text("取消合并，每一行都填上内容", "unmerge them and fill in every row"),
            )
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # it warns of drawings and styles that it drops; cells it does not drop
        book = openpyxl.load_workbook(BytesIO(data))
    sheets = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet.max_column > 1]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    chosen = max(
        shown,
        key=lambda sheet: fitness(
            [[_value(cell)[0] for cell in row] for row in sheet.iter_rows(max_row=FIRST, values_only=True)]
        ),
        default=None,
    )
    flaws = [_set_aside(sheet.title, hidden=sheet not in shown) for sheet in sheets if sheet is not chosen]
    return _grid(chosen, flaws) if chosen else Workbook([], flaws)


def _set_aside(name: str, *, hidden: bool) -> Flaw:
    """That a sheet is not read."""
    if hidden:
        message = Text(f"隐藏的工作表“{name}”里有内容", f"the hidden sheet “{name}” is not empty")
        hint = Text("取消隐藏，核对后删除或者单独导入", "show it, then delete it or import it by itself")
    else:
        message = Text(f"另一张工作表“{name}”里也有内容", f"a second sheet “{name}” is not empty")
        hint = Text(
            "一个文件只留一张表：填写说明、字典等另存，或者删除",
            "keep one table in a file; move notes and lists elsewhere",
        )
    return Flaw(0, 0, "", message, hint)


def _grid(sheet: Any, flaws: list[Flaw]) -> Workbook:
    texts = []
    for cells in sheet.iter_rows():
        row = []
        for cell in cells:
            text, wrong = _cell(cell)
            row.append(text)
            if wrong:
                flaws.append(Flaw(cell.row, cell.row, cell.column_letter, *wrong))
        if cells:
            texts.append((cells[0].row, row))
    merged = [
        _merged(span.min_row, span.max_row, span.min_col - 1, span.max_col - 1)
        for span in sheet.merged_cells.ranges
    ]
    return Workbook(texts, [*flaws, *merged, *_hidden(sheet)])


def _merged(first: int, last: int, left: int, right: int) -> Flaw:
    """Merged cells: their first and last row, from 1, and column, from 0."""
    span = f"{column_letters(left)}{first}:{column_letters(right)}{last}"
    message = Text(f"{span} 是合并的单元格", f"{span} are merged cells")
    return Flaw(
        first, last, span, message, Text("取消合并，每一行都填上内容", "unmerge them and fill in every row")
    )


def _hidden(sheet: Any) -> Iterator[Flaw]:
    hint = Text("取消隐藏，核对后保留或者删除", "show it, then keep or delete it")
    for line, size in sorted(sheet.row_dimensions.items()):
        if size.hidden and line <= sheet.max_row:
            yield Flaw(line, line, "", Text(f"第 {line} 行是隐藏的", f"row {line} is hidden"), hint)
    for letters, size in sorted(sheet.column_dimensions.items()):
        if size.hidden and (size.min or 0) <= sheet.max_column:
            message = Text(f"{letters} 列是隐藏的", f"column {letters} is hidden")
            yield Flaw(0, sheet.max_row, letters, message, hint)


def _cell(cell: Any) -> tuple[str, tuple[Text, Text] | None]:
    """The text of a cell, and what is wrong with it."""
    if cell.data_type == "f":
        return "", (
            Text("这一格是公式", "the cell is a formula"),
            Text("复制这一格，选择性粘贴为“值”", "paste it as a value"),
        )
    text, wrong = _value(cell.value)
    if wrong is None and isinstance(cell.value, (int, float)) and _SCALED.search(_bare(cell.number_format)):
        return text, (
            Text(
                f"这一格显示的数不是保存的数（保存的是 {text}）",
                f"what the cell shows is not what it holds ({text})",
            ),
            Text(
                "把格式改为“常规”，填写要公开的数；百分号、万元写在表头",
                "make its format “General” and enter the number; % and units belong to the heading",
            ),
        )
    return text, wrong


_SCALED = re.compile(r"%|[0#?]!\.|[0#?],+(?![0#?,])")
"""Formats that show another number: percent, ten thousands, thousands."""


def _bare(form: str) -> str:
    """A number format without the texts in it."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form or "")


def _value(value: object) -> tuple[str, tuple[Text, Text] | None]:
    match value:
        case None:
            return "", None
        case bool():
            return ("是" if value else "否"), None
        case datetime():
            return (str(value.date()) if value.time() == time() else str(value)), None
        case date():
            return str(value), None
        case int() | float():
            return _number(value)
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        return "", (
            Text(f"这一格超过 {MOST_LETTERS} 个字", f"the cell has more than {MOST_LETTERS} characters"),
            Text("缩短，或者另作附件", "shorten it, or attach it"),
        )
    text = in_lines(str(value))
    if text in ERRORS:
        return text, (
            Text(f"这一格是错误值 {text}", f"the cell is the error {text}"),
            Text("填写正确的内容", "fill in what is right"),
        )
    return text, None


def _number(value: int | float) -> tuple[str, tuple[Text, Text] | None]:
    """A number as a spreadsheet shows it: with fifteen digits, and never as 1.1E+17."""
    if abs(value) >= EXACT:
        return f"{value:.0f}", (
            Text(
                "这一格的长数字按数值保存，15 位以后的数字已经丢失",
                "a long number was kept as a number; its digits from the 16th on are lost",
            ),
            Text(
                "把这一列设为“文本”，重新填写完整的号码",
                "make the column text and enter the number again",
            ),
        )
    text = format(Decimal(f"{value:.15g}"), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text), None
