"""Opening hours, as owners set them."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.i18n import gettext as _

from bot.shop.hours import ALL_DAY, Interval
from bot.shop.people import Shop
from bot.texts import dates
from bot.texts.forms import bold


def overview(shop: Shop, closed: Sequence[date]) -> str:
    """The week, and the dates to come on which the shop stays closed."""
    lines = [bold(_("Opening hours")), ""]
    if shop.hours.never_close:
        lines.append(_("None are set: the shop is always open."))
        return "\n".join(lines)
    lines += [f"{dates.weekday(day)}: {_day(of)}" for day, of in enumerate(shop.hours.week)]
    if closed:
        lines += ["", _("Closed on: {days}").format(days=" · ".join(dates.day(day) for day in closed))]
    takes = _("Orders are taken outside these hours too; customers read when you open.")
    refuses = _("No orders are taken outside these hours, unless the customer is asked for a day.")
    return "\n".join([*lines, "", takes if shop.terms.takes_when_closed else refuses])


def _day(intervals: tuple[Interval, ...]) -> str:
    if intervals == ALL_DAY:
        return _("around the clock")
    return ", ".join(dates.interval(one) for one in intervals) if intervals else _("closed")


def every_day() -> str:
    """Button: the same for all days."""
    return _("All days alike")


def workdays() -> str:
    """Button: Monday to Friday."""
    return _("Monday to Friday")


def close_on() -> str:
    """Button: dates on which the shop stays closed."""
    return _("Closed on a date…")


def always_open() -> str:
    """Button: forget all hours."""
    return _("Always open")


def take_when_closed() -> str:
    """Button: orders outside the hours."""
    return _("Take orders outside these hours")


def refuse_when_closed() -> str:
    """Button: no orders outside the hours."""
    return _("No orders outside these hours")


def ask(days: str) -> str:
    """When is it open?"""
    return _("{days}: when are you open? Write it like 9:00–21:00, or: closed.").format(days=days)


def not_hours() -> str:
    """It could not be understood."""
    return _("I did not understand the hours. Write them like 9:00–21:00, 9–13, 14–18, or: closed.")


def ask_closed() -> str:
    """On which dates is it closed?"""
    return _("On which dates are you closed? Write them like 31.12, or 1.01–7.01.")


def not_dates() -> str:
    """It could not be understood."""
    return _("I did not understand the dates. Write them like 31.12, or 1.01–7.01.")
