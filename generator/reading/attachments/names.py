"""File names that are safe on every system, in a URL and in an archive."""

from __future__ import annotations

import re
import unicodedata

from generator.model.diagnostics import Text

MAX_NAME = 200
"""Bytes in UTF-8; file systems stop at 255, and the build may add to a name."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

_FORBIDDEN = re.compile(r'[<>:"|?*]')


def unsafe_name(name: str) -> Text | None:
    """What is wrong with the name of a file in one folder; None when nothing is."""
    if "/" in name or "\\" in name:
        return Text("带有路径", "it contains a path")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for c in name):
        return Text("带有控制字符或者不可见字符", "it contains control or invisible characters")
    if _FORBIDDEN.search(name) or _RESERVED.fullmatch(name):
        return Text(
            "带有 Windows 不允许的字符或者名称", "it contains characters or names that Windows reserves"
        )
    if name.strip(" .") != name or name.startswith("~$"):
        return Text("以空格、点或者 ~$ 开头或结尾", "it begins or ends with a space, a dot or ~$")
    return Text("过长", "it is too long") if len(name.encode("utf-8", "replace")) > MAX_NAME else None


def unsafe_member(path: str) -> Text | None:
    """What is wrong with the path of a file in an archive."""
    return next(
        (fault for step in path.split("/") if (fault := unsafe_name(step) or (_EMPTY if not step else None))),
        None,
    )


_EMPTY = Text("是绝对路径", "it is an absolute path")
