"""The buttons under an order's card."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.buttons import OrderAct, OrderButton, WriteToShop
from bot.messages.staff_buttons import (
    Advance,
    BlockCustomer,
    OpenCase,
    OrdersOf,
    RejectSale,
    RemoveNote,
    ShowOrder,
    ShowPhone,
    WriteNote,
    WriteToCustomer,
)
from bot.shop.banks import Bank, in_pairs
from bot.shop.fulfilment import Stage, following
from bot.shop.order import Order, OrderState
from bot.shop.orderbook import Dossier
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Shop
from bot.texts import desk, dossier, fulfilment, labels, letters, proof

_LONGEST_COPY = 256
_ON_CARD = {
    Stage.NEW: [Stage.TAKEN, Stage.READY],
    Stage.TAKEN: [Stage.READY, Stage.HANDED_OVER],
    Stage.READY: [Stage.HANDED_OVER],
    Stage.HANDED_OVER: [],
    Stage.REJECTED: [],
}
"""The nearest stages; three buttons in a row would be cut off on a phone."""

_FAILED = {PaymentState.REFUSED, PaymentState.UNKNOWN}


def card(order: Order, payment: Payment | None, banks: Sequence[Bank] = ()) -> InlineKeyboardMarkup | None:
    """What can be done with an order as it is, the most likely first; None when nothing can.

    `banks` are the banking apps that get a button of their own while the order can be paid.
    """
    if order.state is OrderState.EXPIRED:
        if order.bill_id is not None or (payment is not None and payment.state is PaymentState.COMPLETED):
            return None
        return _rows([[act(OrderAct.PAY_AGAIN, order, labels.new_qr(), ButtonStyle.SUCCESS)]])
    if not order.state.is_open or payment is None:
        return None
    return _rows(_open(order, payment, banks))


def receipt(order: Order, link: str) -> InlineKeyboardMarkup:
    """Under a confirmation of payment; `link` leads to the receipt that anyone may check, where there is one."""
    rows = [[_button(letters.write_to_shop(), WriteToShop(number=order.number))]]
    if link:
        copied = InlineKeyboardButton(text=proof.copy(), copy_text=CopyTextButton(text=link))
        rows.insert(0, [InlineKeyboardButton(text=proof.show(), url=link), copied])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def sale(order: Order, shop: Shop) -> InlineKeyboardMarkup | None:
    """Under a sale, in a chat of staff: what can be done with the order from where it is."""
    if order.counter_id is not None:  # the goods went over the counter, to nobody whom the bot knows
        return None
    number, nexts = order.number, following(order.fulfilment)
    moves = [_button(fulfilment.move(to), Advance(stage=to, number=number)) for to in _ON_CARD[order.fulfilment]]
    if moves:
        moves[0] = moves[0].model_copy(update={"style": ButtonStyle.SUCCESS})
    more = _button(dossier.more(), ShowOrder(number=number))
    last = [_button(desk.reject(), RejectSale(number=number)), more] if Stage.REJECTED in nexts else [more]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in (moves, _talk(order, shop), last) if row])


def whole_order(dossier_: Dossier, shop: Shop, profile: str | None) -> list[list[InlineKeyboardButton]]:
    """Under everything about an order: what can be done with it; `profile` is a link to the customer's, if any."""
    order = dossier_.order
    number = order.number
    card = sale(order, shop) if order.state is OrderState.PAID else None
    rows = card.inline_keyboard[:-1] if card is not None else [_talk(order, shop)]
    rows += [
        [_button(dossier.open_case(), OpenCase(case_id=case.id))] for case in dossier_.cases if case.decision is None
    ]
    note = [_button(dossier.write_note(known=bool(order.note)), WriteNote(number=number))]
    if order.note:
        note.append(_button(dossier.remove_note(), RemoveNote(number=number)))
    if profile and len(note) == 1:
        note.append(InlineKeyboardButton(text=dossier.profile(), url=profile))
    elif profile:
        rows.append([InlineKeyboardButton(text=dossier.profile(), url=profile)])
    others = [_button(dossier.others(dossier_.others), OrdersOf(number=number))] if dossier_.others else []
    if card is not None and Stage.REJECTED in following(order.fulfilment):
        rows.append([_button(desk.reject(), RejectSale(number=number))])
    return [row for row in (*rows, note, others) if row]


def _talk(order: Order, shop: Shop) -> list[InlineKeyboardButton]:
    talk = [] if not order.has_customer else [_button(fulfilment.write(), WriteToCustomer(number=order.number))]
    if order.wishes.phone and not shop.shows_phones:
        talk.append(_button(fulfilment.phone(), ShowPhone(number=order.number)))
    return talk


def customer_letter(number: int, *, blocked: bool) -> InlineKeyboardMarkup:
    """Under a customer's letter."""
    label = letters.unblock() if blocked else letters.block()
    answer = _button(letters.answer(), WriteToCustomer(number=number))
    return InlineKeyboardMarkup(
        inline_keyboard=[[answer, _button(label, BlockCustomer(number=number, blocked=not blocked))]]
    )


def to_shop(number: int, label: str) -> InlineKeyboardMarkup:
    """Under what a customer may want to answer."""
    return InlineKeyboardMarkup(inline_keyboard=[[_button(label, WriteToShop(number=number))]])


def _button(label: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def surely(order: Order) -> InlineKeyboardMarkup:
    """Cancel, really?"""
    yes = act(OrderAct.CANCEL_SURELY, order, labels.cancel_surely(), ButtonStyle.DANGER)
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [act(OrderAct.KEEP, order, labels.keep_order())]])


def act(what: OrderAct, order: Order, label: str, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that does something with an order."""
    data = OrderButton(act=what, number=order.number).pack()
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def _open(order: Order, payment: Payment, banks: Sequence[Bank]) -> list[list[InlineKeyboardButton]]:
    cancel = act(OrderAct.CANCEL, order, labels.cancel_order())
    have_paid = act(OrderAct.ASK, order, labels.have_paid())
    match payment.state:
        case PaymentState.COMPLETED:
            return []
        case PaymentState.PROCESSING:
            return [[have_paid]]
        case state if state in _FAILED:
            return [[act(OrderAct.PAY_AGAIN, order, labels.try_again(), ButtonStyle.SUCCESS)], [cancel]]
        case PaymentState.DECLINED:
            again = act(OrderAct.PAY_AGAIN, order, labels.new_qr())
            return [*_paying(order, payment, banks), [again], [have_paid], [cancel]]
        case PaymentState.SCANNED:
            return [*_paying(order, payment, banks), [have_paid]]
        case _:
            return [*_paying(order, payment, banks), [have_paid], [cancel]] if payment.link else []


def _paying(order: Order, payment: Payment, banks: Sequence[Bank]) -> list[list[InlineKeyboardButton]]:
    if not payment.link:
        return []
    to_pay = payment.request_amount or order.total
    pay = InlineKeyboardButton(text=labels.pay(to_pay), url=payment.link, style=ButtonStyle.SUCCESS)
    elqr = payment.link.partition("#")[2]
    apps = [[InlineKeyboardButton(text=one.name, url=one.link(elqr)) for one in pair] for pair in in_pairs(banks)]
    if len(payment.link) > _LONGEST_COPY:
        return [[pay], *apps]
    copied = CopyTextButton(text=payment.link)
    return [[pay], *apps, [InlineKeyboardButton(text=labels.copy_link(), copy_text=copied)]]


def _rows(rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
