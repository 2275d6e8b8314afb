"""Rules about the catalog as a whole: empty columns, columns that are not kept up, gaps in the numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from generator.model.catalog import Category
from generator.model.diagnostics import Finding, Text
from generator.model.document import PUBLIC, Document
from generator.model.duties import OLDEST, OTHERWISE
from generator.model.setting import Setting
from generator.model.visibility import old_addresses
from generator.reading.yamltext import read_yaml

ESTABLISHED = 10
"""Published documents from which a catalog counts as established; a new one has empty columns and free numbers."""


def blank_category(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """目录类别下没有一条已公开的信息。

    空白栏目是网站检查的扣分项，五个以上一票否决。暂时没有内容的类别，从 catalog.yml 中删除，有了再加。
    已公开的信息不足 10 条的新目录不检查。
    依据：国办秘函〔2019〕19号（空白栏目）；《政府信息公开条例》第二十条。
    ---
    A category without any published document.

    Inspections count empty columns. Delete the category until there is something to put there. A new catalog with fewer
    than ten published documents is left alone.
    """
    newest = _newest(documents)
    blank = [n for n, category in enumerate(setting.catalog.categories) if category.name not in newest]
    lines = catalog_lines(setting) if blank and established(documents) else {}
    for n in blank if lines else ():
        name = setting.catalog.categories[n].name
        yield Finding(
            lines.get(f"categories.{n}", 1),
            Text(f"类别“{name}”下没有已公开的信息", f"nothing is published under “{name}”"),
            Text("公开这一类信息，或者删除这个类别", "publish something under it, or delete the category"),
            {"category": name},
        )


def stale_category(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """目录类别太久没有更新。

    政策文件、机构职能、规划、预算决算、收费和年报一年，政府采购 180 天，民生、应急和监督检查 60 天，其他 90 天；
    “制度”栏目不检查。已公开的信息不足 10 条的新目录不检查。
    依据：国办秘函〔2019〕19号（应更新未更新）；天数是地方网站检查的通常做法。
    ---
    A category was not updated for too long.

    A year for policies, functions, plans, budgets, fees and annual reports, 180 days for procurement, 60 for welfare,
    emergencies and supervision, 90 for the rest; institutional rules are exempt. The numbers are local practice.
    """
    newest = _newest(documents)
    stale = [
        (n, category, newest[category.name])
        for n, category in enumerate(setting.catalog.categories)
        if category.name in newest and _is_stale(category, newest[category.name], setting.today)
    ]
    lines = catalog_lines(setting) if stale and established(documents) else {}
    for n, category, last in stale if lines else ():
        age = (setting.today - last).days
        yield Finding(
            lines.get(f"categories.{n}", 1),
            Text(
                f"类别“{category.name}”已 {age} 天没有更新，最近一条公开于 {last}",
                f"“{category.name}” was last updated {last}, {age} days ago",
            ),
            Text(
                f"公开应当更新的信息；这类信息至少每 {_limit(category)} 天更新一次",
                f"publish what is due; such columns are updated every {_limit(category)} days",
            ),
            {"category": category.name, "last": last, "days": age},
        )


def serial_gap(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """索引号的流水号不连续。

    同一机构同一年的流水号依次使用。缺号可能是漏录、误删或者跳号；不公开的信息也占用编号，要登记。
    已公开的信息不足 10 条的新目录不检查。
    依据：国办秘函〔2009〕6号（索引号由系统依次生成）。
    ---
    A gap in the serial numbers.

    The numbers of a body and year are used in order. A gap is a record left out, deleted or skipped; withheld records
    have numbers too.
    """
    for start, taken in _serials(documents, setting).items() if established(documents) else ():
        numbers = sorted(taken)
        for before, after in pairwise(numbers):
            if after - before > 1:
                document = taken[after]
                missing = _range_text(before + 1, after - 1)
                yield Finding(
                    document.line("index_no"),
                    Text(f"{start} 之后缺流水号 {missing}", f"{start}: number {missing} is missing"),
                    Text(
                        "补录漏掉或者误删的信息；确属跳号的不必处理",
                        "add the record that is missing; a number that was skipped may stay so",
                    ),
                    {"first": before + 1, "last": after - 1},
                    document.path,
                )


def established(documents: Sequence[Document]) -> bool:
    """Whether a catalog is old enough to be measured as a whole."""
    return sum(d.published is not None and d.openness in PUBLIC for d in documents) >= ESTABLISHED


def _newest(documents: Sequence[Document]) -> Mapping[str, date]:
    """The latest publication of each category that has any; a correction counts as an update."""
    newest: dict[str, date] = {}
    for document in documents:
        if document.category and document.published and document.openness in PUBLIC:
            last = max([document.published, *(c.date for c in document.corrections)])
            newest[document.category] = max(last, newest.get(document.category, date.min))
    return newest


def _limit(category: Category) -> int:
    return OLDEST.get(category.duty, OTHERWISE)


def _is_stale(category: Category, last: date, today: date) -> bool:
    return category.block != "制度" and (today - last).days > _limit(category)


def _serials(documents: Sequence[Document], setting: Setting) -> Mapping[str, Mapping[int, Document]]:
    """The serial numbers in use, by what stands before them; none when the office's own pattern does not name its serial."""
    pattern = re.compile(setting.catalog.index_no, re.ASCII)
    found: dict[str, dict[int, Document]] = defaultdict(dict)
    for document in documents:
        for number in (document.index_no or "", *old_addresses(document)):
            match = pattern.match(number)
            if match and "serial" in pattern.groupindex and match["serial"].isdecimal():
                found[match.string[: match.start("serial")].rstrip("-")][int(match["serial"])] = document
    return found


def _range_text(first: int, last: int) -> str:
    return f"{first:05}" if first == last else f"{first:05}–{last:05}"


def catalog_lines(setting: Setting) -> Mapping[str, int]:
    """The line of every key of catalog.yml."""
    return read_yaml((setting.root / "catalog.yml").read_text(encoding="utf-8-sig")).lines
