"""`gongkai export --offline`: the built site as one zip that works from a disk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from generator.checking.formats.words import say
from generator.cli.options import CLEAN, progress_bar
from generator.cli.roots import Ready
from generator.model.diagnostics import Text
from generator.planning.plan import make_plan
from generator.planning.tables import searchable


def export_offline(ready: Ready, target: Path, site: Path, lang: str) -> int:
    """Write the offline copy of a built site and say what to do with it."""
    from generator.tools.exporting.offline import write_offline  # rendering takes a while to import

    catalog = ready.setting.catalog
    plan = make_plan(catalog, ready.documents, ready.setting.today, ready.tables)
    with progress_bar() as progress:
        count = write_offline(
            site,
            ready.setting.root,
            searchable(plan.published, plan.tables, catalog),
            target,
            partial(progress, "离线副本"),
        )
    click.echo(
        say(
            Text(
                f"已写好 {target}：{count} 个文件。解压后用浏览器打开 index.html",
                f"wrote {target}: {count} files; unpack it and open index.html",
            ),
            lang,
        )
    )
    return CLEAN
