"""For when orders may be wished, as owners set it."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.people import Shop
from bot.shop.terms import Asks
from bot.texts.forms import bold


def overview(shop: Shop) -> str:
    """What is set, in words."""
    terms = shop.terms
    lines = [bold(_("Day and time of orders")), ""]
    if terms.asks_when is Asks.NOTHING:
        lines.append(_("Customers are not asked for when they order."))
        return "\n".join(lines)
    lines.append(
        _("Customers choose a day.") if terms.asks_when is Asks.DAY else _("Customers choose a day and a time.")
    )
    lines.append(_not_before(terms.lead_hours) if terms.lead_hours else _("As soon as possible is allowed."))
    ahead = ngettext("At most {count} day ahead.", "At most {count} days ahead.", terms.days_ahead)
    lines.append(ahead.format(count=terms.days_ahead))
    if shop.hours.never_close:
        lines.append(_("No opening hours are set: every hour of the day is offered."))
    return "\n".join(lines)


def _not_before(hours: int) -> str:
    sentence = ngettext("Not earlier than {count} hour from now.", "Not earlier than {count} hours from now.", hours)
    return sentence.format(count=hours)


def asks(what: Asks) -> str:
    """Button: what customers are asked."""
    match what:
        case Asks.NOTHING:
            return _("Do not ask")
        case Asks.DAY:
            return _("Ask for the day")
        case Asks.TIME:
            return _("Ask for day and time")


def lead() -> str:
    """Button: how many hours before."""
    return _("Time to prepare…")


def days() -> str:
    """Button: how many days ahead."""
    return _("Days ahead…")


def slot(minutes: int) -> str:
    """Button: how long a time is."""
    hours, rest = divmod(minutes, 60)
    return _("{count} min").format(count=minutes) if rest else _("{count} h").format(count=hours)


def ask_lead(most: int) -> str:
    """How many hours before?"""
    return _(
        "How many hours do you need to prepare an order? 0: as soon as possible is allowed; 24: a day. At most {most}."
    ).format(most=most)


def ask_days(most: int) -> str:
    """How many days ahead?"""
    return _("How many days ahead may be ordered? 0 is only today. At most {most}.").format(most=most)


def not_a_number(most: int) -> str:
    """No number, or too large."""
    return _("Please write a number from 0 to {most}.").format(most=most)
