"""The statutory duties of disclosure (条例 art. 12, 20, 21, 50) and which of them a catalog answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.model.catalog import Catalog, Category, Level


class Duty(NamedTuple):
    """One duty to publish: its key in catalog.yml (`20-7`), a short name, and the words of the Regulations."""

    key: str
    name: str
    text: str


ARTICLE_20: tuple[Duty, ...] = (
    Duty("20-1", "规章和规范性文件", "行政法规、规章和规范性文件"),
    Duty("20-2", "机关职能", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    Duty("20-3", "规划", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    Duty("20-4", "统计信息", "国民经济和社会发展统计信息"),
    Duty("20-5", "许可和管理服务", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    Duty(
        "20-6",
        "处罚和强制",
        "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    ),
    Duty("20-7", "预算决算", "财政预算、决算信息"),
    Duty("20-8", "行政事业性收费", "行政事业性收费项目及其依据、标准"),
    Duty("20-9", "政府集中采购", "政府集中采购项目的目录、标准及实施情况"),
    Duty("20-10", "重大建设项目", "重大建设项目的批准和实施情况"),
    Duty("20-11", "民生政策措施", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
    Duty("20-12", "突发公共事件", "突发公共事件的应急预案、预警信息及应对情况"),
    Duty("20-13", "监督检查", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
    Duty("20-14", "公务员招考", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    Duty("20-15", "其他法定公开", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
)
"""The 15 items of art. 20, which bind every agency."""

_CITY_AND_COUNTY = "市政建设、公共服务、公益事业、土地征收、房屋征收、治安管理、社会救助等方面的政府信息"

_TOWNSHIP = (
    "贯彻落实农业农村政策、农田水利工程建设运营、农村土地承包经营权流转、宅基地使用情况审核、土地征收、房屋征收、"
    "筹资筹劳、社会救助等方面的政府信息"
)

ARTICLE_21: Mapping[Level, str] = {
    "city": _CITY_AND_COUNTY,
    "county": _CITY_AND_COUNTY,
    "department": _CITY_AND_COUNTY,
    "township": _TOWNSHIP,
}
"""What art. 21 adds, by level; a province has no further duty."""

OTHER_DUTIES: tuple[Duty, ...] = (
    Duty("12", "公开指南和目录", "政府信息公开指南和政府信息公开目录"),
    Duty("50", "年度报告", "政府信息公开工作年度报告"),
)
"""Art. 12 and 50: counted only when a category of catalog.yml serves them, for the platform has pages of its own for both."""


def duties_of(catalog: Catalog) -> tuple[Duty, ...]:
    """The duties of this catalog, in the order of the Regulations."""
    served = {category.duty for category in catalog.categories}
    local = ARTICLE_21.get(catalog.authority.level)
    extra = (Duty("21", "市县基层公开", local),) if local else ()
    return (*ARTICLE_20, *extra, *(duty for duty in OTHER_DUTIES if duty.key in served))


def body_name(catalog: Catalog, issuer: str | None) -> str:
    """The full name of a document's body; what was written when catalog.yml does not know it."""
    body = catalog.body_named(issuer)
    return body.name if body else issuer or ""


def duty_name(duty: str) -> str:
    """条例第二十条第（七）项 of `20-7`."""
    digits = [
        "",
        "一",
        "二",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "十一",
        "十二",
        "十三",
        "十四",
        "十五",
    ]
    article, _, item = duty.partition("-")
    if item:
        return f"条例第二十条第（{digits[int(item)]}）项"
    return {"21": "条例第二十一条", "12": "条例第十二条", "50": "条例第五十条"}[article]


OLDEST = {
    "20-1": 365,
    "20-2": 365,
    "20-3": 365,
    "20-7": 365,
    "20-8": 365,
    "20-9": 180,
    "20-11": 60,
    "20-12": 60,
    "20-13": 60,
    "12": 365,
    "50": 365,
}
"""Days after which a column counts as not kept up, by duty: what local inspections of government sites use."""

OTHERWISE = 90


def longest_gap(category: Category) -> int:
    """Days after which a column counts as not kept up: its own rhythm (`every`), otherwise what is usual for its duty."""
    return category.every or OLDEST.get(category.duty, OTHERWISE)
