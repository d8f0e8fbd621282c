"""What became of the outbox's rows: for the limits after a restart, for edits, and for the owner."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, func, select, update

from bot.shop.order import Order
from bot.storage import bills, shops
from bot.storage import outbox as rows
from bot.storage.database import Unit
from bot.storage.outbox import DIGEST, Kind, Row
from bot.storage.prepared import Prepared
from bot.storage.tables import counters, orders, outbox

_UNSENT = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)
_MOST_NUMBERS = 50


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What could not be delivered to a chat: how many messages, about which orders (their numbers), why the last."""

    count: int
    numbers: tuple[int, ...]
    why: str


async def sent_since(unit: Unit, since: datetime, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Chat and moment of each message sent since then. What was on its way when a process died counts as sent now."""
    sent = select(outbox.c.chat_id, outbox.c.sent_at).where(outbox.c.sent_at > since, outbox.c.message_id.is_not(None))
    found = {(row["chat_id"], row["sent_at"]) for row in await unit.all(sent)}  # DISTINCT would read all of the past
    on_the_way = select(outbox.c.chat_id).where(_UNSENT, outbox.c.leased_until.is_not(None) | outbox.c.fate_unknown)
    return [*found, *((chat_id, now) for chat_id in await unit.values(on_the_way.distinct()))]


async def are_left(unit: Unit, now: datetime) -> bool:
    """Whether somebody has leased rows and not come back to them yet."""
    leased = select(outbox.c.id).where(_UNSENT, outbox.c.leased_until > now)
    return await unit.value(leased.limit(1)) is not None


async def take_over(unit: Unit, now: datetime) -> None:
    """Where only one process can work on the database, what the one before had leased is free as soon as it is gone."""
    if unit.dialect() == "sqlite":
        await unit.run(update(outbox).where(_UNSENT, outbox.c.leased_until > now).values(leased_until=now))


async def hurry(unit: Unit, now: datetime, but: Collection[int]) -> None:
    """Telegram can be reached again: what was put off only because it could not is due, except in the chats `but`."""
    put_off = (_UNSENT, outbox.c.attempts > 0, outbox.c.due_at > now, outbox.c.leased_until.is_(None))
    await unit.run(update(outbox).where(*put_off, outbox.c.chat_id.not_in(but)).values(due_at=now, attempts=0))
    unit.ring(rows.BELL)


_BEHIND = Prepared(
    select(outbox.c.id, outbox.c.facts).where(
        _UNSENT,
        outbox.c.chat_id == bindparam("chat", type_=BigInteger),
        outbox.c.kind == bindparam("kind"),
        outbox.c.id > bindparam("row"),
    )
)


async def edits_behind(unit: Unit, row: Row) -> Sequence[int]:
    """The rows behind this one that would only redraw the same message: sending this one does their work."""
    first = row.facts.get("edits", row.key)
    behind = await unit.all(_BEHIND, chat=row.chat_id, kind=row.kind, row=row.id)
    return [found["id"] for found in behind if found["facts"].get("edits") == first]


async def sent_with(unit: Unit, ids: Collection[int], message_id: int | None, now: datetime) -> None:
    """These rows are told by a message that was sent for another row."""
    if ids:
        told = {"sent_at": now, "message_id": message_id, "leased_until": None}
        await unit.run(update(outbox).where(outbox.c.id.in_(ids), _UNSENT).values(**told))


async def shown_anew(unit: Unit, row: Row, message_id: int) -> None:
    """What was told under the key that `row` edits has a new message, which later edits change."""
    where = (outbox.c.shop_id == row.shop_id, outbox.c.key == row.facts["edits"])
    facts = await unit.value(select(outbox.c.facts).where(*where))
    if facts is not None:
        kept = {name: fact for name, fact in facts.items() if name != DIGEST}
        await unit.run(update(outbox).where(*where).values(chat_id=row.chat_id, message_id=message_id, facts=kept))


async def follow(unit: Unit, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: the shop, its cards and everything that waits go to the new id from now on."""
    await shops.follow_chat(unit, old_chat_id, new_chat_id)
    await bills.follow_chat(unit, old_chat_id, new_chat_id)
    await unit.run(update(counters).where(counters.c.chat_id == old_chat_id).values(chat_id=new_chat_id))
    await rows.re_aim(unit, old_chat_id, new_chat_id)
    unit.ring(rows.BELL)


async def undelivered(unit: Unit, shop_id: int, chat_id: int, since: datetime) -> Undelivered:
    """What was given up for a chat since a moment."""
    where = (outbox.c.shop_id == shop_id, outbox.c.chat_id == chat_id, outbox.c.given_up_at >= since)
    count = int(await unit.value(select(func.count()).where(*where)))
    why = await unit.value(select(outbox.c.given_up_why).where(*where).order_by(outbox.c.id.desc()).limit(1))
    joined = select(orders.c.number).join_from(outbox, orders, orders.c.id == outbox.c.order_id)
    numbers = await unit.values(joined.where(*where).distinct().order_by(orders.c.number).limit(_MOST_NUMBERS))
    return Undelivered(count, tuple(numbers), why or "")


async def lost_since(unit: Unit, since: datetime) -> int:
    """How many messages were given up since a moment."""
    return int(await unit.value(select(func.count()).where(outbox.c.given_up_at >= since)))


async def failures_of(unit: Unit, order: Order) -> Sequence[tuple[Kind, str]]:
    """Which messages about an order never arrived, and why."""
    statement = select(outbox.c.kind, outbox.c.given_up_why).where(
        outbox.c.order_id == order.id, outbox.c.given_up_at.is_not(None)
    )
    return [(Kind(row["kind"]), row["given_up_why"]) for row in await unit.all(statement.limit(5))]
