"""What news of a payment does to its order: one total function, from every pair of states and every kind of news."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.shop.money import Tyiyn
from bot.shop.order import OrderState


class PaymentState(StrEnum):
    """The life of one QR at xPay. A QR never dies there, so none of these states makes it unpayable."""

    CREATING = "creating"
    """Committed here; xPay is being asked for the QR."""
    UNKNOWN = "unknown"
    """xPay was asked, and did not answer in a way that tells whether the QR exists."""
    REFUSED = "refused"
    """xPay made no QR."""
    ACTIVE = "active"
    SCANNED = "scanned"
    PROCESSING = "processing"
    DECLINED = "declined"
    """xPay said ERROR or CANCELED; it may still say COMPLETED later."""
    COMPLETED = "completed"

    @property
    def is_at_bank(self) -> bool:
        """Whether the customer is in the middle of paying."""
        return self in {PaymentState.SCANNED, PaymentState.PROCESSING}


@dataclass(frozen=True, slots=True)
class Payment:
    """One QR for an order. Sums are in tyiyn; `request_amount` is what the payer pays, with a fee on top included.

    With `may_raise` the payer may pay more than `amount`.
    """

    id: int
    shop_id: int
    order_id: int
    state: PaymentState
    amount: Tyiyn
    request_amount: Tyiyn | None
    payable: Tyiyn | None
    transaction_id: str | None
    adopted: bool
    link: str | None
    created_at: datetime
    asked_at: datetime | None
    failures: int
    may_raise: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """A transfer as xPay reports it: its reference, the sum in tyiyn where certain, the sum and the time as written."""

    trx: str
    amount: Tyiyn | None
    raw: str
    executed_time: str | None


class News(StrEnum):
    """What can be learnt about a payment. The `paid_` ones tell of a transfer that was not settled before."""

    WAITING = "waiting"
    SCANNED = "scanned"
    PROCESSING = "processing"
    DECLINED = "declined"
    UNKNOWN_WORD = "unknown_word"
    """A status word nobody has told us of: taken as on its way."""
    FOREIGN = "foreign"
    """The answer speaks of another transaction."""
    REPEATED = "repeated"
    """COMPLETED again, for a transfer that was settled before."""
    PAID_EXACT = "paid_exact"
    PAID_RAISED = "paid_raised"
    """More than the order's sum, by a QR that lets its payer raise it."""
    PAID_OTHER_SUM = "paid_other_sum"
    PAID_UNIT_UNCLEAR = "paid_unit_unclear"
    """The number would be right in som or in tyiyn, and nothing says which it is."""
    PAID_ADOPTED = "paid_adopted"
    """The transaction's id was learnt from a callback's body, which anyone could have written."""
    TIME_UP = "time_up"
    """The order's time is over, with what was added for a customer at the bank; xPay says that nothing has come."""
    CANCEL = "cancel"
    """The order is to be cancelled, and xPay says that nothing has come."""


class DeskReason(StrEnum):
    """Why money waits for a person to decide."""

    LATE = "late"
    SUM_DIFFERS = "sum_differs"
    UNIT_UNCLEAR = "unit_unclear"
    SECOND_PAYMENT = "second_payment"
    CANCELLED_ORDER = "cancelled_order"
    ID_UNPROVEN = "id_unproven"
    CONTRADICTION = "contradiction"
    """xPay took back what it had completed."""
    REFUND_OWED = "refund_owed"
    """The seller rejected a paid order."""


class Effect(StrEnum):
    """What the news asks for, beside the new states."""

    NOTHING = "nothing"
    PAY = "pay"
    """The order is paid."""
    PAY_LATE = "pay_late"
    """Paid if the shop takes late money and the stock can be held again; else the desk, as late."""
    DESK = "desk"
    CLOSE = "close"
    """The order ends unpaid and gives its stock back."""
    ALERT = "alert"
    """Nothing moves; the owner should look."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The states after the news, and what else has to happen."""

    order: OrderState
    payment: PaymentState
    effect: Effect = Effect.NOTHING
    reason: DeskReason | None = None


_PROGRESS = {
    News.WAITING: (OrderState.WAITING, PaymentState.ACTIVE),
    News.SCANNED: (OrderState.PROCESSING, PaymentState.SCANNED),
    News.PROCESSING: (OrderState.PROCESSING, PaymentState.PROCESSING),
    News.UNKNOWN_WORD: (OrderState.PROCESSING, PaymentState.PROCESSING),
    News.DECLINED: (OrderState.WAITING, PaymentState.DECLINED),
}

_ODD_MONEY = {
    News.PAID_OTHER_SUM: DeskReason.SUM_DIFFERS,
    News.PAID_UNIT_UNCLEAR: DeskReason.UNIT_UNCLEAR,
    News.PAID_ADOPTED: DeskReason.ID_UNPROVEN,
}


def decide(order: OrderState, payment: PaymentState, news: News) -> Decision:
    """What becomes of an order and one of its payments; defined for every combination, without any I/O."""
    match news:
        case News.REPEATED:
            return Decision(order, payment)
        case News.FOREIGN:
            return Decision(order, payment, Effect.ALERT)
        case News.PAID_EXACT | News.PAID_RAISED | News.PAID_OTHER_SUM | News.PAID_UNIT_UNCLEAR | News.PAID_ADOPTED:
            return _money_came(order, payment, news)
        case News.TIME_UP | News.CANCEL:
            return _close(order, payment, news)
        case _:
            return _progress(order, payment, news)


def _money_came(order: OrderState, payment: PaymentState, news: News) -> Decision:
    """A transfer ends in exactly one of two places: a paid order, or the odd-money desk."""
    if order is OrderState.PAID or payment is PaymentState.COMPLETED:
        return Decision(order, PaymentState.COMPLETED, Effect.DESK, DeskReason.SECOND_PAYMENT)
    if news in _ODD_MONEY:
        held = OrderState.PROCESSING if order.is_open else order
        return Decision(held, PaymentState.COMPLETED, Effect.DESK, _ODD_MONEY[news])
    if order is OrderState.CANCELLED:
        return Decision(order, PaymentState.COMPLETED, Effect.DESK, DeskReason.CANCELLED_ORDER)
    if order is OrderState.EXPIRED:
        return Decision(OrderState.PAID, PaymentState.COMPLETED, Effect.PAY_LATE, DeskReason.LATE)
    return Decision(OrderState.PAID, PaymentState.COMPLETED, Effect.PAY)


def _close(order: OrderState, payment: PaymentState, news: News) -> Decision:
    """Time and cancelling end an open order, unless its money is here, or on the way and nobody waited for it yet."""
    if not order.is_open or payment is PaymentState.COMPLETED:
        return Decision(order, payment)
    if news is News.CANCEL and payment.is_at_bank:
        return Decision(order, payment)
    end = OrderState.EXPIRED if news is News.TIME_UP else OrderState.CANCELLED
    return Decision(end, payment, Effect.CLOSE)


def _progress(order: OrderState, payment: PaymentState, news: News) -> Decision:
    """A status word moves what is not final; against completed money it is only a contradiction to report."""
    if payment is PaymentState.COMPLETED:
        if news is News.DECLINED:
            return Decision(order, payment, Effect.DESK, DeskReason.CONTRADICTION)
        return Decision(order, payment, Effect.ALERT)
    moved, state = _PROGRESS[news]
    return Decision(moved if order.is_open else order, state)
