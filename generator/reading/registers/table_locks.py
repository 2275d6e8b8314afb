"""What the last release wrote down of the rows of a register, beside its schema: which were public, and until when."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from generator.model.rows import Past, body_of, row_id, row_mark, start_of
from generator.model.shown_rows import Register
from generator.model.tables import TABLES


def read_past(root: Path, slug: str) -> tuple[Past, ...]:
    """What the last release wrote down of the rows of a register; a line that is none is left out."""
    place = root / TABLES / f"{slug}.lock"
    lines = place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
    found = (_PAST.fullmatch(line) for line in lines)
    return tuple(
        Past(
            m[1],
            date.fromisoformat(m[2]),
            _parsed(m[3].strip("-")),
            m[4].strip("-"),
            m[8],
            number,
            m[7] or "",
            m[5] or "",
            _parsed((m[6] or "").strip("-")),
        )
        for number, m in enumerate(found, 1)
        if m
    )


_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PAST = re.compile(
    rf"([0-9a-f]{{12}})\t({_DAY})\t({_DAY}|-)\t(\S+)\t(?:([^\t]*)\t({_DAY}|-)\t)?(?:([0-9a-f]{{32}})\t)?(.*)"
)
"""Id, publication, end, how it ended, body, start of the term, mark, key; earlier versions did not write all of it."""


def past_text(register: Register, today: date) -> str:
    """The lock file of a register as of a release: a line for each row that has been public, sorted, without the key once it has ended."""
    table = register.table
    lines = {past.id: past for past in register.past}
    for row, key, end in zip(register.rows, register.keys, register.ends, strict=True):
        life = row.life
        if life.published and life.published <= today:
            over = end is not None and end.day <= today
            identity = row_id(register.slug, key)
            lines[identity] = Past(
                identity,
                life.published,
                end.day if end else None,
                end.kind if end and over else "",
                "" if over else key,
                mark="" if over else row_mark(register.table, row),
                body=body_of(table, row),
                start=start_of(table, row),
            )
    return "".join(
        f"{past.id}\t{past.published}\t{past.end or '-'}\t{past.kind or '-'}\t{past.body}\t{past.start or '-'}\t{past.mark and past.mark + chr(9)}{past.key}\n"
        for _, past in sorted(lines.items())
    )


def _parsed(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
