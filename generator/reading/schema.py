"""Plain values + the classes of `model` → checked objects, or problems at the line of the key that is wrong.

The checking is pydantic's; this module turns its errors into findings in words a clerk knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from generator.model.diagnostics import Finding, Problem, Text, did_you_mean
from generator.model.document import described

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Loc = tuple[str | int, ...]

T = TypeVar("T", bound="DataclassInstance")


def _drop_empty(value: Any, lines: Mapping[str, int], place: str = "") -> tuple[Any, list[Problem]]:
    """Remove keys and list entries that hold nothing, each as a problem of `empty-field`."""
    problems: list[Problem] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    else:
        return value, problems
    kept = []
    for key, entry in entries:
        here = f"{place}{key}"
        if entry is None or (isinstance(entry, str) and not entry.strip()):
            problems.append(
                Problem(
                    "empty-field",
                    Finding(
                        _line(lines, here),
                        Text(f"“{here}”没有填写", f"“{here}” is empty"),
                        Text("填写内容，或者删除这一行", "fill it in or delete the line"),
                        {"key": here},
                    ),
                )
            )
            continue
        if isinstance(entry, (dict, list)):
            entry, inner = _drop_empty(entry, lines, here + ".")
            problems += inner
        kept.append((key, entry))
    return (dict(kept) if isinstance(value, dict) else [entry for _, entry in kept]), problems


def check(cls: type[T], value: Any, lines: Mapping[str, int]) -> tuple[T | None, list[Problem]]:
    """The object, and what was wrong. Empty and unusable keys are left out; None when a required one is among them."""
    kept, empties = _drop_empty(value, lines)
    read, faults = _validate(cls, kept, lines)
    empty_keys = {p.finding.data["key"] for p in empties}
    return read, empties + [
        p for p in faults if not (p.slug == "missing-field" and p.finding.data["key"] in empty_keys)
    ]


@lru_cache
def adapter(cls: type[T]) -> TypeAdapter[T]:
    """The checker of a class. Most runs need none or one of them, and they take time to make."""
    return TypeAdapter(cls)


def _validate(cls: type[T], value: Any, lines: Mapping[str, int]) -> tuple[T | None, list[Problem]]:
    try:
        return adapter(cls).validate_python(value), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    problems = [_problem(e, lines, cls) for e in errors]
    if not isinstance(value, dict):
        return None, problems
    bad = {e["loc"][0] for e in errors if e["loc"]}
    try:
        return adapter(cls).validate_python({k: v for k, v in value.items() if k not in bad}), problems
    except ValidationError:
        return None, problems


def _problem(error: Any, lines: Mapping[str, int], cls: type) -> Problem:
    loc: Loc = tuple(part for part in error["loc"] if part != "[key]")
    key = ".".join(str(part) for part in loc)
    slug, message, hint = _words(error, key, loc, cls)
    if slug == "unknown-field" and len(loc) == 1 and (parent := _belongs_under(key, cls, lines)):
        hint = Text(
            f"这一项属于“{parent}”：行首空两格，写在“{parent}:”下面",
            f"it belongs to “{parent}”: indent the line by two spaces below “{parent}:”",
        )
    return Problem(slug, Finding(_line(lines, key), message, hint, {"key": key}))


def _words(error: Any, key: str, loc: Loc, cls: type) -> tuple[str, Text, Text]:
    kind, context, seen = error["type"], error.get("ctx", {}), error["input"]
    if kind == "invalid_date":
        return "invalid-date", *_date_words(key, str(seen), context["meant"])
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return (
            "unknown-field",
            Text(f"没有“{key}”这个键", f"there is no key “{key}”"),
            _key_meant(str(loc[-1]), _class_at(cls, loc)),
        )
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return (
            "missing-field",
            Text(f"缺少“{key}”", f"“{key}” is missing"),
            Text(f"补写一行“{loc[-1]}: …”", f"add a line “{loc[-1]}: …”"),
        )
    if kind == "literal_error":
        choices = [c.strip("' ") for c in str(context["expected"]).replace(" or ", ",").split(",")]
        return (
            "wrong-type",
            Text(f"“{key}”不能写“{seen}”", f"“{key}” cannot be “{seen}”"),
            did_you_mean(str(seen), choices),
        )
    if kind == "string_pattern_mismatch":
        form = described(_class_at(cls, loc))[str(loc[-1])].description or ""
        return (
            "wrong-type",
            Text(f"“{key}”不能写“{seen}”", f"“{key}” cannot be “{seen}”"),
            Text(f"写成：{form}", f"its form: {form}"),
        )
    wanted = _WANTED.get(kind, Text(str(error["msg"]), str(error["msg"])))
    return ("wrong-type", Text(f"“{key}”的写法不对", f"“{key}” is not of the right kind"), wanted)


def _belongs_under(key: str, cls: type, lines: Mapping[str, int]) -> str:
    """The key that is written, with nothing below it, and has this one among its own; empty when there is none."""
    hints = get_type_hints(cls)
    for name in hints:
        if name in lines and not any(place.startswith(f"{name}.") for place in lines):
            inner = _dataclass_in(hints[name])
            if inner is not None and key in described(inner):
                return name
    return ""


def _key_meant(key: str, owner: type) -> Text:
    """The key that was meant; its Chinese name is as good a guess as a misspelling."""
    known = described(owner)
    named = next((name for name, field in known.items() if field.title == key), None)
    return Text(f"写成“{named}”", f"write “{named}”") if named else did_you_mean(key, known)


def _date_words(key: str, seen: str, meant: str) -> tuple[Text, Text]:
    message = Text(f"“{key}”不是规范的日期：{seen}", f"“{key}” is not a proper date: {seen}")
    if meant:
        return message, Text(f"写成 {meant}", f"write {meant}")
    return message, Text(
        "写成 YYYY-MM-DD，如 2026-03-02，并核对这一天是否存在",
        "write YYYY-MM-DD, such as 2026-03-02; the day must exist",
    )


_LIST = Text("写成列表，每项一行，以“- ”开头", "write a list, one “- ” line for each entry")

_TEXT = Text("只写一段文字，不要写成列表或者多层", "write plain text, not a list or nested keys")

_MAP = Text("下面另起行、缩进两格，写“键: 值”", "write “key: value” lines below it, indented")

_NUMBER = Text("写一个整数，如 20", "write a whole number, such as 20")

_WANTED = {
    "row_length": Text(
        "依次写六个数：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他",
        "write six numbers, one for each kind of applicant",
    ),
    "count": Text("写一个整数，没有的写 0", "write a whole number, 0 when there is none"),
    "amount": Text("写一个数，单位万元，如 1236.40", "write an amount in 万元, such as 1236.40"),
    "string_type": _TEXT,
    "invalid_date_type": _TEXT,
    "date_type": _TEXT,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": Text("至少写一项", "write at least one entry"),
    "dataclass_type": _MAP,
    "dict_type": _MAP,
    "mapping_type": _MAP,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "greater_than": Text("写一个大于零的整数", "write a number above zero"),
}


def _line(lines: Mapping[str, int], key: str) -> int:
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 1)


def _class_at(cls: type, loc: Loc) -> type:
    """The class whose key `loc` names."""
    here: Any = cls
    for part in loc[:-1]:
        if isinstance(part, str):
            hints = get_type_hints(here)
            here = _dataclass_in(hints[part]) if part in hints else here
    return cast("type", here)


def _dataclass_in(annotation: Any) -> Any:
    if is_dataclass(annotation):
        return annotation
    return next((found for part in get_args(annotation) if (found := _dataclass_in(part))), None)
