"""The styles and numberings of a Word document: what a paragraph or a run is by itself and by its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.reading.attachments.content import PLAIN
from generator.reading.attachments.looks import Looks, concealed, look_of, overlaid
from generator.tools.importing.figures import figures
from generator.tools.importing.wordtree import W_, Tree, at, switched, value


def _defaults(tree: Tree | None) -> Tree | None:
    return None if tree is None else at(tree, "docDefaults", "rPrDefault", "rPr")


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, tree: Tree | None) -> None:
        found = [] if tree is None else list(tree.iter(f"{W_}style"))
        self._style = {value(style, "styleId"): style for style in found}
        self._looks = Looks([s for s in found if isinstance(s.tag, str)], _elements(_defaults(tree)))
        self._usual = next(
            (
                value(s, "styleId")
                for s in found
                if value(s, "type") == "paragraph" and value(s, "default") in ("1", "true", "on")
            ),
            None,
        )

    def chain(self, name: str | None) -> Iterator[Tree]:
        """A style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while name and name in self._style and name not in seen:
            seen.add(name)
            yield self._style[name]
            name = value(at(self._style[name], "basedOn"))

    def of_paragraph(self, paragraph: Tree) -> list[Tree]:
        """The styles of a paragraph, the nearest first."""
        return list(self.chain(value(at(paragraph, "pPr", "pStyle")) or self._usual))

    def names(self, paragraph: Tree) -> list[str]:
        """The names of a paragraph's styles in small letters, the nearest first."""
        return [(value(at(style, "name")) or "").lower() for style in self.of_paragraph(paragraph)]

    def hides(self, run: Tree, paragraph: Tree | None) -> bool:
        """Whether nobody sees the words of a run: hidden, white on paper, or too small, by itself or by its styles."""
        own = look_of(_elements(at(run, "rPr")))
        named = self._looks.of(value(at(run, "rPr", "rStyle")) or "")
        style = value(at(paragraph, "pPr", "pStyle")) if paragraph is not None else None
        around = self._looks.of(style) if style else self._looks.usual
        look = overlaid(overlaid(own, overlaid(named, around)), self._looks.usual)
        return concealed(look, _is_on_paper(run, paragraph)) is not PLAIN


def _elements(tree: Tree | None) -> list[Tree]:
    return [] if tree is None else [e for e in tree if isinstance(e.tag, str)]


def _is_on_paper(run: Tree, paragraph: Tree | None) -> bool:
    """Whether the ground below a run is the white of the page: not in a table, a box or a shaded paragraph."""
    if paragraph is not None and at(paragraph, "pPr", "shd") is not None:
        return False
    return next(run.iterancestors(f"{W_}tbl", f"{W_}txbxContent"), None) is None


@dataclass
class _Level:
    """One level of a list."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"


@dataclass
class _List:
    """A numbering that paragraphs refer to, and the counters it shares with others of the same kind."""

    levels: dict[int, _Level]
    counters: dict[int, int]
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that this list begins anew, and with what."""


class Numbering:
    """Counts through the numbered paragraphs of a document, from its first to its last."""

    def __init__(self, tree: Tree | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._style_level: dict[tuple[str, str], int] = {}
        if tree is not None:
            self._read(tree)

    def place(self, paragraph: Tree) -> tuple[str, int] | None:
        """The list and level of a paragraph, by itself or by its style; None when it is in no list."""
        own = at(paragraph, "pPr", "numPr")
        name, level = value(at(own, "numId")), value(at(own, "ilvl"))
        if name is None:
            for style in self._styles.of_paragraph(paragraph):
                settings = at(style, "pPr", "numPr")
                if (by_style := value(at(settings, "numId"))) is not None:
                    name = by_style
                    linked = self._style_level.get((name, value(style, "styleId") or ""))
                    level = level or value(at(settings, "ilvl")) or (str(linked) if linked else None)
                    break
        if name not in self._lists:
            return None
        number = int(level) if level and level.isdigit() else 0
        return (name, number) if number in self._lists[name].levels else None

    def written(self, place: tuple[str, int]) -> str | None:
        """Count one paragraph and give its number as Word shows it; None for a bullet."""
        listed, depth = self._lists[place[0]], place[1]
        level = listed.levels[depth]
        counters = listed.counters
        if depth in listed.starts:
            counters[depth] = listed.starts.pop(depth)
        else:
            counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            restart = listed.levels[deeper].restart if deeper in listed.levels else None
            if restart is None or (restart and depth < restart):
                del counters[deeper]
        if level.form == "bullet":
            return None

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            there = listed.levels.get(other, level)
            number = counters.setdefault(other, there.start) if other < depth else counters.get(other, 1)
            return figures(number, "decimal" if level.legal and other != depth else there.form)

        return _with_space(re.sub(r"%(\d)", shown, level.text), level.suffix)

    def _read(self, tree: Tree) -> None:
        abstract = {value(a, "abstractNumId"): a for a in tree.findall(f"{W_}abstractNum")}
        by_style_link = {
            value(at(a, "styleLink")): key for key, a in abstract.items() if at(a, "styleLink") is not None
        }
        counters: dict[str | None, dict[int, int]] = {}
        for num in tree.findall(f"{W_}num"):
            key = value(at(num, "abstractNumId"))
            link = value(at(abstract.get(key), "numStyleLink"))
            key = by_style_link.get(link, key) if link else key
            name = value(num, "numId")
            if name is None or key not in abstract or name == "0":
                continue
            levels: dict[int, _Level] = {}
            for lvl in abstract[key].findall(f"{W_}lvl"):
                self._level(name, lvl, levels)
            made = _List(levels, counters.setdefault(key, {}))
            for override in num.findall(f"{W_}lvlOverride"):
                depth = int(value(override, "ilvl") or 0)
                if (own := at(override, "lvl")) is not None:
                    self._level(name, own, levels)
                if (start := value(at(override, "startOverride"))) and start.lstrip("-").isdigit():
                    made.starts[depth] = int(start)
            self._lists[name] = made

    def _level(self, name: str, lvl: Tree, levels: dict[int, _Level]) -> None:
        depth = int(value(lvl, "ilvl") or 0)
        start, restart = value(at(lvl, "start")), value(at(lvl, "lvlRestart"))
        levels[depth] = _Level(
            _form(lvl),
            value(at(lvl, "lvlText")) or "",
            int(start) if start and start.lstrip("-").isdigit() else 0 if start is None else 1,
            int(restart) if restart and restart.isdigit() else None,
            bool(switched(at(lvl, "isLgl"))),
            value(at(lvl, "suff")) or "tab",
        )
        if style := value(at(lvl, "pStyle")):
            self._style_level[name, style] = depth


def _form(lvl: Tree) -> str:
    """The format of a level; newer programs write formats of their own beside one that all know."""
    found = [form for e in lvl.iter(f"{W_}numFmt") if (form := value(e)) and form != "custom"]
    return found[-1] if found else "decimal"


def _with_space(number: str, suffix: str) -> str:
    """The number and what stands between it and the words: nothing behind Chinese punctuation and rings."""
    number = number.strip()
    if not number or suffix == "nothing" or number[-1] in "、，．：；）】〕。" or _is_ring(number[-1]):
        return number
    return number + (" " if number[-1].isascii() else "　")


def _is_ring(sign: str) -> bool:
    return 0x2460 <= ord(sign) <= 0x24FF or 0x3200 <= ord(sign) <= 0x32FF
