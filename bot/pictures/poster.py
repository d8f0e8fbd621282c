"""The printed poster of a counter's code: A4 for a wall, A6 for a table, at 300 dots an inch, as PNG and as PDF."""

from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

from bot.pictures.lettering import Weight, fit
from bot.pictures.ornament import tunduk
from bot.pictures.paper import ACCENT, BLACK, INK, WHITE, colours, on_ramp, palette
from bot.pictures.qr import qr_picture

Paper = Literal["A4", "A6"]
DPI = 300

_SIZES = {"A4": (2480, 3508), "A6": (1240, 1748)}
_BASE = 1240  # measures below are pixels of an A6; an A4 has twice as many
_HEADER = 176
_MARGIN = 64
_CODE_SIDE = 800
_CODE_MIDDLE = 824
_BOT_SIDE = 290
_RING = 400
_GREEN = palette((10, 104, 84))
_FAINT = on_ramp(WHITE, ACCENT, 0.86)
_GREY = on_ramp(INK, WHITE, 0.3)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a poster; texts are already formatted, those in tuples once in each language.

    `link` is what the large code holds, `bot_link` the small one.
    """

    shop: str
    title: str
    total: str
    how_to_pay: tuple[str, ...]
    to_the_bot: tuple[str, ...]
    bot_name: str
    link: str
    bot_link: str


def poster(what: Poster, paper: Paper) -> tuple[bytes, bytes]:
    """The poster as a PNG and as a PDF.

    Raises:
        CardImpossible: a link does not fit a QR code that people can scan.
    """
    sheet = colours(_drawn(what, paper), _GREEN)
    image, document = BytesIO(), BytesIO()
    sheet.save(image, "PNG", dpi=(DPI, DPI), optimize=True)
    sheet.convert("RGB").save(document, "PDF", resolution=DPI, quality=95, subsampling=0, title=what.title)
    return image.getvalue(), document.getvalue()


def _drawn(what: Poster, paper: Paper) -> Image.Image:
    width, height = _SIZES[paper]
    scale = width // _BASE
    canvas = Image.new("L", (width, height), WHITE)
    pen = ImageDraw.Draw(canvas)
    canvas.paste(ACCENT, (0, 0, width, _HEADER * scale))
    ring = tunduk(_RING * scale, ground=ACCENT, line=_FAINT)
    top = (_RING - _HEADER) // 2 * scale
    canvas.paste(ring.crop((0, top, ring.width, top + _HEADER * scale)), (width - ring.width + 90 * scale, 0))
    room = width - 2 * _MARGIN * scale
    shop, font = fit(what.shop, Weight.BOLD, 86 * scale, least=52 * scale, width=room)
    pen.text((_MARGIN * scale, 116 * scale), shop, WHITE, font, "ls")
    _line(pen, what.title, Weight.MEDIUM, 56, base=262, scale=scale, fill=INK)
    _line(pen, what.total, Weight.BOLD, 150, base=404, scale=scale, fill=ACCENT)
    code = qr_picture(what.link, side=_CODE_SIDE * scale, dark=BLACK, light=WHITE)
    canvas.paste(code, ((width - code.width) // 2, _CODE_MIDDLE * scale - code.height // 2))
    for place, text in enumerate(what.how_to_pay):
        _line(pen, text, Weight.MEDIUM, 33, base=1274 + 50 * place, scale=scale, fill=INK)
    _foot(canvas, pen, what, scale)
    return canvas


def _foot(canvas: Image.Image, pen: ImageDraw.ImageDraw, what: Poster, scale: int) -> None:
    """The small QR to the bot at the bottom, its words beside it."""
    code = qr_picture(what.bot_link, side=_BOT_SIDE * scale, dark=BLACK, light=WHITE)
    top = canvas.height - (_BOT_SIDE + 26) * scale
    canvas.paste(code, (_MARGIN * scale, top))
    pen.line((_MARGIN * scale, top - 12 * scale, canvas.width - _MARGIN * scale, top - 12 * scale), _GREY, 2 * scale)
    left = (_MARGIN + _BOT_SIDE + 24) * scale
    room = canvas.width - left - _MARGIN * scale
    for place, text in enumerate((*what.to_the_bot, what.bot_name)):
        weight = Weight.BOLD if place == len(what.to_the_bot) else Weight.MEDIUM
        line, font = fit(text, weight, 36 * scale, least=22 * scale, width=room)
        pen.text((left, top + (84 + 52 * place) * scale), line, INK if weight is Weight.BOLD else _GREY, font, "ls")


def _line(pen: ImageDraw.ImageDraw, text: str, weight: Weight, size: int, *, base: int, scale: int, fill: int) -> None:
    """A line in the middle of the sheet; sizes and heights are an A6's."""
    room = (_BASE - 2 * _MARGIN) * scale
    line, font = fit(text, weight, size * scale, least=size * scale // 2, width=room)
    pen.text((_BASE * scale // 2, base * scale), line, fill, font, "ms")
