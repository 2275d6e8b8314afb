"""The form of index numbers (`index_no` of catalog.yml) → a pattern whose cost grows with the length of a number, whatever it says.

Patterns come with a branch, and Python's own engine needs longer than anybody waits for some of a dozen signs. RE2 has no such
patterns: it does not go back over what it has read, and so knows neither lookarounds nor back references.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from generator.model.catalog import INDEX_NO_PATTERN


class PatternError(ValueError):
    """A text that is no pattern, or one that RE2 does not know."""


@lru_cache
def index_pattern(text: str) -> Any:
    """A compiled pattern, with `match`, `fullmatch` and `groupindex` as in `re`. Raises PatternError."""
    if text == INDEX_NO_PATTERN:  # ours, which goes back over nothing
        return re.compile(text.removesuffix("$") + r"\Z", re.ASCII)
    import re2  # type: ignore[import-untyped]  # its import takes 20 ms, and to ask it ten times as long as Python's own engine

    options = re2.Options()
    options.log_errors = False  # otherwise it writes to the console by itself
    try:
        return re2.compile(text, options=options)
    except re2.error as error:
        said = error.args[0] if error.args else b""
        raise PatternError(
            said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        ) from None
