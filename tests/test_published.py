"""The rules site-personal-data, site-secrecy-mark and unchecked-site-file: one list says from what a site
is made. A number of a person and a mark are planted in every place of it, and each is
found; a word planted everywhere in a root reaches the site from those places only."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.documents import document
from helpers.findings import findings
from helpers.office import docx, word_text, xlsx, zipped
from helpers.roots import TODAY, make_root

from generator.build import build_site
from generator.reading.attachments.published import PUBLISHED
from generator.reading.pages import page_fault

DOCUMENT = document()
PHONE = "13800138000"
MARK = "机密★10年"
PLACES = {
    "catalog.yml": None,
    "mkdocs.yml": "site_description: {}\n",
    "content/data/nil.yml": "- note: {}\n",
    "content/data/tables/a.csv": "单位,说明\n县财政局,{}\n",
    "content/pages/about.md": "# 关于\n\n{}\n",
    "content/pages/deep/list.txt": "{}\n",
    "content/pages/deep/{}.txt": "名单\n",
    "theme/portal-footer.html": "<p>{}</p>",
    "theme/assets/portal/own.css": "/* {} */",
}


def planted(folder: Path, words: str) -> dict[str, Path]:
    """A root for each place, with the words in it."""
    roots = {}
    for number, (place, text) in enumerate(PLACES.items()):
        root = roots[place] = make_root(folder / str(number), {"a.md": DOCUMENT})
        if text is None:
            catalog = (root / "catalog.yml").read_text(encoding="utf-8")
            (root / "catalog.yml").write_text(
                catalog.replace("hours: ", f"hours: {words} #"), encoding="utf-8"
            )
        else:
            target = root / place.format(words)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.format(words), encoding="utf-8")
    return roots


@pytest.mark.parametrize(
    "words, rule", [(f"联系电话{PHONE}", "site-personal-data"), (MARK, "site-secrecy-mark")]
)
def test_every_place_beside_the_documents_is_looked_at(words: str, rule: str, tmp_path: Path):
    for place, root in planted(tmp_path, words).items():
        found = [d for d in findings(root) if d.rule == rule]
        assert found, place
        assert not any(PHONE in f"{d.path}{d.message.zh}{d.hint.zh}{d.data}" for d in found), place


@pytest.mark.parametrize(
    "key, text",
    [
        ("summary", "summary: 见{}\n"),
        ("keywords", "keywords: ['{}']\n"),
        ("channels", "channels: ['{}']\n"),
        ("source", "source: {{name: '{}', url: 'https://www.example.gov.cn/a.html'}}\n"),
        ("consultation", "consultation: {{opens: 2026-07-01, closes: 2026-07-31, respond: '{}'}}\n"),
        ("withdrawn", "withdrawn: {{date: 2026-08-01, kind: 撤回, reason: '{}'}}\n"),
        ("allow", "allow: [{{rule: text-format, reason: '{}', expires: 2026-12-31}}]\n"),
    ],
)
def test_every_key_of_a_document_is_looked_at(key: str, text: str, tmp_path: Path):
    without = document(**{key: None})
    root = make_root(
        tmp_path, {"a.md": without.replace("\n---\n", f"\n{text.format(f'电话{PHONE}')}---\n", 1)}
    )
    assert "mobile-phone" in {d.rule for d in findings(root)}


def test_names_of_documents_and_folders_are_looked_at(tmp_path: Path):
    root = make_root(tmp_path, {f"王芳{PHONE}/a.md": DOCUMENT, "通知-机密/b.md": DOCUMENT})
    assert {"mobile-phone", "secrecy-mark"} <= {d.rule for d in findings(root)}


def test_a_file_among_the_pages_hides_nothing_and_can_be_read(tmp_path: Path):
    root = make_root(tmp_path, {"a.md": DOCUMENT})
    pages = root / "content/pages"
    pages.mkdir()
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗中</w:t></w:r></w:p>"
    (pages / "hidden.docx").write_bytes(docx(word_text("通知") + hidden))
    (pages / "torn.xlsx").write_bytes(xlsx([["a"]])[:-40])
    (pages / "many.zip").write_bytes(zipped({f"{n}.txt": "" for n in range(5_001)}))
    found = {d.path: d.severity for d in findings(root) if d.rule == "unchecked-site-file"}
    assert found == {f"content/pages/{name}": "error" for name in ("hidden.docx", "torn.xlsx", "many.zip")}


@pytest.mark.parametrize(
    "page, line",
    [
        ("# 页面\n\n中文内容\n".encode("gbk"), 1),
        (("# 页\n\n" + "".join("    " * n + "- 甲\n" for n in range(300))).encode(), 34),
        (("# 页\n\n" + ">" * 300 + "甲\n").encode(), 3),
        ("这是一段正文。\n\n".encode() * 50_000, 1),
    ],
)
def test_a_page_that_no_site_can_be_built_with_is_a_finding(page: bytes, line: int, tmp_path: Path):
    root = make_root(tmp_path, {"a.md": DOCUMENT})
    (root / "content/pages").mkdir()
    (root / "content/pages/b.md").write_bytes(page)
    found = [(d.path, d.line) for d in findings(root) if d.rule == "unchecked-site-file"]
    assert found == [("content/pages/b.md", line)]


def test_a_deep_page_within_the_limits_is_built(tmp_path: Path):
    assert page_fault(("# 页\n\n" + "".join("    " * n + "- 甲\n" for n in range(30))).encode()) is None


def test_nothing_else_of_a_root_reaches_the_site(tmp_path: Path):
    word = "zq9planted7"
    root = make_root(tmp_path, {"a.md": DOCUMENT, "a.txt": word})
    elsewhere = (
        "README.md",
        "notes/a.md",
        "content/other/a.md",
        "content/a.txt",
        "data/a.csv",
        ".hidden/a.md",
        "site.txt",
        "tests.md",
    )
    for place in elsewhere:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(word, encoding="utf-8")
    about = root / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text(f"# 关于\n\n{word}\n", encoding="utf-8")
    build_site(root, tmp_path / "site", today=TODAY)
    shown = {
        path.relative_to(tmp_path / "site").as_posix()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file() and word.encode() in path.read_bytes()
    }
    assert "about/index.html" in shown
    assert {name for name in shown if not name.startswith(("about/", "search/", "pagefind/"))} <= {
        "help/index.html"
    }
    assert {source.place for source in PUBLISHED} >= {
        "content/documents",
        "content/pages",
        "content/data",
        "catalog.yml",
    }
