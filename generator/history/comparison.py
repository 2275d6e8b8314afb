"""Two versions of a document → what was added and removed, paragraph by paragraph, and which particulars changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Any, Literal, NamedTuple

from generator.history.versions import COMPARED, Version
from generator.model.document import FIELDS, Attachment
from generator.model.visibility import PUBLISHED
from generator.reading.privacy.masking import without_leaks

NEAR = 1
"""Unchanged paragraphs shown before and after a changed one."""

ALIKE = 0.4
"""Paragraphs less alike than this are shown one after the other, not woven into one."""

LONGEST = 4_000
"""Characters of a paragraph that is compared word by word."""

MOST_PAIRS = 40_000
"""Pairs of paragraphs that are held against each other, at most."""

PAIRED = 0.3
"""Share of the pairs of signs that two paragraphs have in common, of which one became of the other."""

_NUMBER = re.compile(
    r"第[〇零一二两三四五六七八九十百千0-9]+[章节条]\s*|[（(][一二三四五六七八九十0-9]+[）)]\s*|[一二三四五六七八九十0-9]+[、.．]\s*"
)
"""The number at the head of a chapter, an article or an item."""

_BRACKETS = str.maketrans("()", "（）")

_WIDE = str.maketrans(",:;?!", "，：；？！")

_NARROW = re.compile(r"(?<=[^\x00-\x7f])[,:;?!]+|[,:;?!]+(?=[^\x00-\x7f])")

_UNSEEN = re.compile(r"[\u200b-\u200d\u2060\ufeff]")

_BLANK = re.compile(r"[^\S\n]+")

_MEANINGLESS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")

_WORD = re.compile(r"[0-9A-Za-z.%]+|\s+|.", re.DOTALL)

Kind = Literal["same", "ins", "del"]


class Part(NamedTuple):
    """A piece of a paragraph: in both versions, added, or removed."""

    kind: Kind
    text: str


class Paragraph(NamedTuple):
    """A paragraph of the comparison; without parts it stands for unchanged ones that are left out."""

    parts: tuple[Part, ...]
    left_out: int = 0


class Particular(NamedTuple):
    """A key of the front matter, or a file, that changed. "" stands for what was not there."""

    label: str
    before: str
    after: str


class Comparison(NamedTuple):
    """All that differs between two versions, by their names. Personal data in it is masked, whichever version it stood in."""

    before: str
    after: str
    particulars: tuple[Particular, ...]
    paragraphs: tuple[Paragraph, ...]


def compare(before: Version, after: Version) -> Comparison:
    """The differences between two versions, as the page of comparison shows them."""
    paragraphs = tuple(_shortened(list(_paragraphs(before.text, after.text))))
    return Comparison(before.name, after.name, tuple(_particulars(before, after)), paragraphs)


def _particulars(before: Version, after: Version) -> Iterator[Particular]:
    for key in COMPARED:
        old, new = _words(getattr(before.document, key)), _words(getattr(after.document, key))
        if old != new:
            yield Particular(FIELDS[key].title or key, without_leaks(old), without_leaks(new))
    old_files, new_files = dict(before.files), dict(after.files)
    listed = {a.file for a in after.document.attachments} & {a.file for a in before.document.attachments}
    for name in sorted(listed):
        if old_files.get(name) != new_files.get(name):
            yield Particular("附件", name, f"{name}（文件已更换）")


def _words(value: Any) -> str:
    """A value of the front matter in one line, as far as it is published."""
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    if isinstance(value, Attachment):
        return value.title or value.file
    if keys := PUBLISHED.get(type(value)):
        return "，".join(words for key in keys if (words := _words(getattr(value, key))))
    return "" if value is None else str(value)


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that say the same under another number belong together: an article put in between moves all that follow."""
    old, new = ([*filter(None, (unified(without_leaks(line)) for line in text))] for text in (before, after))
    keys = [[_essence(_unnumbered(line)) for line in text] for text in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        pairs = list(zip(old[a:b], new[c:d], strict=True)) if kind == "equal" else _pairs(old[a:b], new[c:d])
        for gone, come in pairs:
            if _essence(gone) == _essence(come):
                yield Paragraph((Part("same", come),))
            elif gone and come:
                yield from _woven(gone, come)
            else:
                yield Paragraph(tuple(Part(kind, text) for kind, text in _both(gone, come)))


def unified(line: str) -> str:
    """A line as it is compared: punctuation beside Chinese words is wide, and every blank is the same. What only differs in these was
    typed by another hand, not amended."""
    if not line.isascii():
        line = _NARROW.sub(lambda signs: signs[0].translate(_WIDE), line.translate(_BRACKETS))
    return _BLANK.sub(" ", _UNSEEN.sub("", line)).strip()


def _essence(line: str) -> str:
    """Without the blanks that mean nothing: those beside Chinese words, as in 总　则."""
    return _MEANINGLESS.sub("", line)


def _unnumbered(paragraph: str) -> str:
    found = _NUMBER.match(paragraph)
    return paragraph[found.end() :] if found else paragraph


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Which of the new paragraphs became of which of the old: those most alike, in their order; "" where there is none.

    A long run is paired as it stands, for every old paragraph is held against every new one.
    """
    if len(old) * len(new) > MOST_PAIRS:
        return list(zip_longest(old, new, fillvalue=""))
    olds, news = [_pieces(x) for x in old], [_pieces(x) for x in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = best[i + 1][j + 1] + _alike(olds[i], news[j])
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            pairs.append((old[i], ""))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            pairs.append(("", new[j]))
            j += 1
        else:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
    return [*pairs, *((gone, "") for gone in old[i:]), *(("", come) for come in new[j:])]


def _pieces(paragraph: str) -> set[str]:
    words = _unnumbered(paragraph)
    return {*map("".join, pairwise(words))} or {words}


def _alike(one: set[str], other: set[str]) -> float:
    """How much two paragraphs have in common, from 0 to 1; 0 for those that have little."""
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= PAIRED else 0.0


def _woven(gone: str, come: str) -> Iterator[Paragraph]:
    """One paragraph with both versions in it, or two when they have little in common."""
    old, new = _WORD.findall(gone), _WORD.findall(come)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(gone), len(come)) > LONGEST or matcher.real_quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        yield from (Paragraph((Part(kind, text),)) for kind, text in _both(gone, come))
        return
    parts: list[Part] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" and (b - a > 1 or not parts or b == len(old)):
            parts.append(Part("same", "".join(old[a:b])))
        else:
            parts += [Part(kind, text) for kind, text in _both("".join(old[a:b]), "".join(new[c:d]))]
    yield Paragraph(tuple(_joined(parts)))


def _both(gone: str, come: str) -> Iterator[tuple[Kind, str]]:
    if gone:
        yield "del", gone
    if come:
        yield "ins", come


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbouring changes made one: what was removed, then what was added."""
    gone = come = ""
    for kind, text in [*parts, Part("same", "")]:
        if kind == "del":
            gone += text
        elif kind == "ins":
            come += text
        else:
            yield from (Part(kind, text) for kind, text in _both(gone, come))
            gone = come = ""
            if text:
                yield Part(kind, text)


def _shortened(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The changed paragraphs and their neighbours; how many were left out between."""
    changed = [
        n for n, paragraph in enumerate(paragraphs) if any(part.kind != "same" for part in paragraph.parts)
    ]
    near = {n for at in changed for n in range(at - NEAR, at + NEAR + 1)}
    left_out = 0
    for n, paragraph in enumerate(paragraphs):
        if n in near:
            if left_out:
                yield Paragraph((), left_out)
            yield paragraph
            left_out = 0
        elif changed:
            left_out += 1
    if left_out:
        yield Paragraph((), left_out)
