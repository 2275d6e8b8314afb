"""The property of every cache here: after any changes, a build gives the same bytes as one from nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from helpers.documents import named
from helpers.folders import digests
from helpers.roots import TESTS, TODAY, make_root
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from generator.build import build_site, check_root
from generator.checking import examine as load
from generator.machine.cache import Cache

CATALOG = (TESTS / "rules/catalog.yml").read_text(encoding="utf-8")


NUMBER = st.integers(1, 6)
CHANGE = st.one_of(
    st.tuples(
        st.just("write"),
        NUMBER,
        st.sampled_from("甲乙丙"),
        st.none() | NUMBER,
        st.sampled_from(["related", "amends", "interprets"]),
    ),
    st.tuples(st.just("text"), NUMBER, st.sampled_from(["\n## 一\n\n补充一段。\n", "\n另有一段。\n"])),
    st.tuples(st.just("delete"), NUMBER),
    st.tuples(st.just("move"), NUMBER),
    st.tuples(st.just("attach"), NUMBER, st.sampled_from(["1,2\n", "3,4\n"])),
    st.tuples(st.just("catalog"), st.sampled_from(["测试县政务公开", "测试县信息公开平台"])),
    st.tuples(st.just("theme"), st.sampled_from(["<p>甲</p>", "<p>乙</p>"])),
    st.tuples(st.just("page"), st.sampled_from(["# 帮助\n", "# 说明\n"])),
    st.tuples(st.just("lose cache")),
)


def apply(root: Path, change: tuple) -> None:
    documents = root / "content/documents"
    kind, *values = change
    if kind == "write":
        number, title, other, relation = values
        place = next(documents.rglob(f"{number}.md"), documents / f"{number}.md")
        place.write_text(named(number, title, other if other != number else None, relation), encoding="utf-8")
    elif kind == "text":
        for file in documents.rglob(f"{values[0]}.md"):
            file.write_text(file.read_text(encoding="utf-8") + values[1], encoding="utf-8")
    elif kind == "delete":
        for file in documents.rglob(f"{values[0]}.*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    elif kind == "move":
        (documents / "moved").mkdir(exist_ok=True)
        for file in documents.glob(f"{values[0]}.*"):
            if not (documents / "moved" / file.name).exists():
                file.rename(documents / "moved" / file.name)
    elif kind == "attach":
        number, content = values
        for place in list(documents.rglob(f"{number}.md"))[:1]:
            place.with_suffix(".files").mkdir(exist_ok=True)
            place.with_suffix(".files").joinpath("表.csv").write_text(content, encoding="utf-8")
            text = place.read_text(encoding="utf-8")
            if "attachments:" not in text:
                place.write_text(
                    text.replace("openness:", "attachments:\n  - file: 表.csv\nopenness:"), encoding="utf-8"
                )
    elif kind == "catalog":
        (root / "catalog.yml").write_text(
            CATALOG.replace("测试县政府信息公开平台", values[0]), encoding="utf-8"
        )
    elif kind == "theme":
        (root / "theme/templates").mkdir(parents=True, exist_ok=True)
        (root / "theme/templates/request.html").write_text(values[0], encoding="utf-8")
    elif kind == "page":
        (root / "content/pages").mkdir(exist_ok=True)
        (root / "content/pages/help.md").write_text(values[0], encoding="utf-8")
    else:
        shutil.rmtree(root / ".build", ignore_errors=True)


@pytest.mark.slow
@settings(
    max_examples=5, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate]
)
@example([[("page", "# 帮助\n")], [("move", 1)]])  # where a source lies is told in sources.json
@example(
    [
        [("text", 1, "\n另有一段。\n")],
        [("write", 2, "丙", 1, "amends")],
        [("text", 2, "\n另有一段。\n"), ("theme", "<p>甲</p>")],
    ]
)
@given(st.lists(st.lists(CHANGE, min_size=1, max_size=4), min_size=2, max_size=3))
def test_incremental_equals_clean(steps: list[list[tuple]]):
    with tempfile.TemporaryDirectory() as folder:
        root = make_root(Path(folder) / "root", {"1.md": named(1, "甲", None), "2.md": named(2, "乙", 1)})
        for step in steps:
            for change in step:
                apply(root, change)
            built = build_site(root, root / "site", today=TODAY)
            if built.pages is None:
                continue
            clean = Path(folder) / "clean"
            shutil.copytree(root, clean, ignore=shutil.ignore_patterns(".*", "site"))
            assert build_site(clean, clean / "site", today=TODAY).pages
            assert digests(root / "site") == digests(clean / "site")
            shutil.rmtree(clean)


@pytest.mark.slow
def test_a_theme_shows_the_same_texts_whatever_the_one_before_made_of_them(tmp_path: Path):
    root = make_root(tmp_path / "root", {f"{n}.md": named(n, "甲", None) for n in range(1, 4)})
    own = root / "theme/templates/document.html"
    own.parent.mkdir(parents=True)
    page = root / "site/11339926854601395E/2026-00001/index.html"
    plain = (TESTS.parent / "theme/templates/document.html").read_text(encoding="utf-8")
    made = []
    for template in (
        plain,
        plain + "<p>另一种</p>",
        "<div>{{ body|replace('巡查', '检查') }}</div>",
        plain,
        "<i>{{ body }}</i>",
    ):
        own.write_text(template, encoding="utf-8")
        build_site(root, root / "site", today=TODAY)
        made.append(page.read_text(encoding="utf-8"))
    assert made[3] == made[0]
    assert ["请按照预案做好巡查和预警。" in text for text in made] == [True, True, False, True, True]
    build_site(root, tmp_path / "clean", today=TODAY)
    assert (tmp_path / "clean/11339926854601395E/2026-00001/index.html").read_text(encoding="utf-8") == made[
        4
    ]


def test_unchanged_documents_are_not_written_again(tmp_path: Path):
    root = make_root(tmp_path / "root", {f"{n}.md": named(n, "甲", None) for n in range(1, 5)})
    build_site(root, root / "site", today=TODAY)
    before = {
        p.name: (root / "site/11339926854601395E" / p.name / "index.html").stat().st_ino
        for p in (root / "site/11339926854601395E").iterdir()
    }
    apply(root, ("write", 3, "丙", None, "related"))
    build_site(root, root / "site", today=TODAY)
    after = {name: (root / "site/11339926854601395E" / name / "index.html").stat().st_ino for name in before}
    assert [name for name in before if before[name] != after[name]] == ["2026-00003"]


def test_a_file_whose_stamp_is_known_is_not_read_and_a_recent_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None), "2.md": named(2, "乙", None)})
    monkeypatch.setattr(load, "SETTLED", -1_000_000_000)
    setting = check_root(root, today=TODAY).setting
    assert setting
    with Cache(root / ".build") as cache:
        unread = load.digests_of(Path("/nowhere"), load.sources_of(root), cache, None)
    assert len(unread) == 2
    monkeypatch.undo()
    for n in range(3):
        (root / "content/documents/1.md").write_text(named(1, "甲乙丙"[n], None), encoding="utf-8")
        build_site(root, root / "site", today=TODAY)
        assert f"关于{'甲乙丙'[n]}做好" in (root / "site/11339926854601395E/2026-00001/index.html").read_text(
            encoding="utf-8"
        )


def test_an_unchanged_site_is_left_alone_and_a_damaged_list_is_not(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None)})
    first = build_site(root, root / "site", today=TODAY)
    stamp = (root / "site").stat().st_ino
    assert build_site(root, root / "site", today=TODAY).pages == first.pages
    assert (root / "site").stat().st_ino == stamp
    manifest = (root / "site/manifest.json").read_bytes()
    (root / "site/manifest.json").write_text("{}", encoding="utf-8")
    build_site(root, root / "site", today=TODAY)
    assert (root / "site/manifest.json").read_bytes() == manifest


def test_a_damaged_cache_is_started_anew(tmp_path: Path):
    root = make_root(tmp_path / "root", {"1.md": named(1, "甲", None)})
    build_site(root, root / "site", today=TODAY)
    first = digests(root / "site")
    for damage in (b"not a database", b""):
        (root / ".build/cache.sqlite").write_bytes(damage)
        assert build_site(root, root / "site", today=TODAY).pages
        assert digests(root / "site") == first
