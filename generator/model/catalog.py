"""catalog.yml as frozen data: what is published, by whom, under which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field

from generator.model.assessment import Assessment
from generator.model.document import STRICT, Day, FrontMatter, Names, PathExemption, one_or_many
from generator.model.review import ReviewScheme
from generator.model.term import Term

Level = Literal["province", "city", "county", "township", "department"]

Start = Literal["formed", "approved", "interpreted"]

StartField = Annotated[
    Start,
    Field(
        title="起算",
        description="formed：生成日期；approved：批准日期；interpreted：被解读文件的公开日期",
        validation_alias=AliasChoices("start", "from"),
    ),
]
"""The event from which a term of publication runs; written `from` in YAML, which is a word of Python."""

Legacy = Literal["allow", "warn", "refuse"]

Block = Literal["制度", "年报"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """外观: what makes the pages look like the office's own. Everything else follows from the one colour."""

    __pydantic_config__ = STRICT
    colour: Annotated[
        str | None,
        Field(
            title="主色",
            description="页眉、链接、按钮和图表的颜色，如 #1b4b7a；深色版、关怀版的颜色由它推算",
            pattern=r"^#[0-9A-Fa-f]{6}$",
        ),
    ] = None
    logo: Annotated[
        str | None, Field(title="标志", description="网站名称前的图片，放在 content/pages，如 logo.png")
    ] = None
    header: Annotated[
        str | None,
        Field(title="页眉图", description="页面最上面的横幅图片，放在 content/pages，如 header.jpg"),
    ] = None
    footer: Annotated[Names, Field(title="页脚", description="页脚另加的文字，一行一条")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """网站: the identity of the platform, as inspections look for it in footer and meta tags."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="网站名称")]
    url: Annotated[
        str, Field(title="网站地址", description="含子路径的完整地址", pattern=r"^https?://[^\s/]+(/.*)?$")
    ]
    id_code: Annotated[str | None, Field(title="网站标识码")] = None
    icp: Annotated[str | None, Field(title="ICP备案号")] = None
    police: Annotated[str | None, Field(title="公安机关备案号")] = None
    sponsor: Annotated[str | None, Field(title="主办单位")] = None
    founded: Annotated[Day | None, Field(title="开通日期")] = None
    look: Annotated[Look | None, Field(title="外观", description="颜色、标志、页眉图和页脚的文字")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """监督投诉受理机构: where a citizen complains (条例 art. 47, 51)."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="名称")]
    phone: Annotated[str, Field(title="电话")]
    address: Annotated[str | None, Field(title="地址")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """政府信息公开工作机构: the office the guide names (条例 art. 12)."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="机构名称")]
    level: Annotated[Level, Field(title="层级")]
    address: Annotated[str, Field(title="办公地址")]
    hours: Annotated[str, Field(title="办公时间")]
    phone: Annotated[str, Field(title="联系电话")]
    fax: Annotated[str, Field(title="传真号码")]
    email: Annotated[str, Field(title="电子邮箱")]
    postcode: Annotated[str | None, Field(title="邮政编码")] = None
    supervisor: Annotated[Supervisor | None, Field(title="监督投诉受理")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """发布机构: an office that issues documents under its own code. Its guide takes what it does not write here from the authority."""

    __pydantic_config__ = STRICT
    code: Annotated[
        str,
        Field(title="机构代码", description="统一社会信用代码或者组织机构代码", pattern=r"^[0-9A-Za-z-]+$"),
    ]
    name: Annotated[str, Field(title="机构全称")]
    short: Annotated[str | None, Field(title="机构简称")] = None
    parent: Annotated[str | None, Field(title="上级机构")] = None
    office: Annotated[str | None, Field(title="公开工作机构", description="本机构负责公开工作的科室")] = None
    address: Annotated[str | None, Field(title="办公地址")] = None
    postcode: Annotated[str | None, Field(title="邮政编码")] = None
    hours: Annotated[str | None, Field(title="办公时间")] = None
    phone: Annotated[str | None, Field(title="联系电话")] = None
    fax: Annotated[str | None, Field(title="传真号码")] = None
    email: Annotated[str | None, Field(title="电子邮箱")] = None
    site: Annotated[
        str | None,
        Field(title="网站地址", description="该机构自己的信息公开网站", pattern=r"^https?://[^\s]+/$"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """定额: how many documents a column gets in each period at least."""

    __pydantic_config__ = STRICT
    number: Annotated[int, Field(title="条数", gt=0)]
    per: Annotated[
        Literal["month", "quarter", "year"], Field(title="每", description="month：月；quarter：季；year：年")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """目录类别: a column of the catalog and the statutory duty it serves."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="类别名称")]
    duty: Annotated[
        str,
        Field(
            title="法定职责", description="条例的条和项，如 20-7", pattern=r"^(20-([1-9]|1[0-5])|21|12|50)$"
        ),
    ]
    block: Annotated[Block | None, Field(title="所在栏目", description="列入“制度”或者“年报”栏目")] = None
    keeper: Annotated[
        Names,
        BeforeValidator(one_or_many, json_schema_input_type=str | list[str]),
        Field(title="责任机构", description="负责这个栏目的机构；空白、超期和不足额都计在它名下"),
    ] = ()
    review: Annotated[
        ReviewScheme | None, Field(title="审查程序", description="这一类别另有的审查步骤和时限")
    ] = None
    permit: Annotated[
        bool, Field(title="须经批准", description="这一类别的信息须经批准方可公开，在 review.permit 写明")
    ] = False
    every: Annotated[int | None, Field(title="更新间隔", description="最多间隔多少天更新一次", gt=0)] = None
    quota: Annotated[Quota | None, Field(title="定额", description="每月、每季或者每年至少公开几条")] = None
    retain: Annotated[
        int | None,
        Field(title="公开期限", description="公开多少天后撤下；文件自己写了 public_until 的从其规定", gt=0),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTerm(Term):
    """公开期限: how long after which event a document of a category or genre must be public, and by which law."""

    __pydantic_config__ = STRICT
    start: StartField = "formed"
    category: Annotated[str | None, Field(title="适用类别")] = None
    genre: Annotated[str | None, Field(title="适用体裁")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """附件: what may be attached beside the formats that everybody can open."""

    __pydantic_config__ = STRICT
    legacy: Annotated[
        Legacy,
        Field(title="旧格式", description="warn：提醒另存为新格式；allow：不提醒；refuse：不接受"),
    ] = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayNotice:
    """放假安排: a year's holiday notice of the State Council."""

    __pydantic_config__ = STRICT
    notice: Annotated[str, Field(title="通知文号")]
    issued: Annotated[Day | None, Field(title="公布日期")] = None
    holidays: Annotated[tuple[Day, ...], Field(title="放假日期")]
    workdays: Annotated[tuple[Day, ...], Field(title="调休上班日期")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """公开指南: when somebody last compared the guide with the facts (条例 art. 12: 及时更新)."""

    __pydantic_config__ = STRICT
    reviewed: Annotated[Day, Field(title="核对日期", description="最近一次核对、更新公开指南的日期")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """历史文件迁入: documents that were public elsewhere before they entered this repository."""

    __pydantic_config__ = STRICT
    until: Annotated[
        Day, Field(title="迁入截止日期", description="这一天及以前进入仓库的文件，公开日期以原网站为准")
    ]
    reason: Annotated[str, Field(title="理由")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """其他目录: a catalog shown within this one: another root on disk, or the catalog.json that another site has published."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="来源名称", description="在信息上显示的来源")]
    root: Annotated[
        str | None, Field(title="文件夹", description="另一个目录的 catalog.yml 所在的文件夹，从本目录算起")
    ] = None
    catalog: Annotated[
        str | None, Field(title="目录文件", description="另一个网站发布的 catalog.json，从本目录算起")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admin:
    """网页编辑: the editor below admin/, which writes to the office's git host."""

    __pydantic_config__ = STRICT
    backend: Annotated[
        Literal["github", "gitlab", "gitea", "test-repo"],
        Field(title="仓库的种类", description="test-repo 只供试用，不保存"),
    ]
    repo: Annotated[str | None, Field(title="仓库", description="所有者/仓库名")] = None
    branch: Annotated[str, Field(title="分支")] = "main"
    api: Annotated[
        str | None,
        Field(
            title="接口地址",
            description="自建平台填写，如 https://git.example.gov.cn/api/v4",
            pattern=r"^https?://[^\s/]+(/.*)?$",
        ),
    ] = None
    auth: Annotated[str | None, Field(title="登录服务地址", pattern=r"^https?://[^\s/]+(/.*)?$")] = None
    app: Annotated[str | None, Field(title="应用编号", description="在 git 平台登记这个编辑界面时得到")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """规则设置: another severity for a rule, and the reason for it."""

    __pydantic_config__ = STRICT
    severity: Annotated[Literal["error", "warning", "off"], Field(title="级别")]
    reason: Annotated[str, Field(title="理由")]


DEFAULT_THEMES: Names = (
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)
"""The 22 themes of the State Council's policy library, in its order."""

OFFICIAL_GENRES: Names = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
"""The 15 kinds of official document (党政机关公文处理工作条例 art. 8); 命令 may be written 令."""

DEFAULT_GENRES: Names = (
    *OFFICIAL_GENRES,
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "规划",
    "计划",
    "方案",
    "目录",
    "指南",
    "解读",
    "其他",
)

INDEX_NO_PATTERN = r"^(?P<code>[0-9A-Z]{8}-?[0-9X]|[0-9A-HJ-NPQRTUWXY]{18})/(?P<year>(?:19|20)\d{2})(?:0[1-9]|1[0-2])?-(?P<serial>\d{5})$"
"""Organisation code or unified credit code / year - five digits (国办秘函〔2009〕6号 and practice)."""


DESCRIPTIVE = frozenset(
    {"site", "authority", "bodies", "categories", "themes", "genres", "guide", "includes", "admin"}
)
"""Keys of catalog.yml that decide nothing. Of a category that the base has, everything is as it is there."""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """catalog.yml: what is published, by whom, under which rules."""

    __pydantic_config__ = STRICT
    site: Annotated[Site, Field(title="网站")]
    authority: Annotated[Authority, Field(title="公开工作机构")]
    bodies: Annotated[tuple[Body, ...], Field(title="发布机构", min_length=1)]
    categories: Annotated[tuple[Category, ...], Field(title="目录类别", min_length=1)]
    themes: Annotated[Names, Field(title="主题分类", min_length=1)] = DEFAULT_THEMES
    genres: Annotated[Names, Field(title="体裁", min_length=1)] = DEFAULT_GENRES
    index_no: Annotated[
        str, Field(title="索引号格式", description="正则表达式（RE2）；命名组 code、year 用于核对机构和年份")
    ] = INDEX_NO_PATTERN
    deadlines: Annotated[tuple[PublicationTerm, ...], Field(title="公开期限")] = ()
    calendar: Annotated[Mapping[int, HolidayNotice], Field(title="放假安排")] = field(default_factory=dict)
    rules: Annotated[Mapping[str, RuleSetting], Field(title="规则设置")] = field(default_factory=dict)
    allow: Annotated[tuple[PathExemption, ...], Field(title="例外")] = ()
    attachments: Annotated[Attachments, Field(title="附件")] = field(default_factory=Attachments)
    guide: Annotated[Guide | None, Field(title="公开指南")] = None
    review: Annotated[
        ReviewScheme | None, Field(title="审查程序", description="必经的审查步骤、次序和时限")
    ] = None
    imported: Annotated[Imported | None, Field(title="历史文件迁入")] = None
    assessment: Annotated[Assessment, Field(title="考核办法")] = field(default_factory=Assessment)
    sources: Annotated[
        Names, Field(title="允许转载的网站", description="域名，包括子域名；不写则是 gov.cn")
    ] = ()
    includes: Annotated[tuple[Include, ...], Field(title="其他目录")] = ()
    admin: Annotated[Admin | None, Field(title="网页编辑", description="不写则没有编辑界面")] = None
    withheld: Annotated[
        Literal["list", "hide"],
        Field(title="不公开记录", description="list：在目录中列出编号、名称和理由；hide：不列"),
    ] = "hide"

    @cached_property
    def body_by_name(self) -> Mapping[str, Body]:
        """Every full and short name of a body."""
        return {name: body for body in self.bodies for name in (body.name, body.short) if name}

    @cached_property
    def category_by_name(self) -> Mapping[str, Category]:
        """Every category by its name."""
        return {category.name: category for category in self.categories}

    @cached_property
    def slugs(self) -> Mapping[str, Mapping[str, str]]:
        """For each view whose groups it names: the address part of each group, in display order.

        That of a category is its duty, numbered when several serve the same one.
        """
        served: Counter[str] = Counter()
        categories: dict[str, str] = {}
        for category in self.categories:
            served[category.duty] += 1
            number = served[category.duty]
            categories[category.name] = f"{category.duty}-{number}" if number > 1 else category.duty
        return {
            "category": categories,
            "theme": _numbered(self.themes),
            "body": {body.name: body.code for body in self.bodies},
            "genre": _numbered(self.genres),
        }

    def body_of(self, document: FrontMatter) -> Body | None:
        """The body that issued a document; None when it names none, or one that catalog.yml does not know."""
        return self.body_named(document.issuer)

    def body_named(self, name: str | None) -> Body | None:
        """The body that goes by a name, full or short; None for no name, or one that catalog.yml does not know."""
        return self.body_by_name.get(name) if name else None

    def category_of(self, document: FrontMatter) -> Category | None:
        """The category of a document; None when it names none, or one that catalog.yml does not know."""
        return self.category_by_name.get(document.category) if document.category else None

    def review_of(self, document: FrontMatter) -> ReviewScheme | None:
        """The steps that the review of a document must have: of its category, otherwise those of the catalog."""
        category = self.category_of(document)
        return (category.review if category else None) or self.review

    def own_term(self, document: FrontMatter) -> Term | None:
        """The publication term that this catalog sets for the genre or category of a document, if it does."""
        for term in self.deadlines:
            if term.genre in (None, document.genre) and term.category in (None, document.category):
                return term
        return None


def _numbered(names: Iterable[str]) -> dict[str, str]:
    return {name: f"{number:02}" for number, name in enumerate(names, 1)}
