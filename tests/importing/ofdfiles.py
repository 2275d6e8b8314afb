"""OFD files as the import meets them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*texts: str) -> bytes:
    """One page."""
    return ofd_pages(texts)


def ofd_pages(*pages: Sequence[str]) -> bytes:
    """A page of lines for each; a page without lines is a picture."""
    out = io.BytesIO()
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in enumerate(pages)
    )
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "OFD.xml",
            f"<ofd:OFD {_SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        package.writestr(
            "Doc_0/Document.xml", f"<ofd:Document {_SPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        for number, lines in enumerate(pages):
            content = "".join(_text(n, line) for n, line in enumerate(lines, 10))
            content = content or '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'
            package.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f"<ofd:Page {_SPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return out.getvalue()


def _text(number: int, line: str) -> str:
    place = f'ID="{number}" Boundary="20 {20 + 10 * number} 150 5"'
    return f'<ofd:TextObject {place} Font="1" Size="5"><ofd:TextCode>{line}</ofd:TextCode></ofd:TextObject>'
