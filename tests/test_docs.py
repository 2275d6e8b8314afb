"""Documentation that cannot lie: generated pages are fresh, and every command, rule and option is described."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from generator.cli import cli

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def test_generated_pages_are_fresh():
    wanted = runpy.run_path(str(DOCS / "make_reference.py"))["pages"]()
    written = {f"rules/{p.name}": p.read_text(encoding="utf-8") for p in (DOCS / "rules").glob("*.md")}
    written["fields.md"] = (DOCS / "fields.md").read_text(encoding="utf-8")
    assert written == wanted, "run `make docs`"


@pytest.mark.parametrize("command", cli.commands)
def test_command_is_in_both_readmes_and_has_help(command: str):
    for readme in ("README.md", "README.zh-CN.md"):
        assert f"gongkai {command}" in (ROOT / readme).read_text(encoding="utf-8")
    assert cli.commands[command].help


@pytest.mark.parametrize("page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]))
def test_links_between_pages_of_the_documentation_lead_somewhere(page: str):
    import re
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"````?.*?````?", "", text, flags=re.DOTALL))
    missing = [t for t in targets if "://" not in t and not (ROOT / page).parent.joinpath(t).exists()]
    assert missing == []
