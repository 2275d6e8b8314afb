"""Answers about a new document → a complete draft file with the next free index number. Never overwrites."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from generator.checking.examine import diagnose
from generator.checking.rules import RULES
from generator.checking.rules.rule import DocumentRule
from generator.checking.rules.text import PLACEHOLDER
from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic
from generator.model.document import FIELDS
from generator.model.setting import Setting
from generator.reading.frontmatter import read_record
from generator.reading.yamltext import read_yaml

NO_REMARKS: Mapping[str, str] = MappingProxyType({})
FORMAL = ("GK1", "GK2")
"""Codes of the rules about form: a draft keeps them from the first day. Deadlines and reviews are for later."""

Value = str | Mapping[str, str] | Sequence[str | Mapping[str, str]]
"""What a key of a draft may hold: a line, a map of lines, or a list of lines or of maps of lines."""


def draft(
    answers: Mapping[str, Value], body: str = f"{PLACEHOLDER}\n", remarks: Mapping[str, str] = NO_REMARKS
) -> str:
    """The text of a document with these values (key of the front matter → what to write), in the order of the dictionary.

    `remarks` stand as comments above their keys, for whoever completes the draft.
    """
    lines: list[str] = []
    for key in FIELDS:
        lines += [f"# {one_line(remarks[key])}"] if key in remarks else []
        lines += _entry(key, answers.get(key, ""))
    return "\n".join(["---", *lines, "---", "", body])


def _entry(key: str, value: Value) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {scalar(text)}"] if (text := one_line(value)) else []
    if isinstance(value, Mapping):
        nested = [f"  {name}: {scalar(text)}" for name, part in value.items() if (text := one_line(part))]
        return [f"{key}:", *nested] if nested else []
    entries = [line for part in value for line in _list_entry(part)]
    return [f"{key}:", *entries] if entries else []


def _list_entry(part: str | Mapping[str, str]) -> list[str]:
    if isinstance(part, str):
        return [f"  - {scalar(one_line(part))}"]
    lines = [f"{key}: {scalar(text)}" for key, value in part.items() if (text := one_line(value))]
    return [f"  {'  ' if n else '- '}{line}" for n, line in enumerate(lines)]


def one_line(text: str) -> str:
    """An answer without line ends and signs that nobody sees."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable()).strip()


def scalar(text: str) -> str:
    """A value of one line as YAML, in quotes only when it needs them."""
    bare = read_yaml(f"key: {text}\n")
    return text if bare.value == {"key": text} and not bare.problems else json.dumps(text, ensure_ascii=False)


def faults(path: str, text: str, setting: Setting) -> list[Diagnostic]:
    """What is wrong with the form of a draft that is not yet written."""
    record = read_record(path, text.encode())
    return [
        diagnose(rule, finding, setting.catalog, path)
        for rule in RULES
        if isinstance(rule, DocumentRule) and rule.code.startswith(FORMAL)
        for finding in rule.check(record, setting)
    ]


def write_draft(root: Path, path: str, text: str) -> None:
    """Write a new file. Raises FileExistsError when there is one already."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


QUESTIONS = (
    "title",
    "summary",
    "issuer",
    "formed",
    "category",
    "theme",
    "genre",
    "doc_no",
    "openness",
    "validity",
    "openness_reason",
)
"""The keys that a new document may be asked for, in their order."""


def normative(catalog: Catalog, answers: Mapping[str, str]) -> bool:
    """Whether the category is that of regulations and normative documents (条例 art. 20 item 1), which need genre and validity."""
    category = catalog.category_by_name.get(answers.get("category", ""))
    return category is not None and category.duty == "20-1"


def questions(catalog: Catalog, answers: Mapping[str, str]) -> list[str]:
    """The keys to ask for, given the answers so far: what every document has, and what this kind needs."""
    in_force = normative(catalog, answers) and answers.get("genre") != "解读"
    withheld = answers.get("openness") in ("不予公开", "部分公开")
    left_out = {"validity": not in_force, "openness_reason": not withheld}
    return [key for key in QUESTIONS if not left_out.get(key)]
