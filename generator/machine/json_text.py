"""Values → JSON in UTF-8, as every file and every report of the program has it.

Frozen classes, tuples, dates and exact amounts are values like others: an object, an array, `2026-11-22`, "1236.40".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder()


def json_line(value: Any) -> str:
    """One line without blanks and without an end. Raises TypeError for what JSON has no form for."""
    return _encoder.encode(value).decode()


def json_text(value: Any, indent: int = 1, end: str = "\n") -> str:
    """A file that people read too: a line for every value. Raises TypeError for what JSON has no form for."""
    return msgspec.json.format(_encoder.encode(value), indent=indent).decode() + end


def json_lines(values: Sequence[Any], between: str = "\n") -> str:
    """Many values, each as `json_line` writes it. Raises TypeError for what JSON has no form for."""
    return _encoder.encode_lines(values).decode().rstrip("\n").replace("\n", between)
