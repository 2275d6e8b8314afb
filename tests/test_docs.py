"""Documentation that cannot lie: generated pages are fresh, and every command, rule and option is described."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import click
import jsonschema
import pytest
import yaml

from generator import __version__
from generator.cli.main import cli
from generator.reading.sources import find_documents

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SCHEMA = "schema/front-matter.schema.json"


def test_generated_pages_are_fresh():
    wanted = runpy.run_path(str(DOCS / "make_reference.py"))["pages"]()
    written = {f"rules/{p.name}": p.read_text(encoding="utf-8") for p in (DOCS / "rules").glob("*.md")}
    written[SCHEMA] = (DOCS / SCHEMA).read_text(encoding="utf-8")
    written["fields.md"] = (DOCS / "fields.md").read_text(encoding="utf-8")
    assert written == wanted, "run `make docs`"


def front_matter(text: str) -> dict:
    """The values as an editor's plain YAML reader sees them, dates as text."""
    return yaml.load(text.split("---\n")[1], Loader=yaml.BaseLoader)


def test_schema_accepts_the_example_county():
    schema = json.loads((DOCS / SCHEMA).read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    jsonschema.Draft202012Validator.check_schema(schema)
    for document in find_documents(ROOT):
        check.validate(front_matter((ROOT / document).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "wrong",
    [
        "sumary: 说明",
        "formed: 2026年3月2日",
        "openness: 公开",
        "formed:",
        "review: 公开",
        "review: {conclusion: 公开, date: 2026-01-01}",
        "keywords: 甲",
    ],
)
def test_schema_refuses_what_the_check_refuses(wrong: str):
    schema = json.loads((DOCS / SCHEMA).read_text(encoding="utf-8")) | {"required": []}
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert check.is_valid(front_matter("---\ntitle: 通知\nformed: 2026-03-02\n---\n"))
    assert not check.is_valid(front_matter(f"---\ntitle: 通知\n{wrong}\n---\n"))


@pytest.mark.parametrize("command", cli.list_commands(click.Context(cli)))
def test_command_is_in_both_readmes_and_has_help(command: str):
    for readme in ("README.md", "README.zh-CN.md"):
        assert f"gongkai {command}" in (ROOT / readme).read_text(encoding="utf-8")
    found = cli.get_command(click.Context(cli), command)
    assert found and found.help


@pytest.mark.parametrize(
    "page", sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
)
def test_links_between_pages_of_the_documentation_lead_somewhere(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(
        r"\]\(([^)#\s]+)(?:#[^)]*)?\)",
        re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE),
    )
    missing = [t for t in targets if "://" not in t and not (ROOT / page).parent.joinpath(t).exists()]
    assert missing == []


def test_the_ten_places_for_a_newcomer_are_there():
    text = (DOCS / "contribute.md").read_text(encoding="utf-8")
    table = text.partition("## Ten things to add")[2].partition("\n- ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    named = re.findall(r"`((?:generator|theme|docs)/[^`]*)`", table)
    assert len(rows) == 10 and len(named) >= 10
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_version_is_the_last_one_of_the_changelog():
    """Of what is not released yet the changelog says `Unreleased`; every version has its day, the newest first."""
    heads = re.findall(
        r"^## \[(.+?)\](.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    released = [(name, day) for name, day in heads if name != "Unreleased"]
    assert released[0][0] == __version__
    assert heads[0][0] in ("Unreleased", __version__)
    assert all(re.fullmatch(r" - \d{4}-\d{2}-\d{2}", day) for _, day in released)
    order = [tuple(map(int, name.split("."))) for name, _ in released]
    assert order == sorted(order, reverse=True)
