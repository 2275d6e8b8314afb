"""Formats of older and other office programs are read like the present ones: what is in them is found, or they are refused.

The files in old/ were made by LibreOffice from one made-up list. Where LibreOffice is needed to read one, it is there in
CI (.ci/run installs it); elsewhere a test that needs it says that it was left out.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from helpers.documents import attaching
from helpers.findings import findings
from helpers.office import zipped
from helpers.roots import TESTS, make_root

from generator.machine.made_with import find_libreoffice
from generator.reading.attachments import read_attachment
from generator.reading.privacy.masking import leaks_in

OLD = TESTS / "old"
BY_OFFICE = {"doc": "doc", "wps": "doc", "dps": "odp", "rtf": "rtf", "odt": "odt", "odp": "odp"}
"""Kind → the file that stands for it; WPS writes the formats of Word and PowerPoint under names of its own."""


def found_in(path: Path) -> set[str]:
    content = read_attachment(path)
    assert content.refusal is None, content.refusal
    return {leak.slug for part in content.parts for leak in leaks_in(part.text)}


@pytest.mark.parametrize("kind, source", [("xls", "xls"), ("et", "xls"), ("ods", "ods")])
def test_workbooks_are_read(kind: str, source: str, tmp_path: Path):
    path = tmp_path / f"名单.{kind}"
    path.write_bytes((OLD / f"list.{source}").read_bytes())
    assert found_in(path) == {"citizen-id", "mobile-phone"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "wps", "rtf", "odt", "odp"])
def test_letters_and_slides_are_read_by_libreoffice(kind: str, tmp_path: Path):
    if find_libreoffice() is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed here; CI has it")
    path = tmp_path / f"名单.{kind}"
    path.write_bytes((OLD / f"list.{BY_OFFICE[kind]}").read_bytes())
    assert found_in(path) == {"citizen-id", "mobile-phone"}


def test_without_libreoffice_the_file_is_refused_and_the_command_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", "")
    find_libreoffice.cache_clear()
    path = tmp_path / "名单.doc"
    path.write_bytes((OLD / "list.doc").read_bytes())
    refusal = read_attachment(path).refusal
    find_libreoffice.cache_clear()
    assert refusal is not None and refusal.slug == "unreadable-attachment"
    assert "apt-get install" in refusal.hint.zh


@pytest.mark.parametrize("legacy, severity", [("allow", None), ("warn", "warning"), ("refuse", "error")])
def test_catalog_yml_says_whether_older_formats_may_be_attached(
    legacy: str, severity: str | None, tmp_path: Path
):
    catalog = (TESTS / "rules/catalog.yml").read_text(
        encoding="utf-8"
    ) + f"attachments: {{legacy: {legacy}}}\n"
    files = {
        "a.md": attaching("名单.xls"),
        "a.files/名单.xls": (TESTS / "rules/attachment-type/bad/a.files/名单.xls").read_bytes(),
    }
    found = [d.severity for d in findings(make_root(tmp_path, files, catalog)) if d.rule == "attachment-type"]
    assert found == ([severity] if severity else [])


TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
WIDE = (
    f'<d xmlns:table="{TABLE}"><table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell table:number-columns-repeated="16000"/></table:table-row></d>'
)
ENTITIES = "<!DOCTYPE x [<!ENTITY a '12'><!ENTITY b '&a;&a;'>]><x>&b;</x>"
KIND = "application/vnd.oasis.opendocument."
BOMBS = {
    "wide.ods": lambda: zipped({"mimetype": f"{KIND}spreadsheet", "content.xml": WIDE}),
    "zip.odt": lambda: zipped({"mimetype": f"{KIND}text", "content.xml": b" " * 60_000_000}),
    "zip.xlsb": lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\0" * 60_000_000}),
    "entities.odt": lambda: zipped({"mimetype": f"{KIND}text", "content.xml": ENTITIES}),
    "deep.rtf": lambda: b"{\\rtf1" + b"{" * 200_000 + b"}" * 200_000 + b"}",
    "torn.doc": lambda: (OLD / "list.doc").read_bytes()[:3_000],
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_any_program_is_started(name: str, tmp_path: Path):
    (tmp_path / name).write_bytes(BOMBS[name]())
    begin = time.process_time()
    assert read_attachment(tmp_path / name).refusal is not None
    assert time.process_time() - begin < 1
