"""OFD files as the import meets them."""

from __future__ import annotations

import io
import zipfile


def ofd(*texts: str) -> bytes:
    lines = "".join(
        f'<ofd:TextObject ID="{n}" Boundary="20 {20 + 10 * n} 150 5" Font="1" Size="5"><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>'
        for n, text in enumerate(texts, 10)
    )
    space, out = 'xmlns:ofd="http://www.ofdspec.org/2016"', io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "OFD.xml",
            f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        package.writestr(
            "Doc_0/Document.xml",
            f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        )
        content = lines or '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'
        package.writestr(
            "Doc_0/Pages/Page_0/Content.xml",
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
        )
    return out.getvalue()
