"""Text → sentences and lists that tell of named persons what nobody needs to know: birth, illness, want, being a victim.

A name with support given may be published, often must be; what is told here is a name together with a date of birth, an
illness, a disability or another reason for support, and children by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.privacy.digit_runs import Leak
from generator.reading.privacy.other_numbers import MAX_HEAD
from generator.reading.privacy.persons import SURNAME, sure_names_in

_BIRTH = r"(?:(?<!作)出生(?!效)|[0-9]{4}\s*年\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?\s*(?:出?生|生于)|(?:出生|生)于\s*[0-9]{4}\s*年)"
_ILLNESS = (
    r"(?:患(?:有|者)?[^，。；\n]{0,8}(?:病|癌|瘤|炎|症|白血病|艾滋|尿毒|精神|残疾|中风|瘫痪)|癌|肿瘤|白血病|尿毒症|艾滋病?|HIV|精神(?:分裂|障碍|病|残疾)|抑郁症|透析|瘫痪|"
    r"(?:肢体|视力|听力|言语|智力|精神|多重)残疾|[一二三四]级残疾|残疾[一二三四]级|乙肝|肺结核|梅毒|流产|怀孕|孕妇|早产|大病|重病|慢性病|脑(?:瘫|梗|出血)|心脏病|糖尿病)"
)
_WANT = r"因病|因残|因学|因灾|缺劳力|缺技术|致贫原因|返贫原因|困难原因|救助原因|低保原因|家庭困难情况|健康状况|病种|病情|患病|疾病名称|残疾类[别型]|残疾等级"
_MINOR = r"(?:未成年|孤儿|留守儿童|困境儿童|事实无人抚养|幼儿园|[小初]学|[一二三四五六]年级|被性侵|受害(?:人|儿童)|遗弃)"
_TELLING = re.compile(
    rf"{_ILLNESS}|{_MINOR}(?=[^，。；\n]{{0,6}}(?:儿童|孩|童|学生|[一-龥]{{0,2}}[，,]))|孤儿|被性侵|被强奸|被拐卖|被家暴"
)
_HEADS = re.compile(rf"{_WANT}|出生(?:日期|年月|时间)|生日|监护人|儿童姓名|学生姓名|幼儿姓名")
_CHILDREN = re.compile(r"(?:儿童|学生|幼儿|孤儿|未成年人|新生)姓名|监护人|孤儿名单|困境儿童")
_NAMES = re.compile(r"姓名|户主|对象|申请人|家庭成员|被保障人|受助人|患者")
_BORN = re.compile(rf"[男女][，,、\s]{{0,2}}[^，。；\n]{{0,8}}{_BIRTH}|{_BIRTH}")
_OFFICIAL = re.compile(
    r"任命|任职|免职|任前|公示对象|拟任|现任|党员|学历|入党|参加工作|代表|委员|局长|主任|烈士|名人|诗人|作家|传承人|候选人|当选|劳动模范|先进"
)
"""Where the lives of officials and of well-known persons are told, as the law asks."""
_SIGNS = re.compile(
    r"患|癌|肿瘤|白血病|尿毒症|艾滋|HIV|精神|抑郁症|透析|瘫痪|残疾|乙肝|肺结核|梅毒|流产|怀孕|孕妇|早产|大病|重病|慢性病|脑瘫|脑梗|脑出血|心脏病|糖尿病|"
    r"未成年|孤儿|留守儿童|困境儿童|无人抚养|幼儿园|小学|初学|年级|被性侵|被强奸|被拐卖|被家暴|受害|遗弃|"
    r"出生|生于|月\s*生|日\s*生"
)
"""Every sentence that tells something of the kind holds one of these, each of which begins with a certain character: so it is
looked for quickly, and most sentences are passed over."""
_MIN_ROWS = 2
_HEAD_ROWS = 6
_TEXT = 40
"""Characters from which on a cell of a row is a text."""
_LONGEST = 4_000
"""Characters of a line that a person wrote."""


def persons_listed(text: str) -> Iterator[Leak]:
    """One finding for each table, one for each sentence, and one for each person who names himself."""
    if "叫" in text or "本人" in text or "我是" in text:
        yield from _naming_themselves(text)
    if ("\t" in text or "|" in text) and _HEADS.search(text):
        yield from _tables(text)
    place = 0
    while sign := _SIGNS.search(text, place):
        start, end, line = _sentence(text, sign.start())
        words = text[start:end]
        said = None if line is None else _TELLING.search(words) or _BORN.search(words)
        if line is not None and said and not _OFFICIAL.search(line) and (names := _named(words, said)):
            yield Leak(
                "person-details", start + said.start(), start + said.end(), f"{names[0][:1]}某：{said[0][:8]}"
            )
        place = end


_SELF = re.compile(
    rf"(?:我|本人)(?:的?(?:名字|姓名))?(?:名?叫|是|：)({SURNAME}[\u4e00-\u9fff]{{1,2}})(?=[，,。；;、（(\s]|\Z)(\s*[，,（(]\s*(?:男|女|今年|现年|家住|住|系))?"
)
"""Who writes of himself: 我叫某某，我是某某，女，家住……"""


def _naming_themselves(text: str) -> Iterator[Leak]:
    """The writers of letters who give their names in them; officials who introduce themselves pass."""
    for said in _SELF.finditer(text):
        start, end, _ = _sentence(text, said.start())
        if ("叫" in said[0] or said[2]) and not _OFFICIAL.search(text[start:end]):
            yield Leak("person-details", said.start(1), said.end(1), f"{said[1][:1]}某：写信人自己的姓名")


def _sentence(text: str, place: int) -> tuple[int, int, str | None]:
    """Where the sentence around a place begins and ends, and its line, or the cell of a row with a text in it; no line, but its end, for
    any other row of a table and a line that is none."""
    first, after = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    after = after if after >= 0 else len(text)
    left, right = text.rfind("\t", first, place) + 1 or first, text.find("\t", place, after)
    right = right if right >= 0 else after
    if right - left >= _TEXT:
        first, after = left, right
    line = text[first:after]
    if "\t" in line or "|" in line or len(line) > _LONGEST:
        return first, after, None
    ends = [end for end in (text.find("。", place, after), text.find("；", place, after)) if end >= 0]
    start = max(first, text.rfind("。", first, place) + 1, text.rfind("；", first, place) + 1)
    return start, min(ends, default=after), line


def _named(sentence: str, said: re.Match[str]) -> list[str]:
    """The persons of whom it is said: before it, or in the words around it."""
    return sure_names_in(sentence[: said.start()]) or sure_names_in(sentence[: said.end() + 24])


def _tables(text: str) -> Iterator[Leak]:
    for start, rows in _blocks(text):
        place = start
        for number, row in enumerate(rows[:_HEAD_ROWS]):
            telling = _telling_head(row)
            if telling and (_NAMES.search(row) or _CHILDREN.search(row)) and not _OFFICIAL.search(row):
                if _filled(rows[number + 1 :], row, telling.start()):
                    yield Leak("person-details", place + telling.start(), place + telling.end(), telling[0])
                break
            place += len(row) + 1


def _telling_head(row: str) -> re.Match[str] | None:
    """The heading in a row that asks for what nobody needs to know; a long cell is a text."""
    cells = re.finditer(r"[^\t|]+", row)
    return next(
        (m for c in cells if len(c[0]) <= MAX_HEAD and (m := _HEADS.search(row, c.start(), c.end()))), None
    )


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The tables of a text: neighbouring lines with bounds of cells, and where the first of them begins."""
    rows: list[str] = []
    start = place = 0
    for line in [*text.split("\n"), ""]:
        if "\t" in line or "|" in line:
            start = start if rows else place
            rows.append(line)
        elif rows:
            yield start, rows
            rows = []
        place += len(line) + 1


def _filled(rows: list[str], head: str, place: int) -> bool:
    """Whether the column is used: a form without entries tells nothing of anybody."""
    mark = "\t" if "\t" in head else "|"
    column = head[:place].count(mark)
    cells = [row.split(mark) for row in rows if row.strip() and not re.fullmatch(r"[|\s:-]+", row)]
    return sum(len(row) > column and bool(row[column].strip("- —/无")) for row in cells) >= _MIN_ROWS
