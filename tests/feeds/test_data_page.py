"""The page of open data: every download and feed is on it, and every link leads to a file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from disclosures import catalog, files, plan
from helpers.roots import TODAY

from generator.planning.plan import make_plan
from generator.site.frame.shell import split_shell
from generator.site.frame.theme import asset_root
from generator.site.pages.open_data import render_data
from generator.site.press import Page, Press


@cache
def page(of_nothing: bool = False) -> Page:
    shell = split_shell("<title><!--slot:title--></title><!--slot:head--><main><!--slot:content--></main>")
    press = Press(catalog(), {"catalog": shell}, (Path(asset_root()) / "theme/templates",), TODAY)
    return render_data(press, make_plan(catalog(), [], TODAY) if of_nothing else plan())


def test_every_link_leads_to_a_file():
    targets = {link.removeprefix("../") for link in re.findall(r'href="(\.\./[^"]+)"', page().html)}
    assert page().address == "data/"
    assert {target for target in targets if target != "../"} <= set(files()) | {
        "search/opensearch.xml",
        "data/fields/",
    }


def test_every_file_that_is_meant_for_people_is_on_the_page():
    listed = {
        "catalog.xlsx",
        "catalog.csv",
        "catalog.json",
        "changes.ndjson",
        "catalog.jsonld",
        ".well-known/gongkai.json",
        "data/2019.csv",
        "data/2026.json",
        f"api/documents/{plan().published[0].index_no}.json",
        *(name for name in files() if name.startswith(("feeds/", "schema/"))),
    }
    assert [name for name in listed if f'href="../{name}"' not in page().html] == []


def test_headings_are_in_order_and_same_words_of_links_have_their_own_label():
    assert re.findall(r"<h(\d)", page().html) == ["1", *"2222"]
    assert not re.search(r'href="\.\./data/\d[^"]+">', page().html)


def test_page_of_an_empty_catalog_has_no_empty_table():
    assert "按年下载" not in page(of_nothing=True).html
