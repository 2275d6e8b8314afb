"""An address → a QR code as inline SVG, for a telephone that looks at a screen or at paper."""

from __future__ import annotations

import segno
from markupsafe import Markup

MASK = 3
"""The pattern laid over the code. Any is right; to weigh all eight against each other takes four times as long."""


def qr_code(address: str) -> Markup:
    """The code, black on nothing: the style sheet gives it a white ground. It has no name of its own; what surrounds it has."""
    code = segno.make(address, error="l", boost_error=False, micro=False, mask=MASK)
    return Markup(
        code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None).replace(
            "<svg ", '<svg aria-hidden="true" ', 1
        )
    )
