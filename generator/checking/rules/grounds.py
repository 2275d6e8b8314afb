"""Rules about why information is withheld, in whole or in part, and whether that can be."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.grounds import ON_REQUEST, REASONS
from generator.model.setting import Setting
from generator.reading.frontmatter import Record


def openness_reason_mismatch(record: Record, setting: Setting) -> Iterator[Finding]:
    """不公开理由与公开方式不配套。

    第十四条至第十六条的理由是不予公开（或者部分不公开）的理由。依申请公开是公开的一种方式，用不着这些理由；
    要说明为什么不主动公开的，写 specific（只涉及部分人和事）、superseded（已经失效）、costly（成本高），也可以不写。
    反过来，这三种情形不能作为不予公开的理由。主动公开的信息不写理由。
    依据：《政府信息公开条例》第十三条至第十六条、第三十六条第三项。
    ---
    A ground that does not go with the openness.

    The grounds of art. 14–16 are for withholding all or part. Disclosure on request is a way of disclosing: it needs none of them and
    may say specific, superseded or costly, which in turn are no grounds for withholding. What is public to all has no ground.
    """
    document = record.document
    if document is None or document.openness is None:
        return
    right = {"主动公开": {}, "依申请公开": ON_REQUEST}.get(document.openness, REASONS)
    other = {**REASONS, **ON_REQUEST}
    for n, code in enumerate(document.openness_reason):
        if code in right or code not in other:
            continue
        withheld = document.openness in ("不予公开", "部分公开")
        yield Finding(
            document.line(f"openness_reason.{n}"),
            Text(
                f"公开方式是“{document.openness}”，理由却是“{code}”（{other[code].zh}）",
                f"“{document.openness}” with the ground “{code}” ({other[code].en})",
            ),
            Text(
                f"写第十四条至第十六条的理由：{'、'.join(REASONS)}；确实只是不主动公开的，openness 改为“依申请公开”",
                f"name a ground of art. 14–16 ({', '.join(REASONS)}), or set openness to “依申请公开”",
            )
            if withheld
            else Text(
                "删除这一项；确实不能公开的，openness 改为“不予公开”",
                "delete it, or set openness to “不予公开” if it may not be disclosed at all",
            ),
            {"name": code, "openness": document.openness},
            severity=None if withheld else Severity.WARNING,
        )


def missing_left_out(record: Record, setting: Setting) -> Iterator[Finding]:
    """部分公开的信息没有说明哪些内容没有公开。

    区分处理后公开的，在 left_out 中概括写明没有公开的是哪些内容（不得复述内容本身），页面和目录据此告诉读者少了什么、
    为什么、怎样申请或者提出异议。
    依据：《政府信息公开条例》第三十七条。
    ---
    Published in part, without saying what was left out.

    `left_out` says in general words what is missing, never the content itself; page and catalog tell the reader what is not there,
    why, and how to ask for it or to contest it.
    """
    document = record.document
    if document and document.openness == "部分公开" and "left_out" not in record.keys:
        yield Finding(
            document.line("openness"),
            Text("部分公开，没有写明未公开的内容", "published in part, and `left_out` is missing"),
            Text(
                "补写 left_out，如“姓名、住址和证件号码”",
                "add `left_out`, such as “names, addresses and card numbers”",
            ),
            {"key": "left_out"},
        )


DOUBTFUL = frozenset({*(f"20-{n}" for n in range(1, 15)), "21"})
"""Duties of which every paper is named by the law as one that must be public; the 15th item of art. 20 is where everything else is filed."""


def withheld_under_duty(record: Record, setting: Setting) -> Iterator[Finding]:
    """列入应当主动公开的类别，却写不予公开。

    条例第二十条第一项至第十四项、第二十一条列举的信息应当主动公开。放在这些类别里又不予公开的，要么类别放错了，要么应当公开；
    只有一部分不能公开的，区分处理，写部分公开。确有依据的，在 review.basis 写明条款，本条不再提醒。
    依据：《政府信息公开条例》第十三条、第二十条、第二十一条、第三十七条。
    ---
    Filed under a duty to disclose, and withheld.

    What items 1 to 14 of art. 20 and art. 21 name is disclosed proactively. Either it is filed in the wrong category, or it must be
    public, at least in part. Where there is a legal basis for withholding it, `review.basis` names it.
    """
    document = record.document
    if document is None or document.openness != "不予公开" or (document.review and document.review.basis):
        return
    category = setting.catalog.category_of(document)
    if category and category.duty in DOUBTFUL:
        yield Finding(
            document.line("openness"),
            Text(
                f"“{category.name}”是应当主动公开的类别（条例 {category.duty}），这一条却不予公开",
                f"“{category.name}” is a duty to disclose ({category.duty}), and this record is withheld",
            ),
            Text(
                "核对类别；只有部分内容不能公开的写“部分公开”；确有依据的在 review.basis 写明条款",
                "check the category; publish it in part if only a part must stay back; or name the provision in review.basis",
            ),
            {"category": category.name, "duty": category.duty},
        )
