"""What happens to orders and their stock between being placed and being paid."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import update

from bot.checkout import PriceChanged, SoldOut
from bot.settlement import Settlement
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment
from bot.storage import payments
from bot.storage.database import Unit
from bot.storage.tables import products, shops
from bot.workers.settler import AT_ONCE, Settler
from tests.faults.acts import crowd, questions, reasons, state, told, until, working
from tests.money.world import World


async def _change(unit: Unit, /, product_id: int, **values: int | bool) -> None:
    """What a seller does to a product."""
    await unit.run(update(products).where(products.c.id == product_id).values(**values))


async def _pay(world: World, order: Order) -> None:
    link = await world.link(order)
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()


async def test_f035_a_price_that_changed_is_not_paid_again_unseen(world: World) -> None:
    """A fresh QR for an old order is refused when its price is another one now; nothing is held, nothing made."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    world.clock.advance(minutes=31)
    await world.ask_due()
    await world.database.write(_change, cake, price=160000)
    with pytest.raises(PriceChanged):
        await world.checkout.pay_again(person, order.number)
    assert await state(world, order) == OrderState.EXPIRED
    assert await world.stock(cake) == 5
    assert len((await world.payer.ledger()).created) == 1


async def test_f036_fifty_buyers_of_the_last_one(world: World) -> None:
    """Fifty confirm at once: one holds it and gets a QR, 49 hear that it is sold out, and xPay made one QR."""
    cake = await world.product(stock=1)
    buyers = await crowd(world, 50)
    results = await asyncio.gather(*[world.order(buyer, cake) for buyer in buyers], return_exceptions=True)
    assert [type(one) for one in results].count(Order) == 1
    assert [type(one) for one in results].count(SoldOut) == 49
    assert await world.stock(cake) == 0
    assert (len(await world.rows("orders")), len((await world.payer.ledger()).created)) == (1, 1)


@pytest.mark.parametrize("stock", [1, 2])
async def test_f037_late_money_pays_where_the_shop_takes_it_and_the_stock_is_there(world: World, stock: int) -> None:
    """Else the goods of somebody else would be sold: then it is on the desk."""
    await world.database.write(_accept_late)
    cake = await world.product(stock=stock)
    order = await world.order(await world.person(), cake)
    world.clock.advance(minutes=31)
    await world.ask_due()
    other = await world.order(await world.person(2001, "Азамат"), cake)
    await _pay(world, order)
    if stock == 1:
        assert (await state(world, order), await reasons(world, order)) == (OrderState.EXPIRED, ["late"])
    else:
        assert (await state(world, order), await reasons(world, order)) == (OrderState.PAID, [])
        assert (await world.reload(order)).paid_late
    assert await state(world, other) == OrderState.WAITING
    assert await world.stock(cake) == 0


async def _accept_late(unit: Unit) -> None:
    await unit.run(update(shops).values(accepts_late=True))


async def test_f038_money_after_a_cancelling_is_on_the_desk_and_told(world: World) -> None:
    """The stock stays free for others, the customer and the merchant's chat each hear once."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    await world.checkout.cancel(person, order.number)
    await _pay(world, order)
    await world.payer.callback(await world.link(order), times=20)
    await world.settle()
    assert (await state(world, order), await reasons(world, order)) == (OrderState.CANCELLED, ["cancelled_order"])
    assert (len(await told(world, "desk")), len(await told(world, "odd_money"))) == (1, 1)
    assert await world.stock(cake) == 5


async def test_f039_two_transfers_on_one_qr(world: World) -> None:
    """The first pays, the second is on the desk, however often each is announced; a third goes there too."""
    order = await world.order(await world.person(), await world.product())
    await _pay(world, order)
    link = await world.link(order)
    for count in (1, 2):
        await world.payer.pay_again(link)
        await world.payer.callback(link, times=10)
        await world.settle()
        await world.settle()
        assert await reasons(world, order) == ["second_payment"] * count
    assert await state(world, order) == OrderState.PAID
    assert (len(await world.rows("transfers")), len(await told(world, "receipt"))) == (3, 1)


async def test_f039_an_old_and_a_new_qr_of_one_order_are_both_paid(world: World) -> None:
    """Whichever is seen first pays the order; the other's money is on the desk."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    old = await world.link(order)
    await world.payer.decline(old)
    await world.payer.heard(old, "CANCELED")
    await world.settle()
    await world.checkout.pay_again(person, order.number)
    new = await world.link(order)
    for link in (new, old):
        await world.payer.pay(link, check=False)
        await world.payer.heard(link)
    await world.settle()
    assert await state(world, order) == OrderState.PAID
    assert await reasons(world, order) == ["second_payment"]
    assert await world.stock(cake) == 4


async def test_f040_after_a_long_stop_xpay_is_asked_before_anything_expires(world: World) -> None:
    """Money that came while we were off pays its order in time; what did not get any ends, after its own question."""
    cake = await world.product(stock=None)
    orders = [await world.order(person, cake) for person in await crowd(world, 12)]
    for order in orders[::2]:
        await world.payer.pay(await world.link(order), check=False, callback=False)
    world.clock.advance(hours=5)
    async with working(world):
        await until(lambda: _none_open(world))
    assert {await state(world, order) for order in orders[::2]} == {OrderState.PAID}
    assert {await state(world, order) for order in orders[1::2]} == {OrderState.EXPIRED}
    assert [len(await questions(world, order)) for order in orders] == [1] * 12
    assert await world.rows("desk_cases") == []


async def _none_open(world: World) -> bool:
    return not [row for row in await world.rows("orders") if row["state"] not in {"paid", "expired"}]


async def test_f041_what_is_ordered_keeps_its_price(world: World) -> None:
    """The product becomes dearer and disappears while its QR is paid: the order is paid with the sum it was shown."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake, 2)
    await world.database.write(_change, cake, price=990000, hidden=True)
    await _pay(world, order)
    paid = await world.reload(order)
    assert (paid.state, paid.total, paid.lines) == (OrderState.PAID, 300000, order.lines)
    assert await reasons(world, order) == []


async def test_questions_go_to_the_most_urgent_first(world: World) -> None:
    """Who xPay called about, then who says "I have paid", then the newest, and what is merely watched last."""
    cake = await world.product(stock=None)
    watched, called, says_so, older, newest = await crowd(world, 5)
    ended = await world.order(watched, cake)
    world.clock.advance(minutes=31)
    await world.ask_due()
    placed = [await world.order(person, cake) for person in (called, says_so, older, newest)]
    world.clock.advance(seconds=61)
    await world.checkout.ask_now(says_so, placed[1].number)
    await world.payer.callback(await world.link(placed[0]), "PROCESSING")
    turns = []
    while due := await world.settlement.claim_due(1):
        turns += [payment.order_id for payment, _ in due]
    assert turns == [placed[0].id, placed[1].id, placed[3].id, placed[2].id, ended.id]


async def test_the_settler_sleeps_until_something_is_due(world: World) -> None:
    """It leaves the database alone while nothing is due; the clock wakes it then, and a callback at once."""
    order = await world.order(await world.person(), await world.product())
    rounds = _Counted(
        world.database, world.clock, lambda _: world.client, unit="auto", callbacks=True, random=lambda: 0.5
    )
    async with working(world, rounds) as settler:
        await until(lambda: _sleeps(settler, world))
        for _ in range(55):
            world.clock.advance(seconds=1)
            await asyncio.sleep(0.001)
        assert rounds.count == 0
        world.clock.advance(seconds=10)
        await until(lambda: _asked(world, order, 1))
        await until(lambda: _sleeps(settler, world))
        before = rounds.count
        world.clock.advance(seconds=5)
        await asyncio.sleep(0.02)
        assert rounds.count == before
        await world.payer.callback(await world.link(order))
        await until(lambda: _asked(world, order, 2))
        await until(lambda: _sleeps(settler, world))
        assert rounds.count <= before + 4


class _Counted(Settlement):
    """A settlement that counts how often work is claimed, which writes."""

    count = 0

    async def claim_due(self, most: int) -> list[tuple[Payment, datetime]]:
        self.count += 1
        return await super().claim_due(most)


async def _asked(world: World, order: Order, times: int) -> bool:
    payment = await world.database.read(payments.newest, order.id)
    return len(await questions(world, order)) == times and payment is not None and payment.failures == 0


async def _sleeps(settler: Settler, world: World) -> bool:
    """Whether nothing is in hand and nothing has rung."""
    return settler._rounds._crew.free == AT_ONCE and not settler.bell.is_set() and world.clock.waiting == 1
