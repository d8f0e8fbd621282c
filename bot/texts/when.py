"""What customers read about days and times: when the shop opens, for when an order is, and that it pauses."""

from datetime import datetime

from aiogram.utils.i18n import gettext as _

from bot.shop import when
from bot.shop.order import Wishes
from bot.shop.people import Shop
from bot.texts import dates
from bot.texts.forms import bold, safe

_WHY = 200


def wanted(wishes: Wishes, timezone: str) -> list[str]:
    """For when an order is wished; nothing where nobody asked."""
    if wishes.as_soon:
        return [bold(_("For: as soon as possible"))]
    if wishes.window is None:
        return []
    return [bold(_("For: {time}").format(time=dates.window(wishes.window, timezone)))]


def ask_day() -> str:
    """Which day?"""
    return _("For which day?")


def ask_time() -> str:
    """Which time of that day?"""
    return _("At what time?")


def soon() -> str:
    """Button: as soon as possible."""
    return _("As soon as possible")


def time_gone() -> str:
    """The chosen time is too near now, or the shop is closed then."""
    return _("The time you chose is no longer possible. Please choose another one.")


def no_times() -> str:
    """There is no day to choose."""
    return _("There is no free day to order for right now. Your cart is kept; please look in again tomorrow.")


def too_late() -> str:
    """The time of an order that was not paid is over."""
    return _("The time of this order is too near or over. Please put it into the cart and order anew.")


def paused(why: str) -> str:
    """No orders are taken for now."""
    sentence = _("The shop takes no new orders for a while. Your cart is kept; please look in a little later.")
    return f"{sentence}\n{_why(why)}" if why else sentence


def closed(shop: Shop, opens_at: datetime | None, now: datetime) -> str:
    """Orders are taken only while the shop is open."""
    return _("The shop is closed now. {opening} Your cart is kept.").format(opening=_opening(shop, opens_at, now))


def notice(shop: Shop, now: datetime) -> str:
    """What a visitor should know before choosing: the shop pauses, or is closed; empty otherwise."""
    if shop.pause is not None:
        sentence = _("⏸ The shop takes no new orders for a while.")
        return f"{sentence}\n{_why(shop.pause.why)}" if shop.pause.why else sentence
    if when.is_open(shop, now):
        return ""
    opening = _opening(shop, shop.hours.opens_next(now.astimezone(shop.zone)), now)
    if when.takes_orders(shop, now):
        return _("🌙 The shop is closed now. {opening} You can order already.").format(opening=opening)
    return _("🌙 The shop is closed now. {opening}").format(opening=opening)


def _why(why: str) -> str:
    return f"<i>{safe(why, _WHY)}</i>"


def _opening(shop: Shop, opens_at: datetime | None, now: datetime) -> str:
    if opens_at is None:
        return _("We will be back.")
    local, today = opens_at.astimezone(shop.zone), now.astimezone(shop.zone).date()
    time = dates.clock(opens_at, shop.zone)
    match (local.date() - today).days:
        case 0:
            return _("We open today at {time}.").format(time=time)
        case 1:
            return _("We open tomorrow at {time}.").format(time=time)
        case _other:
            return _("We open on {day} at {time}.").format(day=dates.day(local.date()), time=time)
