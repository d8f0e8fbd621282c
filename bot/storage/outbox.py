"""The outbox: what Telegram has still to be told. Rows say what happened; the words are found when they are sent."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, insert, or_, select, update

from bot.shop.order import Order
from bot.shop.privacy import FORGOTTEN
from bot.storage import shops
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import outbox

BELL = "outbox"
"""Rings when there may be something to send."""

DIGEST = "digest"
"""The fact that a sale is told in one message with others: the id of the row that the message is sent for."""


class Kind(StrEnum):
    """What a row tells."""

    CARD = "card"
    """The customer's live payment card: sent once, then edited."""
    RECEIPT = "receipt"
    SALE = "sale"
    DESK = "desk"
    """Odd money, to the merchant's chat."""
    ODD_MONEY = "odd_money"
    """Odd money, to the customer."""
    RULING = "ruling"
    """What was decided about odd money, to the customer."""
    REJECTED = "rejected"
    """The shop cannot fill a paid order, to the customer."""
    REFUND = "refund"
    """Money went back, to the customer."""
    READY = "ready"
    """An order is ready, to the customer."""
    LETTER = "letter"
    """What the shop wrote, to the customer."""
    CUSTOMER_LETTER = "customer_letter"
    """What a customer wrote, to the merchant's chat."""
    LETTER_LOST = "letter_lost"
    """What the shop wrote cannot reach the customer, to the merchant's chat."""
    DELAYED = "delayed"
    """xPay does not answer, to the customer."""
    SUMMARY = "summary"
    """How the day was, to the merchant's chat."""
    PAUSE = "pause"
    """Somebody paused the shop, or had it go on, to the merchant's chat."""
    COUNTER = "counter"
    """How a code of the counter stands, to the chat where a payment was asked for."""
    BILL = "bill"
    """A bill's live card, to whoever of the staff made it, for passing on."""
    INLINE_BILL = "inline_bill"
    """The message that a bill became where it was sent inline: only ever edited; the chat is its sender's own."""
    BUSINESS_BILL = "business_bill"
    """A bill's live card in a private chat of the seller's with a customer; the chat is the customer's."""
    OWNER = "owner"
    """Something an owner has to mend; `facts["what"]` says which."""
    MEMBER = "member"
    """To a member of staff in private: a new role, a test purchase that was paid; `facts["what"]` says which."""


class Priority(IntEnum):
    """Which chat is served first."""

    MONEY = 0
    CARD = 1
    REST = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be. `key` is said once: a second notice with the same key is dropped."""

    shop_id: int
    chat_id: int
    kind: Kind
    key: str
    priority: Priority
    topic_id: int | None = None
    order_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A message to be sent. `fate_unknown` means that Telegram may have it already."""

    id: int
    shop_id: int
    chat_id: int
    topic_id: int | None
    kind: Kind
    order_id: int | None
    facts: dict[str, Any]
    priority: Priority
    created_at: datetime
    attempts: int
    fate_unknown: bool
    key: str = ""


_COLUMNS = [outbox.c[name] for name in Row.__dataclass_fields__]
_UNSENT = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)


async def put(unit: Unit, notice: Notice, now: datetime) -> bool:
    """Put a message into the outbox, unless one with the same key was ever put there; whether it was put."""
    if notice.chat_id >= FORGOTTEN:  # the reader has had their data deleted
        return False
    known = await unit.value(select(outbox.c.id).where(outbox.c.shop_id == notice.shop_id, outbox.c.key == notice.key))
    if known is None:
        await unit.run(insert(outbox).values(**asdict(notice), created_at=now, due_at=now))
        unit.ring(BELL)
    return known is None


async def put_card(unit: Unit, order: Order, chat_id: int, now: datetime) -> None:
    """Have the customer's card show the order as it is now; a refresh that still waits will do that anyway.

    The time of one that waits stays as it is: Telegram may have set it.
    """
    of_order = (outbox.c.order_id == order.id, outbox.c.kind == Kind.CARD)
    waiting = await unit.value(select(outbox.c.id).where(*of_order, _UNSENT, outbox.c.leased_until.is_(None)))
    if waiting is not None:
        return
    count = await unit.value(select(func.count()).select_from(outbox).where(*of_order))
    key = f"card:{order.id}:{count}"
    await put(unit, Notice(order.shop_id, chat_id, Kind.CARD, key, Priority.CARD, order_id=order.id), now)


async def waits(unit: Unit, kind: Kind, chat_id: int, facts: dict[str, Any]) -> bool:
    """Whether a message of this kind with just these facts waits for the chat, and nobody sends it yet."""
    waiting = (_UNSENT, outbox.c.chat_id == chat_id, outbox.c.kind == kind, outbox.c.leased_until.is_(None))
    return facts in await unit.values(select(outbox.c.facts).where(*waiting))


def _firsts(held: Collection[int]) -> ColumnElement[bool]:
    """Order is kept within a chat: only the oldest unsent row of each may go, and none of the chats that are `held`."""
    oldest = select(func.min(outbox.c.id)).where(_UNSENT, outbox.c.chat_id.not_in(held)).group_by(outbox.c.chat_id)
    return outbox.c.id.in_(oldest)


async def claim(
    unit: Unit, now: datetime, leased_until: datetime, most: int, held: Collection[int] = ()
) -> Sequence[Row]:
    """Take the rows to send now, one a chat, none of the chats that are `held`.

    Should we die, they are free again at `leased_until`.
    """
    free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    statement = (
        select(*_COLUMNS, outbox.c.leased_until)
        .where(_UNSENT, outbox.c.due_at <= now, free, _firsts(held))
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(most)
    )
    if unit.dialect() == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    rows = await unit.all(statement)
    if rows:
        ids = [row["id"] for row in rows]
        await unit.run(update(outbox).where(outbox.c.id.in_(ids)).values(leased_until=leased_until))
    return [_claimed(row) for row in rows]


def _claimed(row: Record) -> Row:
    """A lease that ran out means that a process died in the middle of sending: nobody knows what Telegram has."""
    values = {name: row[name] for name in Row.__dataclass_fields__}
    return Row(
        **{
            **values,
            "kind": Kind(row["kind"]),
            "priority": Priority(row["priority"]),
            "fate_unknown": row["fate_unknown"] or row["leased_until"] is not None,
        }
    )


async def next_due(unit: Unit, held: Collection[int] = ()) -> datetime | None:
    """When the next row can be sent to a chat that is not `held`, or None when nothing waits for one."""
    start = func.coalesce(outbox.c.leased_until, outbox.c.due_at)
    found = await unit.value(select(func.min(start)).where(_UNSENT, _firsts(held)))
    return found if isinstance(found, datetime) else None


async def waited_for(unit: Unit, chats: Collection[int]) -> Collection[int]:
    """Those of the chats for which something waits."""
    return set(await unit.values(select(outbox.c.chat_id).distinct().where(_UNSENT, outbox.c.chat_id.in_(chats))))


async def sent(unit: Unit, row: Row, message_id: int | None, now: datetime) -> None:
    """Telegram has it."""
    await unit.run(
        update(outbox).where(outbox.c.id == row.id).values(sent_at=now, message_id=message_id, leased_until=None)
    )


async def postpone(unit: Unit, row: Row, due_at: datetime, *, attempts: int, fate_unknown: bool) -> None:
    """Try again at `due_at`."""
    await unit.run(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(due_at=due_at, attempts=attempts, fate_unknown=fate_unknown, leased_until=None)
    )


async def give_up(unit: Unit, row: Row, why: str, now: datetime) -> None:
    """It will never arrive; `why` is kept for the owner."""
    await unit.run(
        update(outbox).where(outbox.c.id == row.id).values(given_up_at=now, given_up_why=why, leased_until=None)
    )


async def forget_facts(unit: Unit, before: datetime) -> int:
    """Of messages to owners that ended before then, only that they were is kept: their facts can name a chat."""
    named = cast(outbox.c.facts, Text) != "{}"
    old = (outbox.c.kind == Kind.OWNER, outbox.c.created_at < before, ~_UNSENT, named)
    return await unit.run(update(outbox).where(*old).values(facts={}, given_up_why=None))


async def message_of(unit: Unit, shop_id: int, key: str) -> tuple[int, int] | None:
    """Chat and id of the message sent under `key`, if it was sent, and as a message of its own."""
    row = await unit.first(
        select(outbox.c.chat_id, outbox.c.message_id, outbox.c.facts).where(
            outbox.c.shop_id == shop_id, outbox.c.key == key, outbox.c.message_id.is_not(None)
        )
    )
    return (row["chat_id"], row["message_id"]) if row and DIGEST not in row["facts"] else None


async def has_sent(unit: Unit, shop_id: int, chat_id: int, message_id: int) -> bool:
    """Whether the outbox sent this message; others were answers of handlers."""
    where = (outbox.c.shop_id == shop_id, outbox.c.chat_id == chat_id, outbox.c.message_id == message_id)
    return await unit.value(select(outbox.c.id).where(*where).limit(1)) is not None


async def re_aim(unit: Unit, old_chat_id: int, new_chat_id: int) -> None:
    """The chat has a new id: what waits goes there."""
    await unit.run(update(outbox).where(outbox.c.chat_id == old_chat_id, _UNSENT).values(chat_id=new_chat_id))


async def depth(unit: Unit) -> tuple[int, datetime | None]:
    """How many messages wait, and since when the oldest does."""
    row = await unit.first(
        select(func.count().label("waiting"), func.min(outbox.c.created_at).label("oldest")).where(_UNSENT)
    )
    return (row["waiting"], row["oldest"]) if row else (0, None)


async def without_topic(unit: Unit, row: Row, now: datetime) -> None:
    """The topic is gone: what waits for it goes to the chat itself, and the shop uses it no more."""
    if row.topic_id is not None:
        await shops.forget_topic(unit, row.chat_id, row.topic_id)
    await unit.run(
        update(outbox)
        .where(outbox.c.chat_id == row.chat_id, outbox.c.topic_id == row.topic_id, _UNSENT)
        .values(topic_id=None)
    )
    await postpone(unit, row, now, attempts=row.attempts, fate_unknown=row.fate_unknown)
    unit.ring(BELL)
