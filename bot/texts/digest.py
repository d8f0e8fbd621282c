"""Several sales in one message, each on a line."""

from collections.abc import Sequence
from html import escape

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.money import Tyiyn
from bot.shop.order import Order
from bot.shop.people import Person
from bot.texts.forms import bold, money, safe

_LONGEST_NAME = 16


def sales(lines: Sequence[str], total: Tyiyn) -> str:
    """The lines below how many they are, and above their sum."""
    count = len(lines)
    head = ngettext("{count} sale", "{count} sales", count).format(count=count)
    tail = _("Together: {sum}").format(sum=bold(money(total)))
    return "\n".join([bold(head), "", *lines, "", tail, _("Tap a number to see the order.")])


def line(order: Order, customer: Person | None, link: str) -> str:
    """A sale; its number leads to the whole card. `customer` is None where strangers read along."""
    number = f"№ {order.number}"
    parts = [f'<a href="{escape(link)}">{number}</a>' if link else number, money(order.came)]
    if customer is not None:
        parts.append(safe(customer.name, _LONGEST_NAME))
    if order.is_test:
        parts.append(_("a test"))
    if order.rejected_why is not None:
        parts.append(_("rejected"))
    return " · ".join(parts)


def not_delivered(to_staff: bool, why: str) -> str:
    """On a sale's card: a message about it that never arrived."""
    if to_staff:
        return _("⚠️ Did not reach the sales chat: {why}").format(why=safe(why, 120))
    return _("⚠️ The customer was not told: {why}").format(why=safe(why, 120))
