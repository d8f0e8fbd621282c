"""Letters as they arrive: the shop's with the customer, the customer's with the shop."""

from dataclasses import replace

from bot.messages import keyboards
from bot.messages.message import Message
from bot.storage import letters, orders, outbox, people, shops
from bot.storage.database import Unit
from bot.storage.letters import Letter
from bot.storage.outbox import Row
from bot.texts import letters as texts
from bot.texts import orders as order_texts


async def to_customer(unit: Unit, row: Row) -> Message | None:
    """What the shop wrote."""
    letter = await _letter(unit, row)
    if letter is None:
        return None
    order, shop = await orders.load(unit, letter.order_id), await shops.load(unit, row.shop_id)
    text = texts.to_customer(order.number, shop, letter.text)
    return Message(_marked(row, text), keyboards.to_shop(order.number, texts.answer()), photo=letter.photo)


async def to_shop(unit: Unit, row: Row) -> Message | None:
    """What a customer wrote, beneath the sale if that was told in the same chat."""
    letter = await _letter(unit, row)
    if letter is None:
        return None
    order, customer = await orders.load(unit, letter.order_id), await people.load(unit, letter.author_id)
    buttons = keyboards.customer_letter(order.number, blocked=customer.blocked_at is not None)
    message = Message(_marked(row, texts.to_shop(order.number, customer, letter.text)), buttons, photo=letter.photo)
    card = await outbox.message_of(unit, row.shop_id, row.facts["card"])
    return replace(message, reply_to=card[1]) if card and card[0] == row.chat_id else message


async def lost(unit: Unit, row: Row) -> Message | None:
    """The shop's letter did not reach the customer."""
    return Message(texts.lost((await orders.load(unit, row.order_id)).number)) if row.order_id else None


async def _letter(unit: Unit, row: Row) -> Letter | None:
    return await letters.load(unit, int(row.facts["letter"]))


def _marked(row: Row, text: str) -> str:
    return order_texts.again(text) if row.fate_unknown else text
