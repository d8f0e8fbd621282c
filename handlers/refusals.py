"""Each refusal as the sentence that a person reads."""

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
from bot.desk import AlreadyDecided, CannotBePaid, DeskRefusal, NotAllowed, WrongSum
from bot.texts import checkout as texts
from bot.texts import desk as desk_texts
from bot.texts import shopfront


def sentence(refusal: Refusal | DeskRefusal) -> str:
    """What is the matter, and what to do."""
    return _at_desk(refusal) if isinstance(refusal, DeskRefusal) else _at_checkout(refusal)


def _at_desk(refusal: DeskRefusal) -> str:
    match refusal:
        case NotAllowed():
            return desk_texts.not_allowed()
        case AlreadyDecided():
            return desk_texts.already_decided()
        case CannotBePaid(sold_out=sold_out):
            return desk_texts.cannot_be_paid(sold_out)
        case WrongSum():
            return desk_texts.wrong_sum()
        case _:
            return desk_texts.gone()


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
