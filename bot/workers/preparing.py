"""What a row of the outbox says now, and which message it changes: read when it is sent, not when it was written."""

from dataclasses import replace

from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.messages import Message, render, render_digest
from bot.storage import bills, deliveries, orders, outbox
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Row
from bot.workers.delivery import Target
from bot.workers.outcomes import Parcel


class Preparing:
    """Makes messages of rows; `addresses` are those that the messages lead to."""

    def __init__(self, addresses: Addresses, i18n: I18n) -> None:
        self._addresses = addresses
        self._i18n = i18n

    async def prepare(self, unit: Unit, parcel: Parcel) -> tuple[Parcel, Message | None, Target]:
        """The message as it is to be read now, and where it goes."""
        row = parcel.row
        target = await _target(unit, row)
        if target.is_edit:
            row = replace(row, fate_unknown=False)  # an edit may well come twice
        if len(parcel.members) > 1:
            return parcel, await render_digest(unit, parcel.members, row, self._addresses, self._i18n), target
        covered = await deliveries.edits_behind(unit, row)
        return replace(parcel, covered=covered), await render(unit, row, self._i18n, self._addresses), target


async def _target(unit: Unit, row: Row) -> Target:
    if row.kind is Kind.CARD and row.order_id is not None:
        return Target(row.chat_id, None, *await orders.card_of(unit, row.order_id))
    if row.kind is Kind.BILL:
        return await _card_of_bill(unit, row)
    if row.kind is Kind.BUSINESS_BILL:
        return await _own_chat(unit, row)
    if row.kind is Kind.INLINE_BILL:
        bill = await bills.load(unit, row.facts["bill"])
        return Target(row.chat_id, inline_message_id=bill.inline_message_id)
    if "edits" in row.facts:
        shown = await outbox.message_of(unit, row.shop_id, row.facts["edits"])
        if shown is not None and shown[0] == row.chat_id:
            return Target(row.chat_id, row.topic_id, shown[1])
    return Target(row.chat_id, row.topic_id)


async def _card_of_bill(unit: Unit, row: Row) -> Target:
    bill = await bills.load(unit, row.facts["bill"])
    if bill.card_chat_id != row.chat_id:  # sent anew elsewhere meanwhile
        return Target(row.chat_id, row.topic_id)
    return Target(row.chat_id, row.topic_id, bill.card_message_id, bill.card_picture)


async def _own_chat(unit: Unit, row: Row) -> Target:
    bill = await bills.load(unit, row.facts["bill"])
    shown = bill.business_message_id, bill.business_picture
    return Target(row.chat_id, None, *shown, business_id=bill.business_id)
