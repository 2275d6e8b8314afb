"""The plan → `catalog.jsonld`: the open data of the site described with DCAT-AP 3, for data portals.

The datasets are the copies of the catalog, not the documents; those are records in them. The context is written into the
file, so that reading it needs no other host. No licence is claimed: that is for the office to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from generator.machine.json_text import json_text
from generator.model.catalog import Catalog
from generator.model.events import Event
from generator.model.shown_rows import Shown
from generator.planning.plan import Plan
from generator.planning.tables import file_names
from generator.site.feeds.records import by_year, link
from generator.site.feeds.sitemap import last_changes

AUTHORITY = "http://publications.europa.eu/resource/authority"

MEDIA = "https://www.iana.org/assignments/media-types"

FORMATS = {
    "json": ("JSON", "application/json"),
    "csv": ("CSV", "text/csv"),
    "ndjson": ("JSON", "application/x-ndjson"),
    "xml": ("ATOM", "application/atom+xml"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""Ending of a file → its code in the EU file-type list and its media type."""

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "@language": "zh",
}

Node = dict[str, Any]


def dcat(plan: Plan, happened: Sequence[Event]) -> str:
    """The JSON-LD file."""
    catalog, today = plan.catalog, plan.today
    changed = last_changes(plan, happened)
    latest = max(changed.values(), default=today)
    series = _node(
        catalog,
        "data/#years",
        ["dcat:DatasetSeries", "dcat:Dataset"],
        "公开目录（按年）",
        "按生成年份分开的公开目录",
        latest,
    )
    parts = [_year(catalog, year, _newest(plan, changed, year) or latest) for year in by_year(plan.rows)]
    title = f"{catalog.site.name}开放数据"
    return json_text(
        {"@context": CONTEXT}
        | _node(catalog, "", "dcat:Catalog", title, "政府信息公开目录的机器可读副本", latest)
        | {
            "foaf:homepage": {"@id": link(catalog, "data/"), "@type": "foaf:Document"},
            "dct:language": _term("language/ZHO", "dct:LinguisticSystem"),
            "dcat:themeTaxonomy": _term("data-theme", "skos:ConceptScheme") | {"dct:title": "数据主题"},
            "dcat:dataset": [
                _whole(catalog, latest),
                _changes(catalog, latest),
                *([series] if parts else []),
                *parts,
                *(_register(catalog, shown, today) for shown in plan.tables),
            ],
            "dcat:service": _service(catalog),
        },
        indent=2,
    )


def _whole(catalog: Catalog, latest: date) -> Node:
    node = _node(
        catalog,
        "data/#catalog",
        "dcat:Dataset",
        "公开目录",
        "全部公开信息的元数据：索引号、名称、内容概述、生成日期等",
        latest,
    )
    return node | _dataset(catalog, ["catalog.json", "catalog.csv", "catalog.xlsx"])


def _changes(catalog: Catalog, latest: date) -> Node:
    node = _node(
        catalog,
        "data/#changes",
        "dcat:Dataset",
        "变化记录",
        "信息的公开、更正、修改、废止和失效，每件一行，附说明",
        latest,
    )
    return node | _dataset(catalog, ["changes.ndjson", "feeds/all.xml", "feeds/all.json"])


def _year(catalog: Catalog, year: int, latest: date) -> Node:
    node = _node(
        catalog,
        f"data/#{year}",
        "dcat:Dataset",
        f"公开目录（{year}年）",
        f"{year}年生成的信息的元数据",
        latest,
    )
    period = {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _date(date(year, 1, 1)),
        "dcat:endDate": _date(date(year, 12, 31)),
    }
    return (
        node
        | _dataset(catalog, [f"data/{year}.json", f"data/{year}.csv", f"data/{year}.xlsx"])
        | {"dcat:inSeries": {"@id": link(catalog, "data/") + "#years"}, "dct:temporal": period}
    )


def _register(catalog: Catalog, shown: Shown, today: date) -> Node:
    """A register with rows; its JSON Schema is its data dictionary."""
    latest = shown.happened[0].day if shown.happened else today
    node = _node(
        catalog,
        f"{shown.address}#data",
        "dcat:Dataset",
        shown.table.title,
        shown.table.note or shown.table.title,
        latest,
    )
    schema = link(catalog, f"{shown.address}schema.json")
    names = [*file_names(shown), f"{shown.address}changes.ndjson", f"{shown.address}feed.xml"]
    return (
        node
        | _dataset(catalog, names)
        | {
            "dct:conformsTo": {
                "@id": schema,
                "@type": "dct:Standard",
                "dct:title": f"{shown.table.title}数据字典",
            }
        }
    )


def _node(
    catalog: Catalog, address: str, kind: str | list[str], title: str, description: str, modified: date
) -> Node:
    path, mark, fragment = address.partition("#")
    return {
        "@id": f"{link(catalog, path)}{mark}{fragment}",
        "@type": kind,
        "dct:title": title,
        "dct:description": description,
        "dct:publisher": _publisher(catalog),
        "dct:modified": _date(modified),
    }


def _dataset(catalog: Catalog, files: Iterable[str]) -> Node:
    theme = _term("data-theme/GOVE", "skos:Concept") | {"skos:prefLabel": "政府和公共部门"}
    return {
        "dct:language": _term("language/ZHO", "dct:LinguisticSystem"),
        "dct:accrualPeriodicity": _term("frequency/IRREG", "dct:Frequency"),
        "dct:accessRights": _term("access-right/PUBLIC", "dct:RightsStatement"),
        "dcat:theme": theme,
        "dcat:contactPoint": _contact(catalog),
        "dcat:distribution": [_distribution(catalog, name) for name in files],
    }


def _distribution(catalog: Catalog, name: str) -> Node:
    code, media = FORMATS[name.rpartition(".")[2]]
    url = _resource(catalog, name)
    return {
        "@id": f"{link(catalog, name)}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": name.rpartition("/")[2],
        "dcat:accessURL": url,
        "dcat:downloadURL": url,
        "dct:format": _term(f"file-type/{code}", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": {"@id": f"{MEDIA}/{media}", "@type": "dct:MediaType"},
    }


def _service(catalog: Catalog) -> Node:
    return {
        "@id": link(catalog, "data/") + "#api",
        "@type": "dcat:DataService",
        "dct:title": "静态接口",
        "dct:description": "每份信息一个 JSON 文件：api/documents/<索引号>.json",
        "dct:publisher": _publisher(catalog),
        "dcat:endpointURL": _resource(catalog, "api/documents/"),
        "dcat:endpointDescription": _resource(catalog, "data/"),
        "dcat:servesDataset": {"@id": link(catalog, "data/") + "#catalog"},
    }


def _publisher(catalog: Catalog) -> Node:
    return {
        "@id": link(catalog, "") + "#authority",
        "@type": "foaf:Agent",
        "foaf:name": catalog.authority.name,
    }


def _contact(catalog: Catalog) -> Node:
    office = catalog.authority
    return {
        "@id": link(catalog, "") + "#contact",
        "@type": ["vcard:Organization", "vcard:Kind"],
        "vcard:fn": office.name,
        "vcard:hasEmail": {"@id": f"mailto:{office.email}"},
        "vcard:hasURL": {"@id": link(catalog, "guide/")},
    }


def _newest(plan: Plan, changed: Mapping[str, date], year: int) -> date | None:
    days = (changed.get(row.index_no) for row in plan.rows if row.formed and row.formed.year == year)
    return max((day for day in days if day), default=None)


def _resource(catalog: Catalog, address: str) -> Node:
    return {"@id": link(catalog, address), "@type": "rdfs:Resource"}


def _term(code: str, kind: str) -> Node:
    """A term of an EU vocabulary. What it is stands here too, since a validator need not have the vocabularies."""
    return {"@id": f"{AUTHORITY}/{code}", "@type": kind}


def _date(day: date) -> Node:
    return {"@type": "xsd:date", "@value": day.isoformat()}
