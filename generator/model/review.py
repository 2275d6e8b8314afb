"""The review before publication (条例 art. 17): a list of steps, and what was asked of others meanwhile.

What rule books call 三审, 会签, 报审, 征求意见 and 批准 are steps of it or referrals. All of it is internal: it is checked,
printed and counted, and never part of the site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from generator.model.term import Term
from generator.model.values import STRICT, Day

Conclusion = Literal["公开", "部分公开", "依申请公开", "不予公开", "报审"]

StepKind = Literal["承办", "科室", "保密", "公开", "会签", "批准"]

STEP_KINDS: tuple[StepKind, ...] = ("承办", "科室", "保密", "公开", "会签", "批准")
"""In the order in which they usually come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """审查步骤: one post's opinion."""

    __pydantic_config__ = STRICT
    post: Annotated[str, Field(title="岗位", description="承担这一步的科室或者岗位，不写姓名")]
    kind: Annotated[StepKind, Field(title="步骤", description="承办、科室、保密、公开、会签、批准")]
    date: Annotated[Day, Field(title="日期", description="提出意见的日期")]
    opinion: Annotated[str | None, Field(title="意见", description="这一步的意见")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """报审: the question to the competent authority or the secrecy administration, when it is not clear (条例 art. 17)."""

    __pydantic_config__ = STRICT
    to: Annotated[str, Field(title="报送机关", description="有关主管部门或者保密行政管理部门")]
    sent: Annotated[Day, Field(title="报送日期")]
    due: Annotated[
        Day | None,
        Field(
            title="答复期限", description="应当答复的最后一日；不写则按 catalog.yml 的 review.referral 计算"
        ),
    ] = None
    answered: Annotated[Day | None, Field(title="答复日期")] = None
    result: Annotated[str | None, Field(title="答复意见")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """共同制作机关的意见: what another issuer, or a body concerned, says to the publication."""

    __pydantic_config__ = STRICT
    body: Annotated[str, Field(title="机关")]
    asked: Annotated[Day, Field(title="征求日期")]
    answered: Annotated[Day | None, Field(title="答复日期")] = None
    result: Annotated[Literal["同意", "不同意", "部分同意"] | None, Field(title="意见")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """第三方同意或者公共利益: why what concerns a third party may be public all the same (条例 art. 15)."""

    __pydantic_config__ = STRICT
    ground: Annotated[Literal["第三方同意", "公共利益"], Field(title="理由")]
    date: Annotated[Day, Field(title="日期", description="同意的日期，或者作出决定的日期")]
    told: Annotated[
        Day | None, Field(title="告知日期", description="因公共利益公开的，书面告知第三方的日期")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """批准: the permission that some matters need before they are published (条例 art. 11 second paragraph)."""

    __pydantic_config__ = STRICT
    by: Annotated[str, Field(title="批准机关")]
    date: Annotated[Day, Field(title="批准日期")]
    no: Annotated[str | None, Field(title="批准文号")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declassified:
    """解密: by whom and when what was secret was opened (保守国家秘密法 art. 20)."""

    __pydantic_config__ = STRICT
    by: Annotated[str, Field(title="解密机关")]
    date: Annotated[Day, Field(title="解密日期")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """审查记录: the review before publication (条例 art. 17), as steps, or as the two posts `by` and `approved_by`."""

    __pydantic_config__ = ConfigDict(
        extra="forbid", json_schema_extra={"anyOf": [{"required": ["date", "by"]}, {"required": ["steps"]}]}
    )
    conclusion: Annotated[Conclusion, Field(title="审查结论", description="审查得出的公开属性")]
    date: Annotated[
        Day | None, Field(title="审查日期", description="作出结论的日期；写了 steps 的可以不写")
    ] = None
    by: Annotated[
        str | None, Field(title="审查岗位", description="承担审查的科室或者岗位；写了 steps 的不写")
    ] = None
    approved_by: Annotated[
        str | None, Field(title="批准岗位", description="批准公开的岗位，不得与审查岗位相同")
    ] = None
    basis: Annotated[str | None, Field(title="审查依据", description="结论依据的条款")] = None
    note: Annotated[str | None, Field(title="审查说明", description="需要记录的其他情况")] = None
    steps: Annotated[
        tuple[Step, ...], Field(title="审查步骤", description="依次写明每一步的岗位、种类、日期和意见")
    ] = ()
    referral: Annotated[
        Referral | None, Field(title="报审", description="不能确定的，报谁、哪天报、哪天答复")
    ] = None
    agreed: Annotated[
        tuple[Agreed, ...],
        Field(title="共同制作机关意见", description="联合发文和涉及其他机关的，征求意见的情况"),
    ] = ()
    consent: Annotated[Consent | None, Field(title="第三方同意", description="涉及第三方而公开的理由")] = None
    permit: Annotated[
        Permit | None, Field(title="公开批准", description="须经批准方可公开的，批准的机关、文号和日期")
    ] = None
    declassified: Annotated[
        Declassified | None, Field(title="解密", description="已经解密的，解密的机关和日期")
    ] = None

    @property
    def day(self) -> Day | None:
        """The day of the conclusion: as written, otherwise that of the last step."""
        return self.date or max((step.date for step in self.steps), default=None)

    @property
    def chain(self) -> tuple[Step, ...]:
        """The steps; of the older form its two posts."""
        if self.steps or self.date is None:
            return self.steps
        posts: tuple[tuple[str | None, StepKind], ...] = ((self.by, "公开"), (self.approved_by, "批准"))
        return tuple(Step(post=post, kind=kind, date=self.date) for post, kind in posts if post)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewScheme:
    """审查程序: the steps that a catalog, or one of its categories, asks for, in their order, and how long they may take."""

    __pydantic_config__ = STRICT
    steps: Annotated[tuple[StepKind, ...], Field(title="必经步骤", description="按先后次序", min_length=1)]
    since: Annotated[Day, Field(title="施行日期", description="从这一天起作出结论的审查适用")]
    apart: Annotated[
        tuple[StepKind, ...], Field(title="不得由同一岗位承担的步骤", description="不写则各步都不得相同")
    ] = STEP_KINDS
    clock: Annotated[
        int | None, Field(title="审查时限", description="从第一步到最后一步，几个工作日", gt=0)
    ] = None
    referral: Annotated[
        int | None, Field(title="报审答复时限", description="从报送之日起，几个工作日", gt=0)
    ] = None
    basis: Annotated[str, Field(title="依据", description="规定审查程序的文件")]

    def term(self, number: int, start: str) -> Term:
        """One of its clocks as a term."""
        return Term(number=number, start=start, basis=self.basis)
