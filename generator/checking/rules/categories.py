"""Rules about the catalog as a whole: empty columns, columns that are not kept up, gaps in the numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from generator.model.catalog import Category
from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.duties import longest_gap
from generator.model.places import CATALOG
from generator.model.setting import Setting
from generator.model.visibility import addresses_of
from generator.model.workdays import ONE_DAY
from generator.reading.index_pattern import index_pattern

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
    for n in blank if established(documents) else ():
        name = setting.catalog.categories[n].name
        yield Finding(
            setting.lines.get(f"categories.{n}", 1),
            Text(f"类别“{name}”下没有已公开的信息", f"nothing is published under “{name}”"),
            Text(
                f"公开这一类信息，或者删除这个类别{kept_by(setting.catalog.categories[n]).zh}",
                f"publish something under it, or delete the category{kept_by(setting.catalog.categories[n]).en}",
            ),
            {"category": name},
        )


def stale_category(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """目录类别太久没有更新。

    政策文件、机构职能、规划、预算决算、收费和年报一年，政府采购 180 天，民生、应急和监督检查 60 天，其他 90 天；
    在 catalog.yml 的类别中写 every 可以另定天数，写 keeper 指明责任机构。“制度”栏目不检查。
    已公开的信息不足 10 条的新目录不检查。
    依据：国办秘函〔2019〕19号（应更新未更新）；天数是地方网站检查的通常做法。
    ---
    A category was not updated for too long.

    A year for policies, functions, plans, budgets, fees and annual reports, 180 days for procurement, 60 for welfare,
    emergencies and supervision, 90 for the rest; institutional rules are exempt. The numbers are local practice; `every` of a
    category sets another one, and `keeper` says who answers for it.
    """
    newest = _newest(documents)
    stale = [
        (n, category, newest[category.name])
        for n, category in enumerate(setting.catalog.categories)
        if category.name in newest and _is_stale(category, newest[category.name], setting.today)
    ]
    for n, category, last in stale if established(documents) else ():
        age = (setting.today - last).days
        yield Finding(
            setting.lines.get(f"categories.{n}", 1),
            Text(
                f"类别“{category.name}”已 {age} 天没有更新，最近一条公开于 {last}",
                f"“{category.name}” was last updated {last}, {age} days ago",
            ),
            Text(
                f"公开应当更新的信息；这类信息至少每 {longest_gap(category)} 天更新一次{kept_by(category).zh}",
                f"publish what is due; such columns are updated every {longest_gap(category)} days{kept_by(category).en}",
            ),
            {"category": category.name, "last": last, "days": age},
        )


def below_quota(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """上一个周期公开的信息没有达到定额。

    catalog.yml 的类别写了 quota 的，每月、每季或者每年至少公开这么多条；看最近一个已经结束的周期。
    依据：本单位的信息公开任务分解（定额由 catalog.yml 写明）。
    ---
    Fewer documents than the quota in the last period.

    `quota` of a category in catalog.yml says how many documents a month, quarter or year brings at least; looked at is the last one
    that is over.
    """
    for n, category in enumerate(setting.catalog.categories):
        quota = category.quota
        if quota is None:
            continue
        first, last = last_period(quota.per, setting.today)
        found = sum(
            d.category == category.name and d.declared_public and first <= (d.published or date.min) <= last
            for d in documents
        )
        if found < quota.number:
            yield Finding(
                setting.lines.get(f"categories.{n}.quota", setting.lines.get(f"categories.{n}", 1)),
                Text(
                    f"类别“{category.name}”{first} 至 {last} 公开了 {found} 条，定额是 {quota.number} 条",
                    f"“{category.name}”: {found} documents from {first} to {last}, the quota is {quota.number}",
                ),
                Text(
                    f"公开应当公开的信息，或者调整 quota{kept_by(category).zh}",
                    f"publish what is due, or change `quota`{kept_by(category).en}",
                ),
                {"category": category.name, "first": first, "last": last, "found": found},
                CATALOG,
            )


def last_period(per: Literal["month", "quarter", "year"], today: date) -> tuple[date, date]:
    """The first and the last day of the last month, quarter or year that is over."""
    months = {"month": 1, "quarter": 3, "year": 12}[per]
    begun = today.year * 12 + (today.month - 1) // months * months
    first, after = (date(month // 12, month % 12 + 1, 1) for month in (begun - months, begun))
    return first, after - ONE_DAY


def kept_by(category: Category) -> Text:
    """Who answers for a column, at the end of a hint."""
    names = "、".join(category.keeper)
    return Text(f"（{names}负责）", f" ({names} keeps it)") if names else Text("", "")


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
    return sum(d.declared_public for d in documents) >= ESTABLISHED


def _newest(documents: Sequence[Document]) -> Mapping[str, date]:
    """The latest publication of each category that has any; a correction counts as an update."""
    newest: dict[str, date] = {}
    for document in documents:
        if document.category and document.published and document.declared_public:
            last = max([document.published, *(c.date for c in document.corrections)])
            newest[document.category] = max(last, newest.get(document.category, date.min))
    return newest


def _is_stale(category: Category, last: date, today: date) -> bool:
    return category.block != "制度" and (today - last).days > longest_gap(category)


def _serials(documents: Sequence[Document], setting: Setting) -> Mapping[str, Mapping[int, Document]]:
    """The serial numbers in use, by what stands before them; none when the office's own pattern does not name its serial."""
    pattern = index_pattern(setting.catalog.index_no)
    serial = pattern.groupindex.get("serial")
    found: dict[str, dict[int, Document]] = defaultdict(dict)
    for document in documents if serial else ():
        for number in addresses_of(document):
            match = pattern.match(number)
            first, after = match.span(serial) if match else (0, 0)
            if (digits := number[first:after]).isdecimal():
                found[number[:first].rstrip("-")][int(digits)] = document
    return found


def _range_text(first: int, last: int) -> str:
    return f"{first:05}" if first == last else f"{first:05}–{last:05}"
