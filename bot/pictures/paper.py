"""What cards are drawn on: grey values that stand for colours, and the PNG they become.

A card is drawn as one grey channel, which is much cheaper than RGB, on two ramps that meet in white: from ink up to
white, and from white up to the accent colour. Smoothed edges between neighbours stay on their ramp, so sixteen colours
are enough, and the PNG needs half a byte a pixel.
"""

import zlib
from io import BytesIO

from PIL import Image

Colour = tuple[int, int, int]

# Sixteen colours, 17 grey values apart. Black is apart from ink so that a QR code is as dark as a screen can be.
BLACK, INK, WHITE, ACCENT = 0, 17, 8 * 17, 15 * 17

_TO_SLOT = [(value + 8) // 17 for value in range(256)]
_INK_COLOUR: Colour = (18, 30, 28)


def on_ramp(start: int, end: int, share: float) -> int:
    """The grey value that lies `share` (0 to 1) of the way from one end of a ramp to the other."""
    return round(start + (end - start) * share)


def palette(accent: Colour) -> bytes:
    """The sixteen colours of a card with this accent, as PNG wants them."""
    white: Colour = (255, 255, 255)
    ink_ramp = [_mix(_INK_COLOUR, white, step / 7) for step in range(7)]
    accent_ramp = [_mix(white, accent, step / 7) for step in range(8)]
    return bytes(part for colour in [(0, 0, 0), *ink_ramp, *accent_ramp] for part in colour)


def colours(canvas: Image.Image, wanted: bytes) -> Image.Image:
    """The drawn canvas in the sixteen colours of a palette."""
    picture = canvas.point(_TO_SLOT)
    picture.putpalette(wanted)
    return picture


def png(canvas: Image.Image, wanted: bytes) -> bytes:
    """The drawn canvas as a PNG of sixteen colours."""
    picture = colours(canvas, wanted)
    file = BytesIO()
    # Run lengths are all that flat colours and QR modules need: as small as a search of level 4, in half its time.
    picture.save(file, "PNG", compress_level=1, compress_type=zlib.Z_RLE)
    return file.getvalue()


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


GREEN = palette((10, 104, 84))
"""The colours of everything that is neither over nor cancelled."""
