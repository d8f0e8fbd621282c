"""From a cart to an order with its stock held and a QR to pay it; paying again; cancelling."""

from bot.checkout.checkout import MOST_OPEN_ORDERS, MOST_QRS_AN_HOUR, Checkout, Quote
from bot.checkout.refusals import (
    EmptyCart,
    NothingToDo,
    OutsideLimits,
    PaymentsUnavailable,
    PriceChanged,
    Refusal,
    SoldOut,
    TooManyOpen,
    TooManyQRs,
)

__all__ = [
    "MOST_OPEN_ORDERS",
    "MOST_QRS_AN_HOUR",
    "Checkout",
    "EmptyCart",
    "NothingToDo",
    "OutsideLimits",
    "PaymentsUnavailable",
    "PriceChanged",
    "Quote",
    "Refusal",
    "SoldOut",
    "TooManyOpen",
    "TooManyQRs",
]
