"""The policy of the base: what decides what is found, and how much it weighs, is taken from the commit into which a branch goes.

A branch may change the policy; the change takes effect once it is merged, when others have read it. Until then the branch is
checked by the policy that is there. Keys that only describe (names, addresses, the editor) are those of the branch; every
other key of catalog.yml is one of policy, so that a key that is added is one until somebody says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

from generator.history.revisions import changed_since, read_blobs
from generator.machine.git import git, listed, show
from generator.model.catalog import DESCRIPTIVE, Catalog
from generator.model.document import Document, Exemption
from generator.model.places import BASELINE, CATALOG, DOCUMENTS, RECORDS, REGISTER, document_of
from generator.model.tables import TABLES, Column, Table
from generator.model.term import Term
from generator.reading.calendars import files_at
from generator.reading.catalog_file import catalog_of
from generator.reading.frontmatter import read_record
from generator.reading.registers.items import FILE as ITEMS
from generator.reading.registers.items import item_terms, parse_items
from generator.reading.registers.table_schemas import table_of


def is_governed(name: str) -> bool:
    """Whether a file, in this root or an included one, belongs to the policy: the baseline, what was published, the records of releases."""
    place = f"/{name}"
    rows = f"/{TABLES}/" in place and name.endswith(".lock")
    return rows or place.endswith((f"/{BASELINE}", f"/{REGISTER}")) or f"/{RECORDS}/" in place


def governed(own: Catalog, base: Catalog | None, *, begun: bool) -> Catalog:
    """A catalog with the policy of the base: its own when the base has none yet (not `begun`), the strict one when that is unreadable."""
    if not begun:
        return own
    names = [f.name for f in fields(Catalog) if f.name not in DESCRIPTIVE]
    policy = {name: getattr(base, name) for name in names} if base else strict(names)
    known = base.category_by_name if base else {}
    return replace(own, **policy, categories=tuple(known.get(c.name, c) for c in own.categories))


def strict(names: Sequence[str]) -> dict[str, Any]:
    """Key of catalog.yml → the value that counts where it is not written."""
    found = {
        f.name: f.default_factory()
        if f.default is MISSING and f.default_factory is not MISSING
        else f.default
        for f in fields(Catalog)
    }
    return {name: found[name] for name in names}


def catalog_at(root: Path, commit: str) -> tuple[Catalog | None, bool]:
    """The catalog of a root as of a commit, if it can be read, and whether there is one at all."""
    data = show(root, commit, CATALOG)
    return (catalog_of(data, files_at(root, commit)), True) if data is not None else (None, False)


def table_at(root: Path, commit: str, path: str, own: Table) -> Table:
    """The schema of a register in a branch, with the policy of a commit: terms, key, what must be written, masked and kept inside.

    A column that the branch takes away is still asked for if it was required. A register that is new brings its own policy.
    """
    data = show(root, commit, path)
    base = table_of(data) if data is not None else None
    if base is None:
        return own
    columns = {
        name: _column(column, base.columns[name]) if name in base.columns else column
        for name, column in own.columns.items()
    }
    return replace(
        own,
        key=base.key,
        instrument=base.instrument or own.instrument,
        publish=base.publish or own.publish,
        keep=base.keep or own.keep,
        objection=base.objection or own.objection,
        columns={**columns, **{n: c for n, c in base.columns.items() if n not in columns}},
    )


def _column(own: Column, base: Column) -> Column:
    """A column that is held to both: what either asks for; what only one of them publishes is looked at as if it were published."""
    return replace(
        own,
        type=base.type,
        values=own.values if own.type == base.type else base.values,
        mask=base.mask or own.mask,
        required=base.required or own.required,
        public=base.public or own.public,
    )


def item_terms_at(root: Path, commit: str) -> Mapping[str, Term]:
    """The terms that the standard items have in a commit, by their numbers; an item that is new brings its own."""
    data = show(root, commit, ITEMS)
    return item_terms(parse_items(data.decode("utf-8-sig", "replace"))) if data else {}


def granted(root: Path, commit: str, documents: Sequence[Document]) -> Mapping[str, tuple[Exemption, ...]]:
    """The exceptions that a commit grants to each document that was changed since; a document is known by its index number, or its path."""
    changed = changed_since(root, commit, DOCUMENTS)
    new = listed(git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", DOCUMENTS))
    paths = {document_of(name) for change in changed for name in (change.old, change.new)} | set(
        map(document_of, new)
    )
    texts = {change.before: change.old for change in changed if change.before and change.old.endswith(".md")}
    before = [
        document
        for blob, data in read_blobs(root, texts).items()
        if (document := read_record(texts[blob], data).document)
    ]
    by_number: dict[str | None, tuple[Exemption, ...]] = {
        document.index_no: document.allow for document in before if document.index_no
    }
    by_path = {document.path: document.allow for document in before}
    rewritten = {change.new for change in changed} | set(new)
    here = {d.path: d for d in documents}

    def of(path: str) -> tuple[Exemption, ...]:
        document = here.get(path)
        if document is None or path not in rewritten:
            return document.allow if document else ()
        return by_number.get(document.index_no, by_path.get(path, ()))

    return {path: of(path) for path in paths}
