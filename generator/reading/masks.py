"""Asterisks that mask names and numbers, which Markdown would take for emphasis: 王**和赵**, 李*明、王*华, 138***0000与139***0000.

CommonMark (0.31, 6.2) asks only for what stands beside an asterisk, so the one of a name can open emphasis that the one of the next
name closes. Two are masks where both stand behind a common surname and what is between goes on as lists of names do, or where the
first name begins a clause.
"""

from __future__ import annotations

import re

from generator.reading.privacy.persons import COMMON_SURNAMES, COMPOUND_SURNAMES

MASK = "\ufdd1"
"""Stands for an asterisk of a mask until the text is rendered: no character (Unicode, noncharacters), so that no text has it."""

_NAME = rf"(?:(?<=[{COMMON_SURNAMES}某])|(?<={COMPOUND_SURNAMES})) \*+"

_NO_OTHER_WORD = "".join(sorted(set(COMMON_SURNAMES) - set("于向任何曾莫顾常许付余严高方万白")))
"""Surnames that begin a clause as names only: 向**社会**公开 is emphasis."""

_CLAUSE = rf"(?:(?<=^[{_NO_OTHER_WORD}])|(?<=[\s、，,；;：:。（(|][{_NO_OTHER_WORD}])) \*+"

_BETWEEN = r"(?: [^*\n] | \n (?![ \t]*(?:\n|[|>#])) )*"
"""What may stand between two asterisks of a paragraph."""

_NEXT = rf"(?: [\u4e00-\u9fff]? [\s、，,；;：:/（(和与及同跟或诉等] {_BETWEEN} {_NAME} )"

_PIECES = re.compile(
    rf"""
      (?P<kept> \\. | `[^`\n]*` )
    | (?P<masks> (?: {_CLAUSE} {_BETWEEN} {_NAME} {_NEXT}* ) | (?: {_NAME} {_NEXT}+ ) | (?<=[0-9])\*{{3,}}(?=[0-9Xx]) )
    | (?P<emphasis> (?<!\*)\*+ (?=[^\s*]) {_BETWEEN} \*+ )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def with_masks(source: str) -> str:
    """Markdown in which the asterisks of masked names and numbers are MASK; emphasis, code and escaped asterisks stay as they are."""
    return _PIECES.sub(lambda piece: piece[0].replace("*", MASK) if piece["masks"] else piece[0], source)
