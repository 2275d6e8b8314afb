"""Rules about index numbers and document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.diagnostics import Finding, Text
from generator.frontmatter import Record
from generator.model import Document
from generator.rules.rule import Setting

_SAFE_PATH = re.compile(r"[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*", re.ASCII)
"""Whatever pattern an office sets, an index number is also an address and must stay one."""


def bad_index_number(record: Record, setting: Setting) -> Iterator[Finding]:
    """索引号的格式不对，或者不属于发布机构。

    索引号由“机构代码/年份-五位流水号”组成，机构代码是发布机构的统一社会信用代码（18 位）或者组织机构代码（9 位）。
    索引号就是页面的永久地址，一经使用不再更改。格式可以在 catalog.yml 的 index_no 中另定。
    依据：《政府信息公开条例》第十二条第三款；国办秘函〔2009〕6号（索引号由前段码和后段码组成）。
    ---
    The index number has a wrong form or belongs to another body.

    It is `code/year-serial`: the issuing body's 18- or 9-character code, four digits, five digits. It is also the
    permanent address of the page.
    """
    document = record.document
    if document is None or document.index_no is None:
        return
    line, number = document.line("index_no"), document.index_no
    match = _pattern(setting.catalog.index_no).match(number)
    if match is None or not _SAFE_PATH.fullmatch(number):
        yield Finding(line, Text(f"索引号“{number}”的格式不对", f"the index number “{number}” has a wrong form"),
                      Text("写成“机构代码/年份-五位流水号”，如 11339926854601395E/2026-00012", "write code/year-serial, such as 11339926854601395E/2026-00012"))
        return
    body = setting.catalog.body_by_name.get(document.issuer or "")
    code = match.groupdict().get("code")
    if body and code and code.replace("-", "") != body.code.replace("-", ""):
        yield Finding(line, Text(f"索引号的机构代码 {code} 不是{body.name}的", f"the code {code} is not that of {body.name}"),
                      Text(f"改为以 {body.code}/ 开头，或者核对发布机构", f"begin with {body.code}/, or check the issuer"),
                      {"expected": body.code})


def duplicate_index_number(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """两份文件用了同一个索引号。

    索引号全目录唯一，用过的不再使用，删除的文件也不例外。
    依据：国办秘函〔2009〕6号（索引号唯一、不变）。
    ---
    Two documents have the same index number.

    An index number is unique in the catalog and never used again.
    """
    first: dict[str, Document] = {}
    for document in documents:
        if document.index_no is None:
            continue
        other = first.setdefault(document.index_no.casefold(), document)
        if other is not document:
            yield Finding(document.line("index_no"),
                          Text(f"索引号“{document.index_no}”已由 {other.path} 使用", f"“{document.index_no}” is already used by {other.path}"),
                          Text("改用本机构本年度下一个未用过的流水号", "take the next free serial of the body and year"),
                          {"other": other.path}, document.path)


@lru_cache(maxsize=4)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)
