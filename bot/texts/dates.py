"""Days and times as the reader's language writes them, in the shop's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import get_i18n
from aiogram.utils.i18n import gettext as _
from babel.dates import format_date, get_day_names

from bot.shop.hours import DAY, Interval, Window, is_whole_day
from bot.shop.people import Language

_DAY = {Language.KY: "d-MMMM, EEEE", Language.RU: "EEE, d MMMM", Language.EN: "EEE d MMM"}
_ON_BUTTON = {Language.KY: "d-MMMM, EEE", Language.RU: "EEE, d MMMM", Language.EN: "EEE d MMM"}
_DATE = {Language.KY: "d-MMMM", Language.RU: "d MMMM", Language.EN: "d MMM"}
"""In each language's own order; Babel's short months end in dots, and phones cut what is longer than a button."""


def day(of: date) -> str:
    """A date with its weekday: "Fri 27 Nov"."""
    return _formatted(of, _DAY)


def _formatted(of: date, patterns: dict[Language, str]) -> str:
    language = Language(get_i18n().current_locale)
    return format_date(of, patterns[language], locale=str(language))


def weekday(number: int) -> str:
    """A weekday by its number, 0 is Monday, as it stands at the beginning of a line."""
    name: str = get_day_names("wide", "stand-alone", locale=get_i18n().current_locale)[number]
    return name[:1].upper() + name[1:]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A time of the day."""
    return f"{moment.astimezone(zone):%H:%M}"


def span(of: Window, zone: ZoneInfo) -> str:
    """Two times of a day."""
    return f"{clock(of.starts, zone)}–{clock(of.ends, zone)}"


def window(of: Window, timezone: str) -> str:
    """A day, with its times where it is not the whole of it."""
    zone = ZoneInfo(timezone)
    name = day(of.starts.astimezone(zone).date())
    return name if is_whole_day(of, zone) else f"{name}, {span(of, zone)}"


def brief(of: Window, timezone: str) -> str:
    """A day in a few letters, with the time from which on where it is not the whole of it: "Fri 27.11, 10:00"."""
    zone = ZoneInfo(timezone)
    local = of.starts.astimezone(zone)
    name = format_date(local.date(), "EEE dd.MM", locale=get_i18n().current_locale)
    return name if is_whole_day(of, zone) else f"{name}, {local:%H:%M}"


def near(of: date, today: date) -> str:
    """A day to come, on a button: the nearest two by their names, the others by their weekday."""
    match (of - today).days:
        case 0:
            return _("Today · {day}").format(day=_formatted(of, _DATE))
        case 1:
            return _("Tomorrow · {day}").format(day=_formatted(of, _DATE))
        case _other:
            return _formatted(of, _ON_BUTTON)


def interval(of: Interval) -> str:
    """Opening hours."""
    return f"{_minutes(of.opens)}–{_minutes(of.closes if of.closes <= DAY else of.closes - DAY)}"


def _minutes(of: int) -> str:
    return f"{of // 60:02}:{of % 60:02}"
