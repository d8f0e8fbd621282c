"""What a customer's button carries: ids only; the truth is read again at each press."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

ALL = -1
"""The number that stands for all sections of the catalogue."""


class Screen(StrEnum):
    """The screens that a button can open."""

    MENU = "menu"
    CATALOGUE = "catalogue"
    CART = "cart"
    ORDERS = "orders"
    HELP = "help"


class Open(CallbackData, prefix="go"):
    """Open a screen."""

    screen: Screen


class ShowPage(CallbackData, prefix="pg"):
    """Open a page of a section; `section` counts from 0 in the list of sections, `ALL` is everything."""

    section: int
    number: int


class ShowProduct(CallbackData, prefix="pr"):
    """Open a product; `section` and `number` lead back to the page it was opened from."""

    product_id: int
    section: int
    number: int


class ChangeQuantity(CallbackData, prefix="qt"):
    """On a product's screen: put `by` more units into the cart (fewer, when negative)."""

    product_id: int
    by: int
    section: int
    number: int


class ChangeLine(CallbackData, prefix="cl"):
    """On the cart's screen: put `by` more units into the cart (fewer, when negative)."""

    product_id: int
    by: int


class ClearCart(CallbackData, prefix="cc"):
    """Empty the cart."""


class StartCheckout(CallbackData, prefix="co"):
    """Begin to order what is in the cart."""


class Confirm(CallbackData, prefix="ok"):
    """Place the order that the summary shows; `to_pay` is the sum that the customer saw, in tyiyn."""

    to_pay: int


class StepBack(CallbackData, prefix="sb"):
    """From the summary back to the last question."""


class LeaveCheckout(CallbackData, prefix="lc"):
    """Do not order now; the cart stays."""


class SpeakLanguage(CallbackData, prefix="la"):
    """Speak this language from now on."""

    language: str


class OrderAct(StrEnum):
    """What a customer can do with an order."""

    OPEN = "open"
    ASK = "ask"
    CANCEL = "cancel"
    CANCEL_SURELY = "surely"
    KEEP = "keep"
    PAY_AGAIN = "again"
    REPEAT = "repeat"


class OrderButton(CallbackData, prefix="or"):
    """Do something with one's own order, known by its number in the shop."""

    act: OrderAct
    number: int


class WriteToShop(CallbackData, prefix="ws"):
    """The customer writes to the shop about an order of theirs."""

    number: int


class EnterPromo(CallbackData, prefix="pme"):
    """Under the summary: write a promo code."""


class TakeOffPromo(CallbackData, prefix="pmo"):
    """Under the summary: order without the promo code."""
