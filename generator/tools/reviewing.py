"""Documents → the ledger of their reviews in a year, and the review sheet of one. Internal: never part of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.annual.tables import Cell
from generator.model.document import Document
from generator.model.review import Review, Step
from generator.model.setting import Setting
from generator.planning.reviews import referral_deadline, steps_of
from generator.site.paper.blocks import Block, Grid, Heading, Paragraph

TITLE = "政府信息公开审查表"

COLUMNS = (
    "索引号",
    "名称",
    "发文字号",
    "发布机构",
    "公开方式",
    "审查结论",
    "审查依据",
    "审查步骤",
    "审查日期",
    "报审",
    "共同制作机关意见",
    "第三方同意或者公共利益",
    "公开批准",
    "解密",
    "公开日期",
    "说明",
)

Trailers = Mapping[str, tuple[Step, ...]]


def review_lines(
    documents: Iterable[Document], setting: Setting, trailers: Trailers, year: int
) -> Iterator[tuple[str, ...]]:
    """The ledger: its headings, then one line for every review concluded in a year, in the order of the days."""
    yield COLUMNS
    reviewed = [
        (d, d.review)
        for d in documents
        if d.review and d.review.day and d.review.day.year == year and not d.origin
    ]
    for document, review in sorted(
        reviewed, key=lambda pair: (str(pair[1].day), pair[0].index_no or pair[0].path)
    ):
        yield _line(document, review, setting, trailers)


def review_sheet(document: Document, review: Review, setting: Setting, trailers: Trailers) -> list[Block]:
    """The sheet of one document: what it is, every step with opinion and room for a signature, what was asked of others."""
    line = dict(zip(COLUMNS, _line(document, review, setting, trailers), strict=True))
    about = [(key, line[key]) for key in COLUMNS[:5]] + [("内容概述", _written(document.summary))]
    steps = [
        (f"{step.kind}（{step.post}）", f"{step.opinion or ''}\n\n签名：　　　　　　　{step.date}")
        for step in steps_of(document, trailers)
    ]
    end = [(key, line[key]) for key in ("审查结论", "审查依据", *COLUMNS[9:14], "说明") if line[key]]
    rows = [("信息", about), ("审查意见", steps), ("结论和有关情况", end)]
    return [
        Heading(TITLE, 0),
        Paragraph(
            f"{setting.catalog.authority.name}　打印日期 {setting.today}　本表供内部存档，不上网公开。"
        ),
        Grid(tuple(sorted(_cells(rows))), (2, 4, 12)),
    ]


def _cells(blocks: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Iterator[Cell]:
    row = 0
    for name, fields in blocks:
        if fields:
            yield Cell(row, 0, len(fields), 1, name, "rowgroup")
        for label, value in fields:
            yield Cell(row, 1, 1, 1, label, "row")
            yield Cell(row, 2, 1, 1, value, "")
            row += 1


def _line(document: Document, review: Review, setting: Setting, trailers: Trailers) -> tuple[str, ...]:
    steps = "；".join(
        f"{step.date} {step.kind}：{step.post}{f'（{step.opinion}）' if step.opinion else ''}"
        for step in steps_of(document, trailers)
    )
    values = (
        document.index_no,
        document.title,
        document.doc_no,
        "、".join(filter(None, (document.issuer, *document.joint_issuers))),
        document.openness,
        review.conclusion,
        review.basis,
        steps,
        review.day,
        _referral(document, review, setting),
        "；".join(
            f"{a.body}：{a.asked} 征求{f'，{a.answered} 答复' if a.answered else ''}{a.result or ''}"
            for a in review.agreed
        ),
        f"{review.consent.ground}，{review.consent.date}{f'，{review.consent.told} 告知' if review.consent.told else ''}"
        if review.consent
        else None,
        f"{review.permit.by} {review.permit.no or ''} {review.permit.date}" if review.permit else None,
        f"{review.declassified.by} {review.declassified.date}" if review.declassified else None,
        document.published,
        review.note,
    )
    return tuple(map(_written, values))


def _written(value: object) -> str:
    """A value as a cell of the ledger holds it; nothing for one that was not written."""
    return str(value) if value else ""


def _referral(document: Document, review: Review, setting: Setting) -> str:
    referral = review.referral
    if referral is None:
        return ""
    due = referral_deadline(document, setting)
    answer = f"{referral.answered} 答复：{referral.result or ''}" if referral.answered else "尚未答复"
    return f"{referral.sent} 报{referral.to}{f'，期限 {due.latest}' if due else ''}，{answer}"
