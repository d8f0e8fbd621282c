"""The drawn parts of a card: the roof ring of a yurt in the header, and the mark of a closed order."""

import math
from enum import Enum

from PIL import Image, ImageDraw

from bot.pictures.paper import ACCENT, WHITE

_FINER = 4  # drawn this many times larger and scaled down: Pillow's shapes have no smooth edges of their own


class Stamp(Enum):
    """How an order stands, as a picture shows it at a glance."""

    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNPAID = "unpaid"
    ATTENTION = "attention"


def tunduk(side: int, *, ground: int, line: int) -> Image.Image:
    """The tunduk, a ring crossed by two bundles of three arched bars, in a square of `side` pixels."""
    full = side * _FINER
    picture = Image.new("L", (full, full), ground)
    draw = ImageDraw.Draw(picture)
    thick = full // 26
    draw.ellipse((thick, thick, full - thick, full - thick), outline=line, width=round(thick * 1.7))
    inside = Image.new("L", (full, full), 0)
    ImageDraw.Draw(inside).ellipse((2 * thick, 2 * thick, full - 2 * thick, full - 2 * thick), fill=255)
    bars = Image.new("L", (full, full), 0)
    pen = ImageDraw.Draw(bars)
    for turn in (45, 135):
        for bend in (-0.34, 0.0, 0.34):
            pen.line(_arch(full, math.radians(turn), bend), fill=255, width=thick, joint="curve")
    picture.paste(line, mask=Image.composite(bars, Image.new("L", bars.size, 0), inside))
    return picture.resize((side, side), Image.Resampling.BOX)


def _arch(full: int, angle: float, bend: float) -> list[tuple[float, float]]:
    """Points of a bar across the ring, bulging sideways by `bend` of the radius in its middle."""
    middle = full / 2
    points = []
    for step in range(-20, 21):
        along = step / 20 * middle
        aside = bend * middle * (0.45 + 0.55 * math.cos(step / 20 * math.pi / 2))
        x = middle + along * math.cos(angle) - aside * math.sin(angle)
        points.append((x, middle + along * math.sin(angle) + aside * math.cos(angle)))
    return points


def mark(stamp: Stamp, side: int) -> Image.Image:
    """A disc of the accent colour with the sign of `stamp` in white, in a square of `side` pixels."""
    full = side * _FINER
    picture = Image.new("L", (full, full), WHITE)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, full - 1, full - 1), fill=ACCENT)
    for stroke in _STROKES[stamp]:
        _stroke(draw, [(x * full, y * full) for x, y in stroke], full * 0.075)
    if stamp is Stamp.EXPIRED:
        edge, thick = full * 0.23, round(full * 0.062)
        draw.ellipse((edge, edge, full - edge, full - edge), outline=WHITE, width=thick)
    return picture.resize((side, side), Image.Resampling.BOX)


# Lines of each sign, in shares of the disc's side.
_STROKES: dict[Stamp, list[list[tuple[float, float]]]] = {
    Stamp.PAID: [[(0.29, 0.52), (0.445, 0.67), (0.72, 0.36)]],
    Stamp.EXPIRED: [[(0.5, 0.36), (0.5, 0.51), (0.6, 0.585)]],
    Stamp.CANCELLED: [[(0.355, 0.355), (0.645, 0.645)], [(0.645, 0.355), (0.355, 0.645)]],
    Stamp.UNPAID: [[(0.33, 0.33), (0.67, 0.67)], [(0.67, 0.33), (0.33, 0.67)]],
    Stamp.ATTENTION: [[(0.5, 0.27), (0.5, 0.58)], [(0.5, 0.73), (0.5, 0.73)]],
}


def _stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float) -> None:
    """A white line with round ends and corners."""
    draw.line(points, fill=WHITE, width=round(width))
    radius = width / 2
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=WHITE)
