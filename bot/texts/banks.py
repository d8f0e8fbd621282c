"""The settings of the buttons that lead straight into banking apps."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.banks import Bank
from bot.texts.forms import bold


def overview(on: Sequence[Bank]) -> str:
    """Above the switches."""
    lines = [
        bold(_("Buttons into banking apps")),
        "",
        _("Under the payment button customers get a button for each app that you switch on here."),
        _("On now: {banks}").format(banks=", ".join(bank.name for bank in on)) if on else _("None is on now."),
        "",
        _(
            "⚠️ These links come from the banks' own apps. We could not try them: open each on your phone before your "
            "customers do. The main button always leads to xPay's page."
        ),
    ]
    return "\n".join(lines)


def switch(bank: Bank, *, on: bool) -> str:
    """Button: switches a bank on or off."""
    return f"{'✅' if on else '▫️'} {bank.name}"
