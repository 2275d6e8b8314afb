"""Shared fixtures: the example county's site, a server for it, and a real headless Chromium."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from helpers.browsing import alone, reader, served, watched
from helpers.roots import TODAY
from hypothesis import settings

from generator.build import build_site

if TYPE_CHECKING:  # imported late: most tests use no browser, and a machine without one runs them
    from playwright.sync_api import Browser, BrowserContext, Page

settings.register_profile("suite", deadline=None)  # a busy machine is not a failure
settings.register_profile("quick", deadline=None, max_examples=30)
settings.load_profile("suite")

ROOT = Path(__file__).parent.parent


MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30
"""A disk in memory, and how many bytes must be free there for the folders of the tests."""


def pytest_configure(config: pytest.Config) -> None:
    """`make fast` tries fewer examples of each property; all others try what they say, or a hundred.

    The folders of tests lie in memory if there is room: builds wait until a disk has their bytes, and tests need not.
    """
    if config.getoption("markexpr") == "not slow":
        settings.load_profile("quick")
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """What was imported stays until the end: no collection of garbage goes through it again."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser is slow; the other slow tests say so themselves."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The example county, built as of the day on which it stands still; the workers of one run share it, so no test changes it."""
    alone = not hasattr(request.config, "workerinput")
    base = tmp_path_factory.getbasetemp()
    root = (base if alone else base.parent) / "county"
    with (root.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.is_dir():
            for name in ("catalog.yml", "mkdocs.yml"):
                target = root / name
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(ROOT / name, target)
            for name in ("content", "theme"):
                shutil.copytree(ROOT / name, root / name)
            built = build_site(root, root / "site", today=TODAY)
            assert built.pages, built.checked.diagnostics
    return root / "site"


@pytest.fixture(scope="session")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site behind a web server, below a sub-path as on a real portal."""
    top = tmp_path_factory.mktemp("portal")
    (top / "zwgk").symlink_to(site)
    with served(top) as root:
        yield f"{root}zwgk/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the tests fail, they are not skipped."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--process-per-site",
                "--in-process-gpu",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def citizen(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """The browser of one who reads the site."""
    with reader(browser, f"{address}robots.txt") as opened:
        yield opened


@pytest.fixture
def page(citizen: BrowserContext, address: str) -> Iterator[Page]:
    """A page that fails the test on any script error, failed request, or request to another host."""
    with watched(citizen, address) as opened:
        yield opened


@pytest.fixture
def dated(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose clock can be set without setting that of the next test."""
    with alone(browser, f"{address}robots.txt", address) as opened:
        yield opened
