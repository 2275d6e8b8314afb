"""Documents with a validity → from when to when each was in force: pages by year-end, and a file from which a browser answers for any day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from generator.machine.json_text import json_line
from generator.model.document import PublishedDocument
from generator.model.normative import KINDS
from generator.planning.ledger.in_force import Held, Span
from generator.site.press import FORM_STYLE, Page, Press, environment, fill_template, finish_page, head_of

DATA = "catalog/in-force/in-force.json"

ADDRESS = "catalog/in-force/on/"

NAME = "某日有效的规章和规范性文件"


def in_force_json(spans: Sequence[Span]) -> str:
    """The spans as the browser reads them, one a line; `until` is the last day, absent while no end is known."""
    rows = ",\n".join(
        json_line({key: value for key, value in _record(span).items() if value}) for span in spans
    )
    return f'{{"documents": [\n{rows}\n]}}\n'


class Lines(dict[tuple[int, bool], Markup]):
    """The line of a span in a list, by its number and whether it is marked as amended; made once, since it stands in many years."""

    def __init__(self, press: Press, spans: Sequence[Span]) -> None:
        super().__init__()
        self._line = environment(press.templates).get_template("in_force_parts.html").module.line  # type: ignore[attr-defined]
        self.spans = spans

    def __missing__(self, key: tuple[int, bool]) -> Markup:
        number, changed = key
        line = self[key] = Markup(self._line(self.spans[number], changed, "../../../"))
        return line


def render_any_day(press: Press, years: Sequence[int], undated: Sequence[PublishedDocument]) -> Page:
    """The page that answers for any day."""
    return _page(
        press,
        ADDRESS,
        NAME,
        "in_force_on.html",
        module="in-force",
        years=years,
        undated=undated,
        data="../in-force.json",
    )


def render_year_end(
    press: Press, year: int, held: Held, lines: Lines, undated: Sequence[PublishedDocument]
) -> Page:
    """The list of what was in force on the last day of a year."""
    kinds = {kind: [lines[key] for key in held[year] if lines.spans[key[0]].kind == kind] for kind in KINDS}
    return _page(
        press,
        f"catalog/in-force/{year}/",
        f"{year}年底有效的规章和规范性文件",
        "in_force_year.html",
        year=year,
        years=list(held),
        kinds={kind: found for kind, found in kinds.items() if found},
        undated=undated,
    )


def _record(span: Span) -> dict[str, Any]:
    document = span.document
    return {
        "index_no": document.index_no,
        "title": document.title,
        "address": document.address,
        "kind": span.kind,
        "since": str(span.since),
        "until": str(span.until) if span.until else None,
        "amended": [str(day) for day in span.amended],
        "note": span.note,
    }


def _page(press: Press, address: str, name: str, template: str, module: str = "", **context: Any) -> Page:
    depth = address.count("/")
    root = "../" * depth
    content = fill_template(press, template, root=root, name=name, **context)
    head = head_of(
        press,
        root,
        address,
        f"{press.catalog.site.name}：{name}",
        name,
        "信息公开目录",
        styles=(FORM_STYLE,) if module else (),
        module=module,
    )
    return finish_page(
        press, f"catalog-{depth}", address, f"{name} - {press.catalog.site.name}", head, content
    )
