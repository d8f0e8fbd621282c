"""Payments over the counter: a code is open for one customer and locked at all other times."""

import asyncio

from sqlalchemy import func, select

from bot.storage.tables import desk_cases, orders, outbox, transfers
from tests.counter.conftest import LOCK, TAKE, Till
from tests.journeys.world import GROUP


async def test_a_new_code_is_locked_before_anybody_sees_it(till: Till) -> None:
    """xPay may make it open; what the owner gets to print cannot be paid."""
    screen = await till.make()
    assert "🔒 Жабык" in screen.text
    assert (await till.payer.payments())[-1]["type"] == "static"
    assert (await till.payer.pay(await till.link())).reason == "not_active"


async def test_an_opened_code_is_paid_told_and_locked(till: Till) -> None:
    """The cashier's message lives: open with its time, then paid; the group hears of it, and the code is locked."""
    await till.make()
    live = await till.take()
    assert await till.state() == "ACTIVE"
    assert live.labels == [LOCK]
    assert (await till.payer.pay(await till.link())).paid
    paid = await till.changed(till.cashier, live, "✅ Төлөндү: 250\u00a0сом")
    assert "№ 1 заказ" in paid.text
    card = await till.owner.wait_for("Сатуу: № 1 заказ", chat_id=GROUP)
    assert "Кассада: Нурлан" in card.text
    assert "Кардар" not in card.text
    assert card.buttons == []
    await till.until("BLOCKED")
    closed = await till.changed(till.cashier, live, "🔒 Жабык")
    assert closed.labels == [TAKE]
    assert not [one for one in await till.cashier.messages() if "Төлөмүңүз келди" in one.text]
    assert (await till.payer.pay(await till.link())).reason in {"not_active", "already_paid"}


async def test_the_next_customer_is_another_sale(till: Till) -> None:
    """One code, many payments: each is an order of its own, and none is counted twice."""
    await till.make()
    for number in (1, 2, 3):
        live = await till.take()
        await till.payer.pay(await till.link(), again=True)
        await till.changed(till.cashier, live, f"№ {number} заказ")
        await till.changed(till.cashier, live, "🔒 Жабык")
    await till.owner.wait_for("Сатуу: № 3 заказ", chat_id=GROUP)
    assert len(await till.sales()) == 3
    assert await till.sums(select(func.count()).select_from(transfers)) == 3
    assert await till.sums(select(func.count()).select_from(desk_cases)) == 0


async def test_two_cashiers_press_at_once(till: Till) -> None:
    """One of them takes the payment, the other reads who does."""
    await till.make()
    for who in (till.cashier, till.second):
        asked = await who.send("/counter")
        await who.wait_for(lambda one: one.button("Кирүү") is not None, after=asked)
        await who.press("Кирүү")
        await who.wait_for(lambda one: one.button(TAKE) is not None, after=asked)
    answers = await asyncio.gather(till.cashier.press(TAKE), till.second.press(TAKE))
    assert sorted(answer.startswith("Код ачылууда") for answer in answers) == [False, True]
    refused = next(answer for answer in answers if not answer.startswith("Код ачылууда"))
    assert "азыр төлөм алып жатат" in refused
    assert await till.sums(select(func.count()).select_from(orders)) == 1


async def test_nobody_pays(till: Till) -> None:
    """After ten minutes the code is locked, and its order has run out of time."""
    await till.make()
    live = await till.take()
    till.world.clock.advance(minutes=11)
    await till.changed(till.cashier, live, "Белгиленген убакытта эч ким төлөгөн жок")
    await till.until("BLOCKED")
    assert await till.sums(select(orders.c.state)) == "expired"


async def test_staff_lock_it(till: Till) -> None:
    """The customer went away: any of the staff locks, and the order ends."""
    await till.make()
    live = await till.take()
    await till.cashier.press(LOCK)
    await till.changed(till.cashier, live, "Төлөм алынган жок")
    await till.until("BLOCKED")
    assert await till.sums(select(orders.c.state)) == "cancelled"
    assert (await till.take()).id != live.id


async def test_money_in_the_moment_of_locking_pays(till: Till) -> None:
    """xPay is asked before the code is locked: a payment that came just then counts."""
    await till.make()
    live = await till.take()
    await till.payer.pay(await till.link(), callback=False)
    await till.cashier.press(LOCK)
    await till.changed(till.cashier, live, "✅ Төлөндү")
    await till.until("BLOCKED")


async def test_another_sum_waits_at_the_desk(till: Till) -> None:
    """Too little is no payment; the code is locked all the same."""
    await till.make()
    live = await till.take()
    await till.payer.pay(await till.link(), 100_00, force=True)
    await till.changed(till.cashier, live, "Туура келбеген акча")
    await till.until("BLOCKED")
    case = await till.owner.wait_for(
        lambda one: one.button("Акча кайтар") is not None or "100" in one.text, chat_id=GROUP
    )
    assert "Нурлан" in case.text
    assert await till.sums(select(desk_cases.c.reason)) == "sum_differs"
    assert not await till.sales()


async def test_a_payment_on_a_locked_code_waits_at_the_desk(till: Till) -> None:
    """However it got through: it pays nothing by itself, and the next customer's payment is not mixed up with it."""
    await till.make()
    live = await till.take()
    await till.cashier.press(LOCK)
    await till.changed(till.cashier, live, "🔒 Жабык")
    await till.payer.set_status(await till.link(), "ACTIVE", callback=False)
    await till.payer.pay(await till.link(), check=False, callback=False)
    live = await till.take()
    await till.payer.pay(await till.link(), again=True)
    await till.changed(till.cashier, live, "✅ Төлөндү")
    assert await till.sums(select(func.count()).select_from(desk_cases)) == 1
    assert await till.sums(select(desk_cases.c.reason)) == "cancelled_order"
    assert len(await till.sales()) == 1


async def test_xpay_asks_before_it_takes_money(till: Till) -> None:
    """Even a code that stands open at xPay is paid only while somebody takes a payment with it."""
    await till.make()
    await till.payer.set_status(await till.link(), "ACTIVE", callback=False)
    assert (await till.payer.pay(await till.link())).reason == "check_refused"


async def test_a_code_that_cannot_be_locked_rings(till: Till) -> None:
    """Staff read that it is still open, once; when xPay is back it is locked, and that is said too."""
    await till.make()
    live = await till.take()
    await till.payer.down("reset")
    await till.cashier.press(LOCK)
    await till.changed(till.cashier, live, "Жабылып жатат")
    till.world.clock.advance(seconds=70)
    alarm = await till.cashier.wait_for("xPay аны али жапкан жок", after=live.id)
    assert (await till.cashier.last()).id == alarm.id
    await till.payer.up()
    till.world.clock.advance(seconds=40)
    await till.changed(till.cashier, alarm, "кайра жабылды")
    await till.until("BLOCKED")
    await till.changed(till.cashier, live, "🔒 Жабык")


async def test_strangers_open_nothing(till: Till) -> None:
    """In a group anyone sees the button; whoever does not work there only reads that."""
    await till.make()
    asked = await till.owner.send("/counter", GROUP)
    await till.owner.wait_for(lambda one: one.button("Кирүү") is not None, chat_id=GROUP, after=asked)
    assert "кызматкер" in await till.stranger.press("Кирүү", GROUP)
    await till.owner.press("Кирүү", GROUP)
    await till.owner.wait_for(lambda one: one.button(TAKE) is not None, chat_id=GROUP)
    assert "кызматкер" in await till.stranger.press(TAKE, GROUP)
    assert await till.sums(select(func.count()).select_from(orders)) == 0


async def test_a_code_taken_out_of_use_is_gone(till: Till) -> None:
    """Only an owner can; old buttons lead nowhere."""
    await till.make()
    asked = await till.cashier.send("/counter")
    await till.cashier.wait_for(lambda one: one.button("Кирүү") is not None, after=asked)
    await till.cashier.press("Кирүү")
    screen = await till.cashier.wait_for(lambda one: one.button(TAKE) is not None, after=asked)
    assert screen.button("чыгаруу") is None
    await till.owner.press("Колдонуудан чыгаруу")
    await till.owner.wait_for(lambda one: one.button("Ооба") is not None)
    await till.owner.press("Ооба")
    await till.owner.wait_for("бир да код жок")
    assert await till.cashier.press(TAKE)
    assert await till.sums(select(func.count()).select_from(orders)) == 0


async def test_a_sale_is_not_the_cashiers_own_order(till: Till) -> None:
    """It is missing in what the cashier bought, and never sends them a customer's card."""
    await till.make()
    live = await till.take()
    await till.payer.pay(await till.link())
    await till.changed(till.cashier, live, "🔒 Жабык")
    asked = await till.cashier.send("/orders")
    assert "№ 1" not in str((await till.cashier.wait_for(lambda one: one.id > asked)).labels)
    kinds = await till.sums(select(func.count()).where(outbox.c.kind.in_(["card", "receipt"])))
    assert kinds == 0
