"""What the simulations once found, each told as one short story."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.shop.order import OrderState
from bot.storage import payments
from tests.money.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with make_world(tmp_path) as made:
        yield made


async def test_paying_again_an_order_whose_basket_was_ordered_anew_gives_the_open_one(world: World) -> None:
    """Of one basket a person has one open order; the ended one stays ended, and holds nothing."""
    person, cake = await world.person(), await world.product()
    old = await world.order(person, cake)
    world.clock.advance(minutes=31)
    await world.ask_due()
    new = await world.order(person, cake)
    given = await world.checkout.pay_again(person, old.number)
    assert given.id == new.id
    assert (await world.reload(old)).state is OrderState.EXPIRED
    assert await world.stock(cake) == 4


async def test_a_failed_qr_of_an_order_that_odd_money_holds_open_is_not_looked_at_without_end(world: World) -> None:
    """The order is past its end and cannot be closed; its payment without a QR is due again later, not at once."""
    person, cake = await world.person(), await world.product()
    order = await world.order(person, cake)
    link = await world.link(order)
    await world.payer.decline(link)
    await world.payer.heard(link, "CANCELED")
    await world.settle()
    await world.payer.fault("create", kind="500")
    await world.checkout.pay_again(person, order.number)
    await world.payer.pay(link, 140000, check=False, force=True)
    await world.payer.heard(link)
    await world.settle()
    assert [row["reason"] for row in await world.rows("desk_cases")] == ["sum_differs"]
    world.clock.advance(minutes=45)
    for _ in range(5):
        for payment, leased_until in await world.settlement.claim_due(50):
            await world.settlement.ask(payment, leased_until)
    due = await world.database.read(payments.next_due)
    assert due is not None
    assert due > world.clock.now()
