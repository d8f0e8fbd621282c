"""What is printed on a poster of the counter, in each language."""

from aiogram.utils.i18n import gettext as _


def how_to_pay() -> str:
    """The few words beside the code."""
    return _("Tell the cashier, scan the code in your bank's app, and pay.")


def to_the_bot() -> str:
    """Beside the small QR that leads to the bot."""
    return _("Order in Telegram")
