"""The buttons under an order's card."""

from aiogram.enums import ButtonStyle
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.buttons import OrderAct, OrderButton, RejectSale
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment, PaymentState
from bot.texts import desk, labels

_LONGEST_COPY = 256
_FAILED = {PaymentState.REFUSED, PaymentState.UNKNOWN}


def card(order: Order, payment: Payment | None) -> InlineKeyboardMarkup | None:
    """What can be done with an order as it is, the most likely first; None when nothing can."""
    if order.state is OrderState.EXPIRED:
        if payment is not None and payment.state is PaymentState.COMPLETED:
            return None
        return _rows([[act(OrderAct.PAY_AGAIN, order, labels.new_qr(), ButtonStyle.SUCCESS)]])
    if not order.state.is_open or payment is None:
        return None
    return _rows(_open(order, payment))


def sale(order: Order) -> InlineKeyboardMarkup:
    """Under a sale in the merchant's chat."""
    reject = InlineKeyboardButton(text=desk.reject(), callback_data=RejectSale(number=order.number).pack())
    return InlineKeyboardMarkup(inline_keyboard=[[reject]])


def surely(order: Order) -> InlineKeyboardMarkup:
    """Cancel, really?"""
    yes = act(OrderAct.CANCEL_SURELY, order, labels.cancel_surely(), ButtonStyle.DANGER)
    return InlineKeyboardMarkup(inline_keyboard=[[yes], [act(OrderAct.KEEP, order, labels.keep_order())]])


def act(what: OrderAct, order: Order, label: str, style: ButtonStyle | None = None) -> InlineKeyboardButton:
    """A button that does something with an order."""
    data = OrderButton(act=what, number=order.number).pack()
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def _open(order: Order, payment: Payment) -> list[list[InlineKeyboardButton]]:
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
            return [*_paying(order, payment), [again], [have_paid], [cancel]]
        case PaymentState.SCANNED:
            return [*_paying(order, payment), [have_paid]]
        case _:
            return [*_paying(order, payment), [have_paid], [cancel]] if payment.link else []


def _paying(order: Order, payment: Payment) -> list[list[InlineKeyboardButton]]:
    if not payment.link:
        return []
    to_pay = payment.request_amount or order.total
    pay = InlineKeyboardButton(text=labels.pay(to_pay), url=payment.link, style=ButtonStyle.SUCCESS)
    if len(payment.link) > _LONGEST_COPY:
        return [[pay]]
    copied = CopyTextButton(text=payment.link)
    return [[pay], [InlineKeyboardButton(text=labels.copy_link(), copy_text=copied)]]


def _rows(rows: list[list[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
