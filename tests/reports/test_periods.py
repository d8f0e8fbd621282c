from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.hours import DAY, Hours, Interval
from bot.shop.people import Language, Shop
from bot.shop.periods import (
    Days,
    NoPeriod,
    Span,
    closing,
    days_of,
    last_closing,
    month_of,
    next_closing,
    read_period,
)

TODAY = date(2026, 3, 5)
SHOP = Shop(1, "Дүкөн", Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)

SPANS = [
    ("today", date(2026, 3, 5), date(2026, 3, 5)),
    ("yesterday", date(2026, 3, 4), date(2026, 3, 4)),
    ("7d", date(2026, 2, 27), date(2026, 3, 5)),
    ("30d", date(2026, 2, 4), date(2026, 3, 5)),
    ("month", date(2026, 3, 1), date(2026, 3, 31)),
    ("last-month", date(2026, 2, 1), date(2026, 2, 28)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    (" 2026-02-28 ", date(2026, 2, 28), date(2026, 2, 28)),
    ("2026-02-28..2026-03-02", date(2026, 2, 28), date(2026, 3, 2)),
]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_periods_are_read(text: str, first: date, last: date) -> None:
    """What people write is a span of whole days, both ends included."""
    assert read_period(text, TODAY) == Days(first, last)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13", "2026-02-30", "2026-3", "2026-03-02..2026-02-28", "١٢"])
def test_nonsense_is_no_period(text: str) -> None:
    """It is refused, never guessed."""
    with pytest.raises(NoPeriod):
        read_period(text, TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(Span))
def test_every_span_is_a_span(today: date, span: Span) -> None:
    """It ends no earlier than it begins, on every day of the calendar."""
    days = days_of(span, today)
    assert days.first <= days.last <= month_of(today).last


@pytest.mark.parametrize("zone", ["Asia/Bishkek", "Europe/Berlin", "America/New_York"])
@given(first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), length=st.integers(0, 40))
def test_pieces_cover_a_window_without_gaps(zone: str, first: date, length: int) -> None:
    """Each moment belongs to one day, or hour, also where clocks are put forward."""
    window = Days(first, first + timedelta(days=length)).window(zone)
    pieces = list(window.pieces(zone))
    assert pieces[0].since == window.since
    assert pieces[-1].until == window.until
    assert all(one.until == other.since for one, other in pairwise(pieces))
    assert window.is_hourly is (length == 0)


def test_a_day_is_the_shops_day() -> None:
    """Midnight is Bishkek's."""
    window = Days(TODAY, TODAY).window("Asia/Bishkek")
    assert window.since == datetime(2026, 3, 4, 18, tzinfo=UTC)
    assert window.until == datetime(2026, 3, 5, 18, tzinfo=UTC)
    assert len(list(window.pieces("Asia/Bishkek"))) == 24


def test_business_days_follow_each_other() -> None:
    """One ends at the shop's time; at that moment the next has begun."""
    at_nine = datetime(2026, 3, 5, 15, tzinfo=UTC)
    assert closing(SHOP, TODAY) == at_nine
    assert last_closing(SHOP, at_nine) == (TODAY, at_nine)
    assert last_closing(SHOP, at_nine - timedelta(seconds=1))[0] == date(2026, 3, 4)
    assert next_closing(SHOP, at_nine) == at_nine + timedelta(days=1)
    assert next_closing(SHOP, at_nine - timedelta(seconds=1)) == at_nine


OPEN = Interval(9 * 60, 18 * 60)
NIGHT = Interval(18 * 60, 26 * 60)
"""From six in the evening to two in the night."""
WEEK = Hours(((OPEN,), (OPEN, Interval(19 * 60, 20 * 60)), (NIGHT,), (), (Interval(0, DAY),), (OPEN,), ()))
"""Monday to Sunday: closes at 18, at 20, at 2 the next day, does not open, never closes, at 18, does not open."""
KEPT = replace(SHOP, hours=WEEK)
MONDAY = date(2026, 3, 2)

CLOSINGS = [
    (0, 21 * 60, (0, 18, 0)),
    (1, 21 * 60, (1, 20, 0)),
    (2, 21 * 60, (3, 2, 0)),
    (3, 21 * 60, (3, 21, 0)),
    (3, 30, (3, 23, 59)),
    (4, 21 * 60, (4, 21, 0)),
    (5, 30, (5, 18, 0)),
    (6, 30, (6, 0, 30)),
]
"""The day of that week, the summary's minute, and on which day of the week and when it ends by the shop's clock."""


@pytest.mark.parametrize(("day", "minute", "ends"), CLOSINGS)
def test_a_day_ends_when_the_shop_closes(day: int, minute: int, ends: tuple[int, int, int]) -> None:
    """Else at the summary's own time; where that falls into the night before, with the calendar's day."""
    shop = replace(KEPT, summary_minute=minute)
    found = closing(shop, MONDAY + timedelta(days=day)).astimezone(shop.zone)
    on, hour, of_hour = ends
    assert (found.date(), found.hour, found.minute) == (MONDAY + timedelta(days=on), hour, of_hour)


def test_the_night_belongs_to_the_day_on_which_it_began() -> None:
    """At one in the night Wednesday still goes on, though it is Thursday; at two it has ended."""
    at_two = datetime(2026, 3, 4, 20, tzinfo=UTC)
    wednesday = MONDAY + timedelta(days=2)
    assert last_closing(KEPT, at_two - timedelta(hours=1))[0] == wednesday - timedelta(days=1)
    assert next_closing(KEPT, at_two - timedelta(hours=1)) == at_two
    assert last_closing(KEPT, at_two) == (wednesday, at_two)


_TIMES = st.integers(0, DAY - 1)
_SPANS = st.builds(lambda opens, long: Interval(opens, opens + long), _TIMES, st.integers(1, DAY - 1))
_WEEKS = st.tuples(*[st.just(()) | st.just((Interval(0, DAY),)) | st.tuples(_SPANS)] * 7)


@given(_WEEKS, _TIMES, st.sampled_from(["Asia/Bishkek", "Europe/Berlin"]), st.integers(0, 60 * 24 * 400))
def test_every_moment_belongs_to_one_business_day(
    week: tuple[tuple[Interval, ...], ...], minute: int, zone: str, after: int
) -> None:
    """Whatever the hours: days end one after the other, the last one before the moment and the next one after it."""
    shop = replace(SHOP, hours=Hours(week), summary_minute=minute, timezone=zone)
    now = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=after)
    day, ended = last_closing(shop, now)
    assert closing(shop, day) == ended <= now < next_closing(shop, now) == closing(shop, day + timedelta(days=1))
