"""Rules about reprints: where they come from, whether it is said in full, and what may only be reprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.model.diagnostics import Finding, Text
from generator.model.document import FIELDS, Document
from generator.model.setting import Setting
from generator.reading.frontmatter import Record

_HIGHER_NUMBER = re.compile(
    r"^(?:国发|国办发|国函|国办函|国令|国务院令|国办发明电|国发明电|中发|中办发|厅字|国办公开办函|国办秘函)"
)
_HIGHER_TITLE = re.compile(
    r"^(?:中共中央|国务院|全国人民代表大会|中华人民共和国(?:国务院|主席令|[^的]*(?:法|条例|规定|办法|细则)(?:（[^）]*）)?$)|国家[^，、的]{1,12}(?:局|委员会|总局|办公室)(?:办公[厅室])?关于)"
)
_NATIONAL = ("国务院", "中华人民共和国", "国家", "中共中央", "中央")


def incomplete_reprint(record: Record, setting: Setting) -> Iterator[Finding]:
    """转载来源不完整。

    转载要写明首次发布的单位、日期和网址，读者才能核对原文。没有网上原文的（如报刊），可以只写单位和日期，本条只作提醒。
    依据：国办发〔2017〕47号（转载注明来源）；地方政府信息发布制度的通常要求（来源、时间、链接）。
    ---
    A reprint whose source is not complete.

    Name, date and address of the first publication let the reader compare. Of what is not online, such as a newspaper, name and date
    are enough; this is a warning.
    """
    document = record.document
    if document is None or document.source is None:
        return
    source = document.source
    if source.url is None and source.date is None:
        return  # `reprint-without-source` says so
    for key, value in (("url", source.url), ("date", source.date)):
        if value is None:
            title = {"url": "来源地址", "date": "来源日期"}[key]
            yield Finding(
                document.line("source"),
                Text(f"转载来源没有写{title}（{key}）", f"`source` without {key}"),
                Text(f"在 source 下补写 {key}", f"add {key} to `source`"),
                {"key": f"source.{key}"},
            )


def unlisted_source(record: Record, setting: Setting) -> Iterator[Finding]:
    """转载自允许范围以外的网站。

    只转载政府网站等权威来源。允许的网站写在 catalog.yml 的 sources 中（域名，包括它的子域名）；不写则是 gov.cn 和本网站。
    经转载的二手来源换成制发机关自己的网址。
    依据：国办发〔2017〕47号（转载范围）；地方政府信息发布制度的通常要求（只转载政府网站）。
    ---
    A reprint from a site that may not be reprinted from.

    `sources` in catalog.yml lists the sites by domain, subdomains included; without it gov.cn and the site itself. Give the
    address at the body that issued the paper instead of another reprint.
    """
    document = record.document
    if document is None or document.source is None or not document.source.url:
        return
    host = (urlsplit(document.source.url).hostname or "").lower()
    own = urlsplit(setting.catalog.site.url).hostname or ""
    allowed = [name.lower().lstrip(".") for name in (*(setting.catalog.sources or ("gov.cn",)), own)]
    if not any(host == name or host.endswith(f".{name}") for name in allowed):
        yield Finding(
            document.line("source.url"),
            Text(
                f"转载自“{host or document.source.url}”，不在允许转载的范围（{'、'.join(allowed)}）",
                f"reprinted from “{host or document.source.url}”, which is not one of {', '.join(allowed)}",
            ),
            Text(
                "改用制发机关官方网站的网址；确可转载的，把域名写进 catalog.yml 的 sources",
                "give the address at the body that issued it, or add the domain to `sources` in catalog.yml",
            ),
            {"host": host},
        )


def higher_paper_without_source(record: Record, setting: Setting) -> Iterator[Finding]:
    """上级机关的文件没有按转载处理。

    中央、国务院和国家部门的文件由制发机关公开，地方只能转载：写明转载来源（source）。本机关的贯彻、转发文件有自己的标题和文号，
    不在此列。
    依据：《政府信息公开条例》第十条（谁制作谁公开）；地方政府信息发布制度的通常要求（上级文件只能转载）。
    ---
    A paper of a higher body that is not marked as a reprint.

    It is disclosed by the body that made it; a lower one reprints it, with `source`. A paper that passes it on has a title and number
    of its own and is not meant.
    """
    document = record.document
    if document is None or document.source or "source" in record.keys:
        return
    body = setting.catalog.body_of(document)
    if body is None or body.name.startswith(_NATIONAL):
        return
    key = _higher(document)
    if key:
        yield Finding(
            document.line(key),
            Text(
                f"{FIELDS[key].title}“{getattr(document, key)}”是上级机关的，发布机构却是{body.name}，没有写转载来源",
                f"{key} “{getattr(document, key)}” is a higher body's, the issuer is {body.name}, and `source` is missing",
            ),
            Text(
                "作为转载：补写 source（name、url、date）；自己的贯彻文件写自己的标题和文号",
                "make it a reprint with `source` (name, url, date), or write the title and number of your own paper",
            ),
            {"key": key},
        )


def _higher(document: Document) -> str | None:
    if document.doc_no and _HIGHER_NUMBER.match(document.doc_no):
        return "doc_no"
    if document.title and _HIGHER_TITLE.match(document.title):
        return "title"
    return None
