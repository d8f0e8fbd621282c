"""Orders, their lines, the stock they hold, and what happened to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, insert, select, update

from bot.shop.cart import Cart
from bot.shop.fulfilment import Stage, Step
from bot.shop.order import OPEN_STATES, Handover, Order, OrderLine, OrderState, Wishes
from bot.shop.people import Person
from bot.storage import shops
from bot.storage.database import Unit
from bot.storage.tables import order_events, order_lines, orders, people, products, transfers

_WISHES = tuple(Wishes.__dataclass_fields__)
_OWN = tuple(name for name in Order.__dataclass_fields__ if name not in {"wishes", "lines"})


class OutOfStock(Exception):
    """A product cannot be held: somebody else was faster. `title` names it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def _order(row: RowMapping, lines: Sequence[OrderLine]) -> Order:
    wishes = {name: row[name] for name in _WISHES} | {"handover": Handover(row["handover"])}
    own = {name: row[name] for name in _OWN}
    own |= {"state": OrderState(row["state"]), "fulfilment": Stage(row["fulfilment"])}
    return Order(**own, wishes=Wishes(**wishes), lines=tuple(lines))


async def _lines(unit: Unit, order_ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    rows = await unit.all(select(order_lines).where(order_lines.c.order_id.in_(order_ids)).order_by(order_lines.c.id))
    found: dict[int, list[OrderLine]] = {order_id: [] for order_id in order_ids}
    for row in rows:
        found[row["order_id"]].append(OrderLine(row["product_id"], row["title"], row["price"], row["quantity"]))
    return found


async def _orders(unit: Unit, statement: Select[Any]) -> list[Order]:
    rows = await unit.all(statement)
    lines = await _lines(unit, [row["id"] for row in rows])
    return [_order(row, lines[row["id"]]) for row in rows]


async def _one(unit: Unit, statement: Select[Any]) -> Order | None:
    return next(iter(await _orders(unit, statement.limit(1))), None)


async def load(unit: Unit, order_id: int) -> Order:
    """An order by its id, for those who already have the right to it."""
    order = await _one(unit, select(orders).where(orders.c.id == order_id))
    if order is None:
        raise LookupError(f"no order {order_id}")
    return order


async def of_person(unit: Unit, person: Person, number: int) -> Order | None:
    """The person's own order with this number."""
    return await _one(unit, select(orders).where(orders.c.person_id == person.id, orders.c.number == number))


async def of_shop(unit: Unit, shop_id: int, number: int) -> Order | None:
    """The shop's order with this number, for its staff."""
    return await _one(unit, select(orders).where(orders.c.shop_id == shop_id, orders.c.number == number))


async def by_token(unit: Unit, person: Person, token: str) -> Order | None:
    """The person's own order behind a link."""
    return await _one(unit, select(orders).where(orders.c.person_id == person.id, orders.c.token == token))


async def recent(unit: Unit, person: Person, most: int = 10) -> list[Order]:
    """The person's newest orders, newest first."""
    return await _orders(
        unit, select(orders).where(orders.c.person_id == person.id).order_by(orders.c.number.desc()).limit(most)
    )


async def unpaid_of(unit: Unit, person_id: int, but: int, most: int = 8) -> list[Order]:
    """A customer's newest orders that could still be paid, without the order `but`."""
    states = [*OPEN_STATES, OrderState.EXPIRED]
    statement = select(orders).where(orders.c.person_id == person_id, orders.c.id != but, orders.c.state.in_(states))
    return await _orders(unit, statement.order_by(orders.c.number.desc()).limit(most))


async def open_with_basket(unit: Unit, person: Person, basket: str) -> Order | None:
    """The person's open order of exactly this basket, if there is one."""
    return await _one(
        unit,
        select(orders).where(
            orders.c.person_id == person.id, orders.c.basket == basket, orders.c.state.in_(OPEN_STATES)
        ),
    )


async def open_twin(unit: Unit, order: Order) -> Order | None:
    """Another open order of the same person with the same basket, if there is one: there can only be one open."""
    own = select(orders.c.basket).where(orders.c.id == order.id).scalar_subquery()
    return await _one(
        unit,
        select(orders).where(
            orders.c.person_id == order.person_id,
            orders.c.basket == own,
            orders.c.state.in_(OPEN_STATES),
            orders.c.id != order.id,
        ),
    )


async def place(
    unit: Unit,
    person: Person,
    cart: Cart,
    wishes: Wishes,
    *,
    basket: str,
    token: str,
    now: datetime,
    expires_at: datetime,
) -> Order:
    """Write an order down and hold its stock.

    Raises:
        OutOfStock: when a product is not there any more; the unit has to be given up.
    """
    held = {}
    for line in sorted(cart.lines, key=lambda line: line.product.id):  # always in this order: no two orders deadlock
        product = line.product
        held[product.id] = await _hold(unit, person.shop_id, product.id, line.quantity, product.title)
    number = await shops.next_number(unit, person.shop_id)
    order_id = await unit.value(
        insert(orders)
        .values(
            shop_id=person.shop_id,
            person_id=person.id,
            number=number,
            token=token,
            state=OrderState.PLACED,
            total=cart.total,
            basket=basket,
            placed_at=now,
            expires_at=expires_at,
            **{name: getattr(wishes, name) for name in _WISHES},
        )
        .returning(orders.c.id)
    )
    rows = [
        {
            "shop_id": person.shop_id,
            "order_id": order_id,
            "product_id": line.product.id,
            "title": line.product.title,
            "price": line.product.price,
            "quantity": line.quantity,
            "held": held[line.product.id],
        }
        for line in cart.lines
    ]
    await unit.run(insert(order_lines), rows)
    order = await load(unit, order_id)
    await note(unit, order, "placed", now, actor=person)
    return order


async def _hold(unit: Unit, shop_id: int, product_id: int, quantity: int, title: str) -> int:
    """Take units out of the stock; how many were taken: none of a product that never runs out."""
    where = (products.c.shop_id == shop_id, products.c.id == product_id)
    limited = await unit.run(
        update(products)
        .where(*where, ~products.c.hidden, products.c.stock >= quantity)
        .values(stock=products.c.stock - quantity)
    )
    if limited:
        return quantity
    endless = await unit.value(select(products.c.id).where(*where, ~products.c.hidden, products.c.stock.is_(None)))
    if endless is None:
        raise OutOfStock(title)
    return 0


async def hold_again(unit: Unit, order: Order) -> None:
    """Hold the stock of an order that had given it back; what it still holds is not taken twice.

    Raises:
        OutOfStock: when it is not there any more; the caller undoes what was held before.
    """
    line = order_lines.c
    without = select(line.id, line.product_id, line.quantity, line.title).where(
        line.order_id == order.id, line.product_id.is_not(None), line.held == 0
    )
    for row in await unit.all(without.order_by(line.product_id)):
        units = await _hold(unit, order.shop_id, row["product_id"], row["quantity"], row["title"])
        await unit.run(update(order_lines).where(line.id == row["id"]).values(held=units))


async def can_hold(unit: Unit, order: Order) -> bool:
    """Whether all of an order's stock is there to be held again."""
    for line in order.lines:
        if line.product_id is None:
            continue
        row = await unit.first(select(products.c.stock).where(products.c.id == line.product_id, ~products.c.hidden))
        if row is None or (row["stock"] is not None and row["stock"] < line.quantity):
            return False
    return True


async def give_back(unit: Unit, order: Order) -> None:
    """Return the stock that an order holds, once; what was never taken from a stock is not returned to one."""
    line = order_lines.c
    holding = (line.order_id == order.id, line.held > 0)
    for row in await unit.all(select(line.product_id, line.held).where(*holding).order_by(line.product_id)):
        await unit.run(
            update(products)
            .where(products.c.id == row["product_id"], products.c.stock.is_not(None))
            .values(stock=products.c.stock + row["held"])
        )
    await unit.run(update(order_lines).where(*holding).values(held=0))


async def move(unit: Unit, order: Order, to: OrderState) -> None:
    """Change an order's state; being paid is not a change of this kind, see `mark_paid`."""
    await unit.run(update(orders).where(orders.c.id == order.id, orders.c.state == order.state).values(state=to))


async def mark_paid(unit: Unit, order: Order, now: datetime, *, late: bool) -> None:
    """Make an order paid. Settlement alone calls this."""
    await unit.run(
        update(orders).where(orders.c.id == order.id).values(state=OrderState.PAID, paid_at=now, paid_late=late)
    )


async def shown(unit: Unit, order: Order) -> None:
    """Its QR is there: a placed order waits from now on; one that has moved on already stays where it is."""
    await unit.run(
        update(orders)
        .where(orders.c.id == order.id, orders.c.state == OrderState.PLACED)
        .values(state=OrderState.WAITING)
    )


async def prices_changed(unit: Unit, order: Order) -> bool:
    """Whether a product of the order is on sale at another price than the order has."""
    for line in order.lines:
        if line.product_id is None:
            continue
        price = await unit.value(select(products.c.price).where(products.c.id == line.product_id, ~products.c.hidden))
        if price is not None and price != line.price:
            return True
    return False


async def reopen(unit: Unit, order: Order, expires_at: datetime) -> None:
    """Let an unpaid order wait for its money once more, with its stock held; an open one only gets the time.

    Raises:
        OutOfStock: when its stock went to others; the unit has to be given up.
    """
    if not order.state.is_open:
        await hold_again(unit, order)
    await unit.run(update(orders).where(orders.c.id == order.id).values(state=OrderState.PLACED, expires_at=expires_at))


async def reject(unit: Unit, order: Order, why: str) -> None:
    """A paid order will not be filled; it stays paid, and its money is owed back."""
    await unit.run(update(orders).where(orders.c.id == order.id).values(rejected_why=why, fulfilment=Stage.REJECTED))


async def advance(unit: Unit, order: Order, to: Stage) -> bool:
    """Bring a paid order to a stage; False when it is not where `order` says any more."""
    where = (orders.c.id == order.id, orders.c.state == OrderState.PAID, orders.c.fulfilment == order.fulfilment)
    return bool(await unit.run(update(orders).where(*where).values(fulfilment=to)))


async def steps(unit: Unit, order: Order) -> list[Step]:
    """Who brought the order to which stage, and when; the oldest first."""
    rows = await unit.all(
        select(order_events.c.what, people.c.name, order_events.c.at)
        .join(people, people.c.id == order_events.c.actor_id)
        .where(order_events.c.order_id == order.id, order_events.c.what.in_(list(Stage)))
        .order_by(order_events.c.id)
    )
    return [Step(Stage(row["what"]), row["name"], row["at"]) for row in rows]


async def prolong(unit: Unit, order: Order, expires_at: datetime) -> None:
    """Give an open order more time."""
    await unit.run(update(orders).where(orders.c.id == order.id).values(expires_at=expires_at))


async def remember_card(unit: Unit, order_id: int, message_id: int, picture: str | None) -> None:
    """The message that shows this order to its customer, and is edited from now on; with the picture's name."""
    values = {"card_message_id": message_id, "card_picture": picture}
    await unit.run(update(orders).where(orders.c.id == order_id).values(**values))


async def forget_card(unit: Unit, order_id: int) -> None:
    """Let the next card be a new message instead of an edit."""
    await unit.run(update(orders).where(orders.c.id == order_id).values(card_message_id=None))


async def note(
    unit: Unit, order: Order, what: str, now: datetime, *, actor: Person | None = None, **facts: str | int | None
) -> None:
    """Add a line to the order's log."""
    await unit.run(
        insert(order_events).values(
            shop_id=order.shop_id,
            order_id=order.id,
            at=now,
            what=what,
            actor_id=actor.id if actor else None,
            facts=facts,
        )
    )


async def settled_by(unit: Unit, order: Order) -> tuple[int, str] | None:
    """The payment whose money paid the order, and xPay's reference of that money; None while it is not paid."""
    row = await unit.first(select(transfers.c.payment_id, transfers.c.trx).where(transfers.c.order_id == order.id))
    return (row["payment_id"], row["trx"]) if row else None
