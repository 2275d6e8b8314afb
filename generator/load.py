"""A folder of Markdown → documents, each examined by the rules that look at one document."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

from generator.belonging import DOCUMENTS
from generator.cache import Cache, key_of, program_key
from generator.catalog import Catalog
from generator.diagnostics import Diagnostic, Finding, Severity, is_garbled, legible
from generator.frontmatter import Record, read_record
from generator.jobs import by_chunk, each
from generator.model import Document
from generator.packing import pack, unpack
from generator.rules import RULES
from generator.rules.rule import DocumentRule, Rule, Setting
from generator.stamps import SETTLED, Stamp, stamp


class Source(NamedTuple):
    """A document file as the file system has it."""

    path: str
    """Relative to the root."""
    stamp: Stamp
    files: tuple[tuple[str, Stamp], ...]
    """Names and stamps of what lies in its folder of attachments."""


class Examined(NamedTuple):
    """One file's document (None when it cannot be read) and what the rules say of it."""

    document: Document | None
    diagnostics: list[Diagnostic]


@dataclass(frozen=True)
class Loaded:
    """All documents in the order of their paths, and all findings about single documents."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    keys: tuple[bytes, ...]
    """Of each file, in the order of their paths: stands for its bytes, place and attachments, catalog, day and program."""


def load_documents(setting: Setting, cache: Cache, executor: Executor | None = None,
                   progress: Callable[[int, int], object] = lambda done, total: None) -> Loaded:
    """Read and examine every document of the root; what the cache knows is not examined again. Only metadata stays in memory."""
    sources = sources_of(setting.root)
    ground = key_of(program_key(), setting._replace(root=Path()))
    digests = _digests(setting.root, sources, cache, executor)
    keys = [key_of(ground, source.path, digests[source], source.files) for source in sources]
    known = cache.get("examined", keys)
    left = {key: source.path for key, source in zip(keys, sources, strict=True) if key not in known}
    look = partial(_packed, setting, document_rules(setting.catalog))
    new = dict(zip(left, by_chunk(executor, look, list(left.values()), progress), strict=True))
    cache.put("examined", new)
    known |= new
    examined = [unpack(known[key], Examined) for key in keys]
    return Loaded(tuple(e.document for e in examined if e.document),
                  tuple(d for e in examined for d in e.diagnostics), tuple(keys))


def find_documents(root: Path) -> list[str]:
    """The paths of all document files, relative to the root, sorted."""
    return [source.path for source in sources_of(root)]


def sources_of(root: Path) -> list[Source]:
    """All document files, in the order of their paths. Attachment folders and links are not entered, nor what has a garbled name."""
    return sorted(_walk(root, DOCUMENTS))


def _digests(root: Path, sources: Sequence[Source], cache: Cache, executor: Executor | None) -> Mapping[Source, bytes]:
    """A digest of the bytes of every document; a file whose stamp is known is not read for it."""
    stamps = {source: key_of(source.path, source.stamp) for source in sources}
    known = cache.get("stamp", stamps.values())
    recent = time.time_ns() - SETTLED
    left = [source for source in sources if stamps[source] not in known]
    read = dict(zip(left, each(executor, partial(_digest, root), left), strict=True))
    cache.put("stamp", {stamps[source]: digest for source, digest in read.items() if max(source.stamp[1:3]) < recent})
    return {source: known.get(stamps[source]) or read[source] for source in sources}


def _digest(root: Path, source: Source) -> bytes:
    return blake2b((root / source.path).read_bytes(), digest_size=16).digest()


def _walk(root: Path, folder: str) -> Iterator[Source]:
    try:
        entries = list(os.scandir(root / folder))
    except FileNotFoundError:
        return
    attached = {entry.name for entry in entries if entry.name.endswith(".files")}
    for entry in entries:
        if is_garbled(entry.name):
            continue
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in attached:
                yield from _walk(root, path)
        elif entry.name.endswith(".md") and entry.is_file(follow_symlinks=False):
            files = f"{entry.name.removesuffix('.md')}.files"
            yield Source(path, _stamp(entry), _stamps(root / folder / files) if files in attached else ())


def _stamps(folder: Path) -> tuple[tuple[str, Stamp], ...]:
    try:
        return tuple(sorted((entry.name, _stamp(entry)) for entry in os.scandir(folder)))
    except NotADirectoryError:
        return ()


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    return stamp(entry.stat(follow_symlinks=False))


def _packed(setting: Setting, rules: Sequence[DocumentRule], paths: Sequence[str]) -> list[bytes]:
    return [pack(examined) for examined in examine(setting, rules, paths)]


def document_rules(catalog: Catalog) -> tuple[DocumentRule, ...]:
    """The document rules that this catalog has not turned off."""
    return tuple(rule for rule in RULES if isinstance(rule, DocumentRule) and severity_of(rule, catalog) is not Severity.OFF)


def examine(setting: Setting, rules: Sequence[DocumentRule], paths: Sequence[str]) -> list[Examined]:
    """Read documents, then apply the document rules to each."""
    return [_examined(setting, rules, record) for record in [read_record(path, (setting.root / path).read_bytes()) for path in paths]]


def _examined(setting: Setting, rules: Sequence[DocumentRule], record: Record) -> Examined:
    document = record.document
    if document and document.attachments:
        document = replace(document, attached=tuple(_attached(setting.root / document.files, a.file) for a in document.attachments))
    found = [diagnose(rule, finding, setting.catalog, record.path) for rule in rules for finding in rule.check(record, setting)]
    return Examined(document, found)


def _attached(folder: Path, name: str) -> str:
    file = folder / name
    inside = not file.is_symlink() and file.is_file() and file.parent == folder
    return sha256(file.read_bytes()).hexdigest() if inside else ""


def severity_of(rule: Rule, catalog: Catalog) -> Severity:
    """The severity of a rule in this catalog."""
    changed = catalog.rules.get(rule.slug)
    return Severity(changed.severity) if changed else rule.severity


def diagnose(rule: Rule, finding: Finding, catalog: Catalog, path: str) -> Diagnostic:
    """A finding with the rule's name and severity; a severity set in catalog.yml goes before the finding's own."""
    severity = severity_of(rule, catalog)
    if finding.severity and rule.slug not in catalog.rules:
        severity = finding.severity
    return Diagnostic(legible(finding.path or path), finding.line, rule.code, rule.slug, severity, finding.message, finding.hint, finding.data)
