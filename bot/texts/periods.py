"""Days, months and spans as people say and choose them."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _

from bot.shop.periods import Days, Span, Window


def period(window: Window, timezone: str) -> str:
    """A window as people say it: a day, a month, two days; with the hours where it is no whole days."""
    zone = ZoneInfo(timezone)
    since, until = window.since.astimezone(zone), window.until.astimezone(zone)
    if since.time() == until.time() == since.time().min:
        return of_days(Days(since.date(), until.date() - timedelta(days=1)))
    return f"{since:%d.%m, %H:%M} – {until:%d.%m.%Y, %H:%M}"


def of_days(days: Days) -> str:
    """Whole days as people say them."""
    if days.is_one:
        return f"{days.first:%d.%m.%Y}"
    if days.is_month:
        return month(days.first)
    return f"{days.first:%d.%m} – {days.last:%d.%m.%Y}"


def month(day: date) -> str:
    """The month of a day, with its year."""
    names = (
        _("January {year}"),
        _("February {year}"),
        _("March {year}"),
        _("April {year}"),
        _("May {year}"),
        _("June {year}"),
        _("July {year}"),
        _("August {year}"),
        _("September {year}"),
        _("October {year}"),
        _("November {year}"),
        _("December {year}"),
    )
    return names[day.month - 1].format(year=day.year)


def span(which: Span) -> str:
    """Button: a span that is counted from today."""
    match which:
        case Span.TODAY:
            return _("Today")
        case Span.YESTERDAY:
            return _("Yesterday")
        case Span.WEEK:
            return _("7 days")
        case Span.THIRTY:
            return _("30 days")
        case Span.THIS_MONTH:
            return _("This month")
        case Span.LAST_MONTH:
            return _("Last month")


def other_month() -> str:
    """Button: the list of months."""
    return _("Another month…")


def which_month(found: Sequence[Days]) -> str:
    """Above the list of months."""
    return _("Which month?") if found else _("Nothing has been sold yet.")
