"""An order's log, as people read it."""

from aiogram.utils.i18n import gettext as _

from bot.shop.fulfilment import Stage
from bot.shop.order import OrderState
from bot.shop.orderbook import Dossier, Happening
from bot.shop.people import Shop
from bot.texts import fulfilment
from bot.texts.forms import clock_time, money, safe


def heading() -> str:
    """Above the log."""
    return _("What happened")


def line(one: Happening, shop: Shop, of: Dossier) -> str:
    """When, what, and by whom; the day only where it is not that of the order."""
    by = f" · {safe(one.by)}" if one.by else ""
    amount = one.facts.get("tyiyn")
    sum_ = f": {money(int(amount))}" if amount else ""
    return f"{clock_time(one.at, shop.timezone, of.order.placed_at)} · {what(one.what)}{sum_}{by}"


def what(word: str) -> str:
    """A word of the log; one that nobody has told us of stands as it was written."""
    known = _of_order() | _of_payment() | _of_staff()
    return known.get(word) or safe(word, 40)


def _of_order() -> dict[str, str]:
    return {
        "placed": _("placed"),
        "pay_again": _("a new QR was asked for"),
        OrderState.EXPIRED: _("time ran out"),
        OrderState.CANCELLED: _("cancelled"),
        "released": _("cancelled: its odd money went elsewhere"),
    }


def _of_payment() -> dict[str, str]:
    return {
        "qr:refused": _("xPay made no QR"),
        "qr:unknown": _("xPay did not answer when the QR was made"),
        "qr:abandoned": _("the making of the QR was cut off"),
        "news:waiting": _("the QR waits for its payment"),
        "news:scanned": _("the QR was opened in a bank's app"),
        "news:processing": _("the bank is processing the payment"),
        "news:declined": _("the bank declined the payment"),
        "news:unknown_word": _("xPay says something new about the payment"),
        "news:repeated": _("xPay repeats that it was paid"),
        "news:paid_exact": _("the money came"),
        "news:paid_raised": _("the money came, more than the smallest sum"),
        "news:paid_other_sum": _("another sum came"),
        "news:paid_unit_unclear": _("money came, the sum is unclear"),
        "news:paid_adopted": _("money came, its origin has to be checked"),
        "desk:accepted": _("the money was accepted at the desk"),
        "desk:attached": _("money from another order was counted for it"),
    }


def _of_staff() -> dict[str, str]:
    stages = {str(stage): fulfilment.made(stage) for stage in Stage}
    return {stage: words[:1].lower() + words[1:] for stage, words in stages.items()} | {
        "refunded": _("money went back"),
        "noted": _("looked at on the desk"),
        "letter": _("a letter to the customer"),
        "blocked": _("the customer's letters were blocked"),
        "unblocked": _("the customer's letters were let through again"),
        "note": _("a note was written"),
        "note_removed": _("the note was removed"),
    }
