"""A promo code from the owner's settings to the sale's card, in the chat."""

from dataclasses import dataclass

import pytest

from bot.sandbox.telegram.person import Message
from tests.delivery.conftest import Shopfront, plain
from tests.journeys.words import KY, RU, Words
from tests.journeys.world import GROUP, SALE, answer, confirm, link_of


@dataclass(frozen=True)
class Screens:
    """The words of one language on the way of a code."""

    words: Words
    settings: str
    codes: str
    new: str
    what: str
    many: str
    how_many: str
    used: str
    enter: str
    ask: str
    unknown: str
    used_up: str
    applied: str
    without: str
    total: str
    line: str


KYRGYZ = Screens(
    KY,
    settings="Жөндөөлөр",
    codes="Промокоддор",
    new="Жаңы промокод",
    what="Товарларды канчага арзандатат",
    many="Канча жолу…",
    how_many="канча заказга",
    used="1 ичинен 1",
    enter="🏷 Промокод",
    ask="Промокодуңузду жазып",
    unknown="Мындай промокод жок",
    used_up="чеги бүттү",
    applied="промокоду колдонулду",
    without="✕ Жаз10 кодусуз",
    total="Төлөй турган сумма: 1 350 сом",
    line="Промокод Жаз10: −150 сом",
)
RUSSIAN = Screens(
    RU,
    settings="Настройки",
    codes="Промокоды",
    new="Новый промокод",
    what="Какую скидку на товары",
    many="Сколько раз…",
    how_many="Сколько всего заказов",
    used="1 из 1",
    enter="🏷 Промокод",
    ask="Ваш промокод",
    unknown="Такого промокода нет",
    used_up="больше его применить нельзя",
    applied="применён",
    without="✕ Без кода Жаз10",
    total="К оплате: 1 350 сом",
    line="Промокод Жаз10: −150 сом",
)
BOTH = pytest.mark.parametrize("screens", [KYRGYZ, RUSSIAN], ids=lambda screens: screens.words.code)


async def make_code(front: Shopfront, screens: Screens) -> Message:
    """The owner makes a code of ten percent that one order may use; the code's card."""
    await front.owner.set_language(screens.words.code)
    sent = await front.owner.send("/settings")
    await front.owner.wait_for(screens.settings, after=sent)
    await front.click(screens.codes, then=screens.new)
    await front.click(screens.new, then="/cancel")
    await front.write("Ж!", then="3")
    await front.write("Жаз 10", then=screens.what)
    await front.write("110%", then="99%")
    await front.write("10%", then="−10")
    await front.click(screens.many, then=screens.how_many)
    await front.write("көп", then="100")
    return await front.write("1", then="Жаз10")


async def to_summary(front: Shopfront, screens: Screens) -> Message:
    await front.check_out(screens.words)
    await answer(front.customer, screens.words.handover, screens.words.pickup)
    return await front.finish(screens.words)


async def enter(front: Shopfront, screens: Screens, code: str, then: str) -> Message:
    """Press the button, write a code, and wait for what is said above the summary, then for that."""
    summary = await front.customer.wait_for(lambda one: one.button(screens.enter) is not None)
    await front.customer.press(screens.enter)
    await front.customer.wait_for(screens.ask, after=summary.id)
    said = await front.write(code, then=then, person=front.customer)
    return await front.customer.wait_for(lambda one: one.button(screens.words.confirm) is not None, after=said.id)


@BOTH
async def test_a_code_from_the_settings_to_the_sale(front: Shopfront, screens: Screens) -> None:
    """Made in the chat, typed carelessly, taken off, put on; summary, xPay, card, receipt and sale agree."""
    await make_code(front, screens)
    await to_summary(front, screens)
    await enter(front, screens, "ЖАЗ11", then=screens.unknown)
    with_code = await enter(front, screens, "жАЗ 10", then=screens.applied)
    assert screens.line in plain(with_code)
    assert screens.total in plain(with_code)
    await front.customer.press(screens.without)
    without = await front.customer.wait_for(lambda one: one.button(screens.enter) is not None)
    assert without.id == with_code.id
    assert screens.line not in plain(without)
    await enter(front, screens, "жаз10", then=screens.applied)
    card = await confirm(front.customer, screens.words)
    assert screens.line in plain(card)
    assert (await front.world.payer.payments())[-1]["amount"] == 1_350_00
    await front.world.payer.pay(link_of(card))
    assert screens.line in plain(await front.customer.wait_for(screens.words.receipt))
    sale = plain(await front.owner.wait_for(SALE.format(1), chat_id=GROUP))
    assert "1 350 сом" in sale
    assert "Промокод Жаз10: −150 сом" in sale
    sent = await front.owner.send("/settings")
    await front.owner.wait_for(screens.settings, after=sent)
    await front.click(screens.codes, then="Жаз10 · −10\u00a0% · 1 / 1")
    await front.click("Жаз10 · −10\u00a0% · 1 / 1", then=screens.used)


async def test_a_code_that_went_to_another_meanwhile(front: Shopfront) -> None:
    """Confirm counts again: it says so, shows the sum without the code, and nothing is ordered before that was seen."""
    screens = KYRGYZ
    await make_code(front, screens)
    await to_summary(front, screens)
    await enter(front, screens, "жаз10", then=screens.applied)
    other = await front.world.newcomer(1009, "Чолпон", screens.words.code)
    first, front.customer = front.customer, other
    await to_summary(front, screens)
    await enter(front, screens, "жаз10", then=screens.applied)
    await confirm(other, screens.words)
    front.customer = first
    await first.press(screens.words.confirm)
    again = await first.wait_for(screens.used_up)
    assert again.button(screens.words.confirm) is not None
    assert "1 500 сом" in plain(again)
    assert len(await front.world.payer.payments()) == 1
    await confirm(first, screens.words)
    assert (await front.world.payer.payments())[-1]["amount"] == 1_500_00
    await other.close()


async def test_switched_off_and_deleted_by_button(front: Shopfront) -> None:
    """Each with one press and its word; days and the smallest sum by question; a deleted code is asked about first."""
    await make_code(front, KYRGYZ)
    await front.owner.set_language("en")
    sent = await front.owner.send("/settings")
    await front.owner.wait_for("Settings of", after=sent)
    await front.click("Promo codes", then="Жаз10 · −10\u00a0% · 0 / 1")
    await front.click("Жаз10 · −10\u00a0% · 0 / 1", then="Switch off")
    await front.click("Switch off", then="It is switched off")
    await front.click("Switch on", then="It is switched on")
    await front.click("✗ Once for each customer", then="✓ Once for each customer")
    await front.click("Up to which day…", then="Which is the last day")
    await front.write("32.13", then="Please write a day")
    await front.write("31.12", then="Up to 31.12.")
    await front.click("From which sum…", then="From which sum of goods")
    await front.write("5000", then="For goods from 5,000")
    await to_summary(front, KYRGYZ)
    await enter(front, KYRGYZ, "жаз10", then="5\u00a0000\u00a0сом")
    await front.click("Delete the code", then="Orders that have it keep")
    await front.click("Delete the code", then="None yet")
    await enter(front, KYRGYZ, "жаз10", then="Мындай промокод жок")


async def test_one_can_go_back_from_the_question_and_leave_it(front: Shopfront) -> None:
    """Back is the summary as it was; cancel keeps the cart."""
    await to_summary(front, KYRGYZ)
    await front.customer.press(KYRGYZ.enter)
    await front.customer.wait_for(KYRGYZ.ask)
    back = await front.write("← Артка", then="1\u00a0500\u00a0сом", person=front.customer)
    assert back.button(KY.confirm) is not None
    await front.customer.press(KYRGYZ.enter)
    asked = await front.customer.wait_for(KYRGYZ.ask, after=back.id)
    await front.customer.send("Токтотуу")
    await front.customer.wait_for(lambda one: one.button(KY.check_out) is not None, after=asked.id)
