"""The words that people use → `search/words.json`: of a small catalog those that stand for something it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from generator.machine.cache import key_of, program_key
from generator.machine.site_folder import write_file
from generator.publishing.file_groups import Group, Make, one
from generator.publishing.indexing import Index
from generator.publishing.work import Work
from generator.reading.shipped_words import shipped_words
from generator.search.places import FILE as PLACES
from generator.search.texts import texts_place, unpack_texts
from generator.search.words import FILE, Standing, words_json

READ = 4_000_000
"""Bytes of Markdown up to which texts are looked through: more of them say nearly everything somewhere."""


def words_row(work: Work, index: Index) -> Group[Make]:
    """The row of the file, once all texts and the other places that search leads to are in the stage."""
    places = (work.desk.stage / PLACES).read_bytes()
    whole = sum(shard.size for shard in index.shards) <= READ
    said = index.keys if whole else work.keys.front_matter
    key = key_of(program_key(), work.keys.program, work.contents.books.synonyms, whole, said, places)
    return one("words", key, partial(_write, work, index, places, whole))


def _write(work: Work, index: Index, places: bytes, whole: bool) -> Iterator[tuple[str, str]]:
    shipped = shipped_words()
    texts = _texts(work.desk.stage, index) if whole else ()
    standing = Standing([*_said(index), *_said_of(places), *texts], whole=whole)
    words = words_json(
        ignored=shipped.ignored,
        alike=shipped.alike,
        acts=shipped.acts,
        common=shipped.common,
        hints=shipped.hints,
        english=shipped.english,
        synonyms=shipped.synonyms,
        own=work.contents.books.synonyms,
        bodies=work.contents.setting.catalog.bodies,
        families=shipped.bodies,
        standing=standing,
    )
    yield write_file(work.desk.stage, FILE, words)


def _said(index: Index) -> Iterator[str]:
    """What is said of documents beside their texts."""
    for document in index.documents.values():
        yield from (document.title, document.summary, *document.keywords)


def _said_of(places: bytes) -> Iterator[str]:
    for place in json.loads(places):
        yield from (place["title"], place.get("text", ""), *place.get("names", ()))


def _texts(stage: Path, index: Index) -> Iterator[str]:
    for document in index.documents.values():
        yield from unpack_texts((stage / texts_place(document.address)).read_bytes())
