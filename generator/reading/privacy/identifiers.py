"""Text → the citizen numbers, mobile numbers and bank cards in it.

Digits are gathered first, however they are written and split (`digits`); then every number of the right length is judged.
A number with a valid check digit speaks for itself: words before it may explain what it is instead, but only the very
name of another number does, and never beside a person. Numbers without a check digit need their surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from generator.reading.privacy.card_numbers import card_number
from generator.reading.privacy.citizen_numbers import citizen_number, labelled_number, weak_citizen_numbers
from generator.reading.privacy.digit_runs import Leak, Run, windows
from generator.reading.privacy.digits import runs
from generator.reading.privacy.phone_numbers import phone_number, weak_phone_numbers
from generator.reading.privacy.tables import Columns

_OLD = 15
"""Digits of the identity numbers that were given until 1999."""
_BEGINS = re.compile(r"1[3-9]|0{0,2}86|[34569]|[1-9][0-9]{5}(?:18|19|20)")
"""How numbers of persons begin that are written in several groups; most starting points are passed over here."""
_MASKED = re.compile(r"[*＊×•●xX○](?<=[0-9].)")
"""A sign of a mask behind a digit; a text without any has no weakly masked number."""


def identifiers(text: str, today: date = date.max) -> Iterator[Leak]:
    """Every number in a text that belongs to a person, in order. Nobody is born after `today`."""
    columns = Columns(text)
    for groups in runs(text):
        ends = list(accumulate(len(group.digits) for group in groups))
        digits = "".join(group.digits for group in groups)
        places = {end: number for number, end in enumerate(ends)}
        yield from _in_run(Run(text, groups, columns, today, digits, [0, *ends], places))
    if _MASKED.search(text):
        yield from (*weak_citizen_numbers(text), *weak_phone_numbers(text))


def _in_run(run: Run) -> Iterator[Leak]:
    number = 0
    while number < len(run.groups):
        leak, used = _at(run, number)
        if leak:
            yield leak
        number += used if leak else 1


def _at(run: Run, first: int) -> tuple[Leak | None, int]:
    """What begins at a group, and how many groups it takes."""
    start = run.begins[first]
    if len(run.groups[first].digits) < _OLD and not _BEGINS.match(run.digits, start):
        return None, 1
    found = list(windows(run, first))
    for judge in (citizen_number, phone_number, labelled_number):
        for window in found:
            if leak := judge(run, window):
                return leak, window.last - first + 1
    for window in reversed(
        found
    ):  # of an account in groups of four the first sixteen digits may be a number too
        if leak := card_number(run, window):
            return leak, window.last - first + 1
    return None, 1
