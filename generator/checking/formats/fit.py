"""A finding → the same, fit to be told to anybody: no number of a person, nothing that steers a terminal or turns the writing.

Messages quote what authors wrote and how files are called, and the output of a check is read more widely than the catalog: in
logs, comments, mails. So every format tells findings as they are here. More is masked than the rules about privacy report:
what looks like a number of a person, whatever stands before, behind or in between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generator.model.diagnostics import Diagnostic, Text, legible
from generator.model.organisation_codes import check_character

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

_DIGITS = {
    sign: str(n % 10)
    for signs in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳叁肆伍陸柒捌玖")
    for n, sign in enumerate(signs)
}

_LAST = {"х": "X", "Х": "X", "×": "X", "ⅹ": "X", "Ⅹ": "X", "Ｘ": "X", "ｘ": "X", "幺": "1"}

_SIGN = r"[\d\u2460-\u24ff〇零一二三四五六七八九壹贰貳叁肆伍陆陸柒捌玖幺]"

_MANY = re.compile(rf"(?<!\d){_SIGN}(?:[\W_]{{0,4}}+{_SIGN}){{10}}")
"""A prefilter: eleven figures near each other."""

_GAP = r"[^\w/]{0,3}_?"

_CITIZEN = re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx*]")

_OLD_CITIZEN = re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{14}}(?!\d)")

_MOBILE = re.compile(rf"(?:(?<!\d)|(?<=86))1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")

_CARD = re.compile(rf"(?<!\d)(?:6{_GAP}2(?:{_GAP}\d){{14,17}}|[3459](?:{_GAP}\d){{15,18}})(?!\d)")

_LONG = re.compile(r"(?<![0-9A-Za-z/])\d{14,}(?![0-9A-Za-z/])")


@lru_cache(maxsize=1 << 14)  # hints and names of files come again and again
def fit(text: str) -> str:
    """A text on one line in which every number of a person is masked and every sign that is not to be seen is shown as one."""
    return plain(masked(text))


def fit_lines(text: str) -> str:
    """A text of many lines, each of them fit."""
    return "\n".join(map(fit, text.split("\n")))


def plain(text: str) -> str:
    """A text without signs that steer a terminal, turn the direction of writing or end a line."""
    if text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(sign) in _INVISIBLE else sign for sign in text.replace("\t", " ")
    )


def masked(text: str) -> str:
    """A text with stars in the place of the middle of every identity, telephone, card or account number."""
    if not _MANY.search(text):
        return text
    figures = "".join(map(_figure, text))
    hidden: set[int] = set()
    for pattern, means, first, last in (
        (_CITIZEN, _is_citizen, 2, 3),
        (_OLD_CITIZEN, _is_old_citizen, 2, 3),
        (_MOBILE, None, 3, 4),
        (_CARD, _is_card, 4, 3),
        (_LONG, _is_account, 4, 3),
    ):
        for match in pattern.finditer(figures):
            places = [n for n in range(*match.span()) if figures[n].isalnum()]
            if means is None or means("".join(figures[n] for n in places)):
                hidden.update(places[first:-last])
    return "".join("*" if n in hidden else sign for n, sign in enumerate(text))


def presentable(found: Diagnostic) -> Diagnostic:
    """A finding with every text in it fit to be told."""
    return Diagnostic(
        fit(legible(found.path)),
        found.line,
        found.code,
        found.rule,
        found.severity,
        _both(found.message),
        _both(found.hint),
        fit_value(found.data),
    )


def _both(text: Text) -> Text:
    return Text(fit(text.zh), fit(text.en))


def fit_value(value: Any) -> Any:
    """The data of a finding as a program reads it, each text in it made fit to be shown."""
    if isinstance(value, Mapping):
        return {fit_value(key): fit_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [fit_value(inner) for inner in value]
    return fit(value) if isinstance(value, str) else value


def _figure(sign: str) -> str:
    """The plain digit that a sign stands for, or the sign."""
    if sign.isascii():
        return sign
    number = unicodedata.digit(sign, None)
    return str(number) if number is not None else _DIGITS.get(sign) or _LAST.get(sign, sign)


def _is_citizen(digits: str) -> bool:
    return _is_day(digits[6:14])


def _is_old_citizen(digits: str) -> bool:
    return _is_day("19" + digits[6:12])


def _is_day(digits: str) -> bool:
    return "1900" <= digits[:4] <= "2099" and "01" <= digits[4:6] <= "12" and "01" <= digits[6:] <= "31"


def _is_card(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (
        digits[:2] == "62"
        or (sum(map(int, digits[-1::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
    )


def _is_account(digits: str) -> bool:
    """Whether a long number is none of an organisation (GB 32100)."""
    return check_character(digits) != digits[-1]
