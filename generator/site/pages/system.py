"""The block 政府信息公开制度: each rule with its note of dates and numbers (题注), and its Word file to download."""

from __future__ import annotations

from generator.planning.normative import normative_notes
from generator.planning.plan import Plan, row_of, word_name
from generator.site.press import Page, Press, fill_template, simple_page

NAME = "政府信息公开制度"

EMPTY = "本机关公开工作依据的规定将在这里列出；现行的国家规定是《中华人民共和国政府信息公开条例》。"


def system_page(press: Press, plan: Plan) -> Page:
    """The page at `system/`, newest rule first; one that was withdrawn is found in the catalog, with its reason."""
    names = {category.name for category in press.catalog.categories if category.block == "制度"}
    notes = normative_notes(plan.published, press.today)
    entries = [
        (row_of(d, press.catalog), notes[d.index_no], word_name(d))
        for d in plan.published
        if d.category in names and not d.status
    ]
    content = fill_template(press, "system.html", root="../", entries=entries, empty=EMPTY)
    return simple_page(press, "system", NAME, "政策文件", content)
