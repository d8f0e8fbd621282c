"""What a customer reads about an order once it is placed: list, card, confirmation of payment."""

import html
from datetime import datetime, timedelta

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn
from bot.shop.order import Order, OrderState
from bot.shop.payment import DeskReason
from bot.shop.people import Shop
from bot.texts.checkout import order_lines, price_lines, wish_lines
from bot.texts.forms import CAPTION, TEXT, bold, clock_time, money, safe, within
from bot.texts.when import wanted

_LONGEST_LINK = 500
_SOON = timedelta(hours=12)
"""What ends later is told by its day; a countdown would say little."""


def title(number: int) -> str:
    """The name of an order."""
    return _("Order № {number}").format(number=number)


def state(of: OrderState) -> str:
    """A state in a word or two."""
    match of:
        case OrderState.PLACED | OrderState.WAITING:
            return _("awaiting payment")
        case OrderState.PROCESSING:
            return _("payment on its way")
        case OrderState.PAID:
            return _("paid")
        case OrderState.EXPIRED:
            return _("time ran out")
        case OrderState.CANCELLED:
            return _("cancelled")


def row(order: Order) -> str:
    """An order in a list of buttons."""
    return f"№ {order.number} · {money(order.total)} · {state(order.state)}"


def recent() -> str:
    """Above the list of orders."""
    return _("Your latest orders:")


def none_yet() -> str:
    """No order was ever placed."""
    return _("You have no orders yet. Have a look at the catalogue!")


def details(order: Order, timezone: str, refunded: Tyiyn = 0) -> str:
    """An order as it is, with everything that was asked for."""
    head = f"{bold(title(order.number))} · {state(order.state)}\n{clock_time(order.placed_at, timezone)}\n"
    sums = [
        *price_lines(order.price, order.wishes, order.promo),
        _("Total: <b>{sum}</b>").format(sum=money(order.total)),
    ]
    if refunded:
        sums.append(_("Refunded: {sum}").format(sum=money(refunded)))
    if order.rejected_why is not None:
        sums += ["", card_rejected(order.rejected_why)]
    return within(head, order_lines(order.lines), "\n".join(["", *sums, "", *wish_lines(order.wishes, timezone)]), TEXT)


def no_such_order() -> str:
    """The link or button leads to no order of this person."""
    return _("This order is not among yours. Here are your latest ones:")


def card_follows(number: int) -> str:
    """The card was asked for."""
    return _("The card of order № {number} is below.").format(number=number)


def surely_cancel(number: int) -> str:
    """Before cancelling."""
    return _("Cancel order № {number}?").format(number=number)


def asking_bank() -> str:
    """The customer says that they have paid."""
    return _("Thank you! We are asking the bank; the card will change by itself.")


def one_moment() -> str:
    """Something takes a little."""
    return _("One moment…")


def still_open(number: int) -> str:
    """Cancelling was asked for, and the money may be on its way."""
    return _("Order № {number} cannot be cancelled right now: its payment may be on the way.").format(number=number)


# The card: what its caption says in each state.


def card(order: Order, timezone: str, to_pay: Tyiyn, sentence: str, link: str = "") -> str:
    """The caption of an order's card; the payment link itself is its last line while it can be paid."""
    head = bold(title(order.number)) + "\n"
    facts = [*_facts(order, timezone), _("To pay: <b>{sum}</b>").format(sum=money(to_pay))]
    tail = "\n".join(["", *facts, "", sentence])
    if link:
        # Folded up, it does not push the QR off the screen; too long to stand in a caption, it works behind a word.
        shown = html.escape(link) if len(link) <= _LONGEST_LINK else _("Payment link")
        tail += f'\n\n<blockquote expandable><a href="{html.escape(link)}">{shown}</a></blockquote>'
    return within(head, order_lines(order.lines), tail, CAPTION)


def card_closed(order: Order, timezone: str, sentence: str) -> str:
    """The caption once nothing is to be paid any more."""
    head = bold(title(order.number)) + "\n"
    facts = [*_facts(order, timezone), _("Total: <b>{sum}</b>").format(sum=money(order.total))]
    return within(head, order_lines(order.lines), "\n".join(["", *facts, "", sentence]), CAPTION)


def _facts(order: Order, timezone: str) -> list[str]:
    """What stands above the sum: for when the order is, and what the sum consists of."""
    return [*wanted(order.wishes, timezone), *price_lines(order.price, order.wishes, order.promo)]


def card_hint() -> str:
    """On the picture, under the sum."""
    return _("Scan it with any bank's app")


def card_waiting(until: str) -> str:
    """The QR waits for its payment."""
    return _("Pay before {time}: press the button, or scan the QR with any bank's app.").format(time=until)


def card_scanned(until: str) -> str:
    """Somebody opened the QR in a banking app."""
    return _("The QR is open in a bank's app. Please finish the payment there before {time}.").format(time=until)


def card_processing() -> str:
    """The bank works on it."""
    return _("The bank is processing the payment. This card will change by itself.")


def card_declined(until: str) -> str:
    """The bank said no; the customer may try again."""
    return _("The payment did not go through. Please try once more, or take a new QR code, before {time}.").format(
        time=until
    )


def card_preparing() -> str:
    """xPay is being asked for the QR."""
    return _("Preparing the QR code…")


def card_failed(until: str) -> str:
    """xPay gave no QR."""
    return _("The QR code could not be made. Your order is kept until {time}; please try again.").format(time=until)


def card_being_checked() -> str:
    """Money has come that a person has to look at."""
    return _("The money has arrived, and the shop is checking it. Please do not pay again.")


def card_paid(moment: str) -> str:
    """Paid."""
    return _("Paid on {time}. Thank you!").format(time=moment)


def card_rejected(why: str) -> str:
    """The seller cannot fill a paid order."""
    return _("The shop cannot fill this order: {why}. Your money will be given back.").format(why=safe(why, 200))


def card_expired() -> str:
    """Nobody paid in time."""
    return _("The time to pay has run out. Please do not use the old QR; a new one takes one tap.")


def card_cancelled() -> str:
    """The customer cancelled."""
    return _("The order is cancelled. Please do not use its old QR.")


def stamp(of: OrderState) -> str:
    """On the picture of a closed order, large."""
    match of:
        case OrderState.PAID:
            return _("PAID")
        case OrderState.CANCELLED:
            return _("CANCELLED")
        case _other:
            return _("TIME RAN OUT")


# Messages of their own.


def receipt(order: Order, shop: Shop, fee: Tyiyn, reference: str | None) -> str:
    """The confirmation that the money has come."""
    thanks = _("The payment has arrived, thank you!")
    head = f"{bold(thanks)}\n{title(order.number)} · {safe(shop.name)}\n"
    facts = [*_facts(order, shop.timezone), _("Order: <b>{sum}</b>").format(sum=money(order.total))]
    if fee:
        facts.append(_("Payment fee: {sum}").format(sum=money(fee)))
    if order.paid_at is not None:
        facts.append(_("Time: {time}").format(time=clock_time(order.paid_at, shop.timezone)))
    if reference:
        facts.append(_("xPay reference: {reference}").format(reference=f"<code>{safe(reference)}</code>"))
    note = _("This is a confirmation of payment, not a fiscal receipt.")
    return within(head, order_lines(order.lines), "\n".join(["", *facts, "", f"<i>{note}</i>"]), TEXT)


def odd_money(number: int, received: str | None, reason: DeskReason) -> str:
    """Money came that does not simply pay its order."""
    sentence = _("We have received {sum} for order № {number}.") if received else _("Money came for order № {number}.")
    came = sentence.format(sum=received, number=number)
    match reason:
        case DeskReason.LATE:
            why = _("The time of this order had run out.")
        case DeskReason.CANCELLED_ORDER:
            why = _("This order had been cancelled.")
        case DeskReason.SECOND_PAYMENT:
            why = _("This order had been paid already.")
        case DeskReason.ID_UNPROVEN:
            why = _("It has to be checked that the payment belongs to this order.")
        case _other:
            why = _("The sum needs a look.")
    return f"{came} {why} " + _("The shop will decide what to do with it and tell you. Please do not pay again.")


def again(markup: str) -> str:
    """A message that the reader may have got before."""
    mark = _("(repeat)")
    return f"{markup}\n\n<i>{mark}</i>"


def deadline(moment: datetime, shop: Shop, now: datetime) -> str:
    """A time to come, and how long it is until then: Telegram shows both in the reader's own zone and counts down.

    What older apps show instead is the time in the shop's zone, and the minutes as they were when it was written.
    """
    unix = int(moment.timestamp())
    if moment - now > _SOON:
        return f'<tg-time unix="{unix}" format="dt">{clock_time(moment, shop.timezone)}</tg-time>'
    left = _("{minutes} min").format(minutes=max(0, -(-int((moment - now).total_seconds()) // 60)))
    time = clock_time(moment, shop.timezone, now)
    return f'<tg-time unix="{unix}" format="t">{time}</tg-time> (<tg-time unix="{unix}" format="r">{left}</tg-time>)'
