"""Rules about the file itself; the findings are made while it is read."""

from __future__ import annotations

from generator.model.diagnostics import Finding
from generator.model.setting import Setting
from generator.reading.frontmatter import Record


def invalid_front_matter(record: Record, setting: Setting) -> list[Finding]:
    """文件头无法读取。

    文件应当是 UTF-8 编码，第一行和文件头最后一行各写三个减号（---），中间每行写一项“键: 值”。
    文件为空、缺少结尾的 ---、编码不对、格式错误、使用别名或者类型标记，都会使元数据丢失，因此不予通过。
    依据：《政府信息公开条例》第十二条（公开目录须载明索引、名称、内容概述、生成日期）。
    ---
    The front matter cannot be read.

    A file is UTF-8 and begins with `---`, one “key: value” a line, and `---`. An empty file, a missing closing
    line, another encoding, broken YAML, aliases and tags would lose metadata.
    """
    return record.reported("invalid-front-matter")


def duplicate_key(record: Record, setting: Setting) -> list[Finding]:
    """同一个键写了两次。

    两处的内容可能不同，程序不猜哪一处是对的。
    依据：《政府信息公开条例》第十二条（目录内容应当准确）。
    ---
    A key is written twice.

    The two values may differ, and the program does not guess.
    """
    return record.reported("duplicate-key")


def unknown_field(record: Record, setting: Setting) -> list[Finding]:
    """没有这个键。

    键名写错时，内容既不会显示也不会检查。全部键名见《元数据字典》。
    依据：本项目的元数据字典。
    ---
    There is no such key.

    A misspelt key would neither be shown nor be checked. All keys are in the dictionary of fields.
    """
    return record.reported("unknown-field")


def empty_field(record: Record, setting: Setting) -> list[Finding]:
    """写了键，没有写内容。

    暂时没有内容的项目，整行删除即可。
    依据：《政府信息公开条例》第十二条。
    ---
    A key without a value.

    Delete the line if there is nothing to say.
    """
    return record.reported("empty-field")


def wrong_type(record: Record, setting: Setting) -> list[Finding]:
    """内容的写法不对。

    有的项目只能写一段文字，有的要写成列表，有的只能从规定的几个词里选。
    依据：本项目的元数据字典。
    ---
    A value of the wrong kind.

    Some keys take plain text, some a list, some one of a few words.
    """
    return record.reported("wrong-type")


def invalid_date(record: Record, setting: Setting) -> list[Finding]:
    """日期的写法不规范，或者没有这一天。

    日期一律写成 YYYY-MM-DD，如 2026-03-02。公开期限按日期计算，写法不统一就无法计算。
    依据：GB/T 7408（日期和时间的表示）；《政府信息公开条例》第二十六条。
    ---
    A date that is not YYYY-MM-DD, or does not exist.

    Terms are counted from dates, so there is one way of writing them.
    """
    return record.reported("invalid-date")


def text_format(record: Record, setting: Setting) -> list[Finding]:
    """文件带有 BOM 标记或者 Windows 换行符。

    内容可以正常读取，但会使版本比较显示整篇都有改动，看不出真正改了什么。
    依据：本项目的编辑约定。
    ---
    A byte-order mark or Windows line ends.

    The text is read all the same, but comparisons between versions would show every line as changed.
    """
    return record.reported("text-format")
