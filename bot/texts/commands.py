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
        "privacy": _("Your data"),
    }


def of_staff() -> dict[str, str]:
    """What each command of the staff does."""
    return {
        "shop": _("The shop at a glance"),
        "products": _("What the shop sells"),
        "bill": _("Ask for money in one line"),
        "desk": _("Money that needs a decision"),
        "find": _("Orders: find one, see what waits"),
        "order": _("An order by its number"),
        "sales": _("What was sold"),
        "export": _("Orders and payments as a file"),
        "counter": _("Codes of the counter"),
        "refund": _("Record money that went back"),
        "settings": _("The shop's settings"),
        "staff": _("Who works here"),
        "setup": _("The first steps"),
    }
