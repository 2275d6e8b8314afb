"""Rules about personal information in documents and their attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby

from generator.model.diagnostics import Finding, Severity, Text
from generator.model.setting import Setting
from generator.reading.attachments.passages import Passage, passages
from generator.reading.frontmatter import Record
from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.masking import leaks_in, without_leaks

MAX_LINES = 20
"""Findings of one rule in one text; the last of them counts the rest."""


NAMES: Mapping[str, tuple[Text, Text, Severity]] = {
    "citizen-id": (
        Text("公民身份号码", "a citizen's identity number"),
        Text(
            "只保留前 2 位和后 3 位，中间改为星号：35*************123；没有必要公开的，整列删除",
            "keep the first two and last three characters: 35*************123; delete the column if nobody needs it",
        ),
        Severity.ERROR,
    ),
    "mobile-phone": (
        Text("手机号码", "a mobile number"),
        Text(
            "改写办公电话，或者把中间 4 位改为星号：138****1234",
            "give an office telephone, or mask it: 138****1234",
        ),
        Severity.ERROR,
    ),
    "bank-card": (
        Text("银行卡号", "a bank card number"),
        Text(
            "删除账号一列；确需核对的，只保留后 3 位",
            "delete the column; if it must be told apart, keep the last three digits",
        ),
        Severity.ERROR,
    ),
    "home-address": (
        Text("详细住址", "a detailed home address"),
        Text(
            "写到乡镇或者街道为止，删去村组、门牌、楼栋和房号",
            "stop at township or street; drop village group, house, block and room",
        ),
        Severity.WARNING,
    ),
    "personal-number": (
        Text("个人证件号码、车牌或者账号", "a number of a person"),
        Text(
            "删除；确需区分的，只保留前 2 位和后 2 位",
            "delete it; if persons must be told apart, keep the first and last two signs",
        ),
        Severity.ERROR,
    ),
    "person-details": (
        Text(
            "姓名与出生日期、病情、困难原因等的对应，或者写信人自己的姓名",
            "names together with birth, illness or want, or the name that a writer of a letter gives",
        ),
        Text(
            "只公开法律要求公开的项目，删去这一栏或者这一句；未成年人、写信人不写姓名",
            "publish only what the law asks for; drop the column or the sentence; no names of children or of who wrote a letter",
        ),
        Severity.WARNING,
    ),
}
"""Slug → what was found, what to do, how severe it is where no rule of its own says so."""


def citizen_id(record: Record, setting: Setting) -> Iterator[Finding]:
    """出现公民身份号码。

    正文、标题、表格、附件（含隐藏内容、批注、文档属性和压缩包内的文件）中不得出现完整的公民身份号码。按照校验码、出生日期和行政区划代码识别，
    机构的统一社会信用代码、索引号不在此列。需要区分同名人员时保留前 2 位和后 3 位：35*************123。
    依据：《政府信息公开条例》第十五条；《个人信息保护法》第二十五条、第二十八条、第三十四条；GB 11643（公民身份号码）。
    ---
    A citizen's identity number.

    No complete identity number may appear in text, tables or attachments, hidden content, comments and properties
    included. Recognised by check digit, date of birth and region. The mask is 35*************123.
    """
    return _findings(record, setting, "citizen-id")


def mobile_phone(record: Record, setting: Setting) -> Iterator[Finding]:
    """出现个人手机号码。

    办公电话、传真、热线依法应当公开，不在此列；手机号码属于个人信息，确需公开联系方式的，写办公电话。
    金额、编号、代码栏中的 11 位数字不按手机号码处理。
    依据：《政府信息公开条例》第十五条；《个人信息保护法》第二十五条、第三十四条。
    ---
    A personal mobile number.

    Office telephones, fax numbers and hotlines must be public and pass. Sums and codes of eleven digits pass too.
    The mask is 138****1234.
    """
    return _findings(record, setting, "mobile-phone")


def bank_card(record: Record, setting: Setting) -> Iterator[Finding]:
    """出现个人银行卡号。

    按照发卡机构前缀和校验位识别。机关收款账户不是银行卡，不在此列。补贴发放名单不需要公开账号。
    依据：《个人信息保护法》第二十八条（金融账户属于敏感个人信息）、第三十四条。
    ---
    A bank card number.

    Recognised by issuer prefix and check digit. Accounts of offices are no cards and pass.
    """
    return _findings(record, setting, "bank-card")


def home_address(record: Record, setting: Setting) -> Iterator[Finding]:
    """个人住址写到了村组、门牌、楼栋、房号。

    个人住址公开到乡镇（街道）为止。本条看“住址”“户籍地”等字样、人员名单和姓名旁边的地址；办公地址不在此列。
    依据：《政府信息公开条例》第十五条；《个人信息保护法》第六条（限于最小范围）。
    ---
    A home address below township or street.

    Addresses of persons are published down to township or street. Looked for after words such as 住址, in lists of
    persons and beside names; office addresses pass.
    """
    return _findings(record, setting, "home-address")


def personal_number(record: Record, setting: Setting) -> Iterator[Finding]:
    """出现护照、通行证、车牌、社保、病历等个人号码。

    写明名称的护照、港澳台居民通行证、外国人居留证、军官证、社会保障号、病历号、户口簿号、存折号，写在姓名旁边的车牌和私人邮箱，
    个人的微信号、QQ 号、支付宝账号。机关的公众号、办公邮箱、公务用车不在此列。
    依据：《政府信息公开条例》第十五条；《个人信息保护法》第四条、第二十八条、第三十四条。
    ---
    A passport, a permit, a plate or another number of a person.

    Passports, permits, officers' cards, social-security, patients', household and passbook numbers by their names; plates
    and private mailboxes beside a person; accounts with services. Accounts and cars of offices pass.
    """
    return _findings(record, setting, "personal-number")


def person_details(record: Record, setting: Setting) -> Iterator[Finding]:
    """姓名与出生日期、病情、残疾、困难原因写在一起，或者写出未成年人、写信人的姓名。

    救助、补贴名单依法公开姓名、乡镇和金额就够了；病种、残疾类别、致贫原因、出生日期和未成年人的姓名属于敏感个人信息。
    选登的来信、留言里写信人自己写的姓名（“我叫……”）也要删去。任职公示、人物介绍中的出生年月不在此列。
    依据：《个人信息保护法》第六条、第二十八条、第三十一条；《未成年人保护法》第四条、第一百零三条；《政府信息公开条例》第十五条。
    ---
    Names together with birth, illness, disability or want, and names of children and of writers of letters.

    Lists of support give names, towns and sums. Illnesses, disabilities, reasons and dates of birth are sensitive. Lives
    of officials and well-known persons pass.
    """
    return _findings(record, setting, "person-details")


@lru_cache(maxsize=1)
def _found(texts: tuple[Passage, ...], today: date) -> tuple[tuple[Passage, tuple[Leak, ...]], ...]:
    """The leaks of one document; its rules ask one after the other."""
    return tuple((passage, tuple(leaks)) for passage in texts if (leaks := leaks_in(passage.text, today)))


def _findings(record: Record, setting: Setting, slug: str) -> Iterator[Finding]:
    what, hint, _ = NAMES[slug]
    attached: dict[str, list[tuple[Passage, Leak]]] = {}
    for passage, leaks in _found(passages(record, setting.root), setting.today):
        kept = [leak for leak in leaks if leak.slug == slug]
        if passage.attachment:
            attached.setdefault(passage.attachment, []).extend((passage, leak) for leak in kept)
        else:
            yield from _in_document(passage, kept, what, hint)
    for name, found in attached.items():
        if found:
            yield _in_attachment(without_leaks(name), found, what, hint)


def _in_document(passage: Passage, leaks: list[Leak], what: Text, hint: Text) -> Iterator[Finding]:
    lines = [
        (line, list(group))
        for line, group in groupby(
            leaks, key=lambda leak: passage.line + passage.text.count("\n", 0, leak.start)
        )
    ]
    for number, (line, group) in enumerate(lines[:MAX_LINES], 1):
        rest = len(lines) - MAX_LINES if number == MAX_LINES else 0
        more = Text(f"，后面还有 {rest} 行", f"; {rest} more lines follow") if rest > 0 else Text("", "")
        where = (
            Text(f"{passage.place.zh}中", f" in the {passage.place.en}") if passage.place.zh else Text("", "")
        )
        shown = "、".join(leak.shown for leak in group[:3])
        yield Finding(
            line,
            Text(f"{where.zh}出现{what.zh}（{shown}）{more.zh}", f"{what.en}{where.en} ({shown}){more.en}"),
            hint,
            {"count": len(group), "excerpt": shown},
        )


def _in_attachment(name: str, found: list[tuple[Passage, Leak]], what: Text, hint: Text) -> Finding:
    passage, leak = found[0]
    place = place_of(passage, leak.start)
    many = Text(f"，共 {len(found)} 处", f", {len(found)} in all") if len(found) > 1 else Text("", "")
    return Finding(
        passage.line,
        Text(
            f"附件“{name}”{place.zh}出现{what.zh}（{leak.shown}）{many.zh}",
            f"{what.en} in “{name}” {place.en} ({leak.shown}){many.en}",
        ),
        Text(f"{hint.zh}；改好后替换附件", f"{hint.en}; then replace the attachment"),
        {"count": len(found), "excerpt": leak.shown, "attachment": name, "place": place.zh},
    )


def place_of(passage: Passage, start: int) -> Text:
    """Where a position in an attachment is, for somebody who has it open."""
    if passage.first_line is None:
        return passage.place
    line = passage.first_line + passage.text.count("\n", 0, start)
    return Text(f"{passage.place.zh}第 {line} 行", f"{passage.place.en} line {line}".strip())
