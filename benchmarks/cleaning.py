"""Cleans attachments of every kind and opens them again: LibreOffice, PDFium and Pillow must show what they showed before.

    python benchmarks/cleaning.py [--number 30]

For each kind that many files are made with marks in every place where programs leave names, positions and folders; PowerPoint
files, and as many more Word, Excel and PDF files, are made by LibreOffice. Prints how many kept a trace, looked different or
could not be opened, and how fast cleaning was. Needs `soffice`.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

from helpers.personal import MAKERS, MARK, TEXT, make_jpeg, traces  # noqa: E402

from generator.cleaning import cleaned  # noqa: E402
from generator.reading.attachments import read_attachment  # noqa: E402

OFFICE = ("docx", "xlsx", "pptx")


def main() -> None:
    """Run and print a line for each kind; exits with 1 when any file failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=30)
    number = parser.parse_args().number
    folder = Path(tempfile.mkdtemp())
    for kind, make in MAKERS.items():
        for seed in range(number):
            place(folder, f"{kind}-{seed:03}.{kind}").write_bytes(make(random.Random(seed)))
    for kind, files in by_libreoffice(folder, number).items():
        for file in files:
            file.rename(place(folder, f"lo-{file.stem}.{kind}"))
    failed = 0
    for kind in sorted({p.suffix[1:] for p in (folder / "before").iterdir()}):
        failed += report(folder, kind)
    sys.exit(bool(failed))


def report(folder: Path, kind: str) -> int:
    """Clean the files of one kind and print how it went; returns the number of failures."""
    files = sorted((folder / "before").glob(f"*.{kind}"))
    (folder / "after").mkdir(exist_ok=True)
    started, size = time.perf_counter(), 0
    for file in files:
        data = file.read_bytes()
        size += len(data)
        (folder / "after" / file.name).write_bytes(cleaned(data, file.name))
    seconds = time.perf_counter() - started
    before, after = (shown(folder / part, files, kind) for part in ("before", "after"))
    traced = [f.name for f in files if traces((folder / "after" / f.name).read_bytes())]
    had = sum(bool(traces(f.read_bytes())) for f in files)
    different = [name for name in before if before[name] != after.get(name)]
    unopened = [f.name for f in files if f.name not in after]
    print(
        f"{kind}: {len(files)} files, {had} with traces before, {len(traced)} after; {len(different)} look different, {len(unopened)} do not open; "
        f"{size / 1e6 / seconds:.0f} MB/s, {1000 * seconds / len(files):.1f} ms a file",
        flush=True,
    )
    for name in [*traced, *different, *unopened]:
        print("   ", name)
    return len(traced) + len(different) + len(unopened)


def shown(folder: Path, files: Iterable[Path], kind: str) -> dict[str, object]:
    """What a program shows of each file that it can open: pixels, pages as pixels, or the text of an archive."""
    names = [file.name for file in files]
    if kind in ("jpg", "png"):
        return {name: ImageOps.exif_transpose(Image.open(folder / name)).tobytes() for name in names}
    if kind in OFFICE:
        convert(folder, [folder / name for name in names], "pdf", folder / "pdf")
        return {
            f"{p.stem}.{kind}": pages(p.read_bytes())
            for p in (folder / "pdf").glob("*.pdf")
            if f"{p.stem}.{kind}" in names
        }
    if kind == "pdf":
        return {name: pages((folder / name).read_bytes()) for name in names}
    return {
        name: content.text for name in names if (content := read_attachment(folder / name)).refusal is None
    }


def pages(data: bytes) -> list[bytes]:
    """Every page of a PDF as pixels."""
    return [page.render(scale=1).to_pil().tobytes() for page in pypdfium2.PdfDocument(data)]


def by_libreoffice(folder: Path, number: int) -> dict[str, list[Path]]:
    """Files of its own formats with an author, turned into Office files and PDF."""
    sources: dict[str, list[Path]] = {"odt": [], "ods": [], "odp": []}
    for seed in range(number):
        dice = random.Random(seed)
        for kind, body in (("odt", words(dice)), ("ods", cells(dice)), ("odp", slides(dice))):
            path = place(folder, f"{kind}-{seed:03}.f{kind}", "sources")
            path.write_text(
                FLAT.format(
                    kind={"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[kind],
                    mark=MARK,
                    body=body,
                ),
                encoding="utf-8",
            )
            sources[kind].append(path)
    made = {}
    for target, kind in (("docx", "odt"), ("xlsx", "ods"), ("pptx", "odp"), ("pdf", "odt")):
        convert(folder, sources[kind], target, folder / f"made-{target}")
        made[target] = sorted((folder / f"made-{target}").glob(f"*.{target}"))
    return made


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{kind}">
 <office:meta><meta:initial-creator>{mark}</meta:initial-creator><dc:creator>{mark}</dc:creator><dc:title>{mark}</dc:title><dc:subject>{mark}</dc:subject>
  <meta:keyword>{mark}</meta:keyword><meta:user-defined meta:name="公司">{mark}</meta:user-defined></office:meta>
 <office:master-styles><style:master-page style:name="M"/></office:master-styles>
 <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"""


def words(dice: random.Random) -> str:
    """Paragraphs and a photo with a position."""
    import base64

    photo = base64.b64encode(make_jpeg(dice, ("RGB",))).decode()
    return "".join(
        f"<text:p>{TEXT * dice.randrange(1, 30)}</text:p>" for _ in range(dice.randrange(1, 20))
    ) + (
        f'<text:p><draw:frame svg:width="3cm" svg:height="3cm"><draw:image><office:binary-data>{photo}</office:binary-data></draw:image></draw:frame></text:p>'
    )


def cells(dice: random.Random) -> str:
    """A sheet of words and numbers."""
    row = f'<table:table-cell office:value-type="string"><text:p>{TEXT}</text:p></table:table-cell>'
    rows = "".join(
        f'<table:table-row>{row}<table:table-cell office:value-type="float" office:value="{dice.randrange(999)}"/></table:table-row>'
        for _ in range(dice.randrange(1, 60))
    )
    return f'<table:table table:name="表">{rows}</table:table>'


def slides(dice: random.Random) -> str:
    """A few slides with a text box each."""
    return "".join(
        f'<draw:page draw:name="{n}" draw:master-page-name="M">'
        f'<draw:frame svg:width="10cm" svg:height="3cm" svg:x="1cm" svg:y="{dice.randrange(9)}cm">'
        f"<draw:text-box><text:p>{TEXT}</text:p></draw:text-box></draw:frame></draw:page>"
        for n in range(1, dice.randrange(2, 6))
    )


def convert(folder: Path, files: list[Path], target: str, out: Path) -> None:
    """Let LibreOffice turn files into another format, with a profile of its own."""
    out.mkdir(exist_ok=True)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{Path(tempfile.gettempdir()) / 'gongkai-office'}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )


def place(folder: Path, name: str, part: str = "before") -> Path:
    """A file in one of the folders."""
    (folder / part).mkdir(exist_ok=True)
    return folder / part / name


if __name__ == "__main__":
    main()
