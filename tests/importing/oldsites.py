"""Saved pages of old government sites in three systems, made from the example county's documents, with the truth about each.

The systems differ in how they are saved (names, encodings, tags) and where they say what a document is: TRS in tags of the
head, JCMS in a table of facts, 新点 in a list of labels. Some pages come twice, some link to files that are not there, some
say that they are not public, some are only lists of links.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from samples import PNG

from generator.reading.attachments.coding import decoded

COUNTY = Path(__file__).parents[2] / "content/documents"
BODIES = ("青溪县人民政府办公室", "青溪县教育局", "青溪县财政局", "青溪县应急管理局", "青溪县卫生健康局")
SIGNS = ("青政办发", "青教", "青财", "青应急", "青卫健")


@dataclass
class Truth:
    """What is true of one page."""

    file: Path
    address: str
    title: str = ""
    doc_no: str | None = None
    issuer: str = ""
    formed: str = ""
    published: str = ""
    openness: str = "主动公开"
    validity: str | None = None
    files: int = 0
    """Attachments that are there."""
    broken: int = 0
    """Attachments that are linked to and not there."""
    same_as: str | None = None
    """The address of the page that says the same."""
    is_list: bool = False


def texts() -> list[tuple[str, list[str]]]:
    """Titles and paragraphs of the example county."""
    found = []
    for file in sorted(COUNTY.rglob("*.md")):
        head, _, body = (decoded(file.read_bytes()) or "").partition("\n---\n")
        title = next((li[7:].strip(" \"'") for li in head.split("\n") if li.startswith("title: ")), "")
        lines = [
            li
            for li in body.split("\n")
            if li.endswith(("。", "；", "：")) and not li.startswith(("|", "#", "[", "!", "-", "`"))
        ]
        if title and len(lines) > 1:
            found.append((title, lines[:8]))
    return found


def make_sites(top: Path, count: int, seed: int = 1) -> list[Truth]:
    """Write `count` pages below `top` and give the truth about each."""
    chance = random.Random(seed)
    known = texts()
    truths: list[Truth] = []
    for n in range(count):
        if n % 25 == 24:
            truths.append(_again(truths[n - 7], top, n))
        elif n % 50 == 10:
            truths.append(_list_page(top, n, truths))
        else:
            truths.append(_SYSTEMS[n % 3](top, n, known[n % len(known)], chance))
    return truths


def _facts(
    n: int, text: tuple[str, list[str]], file: Path, address: str, chance: random.Random
) -> tuple[Truth, list[str]]:
    which = n % len(BODIES)
    year, month, day = 2012 + n % 14, 1 + n % 12, 1 + n % 28
    truth = Truth(
        file,
        address,
        f"{BODIES[which]}关于{text[0][-18:].lstrip('关于的')}的通知（第{n}号事项）",
        f"{SIGNS[which]}〔{year}〕{n + 1}号",
        BODIES[which],
        f"{year}-{month:02}-{day:02}",
        f"{year}-{month:02}-{min(day + 2, 28):02}",
    )
    body = [f"现将第{n}号事项通知如下，请遵照执行。", *text[1]]
    truth.files, truth.broken = (1 if n % 4 == 0 else 0), (1 if n % 10 == 1 else 0)
    if n % 40 == 5:
        truth.openness = "依申请公开"
        truth.files = 0  # written only as a row
    if n % 20 == 3:
        truth.validity = ("废止", "失效", "有效")[n // 20 % 3]
    return truth, body


def _paragraphs(truth: Truth, body: Sequence[str]) -> str:
    day = "{}年{}月{}日".format(*(int(part) for part in truth.formed.split("-")))
    mark = "<p>（此件依申请公开）</p>" if truth.openness == "依申请公开" else ""
    lines = "".join(f"<p>&nbsp;&nbsp;{escape(line)}</p>" for line in body)
    return f'{lines}<p style="text-align:right">{truth.issuer}</p><p style="text-align:right">{day}</p>{mark}'


def _links(truth: Truth, folder: Path, n: int, address: str) -> str:
    """Links to attachments; the files lie in `folder`, which `address` leads to."""
    made = ""
    if n % 4 == 0:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"P{n}.csv").write_text(f"序号,名称\n1,第{n}项\n", encoding="utf-8")
        made += f'<li><a href="{address}P{n}.csv" title="事项清单{n}.csv">事项清单{n}.csv</a></li>'
    if truth.broken:
        made += f'<li><a href="{address}W0{n}.docx">附件2：分工表{n}.docx</a></li>'
    return made


def _trs(top: Path, n: int, text: tuple[str, list[str]], chance: random.Random) -> Truth:
    file = top / f"www.qingxi.example/zwgk/tz/{202400 + n}/t{n}.html"
    truth, body = _facts(n, text, file, f"zwgk/tz/{202400 + n}/t{n}.html", chance)
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "W1.png").write_bytes(PNG)
    validity = f"<p class='xx'>有效性：{truth.validity}</p>" if truth.validity else ""
    page = (
        f'<!-- published --><html><head><meta name="ArticleTitle" content="{escape(truth.title)}"><meta name="PubDate" content="{truth.published} 10:00">'
        f'<meta name="ContentSource" content="{truth.issuer}"><title>{escape(truth.title)}_青溪县人民政府</title></head><body><div class="header"><ul class="nav"><li><a href="/">首页</a></li></ul></div>'
        f'<h1>{escape(truth.title)}</h1><div class="wzxx">文号：{truth.doc_no}　时间：{truth.published}</div>{validity}'
        f'<div class="TRS_Editor">{_paragraphs(truth, body)}<p><img src="W1.png"></p></div><div class="article_attachment"><ul>{_links(truth, file.parent, n, "./")}</ul></div>'
        '<div class="footer">网站标识码：0000000001</div></body></html>'
    )
    file.write_text(page, encoding="utf-8")
    return truth


def _jcms(top: Path, n: int, text: tuple[str, list[str]], chance: random.Random) -> Truth:
    file = top / f"www.qingxi.example/art/{2012 + n % 14}/{1 + n % 12}/art_{n}_1.html"
    truth, body = _facts(n, text, file, f"art/{2012 + n % 14}/{1 + n % 12}/art_{n}_1.html", chance)
    file.parent.mkdir(parents=True, exist_ok=True)
    folder = top / "www.qingxi.example/module/download"
    links = _links(truth, folder, n, "/module/download/").replace(
        f"/module/download/P{n}.csv", f"/module/download/downfile.jsp?classid=0&filename=P{n}.csv"
    )
    if n % 4 == 0:
        (folder / f"P{n}.csv").rename(folder / f"downfile.jsp@classid=0&filename=P{n}.csv")
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{escape(truth.title)}</title></head><body><table class="xxgk"><tr><td>索 引 号</td><td>QX{n:05}</td>'
        f"<td>文　　号</td><td>{truth.doc_no}</td></tr><tr><td>发布机构</td><td>{truth.issuer}</td><td>成文日期</td><td>{truth.formed}</td></tr>"
        f"<tr><td>公开日期</td><td>{truth.published}</td><td>有 效 性</td><td>{truth.validity or ''}</td></tr></table>"
        f'<div class="bt">{escape(truth.title)}</div><div id="zoom">{_paragraphs(truth, body)}</div><div class="fj">附件：<ul>{links}</ul></div><div class="footer">版权所有</div></body></html>'
    )
    file.write_bytes(page.encode("gb18030"))
    return truth


def _xindian(top: Path, n: int, text: tuple[str, list[str]], chance: random.Random) -> Truth:
    file = top / f"www.qingxi.example/show.aspx@id={n}"
    truth, body = _facts(n, text, file, f"show.aspx?id={n}", chance)
    file.parent.mkdir(parents=True, exist_ok=True)
    force = f"<li><b>时效性：</b>{truth.validity}</li>" if truth.validity else ""
    page = (
        f'<div class="ewb-main"><ul class="ewb-info"><li><b>发文机关：</b>{truth.issuer}</li><li><b>发文字号：</b>{truth.doc_no}</li><li><b>发文日期：</b>{truth.formed}</li>{force}</ul>'
        f'<h2 class="ewb-article-title">{escape(truth.title)}</h2><p class="ewb-sources">发布日期：{truth.published} 来源：本站 字体：[大][中][小]</p>'
        f'<div class="ewb-article-info">{_paragraphs(truth, body)}<p>【打印】【关闭】</p></div><div class="ewb-down"><ul>{_links(truth, file.parent / "upload", n, "upload/")}</ul></div></div>'
    )
    file.write_text(page, encoding="utf-8")
    return truth


def _again(first: Truth, top: Path, n: int) -> Truth:
    """The same page under a second address."""
    file = first.file.with_name(f"copy{n}.html")
    if first.is_list:
        return _list_page(top, n, [])
    file.write_bytes(first.file.read_bytes())
    return Truth(file, file.relative_to(top / "www.qingxi.example").as_posix(), same_as=first.address)


def _list_page(top: Path, n: int, truths: Sequence[Truth]) -> Truth:
    file = top / f"www.qingxi.example/zwgk/list{n}/index.html"
    file.parent.mkdir(parents=True)
    entries = "".join(
        f'<li><a href="/{t.address}">{escape(t.title or "通知")}</a><span>2026-01-01</span></li>'
        for t in [*truths[-15:], *[Truth(file, "x", "值班安排的通知")] * 12]
    )
    file.write_text(
        f"<html><head><title>通知公告</title></head><body><div class='content'><ul>{entries}</ul></div></body></html>",
        encoding="utf-8",
    )
    return Truth(file, f"zwgk/list{n}/index.html", is_list=True)


_SYSTEMS = (_trs, _jcms, _xindian)


def expected(truths: Sequence[Truth]) -> dict[str, int]:
    """The counts that the report ought to have."""
    real = [t for t in truths if not t.is_list and not t.same_as]
    return {
        "rows": len(truths),
        "written": len(real),
        "same": sum(t.same_as is not None for t in truths),
        "refused": sum(t.is_list for t in truths),
        "row_only": sum(t.openness != "主动公开" for t in real),
        "attachments": sum(t.files for t in real),
        "attachments_missing": sum(t.broken for t in real),
        "lost_lines": 0,
        "lost_cells": 0,
    }


def killed_runs(site: Path, root: Path, drafts: Sequence[int]) -> int:
    """Import a site, killing each run when so many drafts are there; how many runs were killed before their end."""
    command = [sys.executable, "-m", "generator", "import", str(site), "--root", str(root), "--jobs", "1"]
    killed = 0
    for wanted in drafts:
        run = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while run.poll() is None and len(list((root / "content/documents").rglob("*.md"))) < wanted:
            time.sleep(0.001)
        killed += run.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    return killed


def differences(whole: Path, other: Path) -> list[str]:
    """What is in the drafts of one root and not, or otherwise, in those of another; index numbers, which tell of the order, and the day apart."""
    found = []
    for root in (whole, other):
        documents = root / "content/documents"
        texts = Counter(
            re.sub(r"(?m)^index_no: .*|^    date: .*|\d{5}\.files/", "", file.read_text(encoding="utf-8"))
            for file in documents.rglob("*.md")
        )
        texts += Counter(
            file.name + sha256(file.read_bytes()).hexdigest()
            for file in documents.rglob("*")
            if file.is_file() and file.suffix != ".md"
        )
        found.append(texts)
    return sorted((found[0] - found[1]) + (found[1] - found[0]))
