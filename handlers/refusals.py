"""Each refusal as the sentence that a person reads."""

from bot.billing import BillEnded, BillIsPaid, BillStillOpen, BillTaken, NoTerminal
from bot.checkout import (
    EmptyCart,
    OutsideLimits,
    PaymentsUnavailable,
    PriceChanged,
    Refusal,
    SoldOut,
    TooManyOpen,
    TooManyQRs,
)
from bot.desk import AlreadyDecided, CannotBePaid, SumNeeded, WrongSum
from bot.fulfilment import NotToBeFilled, Overtaken
from bot.relay import Blocked, LetterRefused, NobodyThere, NothingSaid, TooMany
from bot.staff import NotAllowed, StaffRefusal
from bot.texts import bills as bill_texts
from bot.texts import checkout as texts
from bot.texts import desk as desk_texts
from bot.texts import fulfilment, letters, orders, shopfront
from handlers.staff.asking import CannotAsk


def sentence(refusal: Refusal | StaffRefusal) -> str:
    """What is the matter, and what to do."""
    return _of_staff(refusal) if isinstance(refusal, StaffRefusal) else _at_checkout(refusal)


_OF_STAFF = {
    NotAllowed: desk_texts.not_allowed,
    AlreadyDecided: desk_texts.already_decided,
    SumNeeded: desk_texts.sum_needed,
    WrongSum: desk_texts.wrong_sum,
    NotToBeFilled: fulfilment.not_to_be_filled,
    NothingSaid: letters.nothing_said,
    NobodyThere: bill_texts.nobody_there,
    BillIsPaid: bill_texts.is_paid,
    BillEnded: bill_texts.ended,
    BillStillOpen: bill_texts.still_open,
    BillTaken: bill_texts.is_taken,
    NoTerminal: bill_texts.no_terminal,
    CannotAsk: letters.write_in_private,
}


def _of_staff(refusal: StaffRefusal) -> str:
    match refusal:
        case CannotBePaid(sold_out=sold_out):
            return desk_texts.cannot_be_paid(sold_out)
        case Overtaken(stage=stage, by=by):
            return fulfilment.overtaken(stage, by)
        case _:
            return _OF_STAFF.get(type(refusal), desk_texts.gone)()


def of_letter(refusal: LetterRefused) -> str:
    """Why a customer's letter is not passed on."""
    match refusal:
        case Blocked():
            return letters.not_taken()
        case TooMany():
            return letters.too_many()
        case NothingSaid():
            return letters.nothing_said()
        case _:
            return orders.no_such_order()


def _at_checkout(refusal: Refusal) -> str:
    match refusal:
        case EmptyCart():
            return shopfront.cart_empty()
        case SoldOut(title=title):
            return texts.sold_out(title)
        case OutsideLimits(minimum=minimum, maximum=maximum):
            return texts.outside_limits(minimum, maximum)
        case TooManyOpen(most=most):
            return texts.too_many_open(most)
        case TooManyQRs():
            return texts.too_many_qrs()
        case PaymentsUnavailable():
            return texts.payments_unavailable()
        case PriceChanged():
            return texts.order_anew()
        case _:
            return texts.nothing_to_do()
