"""A third labelled set: numbers of persons in the shapes that people, programs and attackers give them, beside look-alikes.

The first half was written together with the detectors. The second has wordings, splits and look-alikes of its own; the
figures of its first run are in docs/privacy.md, and it has been a seen one since.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import pytest
from helpers.labelled import Score, card, citizen, credit_code, day, digits, groups, mobile, name, signs
from helpers.roots import TESTS

from generator.reading.privacy.masking import leaks_in

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MANY = 12
"""How often each form is tried, with other numbers."""
SLUGS = {
    "citizen-id": "公民身份号码",
    "mobile-phone": "手机号码",
    "bank-card": "银行卡号",
    "personal-number": "其他个人号码",
    "person-details": "姓名与病情等",
}


class Half(NamedTuple):
    """Forms of one half: slug → templates with `{}` for the number; look-alikes; splits of numbers."""

    forms: dict[str, tuple[str, ...]]
    others: tuple[Callable[[random.Random], str], ...]
    splits: tuple[Callable[[str], str], ...]
    phones: tuple[Callable[[str], str], ...]
    cards: tuple[Callable[[str], str], ...]
    numbers: tuple[Callable[[random.Random], str], ...]
    details: tuple[Callable[[random.Random], str], ...]


def checked(body: str) -> str:
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def permit(dice: random.Random) -> str:
    return checked(
        dice.choice(("810000", "820000", "830000", "931110", "944156")) + day(dice) + digits(dice, 3)
    )


def ticket(dice: random.Random) -> str:
    """A number of this or last year made of region, date and serial that happens to pass the check."""
    return checked(f"330127{day(dice, 2025, 2026)}{digits(dice, 3)}")


SEEN = Half(
    {
        "citizen-id": (
            "项目负责人陈某明{}",
            "受理对象：{}",
            "信用修复申请人 {}",
            "编号A{}",
            "失信代码 {}",
            "行政相对人代码（自然人）：{}",
            "SFZ{}",
            "户主陈某明{}",
            "{}-1",
        ),
        "mobile-phone": (
            "电话{}万某",
            "{}值班（元旦期间）",
            "金额咨询{}",
            "代码员{}",
            "WX{}",
            "Tel{}",
        ),
        "bank-card": ("账号{}", "卡号 {}", "补助打入{}账户"),
    },
    (
        lambda d: f"工单号：{ticket(d)}",
        lambda d: f"咨询单 {ticket(d)}",
        lambda d: f"取件码：{ticket(d)}",
        lambda d: f"预约号{ticket(d)}",
        lambda d: f"总产值\t{mobile(d)}",
        lambda d: f"授信额度{mobile(d)}元",
        lambda d: f"统一社会信用代码 {credit_code(d)}",
        lambda d: f"0.{citizen(d)[:17]}",
        lambda d: f"发票号码{digits(d, 20)}",
        lambda d: f"单位地址：和平路{d.randint(1, 99)}号3幢201室",
    ),
    (
        lambda t: t,
        lambda t: " ".join(t),
        groups(".", 6, 8),
        groups("/", 6, 8),
        groups("_", 6, 8),
        groups("·", 6, 8),
        groups("—", 6, 8),
        groups("  ", 3, 3, 4, 4),
        groups("\n", 10),
        groups("<br>", 10),
        groups("|", 6, 8),
        lambda t: "|".join(t),
        groups("**", 6, 3),
        groups("\u200b", 7),
        groups("&nbsp;", 6, 8),
        signs("〇一二三四五六七八九"),
        signs("⓪①②③④⑤⑥⑦⑧⑨"),
    ),
    (
        lambda t: t,
        groups(" ", 4, 3),
        groups(".", 3, 4),
        groups("·", 3, 4),
        groups("*", 3, 4),
        groups("\u200b", 3),
        signs("零一二三四五六七八九"),
    ),
    (lambda t: t, groups(" ", 6), groups("-", 4, 4, 4, 4), groups(" ", 5, 5, 5), groups("\u200b", 4)),
    (
        lambda d: f"护照号 E{digits(d, 8)}",
        lambda d: f"港澳居民来往内地通行证：H{digits(d, 8)}",
        lambda d: f"病历号：{digits(d, 10)}",
        lambda d: f"社保卡号 A{digits(d, 8)}",
        lambda d: f"{name(d)} {digits(d, 8)}@qq.com",
        lambda d: f"车主{name(d)}，浙A{digits(d, 5)}",
    ),
    (
        lambda d: f"救助对象王芳患尿毒症，申请救助{d.randint(1, 9)}000元。",
        lambda d: f"李明，男，19{d.randint(40, 99)}年3月7日出生。",
        lambda d: "姓名\t乡镇\t致贫原因\n王芳\t青溪镇\t因病\n李明\t云溪镇\t因残",
    ),
)
UNSEEN = Half(
    {
        "citizen-id": (
            "办证人林某某{}",
            "查询码 {}",
            "当事人（{}）",
            "监护人号码{}",
            "人员代码：{}",
            "No.{}",
            "zjhm={}",
            "租客周某{}入住",
            "{}（已核）",
            "许可对象{}",
        ),
        "mobile-phone": (
            "村医{}",
            "找老赵{}",
            "微信电话同步{}",
            "mobile:{}",
            "家属电话 {}亿家超市",
            "报名请联系{}",
            "（{}）陈老师",
        ),
        "bank-card": ("收款卡{}", "工资卡号：{}", "打款账户 {}"),
    },
    (
        lambda d: f"热线工单{ticket(d)}",
        lambda d: f"网办登记号：{ticket(d)}",
        lambda d: f"投诉单号 {ticket(d)}",
        lambda d: f"受理单编号{ticket(d)}",
        lambda d: f"注册资本\t{mobile(d)}",
        lambda d: f"单位：元\n科目\t决算\n工资\t{mobile(d)}",
        lambda d: f"纳税人识别号 {credit_code(d)}",
        lambda d: f"学号{day(d, 2015, 2026)}{digits(d, 4)}",
        lambda d: f"GPS 118.{digits(d, 12)}",
        lambda d: f"执业机构：解放街{d.randint(1, 99)}号2栋101室",
        lambda d: f"合同号 HT{mobile(d)}",
        lambda d: f"设备序列号 {digits(d, 3)}-{digits(d, 4)}-{digits(d, 4)}",
        lambda d: f"版本 {digits(d, 2)}.{digits(d, 4)}.{digits(d, 4)}",
    ),
    (
        lambda t: t,
        groups(" ", 4, 4, 4, 4),
        groups("-", 4, 4, 4, 4),
        groups("－", 6, 8),
        groups("，", 6, 8),
        groups("\t", 6, 4, 4),
        lambda t: "\t".join(t),
        lambda t: "\n".join(t),
        groups("</b><b>", 9),
        groups("~~", 5, 5),
        groups("\u2060", 3, 9),
        groups("\u00ad", 10),
        groups(" · ", 6, 8),
        groups("(", 6),
        signs("０１２３４５６７８９"),
        signs("٠١٢٣٤٥٦٧٨٩"),
        signs("零壹贰叁肆伍陆柒捌玖"),
        lambda t: f"&#{ord(t[0])};{t[1:]}",
    ),
    (
        lambda t: t,
        groups("-", 4, 3),
        groups(" ", 3, 3),
        groups("/", 3, 4),
        groups("—", 3, 4),
        groups("&nbsp;", 3, 4),
        lambda t: " ".join(t),
        signs("〇一二三四五六七八九"),
    ),
    (lambda t: t, groups(" ", 4, 4, 4), groups("　", 4, 4, 4, 4), groups("-", 6, 6), lambda t: " ".join(t)),
    (
        lambda d: f"持护照（G{digits(d, 8)}）入境",
        lambda d: f"台胞证 {digits(d, 8)}",
        lambda d: f"住院号{digits(d, 7)}",
        lambda d: f"医保编号：{digits(d, 12)}",
        lambda d: f"联系人{name(d)}，微信号 wx_{digits(d, 6)}",
        lambda d: f"驾驶人{name(d)}，驾驶皖B{digits(d, 5)}小型客车",
        lambda d: f"军官证：南字第{digits(d, 7)}号",
    ),
    (
        lambda d: f"村民刘洋因患肺癌，家庭困难，给予{d.randint(1, 9)}000元。",
        lambda d: f"张伟，女，生于19{d.randint(40, 99)}年11月2日，",
        lambda d: "户主\t村\t残疾等级\n王芳\t大溪村\t二级\n李明\t大溪村\t三级",
        lambda d: "儿童姓名\t监护人\t金额\n王小丽\t王芳\t800\n李小明\t李明\t800",
    ),
)


def lines_of(half: Half, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Line and slug; no slug: nothing may be found."""
    for slug, make, splits in (
        ("citizen-id", citizen, half.splits),
        ("citizen-id", permit, half.splits[:4]),
        ("mobile-phone", mobile, half.phones),
        ("bank-card", card, half.cards),
    ):
        for split in splits:
            for form in half.forms[slug]:
                yield form.format(split(make(dice))), slug
    for slug, makers in (
        ("personal-number", half.numbers),
        ("person-details", half.details),
        ("", half.others * 4),
    ):
        for make_line in makers:
            for _ in range(MANY):
                yield make_line(dice), slug


@cache
def measured(seen: bool) -> tuple[dict[str, Score], int, tuple[str, ...]]:
    dice = random.Random(24 if seen else 42)
    totals = {slug: [0, 0, 0] for slug in SLUGS}
    trouble: list[str] = []
    negatives = 0
    for line, slug in lines_of(SEEN if seen else UNSEEN, dice):
        found = {leak.slug for leak in leaks_in(line)}
        negatives += not slug
        if slug:
            totals[slug][0] += 1
            totals[slug][1] += slug in found
            if slug not in found:
                trouble.append(f"missed {slug} {line!r}")
        for wrong in (found - {slug, "home-address"}) if not slug else ():
            totals[wrong][2] += 1
            trouble.append(f"wrong {wrong} {line!r}")
    return {slug: Score(*total) for slug, total in totals.items()}, negatives, tuple(trouble)


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize(
    "slug, recall",
    [
        ("citizen-id", 0.99),
        ("bank-card", 0.99),
        ("mobile-phone", 0.95),
        ("personal-number", 0.95),
        ("person-details", 0.95),
    ],
)
def test_recall_and_precision(slug: str, recall: float, seen: bool):
    scores, _, trouble = measured(seen)
    assert scores[slug].recall >= recall, [t for t in trouble if slug in t][:20]
    assert scores[slug].precision >= 0.95, [t for t in trouble if slug in t][:20]


def test_the_documented_figures_are_these():
    text = (TESTS.parent / "docs/privacy.md").read_text(encoding="utf-8")
    for row in documented():
        assert row in text


def documented() -> list[str]:
    halves = (measured(True)[0], measured(False)[0])
    return [
        f"| {title} | "
        + " | ".join(f"{half[slug].found}/{half[slug].expected}，误报 {half[slug].wrong}" for half in halves)
        + " |"
        for slug, title in SLUGS.items()
    ]
