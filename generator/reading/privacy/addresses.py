"""Text → the home addresses in it that go deeper than township or street.

A house number alone is nobody's home: offices have one too. It becomes a finding where words say that a person lives
there, where it stands beside a person's name, or in a table of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.persons import GIVEN, SURNAME, names_in
from generator.reading.privacy.tables import Columns

_NUMBER = r"(?:附?[A-Za-z]?[0-9]{1,5}[A-Za-z]?|[一二三四五六七八九十百零〇两]{1,5})"
_COMPANY = r"连(?![续接锁任同带长队片])"
_TEAM = r"(?:村民小组|组(?![织成建员合长])|社(?![区会保])|队(?![伍员长]))"
_PAIR = r"(?:(?!(?:(?:19|20)[0-9]{2}|[48]00|0[0-9]{2,3})[-－—][0-9])[A-Za-z]?[0-9]{1,4}(?:[-－—#＃][0-9A-Za-z]{1,5}){1,4}号?[室房]?(?![周岁年月日天个元人%％时分名万亿级期]))"
_GROUP = (
    r"(?:(?:(?<=[村屯寨])|(?<=嘎查)|(?<=社区)|(?<=委会))[\u4e00-\u9fff]{1,4}(?:(?<!工作)(?<!领导)(?<!小)(?<!帮扶)(?<!服务)(?<!专案)(?<!调解)(?<!网格)(?<!互助)(?<!监督)"
    r"组(?![织成建员合长])|村民小组))"
)
_BEGIN = re.compile(
    rf"""
    (?<![0-9〕\]）)第年月A-Za-z.])(?:第(?=[0-9一二三四五六七八九十]{{1,3}}(?:村民小组|组|社|队)))?
      {_NUMBER}(?:号楼|号院|号(?![码])|弄|单元|室|排(?=[0-9])|{_COMPANY}|{_TEAM})
    | (?<![0-9〕A-Za-z.])附?[A-Za-z]?[0-9]{{1,5}}[A-Za-z]?(?:[栋幢](?!别墅|建筑|房屋)|座(?=[0-9一二三四五六七八九十A-Z]))
    | [一二三四五六七八九十]{{1,3}}[栋幢座](?=[0-9一二三四五六七八九十]{{1,4}}(?:单元|室|号|楼|层|$)|单元|[0-9]{{3,4}}(?![0-9元]))
    | (?<=第){_NUMBER}(?:{_TEAM}|[栋幢])
    | (?<![0-9A-Za-z-])(?:[A-Za-z]|[甲乙丙丁])[栋幢座]
    | (?<![0-9A-Za-z.〕/-]){_PAIR}(?![0-9])
    | {_GROUP}
""",
    re.VERBOSE,
)
"""The first step of an address below its street or village: 12号, 8幢, 三组, 8-2-301, 5连. Most text is passed over here."""
_UNIT = re.compile(
    r"[号弄栋幢座室排连组社队单\-－—#＃](?:(?<=[号弄栋幢座室排连组社队])(?<=[0-9A-Za-z一二三四五六七八九十百零〇两甲乙丙丁].)"
    r"|(?<=单)元(?<=[0-9A-Za-z一二三四五六七八九十百零〇两]单元)|(?<=[-－—#＃])(?<=[0-9A-Za-z].)(?=[0-9A-Za-z])"
    r"|(?<=组)(?:(?<=村民小组)|(?<=[村屯寨查区会].组)|(?<=[村屯寨查区会]..组)|(?<=[村屯寨查区会]...组)|(?<=[村屯寨查区会]....组)))"
)
"""A sign that every such step has; most texts are passed over by it. It begins with one set of signs: so it is looked for at once."""
_STEP = 8
"""Characters of the longest number or name before it."""
_DEEP = re.compile(
    rf"""
    (?: {_BEGIN.pattern} )
    (?: [\u4e00-\u9fff]{{0,8}}?
        (?: (?:{_NUMBER}|[甲乙丙丁东西南北A-Z])(?:号楼|号院|号|弄|栋|幢|座|单元|门洞|门|排|层|楼|室|房|户|{_COMPANY}|{_TEAM}) | {_PAIR} | {_GROUP} ) )*
    (?: [\u4e00-\u9fff]{{0,2}}?[A-Z]?[0-9]{{3,4}}(?![0-9元.]) )?
""",
    re.VERBOSE,
)
_ADMIN = re.compile(
    r"(?:[\u4e00-\u9fff]{1,10}?(?:省|自治区|市|州|盟|县|区|旗|镇|乡|街道|苏木|农场|牧场|团))*"
)
_PLACE = re.compile(
    r"村|社区|屯|寨|庄|湾|坊|坪|坝|塘|沟|冲|嘎查|居委会|村委会|委员会|路|街|巷|弄|里|小区|花[园苑]|公寓|苑|家园|名[都邸]|城|园|府|庭|湖畔|道|邨|宿舍|院|胡同|条|段|团"
    r"|分场|农场|作业区|镇|乡|居|[东西南北中一二三四五六七八九十]区|[县区镇乡]$|省.*市|半岛|香颂|天街"
)
"""What the place is called that the houses stand in."""
_BLOCK = re.compile(r"[栋幢座室#＃]|单元|号楼|[0-9]连|[0-9A-Za-z][-－—][0-9]{1,4}[-－—]")
"""A step of which the place may have any name."""
_ROOM = re.compile(r"[0-9]室|单元[0-9A-Za-z一二三四五六七八九十]|[0-9A-Za-z][-－—][0-9]{1,4}[-－—][0-9]{3,4}")
"""What only a flat has, even in a place of which nothing else tells what it is."""
_ENDS_IN_PAIR = re.compile(rf"(?<![0-9A-Za-z]){_PAIR}$")
_STREET = re.compile(r"[路街道巷]$")

_BEFORE = re.compile(
    r"""
    [\t|，,；;：:。？！?!“”（(\s] | 家?(?:暂|租|借|寄|居|常|现)?住(?:所|址|处)?(?![宅房院建户村宿])(?:在|于|为|是|系)? | 家(?:就)?在
    | (?:房屋|住房|住宅)(?:位于|坐落(?:于|在)?|在)
    | (?:地址|所在地|居住地|户籍地?)(?:在|于|为|是|系)?
""",
    re.VERBOSE,
)
"""What separates an address from the words before it."""

_UNIT_DEEP = re.compile(
    rf"[0-9一二三四五六七八九十](?:{_COMPANY}|{_TEAM}|排)|{_GROUP}|[村区屯寨].{{0,8}}[0-9]号|室|单元|号楼|[栋幢座#＃]|弄[0-9]{{1,4}}号|号[A-Z]?[0-9]{{3,4}}$|[0-9A-Za-z][-－—][0-9]{{1,4}}[-－—]"
)
"""Deeper than a house number on a street."""

_LIVES = re.compile(
    r"""
    (?: (?:家庭|居住|户籍|户口|暂住|常住|现住|经常居住|送达|身份证|户主)(?:的?详细|所在)?(?:住址|地址|住所|住处|详址|地)? | (?<!办公)住(?:址|处)
      | (?:[，,。；;、：:（()）\s]|[，,。；;、：:（()）\s][\u4e00-\u9fff·]{2,4})(?:现?家?(?<!入)|[暂租借寄现]|现?居)住(?:在|于)? )
    (?:[（(][^）)]{0,12}[）)])?[：:\s|]*(?:为|是|系|在|于)?[：:\s]*$
""",
    re.VERBOSE,
)

_LABELLED = re.compile(
    r"""
    (?: (?:家庭|居住|户籍|户口|暂住|常住|现住|经常居住|身份证|户主)(?:的?详细|所在)?(?:住址|地址|住所|住处|详址|地) | (?<!办公)住[址处] | (?:[，,。；;、]|[现家暂租])住(?:在|于) )
    (?:[（(][^）)\n]{0,12}[）)])?[：:\s|]*(?:为|是|系|在|于)?[：:\s]*
    (?P<address>[^，,。；;、：:\t|\n（(“”？！\s的]{4,50})
""",
    re.VERBOSE,
)
"""A label that only homes have, and what stands behind it."""
_LABEL_SIGN = re.compile(r"[住地详](?:[址处所在于]|(?<=[庭住籍口主证细在].))")
"""A sign that every such label has."""
_LABEL = 16
"""Characters of a label before it."""
_NUMBERED = re.compile(r"[\u4e00-\u9fffA-Za-z][0-9][0-9A-Za-z-]*(?:室|户|号|房|楼|层)?$")

_HOME_OF = re.compile(
    r"[\u4e00-\u9fff](?<![国专大公厂商农店作画业学])家(?:(?:就)?(?:住)?(?:在|于)|[中里]?[（(])$"
    rf"|{SURNAME}[\u4e00-\u9fff]{{1,2}}的(?:房屋|住房|住宅)(?:位于|坐落(?:于|在)?|在)$"
)
_MAILED = re.compile(
    r"(?<!单位)(?<!机关)(?<!公司)(?:通讯|通信|收件|寄件|收货|送货|配送|邮寄|联系|快递|居住)地址[：:\s|]*$"
)
"""Where a person's letters go; an office's are told by the words of the address."""
_RESIDENT = re.compile(
    rf"的?(?:居民|村民|住户|业主|户主|租户|租客|群众|老人|残疾人|低保户|五保户|脱贫户|困难户)[：:]?{SURNAME}{GIVEN}|的{SURNAME}{GIVEN}(?:户|家|$)"
)
"""Who lives there, behind an address."""
_HOMES = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:宿舍|家属[院楼区]|住宅|干休所)|开发区街道|车站[路街巷]|(?:[村居]委|居?[村民]*委员)会(?=[\u4e00-\u9fff0-9]{1,6}[组队社])"
)
"""Homes and streets that are named after an office."""

_OFFICE = re.compile(
    r"政府|机关|行政|中心|大厅|窗口|办公|办事处|委员会|村委会|居委会|局|法院|检察|派出所|公司|企业|工厂|厂|店|学校|小学|中学|大学|医院|卫生|银行|酒店|宾馆|"
    r"大厦|写字楼|商务|广场|市场|产业园|科技园|工业园|开发区|档案|图书|合作社|站|所(?!地)|"
    r"项目|工程|改造|加装|征收|地块|规划|公路|道路|选区|承包|宅基|林地|编号|号码|车间"
)

_OFFICE_LABEL = re.compile(
    r"办公|单位|通讯|通信|邮寄|经营|注册|办理|受理|营业|生产|建设|项目|接收|提交|报名|咨询|现场|场所|施工|(?<!房屋)坐落|公租房|(?:法定代表|经营|负责)[人者].*住所"
)

_WORKS = re.compile(r"[分支]行|银行|公司|集团|事业部|医院|学校|[\u4e00-\u9fff]局\s")
"""Where a person beside an address works."""

_PLACE_OF_EVENT = re.compile(
    r"在|到|从|至|位于|负责|分布|全[县市区镇]|记|第?[0-9一二三四五六七八九十]+[组名等]"
)

_PERSONS = re.compile(
    r"姓名|户主|申请人|当事人|权利人|产权人|承租人|业主|监护人|学生|村民|救助对象|受益人|被征收人|户籍|住址"
)

_LAND = re.compile(r"[，,、]?(?:宅基|承包|林地|耕地|面积)")
_NEAR = 24
_HEAD = 48
"""Characters of an address before its first number."""
_BREAK = re.compile(r"[，,。；;、：:\t|]")


class _Address(NamedTuple):
    """Where it begins, where what nobody needs to know begins, and where it ends."""

    start: int
    deep: int
    end: int


def addresses(text: str) -> Iterator[Leak]:
    """Every home address in a text, in order."""
    text = _plainly(text)
    columns = Columns(text)
    labelled = [leak for found in _labels(text) if (leak := _behind_label(found))]
    end = 0
    for step in _steps(text):
        while labelled and labelled[0].end <= step:
            if labelled[0].start >= end:
                yield labelled[0]
            del labelled[0]
        if step >= end and (leak := _leak(text, step, columns)):
            end = leak.end
            yield leak
    yield from (leak for leak in labelled if leak.start >= end)


_WIDE_DIGITS = "０１２３４５６７８９"
_WIDE = dict(zip(range(0xFF10, 0xFF1A), "0123456789", strict=True))
_SPREAD = re.compile(r"([住地])([ \u3000\u00a0]{1,6})址")
_BOLD = re.compile(r"\*\*(?=[：:])|(?<=[：:])\*\*")


def _plainly(text: str) -> str:
    """The same text sign for sign, with plain digits and with labels that are not spread out or set bold."""
    if not (
        "**" in text or ("址" in text and _SPREAD.search(text)) or any(map(text.__contains__, _WIDE_DIGITS))
    ):
        return text  # as most texts; none of these tests takes long
    return _SPREAD.sub(r"\2\1址", _BOLD.sub("  ", text.translate(_WIDE)))


def _labels(text: str) -> Iterator[re.Match[str]]:
    """The labels that only homes have, with what stands behind them."""
    last = 0
    for sign in _LABEL_SIGN.finditer(text):
        found = _LABELLED.search(text, max(last, sign.start() - _LABEL), sign.end() + 2 * _HEAD)
        if found:
            last = found.end()
            yield found


def _steps(text: str) -> Iterator[int]:
    """Where the steps of addresses begin."""
    last = -1
    for unit in _UNIT.finditer(text):
        step = _BEGIN.search(text, max(0, unit.start() - _STEP), min(len(text), unit.end() + _STEP))
        if step and step.start() > last and step.end() > unit.start():
            last = step.start()
            yield last


def _behind_label(found: re.Match[str]) -> Leak | None:
    """What ends in a number and is called a home is one, whatever the parts of it are called."""
    words = found["address"]
    admin = _ADMIN.match(words)
    if not _NUMBERED.search(words) or not (_PLACE.search(words) or (admin and admin.end())):
        return None
    shown = f"{words[: admin.end() if admin else 0]}***"
    return Leak("home-address", found.start("address"), found.end("address"), shown)


def _leak(text: str, step: int, columns: Columns) -> Leak | None:
    start = max(text.rfind("\n", max(0, step - _HEAD), step) + 1, step - _HEAD, 0)
    begin = step - len(_BEFORE.split(text[start:step])[-1])
    deep = _DEEP.match(text, step, min(len(text), step + _HEAD))
    if deep is None or not (_PLACE.search(text, begin, step) or _BLOCK.search(deep[0])) or begin == step:
        return None
    admin = _ADMIN.match(text, begin, step)
    address = _Address(begin, admin.end() if admin else begin, deep.end())
    if not _is_home(text, address, columns):
        return None
    return Leak("home-address", address.start, address.end, masked_address(text, address))


def masked_address(text: str, address: _Address) -> str:
    """Down to township or street, as official notices prescribe; the rest as stars."""
    return f"{text[address.start : address.deep]}***"


def _is_home(text: str, address: _Address, columns: Columns) -> bool:
    """Whether the words before an address, its table or its neighbours make it a person's."""
    begin, line_end = address.start, text.find("\n", address.end, address.end + _NEAR)
    line = text.rfind("\n", max(0, begin - _NEAR), begin) + 1
    before = text[max(line, begin - _NEAR, 0) : begin]
    after = text[address.end : min(address.end + 12, line_end if line_end >= 0 else len(text))]
    after = _BREAK.split(after)[0]
    words = text[begin : address.end]
    if _LIVES.search(" " + before) or _HOME_OF.search(before):
        return True
    if not _is_deep(text, address):
        return False
    elsewhere = _OFFICE.search(_HOMES.sub("", words) + after) or _LAND.match(text, address.end)
    if _MAILED.search(before):
        return not elsewhere
    if elsewhere or _PLACE_OF_EVENT.match(text, begin) or _OFFICE_LABEL.search(before):
        return False
    if address.deep == begin and not _PLACE.search(words) and not _ROOM.search(words):
        return False  # a number of a block alone
    if _RESIDENT.match(after):
        return True
    return not _WORKS.search(before) and (_beside_name(before) or _among_persons(address, columns))


def _is_deep(text: str, address: _Address) -> bool:
    """Deeper than a house number on a street: 翰林雅苑12-903 is, 民主路12-3 is not."""
    words = text[address.start : address.end]
    if _UNIT_DEEP.search(words):
        return True
    pair = _ENDS_IN_PAIR.search(words)
    return (
        pair is not None
        and not _STREET.search(words[: pair.start()])
        and bool(_PLACE.search(words[: pair.start()]))
    )


def _beside_name(before: str) -> bool:
    return bool(names_in(before))


def _among_persons(address: _Address, columns: Columns) -> bool:
    cells = columns.heading(address.start).split(" ")
    heading = " ".join(
        cell for cell in cells if not _BEGIN.search(cell)
    )  # the first rows may hold 建设路12号
    return (
        bool(heading)
        and not _OFFICE_LABEL.search(heading)
        and any(_PERSONS.search(row) for row in columns.heads(address.start))
    )
