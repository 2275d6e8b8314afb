"""The shape of the package itself: who may import what, what must be documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
ONLY = {
    "mkdocs": {"site/frame/host.py", "tools/preview/live_server.py"},
    "frontmatter": {"reading/frontmatter.py"},
    "yaml": {"reading/yamltext.py"},
    "pyromark": {"reading/links.py"},
    "nh3": {"reading/markdown.py"},
    "chinese_calendar": {"model/workdays.py", "tools/editing/deadline.py"},
    "click": {
        "checking/formats/text.py",
        "cli/audit.py",
        "cli/documents.py",
        "cli/export.py",
        "cli/imports.py",
        "cli/main.py",
        "cli/options.py",
        "cli/proof.py",
        "cli/release.py",
        "cli/reports.py",
        "cli/roots.py",
    },
    "jinja2": {"site/press.py"},
    "xlsxwriter": {"site/feeds/table.py"},
    "docx": {"site/paper/docx.py"},
    "bagit": {"tools/exporting/bag.py"},
    "pikepdf": {"site/cleaning/pdf.py"},
    "icalendar": {"tools/due_calendar.py"},
    "reportlab": {"site/paper/booklet.py", "site/paper/pdf.py"},
    "axe_playwright_python": {"tools/audits/accessibility.py"},
    "lxml": {"tools/importing/webpage.py"},
}
"""Each library is known to these modules only, so that it can be replaced in one place."""


def imports(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("library", ONLY)
def test_library_is_imported_where_it_belongs(library: str):
    users = {m.relative_to(PACKAGE).as_posix() for m in MODULES if any(name.split(".")[0] == library for name in imports(m))}
    assert users == ONLY[library]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_module_says_what_it_does(module: Path):
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    public = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")]
    inner = {id(child) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for child in ast.walk(node) if child is not node}
    assert [node.name for node in public if id(node) not in inner and not ast.get_docstring(node)] == []


def test_rules_do_not_know_pages_or_files():
    for module in (PACKAGE / "checking/rules").glob("*.py"):
        assert not {name for name in imports(module) if name.startswith(("generator.site", "generator.publishing", "generator.build"))}, module
