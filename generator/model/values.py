"""The kinds of values that people write in front matter and registers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from generator.model.dates import parse_date

STRICT = ConfigDict(extra="forbid")


def one_or_many(value: object) -> object:
    """A list, of which one entry may be written without being made a list."""
    return [value] if isinstance(value, str) else value


def _day(value: object) -> object:
    if isinstance(value, str):
        found = parse_date(value)
        if isinstance(found, date):
            return found
        raise PydanticCustomError("invalid_date", "invalid date", {"meant": found or _of_excel(value)})
    return value


_EXCEL_DAY = date(1899, 12, 30)


def _of_excel(value: str) -> str:
    """The day that a spreadsheet writes as a number of days, such as 46174; empty for any other text."""
    plain = value.strip()
    return str(_EXCEL_DAY + timedelta(days=int(plain))) if plain.isdecimal() and len(plain) == 5 else ""


Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]

Names = tuple[str, ...]
