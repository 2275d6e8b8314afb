"""Text → the runs of digits in it, however they are written, each as plain digits with the places they came from.

Digits of every script count, circled and Chinese ones too, also as HTML entities. Between two digits may stand what
people and programs put there: blanks, dashes, dots, invisible signs, Markdown and HTML marks, the bounds of cells, a
line's end. What a run means is decided elsewhere; here nothing is lost and nothing judged.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MIN_DIGITS = 11
_OTHER = "⓪①②③④⑤⑥⑦⑧⑨❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈⑴⑵⑶⑷⑸⑹⑺⑻⑼⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_NUMBER = r"\#(?:0?4[89]|0?5[0-7]|[xX]0?3[0-9]);"
_ENTITY = rf"&{_NUMBER}"
_DIGIT = rf"(?:[\d{_OTHER}]|{_ENTITY})"
_SILENT = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\u20e3"
_MARK = rf"(?:[{_SILENT}*~`_\\]|</?[A-Za-z][^<>\n]{{0,60}}>|\]\([^()\s]{{1,120}}\)|&(?:zwn?j|shy|\#8203|\#x200[bB]);)"
"""What a reader does not see between two digits: invisible signs, Markdown and HTML."""
_SPACE = r"[\s\u3000\-‐‑‒–—―−－.．。·•‧・∙/／|｜,，'’\"“”()（）\[\]【】:：;；]|&(?:nbsp|ensp|emsp|thinsp|\#160|\#xa0|\#xA0);"
_BETWEEN = rf"(?:{_MARK}|{_SPACE})"
_DECIMALS = "".join(filter(str.isdecimal, map(chr, range(0x10000))))
_FIRST = rf"[&{_DECIMALS}{_OTHER}\U00010000-\U0010ffff](?:(?<=[\d{_OTHER}])|(?<=&){_NUMBER})"
"""A digit as well; it begins with one set of characters that are spelt out, and is looked for twice as fast."""
_RUN = re.compile(rf"{_FIRST}(?:{_BETWEEN}{{0,8}}{_DIGIT}){{{MIN_DIGITS - 2},}}")
_TOKEN = re.compile(rf"(?P<plain>[0-9]+)|(?P<digit>{_DIGIT})|(?P<mark>{_MARK}+)|(?P<space>(?:{_SPACE})+)")
_NUMERALS = "〇○零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖幺两"
_VALUES = dict(
    zip("〇○零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖幺两", "00012345678912233456678912", strict=True)
)
_CHINESE = re.compile(rf"[{_NUMERALS}](?:[ \u3000、，,\-—·]?[{_NUMERALS}]){{{MIN_DIGITS - 2},}}")


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together for a reader."""

    digits: str
    start: int
    end: int
    gap: str
    """What separates it from the group before; empty for the first of a run."""


def runs(text: str) -> Iterator[list[Group]]:
    """Every run of eleven digits or more, in order."""
    for found in _RUN.finditer(text):
        yield _groups(text, found.start(), found.end())
    for found in _CHINESE.finditer(text):
        digits = "".join(_VALUES.get(sign, "") for sign in found[0])
        yield [Group(digits, found.start(), found.end(), "")]


def _groups(text: str, start: int, end: int) -> list[Group]:
    groups: list[Group] = []
    digits, begin, stop, gap = "", start, start, ""
    for token in _TOKEN.finditer(text, start, end):
        if token.lastgroup == "space":
            if digits:
                groups.append(Group(digits, begin, stop, gap))
                digits, gap = "", ""
            gap += token[0]
        elif token.lastgroup != "mark":
            if not digits:
                begin = token.start()
            digits += token[0] if token.lastgroup == "plain" else _value(token[0])
            stop = token.end()
    groups.append(Group(digits, begin, stop, gap))
    return groups


def _value(sign: str) -> str:
    if sign.startswith("&"):
        return html.unescape(sign)
    return str(unicodedata.digit(sign))
