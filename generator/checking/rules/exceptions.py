"""Rules about agreed exceptions: `allow` in a document or in catalog.yml. `generator.checking.exceptions` puts them into effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.model.diagnostics import Finding, Text
from generator.model.document import Document
from generator.model.places import CATALOG
from generator.model.setting import Setting


class Allowed(NamedTuple):
    """One exception: what it allows, and where it is written."""

    rule: str
    reason: str
    expires: date
    """The last day on which it counts."""
    document: str
    """Path of the document it is about."""
    path: str
    line: int
    finding: str | None = None
    """The mark of the one finding that it is about; None: all of the rule."""


def allowed(documents: Sequence[Document], setting: Setting) -> list[Allowed]:
    """All exceptions of a root: those of catalog.yml, then those of the documents."""
    return [
        *_of_catalog(setting),
        *(
            Allowed(a.rule, a.reason, a.expires, d.path, d.path, d.line(f"allow.{n}"))
            for d in documents
            for n, a in enumerate(setting.base.granted.get(d.path, d.allow) if setting.base else d.allow)
        ),
    ]


def expired_exception(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """例外已经到期。

    例外只在截止日期（expires，含当日）以前有效。到期以后，原来的问题重新阻止发布；问题已经改好的，删除例外。
    依据：本项目的例外约定（例外写明理由和截止日期，到期失效）。
    ---
    An exception is over.

    An exception counts up to and including the day in `expires`. After that the finding blocks again; once it is gone,
    delete the exception.
    """
    for one in allowed(documents, setting):
        if one.expires < setting.today:
            yield Finding(
                one.line,
                Text(
                    f"规则“{one.rule}”的例外已于 {one.expires} 到期",
                    f"the exception from “{one.rule}” ended on {one.expires}",
                ),
                Text(
                    "改好原来的问题后删除这一项；确需延长的，重新批准后改 expires",
                    "solve the finding and delete this; if it was agreed again, change `expires`",
                ),
                {"rule": one.rule, "expires": one.expires},
                one.path,
            )


def unused_exception(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """例外没有用处。

    所写的规则没有发现问题，或者没有这条规则、这条规则不能放宽、没有所写的文件。多余的例外会在以后悄悄放过新的问题。
    个人信息、涉密标志、不予公开的内容、消失的地址，既不能降级、记入基线，也不能整个放过。个别问题确需保留的，由管理员在主干的
    catalog.yml 的 allow 中写明 path、rule、reason、expires 和 finding（问题编号，本条提示中给出）；那一行文字改了，编号随之改变，要重新批准。
    依据：本项目的例外约定（例外对应具体的检查结果）。
    ---
    An exception without effect.

    Its rule finds nothing there, or there is no such rule or file, or the rule cannot be weakened. An exception that
    is left over would silently let a new problem pass. Findings of personal data, secrecy, withheld content and vanished
    addresses can be excepted one by one only: `allow` of catalog.yml names path, rule, reason, expires and `finding`, the
    mark that this rule tells. It changes with the text.
    """
    known = {d.path for d in documents}
    for one in _of_catalog(setting):
        if one.document not in known:
            yield Finding(
                one.line,
                Text(f"没有文件“{one.document}”", f"there is no document “{one.document}”"),
                Text(
                    "写 content/documents/ 开头的完整路径；文件已删除的，删除这一项",
                    "write its path from content/documents/ on, or delete this",
                ),
                {"path": one.document},
                one.path,
            )


def _of_catalog(setting: Setting) -> list[Allowed]:
    entries = setting.catalog.allow
    return [
        Allowed(a.rule, a.reason, a.expires, a.path, CATALOG, setting.lines.get(f"allow.{n}", 1), a.finding)
        for n, a in enumerate(entries)
    ]
