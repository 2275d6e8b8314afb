"""Rules about what a reader who cannot see a page gets from a document."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostics import Finding, Text
from generator.model.setting import Setting
from generator.reading.frontmatter import Record
from generator.reading.links import unnamed_images


def image_without_text(record: Record, setting: Setting) -> Iterator[Finding]:
    """图片没有说明文字。

    读屏软件读的是方括号里的文字，Word 文档和不显示图片的场合也用它代替图片；没有文字，看不见图片的人就不知道这里有什么。
    写图片说明了什么，不写“图片”“如图”；图里的字是正文的一部分时，正文里也要有这些字。
    依据：《无障碍环境建设法》第三十二条；《网页内容无障碍指南》（WCAG）2.2 第 1.1.1 条。
    ---
    An image without alternative text.

    Screen readers read the words in the brackets, and the Word file shows them in place of the image. Say what the image
    says; words that are part of the text must be in the text as well.
    """
    for image in unnamed_images(record.body, record.body_line):
        yield Finding(
            image.line,
            Text(f"图片“{image.target}”没有说明文字", f"the image “{image.target}” has no alternative text"),
            Text(
                f"在方括号里写图片的内容：![处置流程图]({image.target})",
                f"say what it shows in the brackets: ![…]({image.target})",
            ),
        )
