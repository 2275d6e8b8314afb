"""What the tests of the feeds share: documents of every fate, and the files made from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from helpers.roots import TESTS, TODAY

from generator.model.catalog import Catalog
from generator.model.document import Document
from generator.model.events import events
from generator.model.setting import Setting
from generator.model.workdays import work_calendar
from generator.planning.plan import Plan, make_plan
from generator.reading.catalog_file import load_catalog
from generator.reading.frontmatter import read_record
from generator.site.feeds import api_file, whole_files, workbook, year_files
from generator.site.feeds.records import by_year, lines, numbers

CODE = "11339926854601395E"
URL = "https://www.example.gov.cn/zwgk/"
HOSTILE = '=HYPERLINK("http://evil.example") </title><script>alert(1)</script> & ]]>'

DOCUMENTS = (
    # 1: corrected twice on one day; the correction stands for the change
    {
        "title": "旧办法",
        "published": "2026-01-12",
        "revised": "2026-02-02",
        "expires": "2027-01-01",
        "corrections": [
            {"date": "2026-02-03", "note": "第三条更正"},
            {"date": "2026-02-03", "note": "附表补齐", "kind": "补充"},
        ],
    },
    # 2: amends 1, repeals and replaces 3
    {
        "title": "新办法",
        "published": "2026-03-02",
        "effective": "2026-04-01",
        "doc_no": "测政办发〔2026〕2号",
        "amends": [f"{CODE}/2026-00001"],
        "repeals": [f"{CODE}/2026-00003"],
        "replaces": [f"{CODE}/2026-00003"],
    },
    {"title": "被废止的办法", "published": "2026-01-13", "repealed": "2026-04-01", "validity": "废止"},
    {"title": "到期的办法", "published": "2026-01-14", "expires": "2026-06-30", "validity": "失效"},
    {
        "title": "变更过的目录",
        "published": "2026-01-15",
        "revised": "2026-05-06",
        "related": [f"{CODE}/2026-00007", f"{CODE}/2026-00001"],
    },
    # 6: all that must come out inert or stay inside
    {
        "title": HOSTILE,
        "summary": "+1-1\u0001",
        "published": "2026-01-16",
        "category": "民生政策",
        "attachments": [{"file": "附件 一.csv", "title": "@附件"}],
        "keywords": ["=甲", "乙"],
        "late": {"reason": "系统迁移", "filed": "2026-01-10", "approved_by": "内部批准岗位"},
        "allow": [{"rule": "late-publication", "reason": "内部例外理由", "expires": "2027-01-01"}],
    },
    {"title": "等待公开的办法", "published": None},
    {
        "title": "不公开的请示",
        "published": None,
        "openness": "不予公开",
        "openness_reason": "internal",
        "summary": "内部请示的概述",
    },
    {
        "title": "以前就废止的办法",
        "formed": "2019-01-07",
        "published": "2026-01-17",
        "repealed": "2020-01-01",
        "validity": "废止",
    },
    {"title": "明天的办法", "published": "2026-11-23"},
)
"""Front matter that differs from the ordinary; number n of the list has the index number of serial n + 1."""


def document(serial: int, **changes: Any) -> Document:
    """One ordinary document with some keys changed."""
    head = {
        "index_no": f"{CODE}/2026-{serial:05}",
        "title": "办法",
        "summary": f"概述{serial}",
        "genre": "办法",
        "category": "规范性文件",
        "theme": "综合政务\\政务公开",
        "issuer": "县府办",
        "formed": "2026-01-05",
        "published": "2026-01-12",
        "openness": "主动公开",
        "review": {"conclusion": "公开", "date": "2026-01-05", "by": "内部审查岗位"},
    } | changes
    kept = {key: value for key, value in head.items() if value is not None}
    record = read_record(
        f"content/documents/{serial}.md",
        f"---\n{json.dumps(kept, ensure_ascii=True)}\n---\n\n正文\n".encode(),
    )
    assert record.document and not record.problems, record.problems
    return record.document


@cache
def catalog(withheld: str = "list") -> Catalog:
    """The catalog of the rule fixtures."""
    found, *_ = load_catalog(TESTS / "rules", codes={}, locked=[])
    assert found
    return Catalog(**{**vars(found), "withheld": withheld})


def setting(of: Catalog) -> Setting:
    """A setting in which nothing is read from disk."""
    return Setting(Path(), of, work_calendar({}), TODAY)


def disclosures() -> tuple[Document, ...]:
    """The documents of every fate."""
    return tuple(document(n, **changes) for n, changes in enumerate(DOCUMENTS, 1))


@cache
def plan() -> Plan:
    """Their plan."""
    return make_plan(catalog(), disclosures(), TODAY)


def feed_files(of: Setting, planned: Plan) -> Iterator[tuple[str, Iterable[str | bytes]]]:
    """Every file of the feeds that is not about a single document."""
    happened = events(planned.published, of.today)
    latest = happened[-1].change.day if happened else of.today
    yield from (
        *whole_files(planned, happened, ["guide/", "map/"]),
        *workbook(of.catalog, numbers(planned), lines(planned), latest),
    )
    for year, entries in by_year(lines(planned)).items():
        yield from year_files(of.catalog, numbers(planned), year, entries)


def written(of: Catalog, planned: Plan) -> dict[str, bytes]:
    """Every file of the feeds and of the static API."""
    files = {
        name: b"".join(p.encode() if isinstance(p, str) else p for p in pieces)
        for name, pieces in feed_files(setting(of), planned)
    }
    api = (api_file(d, of, planned.relations.get(d.index_no or "", ())) for d in planned.published)
    return files | {name: text.encode() for name, text in api}


@cache
def files() -> dict[str, bytes]:
    """The files made from `disclosures`."""
    return written(catalog(), plan())


def load(name: str) -> Any:
    """One of them, read as JSON."""
    return json.loads(files()[name])
