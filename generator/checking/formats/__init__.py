"""Findings → the formats that people, forges and programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator.checking.formats.fit import presentable
from generator.checking.formats.github import as_github
from generator.checking.formats.gitlab import as_gitlab
from generator.checking.formats.json import as_json
from generator.checking.formats.junit import as_junit
from generator.checking.formats.sarif import as_sarif
from generator.checking.formats.text import as_text
from generator.checking.formats.words import LANGUAGES, rule_list, say, summary
from generator.model.diagnostics import Diagnostic

__all__ = ["AUTO", "FORMATS", "LANGUAGES", "Format", "fitting", "rule_list", "say", "summary"]

Format = Callable[[Sequence[Diagnostic], str, Path], str]
"""The findings in their order, the language, and the root they belong to."""


def _fit(form: Format) -> Format:
    """A format that is given no finding but as it is fit to be told."""
    return lambda diagnostics, lang, root: form([presentable(d) for d in diagnostics], lang, root)


FORMATS: Mapping[str, Format] = {
    name: _fit(form)
    for name, form in (
        ("text", as_text),
        ("json", as_json),
        ("github", as_github),
        ("gitlab", as_gitlab),
        ("sarif", as_sarif),
        ("junit", as_junit),
    )
}

AUTO = "auto"
"""The name that leaves the choice to `fitting`."""


def fitting(environment: Mapping[str, str]) -> str:
    """The format of the CI system this runs in, as it announces itself; text for people."""
    if environment.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "gitlab" if environment.get("GITLAB_CI") == "true" else "text"
