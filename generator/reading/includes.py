"""catalog.yml's `includes` → the documents of other catalogs, marked with where they come from, and one catalog for all.

A root on disk is checked by its own catalog.yml, and its documents are published here; of a catalog.json only the records
are known, and their pages lead to the site they come from. Nothing is fetched: both lie on disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from generator.machine.cache import key_of
from generator.model.catalog import Body, Catalog, Category, Include
from generator.model.diagnostics import Diagnostic, Finding, Problem, Text
from generator.model.document import Document, FrontMatter, ListedDocument, Origin
from generator.reading.index_pattern import index_pattern
from generator.reading.schema import adapter

_URL = re.compile(r"https?://[^\s<>\"']+")

_KEYS = frozenset(f.name for f in fields(FrontMatter)) - {"attachments", "amended_text"}


class Root(NamedTuple):
    """Another root as checked: its catalog (None when it is faulty), its documents, what was found, what it stands for."""

    catalog: Catalog | None
    documents: tuple[Document, ...]
    diagnostics: list[Diagnostic]
    key: bytes


@dataclass(frozen=True)
class Included:
    """All that other catalogs bring."""

    documents: tuple[Document, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Files that are not what catalog.yml takes them for."""
    catalogs: tuple[Catalog, ...] = ()
    """With the bodies, categories, themes and genres that their documents use."""
    key: bytes = b""

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(document.path for document in self.documents)

    def answers_for(self, found: Diagnostic) -> bool:
        """Whether a finding of the rules that compare documents is about another catalog, which has been checked by itself.

        Index numbers are unique over all catalogs: their findings stay.
        """
        return found.path in self._paths and found.rule not in ("duplicate-index-number", "occupied-address")


NOTHING = Included()


def load_includes(root: Path, catalog: Catalog, check: Callable[[Path], Root]) -> Included:
    """Load every included catalog. `check` checks another root; its findings come under the path of that root."""
    parts = [
        _from_root(include, check(root / include.root))
        if include.root is not None
        else _from_json(root, include, catalog)
        for include in catalog.includes
    ]
    return Included(
        tuple(d for part in parts for d in part.documents),
        tuple(d for part in parts for d in part.diagnostics),
        tuple(p for part in parts for p in part.problems),
        tuple(c for part in parts for c in part.catalogs),
        key_of(*(part.key for part in parts)),
    )


def is_catalog_file(data: bytes) -> bool:
    """Whether bytes are a catalog.json as far as its form goes."""
    try:
        table = json.loads(data)
        return isinstance(table["site"]["url"], str) and isinstance(table["documents"], list)
    except (ValueError, KeyError, TypeError):
        return False


def joined(catalog: Catalog, others: Iterable[Catalog]) -> Catalog:
    """A catalog with the bodies, categories, themes and genres of others after its own; what is there already stays."""
    for other in others:
        codes = {body.code for body in catalog.bodies} | {body.name for body in catalog.bodies}
        catalog = replace(
            catalog,
            bodies=(*catalog.bodies, *(b for b in other.bodies if not {b.code, b.name} & codes)),
            categories=(
                *catalog.categories,
                *(c for c in other.categories if c.name not in catalog.category_by_name),
            ),
            themes=tuple(dict.fromkeys([*catalog.themes, *other.themes])),
            genres=tuple(dict.fromkeys([*catalog.genres, *other.genres])),
        )
    return catalog


def _from_root(include: Include, other: Root) -> Included:
    found = tuple(replace(d, path=f"{include.root}/{d.path}") for d in other.diagnostics)
    if other.catalog is None:
        return Included(diagnostics=found, key=other.key)
    site, authority = other.catalog.site.url.rstrip("/") + "/", other.catalog.authority
    documents = tuple(
        replace(
            d,
            path=f"{include.root}/{d.path}",
            origin=d.origin or Origin(include.name, f"{site}{d.address}", False),
        )
        for d in other.documents
    )
    bodies = tuple(
        replace(
            b,
            short=None,
            site=b.site or site,
            office=b.office or authority.name,
            address=b.address or authority.address,
            hours=b.hours or authority.hours,
            phone=b.phone or authority.phone,
            fax=b.fax or authority.fax,
            email=b.email or authority.email,
        )
        for b in other.catalog.bodies
    )
    return Included(
        documents, found, (), (replace(other.catalog, bodies=bodies),), key_of(other.key, include)
    )


def _from_json(root: Path, include: Include, catalog: Catalog) -> Included:
    path = str(include.catalog)
    data = (root / path).read_bytes()
    key = key_of(data, include)
    try:
        table = json.loads(data)
        site, records = (
            str(table["site"]["url"]).rstrip("/") + "/",
            [r for r in table["documents"] if r.get("published") and r.get("url")],
        )
        documents = tuple(_document(include, path, record, catalog.index_no) for record in records)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Included(problems=(_unreadable(path, error),), key=key)
    return Included(documents, (), (), (replace(catalog, **_used(documents, catalog, site)),), key)


def _document(include: Include, path: str, record: Mapping[str, Any], index_no: str) -> ListedDocument:
    """A record as a document. Raises ValueError for one without title, whose number is no address or whose URL is none."""
    read = adapter(FrontMatter).validate_python({key: value for key, value in record.items() if key in _KEYS})
    numbered = read.index_no and index_pattern(index_no).fullmatch(read.index_no)
    if not (numbered and read.title and _URL.fullmatch(str(record["url"]))):
        raise ValueError(f"{read.index_no}: {record['url']}")
    moved = tuple(
        move for move in read.moved_from if index_pattern(index_no).fullmatch(move.address)
    )  # no other place of this site
    read = replace(read, moved_from=moved)
    digest = sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    return ListedDocument(
        path=f"{path}#{read.index_no}",
        lines={},
        body_line=1,
        digest=digest,
        head=digest,
        size=0,
        origin=Origin(include.name, str(record["url"]), True),
        **{key: getattr(read, key) for key in _KEYS},
    )


def _used(documents: Iterable[ListedDocument], catalog: Catalog, site: str) -> dict[str, Any]:
    """The bodies and categories that the records name, as far as this catalog does not know them."""
    bodies: dict[str, Body] = {}
    categories: dict[str, Category] = {}
    for document in documents:
        issuer, category = document.issuer, document.category
        if issuer and issuer not in catalog.body_by_name:
            bodies.setdefault(issuer, Body(code=document.index_no.partition("/")[0], name=issuer, site=site))
        if category and category not in catalog.category_by_name:
            categories.setdefault(category, Category(name=category, duty="20-15"))
    return {
        "bodies": tuple(bodies.values()) or catalog.bodies,
        "categories": tuple(categories.values()) or catalog.categories,
    }


def _unreadable(path: str, error: Exception) -> Problem:
    said = " ".join(str(error).split())[:80]
    return Problem(
        "invalid-include",
        Finding(
            1,
            Text(f"{path} 不是本程序发布的 catalog.json：{said}", f"{path} is no catalog.json: {said}"),
            Text(
                "从来源网站的 data/ 页面重新下载 catalog.json",
                "download catalog.json again from the data/ page of its site",
            ),
        ),
    )
