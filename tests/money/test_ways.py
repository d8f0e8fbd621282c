"""The ways a payment can go, each to a paid order or to the odd-money desk."""

from pathlib import Path

import pytest

from bot.checkout import EmptyCart, NothingToDo, SoldOut, TooManyOpen
from bot.sandbox.xpay import Behaviour
from bot.shop.order import Handover, OrderState, Wishes
from bot.storage import carts, payments
from tests.money.world import World, make_world
from tests.patience import PATIENCE


async def test_a_paid_qr_makes_its_order_paid_and_tells_both_sides_once(world: World) -> None:
    """Order, transfer, stock, receipt and sale belong together."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake, 2)
    assert order.state is OrderState.WAITING
    assert await world.stock(cake) == 3
    link = await world.link(order)
    await world.payer.pay(link)
    await world.payer.heard(link)
    await world.settle()
    paid = await world.reload(order)
    assert paid.state is OrderState.PAID
    assert paid.paid_at == world.clock.now()
    assert await world.stock(cake) == 3
    assert [row["order_id"] for row in await world.rows("transfers")] == [order.id]
    kinds = sorted(row["kind"] for row in await world.rows("outbox"))
    assert kinds.count("receipt") == 1
    assert kinds.count("sale") == 1


@pytest.mark.parametrize("amounts", ["som_string", "tyiyn"])
async def test_f030_both_forms_of_amounts_are_read_right(tmp_path: Path, amounts: str) -> None:
    """Strings of som and whole numbers of tyiyn both pay the order."""
    async with make_world(tmp_path, behaviour=Behaviour(amounts=amounts)) as world:  # type: ignore[arg-type]
        order = await world.order(await world.person(), await world.product())
        await world.payer.pay(await world.link(order))
        await world.checkout.ask_now(await world.person(), order.number)
        await world.settle()
        assert (await world.reload(order)).state is OrderState.PAID


async def test_f030_whole_numbers_of_som_are_unclear_and_go_to_the_desk(tmp_path: Path) -> None:
    """1500 for an order of 1500 som could be 15 som: a person decides."""
    async with make_world(tmp_path, behaviour=Behaviour(amounts="som")) as world:
        order = await world.order(await world.person(), await world.product())
        await world.payer.pay(await world.link(order))
        world.clock.advance(seconds=61)
        await world.ask_due()
        assert (await world.reload(order)).state is OrderState.PROCESSING
        assert [row["reason"] for row in await world.rows("desk_cases")] == ["unit_unclear"]


async def test_f006_a_forged_callback_moves_nothing(world: World) -> None:
    """A body that says COMPLETED for an unpaid QR wakes the settler, and that is all."""
    order = await world.order(await world.person(), await world.product())
    link = await world.link(order)
    assert set(await world.payer.callback(link, status="COMPLETED")) == {201}
    assert await world.ask_due() == 1
    assert (await world.reload(order)).state is OrderState.WAITING
    assert await world.rows("transfers") == []


async def test_f003_a_hundred_callbacks_cost_one_question_and_pay_once(world: World) -> None:
    """Duplicates are stored, answered 201, and settle once."""
    order = await world.order(await world.person(), await world.product())
    link = await world.link(order)
    await world.payer.pay(link, callback=False)
    assert await world.payer.callback(link, times=100) == [201] * 100
    assert await world.ask_due() == 1
    assert (await world.reload(order)).state is OrderState.PAID
    await world.settle()
    assert len(await world.rows("outbox", kind="receipt")) == 1
    assert len(await world.rows("transfers")) == 1


async def test_f014_late_money_goes_to_the_desk_and_the_customer_is_told(world: World) -> None:
    """An order expires only after xPay said that nothing came; money after that is never lost."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    link = await world.link(order)
    world.clock.advance(minutes=31)
    await world.ask_due()
    assert (await world.reload(order)).state is OrderState.EXPIRED
    assert await world.stock(cake) == 5
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    assert (await world.reload(order)).state is OrderState.EXPIRED
    assert [row["reason"] for row in await world.rows("desk_cases")] == ["late"]
    assert len(await world.rows("outbox", kind="odd_money")) == 1
    assert len(await world.rows("outbox", kind="desk")) == 1


async def test_f015_check_url_stops_a_payment_of_an_ended_order(world: World) -> None:
    """xPay asks before it lets a payment through, and hears no."""
    order = await world.order(await world.person(), await world.product())
    link = await world.link(order)
    assert (await world.payer.pay(link)).paid
    other = await world.order(await world.person(), await world.product("Гүл"))
    other_link = await world.link(other)
    world.clock.advance(minutes=31)
    outcome = await world.payer.pay(other_link)
    assert (outcome.paid, outcome.reason) == (False, "check_refused")


async def test_f026_xpay_down_means_wait(world: World) -> None:
    """Nobody expires while xPay cannot be asked."""
    order = await world.order(await world.person(), await world.product())
    await world.payer.down()
    world.clock.advance(minutes=45)
    await world.ask_due()
    assert (await world.reload(order)).state is OrderState.WAITING
    await world.payer.up()
    world.clock.advance(minutes=6)
    await world.ask_due()
    assert (await world.reload(order)).state is OrderState.EXPIRED


async def test_f001_a_callback_that_overtakes_the_answer_finds_its_payment(world: World) -> None:
    """Order and payment are committed before xPay is asked."""
    await world.payer.fault("create", kind="callback_first")
    order = await world.order(await world.person(), await world.product())
    assert order.state is OrderState.WAITING
    assert len(await world.rows("callbacks")) == 1


async def test_f002_money_on_a_qr_whose_answer_never_came_reaches_the_desk(tmp_path: Path) -> None:
    """The link was never shown, the callback's token is known, the id in its body is adopted."""
    async with make_world(tmp_path) as world:
        await world.client.point()
        person, cake = await world.person(), await world.product()
        await world.payer.fault("create", kind="late", seconds=PATIENCE)
        world.client._asker._timeout = 1.0
        order = await world.order(person, cake)
        payment = await world.database.read(payments.newest, order.id)
        assert payment is not None
        assert payment.state == "unknown"
        made = (await world.payer.ledger()).created[0]
        await world.payer.pay(made["id"], check=False)
        await world.payer.heard(made["id"])
        await world.settle()
        assert [row["reason"] for row in await world.rows("desk_cases")] == ["id_unproven"]


async def test_cancelling_asks_xpay_first(world: World) -> None:
    """Money that came in the last moment pays the order instead."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    await world.payer.pay(await world.link(order), callback=False)
    assert (await world.checkout.cancel(person, order.number)).state is OrderState.PAID
    other = await world.order(person, cake)
    assert (await world.checkout.cancel(person, other.number)).state is OrderState.CANCELLED
    assert await world.stock(cake) == 4
    with pytest.raises(NothingToDo):
        await world.checkout.cancel(person, other.number)


async def test_pay_again_after_expiry_makes_one_fresh_qr(world: World) -> None:
    """The same order, its stock held anew, a new link; a second tap changes nothing."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    first = await world.link(order)
    world.clock.advance(minutes=31)
    await world.ask_due()
    again = await world.checkout.pay_again(person, order.number)
    assert again.id == order.id
    second = await world.link(order)
    assert second != first
    await world.checkout.pay_again(person, order.number)
    assert await world.link(order) == second
    assert await world.stock(cake) == 4
    await world.payer.pay(second)
    await world.payer.heard(second)
    await world.settle()
    assert (await world.reload(order)).state is OrderState.PAID


async def test_f034_the_same_basket_gives_the_same_order(world: World) -> None:
    """A double tap orders once."""
    person, cake = await world.person(), await world.product()
    first = await world.order(person, cake)
    second = await world.order(person, cake)
    assert second.id == first.id
    assert await world.stock(cake) == 4


async def test_refusals_hold_nothing(world: World) -> None:
    """Empty carts, sold-out products and too many open orders change nothing."""
    person, cake = await world.person(), await world.product(stock=9)
    with pytest.raises(EmptyCart):
        await world.checkout.quote(person)
    for number in range(5):
        await world.order(person, cake, comment=str(number))
    with pytest.raises(TooManyOpen):
        await world.order(person, cake, comment="more")
    assert await world.stock(cake) == 4
    other, third = await world.person(2001, "Азамат"), await world.person(2002, "Нурлан")
    await world.database.write(carts.change, other, cake, 4)
    await world.order(third, cake, 3)
    with pytest.raises(SoldOut):
        await world.checkout.confirm(other, Wishes(Handover.PICKUP))
