"""Rules about what the platform says of itself: the guide, and the identity of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from generator.checking.rules.categories import established
from generator.machine.git import git, show
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.places import CATALOG
from generator.model.setting import Setting
from generator.reading.yamltext import read_yaml

FACTS = {
    "authority": Text("公开工作机构", "authority"),
    "bodies": Text("发布机构", "bodies"),
    "categories": Text("目录类别", "categories"),
}
"""The parts of catalog.yml that the guide shows."""

IDENTITY = {
    "site.sponsor": "主办单位",
    "site.id_code": "网站标识码",
    "site.icp": "ICP备案号",
    "site.police": "公安机关备案号",
    "authority.supervisor": "监督投诉受理",
    "guide.reviewed": "公开指南的核对日期",
}


def outdated_guide(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开指南核对之后，有关的情况发生了变化。

    指南由 catalog.yml 生成，guide.reviewed 是最近一次核对的日期。此后 catalog.yml 中的机构、联系方式、类别有改动（按 git 历史判断），
    或者公开、更正了机构职能类信息的，应当重新核对指南，改写日期。已公开的信息不足 10 条的新目录不检查。
    依据：《政府信息公开条例》第十二条第一款（及时更新）、第五十三条第二项。
    ---
    The facts have changed since the guide was last compared with them.

    The guide is made from catalog.yml; `guide.reviewed` is the day on which somebody compared it with the facts. Since then the
    offices, their contact data or the categories were changed (as git knows), or a document about an office's functions was
    published or corrected. A new catalog with fewer than ten published documents is left alone.
    """
    guide = setting.catalog.guide
    if guide is None or not established(documents):
        return
    parts = _changed_parts(setting)
    later = [d for d in documents if _is_about_offices(d, setting) and _last_change(d) > guide.reviewed]
    line = setting.lines.get("guide.reviewed", 1)
    hint = Text(
        "核对机构名称、地址、电话、办公时间和类别，再把 guide.reviewed 改为核对的日期",
        "compare names, addresses, phones, hours and categories, and write the day into guide.reviewed",
    )
    if parts:
        names = Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
        yield Finding(
            line,
            Text(
                f"公开指南 {guide.reviewed} 核对以后，catalog.yml 的{names.zh}有改动",
                f"{names.en} of {CATALOG} changed since the guide was reviewed on {guide.reviewed}",
            ),
            hint,
            {"reviewed": guide.reviewed, "changed": [p.en for p in parts]},
        )
    for document in later:
        yield Finding(
            line,
            Text(
                f"公开指南 {guide.reviewed} 核对以后，公开或者更正了《{document.title}》",
                f"“{document.title}” was published or corrected since the guide was reviewed on {guide.reviewed}",
            ),
            hint,
            {"reviewed": guide.reviewed, "index_no": document.index_no},
        )


def missing_site_data(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """网站的基本信息没有填写。

    页脚和网页标签要有主办单位、网站标识码、ICP 备案号、公安机关备案号，指南要有监督投诉受理机构和核对日期；没有填写的不显示，
    也不会代为编造。已公开的信息不足 10 条的新目录不检查。
    依据：国办发〔2017〕47号（页面标签、页脚）；《政府信息公开条例》第十二条、第四十七条。
    ---
    The identity of the site is incomplete.

    Footer and page tags show sponsor, identification code, ICP and police registration; the guide shows who takes complaints and
    when it was reviewed. What is not written is not shown, and never invented. A new catalog is left alone.
    """
    catalog = setting.catalog
    missing = [key for key in IDENTITY if not _written(catalog, key)] if established(documents) else []
    for key in missing:
        yield Finding(
            setting.lines.get(key.partition(".")[0], 1),
            Text(f"没有填写{IDENTITY[key]}（{key}）", f"{key} is not written"),
            Text(f"在 catalog.yml 补写 {key}", f"add {key} to {CATALOG}"),
            {"key": key},
        )


def _written(catalog: object, key: str) -> bool:
    here: object | None = catalog
    for part in key.split("."):
        here = getattr(here, part, None)
    return bool(here)


def _changed_parts(setting: Setting) -> list[Text]:
    """The parts of catalog.yml that differ from what they were in the commit that wrote the present date of review."""
    text = (setting.root / CATALOG).read_text(encoding="utf-8-sig")
    now = read_yaml(text)
    number = now.lines.get("guide.reviewed")
    written = text.split("\n")[number - 1].strip() if number else ""
    commit = (
        (git(setting.root, "log", "-1", "--format=%H", f"-S{written}", "--", CATALOG) or b"").decode().strip()
        if written
        else ""
    )
    old = show(setting.root, commit, CATALOG) if commit else None
    before = read_yaml(old.decode("utf-8-sig", "replace")).value if old else None
    if not isinstance(before, dict) or not isinstance(now.value, dict):
        return []
    return [name for key, name in FACTS.items() if _shown(key, before) != _shown(key, now.value)]


def _shown(key: str, values: dict[str, Any]) -> object:
    """The values of catalog.yml that the guide shows of a part; who keeps a column and how often it is renewed is not among them."""
    value = values.get(key)
    if key != "categories" or not isinstance(value, list):
        return value
    return [
        {name: entry.get(name) for name in ("name", "duty", "block")} if isinstance(entry, dict) else entry
        for entry in value
    ]


def _is_about_offices(document: Document, setting: Setting) -> bool:
    category = setting.catalog.category_of(document)
    return category is not None and category.duty == "20-2" and document.declared_public


def _last_change(document: Document) -> date:
    return max([document.published or date.min, *(correction.date for correction in document.corrections)])
