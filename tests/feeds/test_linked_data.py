"""The JSON-LD of document pages, read by a JSON-LD processor; the feeds of single documents; the dictionary of the data."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import feedparser
import jsonschema
import pytest
from disclosures import CODE, HOSTILE, URL, catalog, files, plan
from helpers.roots import TODAY
from lxml import etree, html
from pyld import jsonld

from generator.model.document import FrontMatter
from generator.model.events import events
from generator.model.visibility import PUBLISHED
from generator.site.feeds.documents import by_document, document_feeds
from generator.site.feeds.linked_data import linked_data
from generator.site.feeds.schema import document_schema
from generator.site.pages.dictionary import entries

HERE = Path(__file__).parent
ELI = "http://data.europa.eu/eli/ontology#"
SCHEMA = "https://schema.org/"
PREFIXES = {
    "@vocab": SCHEMA,
    **{key: {"@type": "@id"} for key in ("url", "contentUrl", "legislationLegalForce")},
}
"""What of https://schema.org's own context counts here; no test asks another host."""


def expanded(serial: int, names: tuple[str, ...] = (), **changes: str) -> dict:
    document = replace(
        next(d for d in plan().published if d.index_no == f"{CODE}/2026-{serial:05}"), **changes
    )
    script = linked_data(document, catalog(), plan().relations.get(document.index_no or "", ()), names)
    assert "<" not in script
    loader = {
        "documentLoader": lambda url, options: {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": PREFIXES},
        }
    }
    return jsonld.expand(json.loads(script), loader)[0]


def ids(node: dict, name: str) -> list[str]:
    return [value["@id"] for value in node.get(name, ())]


def test_force_and_relations_are_said_in_both_vocabularies():
    new, old = expanded(2, validity="有效"), expanded(3)
    amended, repealed = f"{URL}{CODE}/2026-00001/", f"{URL}{CODE}/2026-00003/"
    assert new["@id"] == f"{URL}{CODE}/2026-00002/"
    assert ids(new, f"{ELI}amends") == ids(new, f"{SCHEMA}legislationChanges") == [amended]
    assert ids(new, f"{ELI}repeals") == ids(new, f"{SCHEMA}legislationRepeals") == [repealed]
    assert ids(old, f"{ELI}repealed_by") == [f"{URL}{CODE}/2026-00002/"]
    assert old["@type"] == [f"{SCHEMA}Legislation", f"{ELI}LegalResource"]
    assert ids(old, f"{ELI}in_force") == [f"{ELI}InForce-notInForce"] and ids(
        old, f"{SCHEMA}legislationLegalForce"
    ) == [f"{SCHEMA}NotInForce"]
    assert old[f"{ELI}date_no_longer_in_force"] == [
        {"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": "2026-04-01"}
    ]


def test_a_document_without_validity_is_no_legislation_and_hostile_text_is_text():
    node = expanded(6, ("files/%E9%99%84%E4%BB%B6%20%E4%B8%80.csv",))
    assert node["@type"] == [f"{SCHEMA}DigitalDocument"] and not any(key.startswith(ELI) for key in node)
    assert node[f"{SCHEMA}name"] == [{"@value": HOSTILE}]
    found = [url["@id"] for part in node[f"{SCHEMA}encoding"] for url in part[f"{SCHEMA}contentUrl"]]
    assert found == [
        f"{URL}{CODE}/2026-00006/2026-00006.docx",
        f"{URL}{CODE}/2026-00006/files/%E9%99%84%E4%BB%B6%20%E4%B8%80.csv",
    ]


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_each_document_has_a_feed_of_its_own_changes(kind: str):
    grouped = by_document(events(plan().published, TODAY))
    assert set(grouped) == {d.index_no for d in plan().published if d.published <= TODAY}
    made = {name: text for happened in grouped.values() for name, text in document_feeds(catalog(), happened)}
    text = made[f"{CODE}/2026-00001/changes.{kind}"]
    if kind == "xml":
        etree.RelaxNG(etree.parse(HERE / "atom.rng")).assertValid(etree.fromstring(text.encode()))
        told = [(e.title, e.summary) for e in feedparser.parse(text).entries]
    else:
        jsonschema.validate(
            json.loads(text), json.loads((HERE / "jsonfeed.schema.json").read_text(encoding="utf-8"))
        )
        told = [(item["title"], item["content_text"]) for item in json.loads(text)["items"]]
    assert told == [
        ("【修改】旧办法", "由《新办法》（测政办发〔2026〕2号）修改"),
        ("【补充】旧办法", "附表补齐"),
        ("【更正】旧办法", "第三条更正"),
        ("【新公开】旧办法", "概述1"),
    ]


def test_dictionary_explains_every_published_key(site: Path):
    listed = [entry.key for entry in entries(document_schema())]
    assert set(PUBLISHED[FrontMatter]) <= set(listed) and len(listed) == len(set(listed))
    assert {
        "attachments.file",
        "attachments.url",
        "corrections.note",
        "late.reason",
        "relations.index_no",
    } <= set(listed)
    page = html.fromstring((site / "data/fields/index.html").read_text(encoding="utf-8"))
    keys = [code.text for code in page.xpath("//th[@scope='row']/code")]
    assert keys[: len(listed)] == listed and {"kind", "why"} <= set(keys[len(listed) :])
    assert all(row.xpath("string(td[1])") for row in page.xpath("//tbody/tr"))


def test_every_year_can_be_had_in_every_format():
    years = {name.partition(".")[0] for name in files() if name.startswith("data/2")}
    assert years and {f"{year}.{kind}" for year in years for kind in ("json", "csv", "xlsx")} <= set(files())
