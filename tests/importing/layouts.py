"""Sixty documents in twelve layouts through docx, doc, pdf, OFD and web pages, made from one set of facts each, with these facts.

The layouts are those that clerks meet: red heads in text boxes, automatic numbers, heads of tables in two rows, signatures in
tables, orders and announcements, replies numbered year first, old dates, marks against publication.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from ofdfiles import ofd
from oldsites import BODIES, SIGNS
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from wordfiles import box, cell, level, numbered, numberings, p, table, word

EACH = 5
SUBJECTS = ("防汛值守", "学校供餐", "资金监管", "应急演练", "疫苗接种")


@dataclass(frozen=True)
class Paper:
    """A file, and what is to be found in it."""

    name: str
    data: bytes
    title: str
    doc_no: str
    issuer: str
    formed: str
    genre: str
    openness: str = "主动公开"
    articles: tuple[str, ...] = ()
    """Words that must stand in the text, numbers included."""
    cells: int = 0


def papers() -> Iterator[Paper]:
    """Five of each layout."""
    for number, layout in enumerate(LAYOUTS):
        for n in range(EACH):
            yield layout(f"{number:02}-{n}", n)


def _facts(n: int) -> tuple[str, str, str, int]:
    return BODIES[n], SIGNS[n], SUBJECTS[n], 2019 + n


def _chinese(year: int, month: int, day: int) -> str:
    small = ("", *"一二三四五六七八九十")
    digits = str(year).translate(str.maketrans("0123456789", "○一二三四五六七八九"))
    return f"{digits}年{small[month]}月{small[day]}日"


def _notice(n: int) -> tuple[str, list[str]]:
    _, _, subject, _ = _facts(n)
    return f"关于做好{subject}工作的通知", [
        f"现将{subject}有关事项通知如下，请认真贯彻执行。",
        f"加强{subject}，落实责任到人。",
    ]


def _red(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    lines = [
        f"{body}文件",
        f"{sign}﹝{year}﹞{n + 1}号",
        title,
        "各乡镇人民政府：",
        *text,
        body,
        f"{year}年3月5日",
        "（此件公开发布）",
    ]
    return Paper(
        f"{name}.docx",
        word("".join(map(p, lines))),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
    )


def _boxed(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    head = p("", box(p(body), vml=n % 2 == 0)) + p(f"{sign}函〔{year}〕{n + 1}号", box(p("　")))
    lines = "".join(map(p, [title.replace("通知", "函"), "县政府：", *text, body, f"{year}年3月5日"]))
    return Paper(
        f"{name}.docx",
        word(head + lines),
        title.replace("通知", "函"),
        f"{sign}函〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "函",
    )


def _numbered(name: str, n: int) -> Paper:
    body, sign, subject, year = _facts(n)
    law = level(0, "chineseCountingThousand", "第%1条") + level(1, "chineseCounting", "（%2）")
    title = f"{body}关于印发{subject}管理办法的通知"
    lines = "".join(
        map(
            p,
            [
                f"{body}文件",
                f"{sign}规〔{year}〕{n + 1}号",
                title,
                "各乡镇人民政府：",
                "现予印发，请遵照执行。",
                body,
                _chinese(year, 3, 5),
                f"{subject}管理办法",
            ],
        )
    )
    items = (
        numbered(f"为了规范{subject}，制定本办法。")
        + numbered("本办法适用于下列活动：")
        + numbered("日常管理；", 1)
        + numbered("监督检查。", 1)
        + numbered("本办法自公布之日起施行。")
    )
    data = word(lines + items, **{"word/numbering.xml": numberings(law)})
    return Paper(
        f"{name}.docx",
        data,
        title,
        f"{sign}规〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
        articles=("第一条　为了规范", "（二）监督检查", "第三条　本办法"),
    )


def _tables(name: str, n: int) -> Paper:
    body, _, subject, year = _facts(n)
    wide, down, on = '<w:gridSpan w:val="{}"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = table(
        cell(f"{subject}资金表", wide.format(3)),
        cell("单位：万元", wide.format(3)),
        cell("单位", down) + cell("资金", wide.format(2)),
        cell("", on) + cell("预算") + cell("决算"),
        cell("云溪镇") + cell(f"{n}1") + cell(f"{n}2"),
        columns=3,
    )
    title = f"关于公布{subject}资金的公告"
    lines = "".join(map(p, [f"{body}公告", f"{year}年第{n + 1}号", title, "现将资金安排公告如下。"]))
    return Paper(
        f"{name}.docx",
        word(lines + grid + "".join(map(p, [body, f"{year}-03-05"]))),
        title,
        f"{body}公告{year}年第{n + 1}号",
        body,
        f"{year}-03-05",
        "公告",
        cells=9,
    )


def _signed(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    lines = "".join(
        map(p, [f"{body}文件", f"{sign}〔{year}〕第0{n + 1}号", title, "各乡镇人民政府：", *text])
    )
    signed = table(
        cell(body) + cell("青溪县统计局"), cell(f"{year}年3月5日") + cell(f"{year}年3月5日"), columns=2
    )
    return Paper(
        f"{name}.docx",
        word(lines + signed),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
    )


def _revised(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见不公开</w:t></w:r>"
    lines = "".join(map(p, [f"{body}文件", f"{sign}〔{year}〕{n + 1}号", title, "各乡镇人民政府："]))
    change = p(text[0], hidden + "<w:del><w:r><w:delText>旧文字</w:delText></w:r></w:del>")
    return Paper(
        f"{name}.docx",
        word(lines + change + "".join(map(p, [body, f"２０{year - 2000}年３月５日"]))),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
    )


def _reply(name: str, n: int) -> Paper:
    body, sign, subject, year = _facts(n)
    title = f"关于{subject}项目的批复"
    lines = [
        title,
        f"（{year}）{sign}复第{n + 1}号",
        "云溪镇人民政府：",
        f"你镇关于{subject}的请示收悉，同意实施。",
        body,
        f"{year}年3月5日（印章）",
    ]
    return Paper(
        f"{name}.docx",
        word("".join(map(p, lines))),
        title,
        f"（{year}）{sign}复第{n + 1}号",
        body,
        f"{year}-03-05",
        "批复",
    )


def _withheld(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    mark = (
        "公开属性：不予公开",
        "（本文不公开）",
        "信息公开选项：依申请公开",
        "公开属性：□主动公开 ☑依申请公开 □不予公开",
        "内部资料 严禁外传",
    )[n]
    lines = [
        f"{body}文件",
        f"{sign}〔{year}〕{n + 1}号",
        title,
        "各乡镇人民政府：",
        *text,
        body,
        f"{year}年3月5日",
        mark,
    ]
    return Paper(
        f"{name}.docx",
        word("".join(map(p, lines))),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
        "依申请公开" if n in (2, 3) else "不予公开",
    )


def _trs(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    page = (
        f'<!-- x --><html><head><meta name="ArticleTitle" content="{escape(title)}"></head><body><div class="info"><b>文　号：</b>{sign}[{year}]{n + 1}号</div>'
        f"<div class='TRS_Editor'>{''.join(f'<p>{t}</p>' for t in ['各乡镇人民政府：', *text, body, f'{year}年3月5日'])}</div></body></html>"
    )
    return Paper(
        f"{name}.html",
        page.encode("gb18030"),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
    )


def _facts_page(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    rows = [
        ("发文机构", body),
        ("文 件 名 称", title),
        ("文件编号", f"{sign}〔{year}〕{n + 1}号"),
        ("签发日期", f"{year}年3月5日"),
        ("公文种类", "通知"),
        ("公开属性", "主动公开"),
    ]
    facts = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    page = f"<div><table>{facts}</table><div id='zoom'>{''.join(f'<p>{t}请各单位按要求完成。</p>' for t in text)}</div></div>"
    return Paper(
        f"{name}.htm", page.encode(), title, f"{sign}〔{year}〕{n + 1}号", body, f"{year}-03-05", "通知"
    )


def _pdf(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    canvas.setFont("STSong-Light", 14)
    for k, line in enumerate([f"{body}文件", f"{sign}〔{year}〕{n + 1}号", title, "各乡镇人民政府：", *text]):
        canvas.drawString(72 if k < 4 else 100, 780 - 28 * k, line)
    for y in (600, 575, 550):
        canvas.line(72, y, 400, y)
    for x in (72, 236, 400):
        canvas.line(x, 550, x, 600)
    for x, y, words in ((80, 582, "单位"), (244, 582, "金额"), (80, 557, "云溪镇"), (244, 557, f"{n}35")):
        canvas.drawString(x, y, words)
    canvas.drawString(300, 500, body)
    canvas.drawString(300, 472, f"{year}年3月5日")
    canvas.save()
    return Paper(
        f"{name}.pdf",
        out.getvalue(),
        title,
        f"{sign}〔{year}〕{n + 1}号",
        body,
        f"{year}-03-05",
        "通知",
        cells=4,
    )


def _ofd(name: str, n: int) -> Paper:
    body, sign, _, year = _facts(n)
    title, text = _notice(n)
    data = ofd(
        f"{body}文件",
        f"{sign}〔{year}〕{n + 1}号",
        title,
        "各乡镇人民政府：",
        *text,
        body,
        _chinese(year, 3, 5),
        "— 1 —",
    )
    return Paper(f"{name}.ofd", data, title, f"{sign}〔{year}〕{n + 1}号", body, f"{year}-03-05", "通知")


LAYOUTS: tuple[Callable[[str, int], Paper], ...] = (
    _red,
    _boxed,
    _numbered,
    _tables,
    _signed,
    _revised,
    _reply,
    _withheld,
    _trs,
    _facts_page,
    _pdf,
    _ofd,
)
