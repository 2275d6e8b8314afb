"""Digits → identity numbers: valid ones speak for themselves, others need a label or a person beside them (GB 11643)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.reading.privacy.digit_runs import (
    CASE_WORDS,
    LONG,
    NAMED,
    PERSONS,
    Leak,
    Run,
    Window,
    heading_of,
    in_boxes,
    is_fraction,
    label_of,
    says,
    words_before,
)
from generator.reading.privacy.persons import beside_person

_PROVINCE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)[0-9]{2}(?!00)[0-9]{2}|8[123]0000"
)
"""Province, city and county of GB/T 2260, and the codes for residents from Hong Kong, Macao and Taiwan."""
_FOREIGNER = re.compile(r"9(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|0[0-9])[0-9]{3}")
"""A foreigner's permanent residence card (2023): 9, province, country."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_TENTH = re.compile(r"[xXХхⅩⅹΧχ×✕Ｘｘ*＊]")
"""Signs that stand for the check digit X."""
_TENTH_AFTER = re.compile(r"[\s\u200b\u00ad·\-—_|*~`]{0,6}?" + _TENTH.pattern)
_ID_WORDS = re.compile(
    r"身份证|证件号|公民身份|自然人|身份号|居住证|永久居留|[Ii][Dd]\s*(?:[Nn][Oo]|[Cc]ard|[Nn]umber)"
)
_CREDIT_WORDS = re.compile(r"信用代码|机构代码|信用码|纳税人识别|税号|登记证号")
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FIRST_CASE = "2013"
"""Case numbers that hold a date are those of computer systems; an earlier year is one of birth."""
_FIRST_FREE = "2024"
"""A case number of these years is believed by its name even beside a person, who would be an infant."""
_DISABILITY = re.compile(r"残疾")
_WEAK_ID = re.compile(
    r"(?<![0-9*])[1-9][0-9]{3,16}[*＊×•●xX○]{1,4}(?![*＊×•●xX○])[0-9]{0,13}[0-9Xx]?(?![0-9*])"
)
_PIECES = 7
"""Groups in which a number may be written with different signs between them."""


def labelled_number(run: Run, window: Window) -> Leak | None:
    """The window as an identity number that is wrong, old or of a certificate, by its label or a person beside it; None otherwise."""
    digits = window.digits
    if len(digits) not in (15, 17, 18, 19, 20):
        return None
    split = window.last > window.first
    if split and not (len(digits) == 18 and shaped_like_id(digits, run.today) and _may_be_split(run, window)):
        return None
    if not _by_its_label(run, window):
        return None
    return Leak("citizen-id", run.groups[window.first].start, window.end, masked_id(digits))


def citizen_number(run: Run, window: Window) -> Leak | None:
    """The window as an identity number with a right check digit; None when it is none, or is explained as another number."""
    digits, end = window.digits, window.end
    if len(digits) not in (17, 18):
        return None
    if len(digits) == 17:
        sign = _TENTH_AFTER.match(run.text, end)
        if sign is None or _goes_on(run, window, sign.end()):
            return None
        digits, end = f"{digits}X", sign.end()
    if not is_citizen(digits, run.today) or is_fraction(run, window) or _is_explained(run, window, digits):
        return None
    if window.last > window.first and not _may_be_split(run, window):
        return None
    return Leak("citizen-id", run.groups[window.first].start, end, masked_id(digits))


def _goes_on(run: Run, window: Window, end: int) -> bool:
    """Whether an X is the beginning of a word or of another number; a disability certificate goes on behind it."""
    after = run.text[end : end + 1]
    return after.isascii() and (
        after.isalpha() or (after.isdigit() and not _DISABILITY.search(label_of(run, window.first)))
    )


def _may_be_split(run: Run, window: Window) -> bool:
    """Whether the gaps inside are those of one number: signs of one line, or the bounds of boxes and of a few cells."""
    groups = run.groups[window.first : window.last + 1]
    inside = groups[1:]
    if all(len(g.digits) == 1 for g in groups):
        return in_boxes(run, window)
    if len(groups) > _PIECES and len({g.gap for g in inside}) > 1:
        return False
    if (
        any("，" in g.gap or "," in g.gap or "；" in g.gap or ":" in g.gap for g in inside)
        and len(groups) > 2
    ):
        return len({g.gap for g in inside}) == 1
    broken = any("\n" in g.gap or "\t" in g.gap or "|" in g.gap for g in inside)
    if (
        broken
        and len(groups[0].digits) not in (6, *range(8, 18))
        and not _ID_WORDS.search(label_of(run, window.first))
    ):
        return False  # cells of a table of figures
    return len(groups) <= (6 if broken else 18)


def is_citizen(digits: str, today: date = date.max) -> bool:
    """GB 11643: region, date of birth and check digit."""
    return (
        shaped_like_id(digits, today)
        and _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False)) % 11] == digits[17]
    )


def shaped_like_id(digits: str, today: date = date.max) -> bool:
    """Region and date of birth; 18 digits, or 15 of the old numbers."""
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    if (
        not (_PROVINCE.match(digits) or _FOREIGNER.match(digits))
        or not digits[:17].isdecimal()
        or not "1900" <= born[:4] <= "2099"
    ):
        return False
    try:
        return date(int(born[:4]), int(born[4:6]), int(born[6:])) <= today
    except ValueError:
        return False


def _is_explained(run: Run, window: Window, digits: str) -> bool:
    """Whether the number is another one by name: a credit code that is valid as such, a case number made of region, date and serial."""
    before, heading = words_before(run, window.first), heading_of(run, window.first)
    label = f"{before} {heading}"
    if _ID_WORDS.search(label):
        return False
    if _CREDIT_WORDS.search(label) and _is_credit_code(digits):
        return True
    year = digits[6:10]
    if year < _FIRST_CASE or not (CASE_WORDS.search(before.rstrip("：: |为是")) or says(heading, CASE_WORDS)):
        return False
    return year >= _FIRST_FREE or not _of_person(run, window)


def _of_person(run: Run, window: Window) -> bool:
    """Whether a number stands in a table of persons, or beside a name."""
    start = run.groups[window.first].start
    if heading_of(run, window.first):
        return any(PERSONS.search(head) for head in run.columns.heads(start) if not LONG.search(head))
    return beside_person(run.text, start, window.end)


def _is_credit_code(digits: str) -> bool:
    """GB 32100."""
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, n, 31) for n, sign in enumerate(digits[:17]))
    return digits[17] in _CREDIT_SIGNS and (31 - total % 31) % 31 == _CREDIT_SIGNS.index(digits[17])


def _by_its_label(run: Run, window: Window) -> bool:
    """Numbers that are meant as identity numbers: with a wrong, missing or doubled digit, rounded by a spreadsheet, of the old length."""
    digits, label = window.digits, label_of(run, window.first)
    if len(digits) == 20:  # a disability certificate: the identity number, kind and degree
        return is_citizen(digits[:18], run.today)
    if (
        len(digits) == 18
        and digits.endswith("000")
        and digits[6:10] < _FIRST_CASE
        and not NAMED.search(words_before(run, window.first))
    ):
        return shaped_like_id(digits, run.today)
    if not _ID_WORDS.search(label):
        return len(digits) == 15 and _old_number(run, window)
    if len(digits) in (15, 18):
        return shaped_like_id(digits, run.today)
    return bool(_PROVINCE.match(digits)) and digits[6:8] in ("19", "20")


def _old_number(run: Run, window: Window) -> bool:
    """Fifteen digits without a label: only directly beside a person."""
    return (
        shaped_like_id(window.digits, run.today)
        and not NAMED.search(words_before(run, window.first))
        and beside_person(run.text, run.groups[window.first].start, window.end, near=True)
    )


def masked_id(digits: str) -> str:
    """First two and last three, as official notices prescribe: 35*************123."""
    return f"{digits[:2]}{'*' * (len(digits) - 5)}{digits[-3:]}"


def weak_citizen_numbers(text: str) -> Iterator[Leak]:
    """Identity numbers with a mask of at most four digits, which can be guessed."""
    for found in _WEAK_ID.finditer(text):
        signs = found[0]
        hidden = len(signs) - len(re.sub(r"[*＊×•●○]", "", signs))
        if (
            len(signs) == 18
            and 1 <= hidden <= 4
            and _PROVINCE.match(re.sub(r"\D", "1", signs))
            and "19" <= signs[6:8] <= "20"
        ):
            yield Leak("citizen-id", found.start(), found.end(), masked_id(signs))
