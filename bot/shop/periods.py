"""Spans of days in a shop's own time: what reports are about, and when a day's business ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.shop.hours import DAY, at
from bot.shop.people import Shop

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Span(StrEnum):
    """Spans that are counted from today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7d"
    THIRTY = "30d"
    THIS_MONTH = "month"
    LAST_MONTH = "last-month"


class NoPeriod(ValueError):
    """The text names no span of days."""


@dataclass(frozen=True, slots=True)
class Days:
    """A span of whole days, both ends included."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Whether it is a whole month of the calendar."""
        return self.first.day == 1 and self == month_of(self.first)

    def window(self, timezone: str) -> "Window":
        """From the first moment of the first day to the first moment after the last."""
        return Window(midnight(self.first, timezone), midnight(self.last + _DAY, timezone))


@dataclass(frozen=True, slots=True)
class Window:
    """Aware moments: `since` belongs to it, `until` does not any more."""

    since: datetime
    until: datetime

    def pieces(self, timezone: str) -> Iterator["Window"]:
        """Its days; its hours, if it is no longer than a day and a quarter. The first and the last may be shorter."""
        zone = ZoneInfo(timezone)
        hourly = self.until - self.since <= timedelta(hours=30)
        since = self.since.astimezone(zone)
        while since < self.until:
            until = _next_hour(since) if hourly else midnight(since.date() + _DAY, timezone)
            yield Window(since, min(until, self.until.astimezone(zone)))
            since = until

    @property
    def is_hourly(self) -> bool:
        """Whether its pieces are hours."""
        return self.until - self.since <= timedelta(hours=30)


def month_of(day: date) -> Days:
    """The calendar month of a day."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Days(first, after - _DAY)


def days_of(span: Span, today: date) -> Days:
    """The days of a span, as seen from today."""
    match span:
        case Span.TODAY:
            return Days(today, today)
        case Span.YESTERDAY:
            return Days(today - _DAY, today - _DAY)
        case Span.WEEK:
            return Days(today - timedelta(days=6), today)
        case Span.THIRTY:
            return Days(today - timedelta(days=29), today)
        case Span.THIS_MONTH:
            return month_of(today)
        case Span.LAST_MONTH:
            return month_of(today.replace(day=1) - _DAY)


def read_period(text: str, today: date) -> Days:
    """The days that a text names: a `Span`, a month 2026-11, a day 2026-11-23, or two days with two dots between.

    Raises:
        NoPeriod: when it names none, or ends before it begins.
    """
    word = text.strip().lower()
    if word in set(Span):
        return days_of(Span(word), today)
    if found := _MONTH.fullmatch(word):
        return month_of(date(int(found[1]), int(found[2]), 1))
    first, dots, last = word.partition("..")
    days = Days(_date(first), _date(last if dots else first))
    if days.last < days.first:
        raise NoPeriod(text)
    return days


def local_date(moment: datetime, timezone: str) -> date:
    """The date in the shop's zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def midnight(day: date, timezone: str) -> datetime:
    """The first moment of a day in a zone."""
    return datetime.combine(day, time(), ZoneInfo(timezone))


def closing(shop: Shop, day: date) -> datetime:
    """When the business of a day is over: when the shop closes, perhaps past midnight, else at its `summary_minute`.

    Days end one after the other. Where a night is still going on when the next day would end, as on a closed day after
    it, that day ends with the calendar's.
    """
    ends = _own_closing(shop, day)
    return ends if ends > _own_closing(shop, day - _DAY) else at(day, DAY - 1, shop.zone)


def _own_closing(shop: Shop, day: date) -> datetime:
    return shop.closes_at(day) or at(day, shop.summary_minute, shop.zone)


def last_closing(shop: Shop, now: datetime) -> tuple[date, datetime]:
    """The business day that ended last, and when it did."""
    day = local_date(now, shop.timezone)
    while closing(shop, day) > now:
        day -= _DAY
    return day, closing(shop, day)


def next_closing(shop: Shop, now: datetime) -> datetime:
    """When the running business day ends."""
    day, _ = last_closing(shop, now)
    return closing(shop, day + _DAY)


def _date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise NoPeriod(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoPeriod(text) from None


def _next_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
