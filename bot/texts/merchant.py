"""What the seller's chat reads: sales, and money that somebody has to look at."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.shop.fulfilment import Step
from bot.shop.money import Tyiyn
from bot.shop.odd_money import Refund
from bot.shop.order import Order
from bot.shop.orderbook import MOST_NOTE
from bot.shop.payment import DeskReason
from bot.shop.people import Person, Shop
from bot.texts.checkout import order_lines, price_lines, wish_lines
from bot.texts.forms import TEXT, bold, clock_time, money, safe, safe_lines, within
from bot.texts.fulfilment import history
from bot.texts.orderbook import NOTE_MARK
from bot.texts.when import wanted

MOST_SAID = 100
"""How much of what was said about a refund or a decision stands on a card, in characters."""

_TOLD_ABOVE: dict[str, Any] = {"wanted_from_at": None, "wanted_until_at": None, "as_soon": False}


def sale(
    order: Order,
    shop: Shop,
    net: Tyiyn | None,
    customer: Person | None,
    refunded: Tyiyn = 0,
    steps: Sequence[Step] = (),
    refunds: Sequence[Refund] = (),
) -> str:
    """A paid order. In a chat that strangers read, `customer` is None: then nothing tells who, where and by whom."""
    title = _("Test purchase: order № {number}, {sum}") if order.is_test else _("Sale: order № {number}, {sum}")
    head = bold(title.format(number=order.number, sum=money(order.total))) + "\n"
    head = "\n".join([head.rstrip(), *wanted(order.wishes, shop.timezone)]) + "\n"
    facts = price_lines(order.price, order.wishes, order.promo if customer is not None else None)
    if order.received not in {None, order.total}:
        facts.append(_("Received: {sum}").format(sum=money(order.received or 0)))
    facts += [_("After the fee: {sum}").format(sum=money(net))] if net is not None else []
    if order.paid_at is not None:
        facts.append(_("Time: {time}").format(time=clock_time(order.paid_at, shop.timezone)))
    if order.paid_late:
        facts.append(_("Paid after its time had run out; the goods were still there."))
    if refunded:
        facts += [_("Refunded: {sum}").format(sum=money(refunded)), *refund_lines(refunds, order, shop)]
    if order.rejected_why is not None:
        facts.append(bold(_("Rejected: {why}").format(why=safe(order.rejected_why, 300))))
    if customer is not None:
        facts += note_lines(order.note)
        wishes = replace(order.wishes, **_TOLD_ABOVE, phone=order.wishes.phone if shop.shows_phones else None)
        facts += ["", *wish_lines(wishes, shop.timezone), _("Customer: {name}").format(name=mention(customer))]
    facts += ["", *history(steps, order, shop)] if steps else []
    return within(head, order_lines(order.lines), "\n".join(["", *facts]) if facts else "", TEXT)


def note_lines(note: str | None) -> list[str]:
    """The staff's own note, where there is one."""
    return [f"{NOTE_MARK} {safe_lines(note, MOST_NOTE)}"] if note else []


def refund_lines(refunds: Sequence[Refund], order: Order, shop: Shop) -> list[str]:
    """How much went back, by whom, when and why; the day only where it is not that of the payment."""
    return [
        f"↩︎ {money(one.amount)} · {safe(one.by)}, {clock_time(one.at, shop.timezone, order.paid_at)} "
        f"«{safe(one.note, MOST_SAID)}»"
        for one in refunds
    ]


def counter_sale(order: Order, shop: Shop, net: Tyiyn | None, seller: Person, refunded: Tyiyn = 0) -> str:
    """A payment over the counter: it has a seller, and no customer that the bot knows."""
    return f"{sale(order, shop, net, None, refunded)}\n{at_counter(seller)}"


def at_counter(seller: Person) -> str:
    """Who took the payment."""
    return _("At the counter: {name}").format(name=mention(seller))


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
