"""The commands that Telegram offers in its menu; names stay, descriptions are translated."""

from aiogram.utils.i18n import gettext as _


def commands() -> dict[str, str]:
    """What each command of a customer does."""
    return {
        "start": _("The first screen"),
        "catalogue": _("What we have"),
        "cart": _("Your cart"),
        "orders": _("Your orders"),
        "language": _("Another language"),
        "help": _("How to order"),
    }


def of_staff() -> dict[str, str]:
    """What each command of the staff does."""
    return {
        "shop": _("The shop at a glance"),
        "bill": _("Ask for money in one line"),
        "desk": _("Money that needs a decision"),
        "order": _("An order by its number"),
        "refund": _("Record money that went back"),
        "settings": _("The shop's settings"),
    }
