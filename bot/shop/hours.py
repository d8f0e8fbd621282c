"""When a shop is open. Times of opening are minutes of the shop's own day; moments are aware, and given out in UTC."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60
"""Minutes."""

_LOOKS_AHEAD = 370
"""Days within which a shop that opens again at all is expected to."""

_CLOSED = frozenset(
    {"closed", "no", "off", "выходной", "закрыто", "нет", "жабык", "жок", "дем алыш", "эс алуу", "-", "—"}
)
_ALL_DAY = frozenset({"24/7", "24", "круглосуточно", "күнү-түнү", "күн-түн", "always"})
_CLOCK = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*[-–—−]\s*{_CLOCK}", re.ASCII)
_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.([0-9]{4}))?\.?", re.ASCII)
_BETWEEN = re.compile(r"[\s,;]*(?:и|жана|and)?[\s,;]*")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From opening to closing, in minutes from the midnight with which the day begins; past `DAY` is the next day."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A stretch of time."""

    starts: datetime
    ends: datetime


ALL_DAY = (Interval(0, DAY),)


class NotHours(ValueError):
    """The text says no opening hours."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of opening, Monday first, and single dates on which the shop stays closed. At first it never closes."""

    week: tuple[tuple[Interval, ...], ...] = (ALL_DAY,) * 7
    closed: tuple[date, ...] = ()

    @property
    def never_close(self) -> bool:
        """Whether the shop is open at any time."""
        return not self.closed and all(day == ALL_DAY for day in self.week)

    def of(self, day: date) -> tuple[Interval, ...]:
        """The intervals that begin on a day."""
        return () if day in self.closed else self.week[day.weekday()]

    def windows(self, day: date, zone: ZoneInfo) -> list[Window]:
        """The same as stretches of time; those that begin on this day may end on the next one."""
        found = [Window(at(day, one.opens, zone), at(day, one.closes, zone)) for one in self.of(day)]
        return [one for one in found if one.starts < one.ends]  # an hour that the clocks leave out is no time

    def is_open(self, local: datetime) -> bool:
        """Whether the shop is open at a moment, given in its own zone."""
        if self.never_close:
            return True
        moment = local.astimezone(UTC)
        days = (local.date() - timedelta(days=1), local.date())
        return any(one.starts <= moment < one.ends for day in days for one in self.windows(day, _zone(local)))

    def closes_at(self, day: date, zone: ZoneInfo) -> datetime | None:
        """When a day's business ends, perhaps after midnight; None where it does not open, or does not close."""
        windows = self.windows(day, zone)
        return windows[-1].ends if windows and self.of(day) != ALL_DAY else None

    def opens_next(self, local: datetime) -> datetime | None:
        """When the shop opens for the next time after a moment in its own zone; None when it does not."""
        moment, first = local.astimezone(UTC), local.date()
        for days in range(_LOOKS_AHEAD):
            for window in self.windows(first + timedelta(days=days), _zone(local)):
                if window.starts > moment:
                    return window.starts
        return None

    def slots(self, day: date, minutes: int, zone: ZoneInfo) -> Iterator[Window]:
        """The opening time that falls on a date, in pieces of so many minutes; the last of an interval may be shorter.

        A piece belongs to the date on which it begins.
        """
        for began in (day - timedelta(days=1), day):
            shift = 0 if began == day else DAY
            for one in self.of(began):
                for start in range(one.opens, one.closes, minutes):
                    if shift <= start < shift + DAY:
                        piece = Window(at(began, start, zone), at(began, min(start + minutes, one.closes), zone))
                        if piece.starts < piece.ends:
                            yield piece


ALWAYS_OPEN = Hours()


def at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment so many minutes by the clock after a day's midnight, in UTC."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def whole_day(day: date, zone: ZoneInfo) -> Window:
    """A day from midnight to midnight."""
    return Window(at(day, 0, zone), at(day, DAY, zone))


def is_whole_day(window: Window, zone: ZoneInfo) -> bool:
    """Whether a stretch of time means a day rather than hours."""
    return window == whole_day(window.starts.astimezone(zone).date(), zone)


def _zone(local: datetime) -> ZoneInfo:
    if not isinstance(local.tzinfo, ZoneInfo):
        raise ValueError(f"not in a shop's zone: {local!r}")
    return local.tzinfo


def parse_hours(text: str) -> tuple[Interval, ...]:
    """What a person wrote: "9:00-21:00", "9-21", "09.00 – 21.00", "9-13, 14-18", "20-02", "closed".

    Raises:
        NotHours: when it cannot be meant.
    """
    words = " ".join(text.split()).casefold().rstrip(".! ")
    if words in _CLOSED:
        return ()
    if words in _ALL_DAY:
        return ALL_DAY
    spans = list(_SPAN.finditer(words))
    if not spans or not all(_BETWEEN.fullmatch(gap) for gap in _gaps(words, spans)):
        raise NotHours(text)
    found = tuple(_interval(one) for one in spans)
    whole = all(first.closes <= second.opens for first, second in pairwise(found))
    if not whole or found[-1].closes - DAY > found[0].opens:
        raise NotHours(text)
    return found


def _gaps(words: str, spans: list[re.Match[str]]) -> list[str]:
    """What stands before, between and after the spans."""
    ends, starts = [0, *(one.end() for one in spans)], [*(one.start() for one in spans), len(words)]
    return [words[end:start] for end, start in zip(ends, starts, strict=True)]


def _interval(match: re.Match[str]) -> Interval:
    """A closing that is no later than the opening is on the next day."""
    opens, closes = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if opens in {closes, DAY}:
        raise NotHours(match[0])
    return Interval(opens, closes if closes > opens else closes + DAY)


def _minutes(hours: str, minutes: str | None) -> int:
    found = int(hours) * 60 + int(minutes or "0")
    if found > DAY or int(minutes or "0") > 59:
        raise NotHours(hours)
    return found


def parse_dates(text: str, today: date) -> list[date]:
    """Dates that a person wrote: "31.12", "1.01-7.01", "8.03.2027, 21.03"; without a year the next such day is meant.

    Raises:
        NotHours: when they cannot be meant, or are more than a year away.
    """
    found: list[date] = []
    words = re.sub(r"\s*[-–—−]\s*", "-", text.strip())
    for word in re.split(r"[\s,;]+", words):
        ends = [_date(one, today) for one in word.split("-")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or not first <= last <= today + timedelta(days=_LOOKS_AHEAD):
            raise NotHours(text)
        found += [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return found


def _date(word: str, today: date) -> date:
    match = _DATE.fullmatch(word)
    if match is None:
        raise NotHours(word)
    years = [int(match[3])] if match[3] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, int(match[2]), int(match[1]))
        except ValueError as error:
            raise NotHours(word) from error
        if day >= today:
            return day
    raise NotHours(word)
