"""YAML text → plain values with the line of every key; whatever YAML would guess at is a problem, not a guess.

Values stay the text the editor wrote (`no` is "no", `0123` is "0123"). Aliases, tags, duplicate keys, several
documents and deep nesting are refused. Built on libyaml's event stream: its composer recurses in C and can be
crashed by nesting, its events cannot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from generator.model.diagnostics import Finding, Problem, Text

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 12

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

EXPLANATIONS = (
    (
        "mapping values are not allowed",
        Text("值里有冒号，或者这一行的缩进不对", "a colon inside a value, or a wrong indent"),
        Text(
            "用英文双引号把整个值括起来，并让各行左端对齐",
            "put the whole value in double quotes and align the lines",
        ),
    ),
    (
        "could not find expected ':'",
        Text("这一行缺少冒号", "a colon is missing on this line"),
        Text(
            "写成“键: 值”，冒号用英文半角，后面空一格", "write “key: value” with an ASCII colon and one space"
        ),
    ),
    (
        "cannot start any token",
        Text("这里不能以制表符、@、%、` 开头", "a tab, @, % or ` cannot stand here"),
        Text(
            "缩进用空格；以特殊符号开头的值用英文双引号括起来",
            "indent with spaces; quote values that begin with a special sign",
        ),
    ),
    (
        "unexpected end of stream",
        Text("引号没有配对", "a quote is not closed"),
        Text("补上另一半英文引号", "add the closing quote"),
    ),
    (
        "expected ',' or",
        Text("方括号或者花括号没有配对", "a bracket is not closed"),
        Text(
            "补上另一半括号；标题里的方括号要连同整个标题用引号括起来",
            "close the bracket, or quote the whole value",
        ),
    ),
    (
        "control characters",
        Text("含有看不见的控制字符", "it contains a control character"),
        Text("删除这一行中看不见的字符，重新输入", "delete the invisible character and type it again"),
    ),
)

_KEY = r"^\s*(?:- +)?[A-Za-z_]+"
SLIPS = (
    (
        re.compile(rf"{_KEY}\s*："),
        Text("键后面用了中文冒号“：”", "a full-width colon “：” follows the key"),
        Text("改成英文冒号，后面空一格：键: 值", "write an ASCII colon and one space: key: value"),
    ),
    (
        re.compile(rf"{_KEY}:[\u3000\u00a0]"),
        Text("冒号后面是全角空格", "a full-width blank follows the colon"),
        Text("改成一个半角空格：键: 值", "write one plain space: key: value"),
    ),
    (
        re.compile(rf"{_KEY}:(?!//)[^\s:]"),
        Text("冒号后面没有空格", "no space follows the colon"),
        Text("冒号后面空一格：键: 值", "write one space after the colon: key: value"),
    ),
    (
        re.compile(
            rf"{_KEY}:[ ]+(?:[*&!%@`][^\x00-\x7f]|[>|](?![0-9+-]*[ ]*(?:#.*)?$)|[-?][ ]|\[[^\]]*\][ ]*[^\s#,\]}}]|\{{[^}}]*\}}[ ]*[^\s#,\]}}])"
        ),
        Text(
            "值以特殊符号（[ ] { } & * ! | > - ? @ % `）开头",
            "the value begins with a sign that YAML keeps for itself",
        ),
        Text("用英文双引号把整个值括起来", "put the whole value in double quotes"),
    ),
    (
        re.compile(rf"""{_KEY}:[ ]+(["'])(?:(?!\1).)*\1[ ]*[^\s#,\]}}]"""),
        Text("引号没有括住整个值", "the quotes do not enclose the whole value"),
        Text(
            "值里的引号改用中文引号“”，或者用英文单引号把整个值括起来",
            "write typographic quotes inside the value, or enclose all of it in single quotes",
        ),
    ),
)
"""Slips of the keyboard that make a text no YAML, by the line on which they stand; the first kind that is found is told."""

_DEEPER = re.compile(r"^[ ]+[A-Za-z_]+:(?!.*:[ ])")
"""A line that is indented and holds one colon."""
_INDENTED = (
    Text("这一行的缩进和上面的行对不上", "this line is not indented like the lines above it"),
    Text("增减行首的空格，与同一层的键左端对齐", "align it with the keys of its level"),
)

_FOLDED = re.compile(r"^[ ]*(?:- +)?[A-Za-z_]+:[ ]*\n([ ]+(?:- +)?[A-Za-z_]+[ ]*：)", re.MULTILINE)

_WIDE_INDENT = re.compile(r"^[ ]*[\u3000\u00a0\t][ \u3000\u00a0\t]*(?:- +)?[A-Za-z_]+\s*:")

OTHERWISE = (
    Text("不符合 YAML 格式", "it is not valid YAML"),
    Text("对照上下行检查缩进、冒号和引号", "check indents, colons and quotes of this line and the one above"),
)


class Yaml(NamedTuple):
    """What was read: the value (None when it could not be), the line of every key, and the problems."""

    value: Any
    lines: dict[str, int]
    problems: list[Problem]


class _Refused(Exception):
    """Ends the reading of a text at a construct that is not accepted."""

    def __init__(self, line: int, message: Text, hint: Text) -> None:
        super().__init__(message.en)
        self.problem = invalid(line, message, hint)


def invalid(line: int, message: Text, hint: Text) -> Problem:
    """A problem for the rule `invalid-front-matter`."""
    return Problem("invalid-front-matter", Finding(line, message, hint))


def read_yaml(text: str, first_line: int = 1) -> Yaml:
    """Read one YAML document whose first line is `first_line` of its file. Never raises."""
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    if marks := _conflicts(text, first_line):
        return Yaml(None, lines, marks)
    try:
        value = _build(text, first_line, lines, problems)
    except _Refused as refused:
        return Yaml(None, lines, [refused.problem])
    except yaml.YAMLError as error:
        return Yaml(None, lines, [_indented_otherwise(text, first_line) or _explain(error, text, first_line)])
    slip = _indented_otherwise(text, first_line) if any(not key.isascii() for key in lines) else None
    slip = slip or (_taken_for_a_value(text, first_line) if "：" in text else None)
    return Yaml(None, lines, [slip]) if slip else Yaml(value, lines, problems)


_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?=[ \t]|$)", re.MULTILINE)


def _conflicts(text: str, first_line: int) -> list[Problem]:
    """The lines that a merge has left which was not finished."""
    if not any(sign * 7 in text for sign in "<=>|"):
        return []
    return [
        invalid(
            first_line + text.count("\n", 0, found.start()),
            Text(f"合并冲突的标记“{found[0]}”", f"the mark of a merge conflict, “{found[0]}”"),
            Text(
                "留下正确的一种写法，删除另一种和三行标记（<<<<<<<、=======、>>>>>>>）",
                "keep the right wording, delete the other one and the three marks",
            ),
        )
        for found in _CONFLICT.finditer(text)
    ]


def _build(text: str, first_line: int, lines: dict[str, int], problems: list[Problem]) -> Any:
    """The value that a text stands for. Raises _Refused and YAMLError."""
    tree = _Tree(lines, problems)
    loader = LOADER(text)
    while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
        tree.take(event, first_line + event.start_mark.line)
    return tree.root[0] if tree.root else None


class _Tree:
    """A value as it grows, event by event: a container that is open holds what comes next."""

    def __init__(self, lines: dict[str, int], problems: list[Problem]) -> None:
        self.root: list[Any] = []
        self._lines, self._problems = lines, problems
        self._open: list[tuple[Any, str]] = [(self.root, "")]
        """Each container with the dotted place of what is in it."""
        self._key: str | None = None
        """The key that waits for its value."""

    def take(self, event: Any, line: int) -> None:
        """Add what an event of libyaml brings. Raises _Refused for what no editor means."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._container(event, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise _Refused(
                line,
                Text(f"不接受别名 *{event.anchor}", f"aliases (*{event.anchor}) are not accepted"),
                Text(
                    "把要引用的内容照写一遍；以 * 开头的文字用英文双引号括起来",
                    "write the value out; quote text that begins with *",
                ),
            )
        elif isinstance(event, yaml.DocumentStartEvent) and self.root:
            raise _Refused(
                line,
                Text("多出一个 ---，后面的内容没有读取", "a second --- begins another document"),
                Text("只保留开头和结尾两个 ---", "keep only the opening and the closing ---"),
            )

    @property
    def _wants_key(self) -> bool:
        return isinstance(self._open[-1][0], dict) and self._key is None

    def _scalar(self, event: Any, line: int) -> None:
        container, prefix = self._open[-1]
        if self._wants_key:
            self._key = event.value
            if event.value in container:
                self._problems.append(_duplicate(prefix + event.value, self._lines, line))
            self._lines.setdefault(prefix + event.value, line)
            return
        _refuse_extras(event, line)
        plain_null = event.implicit[0] and event.value in NULLS
        self._put(None if plain_null else event.value, line)

    def _container(self, event: Any, line: int) -> None:
        _refuse_extras(event, line)
        if self._wants_key:
            raise _Refused(
                line,
                Text("键只能是一个词", "a key must be a single word"),
                Text("写成“键: 值”", "write “key: value”"),
            )
        if len(self._open) > MAX_DEPTH:
            raise _Refused(
                line,
                Text("嵌套层次太深", "it is nested too deeply"),
                Text("减少括号或者缩进的层次", "use fewer brackets or indents"),
            )
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self._put(value, line)
        self._open.append((value, f"{place}." if place else ""))

    def _put(self, value: Any, line: int) -> str:
        """Add a value to the container that is open (the first of duplicate keys stays); returns its dotted place."""
        container, prefix = self._open[-1]
        key, self._key = self._key, None
        if isinstance(container, dict):
            container.setdefault(key, value)
            return f"{prefix}{key}"
        place = f"{prefix}{len(container)}" if prefix else ""
        container.append(value)
        if place:
            self._lines[place] = line
        return place


def _refuse_extras(event: Any, line: int) -> None:
    if event.anchor is not None:
        raise _Refused(
            line,
            Text(f"不接受锚点 &{event.anchor}", f"anchors (&{event.anchor}) are not accepted"),
            Text("以 & 开头的文字用英文双引号括起来", "quote text that begins with &"),
        )
    if event.tag is not None:
        raise _Refused(
            line,
            Text(f"不接受类型标记 {event.tag}", f"tags ({event.tag}) are not accepted"),
            Text(
                "删除以 ! 开头的标记；以 ! 开头的文字用英文双引号括起来",
                "delete the tag; quote text that begins with !",
            ),
        )


def _duplicate(place: str, lines: dict[str, int], line: int) -> Problem:
    first = lines[place]
    return Problem(
        "duplicate-key",
        Finding(
            line,
            Text(
                f"“{place}”写了两次，第一次在第 {first} 行",
                f"“{place}” is written twice, first on line {first}",
            ),
            Text("只保留正确的一处", "keep only the right one"),
            {"key": place, "first_line": first},
        ),
    )


def _explain(error: yaml.YAMLError, text: str, first_line: int) -> Problem:
    marks = ("context_mark", "problem_mark") if "expected ':'" in str(error) else ("problem_mark",)
    mark = next((found for name in marks if (found := getattr(error, name, None))), None)
    line = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0) or 0)
    if "unexpected end of stream" in str(error):
        line = _unclosed_quote(text)
    line = min(line, max(text.count("\n") - 1, 0) if text.endswith("\n") else text.count("\n"))
    rows = text.split("\n")
    for slip, message, hint in SLIPS:
        if (number := _first(rows, slip)) is not None:
            return invalid(first_line + number, message, hint)
    if "mapping values" in str(error) and _DEEPER.match(rows[line]):
        return invalid(first_line + line, *_INDENTED)
    for sign, message, hint in EXPLANATIONS:
        if sign in str(error):
            return invalid(first_line + line, message, hint)
    return invalid(first_line + line, *OTHERWISE)


def _first(rows: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    """The first row that begins so, counted from 0."""
    return next((number for number, row in enumerate(rows) if pattern.match(row)), None)


def _indented_otherwise(text: str, first_line: int) -> Problem | None:
    """That a key is indented by other signs than spaces, which YAML takes for a part of its name or does not take at all."""
    number = _first(text.split("\n"), _WIDE_INDENT)
    if number is None:
        return None
    return invalid(
        first_line + number,
        Text("这一行用全角空格或者制表符（Tab）缩进", "this line is indented by full-width blanks or tabs"),
        Text("删去行首的空白，改用半角空格缩进", "indent with plain spaces"),
    )


def _taken_for_a_value(text: str, first_line: int) -> Problem | None:
    """That the lines below a key have full-width colons, so that all of them are one value to YAML."""
    found = _FOLDED.search(text)
    _, message, hint = SLIPS[0]
    return invalid(first_line + text.count("\n", 0, found.start(1)), message, hint) if found else None


def _unclosed_quote(text: str) -> int:
    """The first line with an odd number of double or single quotes, counted from 0."""
    for number, line in enumerate(text.split("\n")):
        if line.count('"') % 2 or line.count("'") % 2:
            return number
    return 0


def of_register(problem: Problem) -> Problem:
    """A problem that came up in a register: what is front matter in a document is a register there."""
    return problem._replace(slug="invalid-register") if problem.slug == "invalid-front-matter" else problem
