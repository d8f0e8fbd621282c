"""The shop's settings, as an owner reads them in the chat."""

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Shop
from bot.texts.forms import bold, safe


def overview(shop: Shop) -> str:
    """What is set, in words."""
    by_itself, asked = _("it pays the order if the goods are still there"), _("the shop is asked each time")
    late = by_itself if shop.accepts_late else asked
    lines = [
        bold(_("Settings of {shop}").format(shop=safe(shop.name))),
        "",
        _("Time to pay an order: {minutes} min").format(minutes=shop.order_ttl_minutes),
        _("Money that comes after that time: {policy}").format(policy=late),
    ]
    return "\n".join(lines)


def accept_late() -> str:
    """Button: late money pays its order."""
    return _("Accept late money by itself")


def ask_about_late() -> str:
    """Button: late money waits for a person."""
    return _("Ask about late money each time")


def owners_only() -> str:
    """No right to it."""
    return _("Only owners can see and change the settings.")
