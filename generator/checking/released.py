"""content/data/released.yml → the log of answers that were released to everyone (条例 art. 44), and what is wrong in it.

The log says what was asked and answered, never by whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from generator.checking.exposed import exposed
from generator.model.diagnostics import Diagnostic, Finding, Severity, Text
from generator.model.document import STRICT, Document
from generator.model.setting import Setting
from generator.model.visibility import is_published
from generator.reading.registers.register import Read, diagnostics_of, read_register
from generator.reading.registers.released import Released

FILE = "content/data/released.yml"

CODE, SLUG = "GK914", "unknown-released-document"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = STRICT
    released: Annotated[tuple[Released, ...], Field(title="已公开的答复")]


def load_released(
    setting: Setting, documents: Sequence[Document]
) -> tuple[tuple[Released, ...], list[Diagnostic]]:
    """The log, the newest answer first; empty without the file, or when anything in it cannot be read."""
    path = setting.root / FILE
    value, read = read_register(path, _File)
    found = diagnostics_of(FILE, read.problems)
    if path.is_file():
        found += exposed(FILE, path.read_text(encoding="utf-8", errors="replace"), setting)
    if value is None:
        return (), found
    found += _strangers(value.released, documents, read)
    return tuple(sorted(value.released, key=lambda entry: (entry.answered, entry.no), reverse=True)), found


def _strangers(
    entries: Sequence[Released], documents: Sequence[Document], read: Read
) -> Iterator[Diagnostic]:
    """An answer leads to a document that everyone can read."""
    public = {document.index_no for document in documents if is_published(document)}
    for n, entry in enumerate(entries):
        if entry.document and entry.document not in public:
            finding = Finding(
                read.lines.get(f"released.{n}.document", 1),
                Text(f"没有公开的信息“{entry.document}”", f"no published document “{entry.document}”"),
                Text(
                    "写已经公开的信息的索引号；没有转为主动公开的不写这一行",
                    "write the number of a published document, or delete the line",
                ),
            )
            yield Diagnostic(
                FILE,
                finding.line,
                CODE,
                SLUG,
                Severity.ERROR,
                finding.message,
                finding.hint,
                {"index_no": entry.document},
            )
