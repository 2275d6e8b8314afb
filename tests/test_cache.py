"""Keys of the cache: equal for equal values, different for all others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.machine.cache import key_of

TEXTS = st.text(st.characters(exclude_categories=()))
"""Lone surrogates included: names of files that are no UTF-8 come as such."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | TEXTS | st.binary(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
SOME = st.lists(VALUES, max_size=4)


@given(SOME, SOME)
def test_keys_are_equal_exactly_where_values_are(one: list[object], other: list[object]):
    assert (key_of(*one) == key_of(*other)) == (repr(one) == repr(other))


@given(SOME, st.data())
def test_a_value_that_changes_changes_the_key(values: list[object], data: st.DataObject):
    at = data.draw(st.integers(0, len(values)))
    assert key_of(*values) != key_of(*values[:at], "更多", *values[at:])


def test_what_cannot_be_packed_counts_by_its_text():
    assert key_of(Path("a"), date(2026, 1, 5)) == key_of(Path("a"), date(2026, 1, 5))
    assert (
        len({key_of(Path("a")), key_of(Path("b")), key_of(date(2026, 1, 5)), key_of(date(2026, 1, 6))}) == 4
    )
