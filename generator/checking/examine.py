"""A folder of Markdown → documents, each examined by the rules that look at one document."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple

from generator.checking.rules import RULES
from generator.checking.rules.rule import DocumentRule, Rule
from generator.machine.cache import Cache, key_of, program_key
from generator.machine.stamps import SETTLED
from generator.machine.workers import by_chunk, each
from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic, Finding, Severity, legible
from generator.model.document import Document
from generator.model.packing import pack, unpack
from generator.model.setting import Setting
from generator.reading.attachments.earlier import earlier_texts, links_within
from generator.reading.attachments.layers import ENDING
from generator.reading.frontmatter import Record, read_further, read_record
from generator.reading.sources import Source, sources_of


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
    """A key for each file, in the order of their paths: the digest (16 bytes) of its bytes, place and attachments, of the catalog, the day
    and the program."""
    unexamined: frozenset[str] = frozenset()
    """Paths of the files that were read and nothing else."""


def load_documents(
    setting: Setting,
    cache: Cache,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
    *,
    kind: str = "examined",
    lasting: bool = True,
    own: Callable[[bytes], bool] | None = None,
) -> Loaded:
    """Read and examine every document of the root; what the cache knows of this `kind` is not examined again.

    Only metadata stays in memory. Of a root that is not `lasting` no stamps are kept: no later run meets its files again. Files whose
    keys are not this machine's `own` are only read, unless they are known: another machine examines them.
    """
    sources = sources_of(setting.root)
    ground = key_of(program_key(), setting.portable)
    digests = (
        digests_of(setting.root, sources, cache, executor)
        if lasting
        else _digests(setting.root, sources, executor)
    )
    keys = [key_of(ground, source.path, digests[source], source.files) for source in sources]
    known = cache.get(kind, keys)
    left = {key: source.path for key, source in zip(keys, sources, strict=True) if key not in known}
    others = {key: path for key, path in left.items() if own and not own(key)}
    left = {key: path for key, path in left.items() if key not in others}
    look, read = partial(_packed, setting, document_rules(setting.catalog)), partial(_packed, setting, ())
    new = dict(zip(left, by_chunk(executor, look, list(left.values()), progress), strict=True))
    cache.put(kind, new)
    known |= new | dict(zip(others, by_chunk(executor, read, list(others.values())), strict=True))
    examined = [unpack(known[key], Examined) for key in keys]
    return Loaded(
        tuple(e.document for e in examined if e.document),
        tuple(d for e in examined for d in e.diagnostics),
        tuple(keys),
        frozenset(others.values()),
    )


def digests_of(
    root: Path, sources: Sequence[Source], cache: Cache, executor: Executor | None
) -> Mapping[Source, bytes]:
    """A digest of the bytes of every document; a file whose stamp is known is not read for it."""
    stamps = {source: key_of(source.path, source.stamp) for source in sources}
    known = cache.get("stamp", stamps.values())
    recent = time.time_ns() - SETTLED
    left = [source for source in sources if stamps[source] not in known]
    read = _digests(root, left, executor)
    cache.put(
        "stamp",
        {stamps[source]: digest for source, digest in read.items() if max(source.stamp[1:3]) < recent},
    )
    return {source: known.get(stamps[source]) or read[source] for source in sources}


def _digests(root: Path, sources: Sequence[Source], executor: Executor | None) -> dict[Source, bytes]:
    return dict(zip(sources, each(executor, partial(_digest, root), sources), strict=True))


def _digest(root: Path, source: Source) -> bytes:
    return blake2b((root / source.path).read_bytes(), digest_size=16).digest()


def _packed(setting: Setting, rules: Sequence[DocumentRule], paths: Sequence[str]) -> list[bytes]:
    return [pack(examined) for examined in examine(setting, rules, paths)]


def document_rules(catalog: Catalog) -> tuple[DocumentRule, ...]:
    """The document rules that this catalog has not turned off."""
    return tuple(
        rule
        for rule in RULES
        if isinstance(rule, DocumentRule) and severity_of(rule, catalog) is not Severity.OFF
    )


def examine(setting: Setting, rules: Sequence[DocumentRule], paths: Sequence[str]) -> list[Examined]:
    """Read documents, then apply the document rules to each."""
    read = [(path, (setting.root / path).read_bytes()) for path in paths]
    return [_examined_file(setting, rules, path, data) for path, data in read]


def _examined_file(setting: Setting, rules: Sequence[DocumentRule], path: str, data: bytes) -> Examined:
    """One faulty line of the front matter does not hide the findings of the others: what can be read further is examined as well.

    Of the faulty line itself, whose value is a guess, only that is told which no catalog can turn off.
    """
    record = read_record(path, data)
    if record.document or (further := read_further(record, data)) is None:
        return _examined(setting, rules, record)
    record, whole = further
    told = _examined(setting, rules if whole else _of_texts(rules), record).diagnostics
    faulty = {p.finding.line for p in record.problems if p.slug == "invalid-front-matter"}
    locked = {rule.code for rule in rules if rule.locked}
    return Examined(None, [d for d in told if d.line not in faulty or d.code in locked])


def _examined(setting: Setting, rules: Sequence[DocumentRule], record: Record) -> Examined:
    document = _kept_for_a_time(record.document, setting.catalog)
    if document and document is not record.document:
        record = replace(record, document=document)
    earlier: list[Record] = []
    if document and (document.attachments or document.amended_text):
        earlier = list(earlier_texts(setting.root, document).values())
        files = [a.file for a in document.attachments] + [t.file for t in document.amended_text]
        document = replace(
            document,
            attached=tuple(_attached(setting.root / document.files, name) for name in files),
            links=(*document.links, *(link for text in earlier for link in links_within(text))),
        )
    found = [
        diagnose(rule, finding, setting.catalog, one.path)
        for one, asked in [(record, rules), *((text, _of_texts(rules)) for text in earlier)]
        for rule in asked
        for finding in rule.check(one, setting)
    ]
    return Examined(document, found)


def _of_texts(rules: Sequence[DocumentRule]) -> list[DocumentRule]:
    return [rule for rule in rules if rule.of_texts]


def _kept_for_a_time(document: Document | None, catalog: Catalog) -> Document | None:
    """The document, with the end of the time for which its category is public (`retain`), unless it says one itself."""
    if document is None or document.published is None or document.public_until:
        return document
    category = catalog.category_of(document)
    if category is None or category.retain is None:
        return document
    return replace(document, public_until=document.published + timedelta(days=category.retain))


def _attached(folder: Path, name: str) -> str:
    """SHA-256 in hex of an attachment with the text layer beside it, which a page shows as well; "" when it is not in its folder."""
    file, layer = folder / name, folder / f"{name}{ENDING}"
    inside = not file.is_symlink() and file.is_file() and file.parent == folder
    if not inside:
        return ""
    digest = sha256(file.read_bytes())
    if layer.is_file() and not layer.is_symlink():
        digest.update(layer.read_bytes())
    return digest.hexdigest()


def severity_of(rule: Rule, catalog: Catalog) -> Severity:
    """The severity of a rule in this catalog, which may only raise that of a locked one."""
    return _changed(rule, catalog) or rule.severity


def _changed(rule: Rule, catalog: Catalog) -> Severity | None:
    changed = catalog.rules.get(rule.slug)
    return (
        Severity(changed.severity) if changed and not (rule.locked and changed.severity != "error") else None
    )


def diagnose(rule: Rule, finding: Finding, catalog: Catalog, path: str) -> Diagnostic:
    """A finding with the rule's name and severity; a severity set in catalog.yml goes before the finding's own."""
    severity = _changed(rule, catalog) or finding.severity or rule.severity
    return Diagnostic(
        legible(finding.path or path),
        finding.line,
        rule.code,
        rule.slug,
        severity,
        finding.message,
        finding.hint,
        finding.data,
    )
