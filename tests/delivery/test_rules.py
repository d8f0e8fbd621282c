"""Prices, days that can be wished, and the way through the questions: pure rules."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop import when
from bot.shop.hours import Hours, Interval, Window
from bot.shop.offer import Offer
from bot.shop.order import Handover, Wishes
from bot.shop.people import Language, Shop
from bot.shop.pricing import Area, Price, price
from bot.shop.terms import Asks, Terms
from handlers.customer.draft import Draft, Step, fitting, following, missing, path, preceding, time_answer

BISHKEK = ZoneInfo("Asia/Bishkek")
SHOP = Shop(1, "Дүкөн", Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
OPEN = Hours((*((Interval(540, 1140),),) * 6, ()))
"""Nine to seven, Sundays closed."""
CENTRE, SUBURB = Area(1, "Борбор", 200_00), Area(2, "Арча-Бешик", 350_00, free_from=3_000_00)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BISHKEK)


@pytest.mark.parametrize(
    ("goods", "area", "discount", "total"),
    [
        (1_500_00, None, 0, 1_500_00),
        (1_500_00, CENTRE, 0, 1_700_00),
        (2_999_99, SUBURB, 0, 3_349_99),
        (3_000_00, SUBURB, 0, 3_000_00),
        (3_000_00, SUBURB, 500_00, 2_500_00),
        (100_00, CENTRE, 500_00, 200_00),
    ],
)
def test_prices(goods: int, area: Area | None, discount: int, total: int) -> None:
    """The fee is added, free from its sum of goods on; a discount is taken off the goods alone."""
    assert price(goods, area, discount).total == total


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 10**9))
def test_a_price_is_never_below_the_delivery(goods: int, delivery: int, discount: int) -> None:
    """Whatever the discount."""
    assert Price(goods, delivery, discount).total >= delivery


def shop(asks: Asks, lead: int = 0, ahead: int = 3, hours: Hours = OPEN) -> Shop:
    return replace(SHOP, hours=hours, terms=Terms(asks_when=asks, lead_hours=lead, days_ahead=ahead))


@pytest.mark.parametrize(
    ("now", "lead", "days"),
    [
        (local(26, 10), 0, [26, 27, 28]),  # Thursday; Sunday is closed
        (local(26, 16, 59), 0, [26, 27, 28]),
        (local(26, 17, 1), 0, [27, 28]),  # the last slot has begun
        (local(26, 10), 24, [27, 28]),
        (local(26, 18), 24, [28]),
        (local(26, 10), 96, []),
        (local(28, 20), 0, [30]),
    ],
)
def test_days_that_can_be_wished(now: datetime, lead: int, days: list[int]) -> None:
    """By lead time, opening hours and how far ahead."""
    open_shop = shop(Asks.TIME, lead)
    found = [day.day for day in when.days(open_shop, now) if day.month == 11]
    assert found == days


def test_soon_is_said_only_of_an_open_shop_without_lead_time() -> None:
    """And only where a time is asked for."""
    assert when.may_be_soon(shop(Asks.TIME), local(26, 10))
    assert not when.may_be_soon(shop(Asks.TIME), local(26, 8))
    assert not when.may_be_soon(shop(Asks.TIME, lead=1), local(26, 10))
    assert not when.may_be_soon(shop(Asks.DAY), local(26, 10))


def test_what_is_offered_fits_and_stops_fitting() -> None:
    """Every slot and day offered is accepted a moment later, and none once its time has come too near."""
    now = local(26, 10)
    timed, dayly = shop(Asks.TIME, lead=5), shop(Asks.DAY, lead=5)
    for day in when.days(timed, now):
        for slot in when.slots(timed, day, now):
            wishes = Wishes(Handover.PICKUP, wanted_from_at=slot.starts, wanted_until_at=slot.ends)
            assert when.fits(timed, wishes, now)
            assert when.fits(dayly, wishes, now)
            assert not when.fits(timed, wishes, slot.starts - timedelta(hours=4, minutes=59))
    for day in when.days(dayly, now):
        window = when.day_window(dayly, day)
        wishes = Wishes(Handover.PICKUP, wanted_from_at=window.starts, wanted_until_at=window.ends)
        assert when.fits(dayly, wishes, now)
        assert not when.fits(timed, wishes, now)
        assert not when.fits(dayly, wishes, window.ends)
    assert not when.fits(timed, Wishes(Handover.PICKUP), now)
    assert when.fits(shop(Asks.NOTHING), Wishes(Handover.PICKUP), now)


OFFERS = [
    Offer(replace(SHOP, hours=OPEN, terms=Terms(pickup, delivery, asks)), areas)
    for pickup, delivery, asks, areas in itertools.product(
        (True, False), (True, False), Asks, ((), (CENTRE,), (CENTRE, SUBURB))
    )
    if pickup or delivery
]
SLOT = Window(local(27, 11), local(27, 13))
DRAFTS = [
    Draft(handover, area_id, address, phone="+1", **time_answer(*time))  # type: ignore[arg-type]  # day and window
    for handover, area_id, address, time in itertools.product(
        (None, "pickup", "delivery"), (None, 1, 7), (None, "Чүй 1"), ((), (date(2026, 11, 27), SLOT))
    )
]
EVERY = [
    pytest.param(offer, id=f"{offer.shop.terms.ways}-{offer.shop.terms.asks_when}-{len(offer.areas)}")
    for offer in OFFERS
]


@pytest.mark.parametrize("offer", EVERY)
def test_back_undoes_forward_whatever_is_asked(offer: Offer) -> None:
    """From the first question to the summary, each step back is the one before."""
    for draft in DRAFTS:
        fitted = fitting(draft, offer)
        way = path(fitted, offer)
        assert way[-1] == Step.summary
        for step, after in itertools.pairwise(way):
            assert following(step, fitted, offer) == after
            assert preceding(after, fitted, offer) == step
        assert preceding(way[0], fitted, offer) is None


@pytest.mark.parametrize("offer", EVERY)
def test_a_draft_from_before_a_change_leads_on(offer: Offer) -> None:
    """From whatever question it stopped at, there is a next one; what is missing is always on the way."""
    for draft in DRAFTS:
        for one in (draft, replace(draft, mending=True)):
            for step in (each for each in Step.__states__ if each != Step.summary):
                assert following(step, fitting(one, offer), offer) in path(fitting(one, offer), offer)
        lacking = missing(fitting(draft, offer), offer)
        assert lacking is None or lacking in path(fitting(draft, offer), offer)


def test_what_leaves_no_choice_is_not_asked() -> None:
    """One way of handing over, one area."""
    only = Offer(replace(SHOP, terms=Terms(offers_pickup=False)), (CENTRE,))
    fitted = fitting(Draft(), only)
    assert (fitted.handover, fitted.area_id) == (Handover.DELIVERY, CENTRE.id)
    assert path(fitted, only)[0] == Step.address


def test_a_pickup_keeps_no_area() -> None:
    """Who changed from delivery to pickup pays no fee."""
    offer = Offer(SHOP, (CENTRE, SUBURB))
    assert fitting(Draft("pickup", area_id=1), offer).area_id is None
    assert not offer.has_place(Wishes(Handover.PICKUP), 1)
    assert not offer.has_place(Wishes(Handover.DELIVERY), None)
