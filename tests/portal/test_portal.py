"""A catalog inside an agency's portal: its header and footer, embedded lists, and the editor in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from helpers.browsing import reader, served, watched
from helpers.findings import findings
from helpers.roots import TODAY, make_root
from playwright.sync_api import Browser, BrowserContext, Page

from generator.build import build_site, check_root
from generator.model.catalog import Admin
from generator.reading.frontmatter import read_record
from generator.site.admin.files import admin_files, editor_config, policy

COUNTY = Path(__file__).parent.parent.parent
CATALOG = (COUNTY / "catalog.yml").read_text(encoding="utf-8") + "\nadmin: {backend: test-repo}\n"
NOTICE = "content/documents/jiaoyu/2026/00002.md"
SLOTS = {
    "theme/portal-head.html": '<link rel="stylesheet" href="{{ \'assets/portal/portal.css\' | url }}">',
    "theme/portal-header.html": '<div class="portal-top"><a href="{{ "../" | url }}">青溪县政府网</a> <a href="{{ "../bsfw/" | url }}">办事服务</a></div>',
    "theme/portal-footer.html": '<div class="portal-end">青溪县人民政府主办</div>',
    "theme/assets/portal/portal.css": (
        ".portal-top { background: #a8321f; padding: 12px; font-size: 16px; }\n.portal-top a { color: #fff; }\n.portal-end { padding: 12px; }\n"
    ),
}
HOST = """<!doctype html><meta charset="utf-8"><title>首页</title><h1>青溪县人民政府</h1>
<gongkai-list src="zwgk/feeds/all.json" count="2"><a href="zwgk/">政府信息公开</a></gongkai-list>
<gongkai-list src="zwgk/feeds/none.json"><a id="fallback" href="zwgk/">政府信息公开</a></gongkai-list>
<script type="module" src="zwgk/assets/gongkai/embed.js"></script><iframe title="最新公开" src="zwgk/embed/latest.html" width="320" height="400"></iframe>"""


def alone(text: str) -> str:
    """A document without what it names elsewhere."""
    return re.sub(r"^(?:related|items|attachments):\n(?:(?:  |- ).*\n)+", "", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of the example county in a root with a portal's frame and an editor."""
    files = {
        path.removeprefix("content/documents/"): alone((COUNTY / path).read_text(encoding="utf-8"))
        for path in (NOTICE, "content/documents/tongji/2026/00001.md")
    }
    root = make_root(tmp_path_factory.mktemp("portal") / "root", files, CATALOG)
    for name, text in SLOTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with chdir(root):  # as an editor does: the catalog is where the command runs
        built = build_site(Path(), Path("site"), today=TODAY)
    assert built.pages, built.checked.diagnostics
    return root


@pytest.fixture(scope="module")
def portal(root: Path) -> Iterator[str]:
    """The agency's website with the catalog below zwgk/."""
    top = root.parent / "www"
    top.mkdir()
    (top / "zwgk").symlink_to(root / "site")
    (top / "index.html").write_text(HOST, encoding="utf-8")
    with served(top) as address:
        yield address


@pytest.fixture(scope="module")
def visitor(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    with reader(browser, portal) as opened:
        yield opened


@pytest.fixture
def visit(visitor: BrowserContext, portal: str) -> Iterator[Page]:
    """A page that fails the test on any script error and any request to another host."""
    with watched(visitor, portal, console=False) as page:
        yield page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("address", ["", "11339926169374841Y/2026-00002/", "404.html"])
def test_header_and_footer_of_the_portal_frame_every_page(visit: Page, portal: str, address: str, width: int):
    visit.set_viewport_size({"width": width, "height": 800})
    visit.goto(f"{portal}zwgk/{address}")
    top = visit.locator(".portal-top")
    assert top.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(168, 50, 31)"
    box, header = top.bounding_box(), visit.locator(".md-header").bounding_box()
    assert box and header and box["y"] + box["height"] <= header["y"] + 1
    assert visit.locator(".portal-end").is_visible()
    assert visit.evaluate("document.documentElement.scrollWidth") <= width
    if address != "404.html":
        assert top.locator("a").first.evaluate("e => e.href") == portal
        assert top.locator("a").last.evaluate("e => e.href") == f"{portal}bsfw/"


def test_lists_on_a_page_of_the_agency(visit: Page, portal: str):
    visit.goto(portal)
    entries = visit.locator("gongkai-list").first.locator("li")
    entries.first.wait_for()
    assert entries.count() == 2
    assert visit.locator("gongkai-list time").first.inner_text().startswith("20")
    assert visit.locator("#fallback").is_visible()
    frame = visit.frame_locator("iframe")
    link = frame.locator("li a").first
    assert link.evaluate(
        "e => [e.ownerDocument.querySelectorAll('script').length, e.ownerDocument.documentElement.scrollWidth <= 320]"
    ) == [0, True]
    link.click()
    visit.wait_for_url(f"{portal}zwgk/*/2026-*/")


def open_editor(page: Page, portal: str, stored: dict[str, object], place: str) -> None:
    page.add_init_script(f"window.repoFiles = {json.dumps(stored)}")
    page.goto(f"{portal}zwgk/admin/")
    page.get_by_role("button", name="登录").click()
    page.get_by_text("青溪县教育局").first.wait_for()
    page.goto(f"{portal}zwgk/admin/#/collections/11339926169374841Y/{place}")


def saved(page: Page) -> tuple[str, bytes]:
    page.get_by_role("button", name="保存").click()
    page.get_by_text("内容已保存").wait_for()
    diff = page.evaluate("Object.values(window.repoFilesUnpublished)[0].diffs[0]")
    return diff["path"], diff["content"].encode()


def test_a_new_document_is_written_in_the_editor(visit: Page, portal: str):
    open_editor(visit, portal, {}, "new")
    visit.get_by_label("名称").first.fill("关于做好校园安全工作的通知")
    visit.get_by_label("内容概述").first.fill("部署校园安全工作。")
    for label, words in (("目录类别", "民生"), ("主题分类", "科技")):
        visit.get_by_label(label).first.click()
        visit.keyboard.type(words)
        visit.keyboard.press("Enter")
    visit.get_by_label("生成日期").first.fill("2026-11-20")
    visit.locator("[contenteditable=true]").last.click()
    visit.keyboard.type("各学校：")
    path, data = saved(visit)
    assert path == "content/documents/jiaoyu/2026/11339926169374841y-2026-00003.md"
    assert data.decode() == (
        "---\nindex_no: 11339926169374841Y/2026-00003\ntitle: 关于做好校园安全工作的通知\nsummary: 部署校园安全工作。\ncategory: 民生政策与措施\n"
        "theme: 科技、教育\nissuer: 青溪县教育局\nformed: 2026-11-20\nopenness: 主动公开\n---\n各学校：\n"
    )


def test_a_document_is_changed_in_the_editor_and_nothing_else_is(visit: Page, portal: str):
    before = (COUNTY / NOTICE).read_bytes()
    stored = {"content": {"documents": {"jiaoyu": {"2026": {"00002.md": {"content": before.decode()}}}}}}
    open_editor(visit, portal, stored, "entries/2026/00002")
    visit.get_by_label("名称").first.fill("改过的名称")
    path, data = saved(visit)
    assert path == NOTICE
    old, new = read_record(path, before), read_record(path, data)
    assert old.document and new.document and new.problems == ()
    values = [{key: getattr(record.document, key) for key in old.keys} for record in (old, new)]
    assert values[1].pop("title") == "改过的名称" and values[0].pop("title")
    assert (values[1], new.body.strip()) == (values[0], old.body.strip())


def test_requests_may_go_to_the_configured_host_only():
    ours = Admin(
        backend="gitlab",
        repo="zwgk/mulu",
        api="https://git.qingxi.example/api/v4",
        auth="https://git.qingxi.example",
        app="1",
    )
    assert "connect-src 'self' blob: https://git.qingxi.example;" in policy(ours)
    assert "connect-src 'self' blob: https://api.github.com https://github.com;" in policy(
        Admin(backend="github", repo="a/b")
    )


def test_configuration_names_host_and_duties(root: Path):
    checked = check_root(root, today=TODAY)
    assert checked.setting
    admin = Admin(backend="gitlab", repo="zwgk/mulu", api="https://git.qingxi.example/api/v4", app="1")
    config = editor_config(checked.setting.catalog, admin, checked.documents, 2026)
    assert config["backend"] == {
        "name": "gitlab",
        "repo": "zwgk/mulu",
        "branch": "main",
        "api_root": "https://git.qingxi.example/api/v4",
        "app_id": "1",
        "auth_type": "pkce",
    }
    assert config["publish_mode"] == "editorial_workflow"
    fields = {field["name"]: field for field in config["collections"][0]["fields"]}
    assert (fields["title"]["label"], fields["title"]["required"], fields["genre"]["required"]) == (
        "名称",
        True,
        False,
    )
    assert fields["category"]["options"] == [c.name for c in checked.setting.catalog.categories]
    assert [f["label"] for f in fields["review"]["fields"]][:3] == ["审查结论", "审查日期", "审查岗位"]
    assert fields["openness_reason"]["options"][0] == {
        "label": "依法确定为国家秘密（第十四条）",
        "value": "state_secret",
    }
    names = [name for name, _ in admin_files(checked.setting.catalog, admin, checked.documents, 2026, "")]
    assert names == [
        "admin/index.html",
        "admin/config.yml",
        "admin/decap-cms.js",
        "admin/admin.js",
        "admin/LICENSE.txt",
        "admin/THIRD-PARTY.txt",
    ]


def test_a_git_host_needs_its_repository(tmp_path: Path):
    catalog = CATALOG.replace("{backend: test-repo}", "{backend: gitea}")
    assert [(d.path, d.message.zh) for d in findings(make_root(tmp_path / "root", {}, catalog))] == [
        ("catalog.yml", "缺少“admin.repo”")
    ]


def test_without_the_key_there_is_no_editor(site: Path):
    assert not (site / "admin").exists()
