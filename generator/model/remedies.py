"""What somebody can do who disagrees about disclosure, and in which order: the one place from which guide, pages, forms and letters say it.

Confidence: 条例 art. 47 and 51 were read in full (A). 行政复议法 (2023-09-01, in force 2024-01-01) art. 11, 20 and 23 and
行政诉讼法 art. 45, 46 are told alike by several secondary sources and were not seen in the official text (C); that a refusal
in part comes first too, and that only silence and not an open refusal to act counts as 未履行, is what 行政复议法实施条例
art. 30, 31 are said to lay down by one source (C). Nothing here is used as an error.
"""

from __future__ import annotations

from typing import NamedTuple


class Remedy(NamedTuple):
    """One way, for one situation."""

    situation: str
    way: str
    basis: str


REFUSED = Remedy(
    "答复全部或者部分不予公开的",
    "自知道答复之日起 60 日内先申请行政复议；对复议决定不服的，自收到复议决定书之日起 15 日内可以向人民法院起诉，不能不经复议直接起诉",
    "行政复议法第二十条、第二十三条第一款第（四）项；行政诉讼法第四十五条",
)
SILENT = Remedy(
    "过了期限没有答复的",
    "先申请行政复议；对复议决定不服的，可以向人民法院起诉",
    "行政复议法第十一条、第二十三条第一款第（三）项",
)
OTHERWISE = Remedy(
    "对其他答复（信息不存在、不予处理、收费等）不服的",
    "自知道答复之日起 60 日内申请行政复议，或者自知道之日起 6 个月内直接向人民法院起诉",
    "条例第五十一条；行政复议法第二十条；行政诉讼法第四十六条",
)
NOT_PROACTIVE = Remedy(
    "没有按照要求主动公开，或者公开的内容不全、过期的",
    "先向政府信息公开工作主管部门提出；主管部门督促改正",
    "条例第四十七条",
)
COMPLAINT = Remedy(
    "认为公开工作侵犯其合法权益的",
    "可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼；其中不予公开的，先申请行政复议",
    "条例第五十一条；行政复议法第二十三条",
)

ON_REQUEST = (REFUSED, SILENT, OTHERWISE)
"""Against a reply to an application, or none."""
GENERAL = (NOT_PROACTIVE, *ON_REQUEST, COMPLAINT)
