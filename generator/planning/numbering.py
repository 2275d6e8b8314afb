"""The next free index number and where its file goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.machine.git import git
from generator.model.catalog import Body, Catalog
from generator.model.document import Document
from generator.model.places import DOCUMENTS
from generator.model.visibility import old_addresses
from generator.reading.registers.addresses import read_register

_SERIAL = re.compile(r"(?P<head>.*?)(?P<serial>\d+)", re.ASCII)


def used_numbers(root: Path, documents: Iterable[Document]) -> set[str]:
    """All index numbers that were ever given: of the documents, their earlier ones, those released, and in git those of deleted
    documents and of every other branch, as far as it was fetched.
    """
    deleted = _told(root, "-", "--diff-filter=D")
    earlier = {old for d in documents for old in old_addresses(d)}
    return (
        {d.index_no for d in documents if d.index_no}
        | earlier
        | set(read_register(root).addresses)
        | deleted
        | reserved_numbers(root)
    )


def reserved_numbers(root: Path) -> set[str]:
    """The index numbers that branches which are not merged here give to documents: others work on them, here or on a server."""
    return _told(root, "+", "--branches", "--remotes", "--not", "HEAD")


def _told(root: Path, sign: str, *which: str) -> set[str]:
    """The numbers in the lines that some commits add (`+`) or take away (`-`)."""
    log = git(root, "log", "-p", "--unified=0", "--format=", *which, "--", DOCUMENTS) or b""
    found = re.findall(
        rf"^{re.escape(sign)}index_no:\s*[\"']?([^\s\"']+)", log.decode("utf-8", "replace"), re.MULTILINE
    )
    return set(found)


def next_index_no(body: Body, year: int, used: Iterable[str]) -> str:
    """The number after the highest of the body and year. Numbers are never given twice, so gaps are not filled."""
    head = f"{body.code}/{year}"
    alike = [
        found for n in used if n.casefold().startswith(head.casefold()) and (found := _SERIAL.fullmatch(n))
    ]
    highest = max(alike, key=lambda found: int(found["serial"]), default=None)
    return f"{highest['head']}{int(highest['serial']) + 1:05}" if highest else f"{head}-00001"


def place_for(index_no: str, body: Body, documents: Sequence[Document], catalog: Catalog) -> str:
    """The path of a new document: beside the latest of its body, in the folder of its year, named by its serial."""
    year, _, serial = index_no.rpartition("/")[2].partition("-")
    folders = [d.path.split("/")[:-1] for d in documents if d.origin is None and catalog.body_of(d) == body]
    folder = max(folders, default=[*DOCUMENTS.split("/"), body.code])
    parts = [part for part in folder if not re.fullmatch(r"(?:19|20)\d\d", part)]
    return "/".join([*parts, year[:4], f"{serial or year}.md"])
