"""The hot queries of the product: what it asks of the database for nearly everything that happens."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from benchmarks import shop
from bot.shop.orderbook import Pile
from bot.shop.periods import Window
from bot.shop.search import understand
from bot.storage import (
    bills,
    callbacks,
    carts,
    catalogue,
    counters,
    deliveries,
    desk,
    letters,
    limits,
    notices,
    orderbook,
    orders,
    outbox,
    payments,
    people,
    reports,
    shops,
    stock,
    summaries,
)
from bot.storage.callbacks import Callback
from bot.storage.database import Unit

Query = Callable[[Unit, int], Awaitable[Any]]


async def _own_orders(unit: Unit, number: int) -> Any:
    return await orders.recent(unit, await people.load(unit, 2 + number % 10))


async def _may_order(unit: Unit, number: int) -> Any:
    person = await people.load(unit, 2 + number % 10)
    await limits.open_orders(unit, person)
    return await limits.payments_since(unit, person, shop.NOW)


async def _same_basket(unit: Unit, number: int) -> Any:
    return await orders.open_with_basket(unit, await people.load(unit, 2), f"b{number}")


async def _order(unit: Unit, number: int) -> Any:
    order = await orders.load(unit, number)
    await orders.settled_by(unit, order)
    await orders.steps(unit, order)
    return await desk.refunded(unit, order.id)


async def _callback(unit: Unit, number: int) -> Any:
    return await callbacks.store(unit, [Callback(shop.token(number), "0" * 64, "{}", None)], shop.NOW)


async def _cart(unit: Unit, number: int) -> Any:
    return await carts.load(unit, await people.load(unit, 2 + number % 10))


async def _page(unit: Unit, number: int) -> Any:
    await catalogue.categories(unit, 1)
    return await catalogue.page(unit, 1, None, number % 2)


async def _told(unit: Unit, number: int) -> Any:
    return await notices.paid(unit, await orders.load(unit, number), shop.NOW)


async def _card(unit: Unit, number: int) -> Any:
    return await notices.refresh_card(unit, await orders.load(unit, number), shop.NOW)


async def _undo_stock(unit: Unit, number: int) -> Any:
    return await stock.prices_changed(unit, await orders.load(unit, number))


async def _of_name(unit: Unit, number: int) -> Any:
    query = understand(f"customer {number % 10}")
    assert query is not None
    return await orderbook.find(unit, 1, query)


async def _letters(unit: Unit, number: int) -> Any:
    return await letters.count_since(unit, await people.load(unit, 2 + number % 10), shop.NOW)


async def _question(unit: Unit, number: int) -> Any:
    payment = await payments.load(unit, number)
    await payments.others(unit, payment)
    await payments.one_at_bank(unit, number)
    return await desk.has_open_case(unit, number)


async def _behind_card(unit: Unit, number: int) -> Any:
    order = await orders.load(unit, number)
    await desk.cases_of(unit, number)
    await deliveries.failures_of(unit, order)
    return await payments.last_of(unit, number, 5)


async def _thirty_days(unit: Unit, _number: int) -> Any:
    month = Window(shop.NOW - timedelta(days=30), shop.NOW)
    return await reports.load(unit, await shops.load(unit, 1), month)


THIRTY_DAYS = "the sales of thirty days"
"""The one whose cost follows what it tells of, the sales of a month, and not a single look-up."""

HOT: dict[str, Query] = {
    "who is it, in which shop": lambda unit, number: people.recognise(unit, 1, shop.CUSTOMER + number % 10),
    "a page of the catalogue": _page,
    "the cart": _cart,
    "may this customer order": _may_order,
    "an open order of the same basket": _same_basket,
    "a customer's last orders": _own_orders,
    "an order by its number": lambda unit, number: orders.of_shop(unit, 1, number),
    "an order with its money and its stages": _order,
    "an order's prices today": _undo_stock,
    "the newest payment of an order": payments.newest,
    "a payment by its token": lambda unit, number: payments.by_token(unit, shop.token(number)),
    "an answer of xPay's to be applied": _question,
    "an order as the staff see it": _behind_card,
    "an order by its token": lambda unit, number: orders.behind(unit, 1, f"o{number}"),
    "a counter's next turn": lambda unit, _: counters.next_due(unit, ()),
    "is this money known": lambda unit, number: payments.know_transfer(unit, 1, f"trx-{number}"),
    "storing a callback": _callback,
    "the next due payment": lambda unit, _: payments.next_due(unit),
    "claiming due payments": lambda unit, _: payments.claim_due(unit, shop.NOW, shop.NOW + timedelta(minutes=1), 10),
    "an order's card to be drawn": _card,
    "a sale to be told": _told,
    "the next message": lambda unit, _: outbox.next_due(unit),
    "claiming messages": lambda unit, _: outbox.claim(unit, shop.NOW, shop.NOW + timedelta(minutes=2), 8),
    "how many messages wait": lambda unit, _: outbox.depth(unit),
    "messages lost today": lambda unit, _: deliveries.lost_since(unit, shop.NOW),
    "messages of the last minute": lambda unit, _: deliveries.sent_since(unit, shop.NOW, shop.NOW),
    "open cases at the desk": lambda unit, _: desk.page(unit, 1, 0, 20),
    "letters written lately": _letters,
    "the staff's board": lambda unit, _: orderbook.glance(unit, 1, shop.NOW),
    "what is to be prepared": lambda unit, _: orderbook.page(unit, 1, Pile.PREPARE),
    "orders that are done": lambda unit, _: orderbook.page(unit, 1, Pile.DONE),
    "orders of a name": _of_name,
    "bills sent lately": lambda unit, _: bills.page(unit, 1, 0, 10, shop.NOW),
    "when the day's summary was sent": lambda unit, _: summaries.last(unit, 1),
    THIRTY_DAYS: _thirty_days,
}
"""Each by what it is for; the number chooses an order, a payment or a customer."""
