"""Findings → the findings that count: agreed exceptions take some away, the baseline weakens old ones."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from generator.checking.baseline import weaken
from generator.checking.examine import diagnose, severity_of
from generator.checking.rules import BY_NAME, RULES
from generator.checking.rules.exceptions import Allowed, allowed, unused_exception
from generator.checking.rules.rule import slug_of
from generator.model.diagnostics import Diagnostic, Finding, Severity, Text, did_you_mean
from generator.model.document import Document
from generator.model.fingerprints import mark_of
from generator.model.places import CATALOG, REGISTER, document_of
from generator.model.setting import Setting


def settle(
    found: Iterable[Diagnostic],
    documents: Sequence[Document],
    setting: Setting,
    unexamined: Collection[str] = (),
) -> list[Diagnostic]:
    """The findings, sorted, without those that are excepted today; exceptions without effect are findings themselves.

    Of those about `unexamined` paths nobody can tell whether they have any.
    """
    exceptions = allowed(documents, setting)
    active = [one for one in exceptions if one.expires >= setting.today]
    kept, used = [], set()
    singles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for d in found:
        if _is_single(d.rule):
            mark = mark_of(d, _text_of(d, setting))
            d = replace(d, data={**d.data, "finding": mark})
            singles[d.rule, document_of(d.path)].append(mark)
        covering = [one for one in active if _covers(one, d)]
        used.update(covering)
        if not covering:
            kept.append(d)
    known = {d.path for d in documents}.difference(unexamined)
    idle = [
        one
        for one in exceptions
        if one.expires >= setting.today and one.document in known and one not in used
    ]
    return weaken(sorted([*kept, *_unused(idle, singles, setting)], key=lambda d: d.order), setting)


def _can_be_allowed(slug: str) -> bool:
    rule = BY_NAME.get(slug)
    return rule is not None and rule.slug == slug and not rule.locked


def _is_single(slug: str) -> bool:
    rule = BY_NAME.get(slug)
    return rule is not None and rule.slug == slug and rule.single


def _covers(one: Allowed, d: Diagnostic) -> bool:
    """Whether an exception is about a finding: of its rule, in its document or in an attachment of it, by its mark where it must be."""
    if d.rule != one.rule or document_of(d.path) != one.document:
        return False
    if one.finding is not None:
        return one.path == CATALOG and d.data.get("finding") == one.finding
    return _can_be_allowed(one.rule)


def _text_of(d: Diagnostic, setting: Setting) -> str:
    """The line in which a finding is; of another file than a document, a digest of all of it."""
    try:
        data = (setting.root / d.path).read_bytes()
    except OSError:
        return ""
    if d.path == REGISTER:
        return ""
    if not d.path.endswith((".md", ".yml")):
        return sha256(data).hexdigest()
    lines = data.decode("utf-8", "replace").splitlines()
    return lines[d.line - 1].strip() if 0 < d.line <= len(lines) else ""


def _unused(
    idle: Iterable[Allowed], singles: Mapping[tuple[str, str], Sequence[str]], setting: Setting
) -> Iterator[Diagnostic]:
    rule = BY_NAME[slug_of(unused_exception)]
    if severity_of(rule, setting.catalog) is Severity.OFF:
        return
    for one in idle:
        message, hint = _why(one, singles.get((one.rule, one.document), ()))
        yield diagnose(rule, Finding(one.line, message, hint, {"rule": one.rule}), setting.catalog, one.path)


def _why(one: Allowed, marks: Sequence[str]) -> tuple[Text, Text]:
    slug = one.rule
    if _is_single(slug) and marks:
        return (
            Text(
                f"规则“{slug}”不能整个放过，只能由 catalog.yml 逐个放过",
                f"“{slug}” cannot be allowed as a whole: catalog.yml can except single findings only",
            ),
            Text(
                f"改好原来的问题；个别确需保留的，在 catalog.yml 的 allow 中写 path、rule、reason、expires 和 finding：{'、'.join(marks[:5])}",
                f"solve the finding; or write path, rule, reason, expires and finding in `allow` of catalog.yml: {', '.join(marks[:5])}",
            ),
        )
    if _can_be_allowed(slug) or (_is_single(slug) and one.path == CATALOG):
        return (
            Text(f"规则“{slug}”在这里没有发现问题", f"“{slug}” finds nothing here"),
            Text("删除这一项", "delete this entry"),
        )
    if any(rule.slug == slug for rule in RULES):
        return (
            Text(
                f"规则“{slug}”不能放宽，例外无效", f"“{slug}” cannot be weakened: the exception has no effect"
            ),
            Text("改好原来的问题，删除这一项", "solve the finding and delete this entry"),
        )
    return Text(f"没有规则“{slug}”", f"there is no rule “{slug}”"), _rule_meant(slug)


def _rule_meant(slug: str) -> Text:
    rule = BY_NAME.get(slug)  # its code was written
    if rule is None and not difflib.get_close_matches(
        slug, slugs := [rule.slug for rule in RULES], cutoff=0.5
    ):
        return Text("运行 gongkai rules 查看全部规则的名称", "gongkai rules lists the names of all rules")
    return Text(f"写成“{rule.slug}”", f"write “{rule.slug}”") if rule else did_you_mean(slug, slugs)
