"""The labels under which offices and their websites write what a document is → keys.

They stand in fact tables of pages, in the tables of papers, and over the columns of lists.
"""

from __future__ import annotations

import re

_NAMES: dict[str, str] = {
    "index_no": "索引号 信息索引号 索引编号 索引 信息索引 索取号 政府信息索引号",
    "issuer": "发文机关 发文机构 发文单位 发布机构 发布单位 发布机关 公开机构 公开单位 公开主体 公开责任部门 信息提供单位"
    " 责任部门 责任单位 制发机关 制定机关 制作机关 印发单位 印发机关 信息来源单位 发布部门 发文部门 公开部门 主办单位",
    "formed": "成文日期 成文时间 生成日期 生成时间 发文日期 发文时间 签发日期 制发日期 制定日期 制作日期 信息生成日期 信息形成日期",
    "printed": "印发日期 印发时间",
    "doc_no": "发文字号 文号 发文号 文件编号 文件号 文件字号 发文文号 文书号 公文字号",
    "series": "统一编号 规范性文件编号 规范性文件统一编号 登记号 规范性文件登记号 备案号",
    "title": "标题 名称 信息名称 文件名称 文件标题 公文标题 政策名称 信息标题 文章标题 文件名",
    "theme": "主题分类 主题类别 信息主题 主题 按主题分类",
    "category": "目录类别 公开目录 信息类别 信息分类 所属栏目 栏目 公开事项 组配分类 分类 信息分类名称 公开类目",
    "published": "发布日期 公开日期 发布时间 公开时间 公布日期 公布时间 上网日期 上网时间 发表时间 信息公开日期",
    "summary": "内容概述 内容摘要 摘要 概述 信息概要 内容概要",
    "keywords": "关键词 主题词 关键字 标签",
    "genre": "体裁 文种 公文种类 文件种类 体裁分类 公文体裁 体裁类别 文件类型 公文类型 信息体裁",
    "validity": "有效性 时效性 时效 效力 效力状态 有效状态 是否有效 文件状态 文件时效 信息有效性 政策有效性 信息状态 文件效力 全文有效性",
    "expires": "失效日期 失效时间 有效期至 有效期截止 有效截止日期 截止有效期 终止日期 有效期限至 到期日期",
    "repealed": "废止日期 废止时间",
    "effective": "实施日期 施行日期 生效日期 执行日期 实施时间 施行时间 生效时间 开始实施日期 起始日期",
    "term": "有效期 有效期限",
    "openness": "公开方式 公开属性 公开形式 信息公开选项 公开选项 公开类别 公开类型 信息公开属性 信息公开类别 信息公开类型"
    " 政府信息公开选项 政府信息公开属性 是否公开 公开范围 信息公开方式",
    "source": "来源 信息来源 稿源 文章来源 转载来源",
    "address": "原文地址 网址 原文链接 页面地址 链接地址",
}

LABELS: dict[str, str] = {label: key for key, labels in _NAMES.items() for label in labels.split()}
"""Label without blanks and colons → key: a key of the front matter, or what is only told."""


def key_of_label(text: str) -> str | None:
    """The key that a label stands for, however it is spread and bracketed; None when it is no label."""
    bare = re.sub(r"[\s　：:\[\]【】〖〗*＊•·]+", "", text)
    return LABELS.get(bare) if len(bare) <= 12 else None


def split_label(text: str) -> tuple[str, str] | None:
    """Key and value of a text such as “发 文 机 关：青溪县教育局”; the value may be empty."""
    label, colon, value = text.replace("：", ":").partition(":")
    if not colon:
        match = re.match(r"\s*[\[【〖](?P<label>[^\]】〗]{2,14})[\]】〗](?P<value>.*)", text)
        if match is None:
            return None
        label, value = match["label"], match["value"].lstrip("：: ")
    key = key_of_label(label)
    return (key, value.strip().strip("\u3000")) if key else None
