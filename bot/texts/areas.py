"""Delivery: what customers read about areas and fees, and what owners read where they set them."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn
from bot.shop.pricing import Area
from bot.texts.forms import bold, money, safe

# To customers.


def choice(area: Area, goods: Tyiyn) -> str:
    """Button: an area, with what bringing such goods there costs."""
    fee = area.fee_for(goods)
    return f"{area.name} · {money(fee) if fee else _('free')}"


def ask_area(areas: Sequence[Area]) -> str:
    """Which area? With what is free from which sum on."""
    with_bounds = [terms(area) for area in areas if area.fee and area.free_from is not None]
    return "\n".join([_("Where shall we deliver it?"), *with_bounds])


def terms(area: Area) -> str:
    """An area, its fee, and from which sum on there is none."""
    fee = _("free")
    if area.fee:
        fee = money(area.fee)
        if area.free_from is not None:
            fee = _("{fee}, free from {sum}").format(fee=fee, sum=money(area.free_from))
    return f"{bold(safe(area.name))}: {fee}"


def way_gone() -> str:
    """Pickup or delivery was switched off meanwhile."""
    return _("This way to get the order is no longer offered. Please choose again.")


def area_gone() -> str:
    """The area was removed, or has to be chosen now."""
    return _("The delivery areas have changed meanwhile. Please look once more.")
