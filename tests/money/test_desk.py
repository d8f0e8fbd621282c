"""The odd-money desk: each case decided once, by somebody with the right to it."""

import asyncio

import pytest

from bot.addresses import Addresses
from bot.messages import digest
from bot.services.desk import AlreadyDecided, CannotBePaid, Desk, SumNeeded, WrongSum
from bot.settlement import read_again
from bot.shop.odd_money import Ruling
from bot.shop.order import Order, OrderState
from bot.shop.people import Person
from bot.staff import GoneMissing, NotAllowed
from bot.storage import desk as desk_rows
from bot.storage import people, shops
from bot.storage.outbox import Kind, Priority, Row
from bot.texts.languages import translations
from tests.money.world import GROUP, OWNER, World


async def _owner(world: World) -> Person:
    found = await world.database.read(people.find, world.shop.id, OWNER)
    assert found is not None
    return found


async def _late(world: World, cake: int) -> tuple[Order, int]:
    """An order whose money came after it had expired, and its case."""
    order = await world.order(await world.person(), cake)
    link = await world.link(order)
    world.clock.advance(minutes=31)
    await world.ask_due()
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    (case,) = await world.rows("desk_cases", order_id=order.id)
    return order, case["id"]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world.database, world.clock)


async def test_accepting_late_money_pays_the_order_and_holds_its_stock(world: World, desk: Desk) -> None:
    """One decision moves the order, the stock, the receipt and the case together."""
    cake = await world.product()
    order, case_id = await _late(world, cake)
    assert await world.stock(cake) == 5
    case = await desk.accept(await _owner(world), case_id)
    assert case.decision is Ruling.ACCEPTED
    paid = await world.reload(order)
    assert (paid.state, paid.paid_late) == (OrderState.PAID, True)
    assert await world.stock(cake) == 4
    assert len(await world.rows("outbox", kind="receipt")) == 1


async def test_f043_two_at_once_decide_once(world: World, desk: Desk) -> None:
    """Of two people pressing at the same moment, one is told that it was decided."""
    _, case_id = await _late(world, await world.product())
    owner = await _owner(world)
    results = await asyncio.gather(*[desk.accept(owner, case_id) for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(one, AlreadyDecided) for one in results) == 4
    assert len(await world.rows("outbox", kind="receipt")) == 1


async def test_f043_a_customer_decides_nothing(world: World, desk: Desk) -> None:
    """The right is read again with the decision."""
    _, case_id = await _late(world, await world.product())
    with pytest.raises(NotAllowed):
        await desk.accept(await world.person(), case_id)
    with pytest.raises(GoneMissing):
        await desk.accept(await _owner(world), case_id + 1)


async def test_accepting_is_refused_when_the_stock_went_to_others(world: World, desk: Desk) -> None:
    """Nothing of the decision stays."""
    cake = await world.product(stock=1)
    _order, case_id = await _late(world, cake)
    await world.order(await world.person(2001, "Азамат"), cake)
    with pytest.raises(CannotBePaid) as refusal:
        await desk.accept(await _owner(world), case_id)
    assert refusal.value.sold_out == "Торт"
    assert [case.id for case in await desk.open_cases(await _owner(world))] == [case_id]


async def test_a_refund_by_hand_is_recorded_with_its_note(world: World, desk: Desk) -> None:
    """Who, how much, why; the customer hears of it; the order stays as it was."""
    order, case_id = await _late(world, await world.product())
    case = await desk.refund(await _owner(world), case_id, "  sent back by \n phone ")
    assert (case.decision, case.note) == (Ruling.REFUNDED, "sent back by phone")
    (refund,) = await world.database.read(desk_rows.refunds_of, order.id)
    assert (refund.amount, refund.note) == (150000, "sent back by phone")
    assert (await world.reload(order)).state is OrderState.EXPIRED
    assert len(await world.rows("outbox", kind="ruling")) == 1


async def test_money_can_be_attached_to_another_order_of_the_same_customer(world: World, desk: Desk) -> None:
    """But not to somebody else's, and not to one that is paid."""
    cake = await world.product()
    _order, case_id = await _late(world, cake)
    owner = await _owner(world)
    mine = await world.order(await world.person(), cake)
    stranger = await world.order(await world.person(2001, "Азамат"), cake)
    with pytest.raises(GoneMissing):
        await desk.attach(owner, case_id, stranger.number)
    case = await desk.attach(owner, case_id, mine.number)
    assert case.decision is Ruling.ATTACHED
    assert (await world.reload(mine)).state is OrderState.PAID
    link = await world.link(mine)
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    reasons = [row["reason"] for row in await world.rows("desk_cases", order_id=mine.id)]
    assert reasons == ["second_payment"]


async def test_rejecting_a_paid_order_owes_its_money_until_that_is_recorded(world: World, desk: Desk) -> None:
    """The stock comes back, the customer hears why, the debt stays on the desk."""
    cake = await world.product()
    order = await world.order(await world.person(), cake)
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    owner = await _owner(world)
    rejected = await desk.reject(owner, order.number, "the oven broke")
    assert (rejected.state, rejected.rejected_why) == (OrderState.PAID, "the oven broke")
    assert await world.stock(cake) == 5
    with pytest.raises(CannotBePaid):
        await desk.reject(owner, order.number, "again")
    (case,) = await desk.open_cases(owner)
    await desk.refund(owner, case.id, "sent")
    assert await desk.open_cases(owner) == []
    assert await world.database.read(desk_rows.refunded, order.id) == 150000


async def test_parts_of_a_paid_order_go_back_up_to_its_sum(world: World, desk: Desk) -> None:
    """The ledger never holds more than was paid."""
    order = await world.order(await world.person(), await world.product())
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    owner = await _owner(world)
    await desk.refund_order(owner, order.number, 50000, "part")
    with pytest.raises(WrongSum):
        await desk.refund_order(owner, order.number, 100001, "too much")
    await desk.refund_order(owner, order.number, 100000, "rest")
    assert await world.database.read(desk_rows.refunded, order.id) == 150000


async def test_naming_the_unit_settles_the_open_cases(world: World, desk: Desk) -> None:
    """1500 for 1500 som: once the shop says that xPay counts som, the order is paid; if tyiyn, the sum differs."""
    await world.payer.behave(amounts="som")
    cake = await world.product()
    order = await world.order(await world.person(), cake)
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    await world.database.write(read_again, world.shop.id, "auto", world.clock.now())
    (case,) = await desk.open_cases(await _owner(world))
    assert case.reason == "unit_unclear"
    await world.database.write(read_again, world.shop.id, "som", world.clock.now())
    assert await desk.open_cases(await _owner(world)) == []
    assert (await world.reload(order)).state is OrderState.PAID
    assert (await world.rows("transfers"))[0]["amount"] == 150000


async def test_a_named_unit_that_makes_the_sum_wrong_leaves_the_case_open(world: World, desk: Desk) -> None:
    """15 som for 1500: a person decides, now with the sum."""
    await world.payer.behave(amounts="som")
    order = await world.order(await world.person(), await world.product())
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    await world.database.write(read_again, world.shop.id, "tyiyn", world.clock.now())
    (case,) = await desk.open_cases(await _owner(world))
    assert (case.reason, case.received) == ("sum_differs", 1500)
    assert (await world.reload(order)).state is OrderState.PROCESSING


@pytest.mark.parametrize("ended", ["late", "late_and_welcome", "late_and_sold_out", "cancelled"])
async def test_naming_the_unit_pays_an_ended_order_only_as_late_money_would(
    world: World, desk: Desk, ended: str
) -> None:
    """Where the shop takes late money and the stock is there; else a person decides, now with sum and reason."""
    await world.payer.behave(amounts="som")
    accepts = ended.startswith("late_and")
    await world.database.write(shops.choose_late_policy, world.shop.id, accepts_late=accepts)
    cake = await world.product(stock=1)
    person = await world.person()
    order = await world.order(person, cake)
    link = await world.link(order)
    if ended == "cancelled":
        await world.checkout.cancel(person, order.number)
    else:
        world.clock.advance(minutes=31)
        await world.ask_due()
    await world.payer.pay(link, check=False)
    await world.payer.heard(link)
    await world.settle()
    if ended == "late_and_sold_out":
        await world.order(await world.person(2001, "Азамат"), cake)
    await world.database.write(read_again, world.shop.id, "som", world.clock.now())
    found = [(case.reason, case.received) for case in await desk.open_cases(await _owner(world))]
    if ended == "late_and_welcome":
        assert found == []
        assert (await world.reload(order)).paid_late
        return
    assert found == [("cancelled_order" if ended == "cancelled" else "late", 150000)]
    assert (await world.reload(order)).state is not OrderState.PAID


async def test_a_sale_counts_with_what_came_for_it(world: World, desk: Desk) -> None:
    """15 som accepted for 1500: a digest adds 15 som."""
    await world.payer.behave(amounts="som")
    order = await world.order(await world.person(), await world.product())
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    await world.database.write(read_again, world.shop.id, "tyiyn", world.clock.now())
    owner = await _owner(world)
    (case,) = await desk.open_cases(owner)
    assert (await world.reload(order)).came == 150000
    await desk.accept(owner, case.id)
    paid = await world.reload(order)
    assert (paid.total, paid.came) == (150000, 1500)
    row = Row(1, world.shop.id, GROUP, None, Kind.SALE, paid.id, {}, next(iter(Priority)), world.clock.now(), 0, False)
    with translations().context(), translations().use_locale("ru"):
        message = await world.database.read(digest.sales, [row], Addresses("", "https://t.me", "", asks_check=False))
    text = message.text.replace("\u00a0", " ")
    assert "№ 1 · 15 сом" in text
    assert "1 500 сом" not in text


async def test_refunding_odd_money_of_an_uncertain_sum_needs_the_sum(world: World, desk: Desk) -> None:
    """The ledger never misses a refund because xPay's number was unclear."""
    await world.payer.behave(amounts="som")
    order = await world.order(await world.person(), await world.product())
    await world.payer.pay(await world.link(order))
    await world.payer.heard(await world.link(order))
    await world.settle()
    owner = await _owner(world)
    (case,) = await desk.open_cases(owner)
    with pytest.raises(SumNeeded):
        await desk.refund(owner, case.id, "sent back")
    await desk.refund(owner, case.id, "1500 sent back")
    (refund,) = await world.database.read(desk_rows.refunds_of, order.id)
    assert (refund.amount, refund.note) == (150000, "sent back")
    assert (await world.reload(order)).state is OrderState.CANCELLED
