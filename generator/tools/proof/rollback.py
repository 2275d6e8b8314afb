"""The site before this one → the site again. It lies beside, in `.<name>.old`, and is looked at whole before the two change places."""

from __future__ import annotations

import json
from pathlib import Path

from generator.machine.git import is_ours
from generator.machine.site_folder import exchange
from generator.model.diagnostics import Text
from generator.model.faults import CopyError, OutputError
from generator.tools.proof.compare import Verdict, verify_copy
from generator.tools.proof.copies import Done, Folder

GONE = ("撤下", "期满")
"""Kinds of events (`model.events.KINDS`) after which the text is on the site no more."""

NAMED = 3
"""Titles in the message."""


def roll_back(out: Path, done: Done = lambda count, total: None) -> Verdict:
    """Let the site before this one take the place of `out`; a second time brings this one back.

    Raises OutputError, and changes nothing, when there is no site before, when it is not whole, or when it still shows what has
    been taken down since.
    """
    old = out.with_name(f".{out.name}.old")
    if not is_ours(old):
        raise OutputError(
            Text(
                f"{old} 是链接、由 git 保存，或者 git 说不出它的来历，没有退回；请检出要退回的提交，重新生成",
                f"{old} is a link or kept by git, or git cannot tell; nothing was changed. Check out the commit you want and build it",
            )
        )
    try:
        verdict = verify_copy(Folder(old), done=done)
    except CopyError as error:
        raise OutputError(
            Text(
                f"没有可以退回的网站：{old} 里没有上一次生成的完整网站",
                f"there is nothing to roll back to: {old} holds no whole site",
            )
        ) from error
    if not verdict.whole:
        raise OutputError(
            Text(
                f"{old} 里的网站不完整，没有退回；请检出要退回的提交，重新生成",
                f"the site in {old} is not whole; nothing was changed. Check out the commit you want and build it",
            )
        )
    back = _taken_down(out).items() - _taken_down(old).items()
    if back:
        titles = [title for _, title in sorted(back)][:NAMED]
        raise OutputError(
            Text(
                f"上一次的网站还有已经撤下或者公开期满的信息（{'、'.join(titles)} 等 {len(back)} 件），退回会重新公开，没有退回；"
                "请撤销有问题的提交（git revert），重新生成",
                f"the site before still shows what has been taken down since ({', '.join(titles)}; {len(back)} in all), and would publish it"
                " again; nothing was changed. Undo the commit that is wrong (git revert) and build again",
            )
        )
    exchange(old, out)
    return verdict


def _taken_down(site: Path) -> dict[str, str]:
    """What a site tells of texts that have left it: id of the event → title. Empty for a folder without `changes.ndjson`."""
    try:
        lines = (site / "changes.ndjson").read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return {}
    return {change["id"]: change["title"] for change in told if change["kind"] in GONE}
