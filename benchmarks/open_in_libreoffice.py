"""Every Word file that the program made for a site, opened in LibreOffice: the words of every paragraph and cell are there, every sheet is A4.

    python benchmarks/open_in_libreoffice.py site/

Needs `soffice` (Debian: libreoffice-writer-nogui).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import pypdfium2


def main() -> int:
    """Print one line a file; 1 when a word is missing or a sheet is not A4."""
    files = sorted(file for file in Path(sys.argv[1]).rglob("*.docx") if file.parent.name != "files")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies = [shutil.copyfile(file, folder / f"{number}.docx") for number, file in enumerate(files)]
        for form in ("pdf", "txt:Text (encoded):UTF8"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", folder, *copies],
                check=True,
                capture_output=True,
            )
        faults = [report(file, copy) for file, copy in zip(files, copies, strict=True)]
    print(f"{len(files)} files, {sum(faults)} with faults")
    return 1 if any(faults) else 0


def report(file: Path, copy: Path) -> bool:
    """Say what LibreOffice made of one file; whether anything is wrong."""
    shown = words(copy.with_suffix(".txt").read_text(encoding="utf-8-sig"))
    document = docx.Document(str(copy))
    texts = [p.text for p in document.paragraphs] + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]
    missing = [text for text in dict.fromkeys(texts) if words(text) not in shown]
    sheets = pypdfium2.PdfDocument(copy.with_suffix(".pdf"))
    strange = [
        n for n, sheet in enumerate(sheets, 1) if {round(side) for side in sheet.get_size()} != {595, 842}
    ]
    print(f"{file}: {len(sheets)} sheets, {len(set(texts))} texts, missing {missing}, not A4 {strange}")
    return bool(missing or strange)


def words(text: str) -> str:
    """Text without blanks."""
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    sys.exit(main())
