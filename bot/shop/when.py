"""For when an order can be wished, by a shop's hours and terms. `now` is any aware moment."""

from datetime import date, datetime, timedelta

from bot.shop.hours import Window, is_whole_day, whole_day
from bot.shop.order import Wishes
from bot.shop.people import Shop
from bot.shop.terms import Asks


def is_open(shop: Shop, now: datetime) -> bool:
    """Whether the shop is open."""
    return shop.hours.is_open(now.astimezone(shop.zone))


def takes_orders(shop: Shop, now: datetime) -> bool:
    """Whether the hour allows to order: a wish for a day can be told at any hour."""
    return shop.terms.takes_when_closed or shop.terms.asks_when is not Asks.NOTHING or is_open(shop, now)


def may_be_soon(shop: Shop, now: datetime) -> bool:
    """Whether "as soon as possible" is an answer; where only a day is asked for, "today" says it."""
    return shop.terms.asks_when is Asks.TIME and shop.terms.lead_hours == 0 and is_open(shop, now)


def days(shop: Shop, now: datetime) -> list[date]:
    """The dates that can be wished, the nearest first; none on which nothing is left of the opening hours."""
    today = now.astimezone(shop.zone).date()
    ahead = [today + timedelta(days=count) for count in range(shop.terms.days_ahead + 1)]
    if shop.terms.asks_when is Asks.TIME:
        return [day for day in ahead if slots(shop, day, now)]
    return [day for day in ahead if _still_opens(shop, day, now)]


def slots(shop: Shop, day: date, now: datetime) -> list[Window]:
    """The times of a day that can be wished."""
    earliest = _earliest(shop, now)
    pieces = shop.hours.slots(day, shop.terms.slot_minutes, shop.zone)
    return [piece for piece in pieces if piece.starts >= earliest]


def day_window(shop: Shop, day: date) -> Window:
    """A wished day, as the order keeps it."""
    return whole_day(day, shop.zone)


def fits(shop: Shop, wishes: Wishes, now: datetime) -> bool:
    """Whether the wished time is (still) possible. A time that is not asked for any more is kept as it was wished."""
    if shop.terms.asks_when is Asks.NOTHING:
        return wishes.window is None or _earliest(shop, now) < wishes.window.ends
    if wishes.as_soon:
        return may_be_soon(shop, now)
    window = wishes.window
    if window is None:
        return False
    day = window.starts.astimezone(shop.zone).date()
    if day not in days(shop, now):
        return False
    if is_whole_day(window, shop.zone):
        return shop.terms.asks_when is Asks.DAY
    return shop.terms.asks_when is Asks.DAY or window in slots(shop, day, now)


def _earliest(shop: Shop, now: datetime) -> datetime:
    return now + timedelta(hours=shop.terms.lead_hours)


def _still_opens(shop: Shop, day: date, now: datetime) -> bool:
    return any(window.ends > _earliest(shop, now) for window in shop.hours.windows(day, shop.zone))
