"""catalog.yml → the catalog, or every problem in the file at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.model.catalog import Catalog
from generator.model.diagnostics import Diagnostic, Finding, Problem, Severity, Text, did_you_mean
from generator.model.organisation_codes import check_character
from generator.model.places import CATALOG
from generator.reading.calendars import File, files_of, known
from generator.reading.index_pattern import PatternError, index_pattern
from generator.reading.mending import faults_of
from generator.reading.schema import check
from generator.reading.yamltext import Yaml, read_yaml


class CatalogFile(NamedTuple):
    """catalog.yml, once read."""

    catalog: Catalog | None
    """None when there is any error: nothing is checked or built under rules that are in doubt."""
    diagnostics: list[Diagnostic]
    """Sorted. Codes with a wrong check character (GB 11714, GB 32100) are warnings of `bad-index-number`."""
    lines: Mapping[str, int] = {}
    """Line of every key; nested keys are joined with dots (`bodies.0.code`)."""


def load_catalog(root: Path, *, codes: Mapping[str, str], locked: Iterable[str]) -> CatalogFile:
    """Read `root/catalog.yml`. `codes` are the known rules by slug, `locked` those whose severity stays an error.

    The calendar of the catalog holds the notices of all years that are known (`reading.calendars`), not only those written in
    catalog.yml.
    """
    text, problem = _read(root / CATALOG)
    if problem:
        return CatalogFile(None, diagnosed([problem], codes))
    read = read_yaml(text)
    if not isinstance(read.value, dict):
        missing = Finding(
            1,
            Text("没有读到任何设置", "it holds no settings"),
            Text("对照 README 写 catalog.yml", "see the README for its form"),
        )
        problems = faults_of(Catalog, text) if read.problems else [Problem("invalid-front-matter", missing)]
        return CatalogFile(None, diagnosed(problems, codes))
    catalog, faults = check(Catalog, read.value, read.lines)
    problems = [*read.problems, *faults]
    if catalog is not None:
        problems += [
            *_contradictions(catalog, read, set(codes), set(locked)),
            *_absent(root, catalog, read),
        ]
    if catalog is None or problems:
        return CatalogFile(None, diagnosed(problems, codes), read.lines)
    notices, wrong = known(files_of(root), catalog.calendar)
    if wrong:
        found = [d for path, file in wrong.items() for d in diagnosed(file, codes, path=path)]
        return CatalogFile(None, found, read.lines)
    catalog = replace(catalog, calendar={year: entry.notice for year, entry in notices.items()})
    doubtful = diagnosed(_doubtful_codes(catalog, read), codes, Severity.WARNING)
    return CatalogFile(catalog, doubtful, read.lines)


def catalog_of(data: bytes, calendars: Iterable[File] = ()) -> Catalog | None:
    """The catalog in the bytes of a catalog.yml of another time, with the holiday notices that were entered beside it; None when
    it is not one that could be used.
    """
    read = read_yaml(data.decode("utf-8-sig", "replace"))
    if read.problems or not isinstance(read.value, dict):
        return None
    catalog, faults = check(Catalog, read.value, read.lines)
    try:
        index_pattern(catalog.index_no if catalog else "")
    except PatternError:
        return None
    if faults or catalog is None:
        return None
    notices, _ = known(calendars, catalog.calendar)
    return replace(catalog, calendar={year: entry.notice for year, entry in notices.items()})


def _read(path: Path) -> tuple[str, Problem | None]:
    try:
        return path.read_text(encoding="utf-8-sig"), None
    except OSError:
        finding = Finding(
            1,
            Text("找不到 catalog.yml", "there is no catalog.yml"),
            Text(
                "用 --root 指出目录所在的文件夹，或者用 gongkai init 新建一个",
                "name the folder with --root, or run gongkai init",
            ),
        )
    except UnicodeDecodeError:
        finding = Finding(
            1, Text("文件不是 UTF-8 编码", "the file is not UTF-8"), Text("另存为 UTF-8", "save it as UTF-8")
        )
    return "", Problem("invalid-front-matter", finding)


def diagnosed(
    problems: Iterable[Problem],
    codes: Mapping[str, str],
    severity: Severity = Severity.ERROR,
    path: str = CATALOG,
) -> list[Diagnostic]:
    """The problems of a file as findings, sorted; `codes` are the known rules by slug."""
    found = [
        Diagnostic(path, f.line, codes.get(slug, ""), slug, severity, f.message, f.hint, f.data)
        for slug, f in problems
    ]
    return sorted(found, key=lambda d: d.order)


def _doubtful_codes(catalog: Catalog, read: Yaml) -> Iterator[Problem]:
    for n, body in enumerate(catalog.bodies):
        right = check_character(body.code.replace("-", ""))
        if right is not None and right != body.code[-1]:
            yield Problem(
                "bad-index-number",
                Finding(
                    read.lines.get(f"bodies.{n}.code", 1),
                    Text(
                        f"{body.name}的代码 {body.code} 校验位不对，应当是 {right}",
                        f"the check character of {body.code} should be {right}",
                    ),
                    Text("对照登记证书核对代码", "check the code against the certificate"),
                    {"code": body.code},
                ),
            )


def _absent(root: Path, catalog: Catalog, read: Yaml) -> Iterator[Problem]:
    """Included catalogs that are not there, or of which it is not said where they are."""
    for n, include in enumerate(catalog.includes):
        line = read.lines.get(f"includes.{n}.name", 1)
        if (include.root is None) == (include.catalog is None):
            yield Problem(
                "missing-field",
                Finding(
                    line,
                    Text(
                        f"“{include.name}”要写 root 或者 catalog，只写一项",
                        f"“{include.name}” needs either root or catalog",
                    ),
                    Text(
                        "root 是另一个目录的文件夹，catalog 是另一个网站的 catalog.json",
                        "root is a folder, catalog a catalog.json",
                    ),
                    {"key": f"includes.{n}"},
                ),
            )
            continue
        place = f"{include.root}/{CATALOG}" if include.root is not None else str(include.catalog)
        if not (root / place).is_file():
            yield Problem(
                "unknown-reference",
                Finding(
                    line,
                    Text(f"找不到“{include.name}”的 {place}", f"there is no {place} of “{include.name}”"),
                    Text(
                        "先把它取到本机；路径从 catalog.yml 所在的文件夹算起",
                        "fetch it first; paths begin beside catalog.yml",
                    ),
                    {"key": f"includes.{n}"},
                ),
            )


class _Fault(NamedTuple):
    """A contradiction of catalog.yml."""

    key: str
    """The dotted place at which it is told: `bodies.2.parent`."""
    rule: str
    message: Text
    hint: Text


def _contradictions(catalog: Catalog, read: Yaml, slugs: set[str], locked: set[str]) -> Iterator[Problem]:
    """What a schema cannot see: names given twice, names that do not exist, rules that must not be weakened."""
    for key, rule, message, hint in (
        *_given_twice(catalog),
        *_unknown_names(catalog),
        *_without_repository(catalog),
        *_wrong_rules(catalog, slugs, locked),
        *_no_pattern(catalog),
    ):
        yield Problem(rule, Finding(read.lines.get(key, 1), message, hint, {"key": key}))


def _given_twice(catalog: Catalog) -> Iterator[_Fault]:
    """Names and codes that have to tell one from another."""
    for key, names in (
        ("bodies.{}.code", [b.code for b in catalog.bodies]),
        ("bodies.{}.name", [b.name for b in catalog.bodies]),
        ("bodies.{}.short", [b.short for b in catalog.bodies]),
        ("categories.{}.name", [c.name for c in catalog.categories]),
        ("themes.{}", list(catalog.themes)),
        ("genres.{}", list(catalog.genres)),
    ):
        for n, name in enumerate(names):
            if name is not None and name in names[:n]:
                message = Text(f"“{name}”重复", f"“{name}” is there twice")
                yield _Fault(
                    key.format(n), "duplicate-key", message, Text("改用不同的写法", "make them different")
                )


def _unknown_names(catalog: Catalog) -> Iterator[_Fault]:
    """Bodies, categories and genres that are named and stand nowhere in the catalog."""
    bodies, categories = catalog.body_by_name, catalog.category_by_name
    named = [
        *((f"bodies.{n}.parent", "issuer", b.parent, bodies) for n, b in enumerate(catalog.bodies)),
        *(
            (f"categories.{n}.keeper", "issuer", name, bodies)
            for n, category in enumerate(catalog.categories)
            for name in category.keeper
        ),
        *(
            (f"deadlines.{n}.{kind}", kind, name, names)
            for n, term in enumerate(catalog.deadlines)
            for kind, name, names in (
                ("category", term.category, categories),
                ("genre", term.genre, catalog.genres),
            )
        ),
    ]
    for key, kind, name, names in named:
        if name and name not in names:
            what = _CALLED[kind]
            message = Text(f"没有{what.zh}“{name}”", f"there is no {what.en} “{name}”")
            yield _Fault(key, f"unknown-{kind}", message, did_you_mean(name, names))


_CALLED = {
    "issuer": Text("机构", "body"),
    "category": Text("类别", "category"),
    "genre": Text("体裁", "genre"),
}


def _without_repository(catalog: Catalog) -> Iterator[_Fault]:
    """An editor that does not know where to save."""
    if catalog.admin and not catalog.admin.repo and catalog.admin.backend != "test-repo":
        yield _Fault(
            "admin",
            "missing-field",
            Text("缺少“admin.repo”", "“admin.repo” is missing"),
            Text("写成 repo: 所有者/仓库名", "write repo: owner/name"),
        )


def _wrong_rules(catalog: Catalog, slugs: set[str], locked: set[str]) -> Iterator[_Fault]:
    """Rules that do not exist, and those that must not be weakened and are."""
    for slug, setting in catalog.rules.items():
        if slug not in slugs:
            message = Text(f"没有规则“{slug}”", f"there is no rule “{slug}”")
            yield _Fault(f"rules.{slug}", "unknown-field", message, did_you_mean(slug, sorted(slugs)))
        elif slug in locked and setting.severity != "error":
            yield _Fault(
                f"rules.{slug}",
                "wrong-type",
                Text(f"规则“{slug}”不能放宽", f"the rule “{slug}” cannot be weakened"),
                Text(
                    "删除这一项；个别问题确需放过的，见 gongkai rules unused-exception",
                    "delete it; how to except a single finding: gongkai rules unused-exception",
                ),
            )


def _no_pattern(catalog: Catalog) -> Iterator[_Fault]:
    """A pattern of index numbers that is none."""
    try:
        index_pattern(catalog.index_no)
    except PatternError as error:
        yield _Fault(
            "index_no",
            "wrong-type",
            Text(f"不是可以使用的正则表达式：{error}", f"not a regular expression that can be used: {error}"),
            Text(
                "按 RE2 的语法写，没有前后预查 (?=…) 和反向引用 \\1；删除这一行则使用默认格式",
                "write it for RE2, without lookarounds and back references; delete the line to use the default",
            ),
        )
