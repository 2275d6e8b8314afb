"""The layout of a document and the catalog → values for the front matter, each with where it came from and whether it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.model.catalog import Catalog
from generator.model.diagnostics import Text
from generator.reading.openness_marks import STRICTEST, openness_of, strictest
from generator.tools.importing.guessbodies import find_bodies, issuers
from generator.tools.importing.guessdays import days, effective_days, expiries, told_day, validities
from generator.tools.importing.guessed import FIRST_SENTENCE, USUAL, Guess, Read
from generator.tools.importing.guesskinds import categories, genres, themes
from generator.tools.importing.layouthead import is_order
from generator.tools.importing.marks import validity_of
from generator.tools.importing.source import PAGE_TITLE, Told
from generator.tools.importing.spelling import find_date, read_number, tight

_OURS = re.compile(r"^(?:本网|本站|本单位|原创|网站|转载|互联网|未知|其他|办公室|编辑部)|^[\W\d]*$")


def guess_fields(
    read: Read, catalog: Catalog, issuer: str | None, today: date
) -> tuple[dict[str, Guess], list[Text]]:
    """Values by key, and what is doubtful. `issuer` is the body given on the command line, for a file that names none."""
    found: dict[str, Guess] = {}
    notes: list[Text] = []
    found |= _first("title", _titles(read, catalog))
    found |= _first("doc_no", _numbers(read))
    found |= _first("formed", days(read))
    title = str(found["title"].value) if "title" in found else ""
    found |= issuers(read, catalog, title, issuer, notes)
    found |= _first("genre", genres(title, read.told, catalog))
    subject = re.sub("|".join(map(re.escape, sorted(catalog.body_by_name, key=len, reverse=True))), "", title)
    found |= _first("category", categories(subject, read.told, catalog))
    found |= _first(
        "theme", themes(subject, str(found["issuer"].value) if "issuer" in found else "", read.told, catalog)
    )
    found |= _first("summary", _summaries(read, title))
    found |= _first("openness", _openness(read))
    found |= _first("keywords", _keywords(read.told))
    found |= _first("source", _sources(read.told, catalog))
    found |= _first("effective", effective_days(read))
    found |= _first("expires", expiries(read, found))
    found |= _first("repealed", [told_day(read, "repealed")])
    category = catalog.category_by_name.get(str(found["category"].value)) if "category" in found else None
    normative = category is not None and category.duty == "20-1"
    found |= _first("validity", validities(read, found, normative, today))
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
