"""The record of the last audit → the accessibility statement (无障碍环境建设法 art. 32)."""

from __future__ import annotations

from generator.reading.registers.audit_record import Record
from generator.site.press import Page, Press, fill_template, simple_page

NAME = "无障碍声明"


def render_statement(press: Press, record: Record | None) -> Page:
    """The statement: what readers can rely on, what was tested and found, what is not accessible, whom to tell."""
    content = fill_template(
        press, "accessibility.html", root="../", name=NAME, record=record, authority=press.catalog.authority
    )
    return simple_page(press, "accessibility", NAME, "网站声明", content)
