"""政府信息公开申请表 as data: one form for citizens, one for organisations, with what art. 29 of the Regulations asks for and no more.

The purpose of the request is not asked: it has not been a condition since 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Catalog
from generator.reports.docx import Grid, Heading, Paragraph, word_file
from generator.reports.tables import Cell

BOX = "□"
NOTES = (
    "带 * 的必须填写。身份证明（公民为身份证件复印件，法人或者其他组织为营业执照或者登记证书复印件）随表提交。",
    "一张表填写一项信息，便于分别办理和答复。",
    "选定的提供方式或者获取途径无法满足的，可能以电子数据或者其他适当的方式提供。",
)


@dataclass(frozen=True, slots=True)
class Form:
    """One application form."""

    key: str
    name: str
    person: tuple[str, ...]
    """What the applicant says of himself; * marks what must be filled in."""


FORMS = (
    Form("citizen", "公民", ("姓名 *", "工作单位", "证件名称 *", "证件号码 *", "联系电话 *", "邮政编码", "联系地址 *", "电子邮箱", "传真")),
    Form("organisation", "法人或者其他组织",
         ("名称 *", "统一社会信用代码 *", "法定代表人", "联系人姓名 *", "联系电话 *", "邮政编码", "联系地址 *", "电子邮箱", "传真")),
)
WANTED = (
    ("信息内容 *\n（名称、文号，或者便于查询的其他特征）", "\n\n\n"),
    ("提供方式 *\n（可选一项）", f"{BOX} 纸质　　{BOX} 电子邮件　　{BOX} 光盘等介质"),
    ("获取途径 *\n（可选一项）", f"{BOX} 邮寄　　{BOX} 电子邮件　　{BOX} 自行领取　　{BOX} 当场查阅、抄录"),
)
SIGNED = (("申请人签名或者盖章 *", ""), ("申请时间 *", "　　　　年　　月　　日"))


def form_cells(form: Form) -> tuple[Cell, ...]:
    """The form as a table of three columns: block, field, space to write in."""
    blocks = (("申请人信息", tuple((field, "") for field in form.person)), ("所需信息", WANTED), ("签署", SIGNED))
    return tuple(cell for start, (name, fields) in zip(_starts(blocks), blocks, strict=True) for cell in _block(start, name, fields))


def form_file(form: Form, catalog: Catalog) -> bytes:
    """The form as a Word file to type into or to print."""
    title, authority = "政府信息公开申请表", catalog.authority
    where = f"受理机构：{authority.name}　地址：{authority.address}　电话：{authority.phone}　传真：{authority.fax}　电子邮箱：{authority.email}"
    return word_file(f"{title}（{form.name}）", authority.name, [
        Heading(title, 0), Paragraph(f"申请人类别：{form.name}"), Grid(form_cells(form), (2, 5, 12)),
        *(Paragraph(f"{n}．{note}") for n, note in enumerate(NOTES, 1)), Paragraph(where)])


def form_name(form: Form) -> str:
    """The name of the Word file beside the form's page."""
    return f"application-{form.key}.docx"


def _starts(blocks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Iterator[int]:
    start = 0
    for _, fields in blocks:
        yield start
        start += len(fields)


def _block(start: int, name: str, fields: tuple[tuple[str, str], ...]) -> Iterator[Cell]:
    yield Cell(start, 0, len(fields), 1, name, "rowgroup")
    for n, (field, space) in enumerate(fields, start):
        yield Cell(n, 1, 1, 1, field, "row")
        yield Cell(n, 2, 1, 1, space, "")
