"""The bytes of a file with a table → rows of texts, and every fault of the file at its cell."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.machine.columns import column_letters
from generator.machine.csv_text import FORMULA_STARTS
from generator.model.diagnostics import Text
from generator.reading.attachments.coding import decoded
from generator.reading.registers.workbooks import Workbook, in_lines, is_workbook, read_workbook

MAX_FIELD = 1_000_000
"""Characters of one cell."""

HEAD_ROWS = 10
"""The heading stands within the first rows, below a title and notes on how to fill it in."""


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
    words: tuple[str, ...] = ()
    """The headings as the file has them."""


def read_sheet(data: bytes, labels: Mapping[str, str]) -> Sheet:
    """Read a file whose heading has some of these labels, by the ways to write each (`heading`). Never raises: what cannot be read is a fault."""
    if is_workbook(data):
        return _of_workbook(read_workbook(data, lambda rows: _known(rows, labels)), labels)
    text = decoded(data)
    if text is None:
        return _unread_row(*_not_text(data))
    if _MARKUP.match(text):
        return _unread(
            Text(
                "这是网页或者 XML，不是表格（有的系统把网页存成 .xls）",
                "this is a web page or XML, no spreadsheet (some systems save pages as .xls)",
            ),
            Text("在 Excel 或者 WPS 中打开，另存为 .xlsx", "open it in a spreadsheet and save it as .xlsx"),
        )
    return _csv(text, labels)


_MARKUP = re.compile(
    r"\s*(?:<(?:!doctype|html|\?xml|table|meta|head|div|style)\b|MIME-Version:)", re.IGNORECASE
)


def _not_text(data: bytes) -> tuple[int, Text]:
    """The line from which bytes are no text, and why."""
    if b"\0" in data:
        return 1, Text("这不是表格，或者编码无法识别", "this is no table, or its encoding is not known")
    control = _CONTROL.search(data)
    try:
        data.decode("utf-8-sig")
        at = control.start() if control else 0
    except UnicodeDecodeError as error:
        at = error.start
        control = None
    return len(_END.findall(data, 0, at)) + 1, (
        Text(f"有控制字符 U+{control[0][0]:04X}", f"there is the control character U+{control[0][0]:04X}")
        if control
        else Text(
            "从这一行起编码无法识别（不是 UTF-8、GBK、Big5）",
            "from here on the encoding is not known (neither UTF-8 nor GBK nor Big5)",
        )
    )


_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")

_END = re.compile(rb"\r\n|[\r\n]")


def _unread(message: Text, hint: Text) -> Sheet:
    return Sheet((), 1, [], [Fault(1, "", message, hint)])


def _csv(text: str, labels: Mapping[str, str]) -> Sheet:
    csv.field_size_limit(MAX_FIELD)
    told = _SEPARATOR.match(text)
    delimiter = told[1] if told else _delimiter(text.split("\n", HEAD_ROWS)[:HEAD_ROWS], labels)
    lines = (line[0] for line in _LINE.finditer(text, told.end() if told else 0))
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    before = line = 1 + bool(told)
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + before
    except csv.Error:
        return _unread_row(
            line,
            Text("这一行的引号不配对，或者内容过长", "a quote is not closed in this row, or it is too long"),
        )
    if text.count('"') % 2:
        where = next((n for n, cells in rows if any("\n" in c for c in cells)), _odd_quote(text))
        return _unread_row(
            where, Text("引号没有配对，后面的行连在了一起", "a quote is not closed; rows run together")
        )
    return _sheet(rows, labels, [])


def _delimiter(first: Sequence[str], labels: Mapping[str, str]) -> str:
    """What separates the cells: the sign that leaves most known headings, then the one that most lines have as often as each other."""

    def fitness(sign: str) -> tuple[int, int]:
        known = max(sum(heading(cell.strip('"')) in labels for cell in line.split(sign)) for line in first)
        counts = Counter(number for line in first if (number := line.count(sign)))
        return known, max(counts.values(), default=0)

    return max(",\t;|", key=fitness)


_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
"""A line with its end. A file object made of the text would take four bytes for each sign of it."""

_SEPARATOR = re.compile(r"\ufeff?sep=([,;\t|])\r?\n")
"""What Excel writes above a table to say how its cells are separated."""


def _odd_quote(text: str) -> int:
    """The first line with a quote that has no partner."""
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.count('"') % 2), 1)


def _unread_row(line: int, message: Text) -> Sheet:
    hint = Text(
        "在 Excel 或者 WPS 中打开，另存为 CSV UTF-8", "open it in a spreadsheet and save it as CSV UTF-8"
    )
    return Sheet((), 1, [], [Fault(line, "", message, hint)])


def _sheet(rows: Sequence[tuple[int, list[str]]], labels: Mapping[str, str], faults: list[Fault]) -> Sheet:
    """The rows below the heading, which is the one of the first rows that has most labels."""
    filled = [(line, row) for line, row in rows if row and (row[0].strip() or "".join(row).strip())]
    if not filled:
        hint = Text("第一行写表头，下面每行写一条", "write the headings in the first row")
        return Sheet((), 1, [], [*faults, Fault(1, "", Text("表格是空的", "the table is empty"), hint)])
    first = [row for _, row in filled[:HEAD_ROWS]]
    at = max(range(len(first)), key=lambda n: _known(first[n : n + 1], labels) - n * 0.01)
    line, cells = filled[at]
    head = _meant([heading(cell) for cell in cells], labels)
    while head and not head[-1]:
        head.pop()
    if not head:
        hint = Text("第一行写表头，下面每行写一条", "write the headings in the first row")
        return Sheet((), 1, [], [*faults, Fault(line, "", Text("没有表头", "there are no headings"), hint)])
    width = len(head)
    kept = []
    own = [_plain(cell) for cell in cells[:width]]
    for n, (number, row) in enumerate(filled[at + 1 :]):
        if (n == 0 or not _is_usual(row, own)) and (wrong := _no_row(row, own, head, labels, first=n == 0)):
            faults.append(Fault(number, "", *wrong))
            continue
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
        joined = "".join(row)
        if _RUNS.search(joined):
            faults += _formulas(number, row, head)
        plain = list(map(str.strip, row)) if not _BREAKS.search(joined) else [_plain(cell) for cell in row]
        kept.append((number, plain if len(row) == width else plain[:width] + [""] * (width - len(row))))
    for n, name in enumerate(head):
        if name in head[:n] and name in labels.values():
            twice = Text(f"表头“{name}”出现两次", f"the heading “{name}” is there twice")
            faults.append(
                Fault(line, name, twice, Text("改名或者删除其中一列", "rename or delete one of them"))
            )
    return Sheet(tuple(head), line, kept, faults, tuple(" ".join(cell.split()) for cell in cells[:width]))


def _known(rows: Sequence[Sequence[str]], labels: Mapping[str, str]) -> int:
    """The most known headings that one of the first rows has."""
    return max((sum(heading(cell) in labels for cell in row) for row in rows[:HEAD_ROWS]), default=0)


def _meant(words: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """The headings of a file by the labels they stand for. Of several that could stand for one, the one named first in `labels` does."""
    order = {word: n for n, word in enumerate(labels)}
    best: dict[str, str] = {}
    for word in words:
        label = labels.get(word)
        if label and (label not in best or order[word] < order[best[label]]):
            best[label] = word
    return [label if (label := labels.get(word)) and best[label] == word else word for word in words]


_TOTAL = re.compile(
    r"(?:本[页表月年]|本季度|全[县市区省])?[合总小共累]\s*计数?[:：]?\s*(?:[0-9]+\s*[条件项户人宗个])?"
)
_ALONE = 3
"""Columns from which on a row with a single cell is no row of the table."""


def _is_usual(row: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a line is plainly none of what `_no_row` looks for: two cells at its beginning say something, and no total."""
    return (
        len(row) > 1
        and row[0].strip() not in ("", own[0])
        and row[0].lstrip()[0] not in "本全合总小共累"
        and bool(row[1].strip())
    )


def _no_row(
    row: Sequence[str], own: Sequence[str], head: Sequence[str], labels: Mapping[str, str], *, first: bool
) -> tuple[Text, Text] | None:
    """Why a line below the heading is none of the rows: a total, a note, the heading once more."""
    words = [cell.strip() for cell in row if cell.strip()]
    if _TOTAL.fullmatch(words[0]):
        return (
            Text("这是合计行，不是一条", "this is a total, not a row"),
            Text("删除这一行；合计由程序计算", "delete it; totals are computed"),
        )
    if len(words) == 1 and len(head) >= _ALONE:
        return (
            Text("这一行只填了一格", "only one cell of this row is filled in"),
            Text(
                "表格上下的说明、填表人、日期删除；是一条的，把其余各格填上",
                "delete notes around the table; if it is a row, fill in the other cells",
            ),
        )
    if [_plain(cell) for cell in row[: len(own)]] == own:
        return (
            Text("表头又出现了一次", "the heading is there again"),
            Text("删除这一行", "delete this row"),
        )
    below = zip(row, head, strict=False)
    if first and any(heading(cell) in labels and name not in labels.values() for cell, name in below if cell):
        return (
            Text("表头有两行", "the heading has two rows"),
            Text("合成一行：每一列只写最下面的名称", "make it one row: for each column its lowest name"),
        )
    return None


_FORMULA = re.compile(r"\s*(?:[=＝]|[@＠+＋\-－].*(?:[A-Za-z]\(|\|))")
"""A text that a spreadsheet runs; an apostrophe before it keeps it from that."""


def _formulas(number: int, row: Sequence[str], head: Sequence[str]) -> Iterator[Fault]:
    for name, cell in zip(head, row, strict=False):
        if _FORMULA.match(cell):
            yield Fault(
                number,
                name,
                Text(
                    "这一格像公式，表格软件会运行它",
                    "the cell looks like a formula, and a spreadsheet would run it",
                ),
                Text(
                    "写成普通的文字或者数；确要这样写的，前面加英文单引号",
                    "write plain text; if it must be so, put an apostrophe before it",
                ),
            )


_RUNS = re.compile(r"[=＝|]|[A-Za-z]\(")
"""What a row with a formula has somewhere."""

_INVISIBLE = dict.fromkeys((0x200B, 0x2060, 0xFEFF))
"""Signs of no width that pages and spreadsheets leave in what is copied from them; nobody types them."""

_BREAKS = re.compile("['\n\r\u200b\u2060\ufeff]")
"""What a row has somewhere whose cells are more than their texts without the blanks around them."""


def heading(cell: str) -> str:
    """A heading without breaks, blanks, differences of width, and what a form adds to it."""
    word = "".join(unicodedata.normalize("NFKC", cell).split())
    return _ABOUT.sub("", word) or word


_ABOUT = re.compile(r"^(?:\d{1,2}[.、])?\*?|\*?(?:\((?:必填|选填|必填项|选填项|非必填|可选)\))?\*?$")
"""What a form adds to a heading: its number, and whether it must be filled in."""


def _plain(cell: str) -> str:
    """A cell without blanks around it and its lines, and without the apostrophe that keeps a text from being run as a formula."""
    cell = cell.translate(_INVISIBLE)
    cell = cell.strip() if "\n" not in cell and "\r" not in cell else in_lines(cell)
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _of_workbook(read: Workbook, labels: Mapping[str, str]) -> Sheet:
    """The same of a workbook; what is wrong with a cell is told by the heading of its column."""
    sheet = _sheet(read.rows, labels, [])
    first = sheet.head_line
    named = {column_letters(n): name for n, name in enumerate(sheet.head) if name}
    found = [
        Fault(max(flaw.line, first), named.get(flaw.column, flaw.column), flaw.message, flaw.hint)
        for flaw in read.flaws
        if flaw.line == 0 or flaw.last >= first
    ]
    if not read.rows and found:
        return sheet._replace(faults=found)
    return sheet._replace(faults=sorted([*sheet.faults, *found], key=lambda f: (f.line, f.column)))


SHORTENED = re.compile(r"[+-]?(?:\d+(?:\.\d+)?[eE]\+\d{2,3}|\d\.\d+[eE]\d{1,3})", re.ASCII)
"""What Excel (9.13399E+17, 9E+17) and other programs (9.13399E17) make of a long number; 8E941 is a code like any other."""
