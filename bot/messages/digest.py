"""Several sales in one message for a chat that sells faster than Telegram lets anyone speak."""

from collections.abc import Sequence
from dataclasses import replace

from bot.addresses import Addresses
from bot.messages import told
from bot.messages.message import Message
from bot.shop.order import Order
from bot.shop.people import Shop
from bot.storage import deliveries, orders, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Row
from bot.texts import digest as texts

PAYLOAD = "s_"
"""How the link to a sale's card begins; an order's number follows. Staff alone get anywhere with it."""


async def sales(unit: Unit, members: Sequence[Row], addresses: Addresses) -> Message:
    """Every order on a line, once, with the sum of the sales below; strangers read nothing of who has bought."""
    first = members[0]
    shop = await shops.load(unit, first.shop_id)
    is_public = not shop.may_read_secrets(first.chat_id)
    lines, total = [], 0
    for member in members:
        if member.order_id is None:
            continue
        order = await orders.load(unit, member.order_id)
        customer = None if is_public or not order.has_customer else await people.load(unit, order.person_id)
        link = addresses.deep_link(f"{PAYLOAD}{order.number}") if addresses.bot_username else ""
        lines.append(texts.line(order, customer, link))
        total += 0 if order.is_test else order.came
    return Message(texts.sales(lines, total))


async def sale_card(unit: Unit, order: Order, shop: Shop, chat_id: int) -> Message:
    """The whole card of a sale for a member of staff, with what of it could not be delivered."""
    card = await told.sale_card(unit, order, shop, chat_id)
    lines = await not_delivered(unit, order)
    return replace(card, text="\n".join([card.text, "", *lines])) if lines else card


async def not_delivered(unit: Unit, order: Order) -> list[str]:
    """Which messages about an order never arrived, a line each."""
    failures = await deliveries.failures_of(unit, order)
    return [texts.not_delivered(kind is Kind.SALE or kind is Kind.DESK, why) for kind, why in failures]
