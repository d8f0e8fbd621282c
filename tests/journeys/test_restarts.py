"""The bot ends and begins anew at the worst moments; nothing is lost, nothing is doubled."""

import asyncio

from tests.journeys.words import KY
from tests.journeys.world import BOT, GROUP, SALE, World, answer, confirm, fill_cart, link_of, opened, order, press


async def test_between_two_questions(world: World) -> None:
    """The answer to a question that was put before the restart is understood after it, and so is every later one."""
    customer = world.customer
    await fill_cart(customer)
    await press(customer, KY.cart, then=KY.check_out)
    await customer.press(KY.check_out)
    await answer(customer, KY.handover, KY.delivery)
    await world.restart_bot()
    await answer(customer, KY.address, "Токтогул көчөсү 5")
    await world.restart_bot()
    await answer(customer, KY.phone, "0555 123 456")
    await world.stop_bot()
    await customer.send(KY.skip)  # said while nobody listens
    await world.start_bot()
    summary = await customer.wait_for(lambda message: message.button(KY.confirm) is not None)
    assert "Токтогул көчөсү 5" in summary.text
    await world.restart_bot()
    card = await confirm(customer)
    await world.payer.pay(link_of(card))
    await world.assert_told_once()


async def test_between_order_and_payment(world: World) -> None:
    """A callback that comes while the bot is away is repeated by xPay, and the card of before changes."""
    card = await order(world.customer)
    await world.stop_bot()
    assert (await world.payer.pay(link_of(card))).paid
    await world.start_bot()
    await world.assert_told_once()
    await world.customer.wait_for(lambda message: message.id == card.id and KY.paid in message.text)
    await world.restart_bot()
    await asyncio.sleep(0.5)
    await world.assert_told_once()


async def test_paid_while_away_and_nobody_told(world: World) -> None:
    """Even when the callback never comes, the bot asks about open orders after its start."""
    card = await order(world.customer)
    await world.stop_bot()
    await world.payer.pay(link_of(card), callback=False)
    world.clock.advance(minutes=2)
    await world.start_bot()
    await world.assert_told_once()


async def test_f045_between_payment_and_message(world: World) -> None:
    """Telegram is down when the money comes and the bot is restarted meanwhile: everybody is told, once."""
    card = await order(world.customer)
    await world.stage.go_down(3)
    await world.payer.pay(link_of(card))
    await world.payer.heard(link_of(card))
    await asyncio.sleep(0.5)
    await world.restart_bot()
    await asyncio.sleep(3)
    world.clock.advance(minutes=5)
    await world.assert_told_once()


async def test_a_webhook_update_of_the_pause_arrives(file: str) -> None:
    """In webhook mode Telegram keeps what it could not deliver, and the bot answers it after its start."""
    async with opened(file, telegram_mode="auto") as world:
        await fill_cart(world.customer)
        await world.stop_bot()
        asked = await world.customer.send("/cart")
        await world.start_bot()
        await world.customer.wait_for(lambda message: message.button(KY.check_out) is not None, after=asked)


async def test_old_buttons_still_work_after_a_restart(world: World) -> None:
    """The buttons of yesterday's messages do what is written on them."""
    card = await order(world.customer)
    await world.restart_bot()
    assert KY.asking in await world.customer.press(KY.have_paid)
    await press(world.customer, KY.cancel, then=KY.surely)
    await world.restart_bot()
    await world.customer.press(KY.surely)
    await world.customer.wait_for(lambda message: message.id == card.id and KY.cancelled in message.text)


async def test_f055_an_update_is_answered_once(world: World) -> None:
    """Restarts in a row answer a /start once each time that it is said."""
    for _ in range(3):
        asked = await world.customer.start()
        await world.customer.wait_for(KY.greeting, after=asked)
        await world.restart_bot()
    await asyncio.sleep(0.3)
    greetings = [
        message
        for message in await world.customer.messages()
        if message.sender_id == BOT and KY.greeting in message.text
    ]
    assert len(greetings) == 3
    assert SALE.format(1) not in "".join(message.text for message in await world.seller.messages(GROUP))
