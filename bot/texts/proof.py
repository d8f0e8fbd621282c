"""The receipt that anyone may check: whether an order is paid, and nothing about the person who ordered."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn
from bot.shop.order import Order
from bot.shop.people import Shop
from bot.shop.proof import Standing
from bot.texts.checkout import order_lines
from bot.texts.forms import CAPTION, bold, clock_time, money, safe, within
from bot.texts.orders import title

_SIGNS = {Standing.PAID: "✅", Standing.NOT_PAID: "❌", Standing.REJECTED: "⚠️", Standing.SENT_BACK: "↩️"}


def proof(order: Order, shop: Shop, how: Standing, refunded: Tyiyn, now: datetime) -> str:
    """The whole receipt, as true as the moment of looking."""
    head = f"{_SIGNS[how]} {bold(stamp(how))}\n{title(order.number)} · {bold(money(order.total))}\n{safe(shop.name)}\n"
    facts = [_sentence(how)]
    if order.paid_at is not None:
        facts.append(_("Paid: {time}").format(time=clock_time(order.paid_at, shop.timezone)))
    if refunded:
        facts.append(_("Refunded: {sum}").format(sum=money(refunded)))
    facts += [_("Looked at: {time}").format(time=bold(looked(shop, now))), "", f"<i>{_fine_print()}</i>"]
    return within(head, order_lines(order.lines), "\n".join(["", *facts]), CAPTION)


def stamp(how: Standing) -> str:
    """The answer in large letters."""
    match how:
        case Standing.PAID:
            return _("PAID")
        case Standing.NOT_PAID:
            return _("NOT PAID")
        case Standing.REJECTED:
            return _("PAID, BUT REJECTED")
        case Standing.SENT_BACK:
            return _("MONEY SENT BACK")


def looked(shop: Shop, now: datetime) -> str:
    """The moment of looking, to the second."""
    return f"{now.astimezone(ZoneInfo(shop.timezone)):%d.%m.%Y, %H:%M:%S}"


def looked_at(shop: Shop, now: datetime) -> str:
    """On the picture: the moment of looking."""
    return _("Looked at: {time}").format(time=looked(shop, now))


def scan_to_check() -> str:
    """On the picture, under the QR of the receipt's own link."""
    return _("Scan to check: this QR pays nothing")


def unknown() -> str:
    """The link leads to no order."""
    return _("There is no such receipt. Please ask for the link once more.")


def show() -> str:
    """Button: opens the receipt."""
    return _("Receipt to show")


def copy() -> str:
    """Button: copies the receipt's link."""
    return _("Copy link")


def look_again() -> str:
    """Button: asks anew."""
    return _("Check again now")


def _sentence(how: Standing) -> str:
    match how:
        case Standing.PAID:
            return _("The shop has received the money.")
        case Standing.NOT_PAID:
            return _("The money has not been received. Do not hand anything over yet.")
        case Standing.REJECTED:
            return _("The shop has received the money and will give it back: nothing is to be handed over.")
        case Standing.SENT_BACK:
            return _("The shop has given the money back: nothing is to be handed over.")


def _fine_print() -> str:
    return _(
        "Look at this in your own Telegram, not on somebody's screenshot. "
        "It is a confirmation of payment, not a fiscal receipt."
    )
