"""Several sales in one message for a chat that sells faster than Telegram lets anyone speak."""

from collections.abc import Sequence
from dataclasses import replace

from bot.addresses import Addresses
from bot.messages import told
from bot.messages.message import Message
from bot.shop.order import Order
from bot.storage import deliveries, orders, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Priority, Row
from bot.texts import digest as texts
from bot.texts import orders as order_texts

PAYLOAD = "s_"
"""How the link to a sale's card begins; an order's number follows. Staff alone get anywhere with it."""


async def sales(unit: Unit, members: Sequence[Row], addresses: Addresses) -> Message:
    """Every order on a line, once, with the sum below; where strangers read along nothing tells who has bought."""
    first = members[0]
    shop = await shops.load(unit, first.shop_id)
    is_public = shop.merchant_chat_public and first.chat_id < 0
    lines, total = [], 0
    for member in members:
        if member.order_id is None:
            continue
        order = await orders.load(unit, member.order_id)
        customer = None if is_public else await people.load(unit, order.person_id)
        link = addresses.deep_link(f"{PAYLOAD}{order.number}") if addresses.bot_username else ""
        lines.append(texts.line(order, customer, link))
        total += order.total
    return Message(texts.sales(lines, total))


async def sale_card(unit: Unit, order: Order, chat_id: int) -> Message | None:
    """The whole card of a sale for a member of staff, with what of it could not be delivered."""
    row = Row(
        id=0,
        shop_id=order.shop_id,
        chat_id=chat_id,
        topic_id=None,
        kind=Kind.SALE,
        order_id=order.id,
        facts={},
        priority=Priority.MONEY,
        created_at=order.placed_at,
        attempts=0,
        fate_unknown=False,
    )
    if order.paid_at is None:
        shop = await shops.load(unit, order.shop_id)
        return Message(order_texts.details(order, shop.timezone))
    card = await told.sale(unit, row)
    failures = await deliveries.failures_of(unit, order)
    if card is None or not failures:
        return card
    lines = [texts.not_delivered(kind is Kind.SALE or kind is Kind.DESK, why) for kind, why in failures]
    return replace(card, text="\n".join([card.text, "", *lines]))
