"""What the seller's chat reads: sales, and money that somebody has to look at."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.utils.i18n import gettext as _

from bot.shop.fulfilment import Step
from bot.shop.money import Tyiyn
from bot.shop.order import Order
from bot.shop.payment import DeskReason
from bot.shop.people import Person, Shop
from bot.texts.checkout import order_lines, wish_lines
from bot.texts.forms import TEXT, bold, clock_time, money, safe, within
from bot.texts.fulfilment import history


def sale(
    order: Order,
    shop: Shop,
    net: Tyiyn | None,
    customer: Person | None,
    refunded: Tyiyn = 0,
    steps: Sequence[Step] = (),
) -> str:
    """A paid order. In a chat that strangers read, `customer` is None: then nothing tells who, where and by whom."""
    head = bold(_("Sale: order № {number}, {sum}").format(number=order.number, sum=money(order.total))) + "\n"
    facts = [_("After the fee: {sum}").format(sum=money(net))] if net is not None else []
    if order.paid_at is not None:
        facts.append(_("Time: {time}").format(time=clock_time(order.paid_at, shop.timezone)))
    if order.paid_late:
        facts.append(_("Paid after its time had run out; the goods were still there."))
    if refunded:
        facts.append(_("Refunded: {sum}").format(sum=money(refunded)))
    if order.rejected_why is not None:
        facts.append(bold(_("Rejected: {why}").format(why=safe(order.rejected_why, 300))))
    if customer is not None:
        wishes = order.wishes if shop.shows_phones else replace(order.wishes, phone=None)
        facts += ["", *wish_lines(wishes), _("Customer: {name}").format(name=mention(customer))]
    facts += ["", *history(steps, order, shop)] if steps else []
    return within(head, order_lines(order.lines), "\n".join(["", *facts]) if facts else "", TEXT)


def mention(person: Person) -> str:
    """A name that leads to the person."""
    return f'<a href="tg://user?id={person.telegram_id}">{safe(person.name)}</a>'


def why(reason: DeskReason) -> str:
    """Why the money does not simply pay its order."""
    sentences = {
        DeskReason.LATE: _("It came after the order's time had run out."),
        DeskReason.SUM_DIFFERS: _("The sum differs from the order's."),
        DeskReason.UNIT_UNCLEAR: _("xPay's number could be som or tyiyn. Set XPAY_STATUS_UNIT to settle this."),
        DeskReason.SECOND_PAYMENT: _("The order had been paid already: this is a second payment."),
        DeskReason.CANCELLED_ORDER: _("The order had been cancelled."),
        DeskReason.ID_UNPROVEN: _("The transaction's id came from outside and is not proven to be this order's."),
        DeskReason.CONTRADICTION: _("xPay had said that this payment was completed, and now says that it was not."),
        DeskReason.REFUND_OWED: _("The order was rejected after it had been paid: the money has to be given back."),
    }
    return sentences[reason]
