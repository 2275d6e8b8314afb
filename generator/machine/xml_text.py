"""Texts and element trees → XML. Characters that XML has no place for are left out, so that every file is well-formed."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without the characters that XML has no place for."""
    return _ILLEGAL.sub("", text)


def escaped(text: str) -> str:
    """The text as it may stand between two tags: legal, and with `&`, `<` and `>` written out."""
    return escape(legal(text))


def root(tag: str, namespace: str, **attributes: str) -> ET.Element:
    """The root of a document in one namespace."""
    return ET.Element(tag, {"xmlns": namespace, **attributes})


def add(
    parent: ET.Element, tag: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> ET.Element:
    """A child with text and attributes."""
    child = ET.SubElement(parent, tag, {key: legal(value) for key, value in (attributes or {}).items()})
    child.text = legal(text) if text is not None else None
    return child


def xml_file(element: ET.Element, style: str = "") -> str:
    """The file of a root. `style` is the address of the XSL sheet with which a browser shows it to people."""
    ET.indent(element)
    shown = f'<?xml-stylesheet type="text/xsl" href="{style}"?>\n' if style else ""
    return f"{HEADER}{shown}{ET.tostring(element, encoding='unicode')}\n"
