"""Findings → the findings that count: agreed exceptions take some away, the baseline weakens old ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from generator.checking.baseline import weaken
from generator.checking.examine import diagnose, severity_of
from generator.checking.rules import BY_NAME, RULES
from generator.checking.rules.exceptions import Allowed, allowed, unused_exception
from generator.checking.rules.rule import slug_of
from generator.model.diagnostics import Diagnostic, Finding, Severity, Text, did_you_mean
from generator.model.document import Document
from generator.model.places import document_of
from generator.model.setting import Setting


def settle(found: Iterable[Diagnostic], documents: Sequence[Document], setting: Setting) -> list[Diagnostic]:
    """The findings, sorted, without those that are excepted today; exceptions without effect are findings themselves."""
    exceptions = allowed(documents, setting)
    active = [one for one in exceptions if one.expires >= setting.today and _can_be_allowed(one.rule)]
    kept, used = [], set()
    for d in found:
        covering = [one for one in active if _covers(one, d)]
        used.update(covering)
        if not covering:
            kept.append(d)
    known = {d.path for d in documents}
    idle = [
        one
        for one in exceptions
        if one.expires >= setting.today and one.document in known and one not in used
    ]
    return weaken(sorted([*kept, *_unused(idle, setting)], key=lambda d: d.order), setting)


def _can_be_allowed(slug: str) -> bool:
    rule = BY_NAME.get(slug)
    return rule is not None and rule.slug == slug and not rule.locked


def _covers(one: Allowed, d: Diagnostic) -> bool:
    """Whether an exception is about a finding: of its rule, in its document or in an attachment of it."""
    return d.rule == one.rule and document_of(d.path) == one.document


def _unused(idle: Iterable[Allowed], setting: Setting) -> Iterator[Diagnostic]:
    rule = BY_NAME[slug_of(unused_exception)]
    if severity_of(rule, setting.catalog) is Severity.OFF:
        return
    for one in idle:
        message, hint = _why(one.rule)
        yield diagnose(rule, Finding(one.line, message, hint, {"rule": one.rule}), setting.catalog, one.path)


def _why(slug: str) -> tuple[Text, Text]:
    if _can_be_allowed(slug):
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
