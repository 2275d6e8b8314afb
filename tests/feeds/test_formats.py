"""Feeds and descriptions: read by the programs and held against the grammars of those who will read them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser

import feedparser
import jsonschema
import pytest
from disclosures import (
    CODE,
    HOSTILE,
    URL,
    catalog,
    disclosures,
    document,
    feed_files,
    files,
    load,
    plan,
    setting,
)
from helpers.roots import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree
from pyshacl import validate
from rdflib import DCAT, RDF, Graph

from generator.model.events import events
from generator.planning.ledger.dues import dues
from generator.planning.plan import make_plan
from generator.site.feeds.atom import atom
from generator.site.feeds.channels import channels, group_slugs
from generator.site.feeds.sitemap import sitemap_files
from generator.tools.due_calendar import due_calendar

HERE = Path(__file__).parent
ATOM = [name for name in files() if name.startswith("feeds/") and name.endswith(".xml")]
JSON = [name for name in files() if name.startswith("feeds/") and name.endswith(".json")]
RDFLIB = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def conforms(data: bytes, grammar: str) -> None:
    etree.RelaxNG(etree.parse(HERE / grammar)).assertValid(etree.fromstring(data))


@pytest.mark.parametrize("name", ATOM)
def test_atom_feed_is_valid_and_understood(name: str):
    conforms(files()[name], "atom.rng")
    feed = feedparser.parse(files()[name])
    assert not feed.bozo and feed.version == "atom10"
    assert feed.feed.id == f"{URL}{name}"
    assert [e.updated for e in feed.entries] == sorted((e.updated for e in feed.entries), reverse=True)
    assert not feed.entries or feed.feed.updated == feed.entries[0].updated


@pytest.mark.parametrize(
    ("name", "grammar", "needed"),
    [("feeds/all.xml", "atom.rng", b"<updated>"), ("sitemap.xml", "sitemap.rng", b"<loc>")],
)
def test_grammars_refuse_a_file_without_what_is_needed(name: str, grammar: str, needed: bytes):
    broken = files()[name].replace(needed, b"<other>").replace(needed.replace(b"<", b"</"), b"</other>")
    with pytest.raises(etree.DocumentInvalid):
        conforms(broken, grammar)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_makes_a_well_formed_feed(title: str, summary: str):
    odd = replace(document(1), title=title or "办法", summary=summary)
    channel = next(iter(channels(make_plan(catalog(), [odd], TODAY), events([odd], TODAY))))
    feed = etree.fromstring(atom(catalog(), channel).encode())
    assert len(feed.findall("{*}entry")) == 1 and not feed.findall("{*}entry//{*}script")


@pytest.mark.parametrize("name", JSON)
def test_json_feed_is_valid_and_tells_the_same_as_atom(name: str):
    feed = load(name)
    schema = json.loads((HERE / "jsonfeed.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(feed, schema, format_checker=jsonschema.FormatChecker())
    entries = feedparser.parse(files()[name.replace(".json", ".xml")]).entries
    assert [(i["id"], i["title"], i["date_published"]) for i in feed["items"]] == [
        (e.id, e.title, e.published) for e in entries
    ]


def test_entry_says_what_happened_and_why():
    entry = next(e for e in feedparser.parse(files()["feeds/all.xml"]).entries if "废止" in e.title)
    assert (entry.title, entry.summary) == ("【废止】被废止的办法", "由《新办法》（测政办发〔2026〕2号）废止")
    assert [t.term for t in entry.tags] == ["废止", "规范性文件"]


def test_hostile_text_is_text():
    feed = etree.fromstring(files()["feeds/category/20-11.xml"])
    titles = feed.findall("{*}entry/{*}title")
    assert [t.text for t in titles] == [f"【新公开】{HOSTILE}"]
    assert feed.findtext("{*}entry/{*}summary") == "+1-1"


def test_every_group_has_a_feed_under_the_address_of_its_listing():
    groups = {f"{view}/{slug}" for view, names in group_slugs(catalog()).items() for slug in names.values()}
    assert {name.removeprefix("feeds/").removesuffix(".xml") for name in ATOM} == groups | {"all"}
    listed = {
        x.address.removeprefix("catalog/").rstrip("/")
        for x in plan().listings
        if x.view in ("category", "theme", "body")
    }
    assert listed <= groups
    assert load("feeds/body/11339926530520177X.json")["items"] == []


def test_a_feed_holds_the_newest_fifty():
    many = make_plan(
        catalog(), [document(n, published=f"2026-{1 + n % 9:02}-15") for n in range(1, 80)], TODAY
    )
    feed = json.loads(
        next("".join(p) for name, p in feed_files(setting(catalog()), many) if name == "feeds/all.json")
    )
    assert len(feed["items"]) == 50
    assert {i["date_published"][:7] for i in feed["items"]} == {f"2026-0{m}" for m in (4, 5, 6, 7, 8, 9)}


def test_sitemap_has_every_document_with_the_day_of_its_last_change():
    conforms(files()["sitemap.xml"], "sitemap.rng")
    urls = {
        u.findtext(f"{SITEMAP}loc"): u.findtext(f"{SITEMAP}lastmod")
        for u in etree.fromstring(files()["sitemap.xml"])
    }
    assert urls[f"{URL}{CODE}/2026-00001/"] == "2026-04-01"
    assert urls[f"{URL}{CODE}/2026-00002/"] == "2026-03-02"
    assert urls[URL] == "2026-07-01" and urls[f"{URL}guide/"] is None
    assert f"{URL}{CODE}/2026-00008/" not in urls


def test_long_sitemap_is_split_and_listed_in_an_index():
    happened = events(plan().published, TODAY)
    parts = {
        name: "".join(pieces).encode()
        for name, pieces in sitemap_files(plan(), happened, ["guide/", "map/"], limit=10)
    }
    for data in parts.values():
        conforms(data, "sitemap.rng")
    index = [u.findtext(f"{SITEMAP}loc") for u in etree.fromstring(parts.pop("sitemap.xml"))]
    assert index == [f"{URL}{name}" for name in parts] and len(parts) > 1
    assert all(len(etree.fromstring(data)) <= 10 for data in parts.values())
    urls = [u.findtext(f"{SITEMAP}loc") for data in parts.values() for u in etree.fromstring(data)]
    assert urls == [u.findtext(f"{SITEMAP}loc") for u in etree.fromstring(files()["sitemap.xml"])]


def test_robots_may_read_everything():
    robots = RobotFileParser()
    robots.parse(files()["robots.txt"].decode().splitlines())
    assert robots.can_fetch("Baiduspider", f"{URL}{CODE}/2026-00001/")
    assert robots.site_maps() == [f"{URL}sitemap.xml"]


@RDFLIB
def test_dcat_conforms_to_the_shapes():
    graph = Graph().parse(data=files()["catalog.jsonld"], format="json-ld")
    fine, _, report = validate(graph, shacl_graph=Graph().parse(HERE / "dcat-ap.ttl"), inference="none")
    assert fine, report
    urls = {str(u).removeprefix(URL) for u in graph.objects(None, DCAT.downloadURL)}
    assert (
        {"catalog.json", "catalog.csv", "catalog.xlsx", "changes.ndjson", "data/2019.csv"}
        <= urls
        <= set(files())
    )
    assert (
        len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 5
    )  # whole, changes, two years and their series


@RDFLIB
def test_shapes_refuse_a_dataset_without_title():
    data = load("catalog.jsonld")
    del data["dcat:dataset"][0]["dct:title"]
    graph = Graph().parse(data=json.dumps(data), format="json-ld")
    assert not validate(graph, shacl_graph=Graph().parse(HERE / "dcat-ap.ttl"), inference="none")[0]


def test_pointer_leads_to_files_that_exist():
    pointer = load(".well-known/gongkai.json")
    assert pointer["contact"]["phone"] == "0599-0000001"
    named = [
        pointer["changes"],
        pointer["sitemap"],
        *(u for key in ("downloads", "feeds", "schemas") for u in pointer[key].values()),
    ]
    assert {u.removeprefix(URL) for u in named} <= set(files())
    assert pointer["api"].replace("{index_no}", f"{CODE}/2026-00001").removeprefix(URL) in files()


def due_of(setting, documents) -> bytes:
    return due_calendar(setting.catalog.site.name, dues(documents, setting), setting.today)


def test_due_dates_are_a_calendar_for_the_office_and_not_on_the_site():
    calendar = Calendar.from_ical(due_of(setting(catalog()), disclosures()))
    assert [(e["summary"], e.decoded("dtstart")) for e in calendar.walk("vevent")] == [
        ("最迟公开：等待公开的办法", date(2026, 2, 2))
    ]
    assert calendar.walk("vevent")[0]["description"] == (
        f"{CODE}/2026-00007，2026-01-05 起 20 个工作日，《中华人民共和国政府信息公开条例》第二十六条"
    )
    assert not any(name.endswith(".ics") for name in files())


def test_provisional_due_date_says_so():
    waiting = document(1, formed="2026-11-20", published=None)
    late = setting(catalog())._replace(today=date(2026, 12, 20))
    entry = Calendar.from_ical(
        due_of(late, [document(1, formed="2026-12-18", published=None), waiting])
    ).walk("vevent")
    assert [("暂算" in e["summary"]) for e in entry] == [False, True]


def test_empty_catalog_has_every_file_that_does_not_depend_on_documents():
    nothing = dict(feed_files(setting(catalog()), make_plan(catalog(), [], TODAY)))
    assert {
        "catalog.json",
        "catalog.csv",
        "catalog.xlsx",
        "changes.ndjson",
        "sitemap.xml",
        "catalog.jsonld",
    } <= set(nothing)
    feed = "".join(str(piece) for piece in nothing["feeds/all.xml"])
    assert f"<updated>{TODAY}T00:00:00+08:00</updated>" in feed
