"""Rules and field definitions → docs/rules/ and docs/fields.md. `make docs` runs it; a test fails when its output is stale."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from generator.diagnostics import Severity
from generator.model import FrontMatter, described
from generator.rules import RULES
from generator.rules.rule import Rule

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "tests/rules"
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
    return {"fields.md": fields_page(), "rules/README.md": rules_index(), **{f"rules/{rule.slug}.md": rule_page(rule) for rule in RULES}}


def rules_index() -> str:
    """All rules in one table."""
    rows = [f"| {r.code} | [`{r.slug}`]({r.slug}.md) | {SEVERITIES[r.severity].split('，')[0]} | {r.doc.zh.splitlines()[0]} |" for r in RULES]
    return "\n".join([
        "# 规则", "", "`gongkai check` 按下列规则检查每一份信息。`gongkai rules 名称` 在命令行里显示同样的说明。", "",
        "级别可以在 catalog.yml 的 `rules` 里更改，但要写明理由；标有“不能放宽”的除外。", "",
        "| 编号 | 名称 | 级别 | 查什么 |", "|---|---|---|---|", *rows, ""])


def rule_page(rule: Rule) -> str:
    """One rule: what it says, an example of each kind, and the English text."""
    title, _, rest = rule.doc.zh.partition("\n")
    fixed = "，不能放宽" if rule.locked else ""
    parts = [f"# {title.rstrip('。')}", f"`{rule.slug}` · {rule.code} · {SEVERITIES[rule.severity]}{fixed}", rest.strip()]
    for kind, heading in (("bad", "不合格的写法"), ("good", "合格的写法")):
        example = _example(rule.slug, kind)
        if example:
            parts += [f"## {heading}", f"````markdown\n{example}````"]
    parts += ["## In English", rule.doc.en]
    return "\n\n".join(parts) + "\n"


def fields_page() -> str:
    """The dictionary of front matter, nested keys below the key they belong to."""
    return "\n".join(["# 元数据字典", "", "文件头里可以写的全部项目。除注明外，值都是一段文字；日期写成 YYYY-MM-DD。", "",
                      "| 键 | 名称 | 写什么 | 类型 |", "|---|---|---|---|", *_rows(FrontMatter, ""), ""])


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
    return next((a for a in (hint, *get_args(hint)) if is_dataclass(a) and isinstance(a, type) and fields(a)), None)


def _example(slug: str, kind: str) -> str:
    file = FIXTURES / slug / f"{kind}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return text.replace(" # expect: ", " # ← ").replace("<!-- expect: ", "<!-- ← ")


if __name__ == "__main__":
    main()
