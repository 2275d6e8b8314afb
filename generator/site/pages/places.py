"""The plan and the registers → what search leads to besides the documents: pages, bodies, answers, topics, withheld titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.model.catalog import Catalog
from generator.model.document import Document, ListedDocument
from generator.model.grounds import REASONS
from generator.planning.ledger.consultations import drafts_of
from generator.planning.plan import Plan, category_slugs
from generator.reading.registers.released import Released
from generator.reading.shipped_words import shipped_words
from generator.search.places import Place
from generator.search.words import spoken_names
from generator.site.pages.bodies import body_address
from generator.site.pages.guide import contact_of
from generator.site.pages.listing import group_views
from generator.site.pages.site_map import NAME as MAP
from generator.site.pages.site_map import Block

NAMES = {
    "guide/": ("公开指南", "信息公开指南", "指南", "guide"),
    "system/": ("公开制度", "制度"),
    "catalog/": ("公开目录", "信息公开目录", "目录"),
    "annual/": ("年报", "政府信息公开年报", "公开年报", "年度报告"),
    "request/": (
        "依申请公开",
        "申请公开",
        "怎么申请公开",
        "信息公开申请",
        "申请政府信息公开",
        "apply",
        "request",
    ),
    "request/form/": ("申请表", "公开申请表", "信息公开申请表", "依申请公开申请表"),
    "request/reply-date/": ("答复期限", "答复日期", "答复期限计算", "什么时候答复"),
    "request/statistics/": ("依申请公开统计", "申请统计", "申请办理情况"),
    "request/released/": ("已公开的答复", "答复"),
    "catalog/coverage/": ("覆盖情况", "公开了哪些", "还没有公开的"),
    "catalog/timeliness/": ("及时性", "公开及时性", "逾期公开", "公开晚了"),
    "catalog/statistics/": ("公开统计", "统计"),
    "catalog/items/": ("标准目录", "公开事项", "公开事项目录"),
    "catalog/in-force/": ("现行有效", "现行有效文件", "有效文件", "规范性文件目录", "在用的文件", "现行文件"),
    "catalog/interpretations/": ("政策解读", "解读", "回应关切", "辟谣"),
    "catalog/consultations/": ("征求意见", "意见征集", "正在征求意见", "公开征求意见"),
    "data/": ("开放数据", "数据下载", "订阅", "Excel", "目录下载"),
    "data/fields/": ("数据字典", "字段"),
    "verify/": ("验证", "核对", "真伪", "验证真伪", "文件真伪", "真假", "防伪"),
    "accessibility/": ("无障碍", "无障碍声明"),
    "help/": ("帮助", "使用帮助", "怎样检索"),
    "map/": ("网站地图", "站点地图"),
}
"""What people also call the pages that every site has."""

WORDS = {
    "request/": "怎样申请 申请获取没有主动公开的政府信息 政府文件 没有公开的文件 提交申请 受理 收费 期限 当面 邮寄 网上 去哪里申请",
    "request/form/": "信息公开申请表 下载 打印 填写 Word PDF 表格 样表 自然人 法人 怎样填写申请表",
    "request/reply-date/": "信息公开申请 二十个工作日 20个工作日 延长 多久 多少天 什么时候收到答复 回复 回信",
    "guide/": "怎样查找 怎样获取 找谁咨询 监督 投诉信息公开 举报 受理机构 联系电话 办公地址 办公时间 政务公开科",
    "catalog/coverage/": "哪些事项已经公开 哪些还没有公开 缺少 遗漏 应当公开",
    "catalog/timeliness/": "逾期公开 超过期限公开 晚了几天 按时公开 二十个工作日",
    "catalog/in-force/": "现行有效 现在有效 仍然有效 废止 失效 清理结果 规范性文件 行政法规 规章",
    "accessibility/": "无障碍 阅读 读屏 老年人 关怀版 大字 朗读 盲人 视力",
    "catalog/consultations/": "重大行政决策 提意见 听取意见 正在听取意见 征求意见 草案 截止 听证",
    "data/": "catalog.xlsx Excel 表格 目录下载 CSV JSON 接口 RSS 订阅 下载全部目录",
    "verify/": "核对 网页 下载的文件 摘要 有没有被改过 真的假的 真假 篡改",
}
"""What else is to be found there."""

UNKEPT = ("search/",)

DRAFTS = 20
"""Of drafts so many are named, the newest."""


def places_of(
    catalog: Catalog, plan: Plan, blocks: Iterable[Block], released: Sequence[Released], pages: Path
) -> list[Place]:
    """Everything that can be opened and is no document; `pages` is the folder of the office's own pages."""
    return [
        *(
            page
            for page in _pages(catalog, blocks, pages)
            if page.address not in {t.address for t in plan.tables}
        ),
        *_bodies(catalog),
        *_answers(released),
        *_withheld(catalog, plan),
        *_topics(plan),
        *_drafts(catalog, plan),
        *(
            Place(
                t.address,
                "登记表",
                t.table.title,
                register_names(t.table.title),
                f"登记表 公示表 {t.table.note or ''} {' '.join(c.label for c in t.table.columns.values() if c.public)}",
                f"共 {len(t.rows)} 条",
            )
            for t in plan.tables
        ),
    ]


_END = re.compile(r"(?:结果|情况|信息|项目|清单|公示|台账|一览表|登记表)$")
_BEGINNING = re.compile(r"^(?:行政事业性|政府信息公开|政府信息|政府|政务|社会|行政|重大)")


def register_names(title: str) -> tuple[str, ...]:
    """What people call a register, from its title: 行政处罚结果信息 → 行政处罚结果, 行政处罚, 处罚结果信息, 处罚结果, 处罚."""
    names = [title]
    while (shorter := _END.sub("", names[-1])) != names[-1]:
        names.append(shorter)
    names += [_BEGINNING.sub("", name) for name in names]
    return tuple(name for name in dict.fromkeys(names) if len(name) > 1 and name != title)


def _pages(catalog: Catalog, blocks: Iterable[Block], folder: Path) -> Iterator[Place]:
    listed = [
        (name, address)
        for block in blocks
        for name, address in ((block.name, block.address), *block.pages)
        if address and address not in UNKEPT
    ]
    for name, address in (*listed, (MAP, "map/")):
        text = " ".join((WORDS.get(address, ""), _editorial(folder / f"{address.rstrip('/')}.md")))
        phone = catalog.authority.phone if address == "guide/" else ""
        names = NAMES.get(address, ()) or _of_year(address)
        yield Place(address, "网页", name, names, text.strip(), phone=phone)


def _of_year(address: str) -> tuple[str, ...]:
    """What people call the annual report of a year."""
    year = re.fullmatch(r"annual/(\d{4})/", address)
    return (f"{year[1]}年年报", f"{year[1]}年报", f"{year[1]}年度报告") if year else ()


def _editorial(file: Path) -> str:
    """The words of a page of the office's own, without its marks."""
    if not file.is_file():
        return ""
    text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text(encoding="utf-8-sig"), flags=re.DOTALL)
    return " ".join(re.sub(r"\]\([^)]*\)|<[^>]*>|[#*_`\[\]]", " ", text).split())


def _bodies(catalog: Catalog) -> Iterator[Place]:
    for body in catalog.bodies:
        contact = contact_of(catalog, body)
        text = f"{contact.office} 联系电话 地址 办公时间 {contact.address} {contact.hours}"
        note = f"{contact.address}　{contact.hours}"
        yield Place(
            body_address(body),
            "机构",
            body.name,
            tuple(spoken_names(body, shipped_words().bodies)),
            text,
            note,
            contact.phone,
        )


def _answers(released: Sequence[Released]) -> Iterator[Place]:
    for entry in released:
        yield Place(
            "request/released/",
            "答复",
            entry.subject,
            (),
            f"{entry.answer} {entry.no}",
            f"{entry.no}：{entry.answer}",
        )


def _withheld(catalog: Catalog, plan: Plan) -> Iterator[Place]:
    """The titles of what is not public, where catalog.yml lists them: with the ground, and where they stand."""
    slugs, listed = category_slugs(catalog), {row.index_no: row.withheld for row in plan.rows if row.withheld}
    for document in plan.documents:
        if isinstance(document, ListedDocument) and (kind := listed.get(document.index_no)):
            address = (
                f"catalog/category/{slugs[document.category]}/" if document.category in slugs else "catalog/"
            )
            yield Place(
                address,
                kind,
                document.title,
                text=document.index_no,
                note=grounds_of(document),
                known=document.address,
            )


def grounds_of(document: Document) -> str:
    """Why a document is not public, in words."""
    grounds = (REASONS[code].zh for code in document.openness_reason if code in REASONS)
    return "；".join(filter(None, (document.issuer, *grounds)))


def _drafts(catalog: Catalog, plan: Plan) -> Iterator[Place]:
    """What the public can comment on, or could lately."""
    for draft in drafts_of(plan.published)[:DRAFTS]:
        document = draft.document
        yield Place(
            document.address,
            "征求意见",
            document.title,
            ("征求意见", "意见征集", "提意见", *_named_within(document.title)),
            note=document.issuer,
            phone=contact_of(catalog, catalog.body_of(document)).phone,
            until=draft.consultation.closes.isoformat(),
        )


def _named_within(title: str) -> tuple[str, ...]:
    """What a title is about: the name in it, without the mark of a draft."""
    return tuple(re.sub(r"[（(][^）)]*[）)]$", "", name) for name in re.findall(r"《([^》]+)》", title))


def _topics(plan: Plan) -> Iterator[Place]:
    for view in group_views(plan):
        if view["key"] in ("category", "theme"):
            for group in view["groups"]:
                name = group["name"].replace("\\", "、")
                yield Place(group["address"], view["name"], name, (), "", f"共 {group['count']} 条")
