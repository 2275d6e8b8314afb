"""Rules that compare documents with the history of the repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import CATALOG
from generator.model.setting import Setting
from generator.reading.first_commits import first_committed


def backdated_publication(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """公开日期早于文件进入仓库的日期。

    文件还没有提交，不可能已经在本平台公开；倒填公开日期属于弄虚作假。建站时批量迁入的历史文件，在 catalog.yml 的
    imported 中一次写明截止日期和理由，便不再报告。没有 git 历史或者历史不完整（浅克隆）时，本条不作判断。
    依据：《政府网站与政务新媒体检查指标》单项否决指标（伪造发稿日期）。
    ---
    The date of publication lies before the document entered the repository.

    Falsified dates are a veto item in official inspections. Old documents that were brought in together are declared
    once in catalog.yml (`imported`, with a reason). Without git, or in a shallow clone, the rule says nothing.
    """
    imported = setting.catalog.imported
    entered = first_committed(setting.root, "content/documents")
    for document in documents:
        day = entered.get(document.path)
        if (
            day is None
            or document.published is None
            or document.published >= day
            or (imported and day <= imported.until)
        ):
            continue
        yield Finding(
            document.line("published"),
            Text(
                f"公开日期 {document.published} 早于文件进入仓库的日期 {day}",
                f"published {document.published}, but it entered the repository on {day}",
            ),
            Text(
                f"在本平台首次公开的，改为实际上网的日期（不早于 {day}）；以前已在原网站公开、后来迁入的，日期不改，"
                f"在 catalog.yml 写 imported: {{until: {day}, reason: 自原网站迁入}}",
                f"if it was first made public here, write the day it went online, not before {day}; if it was public elsewhere "
                f"before it was brought in, leave the date and write in catalog.yml imported: {{until: {day}, reason: …}}",
            ),
            {"published": document.published, "committed": day},
            document.path,
        )


BRIEFLY = timedelta(days=31)
"""How far ahead the end of an import under way may lie."""


def open_import(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """历史文件迁入的截止日期还没有到。

    imported.until 以前（含当日）进入仓库的文件，不核对公开日期是否倒填。截止日期写在以后，就等于从今天到那一天都不核对；
    迁入已经完成的，改为完成的日期；正在迁入的，最多写到 31 日以后，本条只作提醒。
    依据：《政府网站与政务新媒体检查指标》单项否决指标（伪造发稿日期）。
    ---
    The import of old documents ends in the future.

    What enters the repository up to `imported.until` is not compared with its date of publication, so a day to come switches that
    check off until then. Write the day on which the import was finished; one under way may end within 31 days, with a warning.
    """
    imported = setting.catalog.imported
    if imported is None or imported.until <= setting.today:
        return
    left = imported.until - setting.today
    yield Finding(
        setting.lines.get("imported.until", 1),
        Text(
            f"迁入截止日期 {imported.until} 还没有到，在此之前不核对公开日期是否倒填",
            f"the import ends {imported.until}; until then no date of publication is compared",
        ),
        Text(
            "改为迁入完成的日期；正在迁入的，完成后改写",
            "write the day on which the import was finished, or change it once it is",
        ),
        {"until": imported.until, "days": left.days},
        CATALOG,
        severity=Severity.WARNING if left <= BRIEFLY else None,
    )
