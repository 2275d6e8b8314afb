"""A number and a format of Word (`w:numFmt`) → the figures that Word writes: 12 → 十二, XII, ⑫."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_THOUSANDS = (("千", 1000), ("百", 100), ("十", 10))
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    ("M", 1000),
    ("CM", 900),
    ("D", 500),
    ("CD", 400),
    ("C", 100),
    ("XC", 90),
    ("L", 50),
    ("XL", 40),
    ("X", 10),
    ("IX", 9),
    ("V", 5),
    ("IV", 4),
    ("I", 1),
)
_COUNTED = frozenset({"chineseCounting", "taiwaneseCounting", "japaneseCounting", "koreanCounting"})
_COUNTED_THOUSANDS = frozenset({"chineseCountingThousand", "taiwaneseCountingThousand"})
_LEGALLY = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_DIGITALLY = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"})
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def figures(number: int, form: str) -> str:
    """The number as Word writes it in this format; an unknown format is written in Arabic figures, `none` and `bullet` not at all."""
    if form in ("none", "bullet"):
        return ""
    if form in _COUNTED:
        return counted(number) if number < 100 else _digits(number)
    if form in _COUNTED_THOUSANDS:
        return counted(number)
    if form in _LEGALLY:
        # Word writes 壹拾 where counting says 十.
        plain = counted(number)
        return (f"一{plain}" if plain.startswith("十") else plain).translate(_LEGAL)
    if form in _DIGITALLY:
        return _digits(number)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL_WIDTH)
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form in ("upperLetter", "lowerLetter"):
        return _letters(number) if form == "upperLetter" else _letters(number).lower()
    return _ringed(number, form) or str(number)


def counted(number: int) -> str:
    """A number below ten thousand as it is counted: 十一, 二十, 一百零一."""
    if not 0 < number < 10_000:
        return "零" if number == 0 else str(number)
    text, left, gap = "", number, False
    for sign, size in _THOUSANDS:
        count, left = divmod(left, size)
        if count:
            text += ("零" if gap and text else "") + _DIGITS[count] + sign
            gap = False
        else:
            gap = True
    if left:
        text += ("零" if gap and text else "") + _DIGITS[left]
    return text[1:] if text.startswith("一十") else text


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(sign)] for sign in str(number))


def _roman(number: int) -> str:
    text = ""
    for signs, size in _ROMAN:
        count, number = divmod(number, size)
        text += signs * count
    return text


def _letters(number: int) -> str:
    """A…Z, then AA, BB, as Word goes on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"


def _ringed(number: int, form: str) -> str:
    """Figures in one sign, where Unicode has it."""
    index = number - 1
    match form:
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return chr(0x2460 + index)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 20 < number <= 35:
            return chr(0x3251 + number - 21)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 35 < number <= 50:
            return chr(0x32B1 + number - 36)
        case "decimalEnclosedParen" if 0 < number <= 20:
            return chr(0x2474 + index)
        case "decimalEnclosedFullstop" if 0 < number <= 20:
            return chr(0x2488 + index)
        case "ideographEnclosedCircle" if 0 < number <= 10:
            return chr(0x3280 + index)
        case "ideographTraditional" if number > 0:
            return _STEMS[index % 10]
        case "ideographZodiac" if number > 0:
            return _BRANCHES[index % 12]
    return ""
