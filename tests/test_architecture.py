"""The shape of the package itself: who may import what, how long a module may be, what must be documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
MODULES = sorted(PACKAGE.rglob("*.py"))
ONLY = {
    "mkdocs": {"host.py", "live.py"},
    "frontmatter": {"frontmatter.py"},
    "yaml": {"yamltext.py"},
    "pyromark": {"links.py"},
    "nh3": {"markdown.py"},
    "chinese_calendar": {"workdays.py", "commands/deadline.py"},
    "click": {"cli.py", "cli_documents.py", "cli_import.py", "cli_options.py", "cli_proof.py", "cli_release.py", "cli_reports.py", "cli_roots.py",
              "commands/audit.py", "commands/export.py", "formats/text.py"},
    "jinja2": {"render.py"},
    "xlsxwriter": {"feeds/table.py"},
    "docx": {"reports/docx.py"},
    "bagit": {"transfer/bag.py"},
    "pikepdf": {"cleaning/pdf.py"},
    "icalendar": {"feeds/ical.py"},
    "reportlab": {"official/booklet.py", "reports/pdf.py"},
    "axe_playwright_python": {"accessibility/audit.py"},
    "lxml": {"importing/webpage.py"},
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
def test_module_is_small_and_says_what_it_does(module: Path):
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    public = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")]
    inner = {id(child) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for child in ast.walk(node) if child is not node}
    assert [node.name for node in public if id(node) not in inner and not ast.get_docstring(node)] == []


def test_rules_do_not_know_pages_or_files():
    for module in (PACKAGE / "rules").glob("*.py"):
        assert not imports(module) & {"generator.render", "generator.write", "generator.build", "generator.host"}, module
