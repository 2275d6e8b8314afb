"""Names of persons in running text and tables, told by surname and by what stands around them."""

from __future__ import annotations

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温常康文施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷"
    "盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝揭阙楼"
)
GIVEN = r"(?:[\u4e00-\u9fff]{1,2}|[某×xX*＊○]{1,2}[\u4e00-\u9fff]?)"
COMPOUND_SURNAMES = "欧阳|诸葛|上官|司马|东方|皇甫|慕容|司徒|令狐|尉迟|长孙|端木|夏侯"
SURNAME = rf"(?:{COMPOUND_SURNAMES}|[{_SURNAMES}])"
_WORDS = (
    r"居民|村民|被害人|受害人|伤者|未成年人|申请人|当事人|户主|业主|权利人|承租人|被处罚人|被征收人|监护人|对象|负责人|联系人|联络员|法定代表人|经办人|姓名|持证人|死者|患者|考生|学生|"
    r"申报人|收款人|领取人|受助人|投诉人|举报人|来信人|信访人|被执行人|经营者|寄件人|收件人|租户|职工|员工|村主任|组长|残疾人|老人|儿童|同志|车主|驾驶人|驾驶员|租客|办证人|监护人|户名|收款人|村医|家属"
)
NAME = re.compile(
    rf"""
    (?: (?:^|[\s，,；;、。：:（(|/]|[0-9][.．]|男|女|{_WORDS})(?:{COMPOUND_SURNAMES}|[{_SURNAMES}]){GIVEN}
      | (?:{_WORDS})[：:\s]*[\u4e00-\u9fff·]{{2,4}} )
    (?=[\s，,；;、（(|：:/。）)]|$|男|女)
""",
    re.VERBOSE,
)
"""A name between punctuation: by its surname, or by the word before it."""
_NOT_NAMES = re.compile(
    r"高度|高血|高脂|高尿|高龄|高原|高烧|高热|高考|高中|高校|方案|金额|周期|周边|万元|石材|江边|白色|马路|黄河|夏季|方式|方向|余额|任务|任何|程序|严格|严禁|金融|向上|"
    r"万一|钱款|段落|雷电|龙头|林地|田地|毛坯|石油|江河|单位|单号|成立|成员|项目|连续|明确|时间|和平|应当|荣誉|全部|查询|路段|解放|关于|"
    r"管理|安全|文件|文号|温度|常年|施工|章程|华东|房屋|农村|农业|商业|商品|成本|明细|时限|司法|车辆|车牌|卫生|简称|费用|党员|党委|宗地|边界|古城|连同|高新|金属|武装|高危|培养|单元|连队"
)
_NEAR = 24
_AROUND = "0123456789.． \t　，,；;、。：:（(|/）)"
COMMON_SURNAMES = _SURNAMES[:118]
_NO_GIVEN = re.compile(
    r"[病症风滋童护人员者的了在和与或等为是不有级类型期法律令条款项规程序院校局委厅部会社区县市省乡镇村]"
)
_WORDS_OF_PAPERS = frozenset(
    (
        "严密 严重 严防 付给 任意 任教 任用 任职 周六 周围 周日 周末 安排 安检 安置 安装 常住 常态 "
        "常驻 康复 张贴 文书 文化 文字 文学 文明 文本 文献 方便 方针 施用 施肥 施行 易于 易发 易燃 "
        "易爆 林业 林场 林木 武器 武警 江苏 牛羊 白天 范围 董事 陆地 陈列 陈述 顾问 高于 高效 高架 文化馆 文化站 文明办 安置点 "
        "高温 高音 黄金 齐全 "
    ).split()
)
"""Words that begin with a common surname and may stand between signs or before an illness: 严重精神障碍, 科学、文明、安全."""

_BEHIND = re.compile(
    rf"[\s，,（()）|/]{{0,3}}(?:{COMPOUND_SURNAMES}|[{_SURNAMES}])"
    rf"(?:{GIVEN}(?=[\s，,；;、）)|/。]|$)|老师|主任|师傅|医生|书记|站长|经理|先生|女士|同志|大夫)"
)
"""A name directly behind a place: 138…（陈明）, 138…陈老师."""


def names_in(text: str) -> list[str]:
    """The names in a text, each with the sign before it."""
    return [name[0] for name in NAME.finditer(text) if not _NOT_NAMES.search(name[0])]


def sure_names_in(text: str) -> list[str]:
    """The names in a text that have a common surname and are no other word, without the signs around them."""
    found = (name[0].strip(_AROUND) for name in NAME.finditer(text) if not _NOT_NAMES.search(name[0]))
    names = (re.sub(rf"^(?:{_WORDS}|男|女)", "", name) for name in found)
    return [
        name
        for name in names
        if 2 <= len(name) <= 3
        and name[0] in COMMON_SURNAMES
        and not _NO_GIVEN.search(name)
        and name not in _WORDS_OF_PAPERS
    ]


def beside_person(text: str, start: int, end: int, near: bool = False) -> bool:
    """Whether a name stands beside a place in a text: before it in its row or line, or directly behind it.

    `near` asks for a name with nothing but a sign or two in between.
    """
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - _NEAR) : start]
    if near:
        return bool(
            re.search(
                rf"(?:^|[\s，,；;、：:（(|/])(?:{COMPOUND_SURNAMES}|[{_SURNAMES}]){GIVEN}[\s，,、（(|：:/男女]{{0,6}}$",
                before,
            )
        )
    stop = text.find("\n", end)
    after = text[end : min(end + 8, stop if stop >= 0 else len(text))]
    behind = _BEHIND.match(after)
    return bool(names_in(before)) or (behind is not None and not _NOT_NAMES.search(behind[0]))
