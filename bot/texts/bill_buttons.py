"""What staff press on the screens of bills."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext


def new_bill() -> str:
    """Button: a new bill."""
    return _("New bill")


def to_list() -> str:
    """Button: back to the list."""
    return _("← Bills")


def to_bill() -> str:
    """Button: back to the bill."""
    return _("← Back")


def send_card() -> str:
    """Button: the card anew."""
    return _("Card to pass on")


def for_many() -> str:
    """Button: turn it into a bill for many."""
    return _("For many payers")


def for_one() -> str:
    """Button: turn it into a bill for one."""
    return _("For one payer")


def let_raise() -> str:
    """Button: payers may pay more."""
    return _("May pay more")


def fix_sum() -> str:
    """Button: exactly this sum."""
    return _("Fixed sum")


def change_due() -> str:
    """Button: another day."""
    return _("Another day")


def on_terminal() -> str:
    """Button: show the QR on the point's terminal."""
    return _("Show on the terminal")


def renew() -> str:
    """Button: a fresh QR."""
    return _("New QR code")


def cancel() -> str:
    """Button: end the bill."""
    return _("Cancel the bill")


def cancel_surely() -> str:
    """Button: really."""
    return _("Yes, cancel it")


def in_days(days: int) -> str:
    """Button: so many days from now."""
    if days == 0:
        return _("today")
    return ngettext("{count} day", "{count} days", days).format(count=days)


def other_date() -> str:
    """Button: a written date."""
    return _("Another date…")
