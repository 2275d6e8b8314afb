"""A document → its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from generator.history.story import Told
from generator.machine.json_text import json_line
from generator.model.catalog import Catalog
from generator.model.document import EarlierText, PublishedDocument
from generator.model.grounds import GROUNDS
from generator.model.relations import RELATIONS
from generator.planning.plan import (
    VALIDITY_SLUGS,
    Relation,
    Row,
    row_of,
    top_theme,
    view_address,
    word_name,
)
from generator.planning.standing import Standing, Turn, consultation_turns
from generator.reading.drawings import Drawing, drawing_of, table_places
from generator.reading.markdown import Rendered
from generator.site.feeds.linked_data import linked_data
from generator.site.pages.chart import figure
from generator.site.pages.guide import contact_of
from generator.site.pages.history import text_address, timeline
from generator.site.pages.qr import qr_code
from generator.site.press import Page, Press, fill_template, finish_page, head_of


class Download(NamedTuple):
    """An attachment as the document page shows it."""

    title: str
    address: str
    kind: str
    size: str
    layer: tuple[tuple[str, str], ...] = ()
    """Its text layer: the page or picture, and what it says."""


class Surroundings(NamedTuple):
    """What a page tells of its document besides what is in the document."""

    relations: tuple[Relation, ...] = ()
    story: tuple[Told, ...] = ()
    """What happened to it."""
    days: tuple[tuple[str, date | None], ...] = ()
    """Name and day of each of its versions."""
    earlier: tuple[tuple[EarlierText, Row | None], ...] = ()
    """The texts that were in force before, each with the document that amended it."""
    standing: Standing = Standing()
    heir: Row | None = None
    """The document that now stands in its place."""


def render_document(
    press: Press,
    document: PublishedDocument,
    text: Rendered,
    downloads: Sequence[Download],
    around: Surroundings,
) -> Page:
    """The permanent page of one document."""
    catalog, row = press.catalog, row_of(document, press.catalog)
    content = fill_template(
        press,
        "document.html",
        root="../../",
        document=document,
        facts=list(_facts(press, document, row, around.standing)),
        issuer="、".join([row.issuer, *document.joint_issuers]),
        qr=qr_code(f"{catalog.site.url}{document.address}"),
        reasons=[GROUNDS[r].zh for r in document.openness_reason if r in GROUNDS],
        body=_illustrated(text.html, document),
        outline=text.outline,
        attachments=downloads,
        story=around.story,
        shallow=press.shallow,
        site=catalog.site,
        word=word_name(document),
        **_place(catalog, document),
        **_state(press, document, around),
        **_kin(document, around),
        **_texts(document, around),
    )
    twin = linked_data(document, catalog, around.relations, [download.address for download in downloads])
    head = head_of(
        press,
        "../../",
        document.address,
        document.summary,
        document.category,
        "信息公开，政策文件",
        document=document,
        row=row,
        linked_data=Markup(twin),
    )
    return finish_page(
        press, "document", document.address, f"{document.title} - {catalog.site.name}", head, content
    )


def _place(catalog: Catalog, document: PublishedDocument) -> dict[str, object]:
    """Its category, and the body that issued it with its office."""
    body = catalog.body_of(document)
    return {
        "category": {
            "name": document.category,
            "address": view_address(catalog, "category", document.category),
        },
        "body_address": f"body/{body.code}/" if body else None,
        "contact": contact_of(catalog, body),
    }


def _state(press: Press, document: PublishedDocument, around: Surroundings) -> dict[str, object]:
    """How it stands, whether comments are taken on it, and how both will turn."""
    opening = consultation_turns(document.consultation, press.today) if document.consultation else ()
    return {
        "standing": around.standing,
        "turns": turns_json(around.standing.turns),
        "consultation": opening,
        "consultation_turns": turns_json(opening) if opening else "",
        "dated": is_dated(document, around.standing, press.today),
        "today": press.today,
    }


def _kin(document: PublishedDocument, around: Surroundings) -> dict[str, object]:
    """The documents around it, and what they did to it."""
    kin: dict[str | None, Row] = {relation.row.index_no: relation.row for relation in around.relations}
    corrected = RELATIONS["corrects"][1]
    return {
        "relations": around.relations,
        "deeds": [(deed, kin[deed.by]) for deed in around.standing.deeds if deed.by in kin],
        "heir": around.heir,
        "successor": kin.get(document.withdrawn.successor) if document.withdrawn else None,
        "corrected": [relation for relation in around.relations if relation.label == corrected],
    }


def _texts(document: PublishedDocument, around: Surroundings) -> dict[str, object]:
    """Which text of it stood on which day."""
    amended, earlier = around.standing.amended, around.earlier
    return {
        "texts": _texts_json(timeline(document, around.days, [entry for entry, _ in earlier])),
        "earlier": earlier,
        "amended": json_line(amended),
        "on_days": document.has_text and bool(document.validity or amended or earlier),
    }


def _illustrated(safe: str, document: PublishedDocument) -> Markup:
    """The text, with what `charts` says drawn below the table of which it is drawn."""
    pieces, last = [], 0
    places = table_places(safe) if document.charts else []
    for number, end in enumerate(places, 1):
        pieces.append(Markup(safe[last:end]))
        last = end
        for n, chart in enumerate(document.charts, 1):
            drawing = drawing_of(safe, chart) if chart.table == number else None
            if isinstance(drawing, Drawing):
                heads = "、".join(series.name for series in drawing.series)
                pieces.append(figure(f"chart-{n}", f"表{number}：{heads}", drawing, f"{heads}（按上表绘制）"))
    return Markup("").join((*pieces, Markup(safe[last:])))


def is_dated(document: PublishedDocument, standing: Standing, today: date) -> bool:
    """Whether the page says something that another day makes untrue, so that it names the day on which it was made."""
    return standing.changes or bool(document.consultation and today <= document.consultation.closes)


def turns_json(turns: Sequence[Turn]) -> str:
    """What comes after the first turn, as `today.js` reads it: day, part of a class name, words."""
    return json_line(
        [(turn.day, VALIDITY_SLUGS.get(turn.state, turn.state), turn.words) for turn in turns[1:]]
    )


def _texts_json(dated: Sequence[tuple[date, str | None]]) -> str:
    """From when on which text stood here, oldest first, and where it is below this page; "" is this page, null is nowhere."""
    last = dated[-1][1]
    return json_line([(day, name and (text_address(name) if name != last else "")) for day, name in dated])


Fact = tuple[str, list[tuple[str, str | None]]]
"""A label, and its values, each with the address below the site to which it leads."""


def _facts(press: Press, document: PublishedDocument, row: Row, standing: Standing) -> Iterator[Fact]:
    catalog = press.catalog

    def listed(view: str, name: str | None, words: str | None = None) -> list[tuple[str, str | None]]:
        return [(words or name, view_address(catalog, view, name))] if name else []

    def bodies(names: Iterable[str]) -> list[tuple[str, str | None]]:
        found = ((name, catalog.body_named(name)) for name in names)
        return [(body.name if body else name, f"body/{body.code}/" if body else None) for name, body in found]

    def plain(value: object) -> list[tuple[str, str | None]]:
        return [(str(value), None)] if value else []

    validity = (document.validity and standing.turns and standing.state) or document.validity
    facts: list[Fact] = [
        ("索引号", plain(document.index_no)),
        ("主题分类", listed("theme", top_theme(document.theme), document.theme)),
        ("发布机构", bodies([row.issuer, *document.joint_issuers])),
        ("目录类别", listed("category", document.category)),
        ("成文日期", plain(document.formed)),
        ("公开日期", plain(document.published)),
        ("发文字号", plain(document.doc_no)),
        ("体裁", listed("genre", document.genre)),
        ("公开方式", plain(document.openness)),
        ("有效性", plain(validity) if document.status else listed("validity", validity)),
        ("状态", plain(document.status)),
        ("施行日期", plain(document.effective)),
        ("变更日期", plain(document.revised)),
        ("有效期至", plain(document.expires)),
        ("废止日期", plain(document.repealed)),
        ("关键词", [(word, f"search/?q={quote(word)}") for word in document.keywords]),
        ("来源", plain(document.source and document.source.name)),
        ("内容概述", plain(document.summary)),
    ]
    yield from ((label, values) for label, values in facts if values)
