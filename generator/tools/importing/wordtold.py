"""What of a Word document its reader does not see or the converter cannot carry, counted for the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.model.diagnostics import Text


@dataclass
class Told:
    """What the reader does not see or pandoc cannot carry, counted."""

    hidden: list[str] = field(default_factory=list)
    deleted: int = 0
    boxes: int = 0
    contents: int = 0
    """Lines of a table of contents."""
    formulas: int = 0
    charts: int = 0
    diagrams: int = 0
    unknown_symbols: int = 0
    unknown_numbers: int = 0
    """Paragraphs whose automatic number has signs that a converter has lost."""

    def notes(self) -> Iterator[Text]:
        """What the report says of everything that was lost or is doubtful."""
        if self.hidden:
            shown = "、".join(text[:12] + ("…" if len(text) > 12 else "") for text in self.hidden[:3])
            yield Text(
                f"隐藏文字 {len(self.hidden)} 处没有带入：{shown}",
                f"{len(self.hidden)} pieces of hidden text were left out: {shown}",
            )
        if self.deleted:
            yield Text(
                f"有修订痕迹，按全部接受处理；删除的文字 {self.deleted} 处没有带入",
                f"tracked changes were taken as accepted; {self.deleted} deletions were left out",
            )
        for count, zh, en in (
            (
                self.boxes,
                "个文本框，里面的文字成为段落，核对位置",
                "text boxes became paragraphs: check where they stand",
            ),
            (self.contents, "行目录没有带入，网页按小标题生成", "lines of a table of contents were left out"),
            (
                self.formulas,
                "个公式写成了一行文字，要核对",
                "formulas were written as a line of text: check them",
            ),
            (self.charts, "个图表没有带入，另存为图片后补上", "charts were left out: add them as pictures"),
            (
                self.diagrams,
                "个 SmartArt 图形只带入了文字",
                "SmartArt graphics: only their words were taken",
            ),
            (
                self.unknown_symbols,
                "个符号的字体没有对应表，写成了“□”，要核对",
                "symbols of an unknown font were written as □",
            ),
            (
                self.unknown_numbers,
                "段的自动编号里有读不出的字（“?”），对照原件改正",
                "paragraphs have numbers with signs that were lost (“?”): put them right",
            ),
        ):
            if count:
                yield Text(f"有 {count} {zh}", f"{count} {en}")
