"""Areas with fees, from the owner's settings to the sale's card."""

import pytest

from tests.delivery.conftest import Shopfront, keys, plain
from tests.journeys.words import EN, KY, RU, Words
from tests.journeys.world import GROUP, SALE, answer, confirm, link_of

WHICH = {"ky": "Кайсы районго", "ru": "В какой район", "en": "Which area"}
CENTRE = {"ky": "Борбор · 200\u00a0сом", "ru": "Борбор · 200\u00a0сом", "en": "Борбор · 200\u00a0som"}
SUMS = {
    "ky": ("Товарлар: 1 500 сом", "Жеткирүү: 200 сом"),
    "ru": ("Товары: 1 500 сом", "Доставка: 200 сом"),
    "en": ("Goods: 1,500 som", "Delivery: 200 som"),
}


async def two_areas(front: Shopfront) -> None:
    """The owner sets them in the chat."""
    await front.settings("Delivery")
    await front.owner.wait_for("Delivery is free everywhere")
    await front.add_area("Борбор", "200")
    await front.add_area("Арча-Бешик", "350,50")


async def to_centre(front: Shopfront, words: Words = KY) -> None:
    """The customer wants it brought to the first area."""
    await front.check_out(words)
    await answer(front.customer, words.handover, words.delivery)
    await answer(front.customer, WHICH[words.code], CENTRE[words.code])
    await answer(front.customer, words.address, "Чүй проспекти 123")


@pytest.mark.parametrize("words", [KY, RU, EN], ids=lambda words: words.code)
async def test_the_fee_of_the_chosen_area_is_paid_with_the_goods(front: Shopfront, words: Words) -> None:
    """Question, summary, xPay's sum, confirmation and sale agree, in each language."""
    await (two_areas(front) if words is KY else front.set_areas())
    customer = front.customer
    await to_centre(front, words)
    summary = plain(await front.finish(words))
    for part in (*SUMS[words.code], ": Борбор"):
        assert part in summary
    card = await confirm(customer, words)
    assert (await front.world.payer.payments())[-1]["amount"] == 1_700_00
    await front.world.payer.pay(link_of(card))
    receipt = plain(await customer.wait_for(words.receipt))
    assert all(part in receipt for part in SUMS[words.code])
    sale = plain(await front.owner.wait_for(SALE.format(1), chat_id=GROUP))
    for part in ("№ 1 заказ, 1 700 сом", *SUMS["ky"], "Жеткирүү: Борбор", "Чүй проспекти 123"):
        assert part in sale


async def test_a_fee_that_changed_is_shown_before_anything_is_ordered(front: Shopfront) -> None:
    """Confirm carries the sum that the customer saw; at another one the summary comes anew, with a word."""
    await front.set_areas()
    await to_centre(front)
    await front.finish()
    await front.settings("Delivery")
    await front.click("Борбор", then="Change the fee")
    await front.click("Change the fee", then="How much does delivery there cost")
    await front.write("250", then="250")
    await front.customer.press(KY.confirm)
    again = await front.customer.wait_for("1\u00a0750")
    assert "Баасы өзгөрүптүр" in again.text or again.button(KY.confirm)
    assert await front.world.payer.payments() == []
    await confirm(front.customer)
    assert (await front.world.payer.payments())[-1]["amount"] == 1_750_00


async def test_an_area_that_went_meanwhile_is_asked_for_anew(front: Shopfront) -> None:
    """The other answers stay: what is left has one area, so the summary comes at once, with the new fee."""
    await front.set_areas()
    await to_centre(front)
    await front.finish()
    await front.settings("Delivery")
    await front.click("Борбор", then="Delete the area")
    await front.click("Delete the area", then="Orders that were placed keep it")
    await front.click("Delete the area", then="Add an area")
    await front.customer.press(KY.confirm)
    await front.customer.wait_for("Жеткирүү райондору өзгөрдү")
    again = plain(await front.customer.wait_for("Жеткирүү: Арча-Бешик"))
    assert "1 850,50 сом" in again
    assert "Чүй проспекти 123" in again


async def test_free_from_a_sum_and_a_single_area(front: Shopfront) -> None:
    """A single area is not asked for: the question for the address names it; from its sum on nothing is added."""
    await front.keeping.add_area(await front.keeper(), "Борбор", 200_00)
    await front.settings("Delivery")
    await front.click("Борбор", then="Free from a sum")
    await front.click("Free from a sum", then="From which sum")
    await front.write("1500 сом", then="free from")
    customer = front.customer
    await front.check_out()
    await answer(customer, KY.handover, KY.delivery)
    asked = await customer.wait_for(KY.address)
    assert "Борбор: 200 сом, 1 500 сомдон баштап акысыз" in plain(asked)
    await answer(customer, KY.address, "Чүй проспекти 123")
    summary = plain(await front.finish())
    assert "Жеткирүү: акысыз" in summary
    assert "Төлөй турган сумма: 1 500 сом" in summary


async def test_only_pickup_asks_neither_way_nor_address(front: Shopfront) -> None:
    """What leaves no choice is not asked; both ways cannot be switched off."""
    await front.settings("Delivery")
    await front.click("✓ Delivery", then="Orders are only picked up")
    assert "has to stay on" in await front.owner.press("✓ Pickup")
    await front.check_out()
    await front.customer.wait_for(KY.phone)
    assert "Дүкөндөн алып кетүү" in (await front.finish()).text
    await front.customer.press("Артка")
    await front.customer.wait_for(KY.wishes)


async def test_what_an_owner_writes_wrongly_loses_nothing(front: Shopfront) -> None:
    """A name that is taken or too long, a fee that is none: a sentence each, and the question stays."""
    await front.set_areas()
    await front.settings("Delivery")
    await front.click("Add an area", then="What is the area called?")
    await front.write("борбор", then="There is an area of that name already")
    await front.write("Ө" * 33, then="at most 32 characters")
    await front.write("Асанбай", then="How much does delivery there cost")
    await front.write("көп", then="did not understand that sum")
    await front.write("0", then="Асанбай: free")
    await front.click("Асанбай", then="Higher")
    shown = await front.click("Higher", then="Add an area")
    assert [row[0].label for row in shown.rows[1:4]] == ["Борбор", "Асанбай", "Арча-Бешик"]


async def test_cashiers_do_not_set_fees(front: Shopfront) -> None:
    """The right is read at each press: also on a screen that an owner has opened in the group."""
    await front.owner.send("/settings", GROUP)
    await front.owner.wait_for(lambda one: one.button("Жеткирүү") is not None, chat_id=GROUP)
    assert "кызматкер" in await front.cashier.press("Жеткирүү", GROUP)
    await front.owner.press("Жеткирүү", GROUP)
    await front.owner.wait_for(lambda one: one.button("Район кошуу") is not None, chat_id=GROUP)
    assert "кызматкер" in await front.cashier.press("Район кошуу", GROUP)
    assert "кызматкер" in await front.cashier.press("✓ Жеткирүү", GROUP)


async def test_an_old_answer_button_counts_while_it_is_true(front: Shopfront) -> None:
    """Buttons of another language are understood; what is no button is asked again."""
    await front.set_areas()
    await front.check_out()
    await answer(front.customer, KY.handover, KY.delivery)
    await answer(front.customer, WHICH["ky"], "Ош")
    assert "Арча-Бешик · 350,50\u00a0сом" in await keys(front.customer)
    await answer(front.customer, "Баскыч", CENTRE["en"])
    await front.customer.wait_for(KY.address)
