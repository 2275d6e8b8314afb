"""The layout of a document and the catalog → values for the front matter, each with where it came from and whether it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from generator.model.catalog import OFFICIAL_GENRES, Body, Catalog
from generator.model.diagnostics import Text
from generator.planning.plan import top_theme
from generator.reading.openness_marks import STRICTEST, openness_of, strictest
from generator.tools.importing.layout import Layout
from generator.tools.importing.layouthead import is_order, title_end
from generator.tools.importing.marks import validity_mark, validity_of
from generator.tools.importing.source import PAGE_TITLE, Told
from generator.tools.importing.spelling import counted, find_date, read_number, tight


class Guess(NamedTuple):
    """A value for a key of the front matter."""

    value: str | tuple[str, ...]
    place: Text
    sure: bool


HEAD = Text("发文机关标志", "red header")

SIGNATURE = Text("落款", "signature")

TITLE_END = Text("标题末尾", "end of the title")

BY_TITLE = Text("按标题判断", "judged by the title")

BY_BODY = Text("按发布机构判断", "judged by the issuer")

USUAL = Text("没有标注，按通常情况填写", "not marked; the usual value")

FIRST_SENTENCE = Text("正文第一句", "first sentence of the text")

_DUTIES: tuple[tuple[str, str], ...] = (
    ("50", r"政府信息公开工作年度报告"),
    ("20-7", r"预算|决算|财政收支|专项债券|转移支付"),
    ("20-14", r"招录|招考|公务员|公开招聘"),
    ("20-9", r"政府采购|集中采购|采购目录"),
    ("20-8", r"收费"),
    ("21", r"征收|征地|拆迁|补偿安置"),
    ("20-6", r"行政处罚|行政强制|处罚决定"),
    ("20-10", r"重大建设项目|重点项目|重点工程"),
    ("20-12", r"应急预案|突发|防汛|防台|预警|抗旱|疫情"),
    ("20-3", r"规划|五年|年度计划|工作要点"),
    ("20-4", r"统计|主要指标|普查|抽样调查"),
    ("20-2", r"机构职能|职责|内设机构|机构设置|领导分工"),
    ("20-13", r"监督检查|抽查|抽检|专项检查|督查|检查情况"),
    ("20-5", r"行政许可|审批|登记|办事指南|备案"),
    ("20-1", r"办法|规定|细则|规范性文件|条例"),
    ("20-11", r"救助|补贴|补助|资助|教育|入学|招生|医疗|医保|养老|就业|社会保障|低保|住房|扶贫|助学|待遇"),
)
"""Item of 条例 art. 20–21 → words of a title that speak for it; the first that fits."""

_THEMES: tuple[tuple[str, str], ...] = (
    ("财政、金融、审计", r"财政|预算|决算|税|审计|金融|债券"),
    ("科技、教育", r"教育|学校|入学|招生|科技|知识产权|学生"),
    ("卫生、体育", r"卫生|医疗|疫|体育|医院|健康"),
    ("劳动、人事、监察", r"就业|人事|公务员|招录|招聘|社会保障|社会保险|工资|人力资源"),
    ("城乡建设、环境保护", r"住房|住建|建设|城市|环境|生态|燃气|物业|供水|气象"),
    ("农业、林业、水利", r"农业|农村|林业|水利|防汛|抗旱|粮食|耕地"),
    ("国土资源、能源", r"土地|征收|矿产|能源|电力"),
    ("市场监管、安全生产监管", r"市场监管|食品|药品|安全生产|质量|应急|标准|计量"),
    ("工业、交通", r"工业|交通|公路|道路|邮政|通信"),
    ("商贸、海关、旅游", r"商务|旅游|外贸|消费"),
    ("文化、广电、新闻出版", r"文化|文物|广播|出版"),
    ("民政、扶贫、救灾", r"(?<!人)民政|救助|救灾|低保|殡葬|养老|慈善|地名"),
    ("人口与计划生育、妇女儿童工作", r"生育|妇女|儿童"),
    ("公安、安全、司法", r"公安|司法|法治|行政复议|治安|消防"),
    ("国民经济管理、国有资产监管", r"统计|规划|物价|收费|国有资产|项目|经济"),
    ("民族、宗教", r"民族|宗教"),
    ("国防", r"国防|征兵|兵役"),
    ("综合政务", r"政务|信息公开|公文|值班|督查|政府工作|办公"),
)

_IN_FORCE = re.compile(r"自(?P<date>[^自。，；]{8,14}[日曰号])起(?:正式|开始)?(?:施行|实施|执行|生效|试行)")

_OURS = re.compile(r"^(?:本网|本站|本单位|原创|网站|转载|互联网|未知|其他|办公室|编辑部)|^[\W\d]*$")

_UNTIL = re.compile(r"有效期(?:限)?(?:至|到|截止至?|为?至)(?P<date>[^。，；]{8,14}[日曰号])")

_FOR_YEARS = re.compile(r"有效期(?:限)?(?:为|是)?(?P<years>\d{1,2}|[一二三四五六七八九十两]{1,2})年")


class Read(NamedTuple):
    """What is known of a file before the catalog is looked at."""

    layout: Layout
    told: Mapping[str, Told]
    text: Sequence[str]
    """The lines of the text, without head and end."""
    marks: Sequence[str] = ()
    """All lines that may say how the document is to be treated: of the head, the text, the end, and small tables."""
    name: str = ""
    """Of the file."""


def guess_fields(
    read: Read, catalog: Catalog, issuer: str | None, today: date
) -> tuple[dict[str, Guess], list[Text]]:
    """Values by key, and what is doubtful. `issuer` is the body given on the command line, for a file that names none."""
    found: dict[str, Guess] = {}
    notes: list[Text] = []
    found |= _first("title", _titles(read, catalog))
    found |= _first("doc_no", _numbers(read))
    found |= _first("formed", _days(read))
    title = str(found["title"].value) if "title" in found else ""
    found |= _issuers(read, catalog, title, issuer, notes)
    found |= _first("genre", _genres(title, read.told, catalog))
    subject = re.sub("|".join(map(re.escape, sorted(catalog.body_by_name, key=len, reverse=True))), "", title)
    found |= _first("category", _categories(subject, read.told, catalog))
    found |= _first(
        "theme", _themes(subject, str(found["issuer"].value) if "issuer" in found else "", read.told, catalog)
    )
    found |= _first("summary", _summaries(read, title))
    found |= _first("openness", _openness(read))
    found |= _first("keywords", _keywords(read.told))
    found |= _first("source", _sources(read.told, catalog))
    found |= _first("effective", _effective(read))
    found |= _first("expires", _expiries(read, found))
    found |= _first("repealed", [_told_day(read, "repealed")])
    category = catalog.category_by_name.get(str(found["category"].value)) if "category" in found else None
    normative = category is not None and category.duty == "20-1"
    found |= _first("validity", _validities(read, found, normative, today))
    notes += _doubts(read, found)
    return found, notes


def _doubts(read: Read, found: Mapping[str, Guess]) -> Iterator[Text]:
    """What an editor should know beside the values."""
    if read.layout.irregular:
        yield Text(
            f"发文字号原来写作“{read.layout.irregular}”，已按规范改写",
            f"the number was written “{read.layout.irregular}”",
        )
    series = read.layout.series or (read.told["series"].value if "series" in read.told else None)
    if series:
        yield Text(
            f"规范性文件统一编号：{series}（没有对应的字段，没有写入）",
            f"number in the register of normative documents: {series} (not written)",
        )
    number, told = read.layout.number, read.told.get("doc_no")
    if number and told and tight(told.value) and _regular(told.value) != number:
        yield Text(
            f"{told.place.zh}的文号是“{told.value}”，正文里的是“{number}”，核对哪一个对",
            f"{told.place.en} says {told.value}, the text {number}: check which is right",
        )
    day = find_date(read.told["formed"].value) if "formed" in read.told else None
    if day and read.layout.formed and read.layout.signature and day != read.layout.formed:
        yield Text(
            f"{read.told['formed'].place.zh}是 {day}，落款是 {read.layout.formed}，核对哪一个对",
            f"{read.told['formed'].place.en} says {day}, the signature {read.layout.formed}",
        )
    for key, known in (("validity", validity_of), ("openness", openness_of)):
        if key in read.told and known(read.told[key].value) is None:
            said = read.told[key]
            yield Text(
                f"{said.place.zh}写的是“{said.value[:40]}”，没有看懂，由人判断",
                f"{said.place.en} says “{said.value[:40]}”, which was not understood",
            )
    if read.layout.contents:
        yield Text(
            f"目录 {read.layout.contents} 行没有带入，网页按小标题生成目录",
            f"{read.layout.contents} lines of a table of contents were left out",
        )


def find_bodies(text: str, catalog: Catalog) -> list[Body]:
    """The bodies a text names in full, in their order there; a short name counts only alone, as 县教育局 ends many names."""
    tight = "".join(text.split())
    alone = catalog.body_by_name.get(tight)
    if alone:
        return [alone]
    names = "|".join(map(re.escape, sorted((b.name for b in catalog.bodies), key=len, reverse=True)))
    return list(dict.fromkeys(catalog.body_by_name[name] for name in re.findall(names, tight)))


def _named(names: Sequence[str], catalog: Catalog) -> list[Body]:
    return list(dict.fromkeys(body for name in names for body in find_bodies(name, catalog)))


def _first(key: str, guesses: Iterable[Guess | None]) -> dict[str, Guess]:
    best = next((guess for guess in guesses if guess and guess.value), None)
    return {key: best} if best else {}


def _titles(read: Read, catalog: Catalog) -> Iterator[Guess | None]:
    told, seen = read.told.get("title"), read.layout.title
    if read.layout.measure and (told is None or is_order(told.value)):
        yield Guess(read.layout.measure, Text("令所公布的文件", "what the order makes public"), True)
    if told:
        agrees = seen is not None and "".join(seen.split()) == "".join(told.value.split())
        yield Guess(told.value, told.place, agrees or told.place != PAGE_TITLE)
    if seen:
        yield Guess(
            _names_apart(seen, catalog),
            Text("标题", "title"),
            re.search(r"的|公告|通告|报告|公报", seen) is not None,
        )


def _names_apart(title: str, catalog: Catalog) -> str:
    """A blank between the bodies that a title begins with."""
    names = "|".join(re.escape(body.name) for body in catalog.bodies)
    return re.sub(rf"({names})(?=(?:{names}))", r"\1 ", title)


def _numbers(read: Read) -> Iterator[Guess | None]:
    told = read.told.get("doc_no")
    if told and (number := _regular(told.value)):
        yield Guess(number, told.place, read.layout.number in (None, number))
    if read.layout.number:
        yield Guess(read.layout.number, Text("发文字号行", "number line"), read.layout.irregular is None)


def _regular(text: str) -> str | None:
    """A number that is told, in its regular form; None when it is none (“无”, “—”)."""
    read = read_number(text)
    bare = "".join(text.split())
    return read.number if read else bare if re.search(r"\d号?$", bare) else None


def _days(read: Read) -> Iterator[Guess | None]:
    layout = read.layout
    if told := _told_day(read, "formed"):
        yield told._replace(
            sure=not layout.formed or str(layout.formed) == told.value or not layout.signature
        )
    if layout.formed:
        yield Guess(str(layout.formed), SIGNATURE, bool(layout.signature))
    if told := _told_day(read, "printed"):
        yield told._replace(sure=False)
    if layout.printed:
        yield Guess(str(layout.printed), Text("印发日期", "printing date"), False)


def _told_day(read: Read, key: str) -> Guess | None:
    told = read.told.get(key)
    day = find_date(told.value) if told else None
    return Guess(str(day), told.place, True) if told and day else None


def _issuers(
    read: Read, catalog: Catalog, title: str, given: str | None, notes: list[Text]
) -> dict[str, Guess]:
    """The issuer and those who issue with it, from the first place that names a body of the catalog."""
    layout, told = read.layout, read.told.get("issuer") or read.told.get("source")
    head, signed = _named(layout.head, catalog), _named(layout.signature or (), catalog)
    said = find_bodies(told.value, catalog)[:1] if told else []
    titled = [
        body for body in find_bodies(title, catalog)[:1] if "".join(title.split()).startswith(body.name)
    ]
    agreed = (
        said if said and said == titled and not head else []
    )  # two places against a signature within the text
    where_told = told.place if told else HEAD
    either_agrees = not (head and signed) or head[0] == signed[0]
    places = [
        _Place(agreed if agreed and agreed[0] not in signed else [], where_told, settles=True),
        _Place(head, HEAD, either_agrees)
        if len(head) >= len(signed)
        else _Place(signed, SIGNATURE, either_agrees),
        _Place(said, where_told, settles=True),
        _Place(find_bodies(title, catalog)[:1], Text("标题", "title")),
        _Place(find_bodies(layout.printed_by or "", catalog), Text("印发机关", "printed by")),
        _Place(find_bodies(given or "", catalog), Text("命令行", "command line"), settles=True),
        _Place(
            list(catalog.bodies) if len(catalog.bodies) == 1 else [],
            Text("目录里只有这一个机构", "the only body of the catalog"),
        ),
    ]
    named = list(dict.fromkeys([*layout.head, *(layout.signature or ())]))
    unknown = [name for name in named if not find_bodies(name, catalog) and len(name) > 3]
    if unknown:
        notes.append(
            Text(f"catalog.yml 里没有：{'、'.join(unknown)}", f"not in catalog.yml: {', '.join(unknown)}")
        )
    found = next((place for place in places if place.bodies), None)
    if found is None:
        return {}
    lead, *others = (body.name for body in found.bodies)
    guessed = {"issuer": Guess(lead, found.where, found.settles)}
    return guessed | ({"joint_issuers": Guess(tuple(others), found.where, found.settles)} if others else {})


class _Place(NamedTuple):
    """A place that may name who issued a document."""

    bodies: list[Body]
    """Of the catalog, the one that leads first; none: it names nobody."""
    where: Text
    settles: bool = False
    """Whether what stands there needs no second look."""


def _genres(title: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    if end := title_end(title, catalog.genres):
        yield Guess(end, TITLE_END, end in OFFICIAL_GENRES)
    if title.endswith("令") and "令" in catalog.genres:
        yield Guess("令", TITLE_END, True)
    genre = told.get("genre")
    if genre and genre.value in catalog.genres:
        yield Guess(genre.value, genre.place, True)


def _categories(title: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    if said := told.get("category"):
        parts = [part.strip() for part in re.split(r"[/＞>\\»|、]", said.value)]
        yield from (Guess(part, said.place, True) for part in parts[::-1] if part in catalog.category_by_name)
    for duty, words in _DUTIES:
        for category in catalog.categories:
            if category.duty == duty and re.search(words, title):
                yield Guess(category.name, BY_TITLE, False)


def _themes(title: str, issuer: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    theme = told.get("theme")
    if theme and top_theme(theme.value) in catalog.themes:
        yield Guess(theme.value, theme.place, True)
    for text, place in ((title, BY_TITLE), (issuer, BY_BODY)):
        yield from (
            Guess(name, place, False)
            for name, words in _THEMES
            if name in catalog.themes and re.search(words, text)
        )


def _summaries(read: Read, title: str) -> Iterator[Guess | None]:
    told = read.told.get("summary")
    if told and "".join(told.value.split()) != "".join(title.split()):
        yield Guess(told.value, told.place, True)
    for line in read.text:
        line = line.strip()
        if "。" in line and len(line) > 15:
            sentence = line.partition("。")[0] + "。"
            yield Guess(sentence if len(sentence) <= 150 else sentence[:149] + "…", FIRST_SENTENCE, False)


def _openness(read: Read) -> Iterator[Guess | None]:
    """The stricter of what the document and its page say; a guess only where neither says anything."""
    told = read.told.get("openness")
    said = openness_of(told.value) if told else None
    mark = strictest("\n".join(read.marks), read.layout.title or "", read.name)
    if told and said and not (mark and STRICTEST.index(mark.openness) < STRICTEST.index(said)):
        yield Guess(said, told.place, True)
    elif mark:
        yield Guess(mark.openness, Text(f"标注“{mark.words}”", f"marked “{mark.words}”"), True)
    yield Guess("主动公开", USUAL, False)


def _validities(
    read: Read, found: Mapping[str, Guess], normative: bool, today: date
) -> Iterator[Guess | None]:
    told = read.told.get("validity")
    if told and (value := validity_of(told.value)):
        yield Guess(value, told.place, True)
    if stamp := validity_mark(read.marks):
        yield Guess(stamp.value, Text(f"标注“{stamp.words}”", f"marked “{stamp.words}”"), True)
    for key, value in (("repealed", "废止"), ("expires", "失效")):
        if key in found and str(found[key].value) <= str(today):
            yield Guess(value, found[key].place, False)
    if "effective" in found and normative and str(found["effective"].value) > str(today):
        yield Guess("尚未生效", found["effective"].place, False)
    genre = found.get("genre")
    if normative and genre and genre.value != "解读" and not told:
        yield Guess("有效", USUAL, False)


def _sources(told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    """Where a reprint comes from: the source that a page names, unless it is one of the catalog's own bodies."""
    said = told.get("source")
    if (
        said
        and 3 < len(said.value) < 40
        and not _OURS.search(said.value)
        and not find_bodies(said.value, catalog)
    ):
        site = re.sub(r"(?:门户)?网站$|网$", "", said.value)
        if not any(site and site in body.name for body in catalog.bodies):
            yield Guess(said.value, said.place, False)


def _keywords(told: Mapping[str, Told]) -> Iterator[Guess | None]:
    keywords = told.get("keywords")
    if keywords:
        yield Guess(
            tuple(dict.fromkeys(w for w in re.split(r"[,，;；、\s]+", keywords.value) if w)),
            keywords.place,
            True,
        )


def _effective(read: Read) -> Iterator[Guess | None]:
    yield _told_day(read, "effective")
    place = Text("正文中的施行日期", "the text says when it takes effect")
    for line in read.text:
        if (match := _IN_FORCE.search(tight(line))) and (day := find_date(match["date"])):
            yield Guess(str(day), place, False)


def _expiries(read: Read, found: Mapping[str, Guess]) -> Iterator[Guess | None]:
    yield _told_day(read, "expires")
    place = Text("正文中的有效期", "the text says how long it is in force")
    lines = [*([f"有效期{read.told['term'].value}"] if "term" in read.told else []), *read.text]
    for line in map(tight, lines):
        if (match := _UNTIL.search(line)) and (day := find_date(match["date"])):
            yield Guess(str(day), place, False)
        years = _FOR_YEARS.search(line)
        count = counted(years["years"].replace("两", "二")) if years else None
        if count and "effective" in found:
            begin = date.fromisoformat(str(found["effective"].value))
            leap = begin.month == 2 and begin.day == 29
            last = begin.replace(year=begin.year + count, day=28 if leap else begin.day)
            yield Guess(str(last - timedelta(days=1)), place, False)
