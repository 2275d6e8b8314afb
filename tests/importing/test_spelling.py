"""Numbers, dates and marks are read however they were typed; nothing of them gets into a title."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.reading.openness_marks import openness_of, strictest
from generator.tools.importing.labels import split_label
from generator.tools.importing.layout import find_layout
from generator.tools.importing.marks import validity_mark, validity_of
from generator.tools.importing.oldaddress import old_path
from generator.tools.importing.spelling import find_date, read_date, read_number

GENRES = ("通知", "办法", "公告", "意见", "决定")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("青政办发﹝2026﹞5号", "青政办发〔2026〕5号"),
        ("青政办发【2026】第005号　签发人：张三", "青政办发〔2026〕5号"),
        ("青政发（２０２６）１２－１号", "青政发〔2026〕12-1号"),
        ("（2026）青行复第5号", "（2026）青行复第5号"),
        ("〔2026〕青府复字第8号", "（2026）青府复字第8号"),
        ("文号：青教（基）字[2026] 3 号", "青教（基）〔2026〕3号"),
        ("ZJQX00－2026－0001", "ZJQX00-2026-0001"),
        ("青溪县人民政府令第12号", "青溪县人民政府令第12号"),
        ("青溪县自然资源局公告2026年第5号", "青溪县自然资源局公告2026年第5号"),
        ("关于青政发〔2026〕3号文件的通知", None),
        ("经研究，批准〔2026〕3号", None),
        ("第二条", None),
    ],
)
def test_numbers_in_every_form(line: str, number: str | None):
    read = read_number(line)
    assert (read.number if read else None) == number


def test_a_serial_belongs_to_the_body_above_it():
    above = {
        "第711号": "国务院令",
        "（第5号）": "青溪县人民政府令",
        "2026年第5号": "县水利局公告",
        "〔2026〕第3号": "县公告",
    }
    assert [read.number for line, name in above.items() if (read := read_number(line, name))] == [
        "国务院令第711号",
        "青溪县人民政府令第5号",
        "县水利局公告2026年第5号",
        "县公告〔2026〕3号",
    ]
    assert read_number("第5号", "关于值班的通知") is None


@pytest.mark.parametrize("zero", "〇○零OＯ0О◯")
def test_every_sign_that_stands_for_zero(zero: str):
    read = read_date(f"二{zero}二六年三月五日")
    assert read and read.day == date(2026, 3, 5)


@pytest.mark.parametrize(
    "line",
    [
        "２０２６年３月５日",
        "2026 年 3 月 5 日（印章）",
        "2026-03-05",
        "2026.3.5",
        "2026/3/5",
        "青溪县教育局2026年3月5日",
        "成文日期：2026年03月05日",
    ],
)
def test_dates_in_every_spelling(line: str):
    read = read_date(line)
    assert read and read.day == date(2026, 3, 5)
    assert find_date(f"自{line}起") == date(2026, 3, 5)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back(day: date):
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    small = ("", *"一二三四五六七八九十")

    def counted(n: int) -> str:
        return small[n] if n <= 10 else f"{small[n // 10] if n >= 20 else ''}十{small[n % 10]}"

    for spoken in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{str(day.year).translate(digits)}年{counted(day.month)}月{counted(day.day)}日",
    ):
        read = read_date(spoken)
        assert read and read.day == day


@pytest.mark.parametrize("line", ["自2026年3月1日", "截止2026年3月1日", "2026年3月", "会议于2026年3月5日"])
def test_a_date_in_a_sentence_is_no_date_of_signing(line: str):
    assert read_date(line) is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("公开属性：不予公开", "不予公开"),
        ("信息公开选项：依申请公开", "依申请公开"),
        ("（本文不公开）", "不予公开"),
        ("（此件公开发布）", "主动公开"),
        ("【此件删减后公开】", "部分公开"),
        ("公开属性：□主动公开 ☑依申请公开 □不予公开", "依申请公开"),
        ("公开方式：主动公开□　依申请公开□　不予公开√", "不予公开"),
        ("主动公开 □ 依申请公开 ■ 不予公开 □", "依申请公开"),
        ("是否公开：否", "不予公开"),
        ("内部资料 严禁外传", "不予公开"),
        ("内部明电", "不予公开"),
        ("公开属性：主动公开、依申请公开、不予公开", None),
        ("公开属性：□主动公开 □依申请公开 □不予公开", None),
        ("本办法自公布之日起公开发布执行", None),
        ("政府信息公开方式：", None),
        ("（此件发至县团级）", None),
    ],
)
def test_marks_of_publication(line: str, value: str | None):
    mark = strictest(line)
    assert (mark.openness if mark else None) == value


def test_the_stricter_mark_counts():
    mark = strictest("（此件公开发布）\n公开属性：依申请公开")
    assert mark and mark.openness == "依申请公开"
    assert (openness_of("不公开"), openness_of("全文公开"), openness_of("见附件")) == (
        "不予公开",
        "主动公开",
        None,
    )


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("已废止", "废止"),
        ("全文失效", "失效"),
        ("已宣布失效", "失效"),
        ("现行有效", "有效"),
        ("部分失效", "已修改"),
        ("尚未生效", "尚未生效"),
        ("否", "失效"),
        ("5年", None),
    ],
)
def test_states_of_force(value: str, state: str | None):
    assert validity_of(value) == state


def test_a_stamp_is_no_sentence():
    mark = validity_mark(["原办法同时废止。", "（已废止）"])
    assert mark and mark.value == "废止"
    assert validity_mark(["《办法》自即日起废止。"]) is None


def test_labels_are_read_however_they_are_spread():
    assert split_label("索　引　号：A/2026-1") == ("index_no", "A/2026-1")
    assert split_label("【发 文 机 构】青溪县教育局") == ("issuer", "青溪县教育局")
    assert split_label("一、总体要求：见附件") is None


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://www.qingxi.example/art/2024/1/5/art_12.html", "art/2024/1/5/art_12.html"),
        ("http://www.qingxi.example/show.aspx?id=123&type=zc", "show.aspx?id=123&type=zc"),
        ("../../zwgk/公告/1.shtml", "zwgk/%E5%85%AC%E5%91%8A/1.shtml"),
        ("javascript:void(0)", None),
        ("index.html", None),
        ("catalog/", None),
    ],
)
def test_old_addresses(address: str, path: str | None):
    assert old_path(address) == path


@pytest.mark.parametrize(
    ("lines", "title", "number"),
    [
        (
            ("青溪县人民政府文件", "青政办发﹝2026﹞5号", "关于李明等同志任免职务的通知", "各乡镇："),
            "关于李明等同志任免职务的通知",
            "青政办发〔2026〕5号",
        ),
        (
            (
                "青溪县供水管理办法",
                "（2007年8月30日县人民政府第2次常务会议通过",
                "根据2020年3月1日决定修正）",
                "目　录",
                "第一章　总则",
                "第二章　附则",
                "第一章　总则",
                "第一条　为了供水。",
                "第二章　附则",
                "第二条　自公布之日起施行。",
            ),
            "青溪县供水管理办法",
            None,
        ),
        (
            ("青溪县人民政府公告", "〔2026〕第3号", "关于禁渔的公告", "现公告如下："),
            "关于禁渔的公告",
            "青溪县人民政府公告〔2026〕3号",
        ),
        (
            ("青溪县人民政府令", "第12号", "《青溪县供水管理办法》已经通过，现予公布。"),
            "青溪县人民政府令",
            "青溪县人民政府令第12号",
        ),
        (
            ("ZJQX00-2026-0001", "青溪县教育局文件", "青教规〔2026〕1号", "关于规范招生的通知", "各学校："),
            "关于规范招生的通知",
            "青教规〔2026〕1号",
        ),
        (
            ("关于规范招生的通知", "青教规〔2026〕1号", "各学校：", "请执行。"),
            "关于规范招生的通知",
            "青教规〔2026〕1号",
        ),
        (
            ("关于废止文件的决定", "各乡镇：", "青政发〔2001〕3号", "青政发〔2002〕4号"),
            "关于废止文件的决定",
            None,
        ),
        (
            ("关于加强管理的意见", "（征求意见稿）", "来源：本站", "一、目标"),
            "关于加强管理的意见（征求意见稿）",
            None,
        ),
    ],
)
def test_a_number_or_note_is_no_part_of_a_title(lines: tuple[str, ...], title: str, number: str | None):
    layout = find_layout(lines, GENRES)
    assert (layout.title, layout.number) == (title, number)


def test_contents_with_joined_lines_repeated_sections_and_no_heading():
    body = (
        "第一章总则",
        "第一节一般规定",
        "第一条甲。",
        "第二章管辖",
        "第一节一般规定",
        "第二条乙。",
        "第三章附则",
    )
    joined = ("民事办法", "目录", "第一章总则", "第一节一般规定", "第二章管辖", "第一节一般规定第三章附则")
    layout = find_layout((*joined, *body), GENRES)
    assert (layout.contents, min(set(range(13)) - layout.used)) == (4, 6)
    unnamed = find_layout(("民事办法", "第一章总则", "第二章管辖", "第三章附则", *body), GENRES)
    assert (unnamed.contents, min(set(range(11)) - unnamed.used)) == (3, 4)


def test_numbered_lines_and_labels_are_no_title():
    assert find_layout(("样例公告", "1.第一项", "2.第二项"), GENRES).title == "样例公告"
    law = find_layout(("供水条例", "（县人民政府令第3号）", "第一条　甲。"), GENRES)
    assert (law.title, law.number) == ("供水条例", "县人民政府令第3号")


def test_a_table_of_contents_is_taken_once():
    lines = (
        "供水办法",
        "目录",
        "第一章 总则……1",
        "第二章 附则……2",
        "第一章 总则",
        "第一条 甲。",
        "第二章 附则",
        "第二条 乙。",
    )
    layout = find_layout(lines, GENRES)
    assert (layout.contents, [n for n in range(len(lines)) if n not in layout.used]) == (2, [4, 5, 6, 7])
    unlike = find_layout(("供水办法", "目录", "这里说明目录的用途。"), GENRES)
    assert unlike.contents == 0


@pytest.mark.parametrize(
    ("lines", "measure"),
    [
        (
            (
                "青溪县人民政府令",
                "第3号",
                "《青溪县城市管理办法》已经2026年3月1日县政府第5次常务会议通过，现予公布，自2026年5月1日起施行。",
            ),
            "青溪县城市管理办法",
        ),
        (
            (
                "青溪县人民政府令",
                "（第4号）",
                "《青溪县人民政府关于修改〈青溪县供水办法〉的决定》业经县政府常务会议审议通过，现予发布。",
            ),
            "青溪县人民政府关于修改〈青溪县供水办法〉的决定",
        ),
        (("青溪县人民政府令", "第5号", "现公布《青溪县停车办法》，自公布之日起施行。"), "青溪县停车办法"),
        (("关于转发《供水条例》的通知", "《供水条例》已经公布，自5月1日起施行。"), None),
    ],
)
def test_an_order_tells_what_it_makes_public(lines: tuple[str, ...], measure: str | None):
    assert find_layout(lines, GENRES).measure == measure


def test_a_told_title_is_found_below_a_number_and_in_two_lines():
    lines = ("青教规〔2026〕3号", "青溪县教育局", "关于值班的通知", "各学校：", "做好值班工作。")
    layout = find_layout(lines, GENRES, "青溪县教育局关于值班的通知")
    assert sorted(layout.used) == [0, 1, 2]
    order = (
        "青溪县人民政府令",
        "第3号",
        "《城市管理办法》已经通过，现予公布。",
        "城市管理办法",
        "第一条　甲。",
    )
    assert 3 not in find_layout(order, GENRES, "城市管理办法").used
