"""The odd-money desk: what staff read on a case's card and press under it, and what its customer hears."""

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case, Ruling
from bot.shop.order import Order
from bot.shop.payment import DeskReason
from bot.shop.people import Person, Shop
from bot.texts.forms import bold, clock_time, money, safe
from bot.texts.merchant import at_counter, mention, why
from bot.texts.orderbook import counted
from bot.texts.orders import state, title


def card(case: Case, order: Order, shop: Shop, customer: Person | None, decider: Person | None, owed: Tyiyn) -> str:
    """A case with its facts, and the decision once there is one.

    `customer` is None where nobody knows them, and like `decider` where strangers read along.
    """
    head = _heading(case)
    lines = [bold(head), "", why(case.reason), ""]
    if case.reason is DeskReason.REFUND_OWED and order.rejected_why:
        lines.append(_("Reason given: {why}").format(why=safe(order.rejected_why, 300)))
    if case.has_money:
        lines.append(_("Expected: {sum}").format(sum=money(case.expected)))
        lines.append(_("Received: {sum}").format(sum=received(case)))
    elif case.reason is DeskReason.REFUND_OWED:
        lines.append(_("To give back: {sum}").format(sum=money(owed)))
    lines.append(f"{title(order.number)}: {state(order.state)}")
    if customer is not None:
        lines.append(
            _("Customer: {name}").format(name=mention(customer)) if order.has_customer else at_counter(customer)
        )
    lines.append(_("Time: {time}").format(time=clock_time(case.opened_at, shop.timezone)))
    reference = case.trx or case.transaction_id
    if reference:
        lines.append(_("xPay reference: {reference}").format(reference=f"<code>{safe(reference)}</code>"))
    if case.decision is not None:
        lines += ["", _decision(case, shop, decider)]
    return "\n".join(lines)


def _heading(case: Case) -> str:
    number = case.order_number
    if case.decision is not None:
        return _("Settled: order № {number}").format(number=number)
    if case.reason is DeskReason.REFUND_OWED:
        return _("A refund is owed: order № {number}").format(number=number)
    return _("Money needs a decision: order № {number}").format(number=number)


def received(case: Case) -> str:
    """The sum that came; as xPay wrote it where that is not certain."""
    if case.received is not None:
        return money(case.received)
    return f"<code>{safe(case.raw, 120)}</code>" if case.raw else "—"


def _decision(case: Case, shop: Shop, decider: Person | None) -> str:
    """What was decided; by whom and with which words only where no stranger reads along (`decider` is None there)."""
    time = clock_time(case.decided_at, shop.timezone) if case.decided_at else ""
    what = ruling(case.decision or Ruling.NOTED)
    if decider is None:
        return f"✓ {what} · {time}"
    note = f"\n«{safe(case.note, 300)}»" if case.note else ""
    return f"✓ {what} · {safe(decider.name)}, {time}{note}"


def ruling(of: Ruling) -> str:
    """A decision in a few words."""
    match of:
        case Ruling.ACCEPTED:
            return _("Accepted as payment")
        case Ruling.ATTACHED:
            return _("Counted for another order")
        case Ruling.REFUNDED:
            return _("Refunded by hand")
        case Ruling.NOTED:
            return _("Looked at")


def accept(number: int) -> str:
    """Button: the money pays the order."""
    return _("Accept for order № {number}").format(number=number)


def refund() -> str:
    """Button: the money went back by hand."""
    return _("Refunded by hand…")


def attach() -> str:
    """Button: the money is for another order."""
    return _("For another order…")


def attach_to(order: Order) -> str:
    """Button: the money is for this order."""
    return f"№ {order.number} · {money(order.total)} · {state(order.state)}"


def seen() -> str:
    """Button: looked at, nothing to move."""
    return _("Looked at")


def back() -> str:
    """Button: no decision yet."""
    return _("← Back")


def reject() -> str:
    """Button: a paid order cannot be filled."""
    return _("Cannot fill it…")


def ask_refund_note(number: int) -> str:
    """Before a refund is recorded."""
    return _(
        "Order № {number}: write in one line how the money went back, for example: to MBank, +996 555 123 456. "
        "Or press /cancel."
    ).format(number=number)


def ask_reason(number: int) -> str:
    """Before a paid order is rejected."""
    return _(
        "Order № {number}: write in one line why it cannot be filled. The customer will read it. Or press /cancel."
    ).format(number=number)


def left_alone() -> str:
    """The question was taken back."""
    return _("All right, nothing was changed.")


def done() -> str:
    """A decision was written down."""
    return _("Done.")


def empty() -> str:
    """Nothing waits."""
    return _("The desk is empty: nothing needs a decision.")


def waiting(count: int) -> str:
    """Above the open cases."""
    return bold(_("On the desk: {count}").format(count=counted(count))) + "\n" + _("Press a line to open it.")


def row(case: Case) -> str:
    """Button: opens a case."""
    amount = case.received if case.has_money else case.expected
    return f"№ {case.order_number} · {money(amount) if amount is not None else '?'} · {_in_short(case.reason)}"


def _in_short(reason: DeskReason) -> str:
    words = {
        DeskReason.LATE: _("came late"),
        DeskReason.SUM_DIFFERS: _("another sum"),
        DeskReason.UNIT_UNCLEAR: _("sum unclear"),
        DeskReason.SECOND_PAYMENT: _("paid twice"),
        DeskReason.CANCELLED_ORDER: _("was cancelled"),
        DeskReason.ID_UNPROVEN: _("to be checked"),
        DeskReason.CONTRADICTION: _("xPay contradicts"),
        DeskReason.REFUND_OWED: _("to give back"),
    }
    return words[reason]


def not_allowed() -> str:
    """No right to decide."""
    return _("Only the shop's staff can decide this. Refunds are for owners.")


def already_decided() -> str:
    """Somebody was faster."""
    return _("This has been decided already.")


def gone() -> str:
    """There is no such case or order."""
    return _("There is no such order or case in this shop.")


def cannot_be_paid(sold_out: str | None, *, withdrawn: bool = False) -> str:
    """Why the money cannot count for the order."""
    if sold_out is not None and withdrawn:
        return _(
            "“{title}” is not on sale any more, so the order cannot be filled. "
            "Refund the money, or put it on sale again."
        ).format(title=safe(sold_out))
    if sold_out is not None:
        return _("“{title}” is sold out, so the order cannot be filled. Refund the money, or raise the stock.").format(
            title=safe(sold_out)
        )
    return _("This cannot be done with the order as it is now.")


def sum_needed() -> str:
    """The sum that came is not certain."""
    return _("xPay's sum is not certain. Press the button once more and begin with the sum: 1500 to MBank, +996 …")


def wrong_sum() -> str:
    """More would go back than there is."""
    return _("More cannot go back than was paid for this order.")


def how_to_refund() -> str:
    """The form of the command."""
    return _("Write: /refund NUMBER SUM NOTE — for example: /refund 17 500 to MBank, +996 555 123 456")


def refund_recorded(number: int, amount: Tyiyn) -> str:
    """The ledger has it."""
    return _("Recorded: {sum} of order № {number} went back.").format(sum=money(amount), number=number)


def no_other_orders() -> str:
    """The customer has no order that the money could be for."""
    return _("This customer has no other unpaid order.")


def settled(number: int) -> str:
    """To the customer: money that had to be decided about counts for another order of theirs."""
    return _("The shop has settled your payment for order № {number}.").format(number=number)


def rejected(order: Order, owed: Tyiyn) -> str:
    """To the customer: a paid order will not be filled."""
    return _(
        "We are sorry: the shop cannot fill order № {number}.\nReason: {why}\n\n"
        "Your money ({sum}) will be given back; you will hear from us here."
    ).format(number=order.number, why=safe(order.rejected_why or "—", 300), sum=money(owed))


def sent_back(number: int, amount: Tyiyn) -> str:
    """To the customer: money went back."""
    return _("The shop has sent {sum} back to you (order № {number}). It may take a while to arrive.").format(
        sum=money(amount), number=number
    )


def delayed(number: int) -> str:
    """To the customer: xPay does not answer."""
    return _(
        "The payment system is slow to answer just now. If you have paid order № {number}, your money is not lost: "
        "we keep asking and will write as soon as it is confirmed."
    ).format(number=number)
