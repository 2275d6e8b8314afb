"""The terms that laws other than the Regulations set for publication (条例 art. 26: 另有规定的，从其规定).

Each is tied to the duty of a column and to what a title calls such a paper, because a column holds other papers too: a
rule on budget management is no budget. The texts of all four laws were read; a catalog may set its own terms before these.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.document import FrontMatter
from generator.model.term import Term

DEFAULT_TERM = Term(number=20, unit="workday", basis="《中华人民共和国政府信息公开条例》第二十六条")


class LegalTerm(NamedTuple):
    """The papers of one duty that have a term of their own."""

    duty: str
    title: re.Pattern[str]
    term: Term


LEGAL_TERMS: tuple[LegalTerm, ...] = (
    LegalTerm(
        "20-7",
        re.compile(
            r"^(?!.*(?:办法|细则|规定|条例|制度|绩效|评审|编制|培训|管理|目录|意见|通知|批复|审计|试行)).*\d{4}年.*(?:预算|决算)"
        ),
        Term(number=20, unit="day", start="approved", basis="《中华人民共和国预算法》第十四条"),
    ),
    LegalTerm(
        "20-9",
        re.compile(r"(?:中标|成交)(?:结果|信息)?(?:公告|公示)|(?:中标|成交|采购)[^，。]{0,12}结果"),
        Term(number=2, basis="《中华人民共和国政府采购法实施条例》第四十三条"),
    ),
    LegalTerm(
        "20-9",
        re.compile(r"合同(?:公告|公示)?$"),
        Term(number=2, basis="《中华人民共和国政府采购法实施条例》第五十条"),
    ),
    LegalTerm(
        "21",
        re.compile(r"(?<!拟)(?:征收土地|土地征收|征地)(?:的)?公告"),
        Term(number=15, start="approved", basis="《中华人民共和国土地管理法实施条例》第三十一条"),
    ),
)


def legal_term(document: FrontMatter, catalog: Catalog) -> Term | None:
    """The term that another law sets for a document, by the duty of its column and its title; None for the general one."""
    category = catalog.category_of(document)
    if category is None or document.title is None:
        return None
    return next(
        (t.term for t in LEGAL_TERMS if t.duty == category.duty and t.title.search(document.title)), None
    )
