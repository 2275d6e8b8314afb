"""A pull request → one Markdown comment: what citizens will see, by when it was due, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator.checking.formats.cells import as_many_as_fit, cell, row
from generator.checking.formats.words import NAMES, say, summary
from generator.machine.git import git, listed, show
from generator.model.diagnostics import Diagnostic, Severity, Text
from generator.model.document import FIELDS, PUBLIC, Document
from generator.model.duties import body_name
from generator.model.places import DOCUMENTS, document_of
from generator.model.setting import Setting
from generator.model.terms import Span, spans
from generator.model.visibility import is_published
from generator.reading.frontmatter import read_record
from generator.reading.privacy.masking import without_leaks
from generator.tools.editing.deadline import arithmetic, headline, listing

ROOM = 60_000
"""Bytes of a comment; GitHub refuses one of more than 65,536 characters."""

MOST = 20
"""Errors of other files that are listed, and changes of the policy; each of them is one line."""

FIRST = {
    "policy-change": Text("这个分支改动了检查的规定", "This branch changes the rules it is checked by"),
    "outside-content": Text(
        "这个分支改动了 content/ 以外的文件", "This branch changes files outside content/"
    ),
}
"""Rules whose findings stand before everything else, and the title above them."""

MARK = "<!-- gongkai review -->"
"""The last line, by which a workflow finds the comment it wrote before."""

KINDS = {
    "new": Text("新增", "New"),
    "changed": Text("变更", "Changed"),
    "withdrawn": Text("撤下", "Withdrawn"),
}

COLUMNS = ("index_no", "title", "summary", "formed", "published", "issuer", "validity")


class Change(NamedTuple):
    """What a pull request does to one document."""

    kind: str
    """One of KINDS. A document that was on the site and will not be any more is withdrawn, even if its file stays."""
    path: str
    before: Document | None
    after: Document | None
    """None: the file is gone, or cannot be read."""


@dataclass(frozen=True)
class Reviewed:
    """All that the comment is made from."""

    changes: Sequence[Change]
    diagnostics: Sequence[Diagnostic]
    setting: Setting
    lang: str

    @cached_property
    def by_document(self) -> Mapping[str, Sequence[Diagnostic]]:
        """The findings about each document and its attachments, by its path."""
        found: dict[str, list[Diagnostic]] = {}
        for d in self.diagnostics:
            found.setdefault(document_of(d.path), []).append(d)
        return found


def changes(root: Path, commit: str, documents: Sequence[Document]) -> list[Change]:
    """What became of the documents since a commit, committed or not. A document is known by its index number, wherever it lies."""
    names = [
        *listed(
            git(root, "diff", "--name-only", "--relative", "--no-renames", "-z", commit, "--", DOCUMENTS)
        ),
        *listed(git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", DOCUMENTS)),
    ]
    paths = sorted({path for name in names if (path := document_of(name)).endswith(".md")})
    before = [d for path in paths if (d := _at(root, commit, path))]
    here = {d.path: d for d in documents}
    unreadable = [path for path in paths if path not in here and (root / path).is_file()]
    left = {_key(d): d for d in before}
    pairs = [(_taken(left, here[path]), here[path]) for path in paths if path in here]
    by_path = {d.path: d for d in before}
    return [
        *(_change(old, new) for old, new in pairs),
        *(
            Change("new" if show(root, commit, path) is None else "changed", path, by_path.get(path), None)
            for path in unreadable
        ),
        *(Change("withdrawn", d.path, d, None) for d in left.values() if d.path not in unreadable),
    ]


def _taken(left: dict[str, Document], document: Document) -> Document | None:
    """What a document was: the one of its number, wherever it lay, or the one without a number in its place; taken from those left.

    Of several that have one number by mistake, the first is it.
    """
    return left.pop(_key(document), None) or left.pop(document.path, None)


def comment(reviewed: Reviewed) -> str:
    """The comment: a summary line, what is loosened, a section for each document, as many as fit, and the mark."""
    lang = reviewed.lang
    order = sorted(reviewed.changes, key=lambda c: (list(KINDS).index(c.kind), c.path))
    sections, left_out = as_many_as_fit(("\n".join(_section(change, reviewed)) for change in order), ROOM)
    blocking = [d for d in _elsewhere(reviewed) if d.severity is Severity.ERROR]
    rest = (
        [
            f"### {say(Text('其他文件的错误', 'Errors in other files'), lang)}",
            "",
            *_findings(blocking[:MOST], lang, paths=True),
            "",
        ]
        if blocking
        else []
    )
    more = Text(
        f"另有 {left_out} 份没有列出，运行 gongkai check 查看。",
        f"{left_out} more are not listed; run gongkai check.",
    )
    return "\n".join(
        [
            _first_line(reviewed),
            "",
            *_loosened(reviewed),
            *sections,
            *([say(more, lang), ""] if left_out else []),
            *rest,
            MARK,
        ]
    )


def _loosened(reviewed: Reviewed) -> Iterator[str]:
    """What the branch changes of the policy and of files that are no content, for whoever approves it."""
    lang = reviewed.lang
    for slug, title in FIRST.items():
        found = [d for d in reviewed.diagnostics if d.rule == slug]
        if not found:
            continue
        yield f"### ⚠ {say(title, lang)}"
        yield ""
        for d in found[:MOST]:
            what = f"：{say(d.message, lang)}" if slug == "policy-change" else ""
            yield f"- {cell(d.path)}{what}"
        if len(found) > MOST:
            yield f"- {say(Text(f'另有 {len(found) - MOST} 处', f'{len(found) - MOST} more'), lang)}"
        yield ""
        if slug == "policy-change":
            yield say(found[0].hint, lang) + "\n"


def _elsewhere(reviewed: Reviewed) -> list[Diagnostic]:
    """The findings in files that were not changed; a change elsewhere may have caused them."""
    changed = {change.path for change in reviewed.changes}
    return [
        d
        for path, found in reviewed.by_document.items()
        if path not in changed
        for d in found
        if d.rule not in FIRST or d.severity is Severity.ERROR
    ]


def _first_line(reviewed: Reviewed) -> str:
    counts = [(name, sum(change.kind == kind for change in reviewed.changes)) for kind, name in KINDS.items()]
    others = _elsewhere(reviewed)
    mine = [d for change in reviewed.changes for d in reviewed.by_document.get(change.path, ())]
    zh = (
        "，".join(f"{name.zh} {n} 份" for name, n in counts)
        + f"：{summary(mine, 'zh')}"
        + (f"；其他文件 {summary(others, 'zh')}" if others else "")
    )
    en = (
        ", ".join(f"{n} {name.en.lower()}" for name, n in counts)
        + f": {summary(mine, 'en')}"
        + (f"; in other files {summary(others, 'en')}" if others else "")
    )
    return f"**{say(Text(zh, en), reviewed.lang)}**"


def _section(change: Change, reviewed: Reviewed) -> Iterator[str]:
    lang, shown = reviewed.lang, change.after or change.before
    yield f"### {say(KINDS[change.kind], lang)}{say(Text('：', ': '), lang)}{_shown((shown.title if shown else None) or change.path)}"
    yield f"\n{cell(change.path)}\n"
    if change.after:
        yield from _catalog_row(change.after, reviewed)
        yield from _differences(change.before, change.after, lang)
        for span in spans(change.after, reviewed.setting):
            yield from _term(span, reviewed)
    elif change.kind == "withdrawn":
        yield (
            say(
                Text(
                    "文件已删除；如果曾经公开，请恢复文件并写撤下记录 withdrawn，原地址才不会打不开。",
                    "The file is gone. If it was public, restore it and write `withdrawn`: its address must not lead nowhere.",
                ),
                lang,
            )
            + "\n"
        )
    yield from _findings(reviewed.by_document.get(change.path, ()), lang)
    yield ""


def _catalog_row(document: Document, reviewed: Reviewed) -> Iterator[str]:
    """The line of the catalog as citizens will see it, and why they will not, if so."""
    catalog, lang = reviewed.setting.catalog, reviewed.lang
    if document.openness not in PUBLIC and catalog.withheld == "hide":
        yield say(Text("不列入公开目录。", "It is not listed in the catalog."), lang) + "\n"
        return
    if document.openness in PUBLIC and not is_published(document):
        yield (
            say(
                Text(
                    "等待公开：写公开日期（published）后列入目录。",
                    "Waiting: it is listed once `published` is written.",
                ),
                lang,
            )
            + "\n"
        )
    public = document.openness in PUBLIC
    values = {
        **{key: getattr(document, key) for key in COLUMNS},
        "summary": document.summary if public else "",
        "issuer": body_name(catalog, document.issuer),
        "validity": document.standing if public else document.validity,
    }
    yield row(*(_name(key, lang) for key in COLUMNS))
    yield row(*("---" for _ in COLUMNS))
    yield row(*(_shown(str(values[key] or "—")) for key in COLUMNS)) + "\n"


def _differences(before: Document | None, after: Document, lang: str) -> Iterator[str]:
    """What is written in the front matter now, and what stood there."""
    changed = [key for key in FIELDS if before and getattr(before, key) != getattr(after, key)]
    for key in changed:
        yield f"- {_name(key, lang)}{say(Text('：', ': '), lang)}{_value(getattr(before, key))} → {_value(getattr(after, key))}"
    if changed:
        yield ""


def _name(key: str, lang: str) -> str:
    return cell(key if lang == "en" else FIELDS[key].title or key)


def _value(value: object) -> str:
    return _shown(_words(value)) if value not in (None, ()) else "—"


def _words(value: object) -> str:
    """A value of the front matter in one line."""
    if isinstance(value, tuple):
        return "、".join(_words(entry) for entry in value)
    if is_dataclass(value):
        return " ".join(_words(part) for f in fields(value) if (part := getattr(value, f.name)) is not None)
    return str(value)


def _shown(text: str) -> str:
    """A comment is read more widely than the repository: personal data is masked."""
    return cell(without_leaks(text))


def _term(span: Span, reviewed: Reviewed) -> Iterator[str]:
    """A term, whether it was kept, and on demand every day of it."""
    calendar, lang = reviewed.setting.calendar, reviewed.lang
    deadline = span.deadline
    found = arithmetic(deadline.start, deadline.term, calendar, reviewed.setting.catalog.calendar)
    if found is None:
        return
    if span.met is None:
        state = Text("还没有公开", "not published yet")
    else:
        used = calendar.count(deadline.start, span.met)
        kept = Text("按期", "in time") if span.met <= deadline.latest else Text("逾期", "late")
        state = Text(
            f"{span.met} 公开，第 {used} 个工作日，{kept.zh}",
            f"published {span.met} on working day {used}, {kept.en}",
        )
    yield f"{cell(say(headline(found), lang))}{say(Text('；', '; '), lang)}{say(state, lang)}\n"
    days = "<br>".join(cell(line) for line in say(listing(found), lang).split("\n"))
    yield f"<details><summary>{say(Text('逐日计算', 'Day by day'), lang)}</summary>\n\n{days}\n\n</details>\n"


def _findings(found: Sequence[Diagnostic], lang: str, *, paths: bool = False) -> Iterator[str]:
    for d in found:
        file = f"{cell(d.path)} " if paths else ""
        place = Text(f"{file}第 {d.line} 行", f"{file}line {d.line}")
        yield f"- **{say(NAMES[d.severity], lang)}** {say(place, lang)} `{d.rule}` {cell(say(d.message, lang))} → {cell(say(d.hint, lang))}"


def _change(before: Document | None, after: Document) -> Change:
    left = before is not None and is_published(before) and not is_published(after)
    return Change("withdrawn" if left else "changed" if before else "new", after.path, before, after)


def _at(root: Path, commit: str, path: str) -> Document | None:
    data = show(root, commit, path)
    return read_record(path, data).document if data is not None else None


def _key(document: Document) -> str:
    return document.index_no or document.path
