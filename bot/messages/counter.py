"""The message that shows how a payment over the counter goes, and the alarm for a code that stays open."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import Message
from bot.messages.staff_buttons import CounterAct, CounterButton
from bot.shop.counter import Counter, CounterState
from bot.storage import counters, orders, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import counter as texts
from bot.texts.orders import deadline


async def render(unit: Unit, row: Row) -> Message | None:
    """As the payment and its code stand now."""
    order = await orders.load(unit, row.order_id) if row.order_id is not None else None
    code = await counters.of_order(unit, order) if order is not None else None
    if order is None or code is None:
        return None
    if row.facts.get("overdue"):
        return Message(texts.overdue(code))
    shop = await shops.load(unit, order.shop_id)
    seller = await people.load(unit, order.person_id) if shop.may_read_secrets(row.chat_id) else None
    last = (await counters.last_payments(unit, code, 1))[0]
    until = deadline(order.expires_at, shop, row.created_at)
    if last.order_id != order.id:  # the code serves somebody else by now
        return Message(texts.ended(order, code, shop))
    return Message(texts.live(order, code, seller, until, shop), keyboard(code))


def keyboard(code: Counter) -> InlineKeyboardMarkup | None:
    """What can be done with a code as it is."""
    if code.state.is_taking:
        return InlineKeyboardMarkup(inline_keyboard=[[act(CounterAct.LOCK, code, texts.lock())]])
    if code.state is CounterState.LOCKED:
        again = act(CounterAct.TAKE, code, texts.take(), ButtonStyle.SUCCESS)
        return InlineKeyboardMarkup(inline_keyboard=[[again]])
    return None


def act(what: CounterAct, code: Counter, label: str, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that does something with a code."""
    data = CounterButton(act=what, counter_id=code.id).pack()
    return InlineKeyboardButton(text=label, callback_data=data, style=style)
