"""Material's stylesheets and the components of our own look → the one stylesheet of the site.

Of Material only what a page of this site can match is kept: the sanitiser lets few elements and classes through, and the
rest of a page comes from the templates and scripts of the theme. A theme of the root counts like the shipped one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2

from generator.reading.markdown import PAGE_CLASSES, PAGE_TAGS
from generator.site.frame.theme import own_files

STYLESHEET = "assets/gongkai/site.css"

COMPONENTS = (
    "tokens",
    "text",
    "frame",
    "control",
    "table",
    "chart",
    "listing",
    "home",
    "document",
    "large",
    "paper",
)
"""The files of assets/gongkai/look in the order in which they hold: what changes others comes after them."""

CARRIED = frozenset({"details", "summary", "table"})
"""Elements that our own components dress wholly: Material's frames, icons and colours of them would only be taken back."""

CHARSET = '@charset "UTF-8";'

_WORD = re.compile(r"[\w-]+")

_QUOTED = re.compile(r"""["']([\w-]*)["']""")

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")

_ANIMATION = re.compile(r"animation(?:-name)?:([^;}]+)")

_GROUPS = frozenset({"media", "supports", "container", "layer"})
"""At-rules that hold rules."""


class Vocabulary(NamedTuple):
    """What elements of this site can bear."""

    words: frozenset[str]
    """Everything that is written in templates and scripts, names of tags and attributes among it."""
    values: frozenset[str]
    """What stands there between quotes: values of attributes."""
    classes: frozenset[str]
    """Classes of Material."""


def site_stylesheet(material: str, folders: Sequence[Path], tokens: str = "") -> str:
    """The stylesheet; `folders` are themes, the first before the others, `tokens` what catalog.yml sets anew. Material stands
    in a layer of its own: whatever our components say holds, however long Material's selectors are."""
    own = "".join(_component(folders, name) + (tokens if name == "tokens" else "") for name in COMPONENTS)
    loose = "".join(
        f.read_text(encoding="utf-8") for d in folders for f in own_files(d) if f.suffix == ".css"
    )
    base = lean(material, vocabulary(folders), loose + tokens).removeprefix(CHARSET)
    return f"@layer material{{{base}}}{own}"


def vocabulary(folders: Iterable[Path]) -> Vocabulary:
    """The words of the templates and scripts of these themes, and of the texts that the sanitiser lets through."""
    sources = [
        file.read_text(encoding="utf-8")
        for folder in folders
        for file in own_files(folder)
        if file.suffix in (".html", ".js")
    ]
    words = {word for source in sources for word in _WORD.findall(source)}
    values = {word for source in sources for word in _QUOTED.findall(source)}
    let_through = {name for names in PAGE_CLASSES.values() for name in names}
    return Vocabulary(
        frozenset((words | PAGE_TAGS) - CARRIED),
        frozenset(values),
        frozenset({word for word in words if word.startswith("md-")} | let_through),
    )


@lru_cache(maxsize=4)  # a preview makes the frame anew at each change of a page
def lean(css: str, known: Vocabulary, beside: str) -> str:
    """Without the rules that match nothing, then without the variables and animations that neither it nor `beside` uses."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    text, before = "".join(_kept(rules, known, lambda name: True)), ""
    while text != before:
        used = set(_VARIABLE.findall(text + beside))
        used |= {w for value in _ANIMATION.findall(text + beside) for w in _WORD.findall(value)}
        text, before = "".join(_kept(rules, known, used.__contains__)), text
    return text


def _component(folders: Iterable[Path], name: str) -> str:
    files = (folder / "assets/gongkai/look" / f"{name}.css" for folder in folders)
    return next(file for file in files if file.is_file()).read_text(encoding="utf-8")


def _kept(rules: Iterable[Any], known: Vocabulary, used: Callable[[str], bool]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [_text(s) for s in _split(rule.prelude) if _possible(s, known)]
            body = ";".join(_declarations(rule.content, used)) if selectors else ""
            if body:
                yield f"{','.join(selectors)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS and rule.content is not None:
            inner = "".join(_kept(_rules(rule.content), known, used))
            if inner:
                yield f"@{rule.at_keyword}{_text(rule.prelude, keep=True)}{{{inner}}}"
        elif rule.type == "at-rule" and (
            not rule.lower_at_keyword.endswith("keyframes") or used(_text(rule.prelude))
        ):
            yield rule.serialize()


def _rules(content: Sequence[Any]) -> Sequence[Any]:
    return tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)  # type: ignore[no-any-return]


def _declarations(content: Sequence[Any], used: Callable[[str], bool]) -> Iterator[str]:
    for declaration in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not declaration.name.startswith("--") or used(declaration.name):
            yield declaration.serialize()


def _possible(selector: Sequence[Any], known: Vocabulary) -> bool:
    """Whether an element of this site can match."""
    before = ""
    for token in selector:
        if token.type == "ident" and before != ":":
            if token.value not in (known.classes if before == "." else known.words):
                return False
        elif (
            (token.type == "hash" and token.value not in known.words)
            or (token.type == "[] block" and not _borne(token.content, known))
            or (
                token.type == "function"
                and token.lower_name in ("is", "where")
                and not any(_possible(part, known) for part in _split(token.arguments))
            )
        ):
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _borne(attribute: Sequence[Any], known: Vocabulary) -> bool:
    name, *rest = (token for token in attribute if token.type != "whitespace")
    exact = len(rest) == 2 and rest[0] == "="
    return name.value in known.words and (not exact or rest[1].value in known.values)


def _split(tokens: Iterable[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _text(tokens: Sequence[Any], *, keep: bool = False) -> str:
    text: str = tinycss2.serialize(tokens)
    return text if keep else text.strip()
