"""Orders: their numbers, their owners, their states."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.shop.catalogue import Product
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.people import Person, Shop
from bot.storage import limits, orders, stock
from bot.storage.database import Database, Unit
from bot.storage.tables import order_events
from tests.storage.world import LATER, NOON, cart_of, meet, new_order, numbers, order_of, payment_of, place, sell


async def test_an_order_is_read_as_it_was_placed(database: Database, person: Person, bread: Product) -> None:
    """Lines, prices, sum, wishes and times come back as they went in, times in UTC."""
    wishes = Wishes(Handover.DELIVERY, "+996555000001", "Чүй 1", 42.8746, 74.5698, "Коңгуроо басыңыз")
    order = await database.write(
        orders.place, person, new_order(cart_of((bread, 3)), basket="b", token="t", wishes=wishes), NOON
    )
    assert order == await database.read(orders.load, order.id)
    assert (order.number, order.total, order.state, order.wishes) == (1, 300_00, OrderState.PLACED, wishes)
    assert [(line.title, line.price, line.quantity) for line in order.lines] == [("Нан", 100_00, 3)]
    assert (order.placed_at, order.expires_at, order.paid_at) == (NOON, LATER, None)
    assert order.placed_at.utcoffset() == timedelta(0)


async def test_naive_times_are_refused(database: Database, order: Order) -> None:
    """A time without a zone never reaches the database."""
    with pytest.raises(Exception, match="naive datetime"):
        await database.write(orders.prolong, order, LATER.replace(tzinfo=None))


async def test_order_numbers_have_no_gaps(database: Database, shop: Shop) -> None:
    """Orders of many at once, some refused on the way, are numbered 1, 2, 3 and so on."""
    few = await sell(database, shop, "Торт", 12)
    buyers = [await meet(database, shop, 2000 + each) for each in range(20)]

    async def buy(buyer: Person) -> None:
        with suppress(stock.OutOfStock):
            await order_of(database, buyer, few)

    await asyncio.gather(*(buy(buyer) for buyer in buyers))
    assert await database.read(numbers, shop) == list(range(1, 13))


async def test_f034_one_open_order_for_the_same_basket(database: Database, person: Person, bread: Product) -> None:
    """The same basket twice at once makes one open order; once that has ended it may be ordered again."""
    cart = cart_of((bread, 1))
    made = await asyncio.gather(
        *(database.write(place, person, cart, "basket") for _ in range(5)), return_exceptions=True
    )
    first = [order for order in made if isinstance(order, Order)]
    assert len(first) == 1
    assert all(isinstance(error, IntegrityError) for error in made if error is not first[0])
    assert await database.read(orders.open_with_basket, person, "basket") == first[0]
    await database.write(orders.move, first[0], OrderState.EXPIRED)
    assert await database.read(orders.open_with_basket, person, "basket") is None
    await database.write(place, person, cart, "basket")


async def test_f042_a_person_sees_only_their_own_orders(
    database: Database, person: Person, stranger: Person, order: Order
) -> None:
    """Number, link, list, basket and counts: whichever way one asks, another person's order is not there."""
    await payment_of(database, order)
    assert await database.read(orders.of_person, person, order.number) == order
    assert await database.read(orders.of_person, stranger, order.number) is None
    assert await database.read(orders.by_token, person, order.token) == order
    assert await database.read(orders.by_token, stranger, order.token) is None
    assert await database.read(orders.recent, person) == [order]
    assert await database.read(orders.recent, stranger) == []
    assert await database.read(limits.open_orders, person) == 1
    assert await database.read(limits.open_orders, stranger) == 0
    assert await database.read(limits.payments_since, person, NOON) == 1
    assert await database.read(limits.payments_since, stranger, NOON) == 0
    assert await database.read(limits.payments_since, person, NOON + timedelta(seconds=1)) == 0


async def test_f042_the_same_basket_of_another_person_is_theirs(
    database: Database, person: Person, stranger: Person, bread: Product
) -> None:
    """Two people with equal baskets have two orders, and each finds their own."""
    mine = await database.write(place, person, cart_of((bread, 1)), "basket")
    theirs = await database.write(place, stranger, cart_of((bread, 1)), "basket")
    assert await database.read(orders.open_with_basket, person, "basket") == mine
    assert await database.read(orders.open_with_basket, stranger, "basket") == theirs


async def test_the_newest_orders_come_first(database: Database, person: Person, bread: Product) -> None:
    """The list begins with the newest order and ends where it was told to."""
    made = [await order_of(database, person, bread) for _ in range(4)]
    recent = await database.read(orders.recent, person, 3)
    assert [order.number for order in recent] == [order.number for order in made[:0:-1]]


async def test_f033_a_move_from_a_state_left_behind_does_nothing(database: Database, order: Order) -> None:
    """Whoever decided by an older state of the order does not overwrite the newer one."""
    await database.write(orders.move, order, OrderState.CANCELLED)
    await database.write(orders.move, order, OrderState.PROCESSING)
    await database.write(orders.shown, order)
    assert (await database.read(orders.load, order.id)).state is OrderState.CANCELLED


async def test_paid_has_its_time_and_does_not_go_back(database: Database, order: Order) -> None:
    """A paid order has the time of its payment, and no statement takes the state away from it."""
    await database.write(orders.mark_paid, order, LATER, late=True)
    paid = await database.read(orders.load, order.id)
    assert (paid.state, paid.paid_at, paid.paid_late) == (OrderState.PAID, LATER, True)
    with pytest.raises(IntegrityError):
        await database.write(orders.move, paid, OrderState.CANCELLED)
    with pytest.raises(IntegrityError):
        await database.write(orders.reopen, paid, LATER)
    assert await database.read(orders.load, order.id) == paid


async def test_f041_prices_stay_as_they_were(database: Database, shop: Shop, order: Order) -> None:
    """A product's new price or title changes no order; that it differs is noticed."""
    assert not await database.read(stock.prices_changed, order)
    await sell(database, shop, "Нан", 10, price=120_00)
    assert await database.read(orders.load, order.id) == order
    assert await database.read(stock.prices_changed, order)


async def test_the_card_is_remembered_and_forgotten(database: Database, order: Order) -> None:
    """An order knows the message that shows it, until the next card is to be a new message."""
    await database.write(orders.remember_card, order.id, 77, "waiting")
    shown = await database.read(orders.load, order.id)
    assert (shown.card_message_id, shown.card_picture) == (77, "waiting")
    await database.write(orders.forget_card, order.id)
    assert (await database.read(orders.load, order.id)).card_message_id is None


async def test_what_happened_is_written_down(database: Database, order: Order, person: Person) -> None:
    """The log of an order tells what, when and by whom, beginning with its placing."""

    async def note(unit: Unit) -> None:
        await orders.note(unit, order, "news:scanned", LATER, payment=1)

    await database.write(note)

    async def events(unit: Unit) -> list[tuple[object, ...]]:
        row = order_events.c
        found = await unit.all(
            select(row.what, row.at, row.actor_id, row.facts).where(row.order_id == order.id).order_by(row.id)
        )
        return [tuple(event.values()) for event in found]

    assert await database.read(events) == [
        ("placed", NOON, person.id, {}),
        ("news:scanned", LATER, None, {"payment": 1}),
    ]
