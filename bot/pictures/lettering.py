"""Words on pictures: the bundled fonts, and how a text that is too long or has strange signs is made to fit.

The fonts are Inter and Inter Display (SIL Open Font License, `fonts/OFL.txt`), cut down with fonttools to Latin,
Cyrillic with the Kyrgyz letters, and common signs, without hinting; renamed to Tolom Sans, since they are modified.
"""

import unicodedata
from enum import Enum
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
_LONGEST = 160  # characters looked at; no line of a card holds more, and shaping a novel would cost seconds
_NO_SUCH_SIGN = "\U0010ffff"  # never assigned, so every font draws its empty box for it


class Weight(Enum):
    """A cut of the bundled family; the value is its file."""

    MEDIUM = "TolomSans-Medium.otf"
    BOLD = "TolomSans-Bold.otf"


@lru_cache(maxsize=256)
def face(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The bundled font at `size` pixels; loaded once."""
    return ImageFont.truetype(str(FOLDER / weight.value), size)


@lru_cache(maxsize=4096)
def drawable(sign: str) -> bool:
    """Whether the font has a visible glyph for this one character."""
    font = face(Weight.MEDIUM, 32)
    mask = font.getmask(sign)
    return mask.getbbox() is not None and bytes(mask) != bytes(font.getmask(_NO_SUCH_SIGN))


def _plain(sign: str) -> str:
    """The sign itself, else its plain form (fancy letters become letters), else nothing: never an empty box."""
    if sign == " " or drawable(sign):
        return sign
    return "".join(part for part in unicodedata.normalize("NFKC", sign) if drawable(part))


def clean(text: str) -> str:
    """One line of what the font can draw: emoji, control and direction marks and foreign scripts are left out."""
    line = " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).split())
    kept = "".join(_plain(sign) for sign in line if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split())


def fit(text: str, weight: Weight, size: int, *, least: int, width: int) -> tuple[str, ImageFont.FreeTypeFont]:
    """The cleaned text and the font that keep it within `width` pixels.

    A text that is too long is set smaller, down to `least`, and then cut with an ellipsis.
    """
    text = clean(text)
    font = face(weight, size)
    length = font.getlength(text)
    if length <= width:
        return text, font
    font = face(weight, max(least, int(size * width / length)))
    if font.getlength(text) <= width:
        return text, font
    font = face(weight, least)
    fits, over = 0, len(text)
    while over - fits > 1:
        middle = (fits + over) // 2
        if font.getlength(_cut(text, middle)) <= width:
            fits = middle
        else:
            over = middle
    return _cut(text, fits), font


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip(" ,.-–—") + "…"
