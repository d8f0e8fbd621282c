"""The bot may die at any moment of a payment over the counter: what was begun is brought to its end."""

import asyncio

from sqlalchemy import func, select, update

from bot.storage.tables import counters, orders, transfers
from tests.counter.conftest import LOCK, TAKE, Till, on_file
from tests.patience import PATIENCE


async def state_in_file(till: Till) -> str:
    return str(await till.sums(select(counters.c.state)))


async def put(till: Till, state: str) -> None:
    """As if the last thing that was written down had been this state."""
    await on_file(till.world.settings.database_url, update(counters).values(state=state, due_at=till.world.clock.now()))


async def test_asked_for_and_died(till: Till) -> None:
    """xPay was away when the payment was asked for: after the start the code is opened, and can be paid."""
    await till.make()
    await till.payer.down("reset")
    asked = await till.cashier.send("/counter")
    await till.cashier.wait_for(lambda one: one.button("Кирүү") is not None, after=asked)
    await till.cashier.press("Кирүү")
    await till.cashier.wait_for(lambda one: one.button(TAKE) is not None, after=asked)
    await till.cashier.press(TAKE)
    live = await till.cashier.wait_for("Код ачылып жатат", after=asked)
    await till.world.stop_bot()
    assert await state_in_file(till) == "taken"
    await till.payer.up()
    till.world.clock.advance(seconds=61)
    await till.world.start_bot()
    await till.changed(till.cashier, live, "сканерлеп төлөсө болот")
    await till.payer.pay(await till.link())
    await till.changed(till.cashier, live, "✅ Төлөндү")


async def test_opened_at_xpay_but_not_written_down(till: Till) -> None:
    """The customer was quick, and we had died before we knew that it was open: the money pays its order."""
    await till.make()
    live = await till.take()
    await till.world.stop_bot()
    await put(till, "opening")
    await till.payer.pay(await till.link(), check=False, callback=False)
    await till.world.start_bot()
    await till.changed(till.cashier, live, "✅ Төлөндү")
    await till.until("BLOCKED")
    assert await till.sums(select(func.count()).select_from(transfers)) == 1


async def test_paid_while_we_were_away(till: Till) -> None:
    """It is paid, told and locked as soon as we are back, late or not."""
    await till.make()
    live = await till.take()
    await till.world.stop_bot()
    await till.payer.pay(await till.link(), check=False, callback=False)
    till.world.clock.advance(minutes=20)
    await till.world.start_bot()
    await till.changed(till.cashier, live, "✅ Төлөндү")
    await till.until("BLOCKED")
    assert await till.sums(select(orders.c.state)) == "paid"


async def test_paid_and_not_locked_yet(till: Till) -> None:
    """The money was settled and the lock was not done: it is done, and the money is not counted again."""
    await till.make()
    live = await till.take()
    await till.payer.fault("switch", "reset", times=None)
    await till.payer.pay(await till.link())
    await till.changed(till.cashier, live, "✅ Төлөндү")
    await till.world.stop_bot()
    assert await state_in_file(till) == "locking"
    await till.payer.up()
    till.world.clock.advance(seconds=61)
    await till.world.start_bot()
    await till.until("BLOCKED")
    await till.changed(till.cashier, live, "🔒 Жабык")
    assert await till.sums(select(func.count()).select_from(transfers)) == 1


async def test_locked_at_xpay_but_not_written_down(till: Till) -> None:
    """Locking twice is locking once."""
    await till.make()
    live = await till.take()
    await till.cashier.press(LOCK)
    await till.until("BLOCKED")
    await till.changed(till.cashier, live, "🔒 Жабык")
    await till.world.stop_bot()
    await put(till, "locking")
    await till.world.start_bot()
    async with asyncio.timeout(PATIENCE):
        while await state_in_file(till) != "locked":  # noqa: ASYNC110  # the news is in a file
            await asyncio.sleep(0.05)
    assert await till.state() == "BLOCKED"
    assert await till.sums(select(orders.c.state)) == "cancelled"


async def test_a_code_whose_creation_broke_off_is_never_shown(till: Till) -> None:
    """xPay refused, or nobody knows: the owner reads so, and may write the sum once more."""
    await till.payer.fault("create", "reset", times=1)
    asked = await till.owner.send("/counter")
    await till.owner.wait_for(lambda one: one.button("Жаңы код") is not None, after=asked)
    await till.owner.press("Жаңы код")
    await till.owner.wait_for("Код эмне үчүн?", after=asked)
    await till.owner.send("Кирүү")
    await till.owner.wait_for("Суммасы канча сом?", after=asked)
    sent = await till.owner.send("250")
    await till.owner.wait_for("xPay кодду түзгөн жок", after=sent)
    sent = await till.owner.send("250")
    await till.owner.wait_for(lambda one: one.button("Плакат A4") is not None, after=sent)
    asked = await till.cashier.send("/counter")
    listed = await till.cashier.wait_for(lambda one: one.button("Кирүү") is not None, after=asked)
    assert len([label for label in listed.labels if "Кирүү" in label]) == 1
