"""Rules about a branch as a whole, compared with what it is to be merged into (`gongkai check --base REF`): what it loosens, and what it brings besides documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from generator.machine.git import git, listed, prefix, show
from generator.model.catalog import DESCRIPTIVE, Catalog
from generator.model.diagnostics import Finding, Severity, Text
from generator.model.document import Document
from generator.model.places import BASELINE, CATALOG, RECORDS, REGISTER
from generator.model.setting import Base, Setting
from generator.model.tables import TABLES, Table
from generator.reading.registers.table_schemas import table_of
from generator.reading.yamltext import read_yaml

_LATER = Text(
    "这次检查仍按主干上的规定；合并以后才起作用，请批准的人逐项核对",
    "this check goes by what the base says; it takes effect once merged: whoever approves, look at it",
)

_SHOWN = Text(
    "网址、电话、机构名称会照样显示在网站上，请批准的人对照原件核对",
    "addresses, telephones and names are shown on the site: whoever approves, compare them with the source",
)


def merge_conflict(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """这个分支和主干改了同一处，合不到一起。

    检查的是合并以后的样子，不是分支自己的样子：两个分支可能各自都没有错，合在一起却用了同一个索引号。合不到一起的文件，没有
    “合并以后的样子”可查。先把主干合并到本分支，解决冲突，再检查。
    依据：本项目的约定（检查的就是将要发布的）。
    ---
    The branch and the base changed the same place and cannot be merged.

    What is checked is what comes of the merge: two branches may be in order each, and use the same index number together.
    Merge the base into the branch, solve the conflict, and check again.
    """
    base = setting.base
    if base is None:
        return
    for name in base.conflicts:
        yield Finding(
            1,
            Text(
                "和主干上的改动冲突，合并以后是什么样子还不知道",
                "it conflicts with the base; nobody knows what the merge will give",
            ),
            Text(
                "先把主干合并到本分支并解决冲突，再检查",
                "merge the base into the branch, solve the conflict, check again",
            ),
            path=_from_root(name, setting),
        )
    if base.apart:
        yield Finding(
            1,
            Text(
                "找不到本分支和主干共同的历史（多半是浅克隆），只检查了本分支，没有按合并以后的样子检查",
                "no common history with the base (a shallow clone?): the branch was checked, not the merge",
            ),
            Text(
                "取得完整的历史：git fetch --unshallow，CI 里 fetch-depth 设为 0",
                "fetch all history: git fetch --unshallow",
            ),
            severity=Severity.WARNING,
        )


def policy_change(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """这个分支改动了检查的规定。

    规则的级别、例外、放假安排、公开期限、迁入说明、索引号格式、基线、类别对应的法定职责，决定检查查什么、怎样处理。合并请求按
    主干上的规定检查，分支自己的规定合并以后才起作用，所以不能一边违反、一边放宽。改动逐项列出，由批准的人核对。
    网站的网址、机构的电话和名称等只用来说明的项目，改动同样列出：有人换掉一个电话，读者就打到别处去了。
    已公开地址登记册和发布记录只增不减；分支删去其中的内容，是错误。
    依据：国办公开办函〔2019〕61号等对发布审核的要求；本项目的约定（检查不能由被检查的人放宽）。
    ---
    The branch changes the rules by which it is checked.

    Severities, exceptions, the calendar, terms, `imported`, the form of index numbers, the baseline and the duties of
    categories decide what is found. A pull request is checked by those of the base; its own count once it is merged. Every
    change is named, for whoever approves, also of what only describes: a telephone that was swapped leads readers elsewhere. Nothing may leave the register of addresses or the records of releases: that is an error.
    """
    base = setting.base
    if base is None:
        return
    lines = read_yaml((base.root / CATALOG).read_text(encoding="utf-8-sig", errors="replace")).lines
    for key, what in (
        _catalog_changes(base.catalog, base.own)
        if show(setting.root, base.commit, CATALOG) is not None
        else ()
    ):
        hint = _SHOWN if key.partition(".")[0] in DESCRIPTIVE - {"categories"} else _LATER
        yield Finding(lines.get(key, lines.get(key.partition(".")[0], 1)), what, hint, {"key": key}, CATALOG)
    for document in documents:
        for n, exception in enumerate(document.allow):
            if document.path in base.changed and exception not in base.granted[document.path]:
                yield Finding(
                    document.line(f"allow.{n}"),
                    Text(
                        f"给自己加了一项例外：规则“{exception.rule}”，到 {exception.expires} 为止",
                        f"grants itself an exception from “{exception.rule}” until {exception.expires}",
                    ),
                    _LATER,
                    {"rule": exception.rule},
                    document.path,
                )
    yield from _table_changes(base, setting)
    yield from _baseline_changes(base, setting)
    yield from _lost(base, setting)


def outside_content(documents: Sequence[Document], setting: Setting) -> Iterator[Finding]:
    """这个分支改动了 content/ 以外的文件。

    外观（theme）、mkdocs.yml、工作流、程序等文件决定网站怎样生成，生成时会运行。编辑信息用不着改它们；改动要由管理员看过。
    content/ 里的 .gitattributes、.gitignore 也一样：它们决定合并时听谁的、哪些文件不进仓库。
    catalog.yml 的改动由 policy-change 逐项列出。
    依据：《网络安全法》（网络运行安全）；本项目的约定。
    ---
    The branch changes files outside `content/`.

    Theme, mkdocs.yml, workflows and programs decide how the site is made, and run when it is. Nobody needs them to edit a
    document; an administrator should look at the change. So do .gitattributes and .gitignore within content/, which decide whose
    version wins a merge and what stays out of the repository. Changes of catalog.yml are named by `policy-change`.
    """
    base = setting.base
    if base is None or base.included:
        return
    top = prefix(setting.root)
    own = [top, *(f"{top}{include.root}/" for include in setting.catalog.includes if include.root)]
    names = {
        *listed(git(setting.root, "diff", "--name-only", "--no-renames", "-z", base.commit)),
        *listed(git(setting.root, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/")),
    }
    for name in sorted(names):
        within = name.startswith(tuple(f"{folder}content/" for folder in own))
        if within and name.rpartition("/")[2].startswith(".git"):
            message, hint = _OF_GIT
        elif not within and name != f"{top}{CATALOG}":
            message, hint = _OUTSIDE
        else:
            continue
        yield Finding(1, message, hint, path=_from_root(name, setting))


_OF_GIT = (
    Text("这个文件改变 git 怎样对待别的文件", "this file changes how git treats other files"),
    Text(
        "编辑信息用不着它：请管理员核对，误加的删去",
        "nobody needs it to edit a document: an administrator should look at it; delete it if it was not meant",
    ),
)

_OUTSIDE = (
    Text("content/ 以外的文件有改动", "a file outside content/ is changed"),
    Text(
        "请管理员核对这个文件的改动；误改的恢复原样",
        "an administrator should look at it; undo what was not meant",
    ),
)


def _from_root(name: str, setting: Setting) -> str:
    """The name of a file from the top of the repository, as seen from the root."""
    top = prefix(setting.root)
    return name[len(top) :] if name.startswith(top) else "/".join([".."] * top.count("/") + [name])


def _catalog_changes(before: Catalog | None, after: Catalog) -> Iterator[tuple[str, Text]]:
    """Every key of policy that is not as it was, each entry by itself, as its place and in words."""
    if before is None:
        yield (
            "",
            Text(
                "主干上的 catalog.yml 读不出来，本次按最严格的规定检查",
                "catalog.yml of the base cannot be read: the strictest policy counts",
            ),
        )
        return
    for f in fields(Catalog):
        old, new = getattr(before, f.name), getattr(after, f.name)
        if f.name != "categories" and old != new:
            title = _title(f.type)
            for place, a, b in _entries(f.name, old, new):
                yield place, _words(place, title, a, b)
    known = before.category_by_name
    for n, category in enumerate(after.categories):
        old_one = known.get(category.name)
        if old_one and old_one != category:
            yield f"categories.{n}", _words(f"categories.{category.name}", "目录类别", old_one, category)


def _title(annotation: Any) -> str:
    return (
        str(annotation).partition("title='")[2].partition("'")[0]
        or str(annotation).partition('title="')[2].partition('"')[0]
    )


def _entries(key: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The parts of a value that differ: entries of a map by their keys, those of a list by their places."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                yield from _entries(f"{key}.{name}", old.get(name), new.get(name))
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for n, entry in enumerate(new):
            if entry not in old:
                yield f"{key}.{n}", None, entry
        for entry in old:
            if entry not in new:
                yield key, entry, None
    elif is_dataclass(old) and is_dataclass(new) and type(old) is type(new):
        for f in fields(old):
            if getattr(old, f.name) != getattr(new, f.name):
                yield from _entries(f"{key}.{f.name}", getattr(old, f.name), getattr(new, f.name))
    else:
        yield key, old, new


def _words(place: str, title: str, old: Any, new: Any) -> Text:
    named = f"“{title}”（{place}）" if title else f"“{place}”"
    if old is None:
        return Text(f"{named}增加：{_said(new)}", f"“{place}” is added: {_said(new)}")
    if new is None:
        return Text(f"{named}删去：{_said(old)}", f"“{place}” is taken away: {_said(old)}")
    return Text(
        f"{named}由 {_said(old)} 改为 {_said(new)}", f"“{place}” changes from {_said(old)} to {_said(new)}"
    )


def _said(value: Any) -> str:
    """A value of catalog.yml in one line."""
    if is_dataclass(value):
        parts = ((f.name, getattr(value, f.name)) for f in fields(value))
        return "，".join(f"{name}: {_said(part)}" for name, part in parts if part not in (None, ()))
    if isinstance(value, tuple):
        return "、".join(_said(entry) for entry in value) or "空"
    return str(value)


def _table_changes(base: Base, setting: Setting) -> Iterator[Finding]:
    """The demands of registers on their rows that the branch changes: what must be written, what is masked, the terms."""
    for name in listed(git(setting.root, "ls-tree", "-z", "--name-only", base.commit, f"{TABLES}/")):
        before, now = show(setting.root, base.commit, name), _own(base, name)
        if not name.endswith(".yml") or before == now or before is None:
            continue
        old, new = table_of(before), table_of(now) if now else None
        if now is None:
            yield Finding(1, Text("登记表被删去", "the register is taken away"), _LATER, {}, name)
        elif old is None or new is None:
            yield Finding(
                1,
                Text(
                    "登记表的说明有改动，读不出改了什么",
                    "the register is described otherwise; nobody can tell how",
                ),
                _LATER,
                {},
                name,
            )
        else:
            lines = read_yaml(now.decode("utf-8-sig", "replace")).lines
            for f in fields(Table):
                a, b = getattr(old, f.name), getattr(new, f.name)
                for place, one, other in (
                    _entries(f.name, a, b) if f.name not in _DESCRIBING and a != b else ()
                ):
                    if place.rpartition(".")[2] not in _DESCRIBING or place.count(".") != 2:
                        line = lines.get(place, lines.get(place.partition(".")[0], 1))
                        yield Finding(
                            line, _words(place, _title(f.type), one, other), _LATER, {"key": place}, name
                        )


_DESCRIBING = frozenset({"title", "note", "source", "item", "preset", "label", "unit", "total", "listed"})
"""Keys of a register and its columns that only name and describe; a change of them is no change of policy."""


def _baseline_changes(base: Base, setting: Setting) -> Iterator[Finding]:
    """Old findings that the branch adds to the baseline."""
    before, after = (
        _old_findings(data) for data in (show(setting.root, base.commit, BASELINE), _own(base, BASELINE))
    )
    added = [entry for entry in after if entry not in before]
    rules = sorted({str(entry[0]) for entry in added})
    if added:
        yield Finding(
            1,
            Text(
                f"基线增加了 {len(added)} 项（{'、'.join(rules[:10])}）",
                f"{len(added)} findings join the baseline ({', '.join(rules[:10])})",
            ),
            _LATER,
            {"added": len(added)},
            BASELINE,
        )


def _old_findings(data: bytes | None) -> list[tuple[object, object, object]]:
    try:
        found = json.loads(data or b"{}")["findings"]
        return [(entry["rule"], entry["path"], entry["fingerprint"]) for entry in found]
    except (ValueError, KeyError, TypeError):
        return []


def _lost(base: Base, setting: Setting) -> Iterator[Finding]:
    """The entries that the branch takes out of the register of addresses and the records of releases."""
    before, after = (
        _lines(data) for data in (show(setting.root, base.commit, REGISTER), _own(base, REGISTER))
    )
    gone = before - after
    if gone:
        yield _taken(
            REGISTER, Text(f"登记册少了 {len(gone)} 行", f"{len(gone)} lines have left the register")
        )
    for name in listed(git(setting.root, "ls-tree", "-z", "--name-only", base.commit, f"{RECORDS}/")):
        if _own(base, name) != show(setting.root, base.commit, name):
            yield _taken(
                name, Text("发布记录被改动或者删除", "the record of a release was changed or deleted")
            )


def _lines(register: bytes | None) -> set[bytes]:
    """Addresses and the days since when they are public: what stays of a line whatever is released later."""
    lines = (line.strip() for line in (register or b"").splitlines())
    return {line.rpartition(b" ")[0] for line in lines if line and not line.startswith(b"#")}


def _taken(path: str, what: Text) -> Finding:
    hint = Text(
        f"登记册和发布记录只增不减：从主干恢复 {path}",
        f"nothing may leave them: restore {path} from the base",
    )
    return Finding(1, what, hint, {}, path, Severity.ERROR)


def _own(base: Base, name: str) -> bytes | None:
    place: Path = base.root / name
    return place.read_bytes() if place.is_file() else None
