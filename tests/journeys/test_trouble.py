"""What goes wrong on the way, and what people then read."""

import asyncio

import pytest

from tests.journeys.words import KY
from tests.journeys.world import (
    BOT,
    CUSTOMER,
    GROUP,
    SALE,
    World,
    confirm,
    fill_cart,
    link_of,
    order,
    scanned,
    to_summary,
)


async def test_xpay_is_down_before_the_first_question(world: World) -> None:
    """Who wants to order then reads so in plain words, keeps the cart, and can order when xPay is back."""
    await world.payer.down()
    await fill_cart(world.customer)
    await world.customer.press(KY.cart)
    await world.customer.press(KY.check_out)
    refusal = await world.customer.wait_for(KY.unavailable)
    assert refusal.button(KY.cart)
    await world.payer.up()
    await to_summary(world.customer)
    card = await confirm(world.customer)
    await world.payer.pay(link_of(card))
    await world.assert_told_once()


@pytest.mark.parametrize("kind", ["500", "502", "html", "reset", "429"])
async def test_xpay_fails_while_the_qr_is_made(world: World, kind: str) -> None:
    """The order stays; its card says what happened and offers to try again, and that makes a QR."""
    await fill_cart(world.customer)
    await to_summary(world.customer)
    await world.payer.fault("create", kind, times=None)
    await world.customer.press(KY.confirm)
    failed = await world.customer.wait_for(KY.failed)
    assert [button.label for button in failed.buttons] == [KY.try_again, KY.cancel]
    await world.payer.up()
    await world.customer.press(KY.try_again)
    card = await world.customer.wait_for(lambda message: message.photo and message.button(KY.copy) is not None)
    assert scanned(await world.customer.photo(card)) == link_of(card)
    await world.payer.pay(link_of(card))
    await world.assert_told_once()


async def test_i_have_paid_asks_at_once(world: World) -> None:
    """When xPay tells nobody, the customer's word is enough to make the bot ask."""
    card = await order(world.customer)
    assert KY.asking in await world.customer.press(KY.have_paid)
    await asyncio.sleep(0.3)
    assert (await world.customer.wait_for(lambda message: message.id == card.id)).button(KY.copy)
    await world.payer.pay(link_of(card), callback=False)
    world.clock.advance(seconds=4)
    assert KY.asking in await world.customer.press(KY.have_paid)
    await world.assert_told_once()


async def test_the_card_follows_the_payment(world: World) -> None:
    """Scanned, then at the bank, then declined: the same message says each, with the buttons that make sense."""
    card = await order(world.customer)
    link = link_of(card)

    async def now(sentence: str) -> list[str]:
        world.clock.advance(seconds=4)
        message = await world.customer.wait_for(lambda one: one.id == card.id and sentence in one.text)
        return message.labels

    await world.payer.scan(link)
    assert KY.cancel not in await now("QR-код банктын тиркемесинде ачылды")
    await world.payer.set_status(link, "PROCESSING")
    assert await now(KY.processing) == [KY.have_paid]
    await world.payer.decline(link)
    assert KY.new_qr in await now("Төлөм өткөн жок")
    assert [message.id for message in await world.customer.messages() if message.photo] == [card.id]


async def test_cancelling_asks_twice_and_gives_the_goods_back(world: World) -> None:
    """One tap cancels nothing; two do, and the goods can be ordered again by somebody else."""
    card = await order(world.customer)
    await world.customer.press(KY.cancel)
    await world.customer.press("Жок, калсын")
    assert (await world.customer.wait_for(lambda one: one.id == card.id and len(one.buttons) == 4)).button(KY.copy)
    await world.customer.press(KY.cancel)
    await world.customer.press(KY.surely)
    cancelled = await world.customer.wait_for(lambda one: one.id == card.id and KY.cancelled in one.text)
    assert not cancelled.buttons
    assert link_of(card) not in cancelled.text
    asked = await world.customer.start("p_1")
    await world.customer.wait_for("5 даана калды", after=asked)


async def test_cancelling_loses_against_money(world: World) -> None:
    """Who cancels an order that was paid a moment before reads that it is paid."""
    card = await order(world.customer)
    await world.payer.pay(link_of(card), callback=False)
    await world.customer.press(KY.cancel)
    await world.customer.press(KY.surely)
    await world.assert_told_once()


async def test_time_runs_out_and_one_tap_begins_again(world: World) -> None:
    """The expired card has one button; it makes a fresh QR in the same place, and that one can be paid."""
    card = await order(world.customer)
    world.clock.advance(minutes=31)
    expired = await world.customer.wait_for(lambda one: one.id == card.id and KY.expired in one.text)
    assert [button.label for button in expired.buttons] == [KY.new_qr]
    await world.customer.press(KY.new_qr)
    fresh = await world.customer.wait_for(lambda one: one.button(KY.copy) is not None)
    assert fresh.id == card.id
    assert link_of(fresh) != link_of(card)
    assert scanned(await world.customer.photo(fresh)) == link_of(fresh)
    await world.payer.pay(link_of(fresh))
    await world.assert_told_once()


async def test_f038_money_for_a_cancelled_order_is_not_lost(world: World) -> None:
    """The old QR never dies: paid after the cancelling, it is shown to the group and to the customer."""
    card = await order(world.customer)
    await world.customer.press(KY.cancel)
    await world.customer.press(KY.surely)
    await world.customer.wait_for(KY.cancelled)
    world.clock.advance(seconds=4)
    await world.payer.pay(link_of(card))
    await world.seller.wait_for("Төлөм боюнча чечим керек: № 1 заказ", chat_id=GROUP)
    await world.customer.wait_for("№ 1 заказ үчүн 1\u00a0500\u00a0сом келди")
    assert await world.sale_cards() == await world.receipts() == []


async def test_f042_nobody_reaches_into_another_s_order(world: World) -> None:
    """Another one's link and another one's buttons lead to one's own orders, and change nothing."""
    card = await order(world.customer)
    (payment,) = await world.payer.payments()
    other = await world.newcomer(1003)
    try:
        asked = await other.open_link(payment["return_url"])
        refusal = await other.wait_for("бул заказ табылган жок", after=asked)
        assert refusal.button("🛍 Каталог")
        for act in ("ask", "cancel", "surely", "open", "again", "keep"):
            asked = await other.send("/orders")
            own = await other.wait_for("Азырынча заказыңыз жок", after=asked)
            await _press_forged(world, own.id, f"or:{act}:1")
        shown = "".join(message.text + "".join(message.labels) for message in await other.messages())
        for secret in (link_of(card), "Медовик", "1\u00a0500"):
            assert secret not in shown
        assert (await world.customer.wait_for(lambda one: one.id == card.id)).labels == card.labels
        assert (await world.customer.last()).id == card.id
    finally:
        await other.close()


async def test_f052_a_picture_that_is_refused_costs_only_the_picture(world: World) -> None:
    """The text with the link comes all the same, with every button, and is edited when the money has come."""
    await fill_cart(world.customer)
    await to_summary(world.customer)
    await world.stage.fault(
        "error", "sendPhoto", times=None, status=400, description="Bad Request: not enough rights to send photos"
    )
    card = await confirm(world.customer)
    assert card.photo is None
    assert link_of(card) in card.text
    assert len(card.buttons) == 4
    await world.payer.pay(link_of(card))
    await world.customer.wait_for(lambda one: one.id == card.id and KY.paid in one.text)
    await world.customer.wait_for(KY.receipt)


async def test_f052_an_upload_that_breaks_off_is_repeated(world: World) -> None:
    """The card comes a little later, and there is one order and one QR."""
    await fill_cart(world.customer)
    await to_summary(world.customer)
    await world.stage.fault("reset", "sendPhoto", times=1)
    summary = await world.customer.wait_for(lambda message: message.button(KY.confirm) is not None)
    await world.customer.press(KY.confirm)
    await asyncio.sleep(0.5)
    world.clock.advance(seconds=5)
    card = await world.customer.wait_for(lambda one: one.button(KY.copy) is not None, after=summary.id)
    assert card.photo
    assert len(await world.payer.payments()) == 1


async def test_f047_a_customer_who_blocked_the_bot_has_paid_all_the_same(world: World) -> None:
    """The group gets its sale card; the customer finds the order paid when they come back."""
    card = await order(world.customer)
    await world.customer.block()
    await world.payer.pay(link_of(card))
    await world.seller.wait_for(SALE.format(1), chat_id=GROUP)
    await world.customer.unblock()
    asked = await world.customer.send("/orders")
    orders = await world.customer.wait_for("Акыркы заказдарыңыз", after=asked)
    assert orders.labels[0] == "№ 1 · 1\u00a0500\u00a0сом · төлөндү"


async def test_the_bot_was_thrown_out_of_the_group(world: World) -> None:
    """The customer is confirmed, and the owner reads in private that the group did not get its card."""
    await world.seller.start()
    card = await order(world.customer)
    await world.stage.change_chat(GROUP, "bot", status="kicked")
    await world.payer.pay(link_of(card))
    await world.customer.wait_for(KY.receipt)
    await world.seller.wait_for("⚠️ Билдирүү жеткен жок")


async def test_orders_language_and_the_unexpected(world: World) -> None:
    """One's orders in one's language, another language with one tap, and an answer to anything."""
    customer = world.customer
    card = await order(customer)
    asked = await customer.send("/orders")
    listed = await customer.wait_for("Акыркы заказдарыңыз", after=asked)
    assert listed.labels[0] == "№ 1 · 1\u00a0500\u00a0сом · төлөм күтүлүүдө"
    await customer.press("№ 1 ·")
    again = await customer.wait_for(lambda one: one.button(KY.copy) is not None, after=listed.id)
    assert link_of(again) == link_of(card)
    asked = await customer.send("/language")
    await customer.wait_for("Выберите язык", after=asked)
    assert await customer.press("Русский") == "Теперь говорим по-русски."
    asked = await customer.send("/orders")
    assert (await customer.wait_for("Ваши последние заказы", after=asked)).labels[0].endswith("ждёт оплаты")
    await world.payer.pay(link_of(card))
    await customer.wait_for("Оплата получена")
    await world.seller.wait_for(SALE.format(1), chat_id=GROUP)
    for unexpected in ("не понимаю", "/nonsense", "🎂", "1" * 4000):
        asked = await customer.send(unexpected)
        useful = await customer.wait_for(lambda message: bool(message.buttons), after=asked)
        assert useful.button("Каталог")


async def _press_forged(world: World, message_id: int, data: str) -> None:
    """Press what no button of the bot has for this person: a changed client can send any data.

    The strict server takes only buttons that are there, so this one is put under the message first.
    """
    message = world.telegram.world.chats[1003].messages[message_id]
    message.markup = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
    body = {"chat_id": 1003, "message_id": message_id, "data": data, "seconds": 10}
    assert (await world.stage.post("/control/people/1003/press", body))["answered"]
