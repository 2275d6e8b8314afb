"""The title and the issuer of a document → its genre, its category and its theme in the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.catalog import OFFICIAL_GENRES, Catalog
from generator.planning.plan import top_theme
from generator.tools.importing.guessed import BY_BODY, BY_TITLE, TITLE_END, Guess
from generator.tools.importing.layouthead import title_end
from generator.tools.importing.source import Told

_DUTIES: tuple[tuple[str, str], ...] = (
    ("50", r"政府信息公开工作年度报告"),
    ("20-7", r"预算|决算|财政收支|专项债券|转移支付"),
    ("20-14", r"招录|招考|公务员|公开招聘"),
    ("20-9", r"政府采购|集中采购|采购目录"),
    ("20-8", r"收费"),
    ("21", r"征收|征地|拆迁|补偿安置"),
    ("20-6", r"行政处罚|行政强制|处罚决定"),
    ("20-10", r"重大建设项目|重点项目|重点工程"),
    ("20-12", r"应急预案|突发|防汛|防台|预警|抗旱|疫情"),
    ("20-3", r"规划|五年|年度计划|工作要点"),
    ("20-4", r"统计|主要指标|普查|抽样调查"),
    ("20-2", r"机构职能|职责|内设机构|机构设置|领导分工"),
    ("20-13", r"监督检查|抽查|抽检|专项检查|督查|检查情况"),
    ("20-5", r"行政许可|审批|登记|办事指南|备案"),
    ("20-1", r"办法|规定|细则|规范性文件|条例"),
    ("20-11", r"救助|补贴|补助|资助|教育|入学|招生|医疗|医保|养老|就业|社会保障|低保|住房|扶贫|助学|待遇"),
)
"""Item of 条例 art. 20–21 → words of a title that speak for it; the first that fits."""

_THEMES: tuple[tuple[str, str], ...] = (
    ("财政、金融、审计", r"财政|预算|决算|税|审计|金融|债券"),
    ("科技、教育", r"教育|学校|入学|招生|科技|知识产权|学生"),
    ("卫生、体育", r"卫生|医疗|疫|体育|医院|健康"),
    ("劳动、人事、监察", r"就业|人事|公务员|招录|招聘|社会保障|社会保险|工资|人力资源"),
    ("城乡建设、环境保护", r"住房|住建|建设|城市|环境|生态|燃气|物业|供水|气象"),
    ("农业、林业、水利", r"农业|农村|林业|水利|防汛|抗旱|粮食|耕地"),
    ("国土资源、能源", r"土地|征收|矿产|能源|电力"),
    ("市场监管、安全生产监管", r"市场监管|食品|药品|安全生产|质量|应急|标准|计量"),
    ("工业、交通", r"工业|交通|公路|道路|邮政|通信"),
    ("商贸、海关、旅游", r"商务|旅游|外贸|消费"),
    ("文化、广电、新闻出版", r"文化|文物|广播|出版"),
    ("民政、扶贫、救灾", r"(?<!人)民政|救助|救灾|低保|殡葬|养老|慈善|地名"),
    ("人口与计划生育、妇女儿童工作", r"生育|妇女|儿童"),
    ("公安、安全、司法", r"公安|司法|法治|行政复议|治安|消防"),
    ("国民经济管理、国有资产监管", r"统计|规划|物价|收费|国有资产|项目|经济"),
    ("民族、宗教", r"民族|宗教"),
    ("国防", r"国防|征兵|兵役"),
    ("综合政务", r"政务|信息公开|公文|值班|督查|政府工作|办公"),
)


def genres(title: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    """The genre, by the end of the title, or as it is told."""
    if end := title_end(title, catalog.genres):
        yield Guess(end, TITLE_END, end in OFFICIAL_GENRES)
    if title.endswith("令") and "令" in catalog.genres:
        yield Guess("令", TITLE_END, True)
    genre = told.get("genre")
    if genre and genre.value in catalog.genres:
        yield Guess(genre.value, genre.place, True)


def categories(title: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    """The category, as it is told, or by words of the title."""
    if said := told.get("category"):
        parts = [part.strip() for part in re.split(r"[/＞>\\»|、]", said.value)]
        yield from (Guess(part, said.place, True) for part in parts[::-1] if part in catalog.category_by_name)
    for duty, words in _DUTIES:
        for category in catalog.categories:
            if category.duty == duty and re.search(words, title):
                yield Guess(category.name, BY_TITLE, False)


def themes(title: str, issuer: str, told: Mapping[str, Told], catalog: Catalog) -> Iterator[Guess | None]:
    """The theme, as it is told, or by words of the title and the issuer."""
    theme = told.get("theme")
    if theme and top_theme(theme.value) in catalog.themes:
        yield Guess(theme.value, theme.place, True)
    for text, place in ((title, BY_TITLE), (issuer, BY_BODY)):
        yield from (
            Guess(name, place, False)
            for name, words in _THEMES
            if name in catalog.themes and re.search(words, text)
        )
