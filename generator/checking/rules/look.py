"""Rules about the look that an office gives its site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.colours import AA, header_contrast, nearest_allowed
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.places import CATALOG, PAGES
from generator.model.setting import Setting
from generator.reading.attachments.kinds import kind_of
from generator.reading.pages import page_names

PICTURES = ("png", "jpg")


def look_contrast(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """网站的主色太浅，页眉的白字看不清。

    site.look.colour 是页眉的底色，上面是白字，检索框里的白字底色还要浅一些，对比度至少 4.5。链接、按钮、深色版和关怀版的颜色由主色推算，
    一律够深或者够浅，不必另写。主色太浅的，给出同一色相里最接近的可用颜色。
    依据：GB/T 37668—2019、WCAG 2.2 第 1.4.3 条（文字的对比度）。
    ---
    The colour of the site is too light for the white words on it.

    `site.look.colour` lies behind the header's white words and, a little lighter, behind those of the search box: a contrast of 4.5
    at least. Links, buttons, the dark and the large version follow from it and are always dark or light enough. The message names the
    nearest colour of the same hue that can be used.
    """
    look = setting.catalog.site.look
    if not look or not look.colour or (ratio := header_contrast(look.colour)) >= AA:
        return
    nearest = nearest_allowed(look.colour)
    yield Finding(
        setting.lines.get("site.look.colour", 1),
        Text(
            f"白字在 {look.colour} 上的对比度是 {ratio:.1f}，至少 {AA}",
            f"white words on {look.colour} have a contrast of {ratio:.1f}, at least {AA} is needed",
        ),
        Text(f"改用 {nearest}，或者更深的颜色", f"use {nearest}, or a darker colour"),
        {"contrast": round(ratio, 2), "nearest": nearest},
    )


def look_picture(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """标志或者页眉图不在 content/pages 里，或者不是图片。

    site.look 的 logo、header 写 content/pages 里一个图片（png、jpg，以内容为准）的名称，如 logo.png、images/header.jpg；生成网站时随页面
    一起发布，去掉其中的拍摄信息。找不到的不显示。
    依据：本项目的约定。
    ---
    The logo or the header's picture is not in content/pages, or is no picture.

    `logo` and `header` of `site.look` name a picture (png or jpg by its content) below content/pages; it is published with the pages,
    without what a camera wrote into it.
    """
    look = setting.catalog.site.look
    named = {key: name for key in ("logo", "header") if (name := getattr(look, key, None))}
    known = page_names(setting.root) if named else []
    for key, name in named.items():
        kind = kind_of((setting.root / PAGES / name).read_bytes(), name) if name in known else None
        if kind in PICTURES:
            continue
        yield Finding(
            setting.lines.get(f"site.look.{key}", 1),
            Text(
                f"“{name}”不是图片（png、jpg）" if kind is not None else f"{PAGES} 里没有“{name}”",
                f"“{name}” is no picture (png, jpg)" if kind is not None else f"{PAGES} has no “{name}”",
            ),
            Text(
                f"把图片放进 {PAGES}，这里写它的名称；不用的，从 {CATALOG} 删去这一行",
                f"put a picture into {PAGES} and write its name here, or take the line out of {CATALOG}",
            ),
            {"key": key, "file": name},
        )
