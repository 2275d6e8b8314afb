"""Rules about names that catalog.yml defines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.setting import Setting
from generator.reading.frontmatter import Record


def unknown_issuer(record: Record, setting: Setting) -> Iterator[Finding]:
    """发布机构没有登记。

    发布机构和联合发布机构都要写 catalog.yml 中登记的全称或者简称。
    依据：《政府信息公开条例》第十条（由制作或者保存信息的机关公开）。
    ---
    The issuing body is not in catalog.yml.

    Write the full or the short name of a body of catalog.yml.
    """
    document = record.document
    if document is None:
        return
    known = setting.catalog.body_by_name
    parts = [part.strip() for part in re.split(r"[、,，;；]|\s+", document.issuer or "")]
    if len(parts) > 1 and document.issuer not in known and all(part in known for part in parts):
        yield Finding(
            document.line("issuer"),
            Text("issuer 写了几个机构", "`issuer` names several bodies"),
            Text(
                f"issuer 只写主办机构“{parts[0]}”，其余写入 joint_issuers：[{', '.join(parts[1:])}]",
                f"write “{parts[0]}” alone, and the others as joint_issuers: [{', '.join(parts[1:])}]",
            ),
            {"name": document.issuer},
        )
    else:
        yield from _unknown(document.issuer, known, document.line("issuer"), Text("发布机构", "issuer"))
    for n, name in enumerate(document.joint_issuers):
        yield from _unknown(
            name, known, document.line(f"joint_issuers.{n}"), Text("联合发布机构", "joint issuer")
        )


def unknown_category(record: Record, setting: Setting) -> Iterator[Finding]:
    """目录类别没有登记。

    类别要写 catalog.yml 的 categories 中的一个；每个类别对应条例第二十条、第二十一条的一项公开职责。
    依据：《政府信息公开条例》第二十条、第二十一条。
    ---
    The category is not in catalog.yml.

    Each category serves a duty of art. 20 or 21.
    """
    document = record.document
    if document:
        yield from _unknown(
            document.category,
            setting.catalog.category_by_name,
            document.line("category"),
            Text("目录类别", "category"),
        )


def unknown_theme(record: Record, setting: Setting) -> Iterator[Finding]:
    r"""主题分类不在主题表中。

    写 22 个主题之一，需要时加下级：综合政务\政务公开。
    依据：国务院政策文件库的主题分类（catalog.yml 可以另定）。
    ---
    The theme is not in the list.

    Write one of the 22 themes, with a child if needed: 综合政务\政务公开.
    """
    document = record.document
    if document and document.theme:
        top = document.theme.replace("/", "\\").split("\\")[0]
        yield from _unknown(top, setting.catalog.themes, document.line("theme"), Text("主题分类", "theme"))


def unknown_genre(record: Record, setting: Setting) -> Iterator[Finding]:
    """体裁不在体裁表中。

    写 15 种公文文种之一，或者条例、规定、办法、细则、规则、规划、计划、方案、目录、指南、解读、其他。
    依据：《党政机关公文处理工作条例》第八条（catalog.yml 可以另定）。
    ---
    The genre is not in the list.

    Write one of the 15 kinds of official document or a further genre of catalog.yml.
    """
    document = record.document
    if document:
        yield from _unknown(
            document.genre, setting.catalog.genres, document.line("genre"), Text("体裁", "genre")
        )


def _unknown(name: str | None, known: Collection[str], line: int, what: Text) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield Finding(
            line,
            Text(f"{what.zh}“{name}”没有登记", f"unknown {what.en} “{name}”"),
            did_you_mean(name, known),
            {"name": name},
        )
