"""Rules and field definitions → docs/rules/, docs/fields.md and docs/schema/. `make docs` runs it; a test fails when its output is stale."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from generator.checking.rules import RULES
from generator.checking.rules.rule import Rule
from generator.model.diagnostics import Severity
from generator.model.document import FrontMatter, described
from generator.model.requirements import ALWAYS

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "tests/rules"
SCHEMA = "schema/front-matter.schema.json"
SEVERITIES = {Severity.ERROR: "错误，阻止发布", Severity.WARNING: "提醒，不阻止发布"}


def main() -> None:
    """Write every generated page that has changed and delete those of rules that are gone."""
    wanted = pages()
    for old in (HERE / "rules").glob("*.md"):
        if f"rules/{old.name}" not in wanted:
            old.unlink()
    for name, text in wanted.items():
        target = HERE / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Name below docs/ → text of every generated page."""
    return {
        "fields.md": fields_page(),
        SCHEMA: schema(),
        "rules/README.md": rules_index(),
        **{f"rules/{rule.slug}.md": rule_page(rule) for rule in RULES},
    }


def schema() -> str:
    """The front matter as JSON Schema, for editors that complete and check what is typed."""
    made = _without_null(TypeAdapter(FrontMatter).json_schema())
    made |= {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "文件头",
        "required": list(ALWAYS),
    }
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _without_null(node: Any) -> Any:
    """A schema in which nothing may be empty: an empty key is a finding."""
    if isinstance(node, list):
        return [_without_null(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _without_null(value)
        for key, value in node.items()
        if not (key == "default" and value in (None, [], ()))
    }
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        others = [choice for choice in choices if choice != {"type": "null"}]
        kept = {key: value for key, value in kept.items() if key != "anyOf"} | (
            others[0] if len(others) == 1 else {"anyOf": others}
        )
    return kept


def rules_index() -> str:
    """All rules in one table."""
    rows = [
        f"| {r.code} | [`{r.slug}`]({r.slug}.md) | {SEVERITIES[r.severity].split('，')[0]} | {r.doc.zh.splitlines()[0]} |"
        for r in RULES
    ]
    return "\n".join(
        [
            "# 规则",
            "",
            "`gongkai check` 按下列规则检查每一份信息。`gongkai rules 名称` 在命令行里显示同样的说明。",
            "",
            "级别可以在 catalog.yml 的 `rules` 里更改，但要写明理由；标有“不能放宽”的除外。",
            "",
            "| 编号 | 名称 | 级别 | 查什么 |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def rule_page(rule: Rule) -> str:
    """One rule: what it says, an example of each kind, and the English text."""
    title, _, rest = rule.doc.zh.partition("\n")
    fixed = "，不能放宽" if rule.locked else ""
    parts = [
        f"# {title.rstrip('。')}",
        f"`{rule.slug}` · {rule.code} · {SEVERITIES[rule.severity]}{fixed}",
        rest.strip(),
    ]
    for kind, heading in (("bad", "不合格的写法"), ("good", "合格的写法")):
        example = _example(rule.slug, kind)
        if example:
            parts += [f"## {heading}", f"````markdown\n{example}````"]
    parts += ["## In English", rule.doc.en]
    return "\n\n".join(parts) + "\n"


def fields_page() -> str:
    """The dictionary of front matter, nested keys below the key they belong to."""
    return "\n".join(
        [
            "# 元数据字典",
            "",
            "文件头里可以写的全部项目。除注明外，值都是一段文字；日期写成 YYYY-MM-DD。",
            "",
            "| 键 | 名称 | 写什么 | 类型 |",
            "|---|---|---|---|",
            *_rows(FrontMatter, ""),
            "",
        ]
    )


def _rows(cls: type, prefix: str) -> list[str]:
    hints = get_type_hints(cls)
    rows = []
    for key, info in described(cls).items():
        rows.append(f"| `{prefix}{key}` | {info.title} | {info.description} | {_kind(hints[key])} |")
        inner = _inner(hints[key])
        if inner:
            rows += _rows(inner, f"{prefix}{key}.")
    return rows


def _kind(hint: Any) -> str:
    text = str(hint)
    if get_origin(hint) is tuple:
        return "列表"
    if _inner(hint):
        return "下级各键"
    choices = next((get_args(a) for a in (hint, *get_args(hint)) if get_origin(a) is Literal), None)
    if choices:
        return "、".join(choices)
    return "日期" if "date" in text else "文字"


def _inner(hint: Any) -> type | None:
    return next(
        (a for a in (hint, *get_args(hint)) if is_dataclass(a) and isinstance(a, type) and fields(a)), None
    )


def _example(slug: str, kind: str) -> str:
    file = FIXTURES / slug / f"{kind}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return text.replace(" # expect: ", " # ← ").replace("<!-- expect: ", "<!-- ← ")


if __name__ == "__main__":
    main()
