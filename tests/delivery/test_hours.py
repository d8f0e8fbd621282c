"""When a shop is open: by hand-made tables, and for whatever hours there can be."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.hours import (
    ALL_DAY,
    ALWAYS_OPEN,
    DAY,
    Hours,
    Interval,
    NotHours,
    is_whole_day,
    parse_dates,
    parse_hours,
    whole_day,
)

BISHKEK = ZoneInfo("Asia/Bishkek")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
NINE_TO_SIX = (Interval(540, 1080),)
BAR = (Interval(1200, 1560),)
"""From eight in the evening to two at night."""


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in the week of that Monday (day 0)."""
    return datetime(2026, 11, 23 + day, hour, minute, tzinfo=BISHKEK)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:00-21:00", ((540, 1260),)),
        ("9-21", ((540, 1260),)),
        ("09.00 – 21.00", ((540, 1260),)),
        ("  9 — 18.30. ", ((540, 1110),)),
        ("9-13, 14-18", ((540, 780), (840, 1080))),
        ("9:00-13:00 жана 14:00-18:00", ((540, 780), (840, 1080))),
        ("20-02", ((1200, 1560),)),
        ("20:00-24:00", ((1200, 1440),)),
        ("0-24", ((0, 1440),)),
        ("24/7", ((0, 1440),)),
        ("Круглосуточно", ((0, 1440),)),
        ("closed", ()),
        ("Выходной", ()),
        ("жабык", ()),
        ("Дем  алыш", ()),
        ("-", ()),
    ],
)
def test_hours_are_understood_as_people_write_them(text: str, meant: tuple[tuple[int, int], ...]) -> None:
    """Dots or colons, any dash, with a break at noon, past midnight, or a word for closed."""
    assert parse_hours(text) == tuple(Interval(*one) for one in meant)


@pytest.mark.parametrize(
    "text",
    ["", "9", "9-", "25-30", "9:60-18", "9-9", "18-9, 10-12", "9-14, 13-18", "9-18 кечинде", "24-5", "٩-١٨", "9-1-2"],
)
def test_what_nobody_can_mean_is_no_hours(text: str) -> None:
    """Also overlapping ones, and those that do not open at all."""
    with pytest.raises(NotHours):
        parse_hours(text)


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever was typed is hours, or NotHours."""
    for read in (parse_hours, lambda words: parse_dates(words, MONDAY)):
        try:
            read(text)
        except NotHours:
            continue


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("31.12", ["2026-12-31"]),
        ("1.01", ["2027-01-01"]),
        ("23.11", ["2026-11-23"]),
        ("31.12 – 2.01.2027", ["2026-12-31", "2027-01-01", "2027-01-02"]),
        ("8.03.2027, 21.03.", ["2027-03-08", "2027-03-21"]),
    ],
)
def test_dates_are_understood_as_people_write_them(text: str, meant: list[str]) -> None:
    """Without a year the next such day is meant."""
    assert [day.isoformat() for day in parse_dates(text, MONDAY)] == meant


@pytest.mark.parametrize("text", ["", "32.12", "31.13", "5.01-3.01", "1.1.2020", "1.1.2999", "1-2-3", "29.02"])
def test_dates_that_cannot_be_are_refused(text: str) -> None:
    """Days that do not exist, lie behind, or run backwards."""
    with pytest.raises(NotHours):
        parse_dates(text, MONDAY)


WEEK = Hours((*(NINE_TO_SIX,) * 4, BAR, BAR, ()), closed=(date(2026, 11, 26),))
"""Office hours until Wednesday, Thursday closed as a holiday, a bar on Friday and Saturday, Sunday closed."""


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (local(0, 8, 59), False),
        (local(0, 9), True),
        (local(0, 17, 59), True),
        (local(0, 18), False),
        (local(3, 12), False),
        (local(4, 19, 59), False),
        (local(4, 23), True),
        (local(5, 1, 59), True),
        (local(5, 2), False),
        (local(6, 1), True),
        (local(6, 12), False),
    ],
)
def test_open_and_closed(moment: datetime, *, is_open: bool) -> None:
    """Opening belongs to the hours, closing does not; a night belongs to the day on which it began."""
    assert WEEK.is_open(moment) is is_open


def test_when_a_day_closes_and_when_the_shop_opens_next() -> None:
    """After midnight too; a day that never closes, or does not open, has no closing."""
    assert WEEK.closes_at(MONDAY, BISHKEK) == local(0, 18)
    assert WEEK.closes_at(date(2026, 11, 27), BISHKEK) == local(5, 2)
    assert WEEK.closes_at(date(2026, 11, 26), BISHKEK) is None
    assert ALWAYS_OPEN.closes_at(MONDAY, BISHKEK) is None
    assert WEEK.opens_next(local(2, 18)) == local(4, 20)
    assert WEEK.opens_next(local(0, 8)) == local(0, 9)
    assert Hours(((),) * 7).opens_next(local(0, 8)) is None


def test_slots_belong_to_the_date_on_which_they_begin() -> None:
    """The last piece may be shorter; after midnight it is the next day's."""
    friday = [(one.starts, one.ends) for one in WEEK.slots(date(2026, 11, 27), 120, BISHKEK)]
    assert friday == [(local(4, 20), local(4, 22)), (local(4, 22), local(5, 0))]
    saturday = next(iter(WEEK.slots(date(2026, 11, 28), 120, BISHKEK)))
    assert (saturday.starts, saturday.ends) == (local(5, 0), local(5, 2))
    monday = [(one.ends - one.starts).seconds // 3600 for one in WEEK.slots(MONDAY, 240, BISHKEK)]
    assert monday == [4, 4, 1]


intervals = st.lists(st.integers(0, 2 * DAY - 1), min_size=2, max_size=4, unique=True).map(sorted)


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Any hours that the reading can give."""

    def day() -> tuple[Interval, ...]:
        ends = draw(intervals)
        pairs = zip(ends[::2], ends[1::2], strict=False)
        return tuple(Interval(start, end) for start, end in pairs if start < DAY and end - start <= DAY)

    closed = draw(st.lists(st.integers(0, 20), max_size=3))
    return Hours(tuple(day() for _ in range(7)), tuple(MONDAY + timedelta(days=count) for count in sorted(set(closed))))


moments = st.datetimes(datetime(2026, 3, 20), datetime(2026, 12, 20), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(weeks(), moments, st.sampled_from([BISHKEK, BERLIN]), st.sampled_from([30, 60, 120, 240]))
def test_slots_cover_exactly_the_opening_hours(hours: Hours, moment: datetime, zone: ZoneInfo, minutes: int) -> None:
    """A moment is open if and only if some slot has it, also when the clocks change."""
    here = moment.astimezone(zone)
    near = [here.date() + timedelta(days=days) for days in (-1, 0)]
    has_slot = any(slot.starts <= moment < slot.ends for day in near for slot in hours.slots(day, minutes, zone))
    assert has_slot is hours.is_open(here)


@given(weeks(), moments)
def test_the_next_opening_is_an_opening_and_nothing_opens_before(hours: Hours, moment: datetime) -> None:
    """It lies ahead, and the shop is open at that moment."""
    opens = hours.opens_next(moment.astimezone(BISHKEK))
    if opens is not None:
        assert opens > moment
        assert hours.is_open(opens.astimezone(BISHKEK))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from([BISHKEK, BERLIN]))
def test_a_whole_day_is_known_again(day: date, zone: ZoneInfo) -> None:
    """Also one of 23 or 25 hours."""
    assert is_whole_day(whole_day(day, zone), zone)


def test_hours_that_are_all_day_never_close() -> None:
    """Until one date is closed."""
    assert ALWAYS_OPEN.never_close
    assert Hours((ALL_DAY,) * 7).never_close
    assert not Hours(closed=(MONDAY,)).never_close
