"""Why information is not, or not yet, before everybody: the grounds of 条例 art. 14–16, and those of disclosure on request.

依申请公开 is a way of disclosing (art. 13), not of withholding: its grounds are of another kind, and none need be given.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.diagnostics import Text

REASONS = {
    "state_secret": Text("依法确定为国家秘密（第十四条）", "state secret (art. 14)"),
    "law_forbidden": Text("法律、行政法规禁止公开（第十四条）", "forbidden by law (art. 14)"),
    "safety": Text(
        "危及国家安全、公共安全、经济安全、社会稳定（第十四条）", "danger to security or stability (art. 14)"
    ),
    "third_party": Text(
        "商业秘密、个人隐私等，损害第三方合法权益（第十五条）", "rights of third parties (art. 15)"
    ),
    "internal": Text(
        "内部事务：人事管理、后勤管理、内部工作流程（第十六条第一款）", "internal affairs (art. 16 para. 1)"
    ),
    "process": Text(
        "过程性信息：讨论记录、过程稿、磋商信函、请示报告（第十六条第二款）",
        "papers of a pending process (art. 16 para. 2)",
    ),
    "case_file": Text("行政执法案卷（第十六条第二款）", "law-enforcement case files (art. 16 para. 2)"),
}
"""The grounds on which information may be withheld (条例 art. 14–16)."""

ON_REQUEST = {
    "specific": Text("只涉及部分人和事，不需要社会公众广泛知晓", "concerns certain people only"),
    "superseded": Text("已经失效、被替代，仍有查考价值", "no longer in force, still of use"),
    "costly": Text("数量大、整理公开的成本高", "too large to publish at reasonable cost"),
}
"""Why information is given on request instead of to everybody: local practice, none of them a ground for refusing it."""

GROUNDS = REASONS | ON_REQUEST


def in_words(codes: Iterable[str]) -> str:
    """Grounds in Chinese, those that nobody knows left out."""
    return "；".join(GROUNDS[code].zh for code in codes if code in GROUNDS)
