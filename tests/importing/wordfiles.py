"""Word documents written part by part, for what no library writes: text boxes, numberings, revisions, embedded pages."""

from __future__ import annotations

import io
import zipfile

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_KINDS = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="mht" ContentType="message/rfc822"/>'
    '<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def word(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: str | bytes) -> bytes:
    """A package: the body of the document, its relations (identifier → kind and target), other parts by name without ending."""
    file = io.BytesIO()
    links = {
        "styles": ("styles", "styles.xml"),
        "numbering": ("numbering", "numbering.xml"),
        "footnotes": ("footnotes", "footnotes.xml"),
    }
    rels = {f"rId{name}": link for name, link in links.items() if f"word/{link[1]}" in parts} | (
        relations or {}
    )
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", _KINDS)
        package.writestr(
            "_rels/.rels",
            _RELS.format(
                f'<Relationship Id="rId1" Type="{_TYPE}officeDocument" Target="word/document.xml"/>'
            ),
        )
        package.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            _RELS.format(
                "".join(
                    f'<Relationship Id="{key}" Type="{_TYPE}{kind}" Target="{target}"/>'
                    for key, (kind, target) in rels.items()
                )
            ),
        )
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def p(text: str = "", inside: str = "", properties: str = "") -> str:
    """A paragraph: its words, and runs behind them."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}{inside}</w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def box(*paragraphs: str, vml: bool = False, up: int = 0) -> str:
    """A run with a text box, as Word writes it for new programs and old, or for old ones only."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    old = f'<w:pict><v:shape type="#_x0000_t202"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    if vml:
        return f"<w:r>{old}</w:r>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionV relativeFrom="paragraph">'
        f"<wp:posOffset>{up}</wp:posOffset></wp:positionV><a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def cell(text: str = "", properties: str = "", inside: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}{p(text)}</w:tc>"


def table(*rows: str, columns: int) -> str:
    """A table of rows, each the cells and properties of a row in a string."""
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    """A level of a numbering."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numberings(*kinds: str, nums: str = "") -> str:
    """numbering.xml with one list for each kind, numbered from 1."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(kinds, 1)
    )
    lists = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(kinds) + 1)
    )
    return f"<w:numbering {SPACES}>{made}{lists}{nums}</w:numbering>"
