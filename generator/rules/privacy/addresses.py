"""Text → the home addresses in it that go deeper than township or street.

A house number alone is nobody's home: offices have one too. It becomes a finding where words say that a person lives
there, where it stands beside a person's name, or in a table of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.rules.privacy.identifiers import Leak
from generator.rules.privacy.tables import Columns

_TAIL = re.compile(r"""
    [号室栋幢座组元-](?: (?<=[0-9一二三四五六七八九十][号室栋幢座组])(?<!〕[0-9]号)(?<!〕[0-9]{2}号)(?<!〕[0-9]{3}号)
                       | (?<=[0-9一二三四五六七八九十]单元) | (?<=[0-9一二三四五六七八九十]村民小组)
                       | (?<=[0-9]-)[0-9]{1,3}-[0-9]{3,4} )
""", re.VERBOSE)
"""The end of a step of an address: 12号, 8幢, 三组, 8-2-301. Nearly all other text is passed over here."""

_ADDRESS = re.compile(r"""
    (?:[\u4e00-\u9fff]{2,9}?(?:省|市|县|区|镇|乡|街道))*
    (?P<deep>
      [\u4e00-\u9fff]{1,8}(?:村|路|街|巷|弄|里|社区|小区|花园|新村|公寓|苑|家园|名都|城|庄|寨|屯|湾|坊|园|府|庭|湖畔|大道|邨|宿舍|大院)
      (?: 第?[0-9一二三四五六七八九十]{1,4}(?:村民小)?(?:组|社|队)
        | [0-9]{1,5}(?:[-－—][0-9]{1,5}){0,3}(?:号楼?|室|栋|幢|座|单元|弄)
        | [A-Z]?[0-9]{1,3}(?:[-－][0-9]{1,4}){2} )
      (?:[\u4e00-\u9fff]{0,8}?
        (?:[A-Z]?[0-9]{1,5}(?:[-－][0-9]{1,4})*|[一二三四五六七八九十]{1,3}|[甲乙丙丁东西])(?:号楼|号|室|栋|幢|座|单元|组|户|楼|层))*
      (?:[\u4e00-\u9fff]{0,8}?[A-Z]?[0-9]{1,3}(?:[-－][0-9]{1,4}){2}|[A-Z]?[0-9]{3,4}(?![0-9]))? )
""", re.VERBOSE)
_BEFORE = re.compile(r"[\t|，,；;：:。（(\s]|(?:住址?|地址|所在地|居住地|户籍地?)(?:在|于|为|是|系)?")
"""What separates an address from the words before it."""
_UNIT_DEEP = re.compile(r"村.{0,8}(?:组|社|队|[0-9]号)|室|单元|[栋幢座]|[0-9][-－][0-9]{1,4}[-－]")
"""Deeper than a house number on a street."""
_LIVES = re.compile(r"""
    (?: 家庭(?:住址|地址) | 现?住址 | 居住(?:地址|地) | 户籍(?:所在地|地址|地)? | 户口所在地
      | (?:[，,。；;、：:（()）\s]|[，,。；;、：:（()）\s][\u4e00-\u9fff·]{2,4})现?家?(?<!入)住(?:在|于)? )
    [：:\s|]*(?:为|是|系)?[：:\s]*$
""", re.VERBOSE)
_OFFICE = re.compile(
    r"政府|机关|行政|中心|大厅|窗口|办公|办事处|委员会|村委会|居委会|局|法院|检察|派出所|公司|企业|工厂|厂|店|学校|小学|中学|大学|医院|卫生|银行|酒店|宾馆|"
    r"大厦|写字楼|商务|广场|市场|产业园|科技园|工业园|开发区|档案|图书|合作社|站|所(?!地)|"
    r"项目|工程|改造|加装|征收|地块|规划")
_OFFICE_LABEL = re.compile(r"办公|单位|通讯|通信|邮寄|经营|注册|办理|受理|营业|生产|建设|项目|接收|提交|报名|咨询|现场|场所|施工")
_PERSONS = re.compile(r"姓名|户主|申请人|当事人|权利人|产权人|承租人|业主|监护人|学生|村民|救助对象|受益人|被征收人|户籍|住址")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
_NAME = re.compile(rf"""
    (?: (?:^|[\s，,；;、。：:（(|]|男|女)[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[某×*＊]{{1,2}})
      | (?:居民|村民|申请人|当事人|户主|业主|权利人|承租人|被处罚人|被征收人|监护人)[：:\s]*[\u4e00-\u9fff·]{{2,4}} )
    [\s，,；;、（(|：:]
""", re.VERBOSE)
"""A name between punctuation: by its surname, or by the word before it."""
_NOT_NAMES = re.compile(
    r"高度|方案|金额|周期|周边|万元|石材|江边|白色|马路|黄河|夏季|方式|方向|余额|任务|任何|程序|严格|严禁|金融|向上|"
    r"万一|钱款|段落|雷电|龙头|林地|田地|毛坯|石油|江河")
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
    before = _BEFORE.split(text[start:tail.end()])[-1]
    begin = tail.end() - len(before)
    address = _ADDRESS.search(text, begin, min(len(text), tail.end() + 24))
    if address is None or address.start() > tail.end() or not _is_home(text, address, columns):
        return None
    return Leak("home-address", address.start(), address.end(), masked_address(address))


def masked_address(address: re.Match[str]) -> str:
    """Down to township or street, as official notices prescribe; the rest as stars."""
    return f"{address.string[address.start():address.start('deep')]}***"


def _is_home(text: str, address: re.Match[str], columns: Columns) -> bool:
    line_start = text.rfind("\n", 0, address.start()) + 1
    line_end = text.find("\n", address.end())
    before = text[max(line_start, address.start() - _NEAR):address.start()]
    after = text[address.end():min(address.end() + 8, line_end if line_end >= 0 else len(text))]
    if _LIVES.search(" " + before):
        return True
    if _OFFICE.search(address[0] + after) or _OFFICE_LABEL.search(before):
        return False
    return bool(_UNIT_DEEP.search(address[0])) and (_beside_name(before) or _among_persons(address, columns))


def _beside_name(before: str) -> bool:
    return any(not _NOT_NAMES.search(name[0]) for name in _NAME.finditer(before))


def _among_persons(address: re.Match[str], columns: Columns) -> bool:
    heading = columns.heading(address.start())
    return bool(heading) and not _OFFICE_LABEL.search(heading) and any(_PERSONS.search(row) for row in columns.heads(address.start()))
