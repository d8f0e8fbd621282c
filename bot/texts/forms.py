"""How sums, times and other people's words are written, and how texts are kept within Telegram's limits."""

import html
import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.money import Tyiyn, format_som
from bot.shop.people import clean_name

TEXT = 4096
CAPTION = 1024
TOAST = 200
"""The most UTF-16 units of a message, of a picture's caption, and of the answer to a press."""

_TAG = re.compile(r"<[^<>]+>")


def money(amount: Tyiyn) -> str:
    """A sum of tyiyn as the reader's language writes it."""
    # The translation is a sample: its separators and its unit are used for every sum.
    sample = _("1,234.50 som")
    return format_som(amount, thousands=sample[1], decimal=sample[5]) + sample[8:]


def percent(digits: str) -> str:
    """A percentage, given as digits with a point, as the reader's language writes it."""
    return digits.replace(".", _("1,234.50 som")[5]) + "\u00a0%"


def clock_time(moment: datetime, timezone: str, now: datetime | None = None) -> str:
    """The time in the shop's zone; with its date, unless that is the date of `now`."""
    local = moment.astimezone(ZoneInfo(timezone))
    if now is not None and local.date() == now.astimezone(ZoneInfo(timezone)).date():
        return f"{local:%H:%M}"
    return f"{local:%d.%m.%Y, %H:%M}"


def safe(text: str, most: int = 64) -> str:
    """A stranger's words as one harmless line of HTML."""
    return html.escape(clean_name(text, most), quote=False)


def safe_lines(text: str, most: int) -> str:
    """A longer text of a stranger's, its line breaks kept; `most` counts characters."""
    lines = (clean_name(line, most) for line in text.splitlines())
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    shortened = joined if len(joined) <= most else joined[: most - 1].rstrip() + "…"
    return html.escape(shortened, quote=False)


def fitting(text: str, most: int) -> str:
    """As much of a longer text of a stranger's as fits in `most` UTF-16 units."""
    room = most
    while visible_length(shown := safe_lines(text, max(1, room))) > most and room > 1:
        room -= max(1, (visible_length(shown) - most) // 2)
    return shown


def bold(text: str) -> str:
    """Marked-up text in bold."""
    return f"<b>{text}</b>"


def visible_length(markup: str) -> int:
    """How long Telegram finds a text: UTF-16 units, without the tags."""
    return len(html.unescape(_TAG.sub("", markup)).encode("utf-16-le")) // 2


def within(head: str, lines: Iterable[str], tail: str, most: int) -> str:
    """Head, lines and tail below each other; lines that do not fit in `most` units are counted instead of shown."""
    shown = list(lines)
    total = len(shown)
    while True:
        rest = [and_more(total - len(shown))] if len(shown) < total else []
        text = "\n".join(part for part in (head, *shown, *rest, tail) if part)
        if not shown or visible_length(text) <= most:
            return text
        shown.pop()


def and_more(count: int) -> str:
    """So many more lines would follow."""
    return ngettext("… and {count} more item", "… and {count} more items", count).format(count=count)
