"""What a receipt that anyone may check says about an order."""

from enum import StrEnum

from bot.shop.money import Tyiyn
from bot.shop.order import Order, OrderState

PREFIX = "r_"
"""How the payload of a receipt's link begins; the order's token follows."""


class Standing(StrEnum):
    """How an order stands for somebody who wants to know whether it is paid."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    REJECTED = "rejected"
    """Paid, and the shop will not fill it."""
    SENT_BACK = "sent_back"
    """Paid, and all of it went back."""


def standing(order: Order, refunded: Tyiyn) -> Standing:
    """How the order stands; `refunded` is what of its money went back, in tyiyn."""
    if order.state is not OrderState.PAID:
        return Standing.NOT_PAID
    if refunded >= order.total:
        return Standing.SENT_BACK
    return Standing.PAID if order.rejected_why is None else Standing.REJECTED
