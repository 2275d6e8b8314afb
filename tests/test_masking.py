"""`gongkai mask`: the copy holds the accepted masks, opens in other programs, and what is left is told."""

from __future__ import annotations

import io
from pathlib import Path

import docx as word
import openpyxl
import pytest
from helpers.office import docx, pdf, word_table, word_text
from helpers.program import gongkai

ID, PHONE = "110105199003071239", "13800138000"


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["姓名", "身份证号", "联系电话", "家庭住址", "金额"])
    sheet.append(["王芳", ID, int(PHONE), "青溪镇大溪村三组12号", 1200])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_workbook_keeps_everything_but_the_numbers(tmp_path: Path):
    file = tmp_path / "名单.xlsx"
    file.write_bytes(book())
    done = gongkai("mask", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ID not in done.stdout and PHONE not in done.stdout
    sheet = openpyxl.load_workbook(tmp_path / "名单（已掩码）.xlsx").active
    assert [cell.value for cell in sheet[2]] == [
        "王芳",
        "11*************239",
        "138****8000",
        "青溪镇***",
        1200,
    ]
    assert openpyxl.load_workbook(file).active["B2"].value == ID


def test_a_letter_is_masked_over_runs_and_in_tables(tmp_path: Path):
    letter = word.Document()
    paragraph = letter.add_paragraph("负责人王芳，身份证号")
    for piece in (ID[:6], ID[6:10], ID[10:]):
        paragraph.add_run(piece)
    letter.add_table(1, 1).cell(0, 0).text = f"电话{PHONE}"
    letter.save(str(tmp_path / "函.docx"))
    assert gongkai("mask", tmp_path / "函.docx").returncode == 0
    made = word.Document(str(tmp_path / "函（已掩码）.docx"))
    assert made.paragraphs[0].text == "负责人王芳，身份证号11*************239"
    assert made.tables[0].cell(0, 0).text == "电话138****8000"


def test_a_table_of_text_is_masked(tmp_path: Path):
    (tmp_path / "名单.csv").write_bytes(f"姓名,身份证号\n王芳,{ID}\n".encode("gb18030"))
    assert gongkai("mask", tmp_path / "名单.csv").returncode == 0
    assert "王芳,11*************239" in (tmp_path / "名单（已掩码）.csv").read_text(encoding="utf-8-sig")


def test_what_is_left_is_told_and_nothing_is_overwritten(tmp_path: Path):
    file = tmp_path / "表.docx"
    file.write_bytes(docx(word_table([list(ID)]) + word_text(f"电话{PHONE}")))
    done = gongkai("mask", file)
    assert done.returncode == 1 and "公民身份号码 1 处没有掩码" in done.stdout
    assert gongkai("mask", file).returncode == 1
    assert "已经有了" in gongkai("mask", file).stderr


@pytest.mark.parametrize("name, data", [("a.pdf", pdf(["通知"])), ("a.docx", b"PK\x03\x04 torn")])
def test_what_cannot_be_masked_is_said(name: str, data: bytes, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    done = gongkai("mask", tmp_path / name)
    assert done.returncode == 1 and "→" in done.stderr
    assert len(list(tmp_path.iterdir())) == 1
