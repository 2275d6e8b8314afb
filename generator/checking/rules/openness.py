"""Rules about openness and the review before publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from generator.model.diagnostics import Finding, Text, did_you_mean
from generator.model.document import PUBLIC, Document
from generator.model.grounds import GROUNDS, REASONS
from generator.model.setting import Setting
from generator.reading.frontmatter import Record

WITHHELD = frozenset({"依申请公开", "不予公开"})

REEVALUATED_AFTER = timedelta(days=365)
"""The Regulations say “periodically” (art. 18); a year is common practice."""


def missing_review(record: Record, setting: Setting) -> Iterator[Finding]:
    """已写公开日期，没有审查记录。

    信息公开前应当逐件审查，并记录审查结论、日期和岗位。
    依据：《政府信息公开条例》第十七条；《保守国家秘密法实施条例》第四十二条（先审查、后公开）。
    ---
    A date of publication without a review record.

    Every item is reviewed before it is published; conclusion, date and reviewer are recorded.
    """
    document = record.document
    if document and document.published and "review" not in record.keys:
        yield Finding(
            document.line("published"),
            Text("没有审查记录（review）", "there is no review record"),
            Text("补写 review，下面分行写 conclusion、date、by", "add `review` with conclusion, date and by"),
            {"key": "review"},
        )


def missing_openness_reason(record: Record, setting: Setting) -> Iterator[Finding]:
    """不予公开、部分公开，没有写理由。

    不予公开和部分公开的，要在 openness_reason 中写明条例第十四条至第十六条的哪一种情形。
    依申请公开是公开的一种方式（第十三条），不必写理由；要写的，写 specific（只涉及部分人和事）、superseded（已经失效，仍有查考价值）
    或者 costly（数量大、公开成本高）。
    依据：《政府信息公开条例》第十三条至第十六条、第三十六条第三项、第三十七条。
    ---
    Withheld in whole or in part, and no reason is given.

    `openness_reason` names the ground of art. 14–16 on which all or part is withheld. Disclosure on request is a way of disclosing
    (art. 13) and needs none; it may say specific, superseded or costly.
    """
    document = record.document
    if document and document.openness in ("不予公开", "部分公开") and "openness_reason" not in record.keys:
        yield Finding(
            document.line("openness"),
            Text(f"公开方式是“{document.openness}”，没有写理由", f"“{document.openness}” without a reason"),
            Text(f"补写 openness_reason，{_CODES.zh}", f"add openness_reason; {_CODES.en}"),
            {"key": "openness_reason"},
        )


def unknown_openness_reason(record: Record, setting: Setting) -> Iterator[Finding]:
    """不公开理由不是条例规定的情形。

    理由写代码：state_secret 国家秘密，law_forbidden 法律禁止，safety 三安全一稳定，third_party 第三方权益，
    internal 内部事务，process 过程性信息，case_file 执法案卷；依申请公开的写 specific 只涉及部分人和事，superseded 已经失效，
    costly 成本高，或者不写。条例没有规定的理由不能作为不公开的理由。
    依据：《政府信息公开条例》第十三条至第十六条。
    ---
    A reason that the Regulations do not know.

    Write one of state_secret, law_forbidden, safety, third_party, internal, process, case_file; for disclosure on request one of
    specific, superseded, costly, or none.
    """
    document = record.document
    for n, code in enumerate(document.openness_reason if document else ()):
        if document and code not in GROUNDS:
            yield Finding(
                document.line(f"openness_reason.{n}"),
                Text(f"没有“{code}”这种不公开理由", f"there is no reason “{code}”"),
                _meant(code),
                {"name": code},
            )


_WITH_TEXTS = {
    "attachments": Text("附件", "attachments"),
    "amended_text": Text("历次文本", "earlier texts"),
}
"""Keys that list files with texts."""


def withheld_content(record: Record, setting: Setting) -> Iterator[Finding]:
    """不主动公开的信息写了正文、附件或者历次文本。

    不予公开和依申请公开的信息只登记编号、名称和理由。仓库里的文字会随版本历史长期保存，写进来就等于公开。
    依据：《政府信息公开条例》第十四条至第十六条；《保守国家秘密法》第三十五条。
    ---
    Text or attachments of a record that is not public.

    Such a record holds number, title and reason only. What is written into the repository stays in its history.
    """
    document = record.document
    if document is None or document.openness not in WITHHELD:
        return
    out = Text(
        "删除，并请管理员清除版本历史中的内容；正文留在内部系统",
        "delete it, have it removed from the history, and keep it in the internal system",
    )
    message = f"公开方式是“{document.openness}”"
    if record.body and not record.body.isspace():
        line = record.body_line + record.body.count("\n", 0, len(record.body) - len(record.body.lstrip()))
        yield Finding(line, Text(f"{message}，却写了正文", f"“{document.openness}”, but there is text"), out)
    for key, what in _WITH_TEXTS.items():
        if getattr(document, key):
            yield Finding(
                document.line(key),
                Text(f"{message}，却列了{what.zh}", f"“{document.openness}”, but there are {what.en}"),
                out,
            )


def review_after_publication(record: Record, setting: Setting) -> Iterator[Finding]:
    """审查日期晚于公开日期。

    先审查、后公开；公开之后补做的审查不能作为公开的依据。
    依据：《保守国家秘密法实施条例》第四十二条；《政府信息公开条例》第十七条。
    ---
    Reviewed after it was published.

    Review comes before publication.
    """
    document = record.document
    if document is None or document.review is None or document.published is None:
        return
    # Where the document was formed later too, it is the date of publication that is wrong (`published-before-formed`).
    reviewed = document.review.day
    if (
        reviewed
        and document.published < reviewed
        and document.published >= (document.formed or document.published)
    ):
        yield Finding(
            document.line("review.date"),
            Text(
                f"审查日期 {reviewed} 晚于公开日期 {document.published}",
                f"reviewed {reviewed}, after publication {document.published}",
            ),
            Text(
                "对照审查记录核对两个日期；确属先公开后审查的，报公开工作机构处理",
                "check both dates against the review record; if they are right, tell the disclosure office",
            ),
            {"reviewed": reviewed, "published": document.published},
        )


def review_mismatch(record: Record, setting: Setting) -> Iterator[Finding]:
    """公开方式与审查结论不一致。

    审查结论是不予公开、依申请公开的，不能上网公开；是部分公开的，不能全文公开；是报审的，在答复之前不能公开。
    依据：《政府信息公开条例》第十七条；《保守国家秘密法实施条例》第四十二条。
    ---
    More is public than the review allowed.

    不予公开 and 依申请公开 allow nothing to be public, 部分公开 not the whole, and 报审 nothing before the answer has come.
    """
    document = record.document
    if document is None or document.review is None or not _exceeds(document, document.review.conclusion):
        return
    conclusion = document.review.conclusion
    yield Finding(
        document.line("review.conclusion"),
        Text(
            f"审查结论是“{conclusion}”，公开方式却是“{document.openness}”",
            f"reviewed as “{conclusion}”, but it is “{document.openness}”",
        ),
        Text(
            "按审查结论修改 openness；已重新审查的，改写 review",
            "set openness as the review says, or record the new review",
        ),
        {"conclusion": conclusion, "openness": document.openness},
    )


def reevaluation_due(record: Record, setting: Setting) -> Iterator[Finding]:
    """不公开的信息超过一年没有重新评估。

    不予公开的信息要定期评估，因情势变化可以公开的应当公开。超过 365 天没有评估的给出提醒。
    依据：《政府信息公开条例》第十八条（定期评估审查；条例未定期限，一年为通常做法）。
    ---
    A withheld record was not re-evaluated for a year.

    What was withheld is looked at again periodically and published once the reason has gone. A year is common practice.
    """
    document = record.document
    if document is None or document.review is None or document.openness not in WITHHELD:
        return
    reviewed = document.review.day
    age = setting.today - reviewed if reviewed else timedelta(0)
    if age > REEVALUATED_AFTER:
        yield Finding(
            document.line("review.date"),
            Text(
                f"上次审查是 {reviewed}，已过 {age.days} 天",
                f"the last review was {reviewed}, {age.days} days ago",
            ),
            Text("重新评估能否公开，并更新 review", "evaluate it again and update `review`"),
            {"reviewed": reviewed, "days": age.days},
        )


_CODES = Text(
    "写其中之一：" + "；".join(f"{code} {reason.zh}" for code, reason in REASONS.items()),
    "one of " + ", ".join(f"{code}: {reason.en}" for code, reason in REASONS.items()),
)


def _meant(code: str) -> Text:
    if any(sign.isascii() and sign.isalpha() for sign in code):
        return did_you_mean(code, GROUNDS)
    meant = [known for known, reason in GROUNDS.items() if code in reason.zh]
    if len(meant) == 1:
        return Text(f"写代码 {meant[0]}", f"write the code {meant[0]}")
    return Text(f"改为代码，{_CODES.zh}", _CODES.en)


def _exceeds(document: Document, conclusion: str) -> bool:
    if document.openness not in PUBLIC:
        return False
    if conclusion == "报审":
        return document.published is not None
    return conclusion in ("不予公开", "依申请公开") or (
        conclusion == "部分公开" and document.openness == "主动公开"
    )
