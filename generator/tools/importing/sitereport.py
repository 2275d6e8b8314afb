"""What the import of a whole site did → a summary for the terminal, and one report for all: JSON and a page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from generator.checking.formats.words import say
from generator.machine.json_text import json_text
from generator.model.diagnostics import Text
from generator.tools.importing.report import Outcome, as_json, missing, title_of

MAX_SHOWN = 20
"""Refusals that the terminal shows; the report has all."""


def totals(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts over all rows."""
    made = [o.draft for o in outcomes if o.draft]
    fields: dict[str, Counter[str]] = {}
    for draft in made:
        for key, guess in draft.fields.items():
            fields.setdefault(key, Counter())["sure" if guess.sure else "guessed"] += 1
        for key in missing(draft):
            fields.setdefault(key, Counter())["missing"] += 1
    return {
        "rows": len(outcomes),
        "written": len(made),
        "row_only": sum(draft.withheld for draft in made),
        "same": sum(o.same_as is not None for o in outcomes),
        "before": sum(o.known for o in outcomes),
        "refused": sum(o.refusal is not None for o in outcomes),
        "attachments": sum(
            len(draft.files) - (0 if draft.withheld else draft.fidelity.pictures_out) for draft in made
        ),
        "attachments_missing": sum(draft.absent for draft in made),
        "addresses": sum(len(o.moved) for o in outcomes),
        "lost_lines": sum(len(draft.fidelity.lost_lines) for draft in made),
        "lost_cells": sum(len(draft.fidelity.lost_cells) for draft in made),
        "fields": {key: dict(count) for key, count in sorted(fields.items())},
    }


def summary_lines(outcomes: Sequence[Outcome], unknown: Sequence[str], dry: bool) -> list[Text]:
    """For the terminal."""
    t = totals(outcomes)
    verb = Text("试运行：将写出", "dry run: would write") if dry else Text("写出", "wrote")
    lines = [
        Text(
            f"共 {t['rows']} 项；{verb.zh}草稿 {t['written']} 份（其中 {t['row_only']} 份只有目录信息），内容重复 {t['same']} 项，"
            f"以前已导入 {t['before']} 项，没有导入 {t['refused']} 项",
            f"{t['rows']} rows; {verb.en} {t['written']} drafts ({t['row_only']} without text), {t['same']} had the same text, "
            f"{t['before']} were there before, {t['refused']} were not imported",
        ),
        Text(
            f"附件带入 {t['attachments']} 个，找不到 {t['attachments_missing']} 个；旧地址 {t['addresses']} 个；"
            f"草稿里没有的行 {t['lost_lines']}、单元格 {t['lost_cells']}",
            f"{t['attachments']} attachments, {t['attachments_missing']} missing; {t['addresses']} old addresses; "
            f"{t['lost_lines']} lines and {t['lost_cells']} cells not in the drafts",
        ),
    ]
    if unknown:
        shown = "、".join(unknown)
        lines.append(Text(f"没有用到的列：{shown}", f"columns that were not used: {shown}"))
    refused = [o for o in outcomes if o.refusal]
    for outcome in refused[:MAX_SHOWN]:
        assert outcome.refusal
        lines.append(
            Text(
                f"  没有导入 {outcome.file}：{outcome.refusal.message.zh} → {outcome.refusal.hint.zh}",
                f"  not imported {outcome.file}: {outcome.refusal.message.en} → {outcome.refusal.hint.en}",
            )
        )
    if len(refused) > MAX_SHOWN:
        lines.append(
            Text(
                f"  另有 {len(refused) - MAX_SHOWN} 项，见报告",
                f"  and {len(refused) - MAX_SHOWN} more, in the report",
            )
        )
    return lines


def report_json(outcomes: Sequence[Outcome], unknown: Sequence[str], lang: str) -> str:
    """The counts and an element for each row."""
    whole = {
        "totals": totals(outcomes),
        "unknown_columns": list(unknown),
        "rows": json.loads(as_json(outcomes, lang)),
    }
    return json_text(whole, end="")


def report_page(outcomes: Sequence[Outcome], unknown: Sequence[str], lang: str) -> str:
    """One page without anything from elsewhere: counts, fields, and what a person must look at."""
    t = totals(outcomes)
    heads = {
        "rows": "列表中的项目",
        "written": "写出的草稿",
        "row_only": "其中只有目录信息",
        "same": "内容重复",
        "before": "以前已导入",
        "refused": "没有导入",
        "attachments": "带入的附件",
        "attachments_missing": "找不到的附件",
        "addresses": "旧地址",
        "lost_lines": "草稿里没有的行",
        "lost_cells": "草稿里没有的单元格",
    }
    counts = "".join(f"<tr><th>{name}</th><td>{t[key]}</td></tr>" for key, name in heads.items())
    fields = "".join(
        f"<tr><th>{escape(title_of(key))}</th>"
        + "".join(f"<td>{n.get(kind, 0)}</td>" for kind in ("sure", "guessed", "missing"))
        + "</tr>"
        for key, n in t["fields"].items()
    )
    rows = "".join(_row(outcome, lang) for outcome in outcomes)
    unused = f"<p>没有用到的列：{escape('、'.join(unknown))}</p>" if unknown else ""
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>导入报告</title><style>'
        "body{font:15px/1.6 sans-serif;margin:2rem}table{border-collapse:collapse;margin:1rem 0}"
        "th,td{border:1px solid #bbb;padding:.2rem .6rem;text-align:left;vertical-align:top}.no{background:#fde8e8}</style></head><body>"
        f"<h1>导入报告</h1><table>{counts}</table>{unused}"
        f"<h2>字段</h2><table><tr><th>字段</th><th>有依据</th><th>请核对</th><th>没有找到</th></tr>{fields}</table>"
        f"<h2>逐项</h2><table><tr><th>来源</th><th>草稿</th><th>名称</th><th>请核对</th><th>说明</th></tr>{rows}</table></body></html>\n"
    )


def _row(outcome: Outcome, lang: str) -> str:
    source, target = escape(outcome.file), escape(outcome.path or outcome.same_as or "")
    if outcome.refusal:
        said = f"{say(outcome.refusal.message, lang)} → {say(outcome.refusal.hint, lang)}"
        return f'<tr class="no"><td>{source}</td><td></td><td></td><td></td><td>没有导入：{escape(said)}</td></tr>'
    if outcome.draft is None:
        said = "内容重复，旧地址并入" if outcome.same_as else "以前已导入"
        return f"<tr><td>{source}</td><td>{target}</td><td></td><td></td><td>{said}</td></tr>"
    draft = outcome.draft
    title = escape(str(draft.fields["title"].value)) if "title" in draft.fields else ""
    doubtful = [title_of(k) for k, guess in draft.fields.items() if not guess.sure] + [
        f"缺{title_of(k)}" for k in missing(draft)
    ]
    told = [say(note, lang) for note in draft.notes]
    told += [f"草稿里没有：{lost[:60]}" for lost in (*draft.fidelity.lost_lines, *draft.fidelity.lost_cells)]
    told += [say(d.message, lang) for d in outcome.faults]
    return (
        f"<tr><td>{source}</td><td>{target}</td><td>{title}</td><td>{escape('、'.join(doubtful))}</td>"
        f"<td>{'<br>'.join(map(escape, told))}</td></tr>"
    )
