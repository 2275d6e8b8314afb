"""The bytes of a CSV file or a workbook → rows of texts, and every fault of the file at its cell."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from generator.machine.csv_text import FORMULA_STARTS
from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.attachments.content import Refused
from generator.reading.attachments.package import Budget, Package

MAX_FIELD = 1_000_000
"""Characters of one cell."""

HEAD_ROWS = 5
"""The heading stands within the first rows, below a title and a note on units."""

EXACT = 10**15
"""From here on a workbook does not keep all digits of a number."""


class Fault(NamedTuple):
    """What is wrong with one cell, row or column of a file."""

    line: int
    """The row as the office's program counts it."""
    column: str
    """The heading, or the letters of the column; empty: the whole row."""
    message: Text
    hint: Text


class Sheet(NamedTuple):
    """A table as read. Rows without any text are left out."""

    head: tuple[str, ...]
    head_line: int
    rows: list[tuple[int, list[str]]]
    """Where each begins, and its cells, as many as there are headings."""
    faults: list[Fault]


def read_sheet(data: bytes, labels: Mapping[str, str]) -> Sheet:
    """Read a file whose heading has some of these labels, by the ways to write each (`heading`). Never raises: what cannot be read is a fault."""
    if data[:4] == b"PK\x03\x04":
        return _workbook(data, labels)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _unread(
            Text("这是旧格式的表格（.xls、.et）", "this is a workbook of the old format (.xls, .et)"),
            Text("在 Excel 或者 WPS 中另存为 .xlsx 或者 CSV UTF-8", "save it as .xlsx or as CSV UTF-8"),
        )
    text = decoded(data)
    if text is None:
        return _unread(
            Text(
                "文件编码无法识别，或者含有控制字符",
                "the encoding is not known, or there are control characters",
            ),
            Text("在 Excel 或者 WPS 中另存为 CSV UTF-8", "save it as CSV UTF-8"),
        )
    return _csv(text, labels)


def _unread(message: Text, hint: Text) -> Sheet:
    return Sheet((), 1, [], [Fault(1, "", message, hint)])


def _csv(text: str, labels: Mapping[str, str]) -> Sheet:
    csv.field_size_limit(MAX_FIELD)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        return _unread_row(
            line,
            Text("这一行的引号不配对，或者内容过长", "a quote is not closed in this row, or it is too long"),
        )
    if text.count('"') % 2:
        where = next((n for n, cells in rows if any("\n" in c for c in cells)), 1)
        return _unread_row(
            where, Text("引号没有配对，后面的行连在了一起", "a quote is not closed; rows run together")
        )
    return _sheet(rows, labels, [])


def _unread_row(line: int, message: Text) -> Sheet:
    hint = Text(
        "在 Excel 或者 WPS 中打开，另存为 CSV UTF-8", "open it in a spreadsheet and save it as CSV UTF-8"
    )
    return Sheet((), 1, [], [Fault(line, "", message, hint)])


def _sheet(rows: Sequence[tuple[int, list[str]]], labels: Mapping[str, str], faults: list[Fault]) -> Sheet:
    """The rows below the heading, which is the one of the first rows that has most labels."""
    filled = [(line, row) for line, row in rows if "".join(row).strip()]
    if not filled:
        hint = Text("第一行写表头，下面每行写一条", "write the headings in the first row")
        return Sheet((), 1, [], [*faults, Fault(1, "", Text("表格是空的", "the table is empty"), hint)])
    at = max(
        range(min(HEAD_ROWS, len(filled))),
        key=lambda n: sum(heading(cell) in labels for cell in filled[n][1]) - n * 0.01,
    )
    line, cells = filled[at]
    head = [labels.get(heading(cell), heading(cell)) for cell in cells]
    while head and not head[-1]:
        head.pop()
    if not head:
        hint = Text("第一行写表头，下面每行写一条", "write the headings in the first row")
        return Sheet((), 1, [], [*faults, Fault(line, "", Text("没有表头", "there are no headings"), hint)])
    width = len(head)
    kept = []
    for number, row in filled[at + 1 :]:
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            faults.append(
                Fault(
                    number,
                    "",
                    Text("这一行的格子比表头多", "this row has more cells than the heading"),
                    Text(
                        "内容里有逗号的，用英文双引号括起来；多余的格子删除",
                        "quote a text with a comma in it; delete superfluous cells",
                    ),
                )
            )
        kept.append((number, _plain_cells(row[:width]) + [""] * (width - len(row))))
    for n, name in enumerate(head):
        if name and name in head[:n]:
            twice = Text(f"表头“{name}”出现两次", f"the heading “{name}” is there twice")
            faults.append(
                Fault(line, name, twice, Text("改名或者删除其中一列", "rename or delete one of them"))
            )
    return Sheet(tuple(head), line, kept, faults)


def heading(cell: str) -> str:
    """A heading without breaks, blanks and differences of width."""
    return "".join(unicodedata.normalize("NFKC", cell).split()).lstrip("*")


def _plain_cells(row: list[str]) -> list[str]:
    """`_plain` of every cell; of a row with neither a break nor an apostrophe in it, as nearly all are, in one step."""
    joined = "".join(row)
    if "'" in joined or "\n" in joined or "\r" in joined:
        return [_plain(cell) for cell in row]
    return list(map(str.strip, row))


def _plain(cell: str) -> str:
    """A cell without blanks around it, and without the apostrophe that keeps a text from being run as a formula."""
    cell = cell.strip() if "\n" not in cell and "\r" not in cell else " ".join(cell.split())
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _workbook(data: bytes, labels: Mapping[str, str]) -> Sheet:
    try:
        _refuse_unsafe(data)
        import openpyxl  # type: ignore[import-untyped]  # few runs read a workbook, and its import takes 0.2 s

        book = openpyxl.load_workbook(BytesIO(data))
    except Refused as refused:
        return _unread(refused.refusal.message, refused.refusal.hint)
    except Exception:  # openpyxl raises whatever a damaged member makes it raise
        return _unread(
            Text("工作簿已经损坏，或者不是表格", "the workbook is damaged, or is none"),
            Text("在 Excel 或者 WPS 中打开，另存为 .xlsx", "open it in a spreadsheet and save it as .xlsx"),
        )
    sheets = [sheet for sheet in book.worksheets if sheet.max_row > 1 or sheet.max_column > 1]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    faults = [
        _set_aside(sheet.title, hidden=sheet not in shown) for sheet in sheets if sheet not in shown[:1]
    ]
    return _grid(shown[0], labels, faults) if shown else _sheet([], labels, faults)


def _set_aside(name: str, *, hidden: bool) -> Fault:
    """That a sheet is not read."""
    if hidden:
        message = Text(f"隐藏的工作表“{name}”里有内容", f"the hidden sheet “{name}” is not empty")
        hint = Text("取消隐藏，核对后删除或者单独导入", "show it, then delete it or import it by itself")
    else:
        message = Text(f"另一张工作表“{name}”里也有内容", f"a second sheet “{name}” is not empty")
        hint = Text("一个文件只留一张表", "keep one table in a file")
    return Fault(1, "", message, hint)


def _refuse_unsafe(data: bytes) -> None:
    package = Package(data, Budget())
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            package.xml(name) if name.count("/") < 2 else package.read(name)


def _grid(sheet: Any, labels: Mapping[str, str], faults: list[Fault]) -> Sheet:
    rows = [(row[0].row, row) for row in sheet.iter_rows() if row]
    texts = []
    for line, cells in rows:
        row = []
        for cell in cells:
            text, wrong = _cell(cell)
            row.append(text)
            if wrong:
                faults.append(Fault(line, cell.column_letter, *wrong))
        texts.append((line, row))
    read = _sheet(texts, labels, faults)
    first = read.head_line
    for span in sheet.merged_cells.ranges:
        if span.max_row >= first:
            read.faults.append(
                Fault(
                    span.min_row,
                    span.coord,
                    Text(f"{span.coord} 是合并的单元格", f"{span.coord} are merged cells"),
                    Text("取消合并，每一行都填上内容", "unmerge them and fill in every row"),
                )
            )
    read.faults.extend(_hidden(sheet, first))
    named = {_letters(n): name for n, name in enumerate(read.head)}
    return read._replace(
        faults=sorted(
            (
                f._replace(column=named.get(f.column, f.column))
                for f in read.faults
                if f.line >= first or not f.column
            ),
            key=lambda f: (f.line, f.column),
        )
    )


def _hidden(sheet: Any, first: int) -> Iterator[Fault]:
    hint = Text("取消隐藏，核对后保留或者删除", "show it, then keep or delete it")
    for line, size in sorted(sheet.row_dimensions.items()):
        if size.hidden and first <= line <= sheet.max_row:
            yield Fault(line, "", Text(f"第 {line} 行是隐藏的", f"row {line} is hidden"), hint)
    for letters, size in sorted(sheet.column_dimensions.items()):
        if size.hidden and (size.min or 0) <= sheet.max_column:
            yield Fault(first, letters, Text(f"{letters} 列是隐藏的", f"column {letters} is hidden"), hint)


def _cell(cell: Any) -> tuple[str, tuple[Text, Text] | None]:
    """The text of a cell, and what is wrong with it."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return "", None
    if kind == "f":
        return "", (
            Text("这一格是公式", "the cell is a formula"),
            Text("复制这一格，选择性粘贴为“值”", "paste it as a value"),
        )
    if kind == "e":
        return "", (
            Text(f"这一格是错误值 {value}", f"the cell is the error {value}"),
            Text("填写正确的内容", "fill in what is right"),
        )
    if isinstance(value, datetime):
        return (str(value.date()) if value.time() == time() else str(value)), None
    if isinstance(value, date):
        return str(value), None
    if isinstance(value, bool):
        return ("是" if value else "否"), None
    if isinstance(value, (int, float)):
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
        return (repr(value) if not float(value).is_integer() else f"{value:.0f}"), None
    return " ".join(str(value).split()), None


def _letters(number: int) -> str:
    """27 → `AB`."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


SHORTENED = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]\+?\d+", re.ASCII)
"""What Excel makes of a long number: 9.13399E+17."""
