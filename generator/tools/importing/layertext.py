"""The text layer of a scan → a source, or the words of the pages that are pictures among pages with text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.checking.rules.text import placeholder
from generator.model.catalog import OFFICIAL_GENRES
from generator.model.diagnostics import Text
from generator.reading.attachments.content import Read, Unread
from generator.reading.attachments.layers import DOUBTFUL, Layer
from generator.reading.openness_marks import strictest
from generator.tools.importing.blocks import paragraph
from generator.tools.importing.layouthead import PART
from generator.tools.importing.source import Source
from generator.tools.importing.spelling import read_date, read_number

PAGE_NUMBER = re.compile(r"[—\-–－·\s]*\d{1,4}[—\-–－·\s]*|第\s*\d+\s*页.*")
_ENDS = tuple("。：；！？:;")
_TITLE = 80
"""Signs that a title may have."""
_TITLE_ENDS = tuple(f"的{genre}" for genre in OFFICIAL_GENRES)

Layers = Callable[[], Layer | None]
"""Gives the text layer of the file that is being read: the one beside it, or one made now; it is asked only when needed."""


@dataclass(frozen=True)
class PageWords:
    """What is known of the pages of a file that could not be read, by their numbers, counted from 1."""

    lines: Mapping[int, tuple[str, ...]]
    """The words of a page in the text layer."""
    marks: Mapping[int, str]
    """A page without words: the line that stands for it in the draft until somebody has written it out."""
    notes: tuple[Text, ...]

    def paragraphs(self, page: int) -> Iterator[str]:
        """What is written into the draft in the place of a page; nothing for one that was read."""
        yield from joined(self.lines.get(page, ()))
        if page in self.marks:
            yield self.marks[page]


def page_words(unread: Iterable[Unread], layers: Layers) -> PageWords:
    """The words of the unread pages of a file, whose other pages have a text."""
    pages = {u.page: u for u in unread if u.page is not None}
    layer = layers() if pages else None
    words = {page: layer.parts.get(u.place.zh.strip(), "") if layer else "" for page, u in pages.items()}
    lines = {page: tuple(_lines(text)) for page, text in words.items() if any(_lines(text))}
    marks = {
        page: placeholder(f"{u.place.zh.strip()}{u.why.zh}，没有读出：对照原件写在这里")
        for page, u in pages.items()
        if page not in lines
    }
    notes: list[Text] = []
    if lines and layer:
        shown = "、".join(map(str, sorted(lines)))
        notes.append(
            Text(
                f"第 {shown} 页是图像，文字由 {layer.by} 识别，逐字对照原件",
                f"pages {shown} are pictures, recognised by {layer.by}: compare every word with the original",
            )
        )
        notes += _doubts(words[page] for page in sorted(lines))
    if marks:
        shown = "、".join(map(str, sorted(marks)))
        notes.append(
            Text(
                f"第 {shown} 页是图像，或者字体没有对应表，没有读出文字：草稿里各留了一行，写好以前不能发布；"
                "装上 gongkai[ocr] 再导入，或者先用 gongkai text 做文字版",
                f"pages {shown} are pictures, or in fonts that cannot be decoded, and were not read: a line stands for each in the "
                "draft, which cannot be published before it is replaced",
            )
        )
    return PageWords(lines, marks, tuple(notes))


def read_layer_text(name: str, kind: str, layer: Layer) -> Source:
    """Read a scan by its text layer, page by page."""
    lines = [line for text in layer.parts.values() for line in _lines(text)]
    note = Text(
        f"这是扫描件或者照片，文字由 {layer.by} 识别，逐字对照原件；表格成为普通的行",
        f"a scan or photo, recognised by {layer.by}: compare every word with the original; tables became lines",
    )
    blocks = [paragraph(text) for text in joined(lines)]
    return Source(name, kind, blocks, tuple(lines), notes=(note, *_doubts(layer.parts.values())))


def _lines(text: str) -> Iterator[str]:
    """The lines of a page of a layer without page numbers and signs of doubt."""
    for line in text.split("\n"):
        bare = line.strip().removeprefix(DOUBTFUL).strip()
        if bare and not PAGE_NUMBER.fullmatch(bare):
            yield bare


def _doubts(texts: Iterable[str]) -> Iterator[Text]:
    words = [line.strip() for text in texts for line in text.split("\n")]
    doubtful = [line.removeprefix(DOUBTFUL) for line in words if line.startswith(DOUBTFUL)]
    if doubtful:
        shown = "；".join(doubtful[:5])
        yield Text(f"{len(doubtful)} 行拿不准：{shown}", f"{len(doubtful)} lines are doubtful: {shown}")


def joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page without positions → paragraphs: a full line goes on in the next, unless either begins or ends something."""
    broad = sorted(len(line) for line in lines)[int(len(lines) * 0.9)] if lines else 0
    enough = sum(len(line) > 0.85 * broad for line in lines) > 2  # else the longest ends where its words end
    text = ""
    for line in lines:
        alone = "\t" in line or read_date(line) or read_number(line) or strictest(line) or PART.match(line)
        if text and alone:
            yield text
            text = ""
        text += line.replace("\t", "  ")
        goes_on = line.endswith(("、", "，")) or (enough and not line.endswith(_ENDS))
        full = goes_on and len(line) > max(12, 0.85 * broad)
        if "\t" in line or not full or (len(text) < _TITLE and text.endswith(_TITLE_ENDS)):
            yield text
            text = ""
    if text:
        yield text


def unseen_lines(read: Read) -> tuple[set[str], tuple[Text, ...]]:
    """The lines of a file that nobody sees, without their blanks, and the note that they were left out."""
    texts = [line.strip() for part in read.parts if part.again for line in part.text.split("\n")]
    texts = [text for text in texts if text]
    if not texts:
        return set(), ()
    shown = "、".join(text[:12] + ("…" if len(text) > 12 else "") for text in texts[:3])
    note = Text(
        f"看不见的文字 {len(texts)} 处没有带入，核对草稿里是否还有：{shown}",
        f"{len(texts)} pieces that nobody can see were left out; look whether any is in the draft: {shown}",
    )
    return {"".join(text.split()) for text in texts}, (note,)
