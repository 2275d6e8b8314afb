"""Shards: complete, in order, bounded, and hardly touched by one document more."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from texts import document

from generator.model import Document
from generator.search.shards import MAX_BYTES, MIN_BYTES, Shard, assign_shards

MANY = [document(n, size=20_000) for n in range(1, 5001)]


def contents(shards: list[Shard]) -> dict[str, tuple[Document, ...]]:
    return {shard.name: shard.documents for shard in shards}


def test_shards_hold_every_document_once_in_order_and_within_bounds():
    shuffled = Random(1).sample(MANY, len(MANY))
    shards = assign_shards(shuffled)
    assert [d for shard in shards for d in shard.documents] == MANY
    sizes = [sum(d.size for d in shard.documents) for shard in shards]
    assert all(MIN_BYTES <= size <= MAX_BYTES for size in sizes[:-1]) and sizes[-1] <= MAX_BYTES
    assert len({shard.name for shard in shards}) == len(shards)


def test_small_catalog_is_one_shard_named_after_its_first_document():
    assert [shard.name for shard in assign_shards(MANY[:60])] == ["11339926854601395E.2020-00001"]
    assert assign_shards([]) == []


@given(st.integers(0, 4999), st.sampled_from(["add", "drop", "grow"]))
def test_one_edit_leaves_the_other_shards_alone(at: int, edit: str):
    before = contents(assign_shards(MANY))
    edited = [*MANY[:at], *{"add": [MANY[at], document(19_999, size=20_000, index_no=f"{MANY[at].index_no}1")], "drop": [],
                            "grow": [document(at + 1, size=25_000)]}[edit], *MANY[at + 1:]]
    after = contents(assign_shards(edited))
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    assert len(changed) <= len(before) / 2
