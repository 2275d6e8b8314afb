"""The words that are shipped, those of an office, and the names of bodies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model.catalog import Body
from generator.reading.registers.questions import load_questions
from generator.reading.registers.synonyms import load_synonyms
from generator.reading.shipped_words import SHIPPED, Meanings, shipped_words
from generator.reading.yamltext import read_yaml
from generator.search import words
from generator.search.sounds import MOST, SOUNDS, terms_json
from generator.search.words import Standing, spoken_names, words_json


def written(root: Path, name: str, text: str) -> Path:
    (root / "content/data").mkdir(parents=True)
    (root / "content/data" / name).write_text(text, encoding="utf-8")
    return root


def test_shipped_words_are_many_and_each_stands_for_something_else():
    shipped = shipped_words()
    assert len(shipped.synonyms) > 5000
    assert [word for word in shipped.common if len(word) != 2] == []
    for table in (shipped.synonyms, shipped.hints, shipped.english, shipped.bodies):
        for word, others in table.items():
            assert others and all(isinstance(other, str) and other for other in others), word
    assert [word for word, others in shipped.synonyms.items() if word in others] == []


def test_every_shipped_word_is_written_once():
    assert [problem.finding for problem in read_yaml(SHIPPED.read_text(encoding="utf-8")).problems] == []


def test_names_of_a_body():
    families = shipped_words().bodies
    health = Body(code="11339926664342003P", name="青溪县卫生健康局", short="县卫健局")
    assert {"卫健委", "卫健局", "卫生局", "县卫健局"} <= set(spoken_names(health, families))
    market = Body(code="113399264888152374", name="市场监督管理局")
    assert "工商局" in spoken_names(market, families)
    town = Body(code="11339926650691552J", name="云溪镇人民政府", short="云溪镇")
    assert {"云溪镇政府", "云溪镇"} <= set(spoken_names(town, families))


def table_of(
    synonyms: Meanings, own: Meanings, texts: list[str], *, whole: bool = True
) -> dict[str, list[str]]:
    """What `words.json` says of synonyms over these texts: word → what it stands for."""
    table = json.loads(
        words_json(
            ignored=["请问"],
            alike=[],
            acts=[],
            common=[],
            hints={},
            english={},
            synonyms=synonyms,
            own=own,
            bodies=[],
            families={},
            standing=Standing(texts, whole=whole),
        )
    )
    return {word: others.split() for words, others in table["synonyms"] for word in words.split()}


def test_words_of_an_office_come_first():
    synonyms = {"户口": ["户籍"], "低保": ["最低生活保障"]}
    table = table_of(synonyms, {"户口": ["户口簿", "户籍"]}, ["户籍", "最低生活保障"])
    assert table == {"户口": ["户口簿", "户籍"], "低保": ["最低生活保障"]}


def test_texts_may_be_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(words, "AT_A_TIME", 2)
    standing = Standing(["房屋", "征", "收回", "", "户籍"], whole=True)
    assert standing.among(["房屋", "收回", "户籍", "征收", "屋征"]) == {"房屋", "收回", "户籍"}


def test_only_words_for_something_that_the_catalog_says_are_written():
    synonyms = {"拆迁": ["房屋征收", "搬迁"], "彩票": ["彩票管理"], "摆摊": ["占道"], "老街": ["县前街"]}
    table = table_of(synonyms, {"惠民卡": ["社保卡"]}, ["关于房屋《征收》的通知", "占", "道", ""])
    assert table == {"拆迁": ["房屋征收"], "惠民卡": ["社保卡"]}
    some = table_of({"拆迁": ["搬迁", "房屋征收"], "彩票": ["彩票管理"]}, {}, ["房屋征收"], whole=False)
    assert some == {"拆迁": ["房屋征收"], "彩票": ["彩票管理"]}


def test_synonyms_of_an_office_are_read_and_what_is_wrong_is_told(tmp_path: Path):
    root = written(tmp_path / "good", "synonyms.yml", "synonyms:\n  老街: [县前街]\n")
    assert load_synonyms(root)[0] == {"老街": ("县前街",)}
    root = written(
        tmp_path / "bad", "synonyms.yml", "synonyms:\n  老街: [县前街]\n  水: [自来水]\n  集市: []\n"
    )
    synonyms, read = load_synonyms(root)
    assert synonyms == {} and [problem.finding.line for problem in read.problems] == [3, 4]
    root = written(tmp_path / "shape", "synonyms.yml", "synonyms:\n  - [老街, 县前街]\n")
    assert load_synonyms(root)[1].problems
    assert (
        load_synonyms(tmp_path) == ({}, load_synonyms(tmp_path)[1])
        and not load_synonyms(tmp_path)[1].problems
    )


def test_questions_are_read_and_what_is_wrong_is_told(tmp_path: Path):
    text = "questions:\n  - query: 怎么申请\n    expected: request/form\n  - query: 预算\n    expected: [a/2026-00001, b/2026-00002]\n    kind: 日常词\n"
    questions, read = load_questions(written(tmp_path / "good", "questions.yml", text))
    assert [question.addresses for question in questions] == [
        ("request/form/",),
        ("a/2026-00001/", "b/2026-00002/"),
    ]
    assert not read.problems
    questions, read = load_questions(
        written(tmp_path / "bad", "questions.yml", "questions:\n  - query: 预算\n")
    )
    assert questions == () and read.problems[0].finding.line == 2


def test_titles_fall_apart_into_terms():
    table = json.loads(terms_json(["关于城区停车收费标准的通知", "《青溪县预算》解读"]))
    assert {"城区停车收费标准", "青溪县预算", "解读"} == set(table["terms"])
    assert table["sounds"] == json.loads(SOUNDS.read_text(encoding="utf-8"))
    assert (
        "算" in table["sounds"]["suan"]
        and "长" in table["sounds"]["chang"]
        and "长" in table["sounds"]["zhang"]
    )


def test_terms_are_bounded_and_those_of_many_titles_stay():
    titles = [f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}{chr(0x6E00 + n)}项目公告" for n in range(5000)]
    table = json.loads(terms_json([*titles, "青溪县预算", "关于青溪县预算的通知", "2024年青溪县预算"]))
    assert "青溪县预算" in table["terms"] and sum(map(len, table["terms"])) <= MOST
