"""A bill as it is passed on: a card with its QR, or the text that an inline message became."""

from collections.abc import Callable
from functools import partial

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.addresses import Addresses
from bot.messages.message import Message
from bot.pictures import Card, Stamp, closed_card, payment_card
from bot.shop.bills import Bill, BillState, Standing, state_of
from bot.shop.order import OrderState
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Shop
from bot.storage import bills, orders, payments, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import bills as texts
from bot.texts import forms, labels
from bot.texts import orders as order_texts

_STAMPS = {
    BillState.PAID: (Stamp.PAID, OrderState.PAID),
    BillState.OVER: (Stamp.EXPIRED, OrderState.EXPIRED),
    BillState.CANCELLED: (Stamp.CANCELLED, OrderState.CANCELLED),
}
_NO_QR = {PaymentState.COMPLETED, PaymentState.PROCESSING}


async def render(unit: Unit, row: Row, addresses: Addresses) -> Message | None:
    """The card, with only buttons that are links: whoever passes it on passes them on too."""
    standing = await _standing(unit, row)
    return await _card(unit, row, addresses, standing) if standing.bill.card_chat_id == row.chat_id else None


async def render_own_chat(unit: Unit, row: Row, addresses: Addresses) -> Message | None:
    """The same card, in the seller's own chat with a customer."""
    standing = await _standing(unit, row)
    return await _card(unit, row, addresses, standing) if standing.bill.business_chat_id == row.chat_id else None


async def _card(unit: Unit, row: Row, addresses: Addresses, standing: Standing) -> Message:
    shop = await shops.load(unit, row.shop_id)
    reader = await people.find(unit, row.shop_id, row.chat_id)
    language = reader.language if reader else shop.language
    message = _text(standing, shop, addresses, row)
    if standing.state in _STAMPS:
        stamp, state = _STAMPS[standing.state]
        picture = partial(closed_card, _drawn(standing, shop, ""), stamp, order_texts.stamp(state))
        return Message(message.text, message.keyboard, picture, f"{standing.state}:{standing.sum}:{language}")
    code = _code(standing, addresses)
    if not code:
        return message
    name = f"qr:{standing.payment.id}:{language}" if standing.payment else f"bill:{standing.bill.id}:{language}"
    return Message(message.text, message.keyboard, partial(payment_card, _drawn(standing, shop, code)), name)


async def render_inline(unit: Unit, row: Row, addresses: Addresses) -> Message | None:
    """The same as a text, which has no QR to scan."""
    standing, shop = await _standing(unit, row), await shops.load(unit, row.shop_id)
    return _text(standing, shop, addresses, row, texts.press_to_pay)


def _text(
    standing: Standing,
    shop: Shop,
    addresses: Addresses,
    row: Row,
    waiting: Callable[[str], str] = order_texts.card_waiting,
) -> Message:
    bill, link = standing.bill, addresses.bill(standing.bill.token)
    if standing.state in _STAMPS:
        return Message(texts.card(standing, shop, _closed(standing, shop), ""))
    until = order_texts.deadline(bill.due_at, shop, row.created_at)
    return Message(texts.card(standing, shop, _open(standing, until, waiting), link), _links(standing, link))


def _links(standing: Standing, link: str) -> InlineKeyboardMarkup:
    """To xPay's page, where there is one QR for all, and to the bill in the bot."""
    bill, payment = standing.bill, standing.payment
    if bill.many:
        pay = InlineKeyboardButton(text=labels.pay(bill.amount), url=link, style=ButtonStyle.SUCCESS)
        return InlineKeyboardMarkup(inline_keyboard=[[pay]])
    rows = [[InlineKeyboardButton(text=texts.open_in_bot(), url=link)]]
    if payment is not None and payment.link and payment.state not in _NO_QR:
        label = labels.pay(payment.request_amount or bill.amount)
        rows.insert(0, [InlineKeyboardButton(text=label, url=payment.link, style=ButtonStyle.SUCCESS)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _code(standing: Standing, addresses: Addresses) -> str:
    """What the QR on the card says; nothing where there is no QR to show."""
    if standing.bill.many:
        return addresses.bill(standing.bill.token)
    payment = standing.payment
    return payment.link or "" if payment is not None and payment.state not in _NO_QR else ""


def _open(standing: Standing, until: str, waiting: Callable[[str], str]) -> str:
    if standing.bill.many:
        return texts.open_to_many(until)
    payment = standing.payment
    match payment.state if payment else PaymentState.CREATING:
        case PaymentState.CREATING:
            return order_texts.card_preparing()
        case PaymentState.UNKNOWN | PaymentState.REFUSED:
            return texts.no_qr()
        case PaymentState.PROCESSING:
            return order_texts.card_processing()
        case PaymentState.COMPLETED:
            return order_texts.card_being_checked()
        case _:
            return waiting(until)


def _closed(standing: Standing, shop: Shop) -> str:
    order = standing.order
    if order is not None and order.paid_at is not None:
        return order_texts.card_paid(forms.clock_time(order.paid_at, shop.timezone))
    if standing.payment is not None and standing.payment.state is PaymentState.COMPLETED:
        return order_texts.card_being_checked()
    return texts.card_over() if standing.state is BillState.OVER else texts.card_cancelled()


def _drawn(standing: Standing, shop: Shop, code: str) -> Card:
    bill, payment = standing.bill, standing.payment
    to_pay = standing.sum if standing.state is BillState.PAID else _to_pay(bill, payment)
    hint = texts.hint_many() if bill.many else order_texts.card_hint()
    return Card(shop=shop.name, order=bill.title, total=forms.money(to_pay), hint=hint, link=code)


def _to_pay(bill: Bill, payment: Payment | None) -> int:
    return (payment.request_amount if payment else None) or bill.amount


async def _standing(unit: Unit, row: Row) -> Standing:
    bill = await bills.load(unit, row.facts["bill"])
    count, total = await bills.paid(unit, bill)
    if bill.many:
        return Standing(bill, state_of(bill, None, row.created_at), count, total)
    order = (await orders.of_bill(unit, bill.id))[0]
    return Standing(
        bill, state_of(bill, order.state, row.created_at), count, total, order, await payments.newest(unit, order.id)
    )
