"""Documents → what an inspector would count today, with a score; and the same in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from generator.model.assessment import Assessment, Criterion
from generator.model.catalog import Body, Catalog
from generator.model.counted_rows import RowDocument, WaitingRow
from generator.model.diagnostics import Text
from generator.model.document import FIELDS, Document
from generator.model.duties import body_name
from generator.model.requirements import ALWAYS, NUMBERED
from generator.model.setting import Setting
from generator.model.terms import spans
from generator.model.visibility import published_of
from generator.planning.ledger.forecast import Column, columns_of
from generator.planning.ledger.timeliness import Timing, timeliness_of

Fault = Literal["blank", "stale", "late", "overdue", "missing"]

OF_COLUMNS: tuple[Fault, ...] = ("blank", "stale")
"""Faults of the catalog as a whole."""

OF_BODIES: tuple[Fault, ...] = ("late", "overdue", "missing")
"""Faults that are counted for each body too."""

NAMES: Mapping[Fault, Text] = {
    "blank": Text("空白栏目", "blank columns"),
    "stale": Text("应更新未更新栏目", "columns not updated"),
    "late": Text("逾期公开且没有说明原因", "late without a reason"),
    "overdue": Text("期限已过尚未公开", "overdue and not published"),
    "missing": Text("信息要素缺项", "missing fields"),
}

GRADES = {"优秀": "excellent", "合格": "passed", "基本合格": "barely passed", "不合格": "failed"}

VETO: Mapping[Fault, int] = {"blank": 5, "stale": 10}
"""Number of faults from which on a site fails outright, whatever its points (国办秘函〔2019〕19号, 单项否决)."""

SHOWN = 20
"""Entries of each kind that the text lists; the ledgers on the site hold all."""


class Overdue(NamedTuple):
    """A document that should have been published."""

    document: Document
    deadline: date


class Missing(NamedTuple):
    """A field that a published document lacks."""

    document: Document
    key: str


class Score(NamedTuple):
    """Points and grade of the whole site (`name` is None) or of one body."""

    name: str | None
    faults: Mapping[Fault, int]
    points: float
    """0 to 100: percent of the points that the scheme offers."""
    grade: str
    vetoed: bool
    """Whether the number of blank or stale columns alone fails the site."""


@dataclass(frozen=True)
class Inspection:
    """The figures that an inspector would count on a day."""

    today: date
    columns: tuple[Column, ...]
    late: tuple[Timing, ...]
    """Explained ones included."""
    overdue: tuple[Overdue, ...]
    missing: tuple[Missing, ...]
    site: Score
    bodies: tuple[Score, ...]
    """In the order of catalog.yml."""

    def in_state(self, state: str) -> list[Column]:
        """The columns that are `blank`, `stale`, `soon` or `good` today."""
        return [column for column in self.columns if column.state(self.today) == state]


def inspection(documents: Sequence[Document], setting: Setting, scheme: Assessment) -> Inspection:
    """Inspect all documents as of the day of the setting."""
    catalog, today = setting.catalog, setting.today
    published = published_of(documents, today)
    columns = columns_of(published, catalog, today)
    late = tuple(timeliness_of(published, setting).late)
    overdue = tuple(found for document in documents for found in _overdue(document, setting))
    missing = tuple(found for document in documents for found in _missing(document, catalog))
    states = Counter(column.state(today) for column in columns)
    blamed = [*_blamed(late, overdue, missing, catalog), *_kept(columns, catalog, today)]
    by_body, of_all = Counter(blamed), Counter(fault for _, fault in blamed)
    site = _score(
        None,
        {"blank": states["blank"], "stale": states["stale"], **{fault: of_all[fault] for fault in OF_BODIES}},
        scheme,
    )
    bodies = tuple(
        _score(body.name, {fault: by_body[body.name, fault] for fault in faults_of(body, catalog)}, scheme)
        for body in catalog.bodies
    )
    return Inspection(today, columns, late, overdue, missing, site, bodies)


def inspection_text(found: Inspection) -> Text:
    """The inspection for a terminal, in both languages."""
    lines = list(_lines(found))
    return Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))


def faults_of(body: Body, catalog: Catalog) -> tuple[Fault, ...]:
    """The faults by which a body is judged: in its own documents, and in the columns that it keeps."""
    keeps = any({body.name, body.short} & set(category.keeper) for category in catalog.categories)
    return (*OF_COLUMNS, *OF_BODIES) if keeps else OF_BODIES


def _kept(columns: Iterable[Column], catalog: Catalog, today: date) -> Iterator[tuple[str, Fault]]:
    """Blank and stale columns, charged to whoever keeps them."""
    for column in columns:
        state = column.state(today)
        if state == "blank" or state == "stale":
            yield from ((body_name(catalog, keeper), state) for keeper in column.category.keeper)


def _overdue(document: Document, setting: Setting) -> Iterator[Overdue]:
    for span in spans(document, setting):
        if span.met is None and setting.today > span.deadline.latest:
            yield Overdue(document, span.deadline.latest)


def _missing(document: Document, catalog: Catalog) -> Iterator[Missing]:
    """The fields of the catalog and of official documents that are not written; a number is asked for, not demanded. What a row of a
    register must have its columns say."""
    if not document.declared_public or isinstance(document, (RowDocument, WaitingRow)):
        return
    category = catalog.category_of(document)
    keys = [*ALWAYS, "review"]
    keys += ["genre"] if document.doc_no else ["doc_no"] if document.genre in NUMBERED else []
    keys += ["validity"] if category and category.duty == "20-1" and document.genre != "解读" else []
    yield from (Missing(document, key) for key in keys if not getattr(document, key))


def _blamed(
    late: Iterable[Timing], overdue: Iterable[Overdue], missing: Iterable[Missing], catalog: Catalog
) -> Iterator[tuple[str, Fault]]:
    for timing in late:
        if not timing.reason:
            yield timing.body, "late"
    for entry in overdue:
        yield body_name(catalog, entry.document.issuer), "overdue"
    for lacking in missing:
        yield body_name(catalog, lacking.document.issuer), "missing"


def _score(name: str | None, faults: Mapping[Fault, int], scheme: Assessment) -> Score:
    criteria: dict[Fault, Criterion] = {fault: getattr(scheme, fault) for fault in faults}
    full = sum(criterion.full for criterion in criteria.values())
    lost = sum(min(criterion.full, criterion.each * faults[fault]) for fault, criterion in criteria.items())
    points = round(100 * (full - lost) / full, 1)
    vetoed = any(faults.get(fault, 0) >= least for fault, least in VETO.items())
    return Score(name, faults, points, "不合格" if vetoed else scheme.grades.name(points), vetoed)


def _lines(found: Inspection) -> Iterator[Text]:
    site = found.site
    yield Text(
        f"检查日期 {found.today}：{site.points} 分，{site.grade}",
        f"as of {found.today}: {site.points} points, {GRADES[site.grade]}",
    )
    if site.vetoed:
        yield Text(
            "空白栏目达到 5 个或者应更新未更新的栏目达到 10 个，单项否决",
            "vetoed: 5 blank columns or 10 columns not updated",
        )
    for fault, name in NAMES.items():
        yield Text(f"\n{name.zh}：{site.faults[fault]}", f"\n{name.en}: {site.faults[fault]}")
        yield from _shortened(list(_entries(found, fault)))
    explained = [timing for timing in found.late if timing.reason]
    yield Text(
        f"\n逾期公开已说明原因（不扣分）：{len(explained)}",
        f"\nlate with a reason (no points lost): {len(explained)}",
    )
    yield Text("\n各机构", "\nbodies")
    for score in found.bodies:
        yield Text(
            f"  {score.name}：{score.points} 分，{score.grade}",
            f"  {score.name}: {score.points} points, {GRADES[score.grade]}",
        )


def _entries(found: Inspection, fault: Fault) -> Iterator[Text]:
    if fault in OF_COLUMNS:
        for column in found.in_state(fault):
            yield _column_line(column)
    elif fault == "late":
        yield from (
            _line(
                f"{t.number} {t.title}",
                f"期限 {t.deadline}，公开 {t.published}",
                f"due {t.deadline}, published {t.published}",
            )
            for t in found.late
            if not t.reason
        )
    elif fault == "overdue":
        yield from (
            _document_line(entry.document, f"期限 {entry.deadline}", f"due {entry.deadline}")
            for entry in found.overdue
        )
    else:
        yield from (
            _document_line(entry.document, f"缺{FIELDS[entry.key].title}", f"no {entry.key}")
            for entry in found.missing
        )


def _shortened(entries: Sequence[Text]) -> Iterator[Text]:
    yield from entries[:SHOWN]
    if len(entries) > SHOWN:
        yield Text(f"  另有 {len(entries) - SHOWN} 处", f"  and {len(entries) - SHOWN} more")


def _column_line(column: Column) -> Text:
    name, last = column.category.name, column.last
    if last is None:
        return Text(f"  {name}：没有已公开的信息", f"  {name}: nothing published")
    return Text(
        f"  {name}：最近更新 {last}，最多间隔 {column.limit} 天",
        f"  {name}: last updated {last}, at most {column.limit} days apart",
    )


def _document_line(document: Document, zh: str, en: str) -> Text:
    return _line(f"{document.index_no or document.path} {document.title or ''}", zh, en)


def _line(named: str, zh: str, en: str) -> Text:
    return Text(f"  {named}（{zh}）", f"  {named} ({en})")
