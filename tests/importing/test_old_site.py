"""A whole old site: counts equal the truth, every old address leads on, a killed run goes on, maps and exports of other systems."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers.roots import TODAY, make_root
from oldsites import differences, expected, killed_runs, make_sites

from generator.build import build_site, check_root
from generator.cli.main import cli
from generator.tools.importing.imports import Importer
from generator.tools.importing.records import BadList, read_records
from generator.tools.importing.rows import read_export, read_map
from generator.tools.importing.site import bring_site, rows_of

REPOSITORY = Path(__file__).parents[2]
CATALOG = (REPOSITORY / "catalog.yml").read_text(encoding="utf-8")
PAGES = 36
KEYS = ("title", "doc_no", "issuer", "formed", "published", "openness")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["import", *map(str, arguments), "--jobs", "1"], standalone_mode=False)
    assert done.exception is None, done.output
    return done.return_value, done.output


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory):
    """A small site of three systems, tried without writing and then imported."""
    folder = tmp_path_factory.mktemp("old")
    root = make_root(folder / "root", {}, CATALOG)
    truths = make_sites(folder / "site", PAGES)
    _, dry = run(folder / "site", "--root", root, "--dry-run")
    written = list((root / "content/documents").rglob("*.md"))
    code, _ = run(folder / "site", "--root", root, "--report", folder / "report.json")
    return (
        folder,
        truths,
        json.loads((folder / "report.json").read_text(encoding="utf-8")),
        (dry, written, code),
    )


def test_counts_and_fields_equal_the_truth(brought):
    _, truths, report, (dry, written, code) = brought
    wanted = expected(truths)
    assert {key: report["totals"][key] for key in wanted} == wanted
    assert (written, code, f"将写出草稿 {wanted['written']} 份" in dry) == ([], 1, True)
    rows = {row["file"]: row for row in report["rows"]}
    for truth in truths:
        row = rows[str(truth.file)]
        if truth.is_list:
            assert "像是列表页" in row["message"]
        elif "fields" in row and not truth.same_as:
            assert {k: row["fields"][k]["value"] for k in KEYS} == {k: getattr(truth, k) for k in KEYS}
            assert truth.validity in (None, row["fields"].get("validity", {}).get("value"))
            assert truth.address in row["moved_from"]


def test_every_old_address_leads_on(brought):
    folder, truths, *_ = brought
    root = shutil.copytree(folder / "root", folder / "published")
    for file in (root / "content/documents").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        more = "category: 规范性文件\n" if "\ncategory:" not in text else ""
        more += "validity: 有效\n" if "\nvalidity:" not in text else ""
        more += "genre: 通知\n" if "\ngenre:" not in text else ""
        more += "review:\n  conclusion: 公开\n  date: 2026-01-02\n  by: 信息科\n  approved_by: 办公室\n"
        file.write_text(text.replace("\n---\n", f"\n{more}---\n", 1), encoding="utf-8")
    public = [t for t in truths if not t.is_list and not t.same_as and t.openness == "主动公开"]
    checked = check_root(root, today=TODAY)
    moved = {m.address for d in checked.documents for m in d.moved_from if d.openness == "主动公开"}
    assert {t.address for t in public} <= moved
    assert {t.address for t in truths if t.same_as} <= {
        m.address for d in checked.documents for m in d.moved_from
    }


@pytest.mark.slow
def test_a_second_run_writes_nothing_and_a_killed_one_goes_on(brought, tmp_path: Path):
    folder, truths, *_ = brought
    root = make_root(tmp_path / "root", {}, CATALOG)

    def bring(limit: int) -> int:
        checked = check_root(root, today=TODAY)
        assert checked.setting
        importer = Importer(checked.setting, checked.documents, None, None)
        steps = bring_site(
            importer, rows_of(folder / "site"), folder / "site", checked.setting, checked.documents, None
        )
        return sum(bool(outcome.draft) for _, outcome in zip(range(limit), steps, strict=False))

    first = bring(7)
    (root / "content/documents/broken.files").mkdir()
    rest = bring(PAGES)
    assert first + rest == expected(truths)["written"]
    texts = {f: f.read_bytes() for f in (root / "content/documents").rglob("*.md")}
    assert bring(PAGES) == 0
    assert {f: f.read_bytes() for f in (root / "content/documents").rglob("*.md")} == texts
    assert sorted(f.name for f in texts) == sorted(
        f.name for f in (folder / "root/content/documents").rglob("*.md")
    )


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_goes_on(brought, tmp_path: Path):
    folder, *_ = brought
    root = make_root(tmp_path / "root", {}, CATALOG)
    assert killed_runs(folder / "site", root, (1, 12, 30)) == 3
    assert run(folder / "site", "--root", root)[0] == 1, "the pages of lists are refused"
    assert not differences(folder / "root", root)


def test_a_map_is_believed_but_not_over_a_mark(tmp_path: Path):
    root = make_root(tmp_path / "root", {}, CATALOG)
    site = tmp_path / "site"
    site.mkdir()
    page = "<html><body><div id='zoom'><p>各乡镇：现将有关事项通知如下，请认真贯彻执行，确保各项工作落实到位。</p>{}</div></body></html>"
    (site / "a.html").write_text(page.format(""), encoding="utf-8")
    (site / "b.html").write_text(page.format("<p>公开属性：不予公开</p>"), encoding="utf-8")
    (site / "f.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    rows = [
        [
            "文件",
            "名称",
            "发文机关",
            "成文日期",
            "公开日期",
            "文号",
            "公开方式",
            "附件",
            "原地址",
            "审查结论",
            "审查日期",
            "审查岗位",
            "无关的列",
        ],
        [
            "a.html",
            "关于值班的通知",
            "青溪县教育局",
            "2020年3月5日",
            "2020-03-06",
            "青教﹝2020﹞7号",
            "主动公开",
            "f.csv；g.csv",
            "/show.asp?id=7",
            "公开",
            "2020-03-05",
            "办公室",
            "x",
        ],
        [
            "b.html",
            "关于人事的通知",
            "青溪县教育局",
            "2020-03-05",
            "",
            "",
            "主动公开",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
        [
            "",
            "不公开的文件",
            "青溪县教育局",
            "二〇二〇年三月五日",
            "",
            "",
            "不予公开",
            "",
            "",
            "",
            "",
            "",
            "",
        ],
        ["c.html", "没有的文件", "没有的机构", "", "", "", "", "", "", "", "", "", ""],
    ]
    with (tmp_path / "map.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    code, out = run(site, "--map", tmp_path / "map.csv", "--root", root, "--format", "json")
    report = json.loads(out)
    first, second, third, fourth = report["rows"]
    text = (root / first["path"]).read_text(encoding="utf-8")
    for line in (
        "title: 关于值班的通知",
        "doc_no: 青教〔2020〕7号",
        "published: 2020-03-06",
        "review:\n  conclusion: 公开\n  date: 2020-03-05\n  by: 办公室",
        "  - address: show.asp?id=7",
        "  - file: f.csv",
    ):
        assert line in text
    assert any("列表里的附件找不到：g.csv" in note for note in first["notes"])
    assert (code, report["unknown_columns"]) == (1, ["无关的列"])
    for row in (second, third):
        assert row["fields"]["openness"]["value"] == "不予公开"
        assert (root / row["path"]).read_text(encoding="utf-8").endswith("---\n\n")
    assert "找不到文件" in fourth["message"]


EXPORTS = {
    "catalog-json.yml": (
        "catalog.json",
        json.dumps(
            {
                "data": {
                    "list": [
                        {
                            "title": "关于招生的通知",
                            "publisher": {"name": "青溪县教育局"},
                            "writeDate": "2020-03-05",
                            "publishDate": "2020-03-06 10:00",
                            "openType": "1",
                            "url": "http://x.example/a/1.html",
                            "content": "<p>请各学校做好招生工作。</p>",
                            "indexNo": "",
                            "fileNum": "",
                            "effective": "有效",
                            "status": "1",
                        },
                        {"title": "草稿", "status": "0"},
                    ]
                }
            }
        ),
    ),
    "site-csv.yml": (
        "articles.csv",
        "标题,正文路径,附件,文号,成文日期,发布时间,栏目,关键词,链接,部门,审核时间\n关于招生的通知,,,,2020-03-05,2020-03-06,教育,招生;入学,/a/1.html,002,2020-03-05\n",
    ),
    "cms-sql.yml": (
        "cms.sql",
        "CREATE TABLE `cms_article` (\n `id` int,\n `title` varchar(200),\n `content` text,\n `publish_time` datetime,\n `wenhao` varchar(50),\n `dept_id` int,\n `description` text,\n `static_url` text,\n `deleted` int,\n PRIMARY KEY (`id`)\n);\n"
        "INSERT INTO `other` VALUES (1,'x');\n"
        "INSERT INTO `cms_article` VALUES (1,'关于招生的通知','<p>请各学校做好\\'招生\\'工作，(含转学)；附''说明''。</p>','2020-03-06 08:00:00',NULL,3,'','/a/1.html',0),(2,'已删','',NULL,NULL,3,'','',1);\n",
    ),
}


@pytest.mark.parametrize("mapping", EXPORTS)
def test_the_worked_examples_read_exports(tmp_path: Path, mapping: str):
    name, content = EXPORTS[mapping]
    (tmp_path / name).write_text(content, encoding="utf-8")
    listing = read_export(tmp_path / name, REPOSITORY / "docs/import" / mapping, tmp_path)
    assert (len(listing.rows), listing.skipped) == (1, 0 if mapping == "site-csv.yml" else 1)
    values = {key: told.value for key, told in listing.rows[0].values.items()}
    assert (values["title"], values["issuer"]) == ("关于招生的通知", "青溪县教育局")
    assert values["published"].startswith("2020-03-06")
    if mapping == "cms-sql.yml":
        assert listing.rows[0].text == "<p>请各学校做好'招生'工作，(含转学)；附'说明'。</p>"
    root = make_root(tmp_path / "root", {}, CATALOG)
    code, out = run(
        tmp_path / "root",
        "--from",
        tmp_path / name,
        "--mapping",
        REPOSITORY / "docs/import" / mapping,
        "--root",
        root,
    )
    assert (code, "写出草稿 1 份" in out) == (0, True)


def test_what_is_wrong_with_a_list_is_said(tmp_path: Path):
    (tmp_path / "a.sql").write_text(
        "INSERT INTO a (x) VALUES (1);INSERT INTO b (x) VALUES (2);", encoding="utf-8"
    )
    with pytest.raises(BadList, match="several tables"):
        read_records(tmp_path / "a.sql")
    (tmp_path / "m.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(BadList, match="first row"):
        read_map(tmp_path / "m.csv", tmp_path)
    (tmp_path / "bad.yml").write_text("fields:\n  titel: 甲\n", encoding="utf-8")
    with pytest.raises(BadList, match="did you mean “title”"):
        read_export(tmp_path / "m.csv", tmp_path / "bad.yml", tmp_path)
    (tmp_path / "bad.yml").write_text("fields:\n  title: 丙\n", encoding="utf-8")
    with pytest.raises(BadList, match="asks for the column “丙”"):
        read_export(tmp_path / "m.csv", tmp_path / "bad.yml", tmp_path)


def test_maps_answer_in_every_form_an_address_is_asked_for(tmp_path: Path):
    old = (
        "show.aspx?id=12&t=a",
        "art/2024/1/a.html",
        "old/folder",
        "old/tz/index.html",
        "old/%E6%96%87%281%29.html",
        "old/%CE%C4.html",
        "old/down.jsp?n=%E6%96%87%281%29",
        "11339926854601395E/2019-00007",
    )
    moved = "".join(f'  - {{address: "{a}", date: 2026-01-05}}\n' for a in old)
    texts = {
        n: (REPOSITORY / "tests/golden/documents" / n).read_text(encoding="utf-8") for n in ("a.md", "b.md")
    }
    texts["b.md"] = texts["b.md"].replace("\n---\n", f"\nmoved_from:\n{moved}---\n", 1)
    root = make_root(tmp_path / "root", texts)
    shutil.copytree(REPOSITORY / "tests/golden/documents/a.files", root / "content/documents/a.files")
    done = build_site(root, out=tmp_path / "site", today=TODAY, jobs=1)
    assert done.pages is not None, done.checked.diagnostics
    maps = {
        name: (tmp_path / f"site/redirects/{name}.map").read_text(encoding="utf-8").splitlines()
        for name in ("nginx", "apache", "caddy")
    }
    nginx = {line.split('"')[1]: line.split('"')[3] for line in maps["nginx"]}
    apache = dict(line.split(" ") for line in maps["apache"])
    caddy = [(re.compile(line.split("`")[1].removeprefix("~")), line.split()[-1]) for line in maps["caddy"]]
    assert nginx == apache and len(nginx) == len(maps["nginx"]), "no key twice: nginx would not start"
    assert set(nginx.values()) == {"https://www.example.gov.cn/zwgk/11339926854601395E/2020-00001/"}
    asked = (
        "/Show.aspx?ID=12&t=A",
        "/art/2024/1/a.html",
        *(
            "/old/folder",
            "/old/folder/",
            "/old/folder/index.html",
            "/old/tz",
            "/old/tz/",
            "/old/tz/index.html",
        ),
        *("/old/%e6%96%87%281%29.html", "/old/%E6%96%87(1).html", "/old/文(1).html", "/old/%CE%C4.html"),
        *("/old/down.jsp?n=%E6%96%87(1)", "/old/down.jsp?n=文%281%29", "/old/down.jsp?n=文(1)"),
        "/zwgk/11339926854601395E/2019-00007/",
    )
    for request in asked:
        assert request.lower() in nginx, request
        assert [to for known, to in caddy if known.fullmatch(request)], request
    assert [to for known, to in caddy if known.fullmatch("/art/2024/1/a.html?from=timeline")]
    for other in ("/", "/old/", "/show.aspx", "/show.aspx?id=13&t=a", "/11339926854601395e/2019-00007/"):
        assert other not in nginx and not [to for known, to in caddy if known.fullmatch(other)]
    assert (tmp_path / "site/art/2024/1/a.html").is_file()
    assert not list((tmp_path / "site").glob("show*"))
