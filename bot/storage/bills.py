"""Bills, and what came of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from bot.shop.bills import Bill, Standing, state_of
from bot.shop.order import Order, OrderState
from bot.shop.people import Person
from bot.storage.cards import still_aimed
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import bills, orders, outbox

_COLUMNS = [bills.c[name] for name in Bill.__dataclass_fields__]


def _bill(row: Record) -> Bill:
    return Bill(**row)


async def _one(unit: Unit, statement: Select[Any]) -> Bill | None:
    row = await unit.first(statement.limit(1))
    return _bill(row) if row else None


async def add(unit: Unit, person: Person, origin: str, now: datetime, **values: Any) -> Bill:
    """A new bill; `origin` names what it was made from, such as a message: of each there is one bill."""
    row = {"shop_id": person.shop_id, "made_by": person.id, "made_at": now, "origin": origin} | values
    return await load(unit, await unit.value(insert(bills).values(**row).returning(bills.c.id)))


async def load(unit: Unit, bill_id: int) -> Bill:
    """A bill by its id, for those who already have the right to it."""
    bill = await _one(unit, select(*_COLUMNS).where(bills.c.id == bill_id))
    if bill is None:
        raise LookupError(f"no bill {bill_id}")
    return bill


async def is_cancelled(unit: Unit, order: Order) -> bool:
    """Whether an order came from a bill that is cancelled."""
    if order.bill_id is None:
        return False
    return (await load(unit, order.bill_id)).cancelled_at is not None


async def of_shop(unit: Unit, shop_id: int, bill_id: int) -> Bill | None:
    """The shop's bill, for its staff."""
    return await _one(unit, select(*_COLUMNS).where(bills.c.shop_id == shop_id, bills.c.id == bill_id))


async def by_token(unit: Unit, shop_id: int, token: str) -> Bill | None:
    """The bill behind a link."""
    return await _one(unit, select(*_COLUMNS).where(bills.c.shop_id == shop_id, bills.c.token == token))


async def by_origin(unit: Unit, shop_id: int, origin: str) -> Bill | None:
    """The bill that was made from this before, if one was."""
    return await _one(unit, select(*_COLUMNS).where(bills.c.shop_id == shop_id, bills.c.origin == origin))


async def change(unit: Unit, bill: Bill, **values: Any) -> Bill:
    """Change an option; the bill as it is then."""
    await unit.run(update(bills).where(bills.c.id == bill.id).values(**values))
    return await load(unit, bill.id)


async def aim_card(unit: Unit, bill: Bill, chat_id: int, topic_id: int | None) -> Bill:
    """The next card is a new message in this chat, and is the one that is edited from then on."""
    return await change(
        unit, bill, card_chat_id=chat_id, card_topic_id=topic_id, card_message_id=None, card_picture=None
    )


async def remember_card(
    unit: Unit, bill_id: int, chat_id: int, message_id: int, picture: str | None, aimed: int | None = None
) -> None:
    """The message in this chat that shows the bill, and the name of the picture on it.

    `aimed` is the message that was to be edited; nothing changes where the card was aimed elsewhere meanwhile.
    """
    still = (bills.c.card_chat_id == chat_id, still_aimed(bills.c.card_message_id, aimed, message_id))
    values = {"card_message_id": message_id, "card_picture": picture}
    await unit.run(update(bills).where(bills.c.id == bill_id, *still).values(**values))


async def follow_chat(unit: Unit, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: its cards are sent anew there, since messages keep no id."""
    values = {"card_chat_id": new_chat_id, "card_message_id": None, "card_picture": None}
    await unit.run(update(bills).where(bills.c.card_chat_id == old_chat_id).values(**values))


async def remember_own_chat(unit: Unit, bill_id: int, message_id: int, picture: str | None) -> None:
    """The same for the card in a private chat of its maker's."""
    values = {"business_message_id": message_id, "business_picture": picture}
    await unit.run(update(bills).where(bills.c.id == bill_id).values(**values))


async def leave_own_chat(unit: Unit, bill: Bill) -> Bill:
    """The card in a private chat of its maker's is changed no more."""
    gone = dict.fromkeys(("business_id", "business_chat_id", "business_message_id", "business_picture"))
    return await change(unit, bill, **gone)


async def forget_own_chats(unit: Unit, before: datetime) -> None:
    """In whose chats with whom cards stood whose day passed before then: those customers may never have met the bot."""
    gone = dict.fromkeys(("business_id", "business_chat_id", "business_message_id", "business_picture"))
    old = (bills.c.business_chat_id.is_not(None), bills.c.due_at < before)
    await unit.run(update(bills).where(*old).values(**gone))
    ended = outbox.c.sent_at.is_not(None) | outbox.c.given_up_at.is_not(None)
    shown = (outbox.c.kind == "business_bill", outbox.c.created_at < before, outbox.c.chat_id != 0, ended)
    await unit.run(update(outbox).where(*shown).values(chat_id=0))


async def count_card(unit: Unit, bill: Bill) -> int:
    """One more showing of the bill: its number."""
    statement = update(bills).where(bills.c.id == bill.id).values(cards=bills.c.cards + 1).returning(bills.c.cards)
    return int(await unit.value(statement))


async def run_out(unit: Unit, now: datetime) -> list[Bill]:
    """The bills for many whose day has passed since this was asked last."""
    found = (bills.c.many, bills.c.cancelled_at.is_(None), bills.c.over_at.is_(None), bills.c.due_at <= now)
    rows = await unit.all(select(*_COLUMNS).where(*found).limit(100))
    await unit.run(update(bills).where(bills.c.id.in_([row["id"] for row in rows])).values(over_at=now))
    return [_bill(row) for row in rows]


async def page(unit: Unit, shop_id: int, number: int, size: int, now: datetime) -> tuple[Sequence[Standing], bool]:
    """A page of the shop's bills, the newest first, and whether another one follows; pages count from 0."""
    statement = select(*_COLUMNS).where(bills.c.shop_id == shop_id).order_by(bills.c.id.desc())
    rows = await unit.all(statement.limit(size + 1).offset(number * size))
    found = [_bill(row) for row in rows[:size]]
    paid = await _paid(unit, [bill.id for bill in found])
    states = await _order_states(unit, [bill.id for bill in found if not bill.many])
    standings = []
    for bill in found:
        count, total = paid.get(bill.id, (0, 0))
        standings.append(Standing(bill, state_of(bill, states.get(bill.id), now), count, total))
    return standings, len(rows) > size


async def paid(unit: Unit, bill: Bill) -> tuple[int, int]:
    """How many have paid a bill, and how much in all (tyiyn)."""
    return (await _paid(unit, [bill.id])).get(bill.id, (0, 0))


async def _paid(unit: Unit, bill_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    came = func.sum(func.coalesce(orders.c.received, orders.c.total))
    statement = (
        select(orders.c.bill_id, func.count().label("count"), came.label("total"))
        .where(orders.c.bill_id.in_(bill_ids), orders.c.state == OrderState.PAID)
        .group_by(orders.c.bill_id)
    )
    return {row["bill_id"]: (row["count"], int(row["total"])) for row in await unit.all(statement)}


async def _order_states(unit: Unit, bill_ids: Sequence[int]) -> dict[int, OrderState]:
    rows = await unit.all(select(orders.c.bill_id, orders.c.state).where(orders.c.bill_id.in_(bill_ids)))
    return {row["bill_id"]: OrderState(row["state"]) for row in rows}
