"""Orders, their lines, and what happened to them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, func, insert, select, text, update

from bot.shop.fulfilment import Stage, Step
from bot.shop.money import Tyiyn
from bot.shop.order import OPEN_STATES, Handover, NewOrder, Order, OrderLine, OrderState, Wishes
from bot.shop.people import Person
from bot.storage import search, shops, stock
from bot.storage.cards import still_aimed
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import order_events, order_lines, orders, payments, people, transfers
from bot.storage.tables.orders import UNPAID

_SECOND = timedelta(seconds=1)
_MOST_OF_BILL = 500
_WISHES = tuple(Wishes.__dataclass_fields__)
_NEW = tuple(name for name in NewOrder.__dataclass_fields__ if name not in {"wishes", "lines"})
_OWN = tuple(name for name in Order.__dataclass_fields__ if name not in {"wishes", "lines"})


def _order(row: Record, lines: Sequence[OrderLine]) -> Order:
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


def has_customer(table: FromClause = orders) -> ColumnElement[bool]:
    """`Order.has_customer` as a condition: no sale over the counter, and no bill that nobody has opened."""
    return table.c.counter_id.is_(None) & ~table.c.unclaimed


def own(person: Person) -> tuple[ColumnElement[bool], ...]:
    """What the person bought; not what they sold over the counter, nor bills of theirs that nobody has opened."""
    return orders.c.person_id == person.id, has_customer()


def bought_by(person: Person) -> tuple[ColumnElement[bool], ...]:
    """What the person bought in earnest: no tests either."""
    return *own(person), ~orders.c.is_test


async def of_person(unit: Unit, person: Person, number: int) -> Order | None:
    """The person's own order with this number."""
    return await _one(unit, select(orders).where(*own(person), orders.c.number == number))


async def of_shop(unit: Unit, shop_id: int, number: int) -> Order | None:
    """The shop's order with this number, for its staff."""
    return await _one(unit, select(orders).where(orders.c.shop_id == shop_id, orders.c.number == number))


async def by_ids(unit: Unit, order_ids: Sequence[int]) -> list[Order]:
    """Orders in the order of their ids here, for those who already have the right to them."""
    found = {order.id: order for order in await _orders(unit, select(orders).where(orders.c.id.in_(order_ids)))}
    return [found[order_id] for order_id in order_ids if order_id in found]


async def by_token(unit: Unit, person: Person, token: str) -> Order | None:
    """The person's own order behind a link."""
    return await _one(unit, select(orders).where(*own(person), orders.c.token == token))


async def behind(unit: Unit, shop_id: int, token: str) -> Order | None:
    """The shop's order with this token, for whoever knows it: a receipt's link is meant to be passed on."""
    return await _one(unit, select(orders).where(orders.c.shop_id == shop_id, orders.c.token == token))


async def recent(unit: Unit, person: Person, most: int = 10) -> list[Order]:
    """The person's newest orders, newest first; an owner's test purchases are none."""
    statement = select(orders).where(*bought_by(person)).order_by(orders.c.number.desc())
    return await _orders(unit, statement.limit(most))


async def of_bill(unit: Unit, bill_id: int, person: Person | None = None, *, only_open: bool = False) -> list[Order]:
    """The orders that a bill has led to, the newest first; those of one customer with `person`."""
    statement = select(orders).where(orders.c.bill_id == bill_id)
    if person is not None:
        statement = statement.where(*own(person))
    if only_open:
        statement = statement.where(orders.c.state.in_(OPEN_STATES))
    return await _orders(unit, statement.order_by(orders.c.id.desc()).limit(_MOST_OF_BILL))


async def claim(unit: Unit, bill_id: int, person: Person, now: datetime) -> bool:
    """Let a customer take over a bill's open order that nobody has; False when there is none such (any more)."""
    free = (orders.c.bill_id == bill_id, orders.c.unclaimed, orders.c.state.in_(OPEN_STATES), orders.c.expires_at > now)
    taken = update(orders).where(*free).values(person_id=person.id, unclaimed=False, card_message_id=None)
    return await unit.run(taken) == 1


async def raise_total(unit: Unit, order: Order, total: Tyiyn) -> None:
    """The payer paid more, as they might: the order and its only line cost that now. Settlement alone calls this."""
    await unit.run(update(orders).where(orders.c.id == order.id).values(total=total))
    await unit.run(update(order_lines).where(order_lines.c.order_id == order.id).values(price=total))


async def unpaid_of(unit: Unit, person_id: int, but: int, most: int = 8) -> list[Order]:
    """A customer's newest orders that could still be paid, without the order `but`.

    What somebody sold over the counter and what they bought themselves are kept apart; for a bill that nobody has
    opened there are none.
    """
    states = [*OPEN_STATES, OrderState.EXPIRED]
    paid_for = await load(unit, but)
    if paid_for.unclaimed:  # its payer is unknown, and the seller only stands in
        return []
    over_counter = paid_for.counter_id is not None
    statement = select(orders).where(
        orders.c.person_id == person_id,
        orders.c.id != but,
        orders.c.state.in_(states),
        ~orders.c.unclaimed,
        orders.c.counter_id.is_not(None) if over_counter else orders.c.counter_id.is_(None),
    )
    return await _orders(unit, statement.order_by(orders.c.number.desc()).limit(most))


async def open_with_basket(unit: Unit, person: Person, basket: str) -> Order | None:
    """The person's open order of exactly this basket, if there is one."""
    return await _one(
        unit,
        select(orders).where(orders.c.person_id == person.id, orders.c.basket == basket, text(UNPAID)),
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


async def place(unit: Unit, person: Person, new: NewOrder, now: datetime) -> Order:
    """Write an order down and hold its stock.

    Raises:
        OutOfStock: when a product is not there any more; the unit has to be given up.
    """
    held = await _hold_all(unit, person.shop_id, new.lines)
    number = await shops.next_number(unit, person.shop_id)
    order_id = await unit.value(
        insert(orders)
        .values(
            shop_id=person.shop_id,
            person_id=person.id,
            number=number,
            state=OrderState.PLACED,
            placed_at=now,
            **{name: getattr(new, name) for name in _NEW},
            **{name: getattr(new.wishes, name) for name in _WISHES},
        )
        .returning(orders.c.id)
    )
    rows = [
        asdict(line) | {"shop_id": person.shop_id, "order_id": order_id, "held": units}
        for line, units in zip(new.lines, held, strict=True)
    ]
    await unit.run_many(insert(order_lines), rows)
    order = await load(unit, order_id)
    await search.keep_order(unit, order)
    await note(unit, order, "placed", now, actor=person)
    return order


async def _hold_all(unit: Unit, shop_id: int, lines: Sequence[OrderLine]) -> list[int]:
    """The units held for each line; products are held in the order of their ids, so that no two orders deadlock."""
    held = [0] * len(lines)
    for place, line in sorted(enumerate(lines), key=lambda one: one[1].product_id or 0):
        if line.product_id is not None:
            held[place] = await stock.hold(unit, shop_id, line.product_id, line.quantity, line.title)
    return held


async def move(unit: Unit, order: Order, to: OrderState) -> None:
    """Change an order's state; being paid is not a change of this kind, see `mark_paid`."""
    await unit.run(update(orders).where(orders.c.id == order.id, orders.c.state == order.state).values(state=to))


async def mark_paid(unit: Unit, order: Order, now: datetime, *, late: bool) -> None:
    """Make an order paid, its money being written down already. Settlement alone calls this."""
    values = {
        "paid_late": late,
        "prepare_by": order.wishes.wanted_from_at or now,
        "paid_seconds": (now - order.placed_at) // _SECOND,
        "paid_first": ~_bought_before(order) if order.has_customer and not order.is_test else False,
        "received": func.coalesce(_received(order), orders.c.total),
        "fee": _fee(order),
    }
    await unit.run(update(orders).where(orders.c.id == order.id).values(state=OrderState.PAID, paid_at=now, **values))


def _bought_before(order: Order) -> ColumnElement[bool]:
    earlier = orders.alias()
    paid = select(earlier.c.id).where(earlier.c.person_id == order.person_id, earlier.c.paid_at.is_not(None))
    return paid.where(has_customer(earlier), ~earlier.c.is_test).exists()


def _received(order: Order) -> ScalarSelect[Any]:
    """What came for the order; staff may have accepted another sum than its total."""
    return select(transfers.c.amount).where(transfers.c.order_id == order.id).scalar_subquery()


def _fee(order: Order) -> ScalarSelect[Any]:
    """The seller's share of the fee for an order's money; nothing where that is not known."""
    return (
        select(payments.c.amount - payments.c.payable)
        .join(transfers, transfers.c.payment_id == payments.c.id)
        .where(
            transfers.c.order_id == order.id,
            transfers.c.amount == payments.c.amount,
            payments.c.payable <= payments.c.amount,
        )
        .scalar_subquery()
    )


async def shown(unit: Unit, order: Order) -> None:
    """Its QR is there: a placed order waits from now on; one that has moved on already stays where it is."""
    await unit.run(
        update(orders)
        .where(orders.c.id == order.id, orders.c.state == OrderState.PLACED)
        .values(state=OrderState.WAITING)
    )


async def reopen(unit: Unit, order: Order, expires_at: datetime) -> None:
    """Let an unpaid order wait for its money once more, with its stock held; an open one only gets the time.

    Raises:
        OutOfStock: when its stock went to others; the unit has to be given up.
    """
    if not order.state.is_open:
        await stock.hold_again(unit, order)
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


async def write_note(unit: Unit, order: Order, text: str | None) -> None:
    """Keep the staff's note on an order; None takes it away."""
    await unit.run(update(orders).where(orders.c.id == order.id).values(note=text))


async def prolong(unit: Unit, order: Order, expires_at: datetime) -> None:
    """Give an open order more time."""
    await unit.run(update(orders).where(orders.c.id == order.id).values(expires_at=expires_at))


async def end_bill(unit: Unit, bill_id: int, now: datetime) -> None:
    """The time of all open orders of a bill is up."""
    found = (orders.c.bill_id == bill_id, orders.c.state.in_(OPEN_STATES), orders.c.expires_at > now)
    await unit.run(update(orders).where(*found).values(expires_at=now))


async def remember_card(
    unit: Unit, order_id: int, message_id: int, picture: str | None, aimed: int | None = None
) -> None:
    """The message that shows this order to its customer, and is edited from now on; with the picture's name.

    `aimed` is the message that was to be edited; nothing changes where the card was aimed elsewhere meanwhile.
    """
    still = still_aimed(orders.c.card_message_id, aimed, message_id)
    values = {"card_message_id": message_id, "card_picture": picture}
    await unit.run(update(orders).where(orders.c.id == order_id, still).values(**values))


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


async def has_paid_test(unit: Unit, shop_id: int) -> bool:
    """Whether a test purchase of the shop was ever paid."""
    where = (orders.c.shop_id == shop_id, orders.c.is_test, orders.c.state == OrderState.PAID)
    return await unit.value(select(orders.c.id).where(*where).limit(1)) is not None


async def settled_by(unit: Unit, order: Order) -> tuple[int, str] | None:
    """The payment whose money paid the order, and xPay's reference of that money; None while it is not paid."""
    row = await unit.first(select(transfers.c.payment_id, transfers.c.trx).where(transfers.c.order_id == order.id))
    return (row["payment_id"], row["trx"]) if row else None
