"""From the first word to the money, as a customer and a seller see it."""

import asyncio

import pytest

from tests.journeys.words import EN, KY, RU, Words
from tests.journeys.world import (
    GROUP,
    SALE,
    World,
    answer,
    confirm,
    fill_cart,
    free_port,
    link_of,
    opened,
    order,
    press,
    scanned,
)


@pytest.mark.parametrize("words", [KY, RU, EN], ids=lambda words: words.code)
async def test_from_start_to_paid(world: World, words: Words) -> None:
    """The card's QR is its link, also after Telegram's JPEG; paying it tells both sides, once, in their languages."""
    customer = world.customer
    await fill_cart(customer, words)
    await press(customer, words.cart, then=words.check_out)
    await customer.press(words.check_out)
    await answer(customer, words.handover, words.delivery)
    await answer(customer, words.address, "Чүй проспекти 123, 4-батир")
    asked = await customer.wait_for(words.phone)
    await customer.share_contact()
    await customer.wait_for(words.wishes, after=asked.id)
    await answer(customer, words.wishes, "Шам менен <3")
    summary = await customer.wait_for(lambda message: message.button(words.confirm) is not None)
    for part in ("Медовик × 1", words.sum, "Чүй проспекти 123, 4-батир", "+996700112233", "Шам менен <3"):
        assert part in summary.text
    card = await confirm(customer, words)

    link = link_of(card)
    picture = await customer.photo(card)
    assert scanned(picture) == scanned(picture, jpeg=True) == link
    assert link in card.text
    assert words.order in card.text
    assert words.sum in card.text
    assert [len(row) for row in card.rows] == [1, 1, 1, 1]
    pay, copy, have_paid, cancel = card.buttons
    assert (pay.url, pay.style, words.pay in pay.label, words.sum in pay.label) == (link, "success", True, True)
    assert (copy.copy_text, words.copy in copy.label) == (link, True)
    assert words.have_paid in have_paid.label
    assert words.cancel in cancel.label

    assert (await world.payer.pay(link)).paid
    paid = await customer.wait_for(lambda message: message.id == card.id and words.paid in message.text)
    assert not paid.buttons
    assert link not in paid.text
    assert paid.photo != card.photo
    receipt = await customer.wait_for(words.receipt)
    for part in (words.order, "Медовик × 1", words.sum, "<Гүл & Ко>"):
        assert part in receipt.text
    sale = await world.seller.wait_for(SALE.format(1), chat_id=GROUP)
    for part in ("Медовик × 1", "1\u00a0500\u00a0сом", "Чүй проспекти 123, 4-батир", "Шам менен <3"):
        assert part in sale.text
    assert "+996700112233" not in sale.text
    assert "+996700112233" in await world.seller.press("📞", GROUP)
    assert "Айда" in sale.text
    await world.assert_told_once(words)


async def test_without_a_public_address_the_bot_asks_by_itself(file: str) -> None:
    """xPay gets no callback address, and the payment is found all the same."""
    async with opened(file, public_url="", telegram_mode="auto") as world:
        card = await order(world.customer)
        (payment,) = await world.payer.payments()
        assert not payment["callback_url"]
        assert not payment["check_url"]
        await world.payer.pay(link_of(card))
        world.clock.advance(seconds=6)
        await world.assert_told_once()
        assert (await world.payer.ledger()).callbacks == []


async def test_telegram_can_call_too(file: str) -> None:
    """With a public address Telegram delivers updates to the webhook, and nobody polls."""
    async with opened(file, telegram_mode="auto") as world:
        card = await order(world.customer)
        await world.payer.pay(link_of(card))
        await world.assert_told_once()


async def test_xpay_asks_before_it_takes_the_money(file: str) -> None:
    """With XPAY_CHECK_URL an open order is let through, and a cancelled one is not."""
    async with opened(file, xpay_check_url="true") as world:
        first = link_of(await order(world.customer))
        assert (await world.payer.pay(first)).paid
        await world.assert_told_once()
        second = link_of(await order(world.customer, title="Букет"))
        await press(world.customer, KY.cancel, then=KY.surely)
        await world.customer.press(KY.surely)
        await world.customer.wait_for(KY.cancelled)
        outcome = await world.payer.pay(second)
        assert (outcome.paid, outcome.reason) == (False, "check_refused")
        assert [check["answer"] for check in (await world.payer.ledger()).checks] == [201, 409]


async def test_the_way_back_from_the_payment_page(world: World) -> None:
    """The return link opens the chat at the order: its card while it is open, what became of it afterwards."""
    card = await order(world.customer)
    (payment,) = await world.payer.payments()
    back = payment["return_url"]
    assert back.startswith(f"{world.telegram.url}/tolom_demo_bot?start=o_")
    asked = await world.customer.open_link(back)
    again = await world.customer.wait_for(lambda message: message.button(KY.copy) is not None, after=asked)
    assert link_of(again) == link_of(card)
    await world.payer.pay(link_of(card), callback=False)
    await world.customer.open_link(back)
    await world.assert_told_once()
    asked = await world.customer.open_link(back)
    await world.customer.wait_for(lambda message: "төлөндү" in message.text, after=asked)


async def test_two_customers_at_once(world: World) -> None:
    """Each gets their own card and their own confirmation; the group gets both sales."""
    other = await world.newcomer(1003)
    try:
        cards = await asyncio.gather(order(world.customer), order(other, title="Букет"))
        await asyncio.gather(*(world.payer.pay(link_of(card)) for card in cards))
        mine, theirs = await world.customer.wait_for(KY.receipt), await other.wait_for(KY.receipt)
        assert ("Медовик" in mine.text, "Букет" in theirs.text) == (True, True)
        await world.seller.wait_for(SALE.format(1), chat_id=GROUP)
        await world.seller.wait_for(SALE.format(2), chat_id=GROUP)
        assert len(await world.sale_cards()) == 2
    finally:
        await other.close()


async def test_the_bot_says_when_it_is_ready(world: World) -> None:
    """The health pages speak for themselves, and no page gives a secret away."""
    await world.customer.start()
    await world.customer.wait_for(KY.greeting)
    for path, wanted in (("/healthz", "ok"), ("/readyz", "telegram: ok"), ("/metrics", "tolom")):
        async with world.web.get(world.url + path) as response:
            assert response.status == 200
            assert wanted in await response.text()


async def test_a_port_that_is_taken_ends_the_start(file: str) -> None:
    """Two bots cannot share a port: the second one says so at once, and leaves nothing behind."""
    taken = free_port()
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", taken)
    async with server:
        with pytest.raises(OSError, match="address already in use"):
            async with opened(file, http_port=taken, public_url=""):
                pass
