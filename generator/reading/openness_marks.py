"""Text → how public a paper says itself that it is: （此件不公开）, 公开属性：依申请公开, ticked boxes of a form.

GB/T 9704—2012 7.3.6 (附注) places the mark below the date; offices also write it on cover sheets, in forms, titles and file
names. A mark stands alone: on a line, in a bracket at a line's end, in a cell or beside the label that asks for it. The
same words in a sentence are none. Marks of Markdown and HTML, widths and blanks are folded first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.document import Openness
from generator.reading.marks import INTERNAL, INVISIBLE, folded
from generator.reading.marks import marks as marks_of

STRICTEST: tuple[Openness, ...] = ("不予公开", "依申请公开", "部分公开", "主动公开")
"""Of two marks the stricter one counts: what is published once cannot be taken back."""

_SUBJECT = r"(?:此|本|该)(?:份?文件|件|文|公文|信息|通知|函|材料|资料|附件|名单|表)(?:内容|信息)?"
_WITHHELD = (
    r"[不免](?:予|宜|得|准|可|许|应|能|再|作|便|做|向社会|对社会|对外|在网上|上网|在网站|在互联网)*(?:公开|公布|发布|公示|上网|刊登)"
    r"|(?:暂不|暂缓|缓期|延期|豁免|禁止|严禁|请勿|切勿|非|限制|限定|有限|定向|内部|系统内|机关内)(?:部|上网|对外|向社会|予以|主动)*(?:公开|公布|发布|外传|转发|上网)"
    r"|内部(?:资料|文件|材料|使用|明电|刊物|传阅|掌握|参考|发行|公示)|仅[供限]|只限|限(?:于|内部|机关|单位)|工作秘密|保密|敏感|^内部$|外传"
)
_PARTIAL = (
    r"部分(?:内容)?(?:不予?|主动|依申请)?公开|(?:删减|删节|处理|区分|隐去|遮盖|脱敏|摘要)[^,。;]{0,8}公开"
)
_REQUEST = r"依.{0,6}申请"
_PUBLIC = r"公开|公布|发布|上网|面向社会|全社会"
_VALUES: tuple[tuple[Openness, re.Pattern[str]], ...] = (
    ("部分公开", re.compile(_PARTIAL)),
    ("不予公开", re.compile(_WITHHELD)),
    ("依申请公开", re.compile(_REQUEST)),
    ("主动公开", re.compile(_PUBLIC)),
)
_NO = frozenset({"否", "不", "不同意", "不可以", "不可", "不能", "无"})
_YES = frozenset({"是", "同意", "可以", "可", "能", "主动", "全文"})

_OF_FORMS = (
    r"(?:(?:政府|政务)?(?:信息|文件|公文|本文|此件|拟|建议)*(?:主动)?公开(?:属性|方式|形式|选项|类别|类型|性质|种类|程度|意见|权限|级别|范围|与否|情况)"
    r"|(?:是否|可否|能否)(?:同意|可以|予以)?(?:主动|向社会|对外|全文)?(?:公开|上网|发布)(?:发布)?)"
)
_LABEL = rf"(?:{_OF_FORMS}|政[府务]信息公开|信息公开|选项)"
_LEVEL = r"(?:(?:文件)?密级|保密(?:等级|级别)|涉密等级)"
_LABELLED = re.compile(rf"{_LABEL}(?:[(][^()]{{0,20}}[)])?[:](?P<value>.{{1,60}}?)[。.]?")
_BESIDE = re.compile(rf"{_OF_FORMS}(?P<value>[^:]{{1,8}})")
_SECURED = re.compile(rf"{_LEVEL}[:]?(?P<value>内部(?:资料|文件)?|工作秘密|敏感(?:信息)?)")
_BARE_LABEL = re.compile(rf"{_LABEL}(?:[(][^()]{{0,20}}[)])?[:]?")
_BOXED_LABEL = re.compile(rf"^[\[【]({_LABEL})[\]】]:?")
_SAYS = (
    r"(?:已|拟|可以?|予以|应当?|为|属于?|系|仅|请|的?公开属性为|[:])*"
    rf"(?:{_PARTIAL}|{_WITHHELD}|依法?申请(?:公开)?|(?:主动|全文|向社会|对外|在网上)*(?:公开|公布)(?:发布)?)(?:公开|发布|使用|传阅|参考|上网|资料)*"
)
_PLAIN = re.compile(rf"(?:附注|备注|注|标注|说明)?[:]?(?P<mark>{_SUBJECT}{_SAYS})[。.!]?")
_BRACKETS = (("(", ")"), ("[", "]"), ("【", "】"), ("〔", "〕"), ("<", ">"), ("《", "》"))
_OPEN, _CLOSE = "([【〔", ")]】〕"
_IN_BRACKETS = re.compile(
    rf"[{re.escape(_OPEN)}](?P<inner>[^{re.escape(_OPEN + _CLOSE)}。]{{2,40}})[{re.escape(_CLOSE)}]"
)
_INNER = re.compile(rf"{_SUBJECT}.{{2,30}}|(?:{_SUBJECT})?{_SAYS}|{_LABEL}[:].{{1,16}}|公开")
_OPTION = re.compile(
    rf"[(\[]?(?:{_PARTIAL}|{_WITHHELD}|依法?申请(?:公开)?|(?:主动|全文)?公开(?:发布)?|主动|是|否)[)\]]?"
)
_OPTION_WORDS = re.compile(r"主动公开|依法?申请公开|[不免]予?公开|部分公开")
_TICK = "☑☒✓✔√■●◉☛"
_BOX = "□☐○◯" + _TICK
_DATED = re.compile(
    r"^(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
_SPEAKS = re.compile(
    r"标注|标明|注明|写明|载明|填写|选择|字样|标识|标记|加盖|分为|包括|例如|比如|[“\"‘「『][^”\"’」』]*$|[、或和及与为]$"
)
"""What a sentence says before a mark that it only speaks of."""
_FOLLOWS = re.compile(r"(?:抄送|抄报|主送|分送|印发|共印|附件|联系人|[0-9]{4}年|$)")
_HINT = re.compile(
    r"公[^\u4e00-\u9fff\n]{0,16}(?:开|布)|此[^\u4e00-\u9fff\n]{0,16}[件文通材]|本[^\u4e00-\u9fff\n]{0,16}[件文通材]|该[^\u4e00-\u9fff\n]{0,16}[件文通材]|密[^\u4e00-\u9fff\n]{0,16}级|保密[等级]|是否|可否|能否|选[^\u4e00-\u9fff\n]{0,8}项"
)
"""What a line with a mark holds. Each alternative begins with a certain character, so that it is looked for quickly."""
_FRAME = " \t　#>*_~`|-—–·•"
_LIST = re.compile(r"^(?:[0-9]{1,2}[.、]|\([0-9一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)")
_RULE = re.compile(r"[\s|:-]+")
_WORD = "\u4e00-\u9fff0-9A-Za-z、，；。“”《》"
_FIRST = "政信文公本此该拟建主是可能选密保涉附备注标说0-9〇零一二三四五六七八九十"
"""What a mark that is a whole line begins with: its label, what it is about, a date or a number before it."""
_SENTENCE = re.compile(
    rf"[ \u3000]*(?:[（(][0-9一二三四五六七八九十]{{1,3}}[）)])?(?=(?:[ \u3000]*[{_WORD}]){{25}})"
    rf"(?:(?![ \u3000]*[{_FIRST}])|(?=[^，；。]*[，；。][ \u3000]*[{_WORD}]))[ \u3000{_WORD}]+"
)
"""A line that is no mark, as are most that have a word of one: without brackets, colons, boxes, cells and anything to fold, too long to be
half of one, and begun in another way or going on after a comma or a stop."""
MAX_LINE = 240
"""Characters of a line that is looked at as a whole; of a longer one only the end."""
_NAMED = re.compile(
    rf"[{re.escape(_OPEN)}](?P<bracket>[^{re.escape(_OPEN + _CLOSE)}]{{2,20}})[{re.escape(_CLOSE)}](?=\.\w{{2,5}}$|[-_ ]|$)"
    r"|(?:^|[-_ +·.])(?P<plain>(?:此件)?(?:不予?公开|非公开|暂不公开|内部(?:使用|资料)|勿公开|请勿公开))(?=[-_ +·.]|$)"
)


class Mark(NamedTuple):
    """One mark in a text."""

    start: int
    """Where its line begins."""
    words: str
    openness: Openness
    """What it says."""


def marks(text: str) -> Iterator[Mark]:
    """The marks of a text, at most one on a line."""
    seen = -1
    for hint in _HINT.finditer(text):
        if hint.start() <= seen:
            continue
        start, end = _line(text, hint.start())
        seen = end
        if _SENTENCE.fullmatch(text, start, end):
            continue
        if found := _on_line(text, start, end):
            yield Mark(start, *found)


def named_mark(name: str) -> Mark | None:
    """The mark in a title or a file name: 名单（不公开）.xlsx."""
    for found in _NAMED.finditer(unicodedata.normalize("NFKC", INVISIBLE.sub("", name))):
        words = found["bracket"] or found["plain"]
        if found["bracket"] and not _INNER.fullmatch(words):
            continue
        if value := openness_of(words):
            return Mark(0, words, value)
    return None


def strictest(text: str, *names: str) -> Mark | None:
    """What a whole paper with its title and file name says of its publication; a mark of internal use says that it is not public."""
    inside = (Mark(mark.start, mark.text, "不予公开") for mark in marks_of(text, INTERNAL))
    found = [*marks(text), *inside, *filter(None, map(named_mark, names))]
    return min(found, key=lambda mark: STRICTEST.index(mark.openness), default=None)


def openness_of(value: str) -> Openness | None:
    """The way of publication that a value means: a word, or the ticked one of several boxes. None: it says none."""
    bare = _bare(value).strip("[]【】()。")
    if any(sign in bare for sign in _TICK):
        bare = _ticked(bare)
    elif len(set(_OPTION_WORDS.findall(bare))) > 1 or any(sign in bare for sign in _BOX):
        return None  # a form that nobody filled in
    if bare in _NO:
        return "不予公开"
    if bare in _YES:
        return "主动公开"
    return next((name for name, words in _VALUES if words.search(bare)), None)


def _on_line(text: str, start: int, end: int) -> tuple[str, Openness] | None:
    if end - start > MAX_LINE:
        return _at_end(_bare(text[end - MAX_LINE : end]))
    cells = _cells(text[start:end])
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return _alone(filled[0]) or _going_on(text, filled[0], end)
    return _in_row(filled) or _below(text, cells, start, end)


def _alone(cell: str) -> tuple[str, Openness] | None:
    """A mark that is a line, or all that a row of a table holds."""
    words = _BOXED_LABEL.sub(r"\1:", _LIST.sub("", _DATED.sub("", cell)))
    if (said := _LABELLED.fullmatch(words) or _SECURED.fullmatch(words)) and (
        value := openness_of(said["value"])
    ):
        return words, value
    if (
        (said := _BESIDE.fullmatch(words))
        and _OPTION.fullmatch(said["value"])
        and (value := openness_of(said["value"]))
    ):
        return words, value
    if (said := _PLAIN.fullmatch(words)) and (value := openness_of(said["mark"])):
        return said["mark"], value
    if (
        any(sign in words for sign in _TICK)
        and len(set(_OPTION_WORDS.findall(words))) > 1
        and (value := openness_of(words))
    ):
        return words, value
    return _at_end(words) or _at_begin(words)


def _at_end(words: str) -> tuple[str, Openness] | None:
    """A mark in brackets behind a date, a signature or a whole sentence."""
    found = [m for m in _IN_BRACKETS.finditer(words) if m.end() >= len(words.rstrip("。."))]
    before = words[: found[-1].start()] if found else ""
    if not found or _SPEAKS.search(before[-40:]) or (words.endswith("。") and before):
        return None
    return _bracketed(found[-1]["inner"], alone=not before)


def _at_begin(words: str) -> tuple[str, Openness] | None:
    """A mark in brackets before the line that tells of copies and printing."""
    found = _IN_BRACKETS.match(words)
    return _bracketed(found["inner"], alone=False) if found and _FOLLOWS.match(words, found.end()) else None


def _bracketed(inner: str, *, alone: bool) -> tuple[str, Openness] | None:
    if not _INNER.fullmatch(inner) or (not alone and not re.match(rf"{_SUBJECT}|{_LABEL}[:]", inner)):
        return None
    value = openness_of(inner.partition(":")[2] or inner)
    return (inner, value) if value else None


def _going_on(text: str, cell: str, end: int) -> tuple[str, Openness] | None:
    """A label, or half a mark, whose other half stands on the next line that is not empty."""
    following = _next_line(text, end)
    if following is None or len(cell) > 24:
        return None
    cells = [c for c in _cells(text[slice(*following)]) if c]
    if len(cells) != 1:
        return None
    if _BARE_LABEL.fullmatch(cell) and _OPTION.fullmatch(cells[0]) and (value := openness_of(cells[0])):
        return f"{cell.rstrip(':')}:{cells[0]}", value
    broken = any(cell.count(opening) > cell.count(closing) for opening, closing in _BRACKETS) or re.fullmatch(
        _SUBJECT, cell
    )
    return _alone(cell + cells[0]) if broken else None


def _in_row(cells: list[str]) -> tuple[str, Openness] | None:
    """A label and its value in one cell or in two neighbours; a mark in brackets beside the copies and the printing."""
    for number, cell in enumerate(cells):
        if (said := _LABELLED.fullmatch(cell) or _SECURED.fullmatch(cell)) and (
            value := openness_of(said["value"])
        ):
            return cell, value
        if _BARE_LABEL.fullmatch(cell):
            options: list[str] = []
            for option in cells[number + 1 :]:
                if not (_OPTION.fullmatch(option.strip(_BOX)) or set(option) <= set(_BOX)):
                    break
                options.append(option)
            single = len(options) == 1 or any(sign in _TICK for option in options for sign in option)
            if single and (value := openness_of("".join(options))):
                return f"{cell.rstrip(':')}:{''.join(options)}", value
        if (
            re.fullmatch(_LEVEL + ":?", cell)
            and number + 1 < len(cells)
            and _SECURED.fullmatch(f"密级:{cells[number + 1]}")
        ):
            return f"密级:{cells[number + 1]}", "不予公开"
    others = [cell for cell in cells if not _IN_BRACKETS.fullmatch(cell)]
    if all(re.search(r"印发|抄送|抄报|共印|[0-9]{4}年", other) for other in others):
        return next((mark for cell in cells if (mark := _alone(cell))), None)
    return None


def _below(text: str, cells: list[str], start: int, end: int) -> tuple[str, Openness] | None:
    """A form of two rows: labels above, one row of values below. A list of documents has more rows."""
    column = next((n for n, cell in enumerate(cells) if _BARE_LABEL.fullmatch(cell)), None)
    before = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    if column is None or (start and re.search(r"[\t|]", before)):
        return None
    rows: list[list[str]] = []
    while end < len(text) and len(rows) < 2:
        start, end = _line(text, end + 1)
        row = text[start:end]
        if not re.search(r"[\t|]", row):
            break
        if not _RULE.fullmatch(row):
            rows.append(_cells(row))
    if len(rows) != 1 or column >= len(rows[0]) or not _OPTION.fullmatch(rows[0][column]):
        return None
    value = openness_of(rows[0][column])
    return (f"{cells[column].rstrip(':')}:{rows[0][column]}", value) if value else None


def _cells(line: str) -> list[str]:
    return [_bare(cell) for cell in re.split(r"[\t|｜]", line.strip("| \t"))]


def _bare(text: str) -> str:
    """Folded: one width, no blanks, no marks of Markdown and HTML, no signs around."""
    plain = unicodedata.normalize("NFKC", folded(text).replace("\\", ""))
    return "".join(plain.split()).strip(_FRAME)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _next_line(text: str, end: int) -> tuple[int, int] | None:
    """The next line with words, with at most one empty line before it."""
    for _ in range(2):
        if end >= len(text):
            return None
        start, end = _line(text, end + 1)
        if text[start:end].strip():
            return start, end
    return None


def _ticked(text: str) -> str:
    """The option with a tick: before the words where the first option has its box there, otherwise behind them."""
    if text[0] in _BOX or text[:1] in "([":
        pattern = rf"[(\[]?[{_TICK}][)\]]?(?P<option>[^{_BOX}()\[\]]{{1,12}})"
    else:
        pattern = rf"(?P<option>[^{_BOX}()\[\];,、]{{1,12}})[(\[]?[{_TICK}]"
    match = re.search(pattern, text)
    return match["option"] if match else ""
