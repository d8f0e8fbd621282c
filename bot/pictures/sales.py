"""The picture of a sales report: headline figures, bars by day or hour, the products that brought most."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from bot.pictures.lettering import Weight, clean, fit
from bot.pictures.ornament import tunduk
from bot.pictures.paper import ACCENT, GREEN, INK, WHITE, on_ramp, png

WIDTH, HEIGHT = 1000, 1300
_HEADER = 176
_MARGIN = 60
_RING = 330
_CHART = (WIDTH - 2 * _MARGIN + 20, 400)
_CHART_TOP = 396
_TABLE_TOP = 868
_COLUMNS = (355, 200, 349)
_ROW = 66
_MOST_PRODUCTS = 5

_FAINT = on_ramp(WHITE, ACCENT, 0.86)
_PALE = on_ramp(WHITE, ACCENT, 0.16)
_LIGHT = on_ramp(WHITE, ACCENT, 0.3)
_GREY = on_ramp(INK, WHITE, 0.44)


@dataclass(frozen=True, slots=True)
class SalesPicture:
    """What stands on the picture; every text is already translated and formatted.

    `figures` are three labels with their values. `bars` are heights with labels. `products` are titles with how many
    and for how much; `shares` are their shares of the best one's sum in hundredths. `empty` stands where the bars would
    be, if there are none.
    """

    shop: str
    period: str
    figures: tuple[tuple[str, str], ...]
    bars: tuple[tuple[int, str], ...]
    best: str
    products: tuple[tuple[str, str, str], ...]
    shares: tuple[int, ...]
    foot: str
    empty: str


def sales_picture(what: SalesPicture, lines: Sequence[tuple[int, str]]) -> bytes:
    """A PNG, 1000 pixels wide; `lines` are the heights of the chart's lines, each with what is written there."""
    canvas = _blank().copy()
    pen = ImageDraw.Draw(canvas)
    _header(pen, what)
    _figures(pen, what.figures)
    if any(height for height, _ in what.bars):
        canvas.paste(_chart(what, lines), (_MARGIN - 20, _CHART_TOP))
    else:
        text, font = fit(what.empty, Weight.MEDIUM, 46, least=30, width=WIDTH - 2 * _MARGIN)
        pen.text((WIDTH / 2, _CHART_TOP + _CHART[1] / 2), text, _GREY, font, "mm")
    if what.products:
        _products(pen, what)
    text, font = fit(what.foot, Weight.MEDIUM, 30, least=22, width=WIDTH - 2 * _MARGIN)
    pen.text((_MARGIN, HEIGHT - 36), text, _GREY, font, "ls")
    return png(canvas, GREEN)


@lru_cache(maxsize=1)
def _blank() -> Image.Image:
    """What all these pictures share; copied, never drawn on."""
    canvas = Image.new("L", (WIDTH, HEIGHT), WHITE)
    canvas.paste(ACCENT, (0, 0, WIDTH, _HEADER))
    ring = tunduk(_RING, ground=ACCENT, line=_FAINT)
    top = (_RING - _HEADER) // 2
    canvas.paste(ring.crop((0, top, _RING, top + _HEADER)), (WIDTH - _RING + 70, 0))
    return canvas


def _chart(what: SalesPicture, lines: Sequence[tuple[int, str]]) -> Image.Image:
    from bot.pictures import chart  # noqa: PLC0415 - slow to import, and needed by few

    heights, labels = [height for height, _ in what.bars], [label for _, label in what.bars]
    return chart.bars(heights, labels, lines, size=_CHART, font_pixels=26)


def _header(pen: ImageDraw.ImageDraw, what: SalesPicture) -> None:
    width = WIDTH - 2 * _MARGIN
    shop, font = fit(what.shop, Weight.BOLD, 62, least=42, width=width)
    pen.text((_MARGIN, 88), shop, WHITE, font, "ls")
    period, font = fit(what.period, Weight.MEDIUM, 38, least=30, width=width)
    pen.text((_MARGIN, 144), period, _PALE, font, "ls")


def _figures(pen: ImageDraw.ImageDraw, figures: Sequence[tuple[str, str]]) -> None:
    left = _MARGIN
    for place, ((label, value), width) in enumerate(zip(figures, _COLUMNS, strict=True)):
        text, font = fit(label, Weight.MEDIUM, 30, least=22, width=width - 24)
        pen.text((left, 250), text, _GREY, font, "ls")
        text, font = fit(value, Weight.BOLD, 54, least=30, width=width - 24)
        pen.text((left, 318), text, ACCENT if place == 0 else INK, font, "ls")
        left += width


def _products(pen: ImageDraw.ImageDraw, what: SalesPicture) -> None:
    text, font = fit(what.best, Weight.BOLD, 36, least=28, width=WIDTH - 2 * _MARGIN)
    pen.text((_MARGIN, _TABLE_TOP), text, INK, font, "ls")
    rows = zip(what.products[:_MOST_PRODUCTS], what.shares, strict=False)
    right = WIDTH - _MARGIN
    for place, ((title, units, gross), share) in enumerate(rows):
        base = _TABLE_TOP + (place + 1) * _ROW - 10
        text, font = fit(gross, Weight.BOLD, 32, least=24, width=250)
        pen.text((right, base), text, INK, font, "rs")
        text, font = fit(units, Weight.MEDIUM, 30, least=22, width=130)
        pen.text((right - 270, base), text, _GREY, font, "rs")
        text, font = fit(clean(title) or "—", Weight.MEDIUM, 32, least=26, width=right - 410 - _MARGIN)
        pen.text((_MARGIN, base), text, INK, font, "ls")
        length = max(6, (right - _MARGIN) * share // 100)
        pen.rectangle((_MARGIN, base + 12, _MARGIN + length, base + 17), fill=_LIGHT)
