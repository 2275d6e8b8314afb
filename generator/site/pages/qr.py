"""An address → a QR code as inline SVG, for a telephone that looks at a screen or at paper."""

from __future__ import annotations

import numpy as np
import zxingcpp
from markupsafe import Markup

MASK = 3
"""The pattern laid over the code. Any is right; to weigh all eight against each other takes four times as long."""
BORDER = 2
"""Modules of nothing around the code."""


def qr_code(address: str) -> Markup:
    """The code, black on nothing: the style sheet gives it a white ground. It has no name of its own; what surrounds it has."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L", data_mask=MASK)
    modules = np.asarray(code.to_image(add_quiet_zones=False))
    dark = np.zeros((len(modules), len(modules) + 2), bool)  # with something light on both sides
    dark[:, 1:-1] = modules == 0
    edges = np.flatnonzero(np.diff(dark.ravel()))  # where a dark run of a line begins, and where it ends
    lines, columns = np.divmod(edges[::2], dark.shape[1])
    runs = zip(columns.tolist(), lines.tolist(), (edges[1::2] - edges[::2]).tolist(), strict=True)
    path = "".join([f"M{column} {line}h{length}" for column, line, length in runs])
    side = len(dark) + 2 * BORDER
    return Markup(  # nothing in it comes from the address
        f'<svg aria-hidden="true" viewBox="{-BORDER} {-BORDER - 0.5} {side} {side}"><path stroke="#000" d="{path}"/></svg>'
    )
