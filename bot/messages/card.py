"""The customer's card of an order: one message, edited as the order goes on."""

from functools import partial

from bot.messages import keyboards
from bot.messages.message import Message
from bot.pictures import Card, Stamp, closed_card, payment_card
from bot.shop.banks import chosen
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Person, Shop
from bot.storage import orders, payments, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Row
from bot.texts import bills as bill_texts
from bot.texts import forms, fulfilment
from bot.texts import orders as texts

_STAMPS = {
    OrderState.PAID: Stamp.PAID,
    OrderState.EXPIRED: Stamp.EXPIRED,
    OrderState.CANCELLED: Stamp.CANCELLED,
}


async def render(unit: Unit, row: Row) -> Message | None:
    """The card as its order is now."""
    if row.order_id is None:
        return None
    order = await orders.load(unit, row.order_id)
    shop = await shops.load(unit, order.shop_id)
    person = await people.load(unit, order.person_id)
    payment = await payments.newest(unit, order.id)
    keyboard = keyboards.card(order, payment, chosen(shop.bank_buttons))
    if order.state in _STAMPS:
        text = texts.card_closed(order, shop.timezone, _closed_sentence(order, payment, shop))
        picture = partial(closed_card, _drawn(order, shop, payment), _STAMPS[order.state], texts.stamp(order.state))
        return Message(text, keyboard, picture, f"{order.state}:{person.language}")
    if payment is None:
        return None
    until = texts.deadline(order.expires_at, shop, row.created_at)
    sentence = _open_sentence(payment, until)
    if payment.may_raise:
        sentence = f"{bill_texts.may_raise()} {sentence}"
    link = payment.link if payment.link and _can_be_paid(payment) else ""
    to_pay = payment.request_amount or order.total
    text = texts.card(order, shop.timezone, to_pay, sentence, link)
    if not link:
        return Message(text, keyboard)
    return Message(text, keyboard, partial(payment_card, _drawn(order, shop, payment)), _name(payment, person))


def _can_be_paid(payment: Payment) -> bool:
    return payment.state not in {PaymentState.COMPLETED, PaymentState.PROCESSING}


def _name(payment: Payment, person: Person) -> str:
    return f"qr:{payment.id}:{person.language}"


def _drawn(order: Order, shop: Shop, payment: Payment | None) -> Card:
    to_pay = (payment.request_amount if payment else None) or order.total
    return Card(
        shop=shop.name,
        order=texts.title(order.number),
        total=forms.money(to_pay if order.state.is_open else order.total),
        hint=texts.card_hint(),
        link=(payment.link if payment else None) or "",
    )


def _open_sentence(payment: Payment, until: str) -> str:
    match payment.state:
        case PaymentState.CREATING:
            return texts.card_preparing()
        case PaymentState.UNKNOWN | PaymentState.REFUSED:
            return texts.card_failed(until)
        case PaymentState.ACTIVE:
            return texts.card_waiting(until)
        case PaymentState.SCANNED:
            return texts.card_scanned(until)
        case PaymentState.PROCESSING:
            return texts.card_processing()
        case PaymentState.DECLINED:
            return texts.card_declined(until)
        case PaymentState.COMPLETED:
            return texts.card_being_checked()


def _closed_sentence(order: Order, payment: Payment | None, shop: Shop) -> str:
    match order.state:
        case OrderState.PAID:
            if order.rejected_why is not None:
                return texts.card_rejected(order.rejected_why)
            paid = texts.card_paid(forms.clock_time(order.paid_at or order.placed_at, shop.timezone))
            return f"{paid}\n{fulfilment.on_card(order)}".rstrip()
        case _ if payment is not None and payment.state is PaymentState.COMPLETED:
            return texts.card_being_checked()
        case OrderState.EXPIRED if order.bill_id is not None:
            return bill_texts.card_over()
        case OrderState.EXPIRED:
            return texts.card_expired()
        case _:
            return texts.card_cancelled()
