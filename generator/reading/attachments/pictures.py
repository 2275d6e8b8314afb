"""An attachment → the pictures of what nobody could read in it: pages and pictures, by the names that a text layer uses."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from generator.reading.attachments.content import Content
from generator.reading.attachments.layers import place_in
from generator.reading.attachments.package import BROKEN, Budget, Package, local
from generator.reading.attachments.reading import read_inside

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS = 150
"""Per inch, at which a page of a PDF is drawn: letters of 10 points are then 21 pixels high."""
MAX_PIXELS = 40_000_000


def pictures_of(name: str, data: bytes) -> Iterator[tuple[str, tuple[Image, ...]]]:
    """Each place of a file, or of the files inside it, that a text layer can stand for, and what is seen there."""
    for content, inner in read_inside(name, data):
        wanted = [u for u in content.unread if u.picture]
        for unread in wanted:
            if seen := tuple(_seen(content, unread.page, unread.place.zh.strip(), inner)):
                yield place_in(content, unread), seen


def _seen(content: Content, page: int | None, place: str, data: bytes) -> Iterator[Image]:
    try:
        if content.kind == "pdf" and page is not None:
            yield _drawn(data, page)
        elif content.kind in ("png", "jpg"):
            yield from _opened(data)
        elif data.startswith(b"PK"):
            package = Package(data, Budget())
            names = _on_page(package, page) if page is not None else [place.removeprefix("图片 ").strip()]
            for name in names:
                if name in package.names:
                    yield from _opened(package.read(name))
    except BROKEN:
        return


def _drawn(data: bytes, page: int) -> Image:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    with pdfium.PdfDocument(data) as document:
        sheet = document.get_page(page - 1)
        scale = min(DOTS / 72, (MAX_PIXELS / max(1.0, sheet.get_width() * sheet.get_height())) ** 0.5)
        return sheet.render(scale=scale).to_pil().convert("RGB")  # type: ignore[no-any-return]


def _opened(data: bytes) -> Iterator[Image]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.width * picture.height <= MAX_PIXELS:
                upright = ImageOps.exif_transpose(picture)
                ground = Image.new("RGB", upright.size, "white")
                ground.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
                yield ground
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return


def _on_page(package: Package, page: int) -> list[str]:
    """The members that an OFD shows as pictures on one of its pages."""
    files: dict[str, str] = {}
    leaves: list[str] = []
    for name in package.matching(r".*\.xml"):
        tree, folder = package.xml(name), name.rpartition("/")[0]
        if local(tree) == "Res":
            base = f"{folder}/{tree.get('BaseLoc', '')}"
            for media in (e for e in tree.iter() if local(e) == "MultiMedia"):
                file = next((e.text or "" for e in media if local(e) == "MediaFile"), "").strip()
                files[media.get("ID", "")] = package.resolve(base, file) or package.resolve(folder, file)
        elif local(tree) == "Document":
            leaves += [
                package.resolve(folder, e.get("BaseLoc", "")) for e in tree.iter() if local(e) == "Page"
            ]
    if page > len(leaves) or not leaves[page - 1]:
        return []
    shown = (
        e.get("ResourceID", "") for e in package.xml(leaves[page - 1]).iter() if local(e) == "ImageObject"
    )
    return [files[key] for key in dict.fromkeys(shown) if files.get(key)]
