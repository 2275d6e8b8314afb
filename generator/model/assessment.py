"""The assessment scheme an office may write in catalog.yml: points for each kind of fault, and grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict, Field

STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """扣分办法: `each` points are lost for every fault, until the `full` points are used up."""

    __pydantic_config__ = STRICT
    full: Annotated[int, Field(title="满分", description="这一项最多扣多少分", gt=0)]
    each: Annotated[int, Field(title="每处扣分", description="每发现一处扣多少分", gt=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """等次: the least score of each grade, in percent of the points that can be had; below them all it is 不合格."""

    __pydantic_config__ = STRICT
    excellent: Annotated[int, Field(title="优秀", gt=0)] = 90
    qualified: Annotated[int, Field(title="合格", gt=0)] = 75
    basic: Annotated[int, Field(title="基本合格", gt=0)] = 60

    def name(self, score: float) -> str:
        """The grade of a score."""
        steps = (("优秀", self.excellent), ("合格", self.qualified), ("基本合格", self.basic))
        return next((grade for grade, least in steps if score >= least), "不合格")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """考核办法: how faults become a score. A criterion that is not written has the default."""

    __pydantic_config__ = STRICT
    blank: Annotated[Criterion, Field(title="空白栏目")] = Criterion(full=20, each=4)
    stale: Annotated[Criterion, Field(title="应更新未更新栏目")] = Criterion(full=20, each=2)
    late: Annotated[Criterion, Field(title="逾期公开且没有说明原因")] = Criterion(full=30, each=3)
    overdue: Annotated[Criterion, Field(title="期限已过尚未公开")] = Criterion(full=20, each=4)
    missing: Annotated[Criterion, Field(title="信息要素缺项")] = Criterion(full=10, each=1)
    grades: Annotated[Grades, Field(title="等次")] = Grades()
