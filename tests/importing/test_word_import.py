"""A Word document is read as its reader sees it: boxes, numbers, hidden and deleted words, tables, symbols, embedded pages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from helpers.roots import TODAY, make_root
from hypothesis import given
from hypothesis import strategies as st
from samples import PNG
from wordfiles import SPACES, box, cell, level, numbered, numberings, p, table, word

from generator.build import check_root
from generator.reading.attachments.content import Refused
from generator.tools.importing.blocks import words
from generator.tools.importing.draft import make_draft
from generator.tools.importing.fidelity import compare
from generator.tools.importing.figures import counted, figures
from generator.tools.importing.pandoc import write_markdown
from generator.tools.importing.source import Source
from generator.tools.importing.spelling import counted as read_counted
from generator.tools.importing.word import read_word


def read(data: bytes) -> tuple[list[str], Source]:
    """The lines of a document, tables as Markdown, and its source; nothing may be reported lost."""
    source = read_word("a.docx", data)
    lines = [
        write_markdown([b]).strip() if b["t"] != "Para" else words(b["c"]).strip() for b in source.blocks
    ]
    lost = compare(source, write_markdown(source.blocks), [], len(source.pictures))
    assert (lost.lost_lines, lost.lost_cells) == ((), ())
    return lines, source


def notes(source: Source) -> str:
    return "\n".join(note.zh for note in source.notes)


def test_boxes_stand_where_a_reader_meets_them():
    nested = p("里层段落", box(p("框中框"), vml=True))
    body = "".join(
        [
            p("正文在前。", box(p("框在后甲"), p("框在后乙"))),
            p("", box(p("框在前"), vml=True) + "<w:r><w:t>正文在框之后。</w:t></w:r>"),
            p("", box(p("　"))),
            p("低处的框前面的正文。", ""),
            p("", box(p("下方的框"), up=900_000) + "<w:r><w:t>框锚在段首而位置在下。</w:t></w:r>"),
            p("", box(nested)),
            table(
                cell("表中", inside=p("格内文字", box(p("格内的框")))) + cell("乙"),
                cell("丙") + cell("丁"),
                columns=2,
            ),
            p("", '<w:r><w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict></w:r>'),
        ]
    )
    lines, source = read(word(body))
    assert lines[:3] == ["正文在前。", "框在后甲", "框在后乙"]
    assert lines[3:8] == [
        "框在前",
        "正文在框之后。",
        "低处的框前面的正文。",
        "框锚在段首而位置在下。",
        "下方的框",
    ]
    assert sorted(lines[8:10]) == ["框中框", "里层段落"]
    assert "格内文字 格内的框 表中" in lines[10]
    assert lines[-1] == "艺术字标题"
    assert "个文本框，里面的文字成为段落" in notes(source)


def test_numbers_are_written_as_word_shows_them():
    law = (
        level(0, "chineseCountingThousand", "第%1条")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3．")
    )
    parts = level(0, "chineseCountingThousand", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    styled = level(0, "upperRoman", "%1.", '<w:pStyle w:val="H"/>') + level(1, "decimalEnclosedCircle", "%2")
    again = '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    styles = (
        f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>'
    )
    body = "".join(
        [
            p("青政发〔2026〕6号"),
            p("供水管理办法", properties='<w:pStyle w:val="T"/>'),
            numbered("甲；"),
            numbered("子项；", 1),
            numbered("细目", 2),
            numbered("子项二。", 1),
            p("插入的段落。"),
            numbered("乙。"),
            numbered("子项重新起。", 1),
            numbered("总体要求", 0, 2),
            numbered("原则", 1, 2),
            p("样式编号", properties='<w:pStyle w:val="H"/>'),
            numbered("圈号", 1, 3),
            numbered("另起一列", 0, 9),
        ]
    )
    data = word(
        body, **{"word/numbering.xml": numberings(law, parts, styled, nums=again), "word/styles.xml": styles}
    )
    lines, _ = read(data)
    assert lines == [
        "青政发〔2026〕6号",
        "供水管理办法",
        "第一条　甲；",
        "（一）子项；",
        "1．细目",
        "（二）子项二。",
        "插入的段落。",
        "第二条　乙。",
        "（一）子项重新起。",
        "一、总体要求",
        "1.1 原则",
        "## I. 样式编号",
        "①圈号",
        "第一条　另起一列",
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (110, "chineseCountingThousand", "一百一十"),
        (101, "chineseCounting", "一〇一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (24, "chineseCounting", "二十四"),
        (2026, "ideographDigital", "二〇二六"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (3, "ideographTraditional", "丙"),
        (49, "upperRoman", "XLIX"),
        (28, "lowerLetter", "bb"),
        (7, "decimalFullWidth", "７"),
        (7, "koreanDigital2", "7"),
    ],
)
def test_figures_of_every_format(number: int, form: str, text: str):
    assert figures(number, form) == text


@given(st.integers(1, 99))
def test_counted_numbers_are_read_back(number: int):
    assert read_counted(counted(number)) == number


def test_hidden_and_deleted_words_stay_out_and_are_told():
    styles = f'<w:styles {SPACES}><w:style w:type="character" w:styleId="S"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    hide = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    body = "".join(
        [
            p(
                "可见",
                hide.format("<w:vanish/>", "隐藏甲")
                + hide.format('<w:rStyle w:val="S"/>', "隐藏乙")
                + hide.format('<w:rStyle w:val="S"/><w:vanish w:val="0"/>', "重新显示"),
            ),
            p(
                "保留",
                "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>",
            ),
            p("前半", properties="<w:rPr><w:del/></w:rPr>"),
            p("后半"),
            "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>",
            p(
                "",
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>已填</w:t></w:r>",
            ),
            table(
                cell("项目") + cell("金额"),
                "<w:trPr><w:del/></w:trPr>" + cell("已删项目") + cell("999"),
                "<w:trPr><w:hidden/></w:trPr>" + cell("隐藏行") + cell("888"),
                "<w:sdt><w:sdtContent>" + cell("桥梁") + "</w:sdtContent></w:sdt>" + cell("200"),
                columns=2,
            ),
        ]
    )
    lines, source = read(word(body, **{"word/styles.xml": styles}))
    assert lines[:4] == ["可见重新显示", "保留插入", "前半后半", "已填"]
    assert [row.split() for row in lines[4].splitlines()[::2]] == [
        ["|", "项目", "|", "金额", "|"],
        ["|", "桥梁", "|", "200", "|"],
    ]
    assert "隐藏文字 3 处没有带入：隐藏行888、隐藏甲、隐藏乙" in notes(source)
    assert "删除的文字 3 处没有带入" in notes(source)


def rows(markdown: str) -> list[list[str]]:
    return [
        [c.strip() for c in row.strip("|").split("|")] for row in markdown.splitlines() if "---" not in row
    ]


def test_tables_keep_their_shape():
    wide, down, on = '<w:gridSpan w:val="{}"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    titled = table(
        cell("2026年补贴发放表", wide.format(3)),
        cell("单位：元", wide.format(3)),
        cell("序号") + cell("姓名") + cell("金额"),
        cell("1") + cell("张甲") + cell("1200"),
        cell("注：按季发放。", wide.format(3)),
        columns=3,
    )
    headed = table(
        cell("单位", down) + cell("收入", wide.format(2)) + cell("支出", wide.format(2)),
        cell("", on) + cell("预算") + cell("决算") + cell("预算") + cell("决算"),
        cell("教育局") + cell("1") + cell("2") + cell("3") + cell("4"),
        columns=5,
    )
    shifted = table(
        cell("甲") + cell("乙") + cell("丙"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("第二列") + cell("第三列"),
        '<w:trPr><w:gridAfter w:val="2"/></w:trPr>' + cell("第一列"),
        columns=3,
    )
    inner = table(cell("长度") + cell("12"), cell("宽度") + cell("7"), columns=2)
    nested = table(
        cell("序号") + cell("项目") + cell("内容"),
        cell("1") + cell("道路") + cell("", inside=inner),
        cell("2") + cell("桥梁") + cell("无"),
        columns=3,
    )
    signed = table(
        cell("青溪县教育局") + cell("青溪县财政局"), cell("2026年3月5日") + cell("2026年3月5日"), columns=2
    )
    lines, source = read(
        word(titled + p("一") + headed + p("二") + shifted + p("三") + nested + p("四") + signed)
    )
    assert lines[:2] == ["2026年补贴发放表", "单位：元"]
    assert rows(lines[2]) == [["序号", "姓名", "金额"], ["1", "张甲", "1200"]]
    assert lines[3] == "注：按季发放。"
    assert rows(lines[5]) == [
        ["单位", "收入 预算", "收入 决算", "支出 预算", "支出 决算"],
        ["教育局", "1", "2", "3", "4"],
    ]
    assert rows(lines[7])[1:] == [["", "第二列", "第三列"], ["第一列", "", ""]]
    assert rows(lines[9])[1:] == [["1", "道路", "长度 12； 宽度 7"], ["2", "桥梁", "无"]]
    assert lines[11:] == ["青溪县教育局", "青溪县财政局", "2026年3月5日", "2026年3月5日"]
    assert "1 个表格套在别的表格里" in notes(source)


def test_symbols_formulas_notes_and_pictures():
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    run = "<m:r><m:t>{}</m:t></m:r>"
    fraction = f"<m:oMath>{run.format('A=')}<m:f><m:num>{run.format('B+1')}</m:num><m:den>{run.format('C')}</m:den></m:f></m:oMath>"
    square = (
        f"<m:oMath><m:sSup><m:e>{run.format('x')}</m:e><m:sup>{run.format('2')}</m:sup></m:sSup></m:oMath>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    picture = (
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        '<a:blip r:embed="rId7"><a:extLst><a:ext><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId8"/></a:ext></a:extLst></a:blip>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    toc = p("第一章 总则 1", properties='<w:pStyle w:val="C"/>')
    styles = f'<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="C"><w:name w:val="toc 1"/></w:style></w:styles>'
    foot = f'<w:footnotes {SPACES}><w:footnote w:id="1">{p("没有引用的脚注")}</w:footnote><w:footnote w:id="2">{p("引自《统计法》。")}</w:footnote></w:footnotes>'
    body = (
        toc
        + p(
            "同意",
            sign.format("Wingdings 2", "F052")
            + sign.format("Wingdings", "F0A8")
            + "<w:r><w:t>否</w:t></w:r>",
        )
        + p("普及率98%", mark)
        + p("公式", fraction + square)
        + p("图", picture)
    )
    data = word(
        body,
        {"rId7": ("image", "media/image1.png"), "rId8": ("image", "media/image2.svg")},
        **{
            "word/styles.xml": styles,
            "word/footnotes.xml": foot,
            "word/media/image1.png": PNG,
            "word/media/image2.svg": "<svg/>",
        },
    )
    lines, source = read(data)
    assert lines[:3] == ["同意☑□否", "普及率98%", "公式A=(B+1)/Cx²"]
    assert "[^1]: 引自《统计法》。" in write_markdown(source.blocks)
    assert "media/image1.png" in write_markdown(source.blocks)
    assert "行目录没有带入" in notes(source)


def test_an_embedded_page_is_the_text_or_the_file_is_refused():
    page = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>=E7=AC=AC=E4=B8=80=E6=9D=A1</p><table><tr><td>1</td><td>2</td></tr></table></body></html>\r\n--b--\r\n"
    )
    body = p("前文") + '<w:altChunk r:id="rId5"/>' + p("后文")
    lines, source = read(word(body, {"rId5": ("aFChunk", "chunk.mht")}, **{"word/chunk.mht": page}))
    assert (lines[0], lines[1], lines[-1], source.cells) == ("前文", "第一条", "后文", ("1", "2"))
    with pytest.raises(Refused) as refused:
        read_word(
            "a.docx", word(body, {"rId5": ("aFChunk", "chunk.rtf")}, **{"word/chunk.rtf": "{\\rtf1 a}"})
        )
    assert "正文嵌在另一个文件里（chunk.rtf），读不出来" in refused.value.refusal.message.zh


def test_other_prefixes_and_strict_documents_are_read():
    strict = word(p("严格"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = (
                    content.replace(
                        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                    )
                    .replace(b"w:", b"ns0:")
                    .replace(b"xmlns:w=", b"xmlns:ns0=")
                )
            new.writestr(name, content)
    assert read(out.getvalue())[0] == ["严格"]


def test_a_form_has_no_head():
    wide, tall = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    form = table(
        cell("姓名") + cell("", wide) + cell("性别") + cell(""),
        cell("民族") + cell("", wide) + cell("籍贯") + cell(""),
        cell("经历", tall) + cell("起止时间", wide) + cell("单位", wide),
        cell("", "<w:vMerge/>") + cell("", wide) + cell("", wide),
        columns=5,
    )
    source = read_word("a.docx", word(p("应聘人员登记表") + form))
    tables = [b for b in source.blocks if b["t"] == "Table"]
    rows = [line for line in write_markdown(tables).splitlines() if line and "---" not in line]
    assert len(rows) == 4
    assert [c.strip() for c in rows[0].strip("|").split("|")] == ["姓名", "", "", "性别", ""]


def test_a_field_shows_its_result_and_words_beside_a_drawing_stay():
    field = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF _Ref1 \\r</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>11</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    simple = "<w:fldSimple w:instr='REF _Ref2'><w:r><w:t>12</w:t></w:r></w:fldSimple>"
    drawn = "<w:r><w:drawing><wp:anchor><wp:extent cx='1' cy='1'/></wp:anchor></w:drawing><w:t>号</w:t></w:r>"
    rest = "<w:r><w:t>条。</w:t></w:r>"
    source = read_word(
        "a.docx", word(p("根据第", f"{field}<w:r><w:t>条和第</w:t></w:r>{simple}{rest}") + p("第3", drawn))
    )
    assert [words(b["c"]) for b in source.blocks] == ["根据第11条和第12条。", "第3号"]


def test_a_cover_gives_the_name_of_the_project(tmp_path: Path):
    root = make_root(
        tmp_path / "root", {}, (Path(__file__).parents[2] / "catalog.yml").read_text(encoding="utf-8")
    )
    checked = check_root(root, today=TODAY)
    assert checked.setting
    cover = (
        "公开招标文件",
        "项目编号：QX-2026-0012",
        "项目名称：青溪县教育局校舍维修服务项目",
        "2026年3月5日",
    )
    text = ("第一章　投标邀请", "青溪县教育局现就校舍维修服务项目公开招标，欢迎符合条件的单位参加。")
    source = read_word("a.docx", word("".join(map(p, (*cover, *text)))))
    title = make_draft(source, checked.setting.catalog, None, TODAY).fields["title"]
    assert (title.value, title.sure) == ("青溪县教育局校舍维修服务项目", False)
