"""Downloads: the same records in every format, harmless in office programs, without anything that is internal."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
from disclosures import CODE, HOSTILE, URL, catalog, disclosures, feed_files, files, load, plan, written
from helpers.roots import TESTS, TODAY, make_root
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator.build import check_root
from generator.model.document import Exemption, FrontMatter, Review
from generator.model.visibility import PUBLISHED
from generator.planning.plan import make_plan
from generator.site.feeds.table import COLUMNS, catalog_csv

INTERNAL = {"review", "allow"}
PRESENTATION = {"charts"}
"""Keys of the front matter that stay in the office. A new key must be entered here or in `PUBLISHED`."""
SECRETS = (
    "内部审查岗位",
    "内部批准岗位",
    "内部例外理由",
    "内部请示的概述",
    "等待公开的办法",
    "approved_by",
    "2026-00007",
)


def rows(name: str = "catalog.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[name].decode("utf-8-sig"), newline="")))


def sheet() -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(files()["catalog.xlsx"])).active.iter_rows(values_only=True))


def registry() -> object:
    from referencing import Registry, Resource

    schemas = [json.loads(data) for name, data in files().items() if name.startswith("schema/")]
    return Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in schemas])


def check(value: object, schema: str) -> None:
    validator = jsonschema.Draft202012Validator(
        load(f"schema/{schema}-1.json"), registry=registry(), format_checker=jsonschema.FormatChecker()
    )
    validator.check_schema(validator.schema)
    validator.validate(value)


def test_every_key_of_the_front_matter_is_published_or_known_to_be_internal():
    assert {f.name for f in fields(FrontMatter)} == {*PUBLISHED[FrontMatter], *INTERNAL, *PRESENTATION}
    for cls, keys in PUBLISHED.items():
        assert set(keys) <= {f.name for f in fields(cls)}
    assert not PUBLISHED.keys() & {Review, Exemption}


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_internal_is_in_any_file(secret: str):
    contents = [
        *files().values(),
        *(
            zipfile.ZipFile(io.BytesIO(files()["catalog.xlsx"])).read(n)
            for n in ("xl/worksheets/sheet1.xml",)
        ),
    ]
    assert not any(secret.encode() in data or json.dumps(secret)[1:-1].encode() in data for data in contents)


def test_withheld_records_are_listed_without_what_they_say_or_not_at_all():
    withheld = next(r for r in load("catalog.json")["documents"] if r["index_no"].endswith("00008"))
    assert withheld == {
        "index_no": f"{CODE}/2026-00008",
        "title": "不公开的请示",
        "formed": "2026-01-05",
        "issuer": "测试县人民政府办公室",
        "openness": "不予公开",
        "ground": "内部事务：人事管理、后勤管理、内部工作流程（第十六条第一款）",
    }
    hidden = catalog("hide")
    assert not any(
        b"2026-00008" in data for data in written(hidden, make_plan(hidden, disclosures(), TODAY)).values()
    )


def test_related_documents_are_named_only_when_they_are_public():
    assert load(f"api/documents/{CODE}/2026-00005.json")["related"] == [f"{CODE}/2026-00001"]


def test_csv_opens_right_in_office_programs():
    data = files()["catalog.csv"]
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == len(rows()) + 1
    assert list(rows()[0]) == list(COLUMNS.values())


def test_no_cell_of_a_csv_is_a_formula():
    row = next(r for r in rows() if r["索引号"].endswith("00006"))
    assert row["名称"] == f"'{HOSTILE}" and row["内容概述"].startswith("'+") and row["关键词"] == "'=甲；乙"
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for r in rows() for cell in r.values()
    )


@settings(deadline=None)
@given(st.text(min_size=1))
def test_any_text_is_kept_and_inert(text: str):
    line = list(csv.reader(io.StringIO("".join(catalog_csv([{"title": text}])), newline="")))[1]
    cell = line[list(COLUMNS).index("title")]
    assert cell in (text, f"'{text}") and not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_key_with_keys_of_its_own_is_told_in_words():
    nested = {"to": "网传停课", "noticed": "2026-06-03"}
    line = list(csv.reader(io.StringIO("".join(catalog_csv([{"responds": nested}])), newline="")))[1]
    assert line[list(COLUMNS).index("responds")] == "网传停课，2026-06-03"
    assert not any("{'" in cell for row in rows() for cell in row.values())


def test_workbook_holds_the_same_as_plain_strings():
    heading, *body = sheet()
    assert list(heading) == list(COLUMNS.values())
    assert [[cell or "" for cell in row][:2] for row in body] == [
        [r["索引号"], r["名称"].removeprefix("'")] for r in rows()
    ]
    book = zipfile.ZipFile(io.BytesIO(files()["catalog.xlsx"]))
    text = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in text and b"<hyperlink" not in text


def test_workbook_is_the_same_every_time_and_bears_the_day_of_the_last_change():
    again = written(catalog(), plan())["catalog.xlsx"]
    assert again == files()["catalog.xlsx"]
    book = zipfile.ZipFile(io.BytesIO(again))
    assert b"2026-07-01T00:00:00Z" in book.read("docProps/core.xml")
    assert {info.date_time[0] for info in book.infolist()} == {1980}


def test_parts_by_year_make_up_the_whole():
    whole = load("catalog.json")["documents"]
    parts = [record for year in (2026, 2019) for record in load(f"data/{year}.json")["documents"]]
    assert sorted(parts, key=str) == sorted(whole, key=str)
    assert [r["索引号"] for r in rows("data/2019.csv")] == [f"{CODE}/2026-00009"]


def test_everything_published_conforms_to_its_schema():
    check(load("catalog.json"), "catalog")
    for name in files():
        if name.startswith("api/"):
            check(load(name), "document")
    for line in files()["changes.ndjson"].decode().splitlines():
        check(json.loads(line), "change")


@pytest.mark.parametrize(
    "broken", [{"title": None}, {"formed": "2026年1月"}, {"corrections": [{"date": "2026-01-01"}]}]
)
def test_schema_refuses_what_is_wrong(broken: dict[str, object]):
    record = load(f"api/documents/{CODE}/2026-00001.json")
    with pytest.raises(jsonschema.ValidationError):
        check(record | broken, "document")


def test_record_of_one_document_has_relations_in_both_directions_and_addresses_of_attachments():
    number = f"{CODE}/2026-00002"
    assert load(f"api/documents/{CODE}/2026-00003.json")["relations"] == [
        {"relation": "被废止于", "index_no": number, "title": "新办法", "url": f"{URL}{number}/"}
    ]
    attachment = load(f"api/documents/{CODE}/2026-00006.json")["attachments"][0]
    assert attachment["url"] == f"{URL}{CODE}/2026-00006/files/%E9%99%84%E4%BB%B6%20%E4%B8%80.csv"


def test_checked_root_gives_the_catalog_as_it_was_accepted(tmp_path: Path):
    golden = TESTS / "golden"
    root = make_root(
        tmp_path / "root",
        {
            p.relative_to(golden / "documents").as_posix(): p.read_bytes()
            for p in (golden / "documents").rglob("*")
            if p.is_file()
        },
    )
    checked = check_root(root, today=TODAY)
    assert checked.setting
    made = dict(
        feed_files(
            checked.setting, make_plan(checked.setting.catalog, checked.documents, checked.setting.today)
        )
    )
    assert "".join(map(str, made["catalog.json"])) == (golden / "expected/catalog.json").read_text(
        encoding="utf-8"
    )


def test_same_bytes_for_the_same_documents():
    assert written(catalog(), plan()) == files()
