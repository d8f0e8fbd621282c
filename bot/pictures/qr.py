"""A payment link as a QR code that any scanner reads, also after a messenger has recompressed the picture."""

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QUIET = 4
"""Modules of white around the code, as the QR standard asks."""

SMALLEST_MODULE = 7
"""Pixels of the original; below this a thumbnail and a cheap camera begin to fail."""

# Every mask is valid and decodes the same; choosing the prettiest of eight is nine tenths of the library's time.
_MASK = 2


class CardImpossible(Exception):
    """The link cannot become a QR code that people can scan; send the text and the link instead."""


def qr_picture(link: str, *, side: int, dark: int, light: int) -> Image.Image:
    """The largest QR of `link` with whole-pixel modules and its quiet zone that fits a square of `side` pixels.

    Raises:
        CardImpossible: the link is empty, or so long that its modules would be too fine.
    """
    if not link:
        raise CardImpossible("the payment link is empty")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=_MASK)
    code.add_data(link)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        # The link itself stays out of the message: whoever has it can pay, and messages are logged.
        raise CardImpossible(f"a link of {len(link)} characters does not fit a QR code") from error
    modules = code.modules_count + 2 * QUIET
    pixels = side // modules
    if pixels < SMALLEST_MODULE:
        raise CardImpossible(f"a link of {len(link)} characters makes the QR code too fine: {pixels} pixels a module")
    picture = Image.new("L", (modules, modules), light)
    dots = b"".join(bytes(map(bool, row)) for row in code.modules).translate(bytes((light, dark)) + bytes(254))
    picture.paste(Image.frombytes("L", (code.modules_count, code.modules_count), dots), (QUIET, QUIET))
    return picture.resize((modules * pixels, modules * pixels), Image.Resampling.NEAREST)
