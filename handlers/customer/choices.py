"""The answers on buttons that depend on the shop and the hour, and how an answer is known again.

Labels are matched in every language, as the keyboard may be older than the language; the dates and sums on them see to
it that an old label never means something new.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from aiogram.types import KeyboardButton
from aiogram.utils.i18n import I18n

from bot.shop import when
from bot.shop.hours import Window
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.people import Language, Shop
from bot.shop.pricing import Area
from bot.texts import areas as area_texts
from bot.texts import dates

T = TypeVar("T")
Options = list[tuple[str, T]]


def areas(offer: Offer, goods: Tyiyn) -> Options[Area]:
    """The areas, each with what bringing such goods there costs."""
    return [(area_texts.choice(area, goods), area) for area in offer.areas]


def days(shop: Shop, now: datetime) -> Options[date]:
    """The days that can be wished."""
    today = now.astimezone(shop.zone).date()
    return [(dates.near(day, today), day) for day in when.days(shop, now)]


def slots(shop: Shop, day: date, now: datetime) -> Options[Window]:
    """The times of a day that can be wished."""
    return [(dates.span(slot, shop.zone), slot) for slot in when.slots(shop, day, now)]


def chosen(text: str | None, options: Callable[[], Options[T]], i18n: I18n) -> T | None:
    """The option whose label, in any language, is the text; None when there is none."""
    for language in Language:
        with i18n.use_locale(language):
            for label, value in options():
                if text == label:
                    return value
    return None


def keys(options: Options[T], in_row: int) -> list[list[KeyboardButton]]:
    """Buttons for the options, so many in a row."""
    labels = [KeyboardButton(text=label) for label, _value in options]
    return [labels[start : start + in_row] for start in range(0, len(labels), in_row)]
