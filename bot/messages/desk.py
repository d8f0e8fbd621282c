"""The odd-money desk's cards, and what its customers are told."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import Message
from bot.messages.staff_buttons import CaseAct, CaseButton
from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case, Ruling
from bot.shop.order import Order, OrderState
from bot.storage import desk, orders, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import desk as texts
from bot.texts import forms
from bot.texts import orders as order_texts


async def case_card(unit: Unit, case: Case, *, public: bool) -> Message:
    """A case as it stands now, with what can be decided about it; strangers (`public`) see no names and no buttons."""
    order = await orders.load(unit, case.order_id)
    shop = await shops.load(unit, case.shop_id)
    customer = None if public or order.unclaimed else await people.load(unit, case.person_id)
    decider = await people.load(unit, case.decided_by) if case.decided_by and not public else None
    owed = await _owed(unit, case, order)
    text = texts.card(case, order, shop, customer, decider, owed)
    return Message(text, None if public else keyboard(case, order))


def keyboard(case: Case, order: Order) -> InlineKeyboardMarkup | None:
    """The decisions that are open; none once one was taken."""
    if case.decision is not None:
        return None
    rows = []
    if case.has_money:
        if order.state is not OrderState.PAID:
            rows.append([act(CaseAct.ACCEPT, case, texts.accept(order.number), style=ButtonStyle.SUCCESS)])
        rows.append([act(CaseAct.ATTACH, case, texts.attach())])
    if case.has_money or order.rejected_why is not None:
        rows.append([act(CaseAct.REFUND, case, texts.refund())])
    else:
        rows.append([act(CaseAct.SEEN, case, texts.seen())])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def choice_of_orders(case: Case, found: list[Order]) -> InlineKeyboardMarkup:
    """The customer's orders that the money could be for."""
    rows = [[act(CaseAct.ATTACH_TO, case, texts.attach_to(order), number=order.number)] for order in found]
    return InlineKeyboardMarkup(inline_keyboard=[*rows, [act(CaseAct.OPEN, case, texts.back())]])


def act(
    what: CaseAct, case: Case, label: str, *, number: int = 0, style: ButtonStyle | None = None
) -> InlineKeyboardButton:
    """A button that does something with a case."""
    data = CaseButton(act=what, case_id=case.id, number=number).pack()
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


async def to_staff(unit: Unit, row: Row) -> Message | None:
    """To the merchant's chat: a case."""
    case = await _case(unit, row)
    shop = await shops.load(unit, row.shop_id)
    return await case_card(unit, case, public=not shop.may_read_secrets(row.chat_id)) if case else None


async def odd_money(unit: Unit, row: Row) -> Message | None:
    """To the customer: money came, and the shop will decide."""
    case = await _case(unit, row)
    if case is None or case.decision is not None:
        return None
    amount = None if case.received is None else forms.money(case.received)
    return Message(order_texts.odd_money(case.order_number, amount, case.reason))


async def ruling(unit: Unit, row: Row) -> Message | None:
    """To the customer: what was decided."""
    case = await _case(unit, row)
    if case is None:
        return None
    went_back = await desk.refund_of(unit, case.id)
    if case.decision is Ruling.REFUNDED:
        return Message(texts.sent_back(case.order_number, went_back)) if went_back else None
    return Message(texts.settled(case.order_number))


async def rejected(unit: Unit, row: Row) -> Message | None:
    """To the customer: the order will not be filled."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    return Message(texts.rejected(order, await desk.still_owed(unit, order)))


async def refund(unit: Unit, row: Row) -> Message | None:
    """To the customer: money of a paid order went back."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    return Message(texts.sent_back(order.number, int(row.facts["amount"])))


async def delayed(unit: Unit, row: Row) -> Message | None:
    """To the customer: xPay does not answer; of no use once it has."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    return Message(texts.delayed(order.number)) if order.state.is_open else None


async def _owed(unit: Unit, case: Case, order: Order) -> Tyiyn:
    """What has to go back of a rejected order, or went back with the decision."""
    went_back = await desk.refund_of(unit, case.id)
    return await desk.still_owed(unit, order) if went_back is None else went_back


async def _case(unit: Unit, row: Row) -> Case | None:
    return await desk.case(unit, row.shop_id, int(row.facts["case"]))
