"""The card of an order: with the QR code to pay it, or closed, with a large mark in its place."""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from bot.pictures.lettering import Weight, fit
from bot.pictures.ornament import Stamp, mark, tunduk
from bot.pictures.paper import ACCENT, BLACK, GREEN, INK, WHITE, on_ramp, palette, png
from bot.pictures.qr import qr_picture

WIDTH, HEIGHT = 1000, 1300
_HEADER = 176
_MARGIN = 60
_QR_SIDE = 936  # 13 pixels a module for a usual link, 11 for one of 400 characters
_QR_MIDDLE = _HEADER + _QR_SIDE // 2
_RING = 330
_MARK = 400

PALETTES = {
    Stamp.PAID: GREEN,
    Stamp.EXPIRED: palette((138, 106, 58)),
    Stamp.CANCELLED: palette((96, 106, 112)),
    Stamp.UNPAID: palette((184, 30, 38)),
    Stamp.ATTENTION: palette((186, 98, 10)),
}
"""The colours of each mark."""

_FAINT = on_ramp(WHITE, ACCENT, 0.86)
_PALE = on_ramp(WHITE, ACCENT, 0.16)
_GREY = on_ramp(INK, WHITE, 0.44)


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on an order's card; every text is already translated and formatted."""

    shop: str
    order: str
    total: str
    hint: str
    link: str


def payment_card(card: Card) -> bytes:
    """A PNG, 1000 pixels wide, with the QR of the payment link, the shop, the order and the sum.

    Raises:
        CardImpossible: the link does not fit a QR code that people can scan.
    """
    code = qr_picture(card.link, side=_QR_SIDE, dark=BLACK, light=WHITE)
    canvas = _blank(None).copy()
    canvas.paste(code, ((WIDTH - code.width) // 2, _QR_MIDDLE - code.height // 2))
    pen = ImageDraw.Draw(canvas)
    header(pen, card.shop, card.order)
    centred(pen, card.total, Weight.BOLD, 104, base=1190, fill=INK)
    centred(pen, card.hint, Weight.MEDIUM, 37, base=1254, fill=_GREY)
    return png(canvas, GREEN)


def closed_card(card: Card, stamp: Stamp, label: str) -> bytes:
    """The same card without its QR, so that nobody pays twice: a large mark and `label` instead."""
    canvas = _blank(stamp).copy()
    pen = ImageDraw.Draw(canvas)
    header(pen, card.shop, card.order)
    centred(pen, label, Weight.BOLD, 84, base=930, fill=ACCENT)
    centred(pen, card.total, Weight.BOLD, 104, base=1190, fill=INK if stamp is Stamp.PAID else _GREY)
    return png(canvas, PALETTES[stamp])


@lru_cache(maxsize=8)
def _blank(stamp: Stamp | None) -> Image.Image:
    """What all cards of a kind share; copied, never drawn on."""
    canvas = Image.new("L", (WIDTH, HEIGHT), WHITE)
    canvas.paste(ACCENT, (0, 0, WIDTH, _HEADER))
    ring = tunduk(_RING, ground=ACCENT, line=_FAINT)
    top = (_RING - _HEADER) // 2
    canvas.paste(ring.crop((0, top, _RING, top + _HEADER)), (WIDTH - _RING + 70, 0))
    if stamp is not None:
        canvas.paste(mark(stamp, _MARK), ((WIDTH - _MARK) // 2, 366))
    return canvas


def with_header() -> Image.Image:
    """A fresh sheet with the coloured header of all cards, still without its words."""
    return _blank(None).copy()


def header(pen: ImageDraw.ImageDraw, shop: str, order: str) -> None:
    """The words of the header: whose card it is, and which."""
    width = WIDTH - 2 * _MARGIN
    name, font = fit(shop, Weight.BOLD, 62, least=42, width=width)
    pen.text((_MARGIN, 88), name, WHITE, font, "ls")
    title, font = fit(order, Weight.MEDIUM, 38, least=30, width=width)
    pen.text((_MARGIN, 144), title, _PALE, font, "ls")


def centred(pen: ImageDraw.ImageDraw, text: str, weight: Weight, size: int, *, base: int, fill: int) -> None:
    """A line in the middle of the card, smaller where it is long; `base` is the height of its foot."""
    text, font = fit(text, weight, size, least=size // 2, width=WIDTH - 2 * _MARGIN)
    pen.text((WIDTH / 2, base), text, fill, font, "ms")
