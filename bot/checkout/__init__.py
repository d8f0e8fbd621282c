"""From a cart to an order with its stock held and a QR to pay it; paying again; cancelling."""

from bot.checkout.checkout import Checkout
from bot.checkout.placing import MOST_OPEN_ORDERS, MOST_QRS_AN_HOUR
from bot.checkout.refusals import (
    AreaGone,
    ChoiceGone,
    EmptyCart,
    NothingToDo,
    NoTimes,
    OutsideLimits,
    PaymentsUnavailable,
    PriceChanged,
    PromoRefused,
    Refusal,
    ShopClosed,
    ShopPaused,
    SoldOut,
    SumChanged,
    TimeGone,
    TooLate,
    TooManyOpen,
    TooManyQRs,
    WayGone,
)
from bot.checkout.terms import Quote

__all__ = [
    "MOST_OPEN_ORDERS",
    "MOST_QRS_AN_HOUR",
    "AreaGone",
    "Checkout",
    "ChoiceGone",
    "EmptyCart",
    "NoTimes",
    "NothingToDo",
    "OutsideLimits",
    "PaymentsUnavailable",
    "PriceChanged",
    "PromoRefused",
    "Quote",
    "Refusal",
    "ShopClosed",
    "ShopPaused",
    "SoldOut",
    "SumChanged",
    "TimeGone",
    "TooLate",
    "TooManyOpen",
    "TooManyQRs",
    "WayGone",
]
