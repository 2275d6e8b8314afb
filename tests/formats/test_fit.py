"""No format repeats a number of a person, a name that holds one, or a control sign: what it quotes × every format."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from examples import FOUND
from helpers.documents import TEXT, document
from helpers.findings import findings
from helpers.program import gongkai
from helpers.roots import TODAY, make_root
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.formats import FORMATS
from generator.checking.formats.fit import fit, masked, presentable
from generator.checking.formats.github import job_summary
from generator.model.diagnostics import Diagnostic, Severity, Text

CITIZEN, MOBILE, CARD = "350102199003074514", "13850001234", "6222021402001234567"
SPELT = (
    "{}",
    "姓名_{}",
    "SFZ{}",
    "{}.pdf",
    "a{}b",
    "（{}）",
    "户主陈某明{}",
    "{}-1",
    "项目编号{}",
    "单位：元 {}",
    "https://example.gov.cn/?id={}",
    "G{}",
    "№{}元",
)
SPLIT = (" ", "-", ".", "·", "_", "—", "\u3000", "\u200b", "\u00ad", "**", "~~", "\\-")
STEERING = "\x1b]0;x\x07\x1b[2K\r\x9b31m\u202e\u2066\u200f\x00\u2028"


def of(text: str) -> Diagnostic:
    """A finding that quotes a text wherever one can be quoted."""
    return Diagnostic(
        f"content/documents/{text}.md",
        2,
        "GK621",
        "dead-link",
        Severity.ERROR,
        Text(f"找不到“{text}”", f"no “{text}”"),
        Text(f"改为“{text}”", f"write “{text}”"),
        {"target": text, "all": [text, {"key": text}]},
    )


def told(found: list[Diagnostic], root: Path) -> dict[str, str]:
    """What each format says, in both languages."""
    said = {
        f"{name}-{lang}": form(found, lang, root) for name, form in FORMATS.items() for lang in ("zh", "en")
    }
    return said | {"summary": job_summary(found, "zh")}


@pytest.mark.parametrize(
    "number", [CITIZEN, MOBILE, CARD, "35010219900307451X", "350102900307451", "810000199408230021"]
)
def test_no_format_repeats_a_number(tmp_path: Path, number: str):
    spelt = [form.format(number) for form in SPELT] + [separator.join(number) for separator in SPLIT]
    spelt += [
        "".join(chr(ord(sign) + 0xFEE0) for sign in number),
        number[:6] + " " + number[6:14] + " " + number[14:] if len(number) > 14 else number,
    ]
    for text in spelt:
        for name, said in told([of(text)], tmp_path).items():
            assert text not in said and number not in said, (name, text)
            assert "*" in said or "&#42;" in said or "%2A" in said, (name, text)


def test_chinese_figures():
    for figures in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"):
        assert masked("".join(figures[int(sign)] for sign in CITIZEN)).count("*") == 13


def test_no_format_repeats_a_control_sign(tmp_path: Path):
    for name, said in told([of(f"a{STEERING}b")], tmp_path).items():
        text = (
            json.dumps(json.loads(said), ensure_ascii=False)
            if name.startswith(("json", "sarif", "gitlab"))
            else said
        )
        assert not [
            sign
            for sign in text.replace("\x1b[1m", "")
            .replace("\x1b[0m", "")
            .replace("\x1b[31m", "")
            .replace("\x1b[2m", "")
            if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in "\n\u200b"
        ], name
        assert "\\u001b" not in text and "\u202e" not in text


@given(st.text())
def test_what_is_told_steers_nothing_and_is_masked_once(text: str):
    once = fit(text)
    assert fit(once) == once and len(once) == len(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in once)


@pytest.mark.parametrize(
    "text",
    [
        "11339926854601395E/2026-00012",
        "123501020034567070",
        "000014349/2026-00012",
        "青政办发〔2026〕12号",
        "2026-07-01 晚于期限 2026-06-30，100%：是",
        "35*************123",
        "138****1234",
        "0599-0000001",
        "9144030071526726XG",
        "content/documents/2026/00001.md",
    ],
)
def test_what_is_no_number_of_a_person_stays(text: str):
    assert fit(text) == text


def test_findings_without_a_number_are_told_as_they_are():
    assert [presentable(found) for found in FOUND] == FOUND


def test_a_real_check_and_a_real_review(tmp_path: Path):
    text = document(
        text=f"{TEXT}\n[甲](../{CITIZEN}.md) <b id='{CITIZEN}'>\n",
        issuer=f"陈某明{CITIZEN}",
        category=f"电话{MOBILE}类民生政策",
        **{f"sumary{CARD}": "错"},
    )
    name = f"名单_{CITIZEN}"
    root = make_root(tmp_path / "root", {f"{name}.md": text, f"{name}/{MOBILE}.md": "x"})
    (root / "content/pages").mkdir()
    (root / f"content/pages/{name}.html").write_text("<html>", encoding="utf-8")
    assert len({d.rule for d in findings(root)}) >= 6
    for form in FORMATS:
        said = gongkai("check", "--root", root, "--today", TODAY.isoformat(), "--format", form).stdout
        assert said and not [number for number in (CITIZEN, MOBILE, CARD) if number in said], form
