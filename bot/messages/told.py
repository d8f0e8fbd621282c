"""Messages that are sent once: confirmations of payment, sales, odd money, and what an owner has to mend."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.addresses import Addresses
from bot.messages import keyboards
from bot.messages.message import Message
from bot.shop.fulfilment import Stage
from bot.shop.order import Order
from bot.shop.people import Shop
from bot.storage import deliveries, desk, orders, payments, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import delivery, fulfilment, letters, merchant
from bot.texts import orders as texts
from bot.texts import owner as owner_texts
from bot.texts import pause as pause_texts

_MOST_REFUNDS = 5
"""So many of an order's refunds stand on its card, each on a line."""


async def receipt(unit: Unit, row: Row, addresses: Addresses) -> Message | None:
    """To the customer: the money has come; with the link by which anyone may check that."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    shop = await shops.load(unit, order.shop_id)
    settled = await orders.settled_by(unit, order)
    payment = await payments.load(unit, settled[0]) if settled else None
    fee = max(0, payment.request_amount - payment.amount) if payment and payment.request_amount else 0
    text = texts.receipt(order, shop, fee, settled[1] if settled else None)
    link = addresses.proof(order.token) if addresses.bot_username else ""
    return Message(text, keyboards.receipt(order, link))


async def ready(unit: Unit, row: Row) -> Message | None:
    """To the customer: the order is ready; of no use once it was handed over or rejected."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    if order.fulfilment is not Stage.READY:
        return None
    text = fulfilment.ready(order, await shops.load(unit, order.shop_id))
    return Message(text, keyboards.to_shop(order.number, letters.write_to_shop()))


async def sale(unit: Unit, row: Row) -> Message | None:
    """To the seller: an order is paid. Only a private chat learns who bought and where it goes."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    shop = await shops.load(unit, order.shop_id)
    card = await sale_card(unit, order, shop, row.chat_id)
    return replace(card, silent=order.came < shop.quiet_below)


async def sale_card(unit: Unit, order: Order, shop: Shop, chat_id: int) -> Message:
    """A paid order as it is now, as that chat may see it."""
    settled = await orders.settled_by(unit, order)
    payment = await payments.load(unit, settled[0]) if settled else None
    known = payment is not None and payment.amount == order.received  # what is left of another sum nobody has told
    net, refunded = payment.payable if payment and known else None, await desk.refunded(unit, order.id)
    if not shop.may_read_secrets(chat_id):
        return Message(merchant.sale(order, shop, net, None, refunded))
    if order.counter_id is not None:
        seller = await people.load(unit, order.person_id)
        return Message(merchant.counter_sale(order, shop, net, seller, refunded))
    customer = await people.load(unit, order.person_id) if order.has_customer else None
    refunds = (await desk.refunds_of(unit, order.id))[-_MOST_REFUNDS:]
    text = merchant.sale(order, shop, net, customer, refunded, await orders.steps(unit, order), refunds)
    return Message(text, None if order.is_test else keyboards.sale(order, shop))


async def pause(unit: Unit, row: Row) -> Message | None:
    """To the merchant's chat: the shop pauses or goes on; strangers do not read by whose doing."""
    shop = await shops.load(unit, row.shop_id)
    by = str(row.facts["by"]) if shop.may_read_secrets(row.chat_id) else ""
    return Message(pause_texts.told(paused=bool(row.facts["paused"]), by=by))


async def owner(unit: Unit, row: Row) -> Message | None:
    """To an owner: what has to be mended."""
    facts = row.facts
    what, number, why = str(facts.get("what")), facts.get("order"), str(facts.get("why") or "")
    match what:
        case "xpay_keys_refused":
            text = owner_texts.keys_refused()
        case "undeliverable":
            text = await _undeliverable(unit, row)
        case "no_photos":
            text = delivery.no_photos()
        case "foreign":
            text = owner_texts.foreign_answer(number)
        case "checksum":
            text = owner_texts.wrong_checksum()
        case "bad_link":
            text = owner_texts.bad_link(number, why)
        case "waiting" | "scanned" | "processing" | "declined" | "unknown_word":
            text = owner_texts.contradiction(number)
        case _:
            text = owner_texts.something_else(what)
    return Message(text)


async def _undeliverable(unit: Unit, row: Row) -> str:
    """What was lost in a chat on one day, in UTC."""
    if "day" not in row.facts:  # written by an earlier version
        return owner_texts.undeliverable(str(row.facts.get("why") or ""))
    since = datetime.fromisoformat(row.facts["day"]).replace(tzinfo=UTC)
    lost = await deliveries.undelivered(unit, row.shop_id, row.facts["chat"], since)
    return delivery.undeliverable(lost.count, lost.numbers, lost.why)
