"""For when an order is: the owner's choice, the customer's, and what is seen of it afterwards."""

import pytest

from bot.shop.terms import Asks
from tests.delivery.conftest import Shopfront, keys
from tests.journeys.words import EN, KY, RU, Words
from tests.journeys.world import GROUP, SALE, answer, confirm, link_of

DAY = {"ky": "Кайсы күнгө?", "ru": "На какой день?", "en": "For which day?"}
TIME = {"ky": "Кайсы убакытка?", "ru": "На какое время?", "en": "At what time?"}
TOMORROW = {"ky": "Эртең", "ru": "Завтра", "en": "Tomorrow"}
FOR = {"ky": "Качанга: ", "ru": "Когда: ", "en": "For: "}
FRIDAY = {"ky": "жума", "ru": "пт", "en": "Fri"}


async def open_nine_to_seven(front: Shopfront) -> None:
    """Sundays closed, set in the chat."""
    await front.settings("Opening hours")
    await front.click("All days alike", then="when are you open?")
    await front.write("9.00 – 19.00", then="Monday: 09:00–19:00")
    await front.click("Sunday", then="Sunday: when are you open?")
    await front.write("выходной", then="Sunday: closed")


async def ask_for(front: Shopfront, what: str, lead_hours: int = 0) -> None:
    """What customers are asked, set in the chat."""
    await front.settings("Delivery", "Day and time of orders")
    await front.click(what, then="Time to prepare")
    await front.click("Time to prepare", then="How many hours do you need")
    await front.write("soon", then="a number from 0 to 720")
    await front.write(str(lead_hours), then="Customers choose")


@pytest.mark.parametrize("words", [KY, RU, EN], ids=lambda words: words.code)
async def test_day_and_time_are_chosen_by_buttons_and_seen_everywhere(front: Shopfront, words: Words) -> None:
    """On a Thursday morning, with a day to prepare: Friday's later slots, no Sunday; told in each reader's language."""
    if words is KY:
        await open_nine_to_seven(front)
        await ask_for(front, "Ask for day and time", lead_hours=26)
    else:
        await front.set_hours()
        await front.set_terms(asks_when=Asks.TIME, lead_hours=26)
    customer, code = front.customer, words.code
    await front.check_out(words)
    await answer(customer, words.handover, words.pickup)
    await customer.wait_for(DAY[code])
    days = await keys(customer)
    assert days[0].startswith(TOMORROW[code])
    assert not any("жек" in day or "вс" in day or "Sun" in day for day in days)
    assert len(days) == 14 - 2 + 2  # two weeks from tomorrow, without two Sundays; back and cancel
    await answer(customer, DAY[code], days[0])
    await customer.wait_for(TIME[code])
    assert (await keys(customer))[:3] == ["13:00–15:00", "15:00–17:00", "17:00–19:00"]
    await answer(customer, TIME[code], "15:00–17:00")
    summary = await front.finish(words)
    wanted = next(line for line in summary.text.splitlines() if line.startswith(FOR[code]))
    assert FRIDAY[code] in wanted
    assert wanted.endswith(", 15:00–17:00")
    card = await confirm(customer, words)
    assert wanted in card.text
    await front.world.payer.pay(link_of(card))
    assert wanted in (await customer.wait_for(words.receipt)).text
    sale = await front.owner.wait_for(SALE.format(1), chat_id=GROUP)
    assert sale.text.splitlines()[1].startswith(FOR["ky"])
    assert sale.text.splitlines()[1].endswith("жума, 15:00–17:00")
    assert sale.text.count("15:00–17:00") == 1


async def test_a_slot_that_has_passed_is_asked_for_again_and_nothing_else(front: Shopfront) -> None:
    """At Confirm it is too late for it: back to the question, then straight to the summary."""
    await front.set_hours()
    await front.set_terms(asks_when=Asks.TIME)
    customer = front.customer
    await front.check_out()
    await answer(customer, KY.handover, KY.pickup)
    await customer.wait_for(DAY["ky"])
    today = next(key for key in await keys(customer) if key.startswith("Бүгүн"))
    await answer(customer, DAY["ky"], today)
    await answer(customer, TIME["ky"], "11:00–13:00")
    await front.finish()
    front.world.clock.advance(hours=2)
    await customer.press(KY.confirm)
    asked = await customer.wait_for("эми үлгүрбөйбүз")
    assert DAY["ky"] in asked.text
    assert await front.world.payer.payments() == []
    await answer(customer, DAY["ky"], today)
    assert (await keys(customer))[0] == "13:00–15:00"
    await answer(customer, TIME["ky"], "17:00–19:00")
    again = await customer.wait_for(lambda one: one.button(KY.confirm) is not None, after=asked.id)
    assert "17:00–19:00" in again.text
    await confirm(customer)


async def test_as_soon_as_possible_is_for_an_open_shop(front: Shopfront) -> None:
    """One tap skips day and time; in the evening, when the shop has closed, it is no answer any more."""
    await front.set_hours()
    await front.set_terms(asks_when=Asks.TIME)
    customer = front.customer
    await front.check_out()
    await answer(customer, KY.handover, KY.pickup)
    await answer(customer, DAY["ky"], "Мүмкүн болушунча тезирээк")
    assert "Качанга: мүмкүн болушунча тезирээк" in (await front.finish()).text
    front.set_clock(20, weekday=4)
    await customer.press(KY.confirm)
    await customer.wait_for("эми үлгүрбөйбүз")
    days = await keys(customer)
    assert days[0].startswith("Эртең")
    await answer(customer, DAY["ky"], "Мүмкүн болушунча тезирээк")
    await customer.wait_for(lambda one: "эми үлгүрбөйбүз" in one.text)


async def test_only_the_day(front: Shopfront) -> None:
    """No time is asked for nor shown; Back leads from the phone to the day."""
    await front.set_terms(asks_when=Asks.DAY, lead_hours=24)
    customer = front.customer
    await front.check_out()
    await answer(customer, KY.handover, KY.pickup)
    await customer.wait_for(DAY["ky"])
    await answer(customer, DAY["ky"], (await keys(customer))[0])
    await answer(customer, KY.phone, "← Артка")
    await customer.wait_for(DAY["ky"])
    await answer(customer, DAY["ky"], (await keys(customer))[0])
    wanted = next(line for line in (await front.finish()).text.splitlines() if line.startswith("Качанга"))
    assert wanted.endswith("жума")


async def test_an_option_that_was_switched_off_in_the_middle_harms_nobody(front: Shopfront) -> None:
    """The customer stands at a question that the shop does not ask any more: whatever they answer leads on."""
    await front.set_terms(asks_when=Asks.TIME)
    customer = front.customer
    await front.check_out()
    await answer(customer, KY.handover, KY.pickup)
    await customer.wait_for(DAY["ky"])
    day = (await keys(customer))[1]
    await answer(customer, DAY["ky"], day)
    await customer.wait_for(TIME["ky"])
    await front.set_terms(asks_when=Asks.NOTHING)
    await answer(customer, TIME["ky"], (await keys(customer))[0])
    await front.finish()
    await confirm(customer)
