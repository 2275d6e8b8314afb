"""Text → sentences and lists that tell of named persons what nobody needs to know: birth, illness, want, being a victim.

A name with support given may be published, often must be; what is told here is a name together with a date of birth, an
illness, a disability or another reason for support, and children by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.reading.privacy.identifiers import Leak
from generator.reading.privacy.persons import sure_names_in

_BIRTH = r"(?:出生|[0-9]{4}\s*年\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?\s*(?:出?生|生于)|(?:出生|生)于\s*[0-9]{4}\s*年)"
_ILLNESS = (
    r"(?:患(?:有|者)?[^，。；\n]{0,8}(?:病|癌|瘤|炎|症|白血病|艾滋|尿毒|精神|残疾|中风|瘫痪)|癌|肿瘤|白血病|尿毒症|艾滋病?|精神(?:分裂|障碍|病|残疾)|抑郁症|透析|瘫痪|"
    r"(?:肢体|视力|听力|言语|智力|精神|多重)残疾|[一二三四]级残疾|残疾[一二三四]级|乙肝|肺结核|梅毒|流产|怀孕|孕妇|早产|大病|重病|慢性病|脑(?:瘫|梗|出血)|心脏病|糖尿病)"
)
_WANT = r"(?:因病|因残|因学|因灾|缺劳力|缺技术|致贫原因|返贫原因|困难原因|救助原因|低保原因|家庭困难情况|健康状况|病种|病情|患病|疾病名称|残疾类[别型]|残疾等级)"
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
_WORDS = re.compile(
    r"出生|生于|日生|月生|生日|病|癌|瘤|炎|症|艾滋|瘫|残|流产|孕|早产|脑|因学|因灾|缺劳|缺技|原因|情况|健康|未成年|孤儿|儿童|幼儿|遗弃|性侵|受害|年级|强奸|拐卖|家暴|监护|学生姓名|透析"
)
"""A text without any of these tells nothing of the kind; most texts are passed over here."""
_MIN_ROWS = 2
_HEAD_ROWS = 6


def persons_listed(text: str) -> Iterator[Leak]:
    """One finding for each table, and one for each sentence."""
    if not _WORDS.search(text):
        return
    if ("\t" in text or "|" in text) and _HEADS.search(text):
        yield from _tables(text)
    if not (_TELLING.search(text) or _BORN.search(text)):
        return
    for line in re.finditer(r"[^\n]+", text):
        words = line[0]
        if "\t" in words or "|" in words or len(words) > 4_000:
            continue
        for sentence in re.finditer(r"[^。；]+", words):
            said = _TELLING.search(sentence[0]) or _BORN.search(sentence[0])
            if said and not _OFFICIAL.search(words) and (names := _named(sentence[0], said)):
                start = line.start() + sentence.start()
                yield Leak(
                    "person-details",
                    start + said.start(),
                    start + said.end(),
                    f"{names[0][:1]}某：{said[0][:8]}",
                )


def _named(sentence: str, said: re.Match[str]) -> list[str]:
    """The persons of whom it is said: before it, or in the words around it."""
    return sure_names_in(sentence[: said.start()]) or sure_names_in(sentence[: said.end() + 24])


def _tables(text: str) -> Iterator[Leak]:
    for start, rows in _blocks(text):
        place = start
        for number, row in enumerate(rows[:_HEAD_ROWS]):
            telling = _HEADS.search(row)
            if telling and (_NAMES.search(row) or _CHILDREN.search(row)) and not _OFFICIAL.search(row):
                if _filled(rows[number + 1 :], row, telling.start()):
                    yield Leak("person-details", place + telling.start(), place + telling.end(), telling[0])
                break
            place += len(row) + 1


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
