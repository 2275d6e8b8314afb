"""`site.look`: one colour, two pictures and some lines make the site look like the office's own, and stay readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.findings import findings
from helpers.roots import TODAY, make_root
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser

from generator.build import check_root
from generator.model.colours import (
    AA,
    AAA,
    NIGHT,
    PAPER,
    SOFT,
    WHITE,
    contrast,
    header_contrast,
    nearest_allowed,
    shades,
)
from generator.site.frame.host import build_host, public_files
from generator.tools.audits.accessibility import STATES, broken
from generator.tools.audits.browser import serving

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known grey that just fails
    assert contrast("#1b4b7a", "#1b4b7a") == 1


@given(COLOURS)
def test_of_every_colour_a_readable_site_is_made(colour: str):
    near = nearest_allowed(colour)
    assert header_contrast(near) >= AA and (near == colour or header_contrast(colour) < AA)
    s = shades(near)
    assert min(contrast(s.link, SOFT), contrast(s.strong, SOFT), contrast(s.header, WHITE)) >= AA
    assert (
        min(contrast(s.night_link, NIGHT), contrast(s.night_strong, NIGHT), header_contrast(s.night_header))
        >= AA
    )
    large = (
        header_contrast(s.large_header),
        contrast(s.large_link, PAPER),
        contrast(s.large_night_link, NIGHT),
    )
    assert min(large) >= AAA


def look(root: Path, lines: str) -> None:
    """A root whose site has this look."""
    make_root(root, {})
    catalog = root / "catalog.yml"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace("authority:", f"  look:\n{lines}authority:", 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('    colour: "#f2b233"\n', ("look-contrast", "改用 #")),
        ("    logo: logo.png\n", ("look-picture", "里没有“logo.png”")),
        ("    header: ../../catalog.yml\n", ("look-picture", "里没有“../../catalog.yml”")),
        ("    logo: text.png\n", ("look-picture", "“text.png”不是图片")),
        ('    colour: "blue"\n', ("invalid-value", "colour")),
        ("    color: '#123456'\n", ("unknown-field", "colour")),
    ],
)
def test_what_cannot_be_used_is_told_at_its_line(tmp_path: Path, lines: str, told: tuple[str, str]):
    look(tmp_path, lines)
    (tmp_path / "content/pages").mkdir(parents=True, exist_ok=True)
    (tmp_path / "content/pages/text.png").write_text("no picture", encoding="utf-8")
    found = [d for d in findings(tmp_path) if d.path == "catalog.yml"]
    assert [(d.line, told[1] in f"{d.message.zh}{d.hint.zh if d.hint else ''}") for d in found] == [
        (4 + 2, True)
    ], [(d.rule, d.line, d.message.zh) for d in found]


@pytest.mark.parametrize("colour", ["#9c1f1f", "#00693e", "#6a1b9a", "#000000", "#5d6065"])
def test_the_frame_is_readable_in_every_state(browser: Browser, tmp_path: Path, colour: str):
    root = tmp_path / "root"
    look(
        root,
        f'    colour: "{colour}"\n    logo: l.png\n    header: sub/h.jpg\n    footer: [一行 <b>, 二行]\n',
    )
    (root / "content/pages/sub").mkdir(parents=True)
    Image.new("RGB", (40, 20), colour).save(root / "content/pages/l.png")
    Image.new("RGB", (600, 80), colour).save(root / "content/pages/sub/h.jpg")
    (root / "content/pages/help.md").write_text(
        "# 帮助\n\n看[目录](#a)，`代码`，> 引用\n\n| 甲 | 乙 |\n|--|--|\n| [一](#a) | 2 |\n", encoding="utf-8"
    )
    assert not [d for d in findings(root) if d.path == "catalog.yml"]

    setting = check_root(root, today=TODAY).setting
    assert setting
    (tmp_path / "work").mkdir()
    hosted = build_host(root, tmp_path / "work", setting.catalog)
    assert {"l.png", "sub/h.jpg"} <= set(public_files(hosted))
    with serving(hosted.folder) as address:
        page = browser.new_page(reduced_motion="reduce")
        page.goto(f"{address}help/")
        assert page.locator(".gk-brand img").get_attribute("width") == "40"
        assert page.locator(".gk-masthead img").get_attribute("src") == "../sub/h.jpg"
        assert page.locator(".gk-footer").inner_text().count("一行 <b>") == 1
        assert page.locator(".gk-header").evaluate("e => getComputedStyle(e).backgroundColor") == (
            "rgb({}, {}, {})".format(*(int(colour[n : n + 2], 16) for n in (1, 3, 5)))
        )
        assert list(broken(page, STATES)) == []
        page.close()
