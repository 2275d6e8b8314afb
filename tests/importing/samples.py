"""Thirty documents in ten layouts, made for the test of the import, each with the metadata that a person would write.

Word files are made with python-docx (red header, number, title, table, signature, printing line), PDF files printed by
Chromium, web pages written as old portals wrote them. Names and numbers are made up.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

OFFICE, SCHOOLS, MONEY, LABOUR = (
    "青溪县人民政府办公室",
    "青溪县教育局",
    "青溪县财政局",
    "青溪县人力资源和社会保障局",
)
HOUSES, HEALTH, DANGER, MARKET, TOWN, FIGURES = (
    "青溪县住房和城乡建设局",
    "青溪县卫生健康局",
    "青溪县应急管理局",
    "青溪县市场监督管理局",
    "云溪镇人民政府",
    "青溪县统计局",
)
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Sample:
    """A file, the layout it shows, and what is to be found in it. Without `fields`: a file that cannot be imported.

    Word files are made when a test writes them: every worker makes the list, and only one of them runs these tests.
    """

    name: str
    layout: str
    data: bytes | Callable[[], bytes]
    fields: dict[str, Any] = field(default_factory=dict)
    cells: int = 0
    """Cells with text in its data tables."""
    refusal: str = ""

    def write(self, folder: Path) -> Path:
        """The file, written into a folder."""
        file = folder / self.name
        file.write_bytes(self.data if isinstance(self.data, bytes) else self.data())
        return file


def paragraph(document: Any, text: str, align: Any = None, *, red: bool = False, size: int = 16) -> None:
    added = document.add_paragraph()
    if align is not None:
        added.alignment = align
    run = added.add_run(text)
    run.font.size = Pt(size)
    if red:
        run.font.color.rgb = RGBColor(255, 0, 0)


def official(
    *,
    head: tuple[str, ...],
    number: str | None,
    title: tuple[str, ...],
    to: str | None,
    text: tuple[str, ...],
    signed: tuple[str, ...],
    day: str,
    after: tuple[str, ...] = (),
    table: list[list[str]] | None = None,
    merges: tuple[tuple[int, int, int, int], ...] = (),
    marks: tuple[str, ...] = (),
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """A document in the order of GB/T 9704."""
    document = docx.Document()
    for mark in marks:
        paragraph(document, mark)
    for name in head:
        paragraph(document, name, CENTRE, red=True, size=40)
    if number:
        paragraph(document, number, CENTRE)
    for line in title:
        paragraph(document, line, CENTRE, size=22)
    if to:
        paragraph(document, to)
    for line in text:
        paragraph(document, f"　　{line}")
        if line.endswith("如下：") and table:
            add_table(document, table, merges)
    for name in signed:
        paragraph(document, f"{name}　　", RIGHT)
    paragraph(document, f"{day}　　", RIGHT)
    for line in after:
        paragraph(document, line)
    if change:
        change(document)
    return saved(document)


def add_table(
    document: Any, rows: list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = ()
) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text:
                table.cell(y, x).text = text
    for top, left, bottom, right in merges:
        table.cell(top, left).merge(table.cell(bottom, right))


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def wanted(
    title: str,
    issuer: str,
    formed: str,
    doc_no: str | None,
    genre: str | None,
    category: str,
    openness: str = "主动公开",
    **more: Any,
) -> dict[str, Any]:
    """The fields that are compared."""
    return {
        "title": title,
        "issuer": issuer,
        "formed": formed,
        "doc_no": doc_no,
        "genre": genre,
        "category": category,
        "openness": openness,
        "joint_issuers": (),
        **more,
    }


def png(width: int = 40, height: int = 20) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xcc\x22\x22" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PNG = png()
TEXT = (
    "为了做好有关工作，经县人民政府同意，现将有关事项通知如下，请认真贯彻执行。",
    "一、工作目标",
    "按照“统一部署、分级负责”的原则，在年底以前完成各项任务。",
    "（一）落实责任",
    "各单位主要负责人是第一责任人，要明确分管领导和具体人员。",
)
TABLE = [
    ["序号", "单位", "任务", "期限"],
    ["1", "云溪镇", "清理河道3.5公里", "6月底"],
    ["2", "石桥乡", "修复堤防2处", "6月底"],
    ["3", "白塔镇", "加固水库1座", "7月底"],
]


def red_headers() -> Iterator[Sample]:
    """Red header, number, title, addressee, signature, note, printing line."""
    yield Sample(
        "防汛通知.docx",
        "red header",
        partial(
            official,
            head=(f"{OFFICE}文件",),
            number="青政办发〔2026〕31号",
            title=("青溪县人民政府办公室关于做好", "2026年防汛抗旱工作的通知"),
            to="各乡镇人民政府，县政府各部门：",
            text=TEXT,
            signed=(OFFICE,),
            day="2026年4月7日",
            after=(
                "（此件公开发布）",
                "抄送：县委办公室，县人大常委会办公室。",
                f"{OFFICE}　　　　2026年4月8日印发",
            ),
        ),
        wanted(
            "青溪县人民政府办公室关于做好2026年防汛抗旱工作的通知",
            OFFICE,
            "2026-04-07",
            "青政办发〔2026〕31号",
            "通知",
            "突发公共事件应对",
        ),
    )
    yield Sample(
        "预算批复通知.docx",
        "red header",
        partial(
            official,
            head=(f"{MONEY}文件",),
            number="青财〔2026〕18号",
            title=("关于编制2027年部门预算的通知",),
            to="县级各预算单位：",
            text=TEXT,
            signed=(MONEY,),
            day="2026年9月1日",
            marks=("000012", "特急"),
        ),
        wanted(
            "关于编制2027年部门预算的通知", MONEY, "2026-09-01", "青财〔2026〕18号", "通知", "财政预算决算"
        ),
    )
    yield Sample(
        "旧式括号.docx",
        "red header",
        partial(
            official,
            head=(f"{SCHOOLS}文件",),
            number="青教[2025]第06号　　　签发人：某某某",
            title=("青溪县教育局关于2025年义务教育", "阶段学校招生工作的意见"),
            to="各中小学：",
            text=TEXT,
            signed=(SCHOOLS,),
            day="二〇二五年五月二十日",
        ),
        wanted(
            "青溪县教育局关于2025年义务教育阶段学校招生工作的意见",
            SCHOOLS,
            "2025-05-20",
            "青教〔2025〕6号",
            "意见",
            "民生政策与措施",
        ),
    )
    yield Sample(
        "印发办法.docx",
        "red header",
        partial(
            official,
            head=(f"{OFFICE}文件",),
            number="青政办规〔2026〕2号",
            title=("青溪县人民政府办公室关于印发《青溪县", "城乡居民临时救助办法（试行）》的通知"),
            to="各乡镇人民政府，县政府各部门：",
            text=(*TEXT, "本办法自2026年5月1日起施行，有效期5年。"),
            signed=(OFFICE,),
            day="2026年3月30日",
            after=("（此件公开发布）",),
        ),
        wanted(
            "青溪县人民政府办公室关于印发《青溪县城乡居民临时救助办法（试行）》的通知",
            OFFICE,
            "2026-03-30",
            "青政办规〔2026〕2号",
            "通知",
            "规范性文件",
            effective="2026-05-01",
            validity="有效",
        ),
    )
    yield Sample(
        "依申请.docx",
        "red header",
        partial(
            official,
            head=(f"{DANGER}文件",),
            number="青应急〔2026〕40号",
            title=("青溪县应急管理局关于安全生产", "专项检查情况的通报"),
            to="各乡镇人民政府：",
            text=TEXT,
            signed=(DANGER,),
            day="2026年6月12日",
            after=("（此件依申请公开）",),
        ),
        wanted(
            "青溪县应急管理局关于安全生产专项检查情况的通报",
            DANGER,
            "2026-06-12",
            "青应急〔2026〕40号",
            "通报",
            "监督检查",
            "依申请公开",
        ),
    )


def replies() -> Iterator[Sample]:
    """批复 and 函: a letter head without 文件."""
    yield Sample(
        "批复.docx",
        "reply",
        partial(
            official,
            head=("青溪县人民政府办公室",),
            number="青政办函〔2026〕12号",
            title=("青溪县人民政府办公室关于同意调整", "城东片区学校布局规划的批复"),
            to="县教育局：",
            text=(
                "你局《关于调整城东片区学校布局规划的请示》（青教〔2026〕9号）收悉。经研究，现批复如下：",
                "一、原则同意调整方案。",
                "此复。",
            ),
            signed=(OFFICE,),
            day="2026年2月9日",
        ),
        wanted(
            "青溪县人民政府办公室关于同意调整城东片区学校布局规划的批复",
            OFFICE,
            "2026-02-09",
            "青政办函〔2026〕12号",
            "批复",
            "规划计划",
        ),
    )
    yield Sample(
        "答复函.docx",
        "reply",
        partial(
            official,
            head=(HOUSES,),
            number="青建函〔2026〕7号",
            title=("关于城南小区物业收费问题的函",),
            to="云溪镇人民政府：",
            text=(
                "你镇来函收悉。经核查，现将物业收费有关情况函复如下。",
                "一、该小区物业服务收费实行政府指导价，标准已经备案。",
            ),
            signed=(HOUSES,),
            day="2025年12月30日",
        ),
        wanted(
            "关于城南小区物业收费问题的函", HOUSES, "2025-12-30", "青建函〔2026〕7号", "函", "行政事业性收费"
        ),
    )
    yield Sample(
        "收费批复.docx",
        "reply",
        partial(
            official,
            head=("青溪县发展和改革局文件",),
            number="青发改〔2026〕22号",
            title=("青溪县发展和改革局关于县公办幼儿园", "保育教育费收费标准的批复"),
            to="县教育局：",
            text=("你局报来的请示收悉。根据成本监审结果，现就收费标准批复如下：",),
            table=[["等级", "标准（元/月）"], ["省一级", "780"], ["市一级", "620"], ["合格", "450"]],
            signed=("青溪县发展和改革局",),
            day="2026年8月11日",
        ),
        wanted(
            "青溪县发展和改革局关于县公办幼儿园保育教育费收费标准的批复",
            "青溪县发展和改革局",
            "2026-08-11",
            "青发改〔2026〕22号",
            "批复",
            "行政事业性收费",
        ),
        8,
    )


def announcements() -> Iterator[Sample]:
    """公告 and 通告 with tables, merged cells among them, without a red header."""
    yield Sample(
        "抽检公告.docx",
        "announcement with table",
        partial(
            official,
            head=(),
            number=None,
            title=("青溪县市场监督管理局关于2026年第二季度", "食品安全监督抽检情况的公告"),
            to=None,
            text=("根据年度计划，我局组织抽检食品120批次，不合格3批次。现将不合格样品公告如下：",),
            table=[
                ["样品", "被抽样单位", "不合格项目", ""],
                ["", "", "项目", "检验值"],
                ["白菜", "城东菜场", "毒死蜱", "0.12"],
                ["黄鱼", "鲜味水产店", "呋喃唑酮", "3.1"],
            ],
            merges=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)),
            signed=(MARKET,),
            day="2026年7月15日",
        ),
        wanted(
            "青溪县市场监督管理局关于2026年第二季度食品安全监督抽检情况的公告",
            MARKET,
            "2026-07-15",
            None,
            "公告",
            "监督检查",
        ),
        13,
    )
    yield Sample(
        "征收公告.docx",
        "announcement with table",
        partial(
            official,
            head=(),
            number=None,
            title=("青溪县住房和城乡建设局关于城东片区", "国有土地上房屋征收补偿方案的公告"),
            to=None,
            text=("城东片区改造的征收范围和补偿标准如下：",),
            table=TABLE,
            signed=(HOUSES,),
            day="2026年10月9日",
        ),
        wanted(
            "青溪县住房和城乡建设局关于城东片区国有土地上房屋征收补偿方案的公告",
            HOUSES,
            "2026-10-09",
            None,
            "公告",
            "土地与房屋征收",
        ),
        16,
    )
    yield Sample(
        "招录公告.docx",
        "announcement with table",
        partial(
            official,
            head=(),
            number="青人社〔2026〕3号",
            title=("青溪县2026年乡镇机关公务员招录公告",),
            to=None,
            text=("现将招录职位公告如下：",),
            table=[
                ["招录职位一览", "", ""],
                ["机关", "名额", "备注"],
                ["云溪镇", "3", "限应届1名"],
                ["石桥乡", "3", ""],
            ],
            merges=((0, 0, 0, 2),),
            signed=(LABOUR,),
            day="2026年1月19日",
        ),
        wanted(
            "青溪县2026年乡镇机关公务员招录公告",
            LABOUR,
            "2026-01-19",
            "青人社〔2026〕3号",
            "公告",
            "公务员招考",
        ),
        9,
    )
    yield Sample(
        "交通通告.docx",
        "announcement with table",
        partial(
            official,
            head=("云溪镇人民政府",),
            number=None,
            title=("云溪镇人民政府关于县前街封闭施工的通告",),
            to=None,
            text=("因供水管网改造，县前街封闭施工。绕行安排如下：",),
            table=[["路段", "绕行"], ["县前街东段", "青石路"]],
            signed=(TOWN,),
            day="2026年3月3日",
        ),
        wanted("云溪镇人民政府关于县前街封闭施工的通告", TOWN, "2026-03-03", None, "通告", None),
        4,
    )


def joint() -> Iterator[Sample]:
    """Several bodies in the head (one below the other, or in a table) and in the signature."""

    def head_table(document: Any) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 0).text = SCHOOLS, MONEY
        table.cell(0, 1).merge(table.cell(1, 1)).text = "文件"
        body = document.element.body
        body.insert(0, table._tbl)

    yield Sample(
        "联合通知.docx",
        "joint issue",
        partial(
            official,
            head=(SCHOOLS, f"{MONEY}文件"),
            number="青教联〔2026〕4号",
            title=("青溪县教育局　青溪县财政局关于下达", "2026年助学补助资金的通知"),
            to="各学校：",
            text=TEXT,
            signed=(f"{SCHOOLS}　　{MONEY}",),
            day="2026年4月21日",
        ),
        wanted(
            "青溪县教育局 青溪县财政局关于下达2026年助学补助资金的通知",
            SCHOOLS,
            "2026-04-21",
            "青教联〔2026〕4号",
            "通知",
            "民生政策与措施",
            joint_issuers=(MONEY,),
        ),
    )
    yield Sample(
        "联合表头.docx",
        "joint issue",
        partial(
            official,
            head=(),
            number="青教联〔2026〕6号",
            title=("关于做好学生资助对象认定工作的通知",),
            to="各学校：",
            text=TEXT,
            signed=(SCHOOLS, MONEY),
            day="2026年9月10日",
            change=head_table,
        ),
        wanted(
            "关于做好学生资助对象认定工作的通知",
            SCHOOLS,
            "2026-09-10",
            "青教联〔2026〕6号",
            "通知",
            "民生政策与措施",
            joint_issuers=(MONEY,),
        ),
    )
    yield Sample(
        "三家联合.docx",
        "joint issue",
        partial(
            official,
            head=(f"{HEALTH}　{SCHOOLS}　{MARKET}文件",),
            number="青卫联〔2025〕11号",
            title=("关于开展学校食品安全联合抽查的通知",),
            to="各乡镇卫生院，各学校：",
            text=TEXT,
            signed=(HEALTH, SCHOOLS, MARKET),
            day="2025年3月18日",
        ),
        wanted(
            "关于开展学校食品安全联合抽查的通知",
            HEALTH,
            "2025-03-18",
            "青卫联〔2025〕11号",
            "通知",
            "监督检查",
            joint_issuers=(SCHOOLS, MARKET),
        ),
    )


def annexes() -> Iterator[Sample]:
    """附件说明, files in a zip, pictures and an embedded workbook."""
    listed = ("附件：1.青溪县重点工程项目表", "　　　2.项目推进责任分工", "　　　3.月报格式")
    main = partial(
        official,
        head=("青溪县发展和改革局文件",),
        number="青发改〔2026〕5号",
        title=("关于下达2026年重点工程计划的通知",),
        to="各有关单位：",
        text=(*TEXT, *listed),
        signed=("青溪县发展和改革局",),
        day="2026年2月2日",
    )
    want = wanted(
        "关于下达2026年重点工程计划的通知",
        "青溪县发展和改革局",
        "2026-02-02",
        "青发改〔2026〕5号",
        "通知",
        "重大建设项目",
    )
    yield Sample("重点工程.docx", "annex list", main, want)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("关于下达2026年重点工程计划的通知.docx", main())
        file.writestr("附件1.csv", "项目,投资\n城东大桥,3200\n")
        file.writestr("附件2：项目推进责任分工.txt".replace("：", ""), "责任分工")
    yield Sample(
        "重点工程.zip",
        "annex list",
        archive.getvalue(),
        {**want, "attachments": ("附件1.csv", "附件2项目推进责任分工.txt")},
    )
    yield Sample(
        "附件在文内.docx",
        "annex list",
        partial(
            official,
            head=(f"{FIGURES}文件",),
            number="青统〔2026〕8号",
            title=("青溪县统计局关于开展2026年人口抽样调查的通知",),
            to="各乡镇人民政府：",
            text=(*TEXT, "附件：调查表式"),
            signed=(FIGURES,),
            day="2026年10月20日",
            after=("附件", "调查表式", "本表由调查员填写。"),
            change=lambda d: add_table(d, [["项目", "人数"], ["常住人口", "12"]]),
        ),
        wanted(
            "青溪县统计局关于开展2026年人口抽样调查的通知",
            FIGURES,
            "2026-10-20",
            "青统〔2026〕8号",
            "通知",
            "统计信息",
        ),
        4,
    )

    def picture(document: Any) -> None:
        document.add_picture(io.BytesIO(PNG))

    yield Sample(
        "带图片.docx",
        "annex list",
        partial(
            official,
            head=(),
            number=None,
            title=("云溪镇人民政府关于征集镇标志图案的公告",),
            to=None,
            text=("现公开征集云溪镇标志图案，入选作品示例见图。",),
            signed=(TOWN,),
            day="2026年5月6日",
            change=picture,
        ),
        {
            **wanted("云溪镇人民政府关于征集镇标志图案的公告", TOWN, "2026-05-06", None, "公告", None),
            "attachments": ("图1.png",),
        },
    )


def styled() -> Iterator[Sample]:
    """A document set with Word's own styles: title, headings, lists, emphasis, a table with paragraphs in its cells."""
    document = docx.Document()
    document.add_heading("青溪县2027年统计工作要点", 0)
    document.add_heading("一、提高数据质量", 1)
    added = document.add_paragraph("坚持“谁主管、谁负责”，")
    added.add_run("严禁").bold = True
    added.add_run("弄虚作假。")
    for item in ("完善基层台账", "开展*数据*核查", "公布[主要指标]"):
        document.add_paragraph(item, style="List Number")
    add_table(document, [["任务", "时间"], ["季度报表\n年度报表", "按期"], ["1|2级复核", "<每月>"]])
    paragraph(document, FIGURES, RIGHT)
    paragraph(document, "2026年11月5日", RIGHT)
    yield Sample(
        "工作要点.docx",
        "Word styles",
        saved(document),
        wanted("青溪县2027年统计工作要点", FIGURES, "2026-11-05", None, None, "规划计划"),
        6,
    )


def wps() -> Iterator[Sample]:
    """What WPS writes: the red header in a text box, automatic line breaks in the title, its own properties and extensions."""
    box = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>HEAD</w:t></w:r></w:p>'
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>HEAD</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    def boxed(document: Any) -> None:
        document.element.body.insert(0, parse_xml(box.replace("HEAD", f"{HEALTH}文件")))
        document.core_properties.author = "WPS_1700000000"

    def broken_title(document: Any) -> None:
        title = document.paragraphs[1]
        title.runs[0].text = "云溪镇人民政府关于开展"
        title.runs[0].add_break()
        title.add_run("城乡居民养老保险待遇资格")
        title.add_run().add_break()
        title.add_run("认证的通知")

    yield Sample(
        "WPS文本框.docx",
        "saved by WPS",
        partial(
            official,
            head=(),
            number="青卫〔2026〕14号",
            title=("青溪县卫生健康局关于做好", "家庭医生签约服务医疗保障的通知"),
            to="各乡镇卫生院：",
            text=TEXT,
            signed=(HEALTH,),
            day="2026年5月11日",
            change=boxed,
        ),
        wanted(
            "青溪县卫生健康局关于做好家庭医生签约服务医疗保障的通知",
            HEALTH,
            "2026-05-11",
            "青卫〔2026〕14号",
            "通知",
            "民生政策与措施",
        ),
    )
    yield Sample(
        "WPS换行标题.docx",
        "saved by WPS",
        partial(
            official,
            head=(),
            number="云政〔2026〕9号",
            title=("云溪镇通知",),
            to="各村（社区）：",
            text=TEXT,
            signed=(TOWN,),
            day="2026年2月26日",
            change=broken_title,
        ),
        wanted(
            "云溪镇人民政府关于开展城乡居民养老保险待遇资格认证的通知",
            TOWN,
            "2026-02-26",
            "云政〔2026〕9号",
            "通知",
            "民生政策与措施",
        ),
    )


PORTAL = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}_青溪县政府网</title>{meta}
<script>var a="<p>";</script><style>p{{margin:0}}</style></head><body bgcolor="#fff">
<table width="1000"><tr><td><a href="/">首页</a></td><td><a href="/zwgk">政务公开</a></td><td><a href="/bs">办事服务</a></td></tr></table>
<table width="1000"><tr><td width="200" class="leftmenu"><ul><li><a href="/a">机构职能</a></li><li><a href="/b">政策文件</a></li></ul></td><td>
{facts}
<table width="780"><tr><td align="center"><font size="5">{title}</font></td></tr><tr><td>发布时间：{published}　来源：政府办　字体：大 中 小</td></tr>
<tr><td class="content">{text}</td></tr></table></td></tr></table>
<div class="footer">主办：青溪县人民政府办公室　网站标识码：3399260001</div></body></html>"""


def portal(
    title: str,
    text: str,
    *,
    charset: str = "gb2312",
    published: str = "2009-03-20 10:00",
    facts: str = "",
    meta: str = "",
) -> str:
    return PORTAL.format(charset=charset, title=title, text=text, facts=facts, meta=meta, published=published)


def fact_table(**facts: str) -> str:
    cells = "".join(f"<tr><td><b>{label}：</b></td><td>{value}</td></tr>" for label, value in facts.items())
    return f'<table class="xxgk_top">{cells}</table>'


GRID = (
    "<table border=1><tr><td>项目</td><td>金额（万元）</td><td>备注</td></tr><tr><td rowspan=2>教育</td><td>1200</td><td>小学</td></tr>"
    "<tr><td>800</td><td>中学<br>含高中</td></tr><tr><td>合计</td><td>2000</td><td></td></tr></table>"
)


def webpages() -> Iterator[Sample]:
    """Pages of old portals: layout by tables, GBK, and the fact tables of disclosure columns."""
    closing = f"<p align=right>{MONEY}</p><p align=right>2009年3月16日</p>"
    yield Sample(
        "旧门户预算.html",
        "old portal",
        portal(
            "青溪县财政局关于2009年教育专项预算安排的通知",
            f"<p>　　各学校：</p><p>　　为保障教育投入，现将专项预算安排通知如下。</p>{GRID}{closing}",
            facts=fact_table(
                **{
                    "索 引 号": "11339926530520177X/2009-00007",
                    "发文机关": MONEY,
                    "文　　号": "青财〔2009〕21号",
                    "成文日期": "2009年3月16日",
                }
            ),
        ).encode("gb18030"),
        {
            **wanted(
                "青溪县财政局关于2009年教育专项预算安排的通知",
                MONEY,
                "2009-03-16",
                "青财〔2009〕21号",
                "通知",
                "财政预算决算",
            ),
            "index_no": "11339926530520177X/2009-00007",
        },
        10,
    )
    yield Sample(
        "旧门户换行.htm",
        "old portal",
        portal(
            "云溪镇人民政府关于殡葬用地征收补偿的公告",
            "　　根据有关规定，现将征收补偿事项公告如下。<br><br>　　一、征收范围为云溪镇后山。<br>　　二、补偿标准按县统一规定执行。<br><br>"
            "<div align=right>云溪镇人民政府<br>二〇一一年六月八日</div>",
            charset="gbk",
            published="2011-06-09",
        ).encode("gbk"),
        wanted(
            "云溪镇人民政府关于殡葬用地征收补偿的公告", TOWN, "2011-06-08", None, "公告", "土地与房屋征收"
        ),
    )
    told = {
        "ArticleTitle": "青溪县2018年国民经济和社会发展统计公报",
        "PubDate": "2019-03-04 09:30",
        "ContentSource": FIGURES,
    }
    tags = "".join(f'<meta name="{name}" content="{content}">' for name, content in told.items())
    yield Sample(
        "统计公报.html",
        "old portal",
        portal(
            "青溪县2018年国民经济和社会发展统计公报",
            f"<div class=TRS_Editor><p>　　2018年，全县经济运行总体平稳，主要指标如下。</p>{GRID}"
            f"<p align=right>{FIGURES}</p><p align=right>2019年3月1日</p></div>",
            charset="utf-8",
            meta=tags,
        ).encode(),
        wanted("青溪县2018年国民经济和社会发展统计公报", FIGURES, "2019-03-01", None, "公报", "统计信息"),
        10,
    )
    yield Sample(
        "无声明编码.html",
        "old portal",
        portal(
            "青溪县教育局关于公布2012年普通高中招生计划的通知",
            f"<p>各初中学校：</p><p>　　现将2012年普通高中招生计划予以公布，请遵照执行。</p><p>{SCHOOLS}</p><p>2012年5月21日</p>",
            facts=fact_table(
                发布机构=SCHOOLS,
                发文字号="青教〔2012〕33号",
                发文日期="2012-05-21",
                主题分类="科技、教育\\教育",
            ),
        )
        .replace('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "")
        .encode("gb18030"),
        {
            **wanted(
                "青溪县教育局关于公布2012年普通高中招生计划的通知",
                SCHOOLS,
                "2012-05-21",
                "青教〔2012〕33号",
                "通知",
                "民生政策与措施",
            ),
            "theme": "科技、教育\\教育",
        },
    )


def printed() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Pages that Chromium prints as PDF: name, HTML, fields."""

    def sheet(head: str, number: str, title: str, to: str, body: str, signed: str, day: str) -> str:
        return (
            '<meta charset="utf-8"><style>@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/28pt "Noto Serif CJK SC"}'
            ".c{text-align:center}.r{text-align:right;margin-right:4em}"
            "p{margin:0;text-indent:2em}.h{color:#c00;font-size:32pt;line-height:1.5;text-align:center}.n{text-indent:0}"
            "h1{font-size:22pt;text-align:center;line-height:1.4;padding:0 3em}</style>"
            f"<div class=h>{head}</div><div class=c>{number}</div><h1>{title}</h1><p class=n>{to}</p>{body}<div class=r>{signed}</div><div class=r>{day}</div>"
        )

    long = "".join(
        f"<p>{line}</p>"
        for line in (
            *TEXT,
            "各单位要加强组织领导，落实工作经费，确保人员到位、措施到位、责任到位，并于每月月底前把进展情况报送县人民政府办公室汇总后通报。",
        )
    )
    yield (
        "印发方案.pdf",
        sheet(
            f"{OFFICE}文件",
            "青政办发〔2026〕15号",
            "青溪县人民政府办公室关于印发城区防汛应急预案的通知",
            "各乡镇人民政府，县政府各部门：",
            long,
            OFFICE,
            "2026年3月12日",
        ),
        wanted(
            "青溪县人民政府办公室关于印发城区防汛应急预案的通知",
            OFFICE,
            "2026-03-12",
            "青政办发〔2026〕15号",
            "通知",
            "突发公共事件应对",
        ),
    )
    yield (
        "批复.pdf",
        sheet(
            "青溪县发展和改革局文件",
            "青发改〔2025〕61号",
            "青溪县发展和改革局关于城东大桥重大建设项目初步设计的批复",
            "县交通运输局：",
            long,
            "青溪县发展和改革局",
            "2025年11月4日",
        ),
        wanted(
            "青溪县发展和改革局关于城东大桥重大建设项目初步设计的批复",
            "青溪县发展和改革局",
            "2025-11-04",
            "青发改〔2025〕61号",
            "批复",
            "重大建设项目",
        ),
    )
    yield (
        "联合.pdf",
        sheet(
            f"{LABOUR}<br>{MONEY}文件",
            "青人社联〔2026〕2号",
            "关于发放稳定就业补贴的通知",
            "各用人单位：",
            long,
            f"{LABOUR}　{MONEY}",
            "2026年6月30日",
        ),
        wanted(
            "关于发放稳定就业补贴的通知",
            LABOUR,
            "2026-06-30",
            "青人社联〔2026〕2号",
            "通知",
            "民生政策与措施",
            joint_issuers=(MONEY,),
        ),
    )
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in (("药品", "批次", "结果"), ("甲片剂", "12", "合格"), ("乙胶囊", "9", "合格"))
    )
    yield (
        "抽检公告.pdf",
        sheet(
            "",
            "",
            "青溪县市场监督管理局关于2026年药品抽检结果的公告",
            "",
            f"<p>现将抽检结果公告如下。</p><table border=1 width=100%>{rows}</table>",
            MARKET,
            "2026年8月3日",
        ),
        wanted(
            "青溪县市场监督管理局关于2026年药品抽检结果的公告", MARKET, "2026-08-03", None, "公告", "监督检查"
        ),
    )


def bomb() -> bytes:
    """A notice with a picture of 40 MB of zeros."""
    file = io.BytesIO(
        official(
            head=(),
            number=None,
            title=("关于某事的通知",),
            to=None,
            text=TEXT,
            signed=(OFFICE,),
            day="2026年1月5日",
        )
    )
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zero.bin", bytes(40_000_000))
    return file.getvalue()


def refused() -> Iterator[Sample]:
    """Files that must not or cannot be imported, and the message."""
    picture = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>endobj\n"
        b"4 0 obj<</Type/XObject/Subtype/Image/Width 2/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 2>>stream\n\x00\xff\nendstream endobj\n"
        b"5 0 obj<</Length 30>>stream\nq 595 0 0 842 0 0 cm /I Do Q \nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    yield Sample("扫描件.pdf", "scanned", picture, refusal="这份 PDF 是扫描的图像，没有文字，读不出内容")
    yield Sample(
        "旧格式.doc",
        "old format",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        refusal="文件已损坏，无法打开",
    )
    yield Sample(
        "加密.docx",
        "locked",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        refusal="文件设有打开密码",
    )
    yield Sample(
        "密件.docx",
        "secret",
        partial(
            official,
            head=(f"{OFFICE}文件",),
            number="青政办〔2026〕1号",
            title=("关于某事的通知",),
            to=None,
            text=TEXT,
            signed=(OFFICE,),
            day="2026年1月5日",
            marks=("秘密★1年",),
        ),
        refusal="文件标有密级（秘密★1年），不能导入",
    )
    yield Sample("炸弹.docx", "zip bomb", bomb, refusal="像是压缩炸弹")
    yield Sample("损坏.docx", "damaged", b"PK\x03\x04" + bytes(100), refusal="文件已损坏，无法打开")
    yield Sample(
        "外县.docx",
        "unknown issuer",
        partial(
            official,
            head=("白水县教育局文件",),
            number="白教〔2026〕1号",
            title=("关于放假的通知",),
            to=None,
            text=TEXT,
            signed=("白水县教育局",),
            day="2026年1月5日",
        ),
        refusal="认不出发布机构，编不出索引号",
    )
    yield Sample(
        "空页.html",
        "empty page",
        b"<html><body><div id=app></div><script>load()</script></body></html>",
        refusal="网页里没有正文",
    )


def word_samples() -> list[Sample]:
    """All that need no browser."""
    return [
        *red_headers(),
        *replies(),
        *announcements(),
        *joint(),
        *annexes(),
        *styled(),
        *wps(),
        *webpages(),
    ]
