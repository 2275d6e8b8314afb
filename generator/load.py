"""A folder of Markdown → documents, each examined by the rules that look at one document."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.cache import Cache, key_of, pack, program_key, unpack
from generator.catalog import Catalog
from generator.diagnostics import Diagnostic, Finding, Severity
from generator.frontmatter import read_record
from generator.jobs import each
from generator.model import Document
from generator.rules import RULES
from generator.rules.rule import DocumentRule, Rule, Setting

DOCUMENTS = "content/documents"


class Examined(NamedTuple):
    """One file's document (None when it cannot be read) and what the rules say of it."""

    document: Document | None
    diagnostics: list[Diagnostic]


@dataclass(frozen=True)
class Loaded:
    """All documents in the order of their paths, and all findings about single documents."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]


def load_documents(setting: Setting, cache: Cache, executor: Executor | None = None,
                   progress: Callable[[int, int], object] = lambda done, total: None) -> Loaded:
    """Read and examine every document of the root; what the cache knows is not examined again. Only metadata stays in memory."""
    paths = find_documents(setting.root)
    ground = key_of(program_key(), setting)
    keys = dict(zip(paths, each(executor, partial(_key, setting.root, ground), paths), strict=True))
    known = cache.get("examined", keys.values())
    left = [path for path in paths if keys[path] not in known]
    look = partial(_packed, setting, document_rules(setting.catalog))
    new = {keys[path]: done for path, done in zip(left, each(executor, look, left, progress), strict=True)}
    cache.put("examined", new)
    known |= new
    examined: list[Examined] = [unpack(known[keys[path]]) for path in paths]
    return Loaded(tuple(e.document for e in examined if e.document),
                  tuple(d for e in examined for d in e.diagnostics))


def find_documents(root: Path) -> list[str]:
    """The paths of all document files, relative to the root, sorted. Attachment folders and links are not entered."""
    return sorted(_walk(root, DOCUMENTS))


def _key(root: Path, ground: bytes, path: str) -> bytes:
    """Everything that the examination of one document looks at: its bytes, its place, its folder of attachments."""
    try:
        entries = [(entry.name, entry.stat(follow_symlinks=False)) for entry in os.scandir(root / f"{path.removesuffix('.md')}.files")]
    except (FileNotFoundError, NotADirectoryError):
        entries = []
    files = sorted((name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in entries)
    return key_of(ground, path, (root / path).read_bytes(), files)


def _walk(root: Path, folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(root / folder), key=lambda e: e.name)
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.endswith(".files"):
                yield from _walk(root, path)
        elif entry.name.endswith(".md") and entry.is_file(follow_symlinks=False):
            yield path


def _packed(setting: Setting, rules: Sequence[DocumentRule], path: str) -> bytes:
    return pack(examine(setting, rules, path))


def document_rules(catalog: Catalog) -> tuple[DocumentRule, ...]:
    """The document rules that this catalog has not turned off."""
    return tuple(rule for rule in RULES if isinstance(rule, DocumentRule) and severity_of(rule, catalog) is not Severity.OFF)


def examine(setting: Setting, rules: Sequence[DocumentRule], path: str) -> Examined:
    """Read one document and apply the document rules."""
    record = read_record(path, (setting.root / path).read_bytes())
    found = [diagnose(rule, finding, setting.catalog, path) for rule in rules for finding in rule.check(record, setting)]
    return Examined(record.document, found)


def severity_of(rule: Rule, catalog: Catalog) -> Severity:
    """The severity of a rule in this catalog."""
    changed = catalog.rules.get(rule.slug)
    return Severity(changed.severity) if changed else rule.severity


def diagnose(rule: Rule, finding: Finding, catalog: Catalog, path: str) -> Diagnostic:
    """A finding with the rule's name and severity; a severity set in catalog.yml goes before the finding's own."""
    severity = severity_of(rule, catalog)
    if finding.severity and rule.slug not in catalog.rules:
        severity = finding.severity
    return Diagnostic(finding.path or path, finding.line, rule.code, rule.slug, severity, finding.message, finding.hint, finding.data)
