"""Bundles of documents: complete, the newest first, in sizes that grow with age, and hardly touched by one document more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

from texts import document

from generator.model.document import PublishedDocument
from generator.search.shards import LARGEST, NEWEST, RATIO, WORTH, Shard, assign_shards

SAMPLE = document(size=20_000)


@cache
def many() -> list[PublishedDocument]:
    """Ten thousand documents, oldest first."""
    return [replace(SAMPLE, index_no=f"11339926854601395E/2020-{n:05}") for n in range(1, 10_001)]


def contents(shards: list[Shard]) -> set[tuple[tuple[str | None, int], ...]]:
    return {content(shard) for shard in shards}


def content(shard: Shard) -> tuple[tuple[str | None, int], ...]:
    return tuple((d.index_no, d.size) for d in shard.documents)


def rebuilt(before: list[Shard], after: list[Shard]) -> int:
    """How many bytes of bundles are not there from before."""
    known = contents(before)
    return sum(shard.size for shard in after if content(shard) not in known)


def test_bundles_hold_every_document_once_newest_first_and_grow_with_age():
    shards = assign_shards(Random(1).sample(many(), len(many())))
    assert [d for shard in shards for d in shard.documents] == many()[::-1]
    sizes = [shard.size for shard in shards]
    assert NEWEST <= sizes[0] <= 2 * NEWEST and len(sizes) <= 7
    assert all(other >= RATIO / 4 * one for one, other in pairwise(sizes[:3]))
    assert max(sizes) <= 2 * LARGEST


def test_the_number_of_bundles_is_logarithmic_until_the_largest():
    count = [len(assign_shards(many()[:n])) for n in (10, 100, 1000, 3000)]
    assert count == sorted(count) and count[0] == 1 and count[-1] <= 4


def test_small_catalog_is_one_bundle():
    few = WORTH * NEWEST // 21_000
    assert [len(shard.documents) for shard in assign_shards(many()[:few])] == [few]
    assert assign_shards([]) == []


def test_new_documents_touch_the_newest_bundle_and_seldom_more():
    days = [replace(d, published=date(2020, 1, 1) + timedelta(days=n // 5)) for n, d in enumerate(many())]
    made = [assign_shards(days[:count]) for count in range(7000, 9000, 25)]
    # 25 documents come at a time; an end moves once as many have come as its window holds.
    work = [rebuilt(before, after) for before, after in pairwise(made)]
    assert sorted(work)[len(work) // 2] <= RATIO * 2 * NEWEST
    assert sum(work) / len(work) <= 0.25 * sum(shard.size for shard in made[-1])


def test_document_larger_than_a_bundle_harms_nothing():
    documents = [document(1), document(2, size=200_000_000), document(3)]
    assert [d for shard in assign_shards(documents) for d in shard.documents] == documents[::-1]


def test_one_edit_leaves_the_other_bundles_alone():
    before = contents(assign_shards(many()))
    touched = []
    for at in range(0, len(many()), 201):
        edited, added = (
            document(at + 1, size=25_000),
            document(19_999, size=20_000, index_no=f"{many()[at].index_no}1"),
        )
        for put in ([], [edited], [many()[at], added]):
            after = assign_shards([*many()[:at], *put, *many()[at + 1 :]])
            touched.append(len(contents(after) - before))
    assert touched.count(1) >= 0.97 * len(touched) and max(touched) <= 3
