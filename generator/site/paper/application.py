"""政府信息公开申请表 as data: one form for citizens, one for organisations, with what art. 29 of the Regulations asks for and no more.

The purpose of the request is not asked: it has not been a condition since 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.annual.tables import Cell
from generator.model.catalog import Catalog
from generator.site.paper.blocks import Block, Grid, Heading, Paragraph

TITLE = "政府信息公开申请表"

BOX = "□"

WIDTHS = (2, 5, 12)
"""Shares of the columns: block, field, space to write in."""

ROOM = 8
"""Millimetres of a line: what is written by hand needs them."""

NOTES = (
    "带 * 的必须填写。身份证明（公民为身份证件复印件，法人或者其他组织为营业执照或者登记证书复印件）随表一并提交，用什么方式申请就用什么方式提交。",
    "一张表填写一项信息，便于分别办理和答复。",
    "答复不予公开（包括部分不予公开）的，应当先申请行政复议，对复议决定不服的再向人民法院起诉（行政复议法第二十三条）。",
    "选定的提供方式或者获取途径无法满足的，可能以电子数据或者其他适当的方式提供。",
)

Kind = Literal["line", "text", "choice", "hand"]


class Field(NamedTuple):
    """One thing to fill in; * marks what must be."""

    label: str
    kind: Kind = "line"
    """A line or a longer text to type, one of several options, or something written by hand on the paper."""
    options: tuple[str, ...] = ()
    purpose: str = "off"
    """The token by which a browser knows what belongs there (HTML, `autocomplete`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One application form."""

    key: str
    name: str
    person: tuple[Field, ...]
    """What the applicant says of himself."""
    proof: str
    """What shows who he is (条例 art. 29), to be attached."""


_REACHED = (
    Field("联系电话 *", purpose="tel"),
    Field("邮政编码", purpose="postal-code"),
    Field("联系地址 *", purpose="address-line1"),
    Field("电子邮箱", purpose="email"),
    Field("传真"),
)

FORMS = (
    Form(
        "citizen",
        "公民",
        (
            Field("姓名 *", purpose="name"),
            Field("工作单位", purpose="organization"),
            Field("证件名称 *"),
            Field("证件号码 *"),
            *_REACHED,
        ),
        "身份证件复印件",
    ),
    Form(
        "organisation",
        "法人或者其他组织",
        (
            Field("名称 *", purpose="organization"),
            Field("统一社会信用代码 *"),
            Field("法定代表人"),
            Field("联系人姓名 *", purpose="name"),
            *_REACHED,
        ),
        "营业执照或者登记证书复印件",
    ),
)

WANTED = (
    Field("信息内容 *\n（名称、文号，或者便于查询的其他特征）", "text"),
    Field("提供方式 *\n（可选一项）", "choice", ("纸质", "电子邮件", "光盘等介质")),
    Field("获取途径 *\n（可选一项）", "choice", ("邮寄", "电子邮件", "自行领取", "当场查阅、抄录")),
)

SIGNED = (Field("申请人签名或者盖章 *", "hand"), Field("申请时间 *", "hand", ("　　　　年　　月　　日",)))


def form_parts(form: Form) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    """The blocks of a form with their fields."""
    return (("申请人信息", form.person), ("所需信息", WANTED), ("签署", SIGNED))


def form_cells(form: Form) -> tuple[Cell, ...]:
    """The form on paper, as a table of three columns."""
    return tuple(sorted(_cells(form)))


def form_blocks(form: Form, catalog: Catalog) -> list[Block]:
    """The form as a file to print, or to type into."""
    authority = catalog.authority
    where = f"受理机构：{authority.name}　地址：{authority.address}　电话：{authority.phone}　传真：{authority.fax}　电子邮箱：{authority.email}"
    return [
        Heading(TITLE, 0),
        Paragraph(f"申请人类别：{form.name}"),
        Grid(form_cells(form), WIDTHS, ROOM),
        *(Paragraph(f"{n}．{note}") for n, note in enumerate(NOTES, 1)),
        Paragraph(where),
    ]


def form_name(form: Form, kind: str) -> str:
    """The name of a file (`docx`, `pdf`) beside the form's page."""
    return f"application-{form.key}.{kind}"


def _cells(form: Form) -> Iterator[Cell]:
    row = 0
    for name, fields in form_parts(form):
        yield Cell(row, 0, len(fields), 1, name, "rowgroup")
        for field in fields:
            yield Cell(row, 1, 1, 1, field.label, "row")
            yield Cell(row, 2, 1, 1, _space(field), "")
            row += 1


def _space(field: Field) -> str:
    """What is printed where the applicant writes."""
    if field.kind == "choice":
        return "　　".join(f"{BOX} {option}" for option in field.options)
    return "\n\n\n" if field.kind == "text" else "".join(field.options)
