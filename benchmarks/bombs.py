"""Small inputs made to cost much: YAML, archives, documents, Markdown. Each is refused, or checked and rendered, in under a second.

    python benchmarks/bombs.py

Prints the processor time of each; exits with 1 when one takes a second or more.
"""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from generator.build import check_root
from generator.model.diagnostics import blocking
from generator.reading.frontmatter import read_record
from generator.reading.markdown import render_text

TOP = Path(__file__).parent.parent
HEAD = (TOP / "tests/rules/late-publication/good.md").read_text(encoding="utf-8").split("---\n")[1]
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(document: str | bytes) -> bytes:
    """A Word file with this main part."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def aliases() -> str:
    """YAML whose aliases stand for 10^9 entries."""
    return "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
    )


def entities() -> str:
    """XML whose entities stand for 10^12 words."""
    steps = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">{steps}]><w:document {WORD}><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>'


def deep_tables() -> str:
    """A Word table within a table, 100,000 times."""
    return f"<w:document {WORD}><w:body>{'<w:tbl><w:tr><w:tc>' * 100_000}{'</w:tc></w:tr></w:tbl>' * 100_000}</w:body></w:document>"


def nested(depth: int, inside: bytes) -> bytes:
    """An archive in an archive."""
    return zipped({"a.zip": nested(depth - 1, inside)}) if depth else inside


FRONT_MATTER = {
    "YAML: aliases for 10^9 entries": aliases(),
    "YAML: 200,000 brackets": f"title: {'[' * 200_000}\n",
    "YAML: 50,000 braces": f"title: {'{a: ' * 50_000}\n",
    "YAML: 100,000 keys": "".join(f"k{n}: 1\n" for n in range(100_000)),
    "YAML: 100,000 entries": f"{HEAD}keywords:\n" + "  - 词\n" * 100_000,
    "YAML: a value of 20 MB": f"title: {'长' * 7_000_000}\n",
}
ATTACHMENTS = {
    "zip: 190 MB of zeros": ("a.zip", zipped({"a.txt": b"0" * 190_000_000})),
    "zip: archives five deep": ("a.zip", nested(5, zipped({"a.txt": b"0" * 9_000_000}))),
    "zip: 20,000 members": ("a.zip", zipped({f"{n}.txt": "x" for n in range(20_000)})),
    "docx: 300 MB of XML": ("a.docx", word(b" " * 300_000_000)),
    "docx: entities": ("a.docx", word(entities())),
    "docx: tables 100,000 deep": ("a.docx", word(deep_tables())),
}
TEXTS = {
    **{
        f"Markdown: 200,000 × {piece.strip()}": piece * 200_000
        for piece in ("> ", "- ", "[", "*a ", "*_", "[a](", "![", "| a ", "&lt;", "<a ", "<!--", "(")
    },
    "Markdown: 100,000 footnotes": "[^1]" * 100_000,
    "Markdown: 100,000 definitions": "[a]: b\n" * 100_000,
    "Markdown: growing backticks": "".join("`" * n + " " for n in range(1, 1_500)),
    "Markdown: emphasis 100,000 deep": "*a _b " * 50_000 + "c_ d* " * 50_000,
    "Markdown: 100,000 numbered lists": "1. " * 100_000,
    "Markdown: a list 2,000 deep": "".join("  " * n + "- a\n" for n in range(2_000)),
    "Markdown: a table of 1,000 × 300": "|a" * 1_000
    + "|\n"
    + "|-" * 1_000
    + "|\n"
    + ("|b" * 1_000 + "|\n") * 300,
}


def main() -> None:
    """Check every bomb."""
    slowest = 0.0
    for name, front_matter in FRONT_MATTER.items():
        slowest = max(slowest, tried(name, f"---\n{front_matter}---\n\n正文。\n"))
    for name, (file, data) in ATTACHMENTS.items():
        slowest = max(
            slowest,
            tried(
                name,
                f"---\n{HEAD}attachments:\n  - file: {file}\n    title: 附件\n---\n\n正文。\n",
                {file: data},
            ),
        )
    for name, text in TEXTS.items():
        slowest = max(slowest, tried(name, f"---\n{HEAD}---\n\n{text}\n"))
    raise SystemExit(slowest >= 1)


def tried(name: str, text: str, files: dict[str, bytes] | None = None) -> float:
    """Seconds of processor time for the check of a root with this document, and for rendering it if that does not block."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        beside = root / "content/documents/a.files"
        beside.mkdir(parents=True)
        copyfile(TOP / "tests/rules/catalog.yml", root / "catalog.yml")
        (root / "content/documents/a.md").write_text(text, encoding="utf-8")
        for file, data in (files or {}).items():
            (beside / file).write_bytes(data)
        begun = time.process_time()
        found = check_root(root, today=date(2026, 11, 22)).diagnostics
        checked = time.process_time()
        if not blocking(found):
            render_text(read_record("a.md", text.encode()).body)
        rendered = time.process_time()
    print(
        f"{name:36} {checked - begun:5.2f} s  {rendered - checked:5.2f} s  {', '.join(sorted({d.rule for d in found})) or 'no findings'}",
        flush=True,
    )
    return rendered - begun


if __name__ == "__main__":
    main()
