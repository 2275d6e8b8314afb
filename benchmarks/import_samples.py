"""The thirty documents of tests/importing through `gongkai import`: fields right, cells lost, time. Prints a table for docs/import.md."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests/importing"))

from playwright.sync_api import sync_playwright  # noqa: E402
from samples import Sample, printed, refused, word_samples  # noqa: E402

from generator.build import check_root  # noqa: E402
from generator.reading.attachments.content import Refused  # noqa: E402
from generator.site.texts import rendered  # noqa: E402
from generator.tools.importing.imports import Importer  # noqa: E402
from generator.tools.importing.pandoc import find_pandoc  # noqa: E402
from generator.tools.importing.report import Outcome, as_text  # noqa: E402


def pdf_samples() -> list[Sample]:
    """The PDF documents, printed by Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        made = []
        for name, html, fields in printed():
            page.set_content(html)
            made.append(Sample(name, "pdf", page.pdf(prefer_css_page_size=True), fields))
        browser.close()
    return made


def county_samples() -> list[Sample]:
    """Every document of the example county written as a Word file: head, number, title, then its text as pandoc sets it."""
    checked = check_root(ROOT, today=date(2026, 11, 22))
    made = []
    for document in checked.documents:
        text = rendered(ROOT, document).html
        frame = (
            f"<p>{document.issuer}文件</p>" if document.doc_no else ""
        ) + f"<p>{document.doc_no or ''}</p><p>{document.title}</p>"
        done = subprocess.run(
            [find_pandoc(), "--from", "html-smart", "--to", "docx"],
            input=f"{frame}{text}".encode(),
            capture_output=True,
            check=True,
        )
        fields = {
            key: getattr(document, key)
            for key in ("title", "issuer", "doc_no", "genre", "category", "joint_issuers", "openness")
        }
        fields["formed"] = str(document.formed)
        made.append(Sample(f"{document.index_no}.docx".replace("/", "_"), "county", done.stdout, fields))
    return made


def main() -> None:
    samples = county_samples() if "--county" in sys.argv else [*word_samples(), *pdf_samples()]
    verbose = "-v" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copyfile(ROOT / "catalog.yml", root / "catalog.yml")
        checked = check_root(root, today=date(2026, 11, 22))
        assert checked.setting
        importer = Importer(checked.setting, (), None, None)
        layouts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        wrong: list[tuple[str, str, object, object]] = []
        seconds = 0.0
        for number, sample in enumerate(samples):
            file = root / f"{number}" / sample.name
            file.parent.mkdir()
            file.write_bytes(sample.data)
            started = time.perf_counter()
            try:
                outcome = importer.bring(file)
            except Refused as refusal:  # a file that does not name its issuer: the editor names it
                wrong.append((sample.name, "issuer", sample.fields["issuer"], refusal.refusal.message.zh))
                layouts[sample.layout][2] += 1
                outcome = Importer(
                    checked.setting, (), f"content/documents/{number}", sample.fields["issuer"]
                ).bring(file)
            seconds += time.perf_counter() - started
            assert outcome.draft
            if verbose:
                print(
                    as_text([outcome], "zh"),
                    (root / str(outcome.path)).read_text(encoding="utf-8"),
                    sep="\n\n",
                )
            faults = [
                (key, value, seen)
                for key, value in sample.fields.items()
                if (seen := value_of(outcome, key)) != value
            ]
            wrong.extend((sample.name, *fault) for fault in faults)
            if outcome.draft.fidelity.lost_cells:
                wrong.append((sample.name, "cells", sample.cells, outcome.draft.fidelity))
            if outcome.draft.fidelity.lost_lines:
                wrong.append((sample.name, "lines", (), outcome.draft.fidelity.lost_lines))
            row = layouts[sample.layout]
            for n, count in enumerate(
                (
                    1,
                    len(sample.fields),
                    len(faults),
                    outcome.draft.fidelity.cells_in,
                    len(outcome.draft.fidelity.lost_cells),
                )
            ):
                row[n] += count
        for sample in refused():
            file = root / sample.name
            file.write_bytes(sample.data)
            try:
                importer.bring(file)
                wrong.append((sample.name, "refusal", sample.refusal, None))
            except Refused as refusal:
                if sample.refusal not in refusal.refusal.message.zh:
                    wrong.append((sample.name, "refusal", sample.refusal, refusal.refusal.message.zh))
    print("| layout | documents | fields | wrong | cells | cells lost |\n|---|---:|---:|---:|---:|---:|")
    for layout, row in layouts.items():
        print(f"| {layout} | {' | '.join(map(str, row))} |")
    total = [sum(row[n] for row in layouts.values()) for n in range(5)]
    print(f"| all | {' | '.join(map(str, total))} |")
    print(
        f"\n{100 * (1 - total[2] / total[1]):.1f} % of the fields right; {seconds / len(samples):.2f} s a document"
    )
    for fault in wrong:
        print(fault)


def value_of(outcome: Outcome, key: str) -> object:
    assert outcome.draft
    if key == "index_no":
        return outcome.index_no
    if key == "attachments":
        return tuple(file.name for file in outcome.draft.files)
    guess = outcome.draft.fields.get(key)
    return guess.value if guess else () if key == "joint_issuers" else None


if __name__ == "__main__":
    main()
