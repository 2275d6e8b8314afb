"""The first labelled set of personal data: made-up lines and tables, and the score of the detectors on a set."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from generator.reading.attachments.reading import read_inside
from generator.reading.privacy.masking import leaks_in
from helpers.office import docx, ofd, pdf, word_table, word_text, xlsx, zipped

SLUGS = {
    "citizen-id": "公民身份号码",
    "mobile-phone": "手机号码",
    "bank-card": "银行卡号",
    "home-address": "详细住址",
}
SURNAMES = (*"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗揭阙应楼", "欧阳", "诸葛")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
TOWNS = ("青溪镇", "云溪镇", "石桥乡", "新塘街道", "下沙街道", "龙潭乡")
VILLAGES = ("大溪村", "下坑村", "前王村", "石塘村", "东山村", "枫林村")
ESTATES = ("阳光花园", "锦绣家园", "东门新村", "金都公寓", "翠湖小区", "和景苑")
STREETS = ("和平路", "解放街", "人民路", "环城东路", "学府路", "竹巷")
HAN = "一二三四五六七八九十"


class Item(NamedTuple):
    """One line of running text, with the datum in it; no slug: nothing in it may be found."""

    line: str
    value: str = ""
    slug: str = ""


class Score(NamedTuple):
    """How many data were expected, how many of them found, and how many others were taken for one."""

    expected: int
    found: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.found / self.expected

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong)


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def day(dice: random.Random, first: int = 1935, last: int = 2024) -> str:
    return f"{dice.randint(first, last)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"


def citizen(dice: random.Random) -> str:
    region = dice.choice(
        ("330127", "110105", "420281", "513436", "622922", "652101", "440306", "230184", "460105", "500112")
    )
    body = region + day(dice) + digits(dice, 3)
    return (
        body
        + "10X98765432"[
            sum(
                int(d) * w
                for d, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
            )
            % 11
        ]
    )


def mobile(dice: random.Random) -> str:
    return dice.choice(
        ("134", "138", "139", "147", "150", "159", "166", "173", "177", "186", "188", "191", "198", "199")
    ) + digits(dice, 8)


def card(dice: random.Random) -> str:
    prefix, length = dice.choice(
        (
            ("622848", 19),
            ("621700", 19),
            ("622202", 19),
            ("621799", 19),
            ("622588", 16),
            ("955880", 19),
            ("623091", 19),
        )
    )
    body = prefix + digits(dice, length - 1 - len(prefix))
    total = sum(int(d) if n % 2 else int(d) * 2 - 9 * (int(d) > 4) for n, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.randint(1, 2)))


def village_home(dice: random.Random) -> str:
    group = dice.choice(
        (f"{dice.randint(1, 19)}组", f"{dice.choice(HAN)}组", f"第{dice.choice(HAN)}村民小组")
    )
    return (
        dice.choice(TOWNS)
        + dice.choice(VILLAGES)
        + dice.choice((group + f"{dice.randint(1, 300)}号", group, f"{dice.randint(1, 300)}号"))
    )


def town_home(dice: random.Random) -> str:
    room = dice.choice(
        (
            f"{dice.randint(1, 40)}幢{dice.randint(1, 4)}单元{dice.randint(1, 18)}0{dice.randint(1, 4)}室",
            f"{dice.randint(1, 40)}栋{dice.randint(1, 18)}0{dice.randint(1, 4)}",
            f"{dice.randint(1, 40)}-{dice.randint(1, 4)}-{dice.randint(2, 18)}0{dice.randint(1, 4)}",
        )
    )
    street = f"{dice.choice(STREETS)}{dice.randint(1, 300)}号" if dice.random() < 0.4 else ""
    return dice.choice(TOWNS) + street + dice.choice(ESTATES) + room


def home(dice: random.Random) -> str:
    return village_home(dice) if dice.random() < 0.5 else town_home(dice)


def spaced(text: str, mark: str, *steps: int) -> str:
    ends = [sum(steps[:n]) for n in range(len(steps) + 1)]
    return mark.join(text[a:b] for a, b in zip(ends, [*ends[1:], len(text)], strict=True) if text[a:b])


def wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))


def personal_line(dice: random.Random, slug: str) -> Item:
    who, number = (
        name(dice),
        {"citizen-id": citizen, "mobile-phone": mobile, "bank-card": card, "home-address": home}[slug](dice),
    )
    forms: dict[str, tuple[str, ...]] = {
        "citizen-id": (
            f"{who}，身份证号：{number}，符合条件。",
            f"申请人{who}（{number}）的申请已经受理。",
            f"经核查，{number}号持证人已经死亡。",
            f"证件号码 {number.lower()}",
            f"{who}{number}",
            f"公民身份号码：{spaced(number, ' ', 6, 8)}",
            f"身份证{spaced(number, '-', 6, 8)}。",
            f"1. {who} {number} 1200元",
            f"（{who}/{number}）",
            f"{who}、男、{number}、汉族",
            f"ID：{wide(number)}",
            f"{number[:4]}****{number[-4:]}即{number}",
        ),
        "mobile-phone": (
            f"联系人：{who}，电话：{number}。",
            f"请与{who}（{number}）联系。",
            f"手机：{spaced(number, ' ', 3, 4)}",
            f"联系电话{spaced(number, '-', 3, 4)}",
            f"{who} {number}",
            f"{who}{number}",
            f"电话：+86 {number}",
            f"咨询电话：0599-6612345、{number}。",
            f"{who}:{number}/0599-6612345",
            f"（手机号{wide(number)}）",
            f"{who}电话.{number}",
            f"微信同号{number}（{who}）",
            f"{number}@139.com",
            f"负责人{who}手机{spaced(number, '-', 3, 4)}；",
        ),
        "bank-card": (
            f"{who}，卡号：{number}。",
            f"补助款打入{number}账户。",
            f"账号 {spaced(number, ' ', 4, 4, 4, 4)}",
            f"{who} {number} 1200元",
            f"一卡通：{number}",
            f"农行{number}（{who}）",
            f"{who}/{spaced(number, '-', 4, 4, 4, 4)}",
            f"开户行及账号：农村商业银行 {number}",
        ),
        "home-address": (
            f"被处罚人{who}，男，住{number}。",
            f"申请人：{who}，{number}",
            f"家庭住址：{number}",
            f"{who}现住址为{number}，",
            f"户籍地：{number}",
            f"救助对象{who}，家住{number}，家庭人口3人。",
            f"居民{who}（{number}）",
            f"经查，{who}，女，1980年3月7日出生，户籍所在地浙江省青溪县{number}。",
            f"{who}（住{number}）反映，",
            f"当事人：{who}，住所地：青溪县{number}。",
            f"{who}住{number}",
            f"{who}\t{number}",
            f"登记住址为{number}的{who}",
        ),
    }
    line = dice.choice(forms[slug])
    return Item(line, number, slug)


def credit_code(dice: random.Random) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = (
        dice.choice(("113301", "123301", "913301", "923301", "933301", "523301"))
        + digits(dice, 2)
        + "".join(dice.choice(signs if dice.random() < 0.3 else signs[:10]) for _ in range(9))
    )
    return body + signs[-sum(signs.index(c) * pow(3, n, 31) for n, c in enumerate(body)) % 31]


def office_phone(dice: random.Random) -> str:
    return dice.choice(
        (
            f"0599-{dice.randint(2, 8)}{digits(dice, 6)}",
            f"0571-8{digits(dice, 7)}",
            f"05718{digits(dice, 7)}",
            f"400-{digits(dice, 3)}-{digits(dice, 4)}",
            f"400{digits(dice, 7)}",
            "12345",
            f"(010)6{digits(dice, 7)}",
            f"0599-{dice.randint(2, 8)}{digits(dice, 6)}-80{digits(dice, 2)}",
        )
    )


def office(dice: random.Random) -> str:
    return dice.choice(
        (
            f"青溪县府前路{dice.randint(1, 99)}号行政中心{dice.randint(1, 9)}号楼{dice.randint(101, 999)}室",
            f"{dice.choice(STREETS)}{dice.randint(1, 300)}号政务服务中心3楼",
            f"{dice.choice(TOWNS)}人民政府",
            f"{dice.choice(STREETS)}{dice.randint(1, 300)}号",
            f"{dice.choice(TOWNS)}{dice.choice(VILLAGES)}村民委员会办公室",
        )
    )


def project_code(dice: random.Random) -> str:
    return f"{dice.randint(20, 26)}{dice.randint(1, 12):02}-330127-04-0{dice.randint(1, 5)}-{digits(dice, 6)}"


def impersonal_line(dice: random.Random) -> Item:
    forms: tuple[Callable[[], str], ...] = (
        lambda: f"根据青政办发〔{dice.randint(2008, 2026)}〕{dice.randint(1, 200)}号文件，",
        lambda: f"索引号：{credit_code(dice)}/2026-{digits(dice, 5)}",
        lambda: f"统一社会信用代码：{credit_code(dice)}",
        lambda: f"邮编 {digits(dice, 6)}，电话 {office_phone(dice)}",
        lambda: f"咨询电话：{office_phone(dice)}，传真：{office_phone(dice)}",
        lambda: f"ISBN 978-7-{digits(dice, 4)}-{digits(dice, 4)}-{digits(dice, 1)}",
        lambda: f"条码 69{digits(dice, 11)}",
        lambda: f"项目代码：{project_code(dice)}",
        lambda: f"合同编号：{dice.choice(('', 'HT-', 'QX'))}{mobile(dice)}",
        lambda: f"资金总额{mobile(dice)}元",
        lambda: f"总投资 {mobile(dice)}.{digits(dice, 2)} 元",
        lambda: f"系数为0.{digits(dice, 12)}",
        lambda: f"自{day(dice, 2000, 2030)}起施行",
        lambda: f"时间戳{day(dice, 2000, 2030)}{digits(dice, 6)}",
        lambda: f"订单号 {day(dice, 2000, 2030)}{digits(dice, 10)}",
        lambda: f"身份证号：{citizen(dice)[:2]}*************{digits(dice, 3)}",
        lambda: f"身份证号：{citizen(dice)[:6]}********{digits(dice, 4)}",
        lambda: f"{name(dice)}，电话 {mobile(dice)[:3]}****{digits(dice, 4)}",
        lambda: f"卡号 6228************{digits(dice, 3)}",
        lambda: f"缴款账号：1202{digits(dice, 15)}，开户行：中国工商银行",
        lambda: f"办公地址：{office(dice)}，联系人：{name(dice)}",
        lambda: f"{name(dice)}，住{dice.choice(TOWNS)}。",
        lambda: (
            f"征收{dice.choice(TOWNS)}{dice.choice(VILLAGES)}{dice.choice(HAN)}组集体土地{dice.randint(1, 99)}亩"
        ),
        lambda: f"{dice.choice(ESTATES)}{dice.randint(1, 30)}幢加装电梯公示",
        lambda: f"见 https://www.example.gov.cn/art/2026/{mobile(dice)}.html",
        lambda: f"东经118.{digits(dice, 11)}，北纬29.{digits(dice, 11)}",
        lambda: f"药品批准文号：国药准字H{digits(dice, 8)}，批号{day(dice, 2000, 2030)}{digits(dice, 3)}",
        lambda: f"2021 2022 2023 2024 2025 {digits(dice, 4)}",
        lambda: f"不动产权证号：青（2026）不动产权第{digits(dice, 7)}号",
        lambda: f"增长率{digits(dice, 2)}.{digits(dice, 13)}%",
        lambda: f"受理编号：330127{day(dice, 2016, 2026)}{digits(dice, 4)}",
        lambda: f"许可证编号 {dice.choice(('JY', 'SC'))}1330127{digits(dice, 7)}",
        lambda: f"车辆识别代号 LSVAA{digits(dice, 12)}，发动机号 {digits(dice, 11)}",
        lambda: f"网上立案编号{mobile(dice)}",
        lambda: f"学号{day(dice, 2015, 2026)}{digits(dice, 4)}",
        lambda: f"区划代码 330127{digits(dice, 6)}",
        lambda: f"招标编号：QXZB-{day(dice, 2020, 2026)}-{digits(dice, 3)}",
        lambda: f"（{mobile(dice)}.{digits(dice, 2)}万元）",
        lambda: f"{dice.choice(TOWNS)}{dice.choice(VILLAGES)}{dice.randint(1, 9)}组道路硬化工程",
        lambda: f"经营场所：{dice.choice(STREETS)}{dice.randint(1, 300)}号{dice.randint(101, 109)}室",
        lambda: f"{name(dice)}在{dice.choice(STREETS)}{dice.randint(1, 300)}号门口违法停车",
        lambda: f"第{dice.choice(HAN)}组组长{name(dice)}，成员{name(dice)}、{name(dice)}",
        lambda: (
            f"考场设在{dice.choice(STREETS)}{dice.randint(1, 300)}号县第一中学{dice.randint(1, 5)}号楼{dice.randint(101, 509)}室"
        ),
        lambda: f"座位号{digits(dice, 2)}，准考证号{digits(dice, 11)}",
        lambda: f"地块编号：330127{digits(dice, 3)}GB{digits(dice, 5)}",
        lambda: f"{digits(dice, 3)},{digits(dice, 3)},{digits(dice, 3)},{digits(dice, 3)}.00",
    )
    return Item(dice.choice(forms)())


PERSONAL_HEAD = ["序号", "姓名", "身份证号", "联系电话", "一卡通账号", "家庭住址", "金额（元）"]
OFFICE_HEAD = [
    "序号",
    "单位",
    "统一社会信用代码",
    "项目代码",
    "合同编号",
    "投资（元）",
    "咨询电话",
    "办公地址",
    "条形码",
    "占比",
    "批准日期",
    "受理编号",
]


def personal_row(dice: random.Random, number: int) -> list[str]:
    return [
        str(number),
        name(dice),
        citizen(dice),
        mobile(dice),
        card(dice),
        home(dice),
        str(dice.randint(100, 99999)),
    ]


def office_row(dice: random.Random, number: int) -> list[str]:
    return [
        str(number),
        f"青溪县{dice.choice(('财政', '民政', '教育', '水利'))}局",
        credit_code(dice),
        project_code(dice),
        mobile(dice),
        mobile(dice),
        office_phone(dice),
        office(dice),
        "69" + digits(dice, 11),
        f"0.{digits(dice, 14)}",
        day(dice, 2000, 2030),
        "330127" + day(dice, 2016, 2026) + digits(dice, 4),
    ]


def markdown(rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(
        ["各乡镇人民政府：", "", lines[0], "|---" * len(rows[0]) + "|", *lines[1:], "", "特此公告。"]
    )


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode("gb18030")


def as_pages(rows: list[list[str]]) -> bytes:
    return pdf(["  ".join(row) for row in rows])


TABLES: dict[str, Callable[[list[list[str]]], bytes]] = {
    "a.csv": as_csv,
    "a.txt": lambda rows: "\n".join("\t".join(row) for row in rows).encode(),
    "a.docx": lambda rows: docx(word_table(rows)),
    "a.xlsx": lambda rows: xlsx([["附件"], *rows]),
    "a.ofd": ofd,
    "a.pdf": as_pages,
    "a.zip": lambda rows: zipped({"名单/表.xlsx": xlsx([*rows])}),
}
TEXTS: dict[str, Callable[[list[str]], bytes]] = {
    "a.txt": lambda lines: "\n".join(lines).encode(),
    "a.docx": lambda lines: docx(word_text("\n".join(lines))),
    "a.pdf": pdf,
}


def read_back(name: str, data: bytes) -> list[str]:
    """The texts of an attachment as the gate reads them."""
    return [part.text for content, _ in read_inside(name, data) for part in content.parts if not part.again]


class Sample(NamedTuple):
    """One carrier: its texts as the gate reads them, and what is in them."""

    carrier: str
    texts: list[str]
    values: list[tuple[str, str]]
    negatives: int


def samples() -> Iterator[Sample]:
    dice = random.Random(711)
    positive = [personal_line(dice, slug) for slug in SLUGS for _ in range(120)]
    negative = [impersonal_line(dice) for _ in range(2_400)]
    lines = positive + negative
    dice.shuffle(lines)
    yield Sample(
        "正文",
        ["\n\n".join(item.line for item in lines)],
        [(i.slug, i.value) for i in positive],
        len(negative),
    )
    for kind, make in TEXTS.items():
        some = [personal_line(dice, slug) for slug in SLUGS for _ in range(10)] + [
            impersonal_line(dice) for _ in range(100)
        ]
        dice.shuffle(some)
        texts = [
            text
            for n in range(0, len(some), 50)
            for text in read_back(kind, make([i.line for i in some[n : n + 50]]))
        ]
        yield Sample(kind, texts, [(i.slug, i.value) for i in some if i.slug], 100)
    for kind in ("表格", *TABLES):
        persons = [PERSONAL_HEAD, *(personal_row(dice, n) for n in range(1, 46))]
        offices = [OFFICE_HEAD, *(office_row(dice, n) for n in range(1, 116))]
        tables = [persons, *([OFFICE_HEAD, *offices[n : n + 58]] for n in (1, 59))]
        texts = (
            [markdown(t) for t in tables]
            if kind == "表格"
            else [text for t in tables for text in read_back(kind, TABLES[kind](t))]
        )
        values = [
            (slug, row[column])
            for row in persons[1:]
            for slug, column in zip(SLUGS, (2, 3, 4, 5), strict=True)
        ]
        yield Sample(kind, texts, values, 115 * len(OFFICE_HEAD))


def plain(text: str) -> str:
    narrow = text.translate(str.maketrans("０１２３４５６７８９Ｘ", "0123456789X"))
    return re.sub(r"[ \u3000.-]", "", narrow).upper().removeprefix("86")


def same(slug: str, value: str, found: str) -> bool:
    """An address may be found in part; a disability certificate is an identity number and two digits more."""
    return (
        value == found
        or (slug == "home-address" and (found in value or value in found))
        or (slug == "citizen-id" and value == found[:18])
    )


def score_of(samples: Iterable[Sample]) -> tuple[dict[str, Score], int, list[str]]:
    """The score of each rule, the number of negatives, and what went wrong."""
    totals = {slug: [0, 0, 0] for slug in SLUGS}
    negatives, trouble = 0, []
    for sample in samples:
        negatives += sample.negatives
        found = {
            (leak.slug, plain(text[leak.start : leak.end]))
            for text in sample.texts
            for leak in leaks_in(text)
        }
        for slug, total in totals.items():
            values = [plain(v) for s, v in sample.values if s == slug]
            hits = [v for v in values if any(s == slug and same(slug, v, f) for s, f in found)]
            wrong = [f for s, f in found if s == slug and not any(same(slug, v, f) for v in values)]
            total[0] += len(values)
            total[1] += len(hits)
            total[2] += len(wrong)
            trouble += [f"{sample.carrier} {slug} missed {v}" for v in values if v not in hits] + [
                f"{sample.carrier} {slug} wrong {f}" for f in wrong
            ]
    return {slug: Score(*total) for slug, total in totals.items()}, negatives, trouble


def groups(mark: str, *steps: int) -> Callable[[str], str]:
    """Writes a number in groups of so many digits with a mark between them."""

    def split(text: str) -> str:
        out, place = [], 0
        for step in steps:
            out.append(text[place : place + step])
            place += step
        return mark.join([*out, text[place:]] if place < len(text) else out)

    return split


def signs(alphabet: str) -> Callable[[str], str]:
    """Writes a number with other signs for its digits."""
    return lambda text: "".join(alphabet[int(d)] if d.isdecimal() else d for d in text)
