"""The shape of the package itself: who may import what, what must be documented."""

from __future__ import annotations

import ast
import re
from functools import cache
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
    "re2": {"reading/index_pattern.py"},
    "chinese_calendar": {"model/workdays.py", "tools/editing/deadline.py"},
    "click": {
        "checking/formats/text.py",
        "cli/audit.py",
        "cli/calendar.py",
        "cli/console.py",
        "cli/documents.py",
        "cli/export.py",
        "cli/findings.py",
        "cli/forms.py",
        "cli/held.py",
        "cli/layers.py",
        "cli/masking.py",
        "cli/imports.py",
        "cli/main.py",
        "cli/options.py",
        "cli/proof.py",
        "cli/release.py",
        "cli/reports.py",
        "cli/roots.py",
        "cli/tables.py",
        "cli/usage.py",
    },
    "jinja2": {"site/press.py"},
    "xlsxwriter": {"site/feeds/table.py"},
    "docx": {"site/paper/docx.py"},
    "openpyxl": {"reading/registers/workbooks.py"},
    "bagit": {"tools/exporting/bag.py"},
    "pikepdf": {"reading/attachments/pdf_objects.py", "cleaning/pdf.py"},
    "rapidocr": {"tools/layers/recognise.py"},
    "olefile": {"reading/attachments/objects.py"},
    "icalendar": {"tools/due_calendar.py"},
    "reportlab": {"site/paper/booklet.py", "site/paper/pdf.py"},
    "axe_playwright_python": {"tools/audits/accessibility.py"},
    "numpy": {
        "publishing/bundles.py",
        "search/encoding.py",
        "search/ends.py",
        "search/fold.py",
        "search/patch.py",
        "search/postings.py",
        "site/pages/qr.py",
        "tools/layers/recognise.py",
    },
    "zxingcpp": {"site/pages/qr.py"},
    "zlib_ng": {"search/packing.py"},
    "lxml": {
        "tools/importing/pagefacts.py",
        "tools/importing/pagehidden.py",
        "tools/importing/webpage.py",
        "tools/importing/wordtree.py",
        "tools/masking/masked_copy.py",
    },
    "pdfplumber": {"tools/importing/pdftables.py"},
}
"""Each library is known to these modules only, so that it can be replaced in one place."""


@cache
def tree_of(module: Path) -> ast.Module:
    """The module as Python reads it; read once for all tests."""
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def nodes_of(module: Path) -> tuple[ast.AST, ...]:
    """Every part of a module."""
    return tuple(ast.walk(tree_of(module)))


@cache
def imports(module: Path) -> set[str]:
    """Every name that a module imports, also within functions."""
    nodes = nodes_of(module)
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("library", ONLY)
def test_library_is_imported_where_it_belongs(library: str):
    users = {
        m.relative_to(PACKAGE).as_posix()
        for m in MODULES
        if any(name.split(".")[0] == library for name in imports(m))
    }
    assert users == ONLY[library]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_module_says_what_it_does(module: Path):
    tree = tree_of(module)
    assert ast.get_docstring(tree)
    public = [
        node
        for node in nodes_of(module)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    inner = {
        id(child)
        for node in nodes_of(module)
        if isinstance(node, ast.FunctionDef)
        for child in ast.walk(node)
        if child is not node
    }
    assert [node.name for node in public if id(node) not in inner and not ast.get_docstring(node)] == []


FLOORS = (
    ("model",),
    ("machine",),
    ("reading", "search"),
    ("history", "annual", "planning", "cleaning"),
    ("checking", "site"),
    ("publishing",),
    ("build",),
    ("tools",),
    ("cli",),
)
"""The packages from the bottom. Each imports only from floors below its own; those of one floor do not know each other."""


def own_imports(module: Path) -> set[str]:
    """The modules of the package itself that a module imports, also within functions; `generator` for the version."""
    found = set()
    for node in nodes_of(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "generator":
            found |= {_module(f"{node.module}.{alias.name}") or node.module for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "generator"}
    return found


def _module(name: str) -> str | None:
    """The dotted name if it is that of a module or package, not of something within one."""
    place = PACKAGE.parent.joinpath(*name.split("."))
    return name if place.with_suffix(".py").exists() or (place / "__init__.py").exists() else None


def _name(module: Path) -> str:
    """A file of the package → its dotted name."""
    return ".".join(["generator", *module.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(
        ".__init__"
    )


def _package_of(name: str) -> str:
    """`generator.reading.privacy.tables` → `reading`; the package itself has no floor."""
    return name.partition(".")[2].partition(".")[0]


@cache
def arrows() -> list[tuple[str, str]]:
    """Which module imports which, as (importing, imported)."""
    return [(_name(m), name) for m in MODULES for name in sorted(own_imports(m))]


def test_every_package_has_its_floor():
    stand = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()} | {
        p.stem for p in PACKAGE.glob("[!_]*.py")
    }
    assert stand == {name for floor in FLOORS for name in floor}


def test_imports_lead_down():
    height = {name: number for number, floor in enumerate(FLOORS) for name in floor}
    ways = [(a, b, _package_of(a), _package_of(b)) for a, b in arrows()]
    assert len(ways) > 500
    assert [(a, b) for a, b, x, y in ways if x in height and y and x != y and height[y] >= height[x]] == []


def in_a_circle(needs: dict[str, set[str]]) -> list[str]:
    """What is left when everything has been taken away, again and again, that needs nothing of what is there."""
    left = dict(needs)
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_no_modules_need_each_other_to_be_imported():
    """Imports at the top of modules alone: within functions a module may come back to one that is there already."""
    needs = {}
    for module in MODULES:
        tops = [n for n in tree_of(module).body if isinstance(n, ast.ImportFrom) and n.module]
        needs[_name(module)] = {
            _module(f"{n.module}.{a.name}") or str(n.module) for n in tops for a in n.names
        }
    assert in_a_circle(needs) == []


def test_no_packages_import_each_other():
    """Packages within packages too: `site.pages` and `site.feeds` as much as `site` and `reading`."""
    packages = {_name(p) for p in PACKAGE.rglob("__init__.py")} - {"generator"}
    needs: dict[str, set[str]] = {package: set() for package in packages}
    for importing, imported in arrows():
        a, b = (name if name in packages else name.rpartition(".")[0] for name in (importing, imported))
        if a in packages and a != b:
            needs[a].add(b)
    assert in_a_circle(needs) == []
    assert in_a_circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["a", "b", "c"]


SHOWN = {"model/visibility.py", "model/counted_rows.py", "planning/tables.py"}
"""Where published documents are made: from what may be told of a document, and for the rows of registers."""

BESIDE_PAGES = {"site/admin/files.py", "site/pages/places.py", "publishing/rows.py"}
"""What is made from other documents too, as the plan holds them: the editor's numbers and folders, records that are not public."""


def _made(call: ast.Call) -> str:
    """What a call may make: the class that is called, or that `__new__` is called with."""
    new = isinstance(call.func, ast.Attribute) and call.func.attr == "__new__" and call.args
    return ast.unparse(new[0] if new else call.func)


def test_pages_feeds_and_index_are_made_from_published_documents_alone():
    calls = {
        m.relative_to(PACKAGE).as_posix()
        for m in MODULES
        for node in nodes_of(m)
        if isinstance(node, ast.Call) and _made(node) in ("PublishedDocument", "RowDocument")
    }
    assert calls == SHOWN
    knowing = {
        m.relative_to(PACKAGE).as_posix()
        for m in MODULES
        if m.relative_to(PACKAGE).parts[0] in ("site", "search", "publishing")
        for node in nodes_of(m)
        if isinstance(node, ast.ImportFrom) and node.module == "generator.model.document"
        if any(alias.name == "Document" for alias in node.names)
    }
    assert knowing == BESIDE_PAGES


def test_no_test_imports_from_another():
    """What several tests need stands in tests/helpers or in a module of its own beside them."""
    tests = sorted(Path(__file__).parent.rglob("*.py"))
    assert len(tests) > 100
    line = re.compile(r"^\s*(?:from|import) ([\w.]+)", re.MULTILINE)
    taken = [(test.name, name) for test in tests for name in line.findall(test.read_text(encoding="utf-8"))]
    assert len(taken) > 1000
    assert [
        (test, name) for test, name in taken if name.split(".")[0].startswith(("test_", "conftest"))
    ] == []


def test_files_that_docstrings_name_are_there():
    """A module that has moved takes the words about it along."""
    named = re.compile(r"\b(?:generator|tests|docs)/[\w/.-]+\.(?:py|md|yml)\b")
    told = [(_name(m), place) for m in MODULES for place in named.findall(m.read_text(encoding="utf-8"))]
    assert len(told) > 5
    assert [(name, place) for name, place in told if not (PACKAGE.parent / place).exists()] == []


def test_scripts_import_what_other_scripts_export():
    """A browser would load none of them where one name is missing, and a page would be without its search."""
    scripts = sorted((PACKAGE.parent / "theme/assets/gongkai").rglob("*.js"))
    exports = {
        script: set(
            re.findall(
                r"^export (?:async )?(?:function\*?|const|class) (\w+)",
                script.read_text(encoding="utf-8"),
                re.MULTILINE,
            )
        )
        for script in scripts
    }
    taken = [
        (script.name, name.strip(), (script.parent / origin).resolve())
        for script in scripts
        for names, origin in re.findall(
            r'^import \{([^{}]*)\} from "([^"]+)";', script.read_text(encoding="utf-8"), re.MULTILINE
        )
        for name in names.split(",")
    ]
    assert len(taken) > 40
    assert [(script, name) for script, name, origin in taken if name not in exports.get(origin, ())] == []
