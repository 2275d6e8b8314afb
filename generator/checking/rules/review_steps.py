"""Rules about the review as a chain: its steps, their order and time, and what others were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.duties import body_name
from generator.model.review import Review, ReviewScheme, Step
from generator.model.setting import Setting
from generator.planning.reviews import referral_deadline, steps_of
from generator.reading.frontmatter import Record
from generator.reading.review_trailers import trailer_steps


def self_approved(record: Record, setting: Setting) -> Iterator[Finding]:
    """同一岗位承担了两步审查。

    审查、复核和批准由不同的岗位承担，才能互相核对；写了 steps 的，各步都看。catalog.yml 的 review.apart 可以限定哪些步骤
    不得由同一岗位承担。
    依据：《政府信息公开条例》第十七条（明确审查的程序和责任）。
    ---
    Two steps of the review by the same post.

    Posts check each other. Of a review with steps all are looked at; `review.apart` in catalog.yml narrows down which of them may
    not be the same.
    """
    document = record.document
    if document is None or document.review is None:
        return
    scheme = setting.catalog.review_of(document)
    review, seen = document.review, dict[str, Step]()
    for n, step in enumerate(review.chain):
        if scheme and step.kind not in scheme.apart:
            continue
        before = seen.setdefault(step.post, step)
        if before is not step:
            key = f"review.steps.{n}.post" if review.steps else "review.approved_by"
            yield Finding(
                document.line(key),
                Text(
                    f"{before.kind}和{step.kind}都是“{step.post}”",
                    f"“{step.post}” has taken both the steps {before.kind} and {step.kind}",
                ),
                Text(
                    "改写实际承担这一步的岗位；没有另行批准的，删除这一步",
                    "name the post that took the step, or delete it",
                ),
                {"post": step.post},
            )


def missing_step(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """审查缺少规定的步骤。

    catalog.yml 的 review.steps 规定了必经的步骤，已经公开的信息要步步都有记录：写在文件头的 review.steps，或者写在提交说明的
    Reviewed-by 中（如“Reviewed-by: 保密审查 县保密办：同意公开”）。只查 since 以后作出结论的审查。
    依据：《政府信息公开条例》第十七条；本单位的审查程序（catalog.yml 的 review.basis）。
    ---
    The review lacks a step that is required.

    `review.steps` in catalog.yml names the steps; of a published document each is on record, in `review.steps` of the front matter or
    as `Reviewed-by: 保密审查 …` in a commit message. Only reviews concluded since `since` are looked at.
    """
    for document, scheme, steps in _reviewed(documents, setting):
        missing = [kind for kind in scheme.steps if kind not in {step.kind for step in steps}]
        if missing and document.published:
            yield Finding(
                document.line("review"),
                Text(
                    f"审查缺少步骤：{'、'.join(missing)}", f"the review lacks the steps {', '.join(missing)}"
                ),
                Text(
                    f"在 review.steps 中补记实际进行的步骤（{scheme.basis}）；没有进行的，先审查再公开",
                    f"record the steps that were taken in review.steps ({scheme.basis}); take those that were not before publishing",
                ),
                {"missing": missing},
                document.path,
            )


def step_order(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """审查步骤的次序不对。

    后一步的日期不能早于前一步；catalog.yml 的 review.steps 规定了次序的，按规定的次序进行，如保密审查在公开审查之前。
    依据：《政府信息公开条例》第十七条；《保守国家秘密法实施条例》第四十二条；本单位的审查程序。
    ---
    The steps of the review are in the wrong order.

    No step is earlier than the one before it, and where `review.steps` in catalog.yml gives an order they follow it.
    """
    for document, scheme, steps in _reviewed(documents, setting):
        rank = {kind: n for n, kind in enumerate(scheme.steps)}
        ordered = sorted(steps, key=lambda step: step.date)
        known = [step for step in ordered if step.kind in rank]
        wrong = next(
            ((a, b) for a, b in pairwise(known) if rank[a.kind] > rank[b.kind] and a.date < b.date), None
        )
        written = document.review.steps if document.review else ()
        back = next(((a, b) for a, b in pairwise(written) if b.date < a.date), None)
        for before, after in dict.fromkeys(pair for pair in (wrong, back) if pair):
            yield Finding(
                document.line("review.steps" if written else "review"),
                Text(
                    f"{before.kind}（{before.date}）与{after.kind}（{after.date}）的次序不对",
                    f"{before.kind} ({before.date}) and {after.kind} ({after.date}) are in the wrong order",
                ),
                Text(
                    f"对照审查单核对日期；规定的次序是{'、'.join(scheme.steps)}",
                    f"check the dates against the record; the order is {', '.join(scheme.steps)}",
                ),
                {"steps": [before.kind, after.kind]},
                document.path,
            )


def step_late(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """审查超过了时限。

    catalog.yml 的 review.clock 规定了审查时限的，从第一步的次日起按工作日计算；还没有审完的算到今天。
    依据：本单位的审查程序（catalog.yml 的 review.basis）。
    ---
    The review took longer than it may.

    With `review.clock` in catalog.yml the working days after the first step are counted to the last one, or to today while it goes on.
    """
    for document, scheme, steps in _reviewed(documents, setting):
        if scheme.clock is None or not steps:
            continue
        first, last = min(step.date for step in steps), max(step.date for step in steps)
        complete = set(scheme.steps) <= {step.kind for step in steps} or document.published is not None
        deadline = setting.calendar.deadline(first, scheme.term(scheme.clock, "first step"))
        end = last if complete else setting.today
        if end > deadline.latest:
            yield Finding(
                document.line("review.steps" if document.review and document.review.steps else "review"),
                Text(
                    f"审查应当在 {deadline.latest} 前完成（{deadline.arithmetic.zh}），{'实际到' if complete else '至今'} {end}",
                    f"the review was due {deadline.latest} ({deadline.arithmetic.en}); it went on to {end}",
                ),
                Text(
                    "核对各步的日期；没有审完的，尽快审查",
                    "check the dates of the steps, or finish the review",
                ),
                {"start": first, "deadline": deadline.latest, "end": end},
                document.path,
            )


def missing_basis(record: Record, setting: Setting) -> Iterator[Finding]:
    """审查结论不是公开，没有写依据。

    不予公开、部分公开、依申请公开和报审的，在 review.basis 写明依据的条款。
    依据：《政府信息公开条例》第十七条、第三十六条第三项；地方保密审查制度的通常要求（注明依据和理由）。
    ---
    A conclusion other than 公开 without its legal basis.

    `review.basis` names the provision.
    """
    document = record.document
    review = document.review if document else None
    if document and review and review.conclusion not in ("公开", "依申请公开") and review.basis is None:
        yield Finding(
            document.line("review.conclusion"),
            Text(
                f"审查结论是“{review.conclusion}”，没有写依据",
                f"concluded “{review.conclusion}” without a basis",
            ),
            Text("在 review 下补写 basis，写明条款", "add `basis` to `review`, naming the provision"),
            {"key": "review.basis"},
        )


def referral_overdue(record: Record, setting: Setting) -> Iterator[Finding]:
    """报审没有登记，或者过了期限没有答复。

    不能确定是否可以公开的，报有关主管部门或者保密行政管理部门确定；在 review.referral 写明报谁（to）、哪天报（sent）、
    哪天答复（answered）和意见（result）。答复期限写 due，或者由 catalog.yml 的 review.referral 规定。
    依据：《政府信息公开条例》第十七条第二款。
    ---
    A referral that is not on record, or not answered in time.

    What is not clear is put to the competent authority or the secrecy administration: `review.referral` says to whom, when, when the
    answer came and what it was. Its term is `due`, or `review.referral` in catalog.yml.
    """
    document = record.document
    review = document.review if document else None
    if document is None or review is None or (review.conclusion != "报审" and review.referral is None):
        return
    if review.referral is None:
        yield Finding(
            document.line("review.conclusion"),
            Text(
                "审查结论是报审，没有写报给谁、哪天报的", "it was referred, and nothing says to whom and when"
            ),
            Text("在 review 下补写 referral（to、sent）", "add `referral` with to and sent to `review`"),
            {"key": "review.referral"},
        )
        return
    due = referral_deadline(document, setting)
    if review.referral.answered is None and due and setting.today > due.latest:
        yield Finding(
            document.line("review.referral"),
            Text(
                f"{review.referral.sent} 报{review.referral.to}，应当在 {due.latest} 前答复，至今没有答复",
                f"referred to {review.referral.to} on {review.referral.sent}; the answer was due {due.latest}",
            ),
            Text(
                "催办；已经答复的，补写 answered 和 result",
                "press for the answer, or add answered and result",
            ),
            {"start": review.referral.sent, "deadline": due.latest},
        )


def missing_consent(record: Record, setting: Setting) -> Iterator[Finding]:
    """联合发文没有登记共同制作机关的意见，或者公开了第三方的信息没有登记同意。

    catalog.yml 规定了审查程序（review）的，联合发文在 review.agreed 逐个写明征求意见和同意的日期；有机关不同意的，不能公开。
    以公共利益为由公开第三方信息的，写明告知第三方的日期（review.consent.told）。
    依据：《政府信息公开条例》第十条、第十五条、第三十二条；地方保密审查制度（共同形成的信息书面征得同意）。
    ---
    A joint document without the other issuers' consent on record, or a third party that was not told.

    Where catalog.yml sets out the review, `review.agreed` says of each other issuer when it was asked and agreed; what one of them
    refuses is not published. Where the public interest outweighs a third party's rights, `review.consent.told` says when it was told.
    """
    document = record.document
    review = document.review if document else None
    if document is None or review is None or not document.declared_public:
        return
    yield from _without_answer(document, review, setting)
    yield from _refusals(document, review)
    if review.consent and review.consent.ground == "公共利益" and review.consent.told is None:
        yield Finding(
            document.line("review.consent"),
            Text(
                "以公共利益为由公开第三方的信息，没有写告知第三方的日期",
                "published in the public interest, and `told` is missing",
            ),
            Text("书面告知第三方，补写 told", "tell the third party in writing, and add `told`"),
            {"key": "review.consent.told"},
        )


def _without_answer(document: Document, review: Review, setting: Setting) -> Iterator[Finding]:
    """The joint issuers of whom nothing says that they agreed, where the review is set out."""
    catalog = setting.catalog
    scheme = catalog.review_of(document)
    if scheme is None or review.day is None or review.day < scheme.since:
        return
    answers = {body_name(catalog, entry.body): entry for entry in review.agreed}
    for name in document.joint_issuers:
        entry = answers.get(body_name(catalog, name))
        if entry is None or entry.answered is None:
            yield Finding(
                document.line("joint_issuers"),
                Text(f"没有登记{name}同意公开", f"nothing says that {name} agreed"),
                Text(
                    "在 review.agreed 中补写 body、asked、answered、result",
                    "add body, asked, answered, result to review.agreed",
                ),
                {"body": body_name(catalog, name)},
            )


def _refusals(document: Document, review: Review) -> Iterator[Finding]:
    """The bodies that did not agree to what is published."""
    for n, entry in enumerate(review.agreed):
        if entry.result == "不同意":
            yield Finding(
                document.line(f"review.agreed.{n}"),
                Text(
                    f"{entry.body}不同意公开，信息却已公开",
                    f"{entry.body} did not agree, and it is published",
                ),
                Text(
                    "核对；确不同意的，撤下并报主管部门协调",
                    "check it; withdraw the document if so, and ask the authority to settle it",
                ),
                {"body": entry.body},
            )


def missing_permit(record: Record, setting: Setting) -> Iterator[Finding]:
    """须经批准的信息没有写批准。

    catalog.yml 中写明 permit: true 的类别（如疫情、农产品质量安全、统计），公开前须经有权机关批准，在 review.permit 写明批准的
    机关（by）、日期（date）和文号（no）；批准不能晚于公开。
    依据：《政府信息公开条例》第十一条第二款（依照法律、行政法规和国家有关规定需要批准的，经批准予以公开）。
    ---
    Published without the permission that its category needs.

    A category with `permit: true` holds what may be published only when somebody has permitted it; `review.permit` says who, when and
    under which number, and the day is not after publication.
    """
    document = record.document
    if document is None or not document.declared_public:
        return
    category = setting.catalog.category_of(document)
    permit = document.review.permit if document.review else None
    if category and category.permit and permit is None:
        yield Finding(
            document.line("review" if document.review else "category"),
            Text(
                f"“{category.name}”须经批准方可公开，没有写批准",
                f"“{category.name}” needs a permit, and there is none",
            ),
            Text("在 review 下补写 permit（by、date、no）", "add `permit` with by, date and no to `review`"),
            {"key": "review.permit"},
        )
    elif permit and document.published and permit.date > document.published:
        yield Finding(
            document.line("review.permit.date"),
            Text(
                f"批准日期 {permit.date} 晚于公开日期 {document.published}",
                f"permitted {permit.date}, after publication {document.published}",
            ),
            Text("先批准，后公开；核对两个日期", "the permit comes first; check both dates"),
            {"permit": permit.date, "published": document.published},
        )


def _reviewed(
    documents: Sequence[Document], setting: Setting
) -> Iterator[tuple[Document, ReviewScheme, tuple[Step, ...]]]:
    """The documents whose review must follow a scheme, with their steps on record."""
    catalog = setting.catalog
    if catalog.review is None and not any(category.review for category in catalog.categories):
        return
    trailers: Mapping[str, tuple[Step, ...]] = trailer_steps(setting.root)
    for document in documents:
        scheme, review = catalog.review_of(document), document.review
        if scheme and review and document.origin is None and review.day and review.day >= scheme.since:
            yield document, scheme, steps_of(document, trailers)
