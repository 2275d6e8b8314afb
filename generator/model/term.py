"""A term: how long after which event something must have happened, and by which law. The one clock of the program.

Publication, review and referral, interpretation, replies, the results of consultations, objections and the end of a row
in a register are all terms; `workdays.WorkCalendar` turns a term and the day of its event into a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from generator.model.diagnostics import Text
from generator.model.values import STRICT

Unit = Literal["workday", "day", "month", "year"]

UNITS = {
    "workday": Text("个工作日", "working days"),
    "day": Text("日", "days"),
    "month": Text("个月", "months"),
    "year": Text("年", "years"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """期限: `number` of `unit` after the event `start` (written `from` or `start`); the day of the event does not count."""

    __pydantic_config__ = STRICT
    number: Annotated[int, Field(title="期限", gt=0, le=1000)]
    unit: Annotated[
        Unit, Field(title="单位", description="workday：工作日；day：日；month：月；year：年")
    ] = "workday"
    start: Annotated[
        str,
        Field(
            title="起算",
            description="从哪一件事起算",
            validation_alias=AliasChoices("start", "from"),
        ),
    ] = "formed"
    basis: Annotated[str, Field(title="法律依据")]

    @property
    def length(self) -> Text:
        """`20 个工作日`, `3 years`."""
        unit = UNITS[self.unit]
        return Text(f"{self.number} {unit.zh}", f"{self.number} {unit.en}")
