"""What may be written in a register, as frozen data: the numbers of tables 2, 3 and 4 of the annual report (国办公开办函〔2021〕30号).

A register holds numbers only, never a person. A key's `title` is the exact label of the official form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from generator.model.document import STRICT
from generator.reading.registers.released import Released

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
"""The columns of table 3 that are written; the total is computed."""


def _six(value: object) -> object:
    if isinstance(value, list) and len(value) != len(APPLICANTS):
        raise PydanticCustomError(
            "row_length", "依次写六个数：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他"
        )
    return value


def _number(value: object) -> object:
    """Only digits: a sign, a blank or a unit in a number would be a guess."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        raise PydanticCustomError("count", "写一个整数，没有的写 0")
    return value


def _amount(value: object) -> object:
    if isinstance(value, str) and not (
        value.isascii() and value.replace(".", "", 1).isdigit() and value[0] != "."
    ):
        raise PydanticCustomError("amount", "写一个数，单位万元，如 1236.40")
    return value


Count = Annotated[int, BeforeValidator(_number)]

Amount = Annotated[Decimal, BeforeValidator(_amount)]

Row = Annotated[tuple[Count, ...], BeforeValidator(_six)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """复议、诉讼结果: five cells of table 4."""

    __pydantic_config__ = STRICT
    upheld: Annotated[Count, Field(title="结果维持")]
    corrected: Annotated[Count, Field(title="结果纠正")]
    other: Annotated[Count, Field(title="其他结果")]
    pending: Annotated[Count, Field(title="尚未审结")]
    total: Annotated[Count, Field(title="总计")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """requests/<year>.yml: the 25 rows of table 3, each with the six applicants, and the 15 cells of table 4."""

    __pydantic_config__ = STRICT
    received: Annotated[Row, Field(title="一、本年新收政府信息公开申请数量")]
    carried_in: Annotated[Row, Field(title="二、上年结转政府信息公开申请数量")]
    granted: Annotated[Row, Field(title="（一）予以公开")]
    partial: Annotated[Row, Field(title="（二）部分公开（区分处理的，只计这一情形，不计其他情形）")]
    state_secret: Annotated[Row, Field(title="1.属于国家秘密")]
    law_forbidden: Annotated[Row, Field(title="2.其他法律行政法规禁止公开")]
    safety: Annotated[Row, Field(title="3.危及“三安全一稳定”")]
    third_party: Annotated[Row, Field(title="4.保护第三方合法权益")]
    internal: Annotated[Row, Field(title="5.属于三类内部事务信息")]
    process: Annotated[Row, Field(title="6.属于四类过程性信息")]
    case_file: Annotated[Row, Field(title="7.属于行政执法案卷")]
    inquiry: Annotated[Row, Field(title="8.属于行政查询事项")]
    not_held: Annotated[Row, Field(title="1.本机关不掌握相关政府信息")]
    not_made: Annotated[Row, Field(title="2.没有现成信息需要另行制作")]
    unclear: Annotated[Row, Field(title="3.补正后申请内容仍不明确")]
    petition: Annotated[Row, Field(title="1.信访举报投诉类申请")]
    repeated: Annotated[Row, Field(title="2.重复申请")]
    publication: Annotated[Row, Field(title="3.要求提供公开出版物")]
    excessive: Annotated[Row, Field(title="4.无正当理由大量反复申请")]
    reissue: Annotated[Row, Field(title="5.要求行政机关确认或重新出具已获取信息")]
    not_corrected: Annotated[
        Row, Field(title="1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")
    ]
    fee_unpaid: Annotated[
        Row, Field(title="2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请")
    ]
    other: Annotated[Row, Field(title="3.其他")]
    total: Annotated[Row, Field(title="（七）总计")]
    carried_out: Annotated[Row, Field(title="四、结转下年度继续办理")]
    reconsideration: Annotated[Outcome, Field(title="行政复议")]
    litigation_direct: Annotated[Outcome, Field(title="未经复议直接起诉")]
    litigation_after: Annotated[Outcome, Field(title="复议后起诉")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """规范件数: one row of the first part of table 2."""

    __pydantic_config__ = STRICT
    made: Annotated[Count, Field(title="本年制发件数")]
    repealed: Annotated[Count, Field(title="本年废止件数")]
    in_force: Annotated[Count, Field(title="现行有效件数")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """annual/<year>.yml: the numbers of table 2 that no document shows. A stock that is not written is counted."""

    __pydantic_config__ = STRICT
    licences: Annotated[Count, Field(title="行政许可")]
    penalties: Annotated[Count, Field(title="行政处罚")]
    coercions: Annotated[Count, Field(title="行政强制")]
    charges: Annotated[Amount, Field(title="行政事业性收费")]
    regulations: Annotated[Stock | None, Field(title="规章")] = None
    normative: Annotated[Stock | None, Field(title="行政规范性文件")] = None


@dataclass(frozen=True, slots=True)
class Narrative:
    """annual/<year>.md: the sections in words, as Markdown, and the text before the first of them."""

    source: str
    """The whole file."""
    opening: str
    overall: str
    """一、总体情况."""
    problems: str
    """五、存在的主要问题及改进情况."""
    other: str
    """六、其他需要报告的事项."""


@dataclass(frozen=True)
class Registers:
    """All registers of a root, by year; a file that cannot be read is not among them."""

    requests: Mapping[int, Requests]
    figures: Mapping[int, Figures]
    narratives: Mapping[int, Narrative]
    lines: Mapping[str, Mapping[str, int]]
    """Path relative to the root → the line of every key."""
    released: tuple[Released, ...] = ()
    """The log of answers released to everyone, newest first."""

    def line(self, path: str, key: str) -> int:
        """The line of a key, of the key around it, or 1."""
        known = self.lines.get(path, {})
        while key and key not in known:
            key = key.rpartition(".")[0]
        return known.get(key, 1)

    @property
    def reported(self) -> list[int]:
        """The years of which all three files are there, newest first."""
        return sorted(self.requests.keys() & self.figures.keys() & self.narratives.keys(), reverse=True)


def requests_path(year: int) -> str:
    """Where the numbers of tables 3 and 4 are."""
    return f"content/data/requests/{year}.yml"


def figures_path(year: int) -> str:
    """Where the numbers of table 2 are."""
    return f"content/data/annual/{year}.yml"


def narrative_path(year: int) -> str:
    """Where the sections in words are."""
    return f"content/data/annual/{year}.md"


NO_REGISTERS = Registers({}, {}, {}, {})
"""The registers of a root that has none."""
