"""What is written down about a row once Telegram has answered, each in one unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage import bills, deliveries, notices, orders, outbox
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Row
from bot.workers.delivery import Delivered, Remark, Target

_FOR_STAFF = {Kind.SALE, Kind.DESK, Kind.CUSTOMER_LETTER, Kind.SUMMARY, Kind.COUNTER}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A row on its way, the other rows that its message tells too, and those behind it that it makes superfluous."""

    row: Row
    members: Sequence[Row] = ()
    covered: Sequence[int] = ()

    @property
    def ids(self) -> list[int]:
        """The rows that are told by the message, besides `row`."""
        return [*(member.id for member in self.members if member.id != self.row.id), *self.covered]


async def sent(unit: Unit, parcel: Parcel, target: Target, delivered: Delivered | None, now: datetime) -> None:
    """Telegram has it, or (None) there was nothing to say any more."""
    row, message_id = parcel.row, delivered.message_id if delivered else None
    await outbox.sent(unit, row, message_id, now)
    await deliveries.sent_with(unit, parcel.ids, message_id, now)
    if delivered is None or message_id is None:
        return
    if row.kind is Kind.CARD and row.order_id is not None:
        await orders.remember_card(unit, row.order_id, message_id, delivered.picture, target.message_id)
    if row.kind is Kind.BILL:
        aimed = target.message_id
        await bills.remember_card(unit, row.facts["bill"], row.chat_id, message_id, delivered.picture, aimed)
    if row.kind is Kind.BUSINESS_BILL:
        await bills.remember_own_chat(unit, row.facts["bill"], message_id, delivered.picture)
    if "edits" in row.facts and message_id != target.message_id:
        await deliveries.shown_anew(unit, row, message_id)
    if delivered.remark is Remark.NO_PHOTOS:
        await notices.tell_owners(unit, row.shop_id, "no_photos", f"no_photos:{row.chat_id}", now)


async def postpone(unit: Unit, row: Row, due_at: datetime, attempts: int, fate_unknown: bool) -> None:
    """Again at `due_at`."""
    await outbox.postpone(unit, row, due_at, attempts=attempts, fate_unknown=fate_unknown)
    unit.ring(outbox.BELL)


async def follow(unit: Unit, row: Row, chat_id: int, now: datetime) -> None:
    """A group became a supergroup: the row goes to the new id at once."""
    await deliveries.follow(unit, row.chat_id, chat_id)
    await postpone(unit, row, now, row.attempts, row.fate_unknown)


async def give_up(unit: Unit, parcel: Parcel, why: str, now: datetime, *, ours: bool) -> None:
    """It can never arrive. The merchant's chat and mistakes of ours are an owner's business; a customer's block is not.

    The owners get one message for each chat and day, which is edited when more is lost.
    """
    row = parcel.row
    for one in parcel.members or (row,):
        await outbox.give_up(unit, one, why, now)
    if row.kind is Kind.BUSINESS_BILL:
        await notices.move_to_private(unit, await bills.load(unit, row.facts["bill"]), now)
    if row.kind is Kind.LETTER:
        await notices.letter_lost(unit, row, now)
    if row.kind in _FOR_STAFF or (ours and row.kind is not Kind.OWNER):
        await notices.undelivered(unit, row, now)
