"""The picture of a payment link."""

from __future__ import annotations

import io

import qrcode

# a link is long: at a fixed size, fewer modules are easier to read than more correction
_LEVEL = qrcode.ERROR_CORRECT_L
_MASK = 3  # any mask is valid, and trying all eight is most of the work


def qr_png(link: str) -> bytes:
    """A black and white PNG of the link's QR, with the quiet zone that scanners want. Takes CPU time: use a thread."""
    code = qrcode.QRCode(error_correction=_LEVEL, box_size=10, border=4, mask_pattern=_MASK)
    code.add_data(link)
    code.make(fit=True)
    buffer = io.BytesIO()
    code.make_image().save(buffer)
    return buffer.getvalue()
