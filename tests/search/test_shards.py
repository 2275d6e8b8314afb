"""Shards: complete, in order, bounded, and hardly touched by one document more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from texts import document

from generator.model.document import Document
from generator.search.shards import LARGE, SMALL, TINY, Shard, assign_shards

MANY = [document(n, size=20_000) for n in range(1, 5001)]


def contents(shards: list[Shard]) -> dict[str, tuple[Document, ...]]:
    return {shard.name: shard.documents for shard in shards}


def test_shards_hold_every_document_once_in_order_and_within_bounds():
    shuffled = Random(1).sample(MANY, len(MANY))
    shards = assign_shards(shuffled)
    assert [d for shard in shards for d in shard.documents] == MANY
    *sizes, last = [sum(d.size for d in shard.documents) for shard in shards]
    levels = [
        next(
            (n for n, bounds in enumerate((LARGE, SMALL, TINY)) if bounds.least <= size <= bounds.most), None
        )
        for size in sizes
    ]
    assert None not in levels and levels == sorted(levels) and {*levels} == {0, 1, 2} and last <= TINY.most  # type: ignore[type-var]
    assert len({shard.name for shard in shards}) == len(shards)


def test_small_catalog_is_one_shard_named_after_its_first_document():
    assert [shard.name for shard in assign_shards(MANY[:40])] == ["11339926854601395E.2020-00001"]
    assert assign_shards([]) == []


def test_new_document_touches_small_shards_only():
    days = [replace(d, published=date(2020, 1, 1) + timedelta(days=n // 5)) for n, d in enumerate(MANY)]
    for count in range(4000, 5000, 7):
        before, after = contents(assign_shards(days[:count])), contents(assign_shards(days[: count + 1]))
        changed = [documents for name, documents in after.items() if before.get(name) != documents]
        whole = len(after) - len(before) not in (0, 1)  # the small ones have become a large one
        assert whole or sum(d.size for documents in changed for d in documents) <= SMALL.most + TINY.most


def test_document_larger_than_a_shard_is_a_shard_of_its_own():
    shards = assign_shards([document(1), document(2, size=20_000_000), document(3)])
    assert [[d.size > 1_000_000 for d in shard.documents] for shard in shards] == [[False], [True], [False]]


def test_one_edit_leaves_the_other_shards_alone():
    before = contents(assign_shards(MANY))
    rebuilt = []
    for at in range(0, 5000, 37):
        for put in (
            [],
            [document(at + 1, size=25_000)],
            [MANY[at], document(19_999, size=20_000, index_no=f"{MANY[at].index_no}1")],
        ):
            after = contents(assign_shards([*MANY[:at], *put, *MANY[at + 1 :]]))
            rebuilt.append(sum(before.get(name) != documents for name, documents in after.items()))
    # Where an edit moves the end of a shard, the next ones may move too, until an end is the same again: one edit in two hundred.
    assert len(rebuilt) == 408 and rebuilt.count(1) >= 0.98 * len(rebuilt)
