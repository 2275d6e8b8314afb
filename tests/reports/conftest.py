"""The example county's statutory pages in the host's frame, and a server for them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from county import County
from helpers.browsing import served
from helpers.roots import TODAY

from generator.build import check_root
from generator.machine.site_folder import copy_file, write_file
from generator.planning.plan import make_plan
from generator.site.frame.host import build_host, public_files
from generator.site.frame.theme import theme_folders
from generator.site.pages.statutory import all_reports, statutory_pages
from generator.site.paper.downloads import form_files, report_files
from generator.site.press import Press

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def county() -> County:
    checked = check_root(ROOT, today=TODAY)
    assert checked.setting
    return County(checked.setting, checked.documents, checked.books.annual)


@pytest.fixture(scope="session")
def statutory(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the frame's assets, the statutory pages and their files."""
    out, work = tmp_path_factory.mktemp("statutory"), tmp_path_factory.mktemp("work")
    hosted = build_host(ROOT, work, county.setting.catalog)
    for name in public_files(hosted):
        copy_file(hosted.folder / name, out, name)
    press = Press(
        county.setting.catalog, hosted.shells, tuple(f / "templates" for f in theme_folders(ROOT)), TODAY
    )
    plan = make_plan(county.setting.catalog, county.documents, county.setting.today)
    for page in statutory_pages(press, plan, county.setting, county.registers):
        write_file(out, f"{page.address}index.html", page.html)
    for name, content in (
        *report_files(all_reports(plan, county.setting, county.registers)),
        *form_files(county.setting),
    ):
        write_file(out, name, content)
    shutil.rmtree(work)
    return out


@pytest.fixture(scope="session")
def statutory_address(statutory: Path) -> Iterator[str]:
    """The folder behind a web server."""
    with served(statutory) as address:
        yield address
