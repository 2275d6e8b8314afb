"""Published documents → how long each took from formation to publication, by body and quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import NamedTuple, TypeVar

from generator.model.counted_rows import RowDocument
from generator.model.document import Late, PublishedDocument
from generator.model.duties import body_name
from generator.model.setting import Setting
from generator.model.terms import spans
from generator.model.workdays import FIRST_TERM
from generator.planning.ledger.periods import Quarter, quarter_of, quarters

K = TypeVar("K", bound=Hashable)


class Timing(NamedTuple):
    """One line of the ledger. It keeps of its document what is told of it: rows of registers are many."""

    number: str
    """The index number of the document."""
    title: str
    body: str
    formed: date
    published: date
    days: int
    """Calendar days from formation to publication."""
    working_days: int
    """Working days from formation to publication; the day of formation is not counted."""
    deadline: date | None
    """The last day of the term; None when it runs from another document's publication."""
    late: bool
    explained: Late | None
    """Why it was late, and when that was filed."""

    @property
    def address(self) -> str:
        """Of the page of the document."""
        return f"{self.number}/"

    @property
    def quarter(self) -> Quarter:
        """The quarter of publication."""
        return quarter_of(self.published)

    @property
    def reason(self) -> str | None:
        """Why it was late, in the words of the office."""
        return self.explained.reason if self.explained else None


class Summary(NamedTuple):
    """Several timings together, in working days."""

    documents: int
    late: int
    median: int
    longest: int


@dataclass(frozen=True)
class Timeliness:
    """The ledger and its sums."""

    timings: tuple[Timing, ...]
    """In the order of the documents."""
    total: Summary | None
    """None only when no document was counted."""
    bodies: Mapping[str, Summary]
    """In the order of catalog.yml, without bodies that have published nothing."""
    quarters: Mapping[Quarter, Summary | None]
    """From the first to the last quarter; None for one in which nothing was published."""
    cells: Mapping[tuple[str, Quarter], Summary]
    """By (name of the body, quarter); pairs without a publication are not in it."""

    @property
    def late(self) -> list[Timing]:
        """The late documents."""
        return [timing for timing in self.timings if timing.late]


def timeliness_of(documents: Iterable[PublishedDocument], setting: Setting) -> Timeliness:
    """The ledger of all documents formed since the first Regulations came into force (2008-05-01) and published since."""
    known: dict[tuple[date, date, int], _Taken] = {}
    timings = tuple(timing for document in documents if (timing := _timing(document, setting, known)))
    bodies = _summaries((timing.body, timing) for timing in timings)
    by_quarter = _summaries((timing.quarter, timing) for timing in timings)
    span = quarters(min(by_quarter), max(by_quarter)) if by_quarter else []
    return Timeliness(
        timings,
        _summary(timings) if timings else None,
        {body.name: bodies[body.name] for body in setting.catalog.bodies if body.name in bodies},
        {quarter: by_quarter.get(quarter) for quarter in span},
        _summaries(((timing.body, timing.quarter), timing) for timing in timings),
    )


class _Taken(NamedTuple):
    """The working days a document took, and the last day of its term."""

    working_days: int
    deadline: date | None


def _timing(
    document: PublishedDocument, setting: Setting, known: dict[tuple[date, date, int], _Taken]
) -> Timing | None:
    """`known`: rows of a register share their days and their term, so each pair of days is worked out once."""
    formed, published = document.formed, document.published
    if not (formed and FIRST_TERM <= formed <= published):
        return None
    if isinstance(document, RowDocument) and document.term is None:
        return None  # its day is one that its register goes by, such as that on which a road was opened
    if isinstance(document, RowDocument):
        days = formed, published, id(document.term)
        taken = known.get(days) or known.setdefault(days, _taken(document, formed, published, setting))
    else:
        taken = _taken(document, formed, published, setting)
    return Timing(
        document.index_no,
        document.title,
        body_name(setting.catalog, document.issuer),
        formed,
        published,
        (published - formed).days,
        taken.working_days,
        taken.deadline,
        taken.deadline is not None and published > taken.deadline,
        document.late,
    )


def _taken(document: PublishedDocument, formed: date, published: date, setting: Setting) -> _Taken:
    term = [span.deadline for span in spans(document, setting) if span.met == published]
    return _Taken(setting.calendar.count(formed, published), term[0].latest if term else None)


def _summaries(pairs: Iterable[tuple[K, Timing]]) -> dict[K, Summary]:
    groups: dict[K, list[Timing]] = defaultdict(list)
    for key, timing in pairs:
        groups[key].append(timing)
    return {key: _summary(group) for key, group in groups.items()}


def _summary(timings: Iterable[Timing]) -> Summary:
    known = list(timings)
    taken = [timing.working_days for timing in known]
    return Summary(len(known), sum(timing.late for timing in known), median_low(taken), max(taken))
