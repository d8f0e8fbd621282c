"""Bars by day or hour, drawn by matplotlib in the grey values of `bot.pictures.paper`.

This module alone imports matplotlib, which takes half a second and some 40 MB: it is imported when somebody draws.
Only its object interface is used, in which figures share nothing, so that it is safe in any thread.
"""

import logging
from collections.abc import Sequence

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from bot.pictures.lettering import FOLDER, Weight
from bot.pictures.paper import ACCENT, INK, WHITE, on_ramp

_DPI = 100
_INCHES_PER_POINT = 72
_GRID = on_ramp(INK, WHITE, 0.86)
_TEXT = on_ramp(INK, WHITE, 0.44)
_MOST_LABELS = 8

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it likes to speak of its caches
for _weight in Weight:
    font_manager.fontManager.addfont(FOLDER / _weight.value)


def bars(
    heights: Sequence[int],
    labels: Sequence[str],
    sums: Sequence[tuple[int, str]],
    *,
    size: tuple[int, int],
    font_pixels: int,
) -> Image.Image:
    """A bar for each height, above its label; `sums` are the heights of the lines, each with what is written there.

    Where there is no room for every label some are left out.
    """
    width, height = size
    figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=_grey(WHITE))
    canvas = FigureCanvasAgg(figure)
    font = FontProperties(fname=str(FOLDER / Weight.MEDIUM.value), size=font_pixels * _INCHES_PER_POINT / _DPI)
    axes = figure.add_axes((0.125, 0.13, 0.87, 0.83), facecolor=_grey(WHITE))
    axes.bar(range(len(heights)), heights, width=0.72, color=_grey(ACCENT), zorder=2)
    axes.set_xlim(-0.6, len(heights) - 0.4)
    axes.set_ylim(0, max(1, *heights, *(at for at, _ in sums)) * 1.02)
    every = -(-len(labels) // _MOST_LABELS)
    shown = range(0, len(labels), every)
    axes.set_xticks(list(shown), [labels[place] for place in shown], fontproperties=font, color=_grey(_TEXT))
    axes.set_yticks([at for at, _ in sums], [text for _, text in sums], fontproperties=font, color=_grey(_TEXT))
    axes.grid(axis="y", color=_grey(_GRID), linewidth=1.5, zorder=1)
    axes.tick_params(length=0, pad=8)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_grey(_TEXT))
    canvas.draw()  # type: ignore[no-untyped-call]  # matplotlib leaves it without types
    drawn = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]  # as above
    pixels = Image.frombuffer("RGBA", (width, height), drawn, "raw", "RGBA", 0, 1)
    return pixels.getchannel(0)


def _grey(value: int) -> str:
    """A grey value as matplotlib takes it."""
    return str(value / 255)
