"""The site before this one → the site again. It lies beside, in `.<name>.old`, and is looked at whole before the two change places."""

from __future__ import annotations

from pathlib import Path

from generator.machine.git import is_ours
from generator.machine.site_folder import exchange
from generator.model.diagnostics import Text
from generator.model.faults import CopyError, OutputError
from generator.tools.proof.compare import Verdict, verify_copy
from generator.tools.proof.copies import Done, Folder


def roll_back(out: Path, done: Done = lambda count, total: None) -> Verdict:
    """Let the site before this one take the place of `out`; a second time brings this one back.

    Raises OutputError, and changes nothing, when there is no site before, or when it is not whole.
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
    exchange(old, out)
    return verdict
