"""Attachments without a text layer → the layers, written beside them; a page that is done is kept, so work can be resumed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.model.document import Document
from generator.reading.attachments.layers import ENDING, Layer, digest_of, read_layer, write_layer
from generator.reading.attachments.pictures import pictures_of
from generator.tools.layers.recognise import lines_of, recogniser_name


class Done(NamedTuple):
    """What became of one file."""

    file: Path
    places: int
    """Pages and pictures that were recognised now."""
    doubtful: int
    """Lines of the whole layer that a person must look at."""


def listed(root: Path, documents: Iterable[Document]) -> list[Path]:
    """The attachments of all documents that are there."""
    files = (root / d.files / a.file for d in documents for a in d.attachments)
    return [file for file in files if file.is_file() and not file.is_symlink()]


def make_layers(files: Iterable[Path], progress: Callable[[str], object]) -> Iterator[Done]:
    """Recognise what has no words yet, file by file; each page is written as soon as it is done. Raises NoRecogniser."""
    by = recogniser_name()
    for file in files:
        data = file.read_bytes()
        digest = digest_of(data)
        place = file.with_name(f"{file.name}{ENDING}")
        known = read_layer(place.read_text(encoding="utf-8-sig")) if place.is_file() else None
        parts = dict(known.parts) if known and known.digest == digest else {}
        new = 0
        for name, pictures in pictures_of(file.name, data):
            if name not in parts:
                progress(f"{file.name} {name}")
                parts[name] = "\n".join(line for picture in pictures for line in lines_of(picture))
                new += 1
                _write(place, Layer(file.name, digest, by, parts))
        layer = Layer(file.name, digest, by, parts)
        if parts:
            yield Done(file, new, layer.doubtful)


def made_layer(name: str, data: bytes) -> Layer:
    """The layer of one file, written nowhere. Raises NoRecogniser."""
    by = recogniser_name()
    parts = {
        place: "\n".join(line for picture in pictures for line in lines_of(picture))
        for place, pictures in pictures_of(name, data)
    }
    return Layer(name, digest_of(data), by, parts)


def _write(place: Path, layer: Layer) -> None:
    """All of it or nothing: a layer torn in the middle would lose what was corrected by hand."""
    part = place.with_name(f"{place.name}.part")
    part.write_text(write_layer(layer), encoding="utf-8")
    part.replace(place)
