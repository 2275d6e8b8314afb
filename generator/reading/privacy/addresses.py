"""Text → the home addresses in it that go deeper than township or street.

A house number alone is nobody's home: offices have one too. It becomes a finding where words say that a person lives
there, where it stands beside a person's name, or in a table of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.privacy.identifiers import Leak
from generator.reading.privacy.persons import names_in
from generator.reading.privacy.tables import Columns

_TAIL = re.compile(
    r"""
    [号室栋幢座组社队元-](?: (?<=[0-9一二三四五六七八九十零〇百][号室栋幢座组社队])(?<!〕[0-9]号)(?<!〕[0-9]{2}号)(?<!〕[0-9]{3}号)(?<!〕[0-9]{4}号)(?<!〕[0-9]{5}号)(?<!〕[0-9]{6}号)
                         | (?<=[A-Z][栋幢座]) | (?<=[0-9一二三四五六七八九十]单元) | (?<=[0-9一二三四五六七八九十]村民小组)
                         | (?:(?<=[村区屯寨查会][\u4e00-\u9fff]组)|(?<=[村区屯寨查会][\u4e00-\u9fff]{2}组)
                             |(?<=[村区屯寨查会][\u4e00-\u9fff]{3}组)|(?<=[村区屯寨查会][\u4e00-\u9fff]{4}组))(?![织成建员合长])
                         | (?<=[0-9]-)[0-9]{1,3}-[0-9]{3,4} )
""",
    re.VERBOSE,
)
"""The end of a step of an address: 12号, 8幢, 三组, 8-2-301. Nearly all other text is passed over here."""

_ADDRESS = re.compile(
    r"""
    (?:[\u4e00-\u9fff]{2,9}?(?:省|市|县|区|镇|乡|街道))*
    (?P<deep>
      (?:[0-9]{3}[国省县](?=道)|[\u4e00-\u9fff]{1,10}?|[0-9]{1,2}(?=村))
      (?: (?:村|社区|屯|寨|庄|湾|坊|坪|坝|塘|沟|冲|嘎查|居委会|村委会|村民委员会)                       # a group of a village
          (?:[\u4e00-\u9fff]{0,6}?第?[0-9一二三四五六七八九十]{1,4}(?:村民小)?(?:组|社(?!区)|队)
            |[\u4e00-\u9fff]{1,5}(?<!工作)(?<!领导)(?<!小)(?<!帮扶)组(?![织成建员合长]))
        | (?:村|路|街|巷|弄|里|社区|小区|花园|新村|公寓|苑|家园|名都|城|庄|寨|屯|湾|坊|园|府|庭|湖畔|道|邨|宿舍|居委会|院|胡同|条|段)    # a house or block
          (?: (?:[0-9]{1,5}|[一二三四五六七八九十百零〇两]{1,5})(?:[-－—][0-9]{1,5}){0,3}(?:号[楼院]?|室|栋|幢|座|单元|弄) | [A-Z]?[0-9]{1,3}(?:[-－][0-9]{1,4}){2} )
        | (?:[A-Z]?[0-9]{1,3}|[A-Z])(?:号楼|栋|幢|座)                                       # a flat in a block of any name
          (?:[0-9一二三四五六七八九十]{1,3}(?:单元|楼|层|门))*[A-Z]?[0-9]{1,5}[号室房]?
        | [A-Z]?[0-9]{1,2}[-－][0-9]{1,2}[-－][0-9]{3,4}(?![0-9]) )
      (?:[\u4e00-\u9fff]{0,10}?
        (?:[A-Z]?[0-9]{1,5}(?:[-－][0-9]{1,4})*|[一二三四五六七八九十零〇百两]{1,5}|[甲乙丙丁东西]|[A-Z])(?:号楼|号院|号|室|房|栋|幢|座|单元|组|户|楼|层|门))*
      (?:[\u4e00-\u9fff]{0,8}?[A-Z]?[0-9]{1,3}(?:[-－][0-9]{1,4}){2}|[A-Z]?[0-9]{3,4}(?![0-9]))? )
""",
    re.VERBOSE,
)

_BEFORE = re.compile(
    r"""
    [\t|，,；;：:。（(\s] | 家?(?:暂|租|借|寄|居|常|现)?住(?:所|址|处)?(?![宅房院建户村])(?:在|于|为|是|系)?
    | (?:地址|所在地|居住地|户籍地?)(?:在|于|为|是|系)?
""",
    re.VERBOSE,
)
"""What separates an address from the words before it."""

_UNIT_DEEP = re.compile(
    r"[0-9一二三四五六七八九十](?:组|社|队|村民小组)|[村区屯寨].{0,8}(?:组|[0-9]号)|室|单元|号楼|[栋幢座]|[0-9][-－][0-9]{1,4}[-－]"
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

_HOME_OF = re.compile(r"[\u4e00-\u9fff](?<!国)(?<!专)(?<!大)(?<!公)家(?:就)?(?:住)?(?:在|于)$")
_MAILED = re.compile(r"(?<!单位)(?<!机关)(?<!公司)(?:通讯|通信|收件|寄件|邮寄|联系|快递|居住)地址[：:\s|]*$")
"""Where a person's letters go; an office's are told by the words of the address."""
_HOMES = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:宿舍|家属[院楼区]|住宅|干休所)|开发区街道|车站[路街巷]|(?:[村居]委|居?[村民]*委员)会(?=[\u4e00-\u9fff0-9]{1,6}[组队社])"
)
"""Homes and streets that are named after an office."""

_OFFICE = re.compile(
    r"政府|机关|行政|中心|大厅|窗口|办公|办事处|委员会|村委会|居委会|局|法院|检察|派出所|公司|企业|工厂|厂|店|学校|小学|中学|大学|医院|卫生|银行|酒店|宾馆|"
    r"大厦|写字楼|商务|广场|市场|产业园|科技园|工业园|开发区|档案|图书|合作社|站|所(?!地)|"
    r"项目|工程|改造|加装|征收|地块|规划|公路|道路|选区|承包|宅基|林地"
)

_OFFICE_LABEL = re.compile(
    r"办公|单位|通讯|通信|邮寄|经营|注册|办理|受理|营业|生产|建设|项目|接收|提交|报名|咨询|现场|场所|施工|坐落|(?:法定代表|经营|负责)[人者].*住所"
)

_PLACE_OF_EVENT = re.compile(r"在|到|从|至|位于")

_PERSONS = re.compile(
    r"姓名|户主|申请人|当事人|权利人|产权人|承租人|业主|监护人|学生|村民|救助对象|受益人|被征收人|户籍|住址"
)

_NEAR = 24


def addresses(text: str) -> Iterator[Leak]:
    """Every home address in a text, in order."""
    columns = Columns(text)
    end = 0
    for tail in _TAIL.finditer(text):
        if tail.start() >= end and (leak := _leak(text, tail, columns)):
            end = leak.end
            yield leak


def _leak(text: str, tail: re.Match[str], columns: Columns) -> Leak | None:
    start = max(text.rfind("\n", 0, tail.start()) + 1, tail.start() - 40)
    begin = tail.end() - len(_BEFORE.split(text[start : tail.end()])[-1])
    address = _ADDRESS.search(text, begin, min(len(text), tail.end() + 24))
    if address is None or address.start() > tail.end() or not _is_home(text, begin, address, columns):
        return None
    return Leak("home-address", address.start(), address.end(), masked_address(address))


def masked_address(address: re.Match[str]) -> str:
    """Down to township or street, as official notices prescribe; the rest as stars."""
    return f"{address.string[address.start() : address.start('deep')]}***"


def _is_home(text: str, begin: int, address: re.Match[str], columns: Columns) -> bool:
    """Whether the words before the whole phrase, which begins at `begin`, its table or its neighbours make it a person's."""
    line_end = text.find("\n", address.end())
    before = text[max(text.rfind("\n", 0, begin) + 1, begin - _NEAR) : begin]
    after = text[address.end() : min(address.end() + 8, line_end if line_end >= 0 else len(text))]
    if _LIVES.search(" " + before) or _HOME_OF.search(before):
        return True
    deep = bool(_UNIT_DEEP.search(address[0]))
    if deep and _MAILED.search(before) and not _OFFICE.search(_HOMES.sub("", address[0]) + after):
        return True
    if (
        _PLACE_OF_EVENT.match(text, begin)
        or _OFFICE.search(_HOMES.sub("", address[0]) + after)
        or _OFFICE_LABEL.search(before)
    ):
        return False
    return deep and (_beside_name(before) or _among_persons(address, columns))


def _beside_name(before: str) -> bool:
    return bool(names_in(before))


def _among_persons(address: re.Match[str], columns: Columns) -> bool:
    heading = _ADDRESS.sub("", columns.heading(address.start()))  # the first rows may hold 建设路12号
    return (
        bool(heading)
        and not _OFFICE_LABEL.search(heading)
        and any(_PERSONS.search(row) for row in columns.heads(address.start()))
    )
