"""What an import did → words for the editor, and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.checking.formats.fit import fit_value
from generator.checking.formats.words import say
from generator.machine.json_text import json_text
from generator.model.diagnostics import Diagnostic, Text
from generator.model.document import FIELDS
from generator.reading.attachments.content import Refusal
from generator.tools.importing.draft import Draft
from generator.tools.importing.guessed import Guess

SHOWN = (
    "title",
    "doc_no",
    "issuer",
    "joint_issuers",
    "formed",
    "published",
    "genre",
    "category",
    "theme",
    "openness",
    "validity",
    "effective",
    "expires",
    "repealed",
    "summary",
    "keywords",
    "source",
)

MAX_LOST = 10
"""Lost pieces that are shown of each kind."""


@dataclass(frozen=True)
class Outcome:
    """One file: what it became, or why not."""

    file: str
    path: str | None
    index_no: str | None = None
    draft: Draft | None = None
    refusal: Refusal | None = None
    faults: Sequence[Diagnostic] = ()
    """What the check will say of the form of the draft."""
    moved: tuple[str, ...] = ()
    """Old addresses that lead to the draft."""
    same_as: str | None = None
    """The file of the draft that has the same text already; none was written for this one."""
    known: bool = False
    """Whether an earlier run has brought it over."""


def as_text(outcomes: Sequence[Outcome], lang: str) -> str:
    """The report for people."""
    return "\n\n".join("\n".join(say(line, lang) for line in _lines(outcome)) for outcome in outcomes)


def as_json(outcomes: Sequence[Outcome], lang: str) -> str:
    """The report for programs: one array, an element for each file."""
    return json_text(fit_value([_element(outcome, lang) for outcome in outcomes]), end="")


def title_of(key: str) -> str:
    """The Chinese title of a key; of a nested one that of both."""
    outer, _, inner = key.partition(".")
    return f"{FIELDS[outer].title}{f'·{inner}' if inner else ''}"


def missing(draft: Draft) -> list[str]:
    """Fields that were looked for and not found."""
    wanted = ("title", "doc_no", "issuer", "formed", "genre", "category", "theme", "summary")
    return [key for key in wanted if key not in draft.fields]


def _lines(outcome: Outcome) -> Iterator[Text]:
    if refusal := outcome.refusal:
        yield Text(f"{outcome.file}：没有导入", f"{outcome.file}: not imported")
        yield Text(f"  {refusal.message.zh}", f"  {refusal.message.en}")
        yield Text(f"  → {refusal.hint.zh}", f"  → {refusal.hint.en}")
        return
    if outcome.draft is None:
        yield Text(f"{outcome.file}：{_why(outcome).zh}", f"{outcome.file}: {_why(outcome).en}")
        return
    draft, counts = outcome.draft, outcome.draft.fidelity
    yield Text(f"{outcome.file} → {outcome.path}", f"{outcome.file} → {outcome.path}")
    yield Text(f"  索引号　{outcome.index_no}", f"  index_no: {outcome.index_no}")
    yield from (_field(key, draft.fields[key]) for key in SHOWN if key in draft.fields)
    if absent := missing(draft):
        yield Text(
            f"  没有找到：{'、'.join(str(FIELDS[key].title) for key in absent)}",
            f"  not found: {', '.join(absent)}",
        )
    yield Text(
        f"  字数：原件 {counts.characters_in}，草稿 {counts.characters_out}；表格单元格：原件 {counts.cells_in}，草稿 {counts.cells_out}，"
        f"丢失 {len(counts.lost_cells)}；图片：原件 {counts.pictures_in}，草稿 {counts.pictures_out}",
        f"  characters: {counts.characters_in} → {counts.characters_out}; table cells: {counts.cells_in} → {counts.cells_out}, "
        f"{len(counts.lost_cells)} lost; pictures: {counts.pictures_in} → {counts.pictures_out}",
    )
    if counts.merged:
        yield Text(
            f"  ！合并的单元格 {counts.merged} 个：文字写在第一格，其余为空",
            f"  ! {counts.merged} merged cells: the text stands in the first place",
        )
    for lost in (*counts.lost_cells[:MAX_LOST], *counts.lost_lines[:MAX_LOST]):
        yield Text(f"  ！草稿里没有：{lost[:60]}", f"  ! not in the draft: {lost[:60]}")
    yield from (Text(f"  ！{note.zh}", f"  ! {note.en}") for note in draft.notes)
    yield from (
        Text(f"  ！{d.message.zh} → {d.hint.zh}", f"  ! {d.message.en} → {d.hint.en}") for d in outcome.faults
    )


def _why(outcome: Outcome) -> Text:
    """Why there is no new draft."""
    if outcome.same_as:
        return Text(
            f"与 {outcome.same_as} 内容相同，没有另写",
            f"the same text as {outcome.same_as}; not written again",
        )
    return Text(f"以前已经导入：{outcome.path}", f"imported before: {outcome.path}")


def _field(key: str, guess: Guess) -> Text:
    value = guess.value if isinstance(guess.value, str) else "、".join(guess.value)
    doubt = ("", "") if guess.sure else ("，请核对", ", check it")
    return Text(
        f"  {title_of(key)}　{value}（{guess.place.zh}{doubt[0]}）",
        f"  {key}: {value} ({guess.place.en}{doubt[1]})",
    )


def _element(outcome: Outcome, lang: str) -> dict[str, Any]:
    if outcome.refusal:
        return {
            "file": outcome.file,
            "path": None,
            "message": say(outcome.refusal.message, lang),
            "hint": say(outcome.refusal.hint, lang),
        }
    if outcome.draft is None:
        return {
            "file": outcome.file,
            "path": outcome.path or outcome.same_as,
            "message": say(_why(outcome), lang),
        }
    draft, counts = outcome.draft, outcome.draft.fidelity
    return {
        "file": outcome.file,
        "path": outcome.path,
        "index_no": outcome.index_no,
        "moved_from": list(outcome.moved),
        "fields": {
            key: {"value": guess.value, "from": say(guess.place, lang), "sure": guess.sure}
            for key, guess in draft.fields.items()
        },
        "missing": missing(draft),
        "addressee": draft.addressee,
        "characters": {
            "in": counts.characters_in,
            "out": counts.characters_out,
            "lost": list(counts.lost_lines),
        },
        "cells": {
            "in": counts.cells_in,
            "out": counts.cells_out,
            "lost": list(counts.lost_cells),
            "merged": counts.merged,
        },
        "pictures": {"in": counts.pictures_in, "out": counts.pictures_out},
        "attachments": [{"file": file.name, "title": file.title} for file in draft.files],
        "notes": [say(note, lang) for note in draft.notes],
        "findings": [
            {"rule": d.rule, "message": say(d.message, lang), "hint": say(d.hint, lang)}
            for d in outcome.faults
        ],
    }
