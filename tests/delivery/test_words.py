"""Every sentence about delivery, times and hours, in every language: valid for Telegram, and short enough."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bot.shop.hours import Hours, Interval, Window, whole_day
from bot.shop.offer import Offer
from bot.shop.order import Handover, Wishes
from bot.shop.people import Language, Shop
from bot.shop.pricing import Area
from bot.shop.terms import SLOTS, Asks, Pause, Terms
from bot.texts import areas, checkout, dates, forms, hours, pause, wanted, when
from bot.texts.languages import translations

LONG = "Ө" * 300 + "<b>&\u202e" + "😀" * 300
NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
OPEN = Hours((*((Interval(540, 780), Interval(840, 1560)),) * 5, (), ((Interval(0, 1440)),)), (FRIDAY,))
AREAS = tuple(Area(number, "<Ө>" + "ө" * 29, 200_00, 3_000_00) for number in range(20))
SLOT = Window(NOW + timedelta(days=3), NOW + timedelta(days=3, hours=2))


def rendered() -> Iterator[tuple[Callable[[], str], int]]:
    """Each sentence with hard arguments, and the most units that it may have."""
    for one in (areas.way_gone, areas.area_gone, areas.last_way, areas.name_taken, areas.too_many, when.time_gone):
        yield one, 200  # alerts and remarks
    for one in (areas.ask_name, areas.ask_fee, areas.ask_free_from, when.no_times, when.too_late, pause.ask_why):
        yield one, 4096
    yield partial(areas.ask_area, AREAS), 4096
    yield partial(areas.choice, AREAS[0], 100), 64
    for terms in (Terms(), Terms(offers_pickup=False), Terms(offers_delivery=False)):
        for some in ((), AREAS):
            yield partial(areas.overview, Offer(replace(SHOP, terms=terms), some)), 4096
    yield from _about_times()
    yield partial(when.notice, replace(SHOP, hours=Hours(((),) * 7)), NOW), 4096
    yield partial(when.notice, replace(SHOP, pause=Pause(NOW, LONG, LONG)), NOW), 512
    yield partial(pause.line, Pause(NOW, LONG, LONG), SHOP), 512
    yield partial(when.paused, LONG), 512
    for paused in (True, False):
        yield partial(pause.told, paused=paused, by=LONG), 200


def _about_times() -> Iterator[tuple[Callable[[], str], int]]:
    for asks in Asks:
        yield partial(wanted.asks, asks), 32
        for lead in (0, 1, 2, 5, 21):
            terms = Terms(asks_when=asks, lead_hours=lead, days_ahead=lead, takes_when_closed=False)
            for some_hours in (OPEN, Hours()):
                shop = replace(SHOP, terms=terms, hours=some_hours)
                yield partial(wanted.overview, shop), 4096
                yield partial(hours.overview, shop, [FRIDAY] * 60), 4096
    for minutes in SLOTS:
        yield partial(wanted.slot, minutes), 10
    for days in range(-1, 9):
        yield partial(when.closed, SHOP, NOW + timedelta(days=days), NOW), 4096
        yield partial(dates.near, FRIDAY + timedelta(days=days), FRIDAY), 22
    yield partial(when.closed, SHOP, None, NOW), 4096


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_valid_and_short_enough(language: Language) -> None:
    """Also with names full of tags, direction marks and emoji."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for one, most in rendered():
            text = one()
            assert text.strip()
            assert forms.visible_length(text) <= most, text
            assert "\u202e" not in text
            assert "{" not in text


@pytest.mark.parametrize(
    ("language", "slot", "day", "near", "weekday"),
    [
        (Language.KY, "27-ноябрь, жума, 02:30–04:30", "27-ноябрь, жума", "30-ноябрь, дүй.", "Дүйшөмбү"),
        (Language.RU, "пт, 27 ноября, 02:30–04:30", "пт, 27 ноября", "пн, 30 ноября", "Понедельник"),
        (Language.EN, "Fri 27 Nov, 02:30–04:30", "Fri 27 Nov", "Mon 30 Nov", "Monday"),
    ],
)
def test_days_are_written_as_the_language_writes_them(
    language: Language, slot: str, day: str, near: str, weekday: str
) -> None:
    """In the shop's zone: half past eight in the evening of UTC is the next morning in Bishkek."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        assert dates.window(SLOT, "Asia/Bishkek") == slot
        assert dates.window(whole_day(FRIDAY, SHOP.zone), "Asia/Bishkek") == day
        assert dates.near(FRIDAY + timedelta(days=3), FRIDAY) == near
        assert dates.weekday(0) == weekday


def test_an_order_without_areas_and_times_reads_as_ever() -> None:
    """No line is added for a shop that asks for nothing."""
    wishes = Wishes(Handover.DELIVERY, "+996555123456", "Чүй 1")
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        assert checkout.wish_lines(wishes, "Asia/Bishkek") == ["Delivery", "Address: Чүй 1", "Phone: +996555123456"]
        assert when.wanted(wishes, "Asia/Bishkek") == []
