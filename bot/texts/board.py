"""The board: the staff's first screen, and what its buttons are called."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.people import Shop
from bot.texts import pause
from bot.texts.forms import bold, safe


def heading(shop: Shop, waiting: Sequence[str] = (), today: str = "") -> str:
    """Above the buttons: whether the shop pauses, what waits, and what was paid today."""
    lines = [bold(safe(shop.name))]
    if shop.pause is not None:
        lines.append(pause.line(shop.pause, shop))
    if waiting:
        lines += ["", *waiting]
    if today:
        lines += ["", today]
    return "\n".join(lines)


def orders() -> str:
    """Opens the orders."""
    return _("Orders")


def desk() -> str:
    """Opens the odd-money desk."""
    return _("Money to decide about")


def products() -> str:
    """Opens the products."""
    return _("Products")


def bills() -> str:
    """Opens the bills."""
    return _("Bills")


def sales() -> str:
    """Opens the report of sales."""
    return _("Sales")


def counter() -> str:
    """Opens the QR codes of the counter."""
    return _("Counter")


def settings() -> str:
    """Opens the settings."""
    return _("Settings")


def board() -> str:
    """Back to the board."""
    return _("← Shop")


def delivery() -> str:
    """Opens the delivery settings."""
    return _("Delivery")


def hours() -> str:
    """Opens the opening hours."""
    return _("Opening hours")


def promo() -> str:
    """Opens the promo codes."""
    return _("Promo codes")


def banks() -> str:
    """Opens the buttons of banking apps."""
    return _("Banking apps")


def staff() -> str:
    """Opens the list of staff."""
    return _("Staff")


def setup() -> str:
    """Opens the first steps."""
    return _("First steps")
