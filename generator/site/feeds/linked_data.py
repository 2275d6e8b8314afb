"""A document and its relations → the JSON-LD on its page: schema.org, with ELI terms for what has legal force.

ELI is the vocabulary in which official journals describe legislation (OJ C 441, 22.12.2017); harvesters of law read it,
search engines read schema.org. The same thing is said in both where both have a word for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.machine.json_text import json_line
from generator.model.catalog import Catalog
from generator.model.document import PublishedDocument
from generator.model.duties import body_name
from generator.model.in_force import last_day
from generator.model.workdays import ONE_DAY
from generator.planning.plan import Relation, word_name
from generator.site.feeds.records import link

CONTEXT = [
    "https://schema.org",
    {"eli": "http://data.europa.eu/eli/ontology#", "xsd": "http://www.w3.org/2001/XMLSchema#"},
]

FORCE = {
    "有效": "InForce",
    "已修改": "InForce",
    "尚未生效": "NotInForce",
    "失效": "NotInForce",
    "废止": "NotInForce",
}

LINKS = {
    "修改": ("legislationChanges", "eli:amends"),
    "被修改于": (None, "eli:amended_by"),
    "废止": ("legislationRepeals", "eli:repeals"),
    "被废止于": (None, "eli:repealed_by"),
    "替代": ("legislationRepeals", "eli:repeals"),
    "被替代为": (None, "eli:repealed_by"),
    "解读": ("about", "eli:cites"),
    "相关解读": ("subjectOf", "eli:cited_by"),
    "相关": ("isRelatedTo", "eli:related_to"),
}
"""Label of a relation → what it is called in schema.org, if it has a word for this direction, and in ELI."""


def linked_data(
    document: PublishedDocument, catalog: Catalog, relations: Sequence[Relation], files: Iterable[str]
) -> str:
    """The script's text; `files` are URLs relative to the page. `<` and `&` are escaped so that no text can end the script."""
    data = _common(document, catalog, files) | (_legal(document) if document.validity else {})
    for label, row in relations:
        if row.address and label in LINKS:
            for name in LINKS[label] if document.validity else LINKS[label][:1]:
                if name:
                    data.setdefault(name, []).append({"@id": link(catalog, row.address)})
    kept = {key: value for key, value in data.items() if value}
    return json_line(kept).replace("<", "\\u003c").replace("&", "\\u0026")


def _common(document: PublishedDocument, catalog: Catalog, files: Iterable[str]) -> dict[str, Any]:
    here = link(catalog, document.address)
    names = [word_name(document), *files] if document.has_text else []
    changed = [
        day for day in (document.revised, *(correction.date for correction in document.corrections)) if day
    ]
    return {
        "@context": CONTEXT,
        "@type": "DigitalDocument",
        "@id": here,
        "url": here,
        "identifier": document.index_no,
        "name": document.title,
        "abstract": document.summary,
        "genre": document.genre,
        "keywords": [word for word in (document.theme, *document.keywords) if word],
        "dateCreated": document.formed,
        "datePublished": document.published,
        "dateModified": max(changed, default=None),
        "expires": document.expires or document.repealed,
        "creativeWorkStatus": document.status,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": body_name(catalog, document.issuer)},
        "isPartOf": {"@type": "WebSite", "@id": link(catalog, ""), "name": catalog.site.name},
        "encoding": [{"@type": "MediaObject", "contentUrl": f"{here}{name}"} for name in names],
    }


def _legal(document: PublishedDocument) -> dict[str, Any]:
    force = FORCE[document.validity or "有效"]
    last = last_day(document)
    ended = last and last + ONE_DAY
    return {
        "@type": ["Legislation", "eli:LegalResource"],
        "legislationIdentifier": document.doc_no or document.index_no,
        "legislationType": document.genre,
        "legislationDate": document.formed,
        "legislationDateVersion": document.revised,
        "temporalCoverage": f"{document.effective or '..'}/{last or '..'}"
        if document.effective or last
        else None,
        "legislationLegalForce": f"https://schema.org/{force}",
        "eli:in_force": {"@id": f"eli:InForce-{'inForce' if force == 'InForce' else 'notInForce'}"},
        "eli:id_local": document.index_no,
        "eli:date_document": _day(document.formed),
        "eli:date_publication": _day(document.published),
        "eli:first_date_entry_in_force": _day(document.effective),
        "eli:date_no_longer_in_force": _day(ended),
    }


def _day(day: Any) -> dict[str, str] | None:
    return {"@type": "xsd:date", "@value": str(day)} if day else None
