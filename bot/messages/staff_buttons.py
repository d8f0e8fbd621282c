"""What a button of the staff carries: ids only; the truth is read again at each press."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.shop.fulfilment import Stage
from bot.shop.orderbook import Pile
from bot.shop.people import Purpose


class StaffScreen(StrEnum):
    """The screens of the staff that a button can open."""

    BOARD = "board"
    ORDERS = "orders"
    PRODUCTS = "products"
    BILLS = "bills"
    SALES = "sales"
    DESK = "desk"
    COUNTER = "counter"
    SETTINGS = "settings"
    DELIVERY = "delivery"
    HOURS = "hours"
    PROMO = "promo"
    BANKS = "banks"
    STAFF = "staff"
    SETUP = "setup"


class OpenStaff(CallbackData, prefix="st"):
    """Open a screen of the staff."""

    screen: StaffScreen


class CaseAct(StrEnum):
    """What staff can do with a case on the odd-money desk."""

    OPEN = "open"
    ACCEPT = "accept"
    REFUND = "refund"
    ATTACH = "attach"
    ATTACH_TO = "to"
    SEEN = "seen"


class CaseButton(CallbackData, prefix="ca"):
    """Decide about a case; `number` is the other order that its money is for."""

    act: CaseAct
    case_id: int
    number: int


class OpenCase(CallbackData, prefix="oc"):
    """Staff open a case of the desk: its card comes below."""

    case_id: int


class RejectSale(CallbackData, prefix="rj"):
    """Say that a paid order cannot be filled."""

    number: int


class Advance(CallbackData, prefix="fu"):
    """Bring a paid order to a stage."""

    stage: Stage
    number: int


class WriteToCustomer(CallbackData, prefix="wc"):
    """Staff write to the customer of an order."""

    number: int


class ShowPhone(CallbackData, prefix="ph"):
    """Staff want to see the number of an order's customer."""

    number: int


class BlockCustomer(CallbackData, prefix="bl"):
    """Take no more letters from an order's customer, or take them again."""

    number: int
    blocked: bool


class ConnectChat(CallbackData, prefix="cn"):
    """Tell sales in this chat."""

    chat_id: int


class UseTopic(CallbackData, prefix="ut"):
    """Tell such things in this topic of the merchant's chat; `GENERAL` is the general one."""

    purpose: Purpose
    topic_id: int


class ChooseChat(CallbackData, prefix="cs"):
    """Open Telegram's choosers of groups and channels."""


class ChooseQuiet(CallbackData, prefix="qb"):
    """Choose from which sum on sales come with a sound."""


class PhonesOnCards(CallbackData, prefix="pc"):
    """Choose whether phones stand on sale cards."""

    shown: bool


class LatePolicy(CallbackData, prefix="lp"):
    """Choose what becomes of money that comes after an order's time."""

    accepts_late: bool


class ShowOrder(CallbackData, prefix="ob"):
    """Staff open an order with everything about it; `pile` is where they came from."""

    number: int
    pile: Pile = Pile.PREPARE


class OrdersOf(CallbackData, prefix="oo"):
    """Staff open the orders of an order's customer."""

    number: int


class WriteNote(CallbackData, prefix="no"):
    """Staff want to write a note on an order."""

    number: int


class RemoveNote(CallbackData, prefix="nr"):
    """Staff take the note on an order away."""

    number: int


class CounterAct(StrEnum):
    """What staff can do with a code of the counter."""

    OPEN = "open"
    TAKE = "take"
    LOCK = "lock"
    A4 = "a4"
    A6 = "a6"
    RETIRE = "off"
    RETIRE_SURELY = "surely"


class CounterButton(CallbackData, prefix="ct"):
    """Do something with a code of the counter."""

    act: CounterAct
    counter_id: int
