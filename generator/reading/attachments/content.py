"""What an attachment holds, as frozen data, and why it could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from generator.model.diagnostics import Text

PLAIN = Text("", "")


class Role(StrEnum):
    """How a reader meets a part of a file."""

    TEXT = "text"
    HIDDEN = "hidden"
    """Kept out of sight by the author: hidden sheets, rows, columns, slides and words."""
    LEFTOVER = "leftover"
    """Left behind by the program: deleted text under revision, cached tables of other workbooks."""
    COMMENT = "comment"
    PROPERTY = "property"


class Part(NamedTuple):
    """One piece of text of a file. Cells of a table row are separated by tabs; a blank line ends a table."""

    text: str
    place: Text = PLAIN
    """Where it stands, in the words of the program that shows it: 工作表“名单”, 第 3 页."""
    role: Role = Role.TEXT
    first_line: int | None = None
    """The number a reader sees beside the first line; None where lines have no number."""
    again: bool = False
    """Whether its words stand in another part as well, among those around them that tell what they are."""


class Unread(NamedTuple):
    """Something of a file that holds text or a picture and that no reader understood. It is never called clean."""

    place: Text
    """Where it is: 第 3 页, 图片 word/media/image1.png, 部件 word/embeddings/oleObject1.bin."""
    why: Text
    """Why it was not read, as the second half of a sentence: 是图像，没有文字."""
    page: int | None = None
    """The number of the page when it is a whole page."""
    picture: bool = True
    """Whether a text layer can stand for it."""


PICTURE = Text("是图像，没有文字", "is a picture without text")
GARBLED = Text(
    "的文字无法正确读出（字体没有对应表）", "cannot be read correctly (a font without a table of characters)"
)
UNKNOWN = Text("的格式无法识别，没有读出", "has a format that is not known and was not read")


class Refusal(NamedTuple):
    """Why a file was not read; the rule named by `slug` reports it."""

    slug: Literal["attachment-type", "attachment-too-large", "unreadable-attachment"]
    message: Text
    hint: Text


class Refused(Exception):
    """Ends the reading of one file. Never leaves this package."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message.en)
        self.refusal = refusal


class Read(NamedTuple):
    """What a reader of one file format brings back."""

    parts: tuple[Part, ...] = ()
    changes: int = 0
    inside: tuple[tuple[str, bytes], ...] = ()
    """Name and bytes of the files it contains."""
    unread: tuple[Unread, ...] = ()
    """The parts of it that nobody could read."""
    refusal: Refusal | None = None
    """Why it may not be published though it was read: it would start something on the reader's machine."""

    @property
    def scanned(self) -> tuple[int, ...]:
        """Numbers of the pages that could not be read."""
        return tuple(u.page for u in self.unread if u.page is not None)


@dataclass(frozen=True, slots=True)
class Content:
    """One attachment as read, or one file inside an attachment."""

    name: str
    """The file's name; for a file inside another one the names joined by `/`."""
    kind: str
    """Its format as told by its content, such as `docx`; empty when unknown."""
    parts: tuple[Part, ...] = ()
    changes: int = 0
    """Insertions, deletions and moves still marked as revisions, and comments of a text document."""
    unread: tuple[Unread, ...] = ()
    """The parts of it that nobody could read."""
    refusal: Refusal | None = None

    @property
    def scanned(self) -> tuple[int, ...]:
        """Numbers of the pages that could not be read."""
        return tuple(u.page for u in self.unread if u.page is not None)

    @property
    def text(self) -> str:
        """What a reader sees, for search."""
        return self._of(Role.TEXT)

    @property
    def hidden(self) -> str:
        """What the author keeps out of sight."""
        return self._of(Role.HIDDEN)

    @property
    def comments(self) -> str:
        """Comments and notes."""
        return self._of(Role.COMMENT)

    @property
    def properties(self) -> str:
        """Author, title, keywords and other document properties."""
        return self._of(Role.PROPERTY)

    def _of(self, role: Role) -> str:
        return "\n".join(part.text for part in self.parts if part.role is role)


STARTS_PROGRAM = Refusal(
    "attachment-type",
    Text("里面有打开文件时会运行程序的内容（DDE）", "holds a field or formula that starts a program (DDE)"),
    Text(
        "删去这个域或者公式（不是隐藏），保存后替换附件",
        "delete the field or formula, save it and replace the attachment",
    ),
)


def unreadable(message: Text, hint: Text) -> Refused:
    """A file that ought to be readable and is not."""
    return Refused(Refusal("unreadable-attachment", message, hint))


def too_large(message: Text) -> Refused:
    """A file, or what it unpacks to, above a limit."""
    return Refused(
        Refusal(
            "attachment-too-large",
            message,
            Text(
                "拆分成几个附件，或者压缩其中的图片",
                "split it into several attachments, or compress its pictures",
            ),
        )
    )


def filled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Only the parts that say something."""
    return tuple(part for part in parts if part.text.strip())
