"""A formula of Word (OMML) → one line of text, as it is read aloud: a/b, x², √(…). Sites show no typeset formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def formula_text(element: Any) -> str:
    """The formula below an element of lxml, in one line."""
    return "".join(_part(child) for child in element).strip()


def _part(element: Any) -> str:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name in ("r", "t") or name.endswith("Pr"):
        return "" if name.endswith("Pr") else "".join(e.text or "" for e in _words(element))
    shape = _SHAPES.get(name)
    return shape(element) if shape else "".join(_part(child) for child in element)


def _words(element: Any) -> list[Any]:
    return [e for e in element.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == "t"]


def _of(element: Any, name: str) -> str:
    found = element.find(_M + name)
    return "" if found is None else formula_text(found)


def _grouped(text: str) -> str:
    plain = len(text) <= 1 or text.replace(".", "").isalnum() or (text[0] == "(" and text[-1] == ")")
    return text if plain else f"({text})"


def _fraction(element: Any) -> str:
    return f"{_grouped(_of(element, 'num'))}/{_grouped(_of(element, 'den'))}"


def _raised(text: str) -> str:
    small = text.translate(_RAISED)
    return small if text and not set(small) & set(text) else f"^{_grouped(text)}" if text else ""


def _lowered(text: str) -> str:
    small = text.translate(_LOWERED)
    return small if text and not set(small) & set(text) else f"_{_grouped(text)}" if text else ""


def _scripts(element: Any) -> str:
    return _grouped(_of(element, "e")) + _lowered(_of(element, "sub")) + _raised(_of(element, "sup"))


def _root(element: Any) -> str:
    degree = _of(element, "deg")
    return (_raised(degree) if degree else "") + "√" + _grouped(_of(element, "e"))


def _setting(element: Any, properties: str, name: str, usual: str) -> str:
    found = element.find(f"{_M}{properties}/{_M}{name}")
    return usual if found is None else found.get(f"{_M}val", "")


def _large(element: Any) -> str:
    sign = _setting(element, "naryPr", "chr", "∫")
    return f"{sign}{_lowered(_of(element, 'sub'))}{_raised(_of(element, 'sup'))}{_of(element, 'e')}"


def _delimited(element: Any) -> str:
    begin, end = _setting(element, "dPr", "begChr", "("), _setting(element, "dPr", "endChr", ")")
    between = _setting(element, "dPr", "sepChr", "|")
    return begin + between.join(formula_text(e) for e in element.findall(f"{_M}e")) + end


def _lines(element: Any) -> str:
    return "；".join(formula_text(e) for e in element.findall(f"{_M}e"))


def _matrix(element: Any) -> str:
    rows = element.findall(f"{_M}mr")
    return "；".join(" ".join(formula_text(e) for e in row.findall(f"{_M}e")) for row in rows)


_SHAPES: Mapping[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "rad": _root,
    "nary": _large,
    "d": _delimited,
    "eqArr": _lines,
    "m": _matrix,
}
