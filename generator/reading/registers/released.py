"""The register of released addresses, as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from generator.model.document import STRICT, Day

Result = Literal["予以公开", "部分公开"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """已公开的答复: one answer that everyone can read."""

    __pydantic_config__ = STRICT
    no: Annotated[str, Field(title="答复编号", description="本机关答复书的编号")]
    answered: Annotated[Day, Field(title="答复日期", description="答复申请人的日期")]
    subject: Annotated[str, Field(title="申请内容", description="申请公开什么信息，概括写，不写申请人")]
    answer: Annotated[str, Field(title="答复内容", description="一两句话说明答复了什么")]
    result: Annotated[Result, Field(title="办理结果")] = "予以公开"
    document: Annotated[str | None, Field(title="公开的信息", description="转为主动公开的信息的索引号")] = (
        None
    )
