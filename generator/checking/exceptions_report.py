"""A checked root → the list of its agreed exceptions, for the people who have to end them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checking.formats.fit import fit
from generator.checking.rules.exceptions import Allowed, allowed, expired_exception, unused_exception
from generator.checking.rules.rule import slug_of
from generator.model.diagnostics import Diagnostic, Text
from generator.model.document import Document
from generator.model.setting import Setting

_STATES = {
    slug_of(expired_exception): Text("已到期", "ended"),
    slug_of(unused_exception): Text("无用", "no effect"),
}

_IN_EFFECT = Text("有效", "in effect")


def exceptions_report(
    documents: Sequence[Document], diagnostics: Sequence[Diagnostic], setting: Setting
) -> Text:
    """Every exception with its state, the one that ends first at the top; at the end how many there are."""
    states = {(d.path, d.line): _STATES[d.rule] for d in diagnostics if d.rule in _STATES}
    entries = sorted(allowed(documents, setting), key=lambda one: (one.expires, one.document))
    lines = [line for one in entries for line in _entry(one, states.get((one.path, one.line), _IN_EFFECT))]
    end = (
        Text(f"{len(entries)} 项例外", f"{len(entries)} exceptions")
        if entries
        else Text("没有例外", "no exceptions")
    )
    return Text(
        "\n".join([*(line.zh for line in lines), end.zh]), "\n".join([*(line.en for line in lines), end.en])
    )


def _entry(one: Allowed, state: Text) -> Iterator[Text]:
    place = fit(
        f"{one.document}（{one.path}:{one.line}）" if one.path != one.document else f"{one.path}:{one.line}"
    )
    yield Text(
        f"{one.expires} 截止  {state.zh}  {fit(one.rule)}  {place}",
        f"until {one.expires}  {state.en}  {fit(one.rule)}  {place}",
    )
    yield Text(f"     理由：{fit(one.reason)}", f"     reason: {fit(one.reason)}")
