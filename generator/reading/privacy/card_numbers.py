"""Digits → numbers of bank cards: the prefixes of mainland cards with a valid check digit, others where they are called an account."""

from __future__ import annotations

import re

from generator.reading.privacy.digit_runs import (
    INLINE,
    NAMED,
    Leak,
    Run,
    Window,
    heading_of,
    in_boxes,
    is_fraction,
    label_of,
    line_before,
    says,
    within_url,
    words_before,
)

_UNIONPAY = re.compile(r"62\d{14,17}|9558\d{12,15}|9559[59]\d{14}|955100\d{13}|436742\d{10,13}|601382\d{13}")
"""Prefixes of mainland cards; anything else needs a word that says it is an account."""
_FOREIGN = re.compile(r"4\d{15}|5[1-5]\d{14}|35\d{14}|60\d{14,17}|9[0-9]\d{14,17}")
_CARD_WORDS = re.compile(
    r"卡号|账号|帐号|账户|帐户|银行卡|一卡通|存折|打卡|卡（折）|卡\(折\)|工资卡|社保卡|支付宝|汇款|收款|转入"
)
_CARD_BEHIND = re.compile(r"[）)\s]{0,2}[的]?(?:账户|帐户|账号|银行|卡)")


def masked_card(digits: str) -> str:
    """The bank's prefix and the last three digits."""
    return f"{digits[:4]}{'*' * (len(digits) - 7)}{digits[-3:]}"


def card_number(run: Run, window: Window) -> Leak | None:
    """The window as the number of a bank card; None when it is none."""
    if not 15 <= len(window.digits) <= 19 or not _is_card(run, window):
        return None
    return Leak("bank-card", run.groups[window.first].start, window.end, masked_card(window.digits))


def _is_card(run: Run, window: Window) -> bool:
    digits = window.digits
    if not (_UNIONPAY.fullmatch(digits) or _FOREIGN.fullmatch(digits)) or not luhn(digits):
        return False
    if is_fraction(run, window):
        return False
    before, label = words_before(run, window.first), label_of(run, window.first)
    groups = run.groups[window.first : window.last + 1]
    if len(groups) > 1:
        gaps = {g.gap for g in groups[1:]}
        if len(gaps) > 1 and any("." in gap for gap in gaps):
            return False
        lengths = {len(g.digits) for g in groups[:-1]}
        single = lengths == {1} and len(groups[-1].digits) == 1 and in_boxes(run, window)
        if not single and not all(INLINE.fullmatch(gap) for gap in gaps):
            return False
        told = _CARD_WORDS.search(line_before(run, window)) or _CARD_BEHIND.match(run.text, window.end)
        if not (single or lengths == {4} or told) or len(groups) > 19:
            return False
    start = groups[0].start
    if (
        run.text[max(0, start - 1) : start].isascii()
        and run.text[max(0, start - 1) : start].isalpha()
        and not _CARD_WORDS.search(label)
    ):
        return False
    if _CARD_WORDS.search(label) or _CARD_BEHIND.match(run.text, window.end):
        return True
    return (
        bool(_UNIONPAY.fullmatch(digits))
        and not within_url(run.text, start)
        and not (NAMED.search(before) or says(heading_of(run, window.first), NAMED))
    )


def luhn(digits: str) -> bool:
    """The check digit of bank cards."""
    doubled = (int(d) * 2 for d in digits[-2::-2])
    return (sum(int(d) for d in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
