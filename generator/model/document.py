"""The words of the trade as frozen data: documents and their parts.

The front-matter classes are the single definition of what an editor may write: reading, the generated
dictionary and the messages all come from them. A key's `title` is its Chinese label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple, TypeVar, get_type_hints

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo

from generator.model.review import Review as Review
from generator.model.values import STRICT as STRICT
from generator.model.values import Day as Day
from generator.model.values import Names as Names
from generator.model.values import one_or_many as one_or_many


class Link(NamedTuple):
    """One link or image of a text."""

    line: int
    target: str
    """As it was written."""
    image: bool
    path: str = ""
    """The file it stands in; empty for that of the document itself."""


Openness = Literal["主动公开", "依申请公开", "不予公开", "部分公开"]

Validity = Literal["有效", "尚未生效", "已修改", "失效", "废止"]

CorrectionKind = Literal["更正", "补充", "澄清"]

Extent = Literal["重大", "轻微"]

Earlier = Literal["保留", "隐去"]

WithdrawalKind = Literal["误公开", "被替代", "撤回"]

PUBLIC: frozenset[str] = frozenset({"主动公开", "部分公开"})
"""The kinds of openness whose text may be on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """转载来源: where a reprinted text comes from."""

    __pydantic_config__ = STRICT
    name: Annotated[str, Field(title="来源名称", description="首次发布的单位或者媒体")]
    url: Annotated[str | None, Field(title="来源地址", description="首次发布的网址")] = None
    date: Annotated[Day | None, Field(title="来源日期", description="首次发布的日期")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """附件: a file in the folder `<document name>.files/` beside the document."""

    __pydantic_config__ = STRICT
    file: Annotated[str, Field(title="文件名", description="附件文件夹中的文件名")]
    title: Annotated[
        str | None, Field(title="附件名称", description="页面上显示的名称；不写则显示文件名")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """逾期说明: why publication came after the term, and who agreed."""

    __pydantic_config__ = STRICT
    reason: Annotated[str | None, Field(title="逾期原因", description="向社会公开的原因")] = None
    filed: Annotated[Day | None, Field(title="登记日期", description="登记逾期原因的日期")] = None
    approved_by: Annotated[str | None, Field(title="批准岗位", description="同意延期的岗位")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """更正记录: a public note about a change after publication."""

    __pydantic_config__ = STRICT
    date: Annotated[Day, Field(title="更正日期", description="更正内容上网的日期")]
    note: Annotated[str, Field(title="更正说明", description="改了什么、为什么改")]
    kind: Annotated[CorrectionKind, Field(title="更正种类", description="更正、补充或者澄清")] = "更正"
    extent: Annotated[
        Extent, Field(title="更正程度", description="重大：影响内容的理解和执行；轻微：错别字、格式等")
    ] = "重大"
    earlier: Annotated[
        Earlier,
        Field(title="更正前的版本", description="隐去：更正前的各个版本不再显示，删除个人信息等必须写"),
    ] = "保留"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """历次文本: the whole text of the document as it was in force from one day to another, in a file beside the attachments."""

    __pydantic_config__ = STRICT
    file: Annotated[
        str, Field(title="文件名", description="附件文件夹中的 Markdown 文件，只写当时的正文，不写文件头")
    ]
    since: Annotated[Day, Field(title="起始日期", description="这个文本开始施行的日期")]
    until: Annotated[
        Day, Field(title="终止日期", description="这个文本施行的最后一日，即修改后的文本施行的前一日")
    ]
    by: Annotated[
        str | None,
        Field(title="修改依据", description="由哪份文件修改：本目录的索引号，或者文件名称、发文字号"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """撤下记录: what became of a document that was published, when and why. Its address stays."""

    __pydantic_config__ = STRICT
    kind: Annotated[
        WithdrawalKind,
        Field(
            title="撤下种类",
            description="误公开：内容全部撤下；被替代：指向替代它的信息；撤回：内容留存，注明已撤回",
        ),
    ]
    date: Annotated[Day, Field(title="撤下日期", description="撤下的日期")]
    reason: Annotated[str, Field(title="撤下原因", description="向社会公开的原因，不得复述撤下的内容")]
    by: Annotated[str | None, Field(title="决定岗位", description="决定撤下的岗位，不公开")] = None
    successor: Annotated[
        str | None, Field(title="替代信息", description="替代它的信息的索引号，被替代的必填")
    ] = None

    @property
    def status(self) -> str:
        """What is said beside the title from then on."""
        return {"误公开": "已撤下", "被替代": "被替代", "撤回": "已撤回"}[self.kind]


OLD_ADDRESS = (
    r"^[0-9A-Za-z_%][0-9A-Za-z._~%-]*(/[0-9A-Za-z_%][0-9A-Za-z._~%-]*)*/?(\?[0-9A-Za-z._~%&=+:,;/@-]+)?$"
)
"""A relative address, with its query: many old systems show every document with the same page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """迁址记录: an address under which the document was published before; it leads to the document for ever."""

    __pydantic_config__ = STRICT
    address: Annotated[
        str,
        Field(
            title="原地址",
            description="原来的索引号，或者原网站上的相对地址，如 art/2024/1/5/a.html、show.aspx?id=12",
            pattern=OLD_ADDRESS,
        ),
    ]
    date: Annotated[Day, Field(title="迁址日期", description="启用现地址的日期")]
    note: Annotated[str | None, Field(title="迁址说明", description="地址改变的原因")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """征求意见: until when and how the public can comment on a draft (《重大行政决策程序暂行条例》 art. 15)."""

    __pydantic_config__ = STRICT
    opens: Annotated[Day, Field(title="开始日期", description="可以提出意见的第一日")]
    closes: Annotated[Day, Field(title="截止日期", description="可以提出意见的最后一日；一般不少于 30 日")]
    respond: Annotated[str, Field(title="反馈方式", description="怎样提出意见：信函、电子邮箱、电话、现场")]
    shortened: Annotated[str | None, Field(title="缩短期限的理由", description="少于 30 日的写明理由")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """解读方式: how a document was explained other than by a text in this catalog, or why it needs no explanation."""

    __pydantic_config__ = STRICT
    form: Annotated[
        Literal["图解", "视频", "问答", "新闻发布会", "在线访谈", "媒体专访", "其他"] | None,
        Field(title="解读形式", description="图解、视频、问答、新闻发布会、在线访谈、媒体专访、其他"),
    ] = None
    by: Annotated[str | None, Field(title="解读人", description="负责人、专家等的职务")] = None
    url: Annotated[
        str | None, Field(title="解读地址", description="解读所在的网址", pattern=r"^https?://[^\s]+$")
    ] = None
    none: Annotated[
        str | None, Field(title="不解读的理由", description="确实不需要解读的写明理由，会公开")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """回应: which rumour or public concern a document answers, and when it was noticed."""

    __pydantic_config__ = STRICT
    to: Annotated[str, Field(title="回应的事项", description="概括写明传闻或者关切，不得扩散不实信息的细节")]
    noticed: Annotated[Day | None, Field(title="发现日期", description="发现传闻或者关切的日期")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """例外: findings of one rule about one document that are accepted until a day, and why."""

    __pydantic_config__ = STRICT
    rule: Annotated[
        str, Field(title="规则", description="规则的名称，如 late-publication；不能放宽的规则不能写")
    ]
    reason: Annotated[str, Field(title="理由", description="为什么暂时不改")]
    expires: Annotated[Day, Field(title="截止日期", description="例外有效的最后一日")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathExemption(Exemption):
    """例外: an exemption written in catalog.yml, which names its document."""

    __pydantic_config__ = STRICT
    path: Annotated[str, Field(title="文件", description="从 content/ 开始的完整路径")]
    finding: Annotated[
        str | None,
        Field(
            title="问题编号",
            description="不能放宽的规则只能逐个放过，写检查给出的编号；正文那一行改了，编号就变",
            pattern=r"^[0-9a-f]{16}$",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """图表: a table of the text that is drawn as well."""

    __pydantic_config__ = STRICT
    table: Annotated[
        int,
        BeforeValidator(lambda value: value, json_schema_input_type=int | str),  # every value is read as text
        Field(title="表格", description="正文里第几张表格", gt=0),
    ]
    columns: Annotated[
        Names,
        Field(title="列", description="画哪几列（最多 3 列），写表头；不写则是第一列数字", max_length=3),
    ] = ()


def _charts(value: object) -> object:
    """The number of a table stands for its chart."""
    several = value if isinstance(value, list) else [value]
    return [{"table": entry} if isinstance(entry, (int, str)) else entry for entry in several]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """文件头: everything an editor writes above the text. None or empty: not written, or not usable."""

    __pydantic_config__ = STRICT
    index_no: Annotated[
        str | None, Field(title="索引号", description="机构代码/年份-流水号，全目录唯一，一经使用不再更改")
    ] = None
    title: Annotated[str | None, Field(title="名称", description="信息的完整标题")] = None
    summary: Annotated[str | None, Field(title="内容概述", description="一两句话说明内容，不重复标题")] = None
    genre: Annotated[str | None, Field(title="体裁", description="文种，规范性文件和公文必填")] = None
    doc_no: Annotated[
        str | None, Field(title="发文字号", description="机关代字〔年份〕序号号，没有编号的不写")
    ] = None
    category: Annotated[str | None, Field(title="目录类别", description="catalog.yml 中的一个目录类别")] = (
        None
    )
    theme: Annotated[
        str | None, Field(title="主题分类", description="22 个主题之一，可以写到下级：主题\\子类")
    ] = None
    issuer: Annotated[str | None, Field(title="发布机构", description="catalog.yml 中机构的全称或者简称")] = (
        None
    )
    joint_issuers: Annotated[Names, Field(title="联合发布机构", description="联合发文的其他机构")] = ()
    formed: Annotated[Day | None, Field(title="生成日期", description="成文（签发）日期")] = None
    approved: Annotated[
        Day | None, Field(title="批准日期", description="人民代表大会、上级机关等批准的日期")
    ] = None
    published: Annotated[
        Day | None, Field(title="公开日期", description="上网公开的日期；不写表示等待公开")
    ] = None
    revised: Annotated[Day | None, Field(title="变更日期", description="内容变更的日期，另起公开期限")] = None
    effective: Annotated[Day | None, Field(title="施行日期", description="开始施行的日期")] = None
    expires: Annotated[Day | None, Field(title="有效期至", description="有效的最后一日；次日起失效")] = None
    repealed: Annotated[Day | None, Field(title="废止日期", description="宣布废止的日期")] = None
    validity: Annotated[Validity | None, Field(title="有效性", description="规范性文件必填")] = None
    openness: Annotated[Openness | None, Field(title="公开方式", description="公开属性")] = None
    openness_reason: Annotated[
        Names,
        BeforeValidator(one_or_many, json_schema_input_type=str | list[str]),
        Field(
            title="不公开理由",
            description="不予公开、部分公开的写条例第十四条至第十六条的理由代码；依申请公开的可以不写",
        ),
    ] = ()
    left_out: Annotated[
        str | None,
        Field(title="未公开的内容", description="部分公开的概括写明删去了什么，不得复述内容"),
    ] = None
    review: Annotated[Review | None, Field(title="审查记录", description="公开前的审查，上网公开的必填")] = (
        None
    )
    interprets: Annotated[Names, Field(title="解读", description="所解读文件的索引号")] = ()
    interpretation: Annotated[
        Interpretation | None, Field(title="解读方式", description="另以其他形式解读的，或者不需要解读的")
    ] = None
    responds: Annotated[
        Response | None, Field(title="回应关切", description="澄清传闻、回应社会关切的，写明回应什么")
    ] = None
    amends: Annotated[Names, Field(title="修改", description="所修改文件的索引号")] = ()
    repeals: Annotated[Names, Field(title="废止", description="所废止文件的索引号")] = ()
    replaces: Annotated[Names, Field(title="替代", description="所替代文件的索引号")] = ()
    related: Annotated[Names, Field(title="相关", description="相关文件的索引号")] = ()
    consultation: Annotated[
        Consultation | None, Field(title="征求意见", description="公开征求意见的起止日期和反馈方式")
    ] = None
    concludes: Annotated[
        Names, Field(title="征求意见结果", description="公布意见采纳情况的，写征求意见公告的索引号")
    ] = ()
    corrects: Annotated[
        Names, Field(title="更正、澄清", description="更正或者澄清公告所针对的文件的索引号")
    ] = ()
    source: Annotated[Reprint | None, Field(title="转载来源", description="转载的信息必填")] = None
    attachments: Annotated[tuple[Attachment, ...], Field(title="附件", description="附件清单")] = ()
    keywords: Annotated[Names, Field(title="关键词", description="便于查找的词")] = ()
    channels: Annotated[Names, Field(title="公开渠道", description="网站以外的公开渠道")] = ()
    items: Annotated[Names, Field(title="公开事项", description="政务公开事项标准目录中的事项编号")] = ()
    public_until: Annotated[Day | None, Field(title="公开截止", description="限时公开的最后一日")] = None
    late: Annotated[Late | None, Field(title="逾期说明", description="逾期公开的原因和登记情况")] = None
    corrections: Annotated[
        tuple[Correction, ...], Field(title="更正记录", description="公开后的更正、补充和澄清")
    ] = ()
    amended_text: Annotated[
        tuple[EarlierText, ...],
        Field(title="历次文本", description="修改以前的各个文本，从早到晚；本目录的提交记录里没有的才写"),
    ] = ()
    charts: Annotated[
        tuple[Chart, ...],
        BeforeValidator(_charts, json_schema_input_type=int | str | list[int | str | Chart]),
        Field(title="图表", description="正文里画成图的表格，如 [1, 3]"),
    ] = ()
    withdrawn: Annotated[
        Withdrawal | None,
        Field(title="撤下记录", description="已公开的信息误公开、被替代或者撤回的，写明日期和原因"),
    ] = None
    moved_from: Annotated[tuple[Move, ...], Field(title="迁址记录", description="以前的地址，保留跳转")] = ()
    allow: Annotated[tuple[Exemption, ...], Field(title="例外", description="暂时不改的检查结果和理由")] = ()


@lru_cache
def described(cls: type) -> Mapping[str, FieldInfo]:
    """Title and description of every key of one of these classes, in the order they are written."""
    hints = get_type_hints(cls, include_extras=True)
    return {
        name: next(m for m in hint.__metadata__ if isinstance(m, FieldInfo))
        for name, hint in hints.items()
        if hasattr(hint, "__metadata__")
    }


FIELDS: Mapping[str, FieldInfo] = described(FrontMatter)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document of an included catalog comes from."""

    name: str
    url: str
    """Its page on the site of its own."""
    elsewhere: bool
    """Whether its text is there only: of a published catalog nothing but the records is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(FrontMatter):
    """One disclosure: its front matter and where it was read from. The text stays on disk."""

    path: str
    """Relative to the root, with `/`."""
    lines: Mapping[str, int]
    """Line of every key; nested keys are joined with dots (`review.date`, `attachments.0.file`)."""
    body_line: int
    """Line on which the text begins."""
    digest: str
    """SHA-256 of the file's bytes, in hex."""
    head: str
    """SHA-256 of the front matter, in hex: a change to the text alone leaves it as it is."""
    size: int
    """Bytes of the file."""
    links: tuple[Link, ...] = ()
    """Where the text links to."""
    origin: Origin | None = None
    """None: of this catalog."""
    attached: tuple[str, ...] = ()
    """SHA-256 of each attachment with its text layer, in their order, then of each earlier text; empty for one that is missing."""
    ended: bool = False
    """Whether the last day on which it is public (`public_until`) has passed; set by `model.visibility.as_shown`."""

    @property
    def has_text(self) -> bool:
        """Whether text and attachments may be on the site. Without them the page says since when and why they are gone."""
        return not self.ended and not (self.withdrawn and self.withdrawn.kind == "误公开")

    @property
    def status(self) -> str | None:
        """That it was withdrawn, or that its time is over; None for a document that is simply public."""
        if self.withdrawn:
            return self.withdrawn.status
        return "公开期满" if self.ended else None

    @property
    def standing(self) -> str | None:
        """What listings and search say beside the title: its status, otherwise its validity."""
        return self.status or self.validity

    @property
    def declared_public(self) -> bool:
        """Whether its front matter says that it is published, whether or not it has the number and title of a page: rules measure it."""
        return self.openness in PUBLIC and self.published is not None

    @property
    def untold_revision(self) -> date | None:
        """The day of a change after publication (`revised`) of which no correction tells; None when there is none."""
        revised, published = self.revised, self.published
        if not (revised and published and published < revised):
            return None
        return None if any(correction.date >= revised for correction in self.corrections) else revised

    def line(self, key: str) -> int:
        """The line of a key, of the key around it, or 1."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 1)

    @property
    def address(self) -> str:
        """`<code>/<year>-<serial>/`, from the index number alone, so that it never changes."""
        return f"{self.index_no}/"

    @property
    def files(self) -> str:
        """The folder of the attachments, relative to the root."""
        return self.path.removesuffix(".md") + ".files"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument(Document):
    """A document with what a row of the catalog needs, and with no more in it than may be told on a day.

    Made by `visibility.as_shown` alone.
    """

    index_no: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDocument(ListedDocument):
    """A document that has a page: what every page, feed and index is made from.

    Made by `visibility.as_shown` alone, and for the rows of registers by `model.counted_rows` and `planning.tables`.
    """

    summary: str = ""
    """Empty: none was written, or it is no longer told."""
    category: str = ""
    issuer: str = ""
    openness: Openness
    published: Day

    @property
    def begun(self) -> date:
        """The day by which search numbers it. A page that grows keeps that of its beginning, so that no other number changes."""
        return self.published


AnyDocument = TypeVar("AnyDocument", bound=Document)
"""A kind of document: what a function is given of it, it returns."""


def waiting(documents: Iterable[Document]) -> list[Document]:
    """The documents that are to be public and are not yet."""
    return [d for d in documents if d.openness in PUBLIC and not d.declared_public]
