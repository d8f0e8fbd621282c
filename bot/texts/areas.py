"""Delivery: what customers read about areas and fees, and what owners read where they set them."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
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
    return "\n".join([_("Which area shall we deliver to?"), *with_bounds])


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


# To owners.


def overview(offer: Offer) -> str:
    """What is set."""
    lines = [bold(_("Delivery")), ""]
    if not offer.shop.terms.offers_delivery:
        lines.append(_("Orders are only picked up."))
    elif not offer.areas:
        lines.append(_("Delivery is free everywhere. Add areas to ask a fee."))
    else:
        lines += [terms(area) for area in offer.areas]
    if not offer.shop.terms.offers_pickup:
        lines.append(_("Orders are only delivered."))
    return "\n".join(lines)


def pickup() -> str:
    """Button: customers come for the goods."""
    return _("Pickup")


def delivery() -> str:
    """Button: goods are brought."""
    return _("Delivery")


def add() -> str:
    """Button: one more area."""
    return _("Add an area")


def day_and_time() -> str:
    """Button: what customers are asked about the time."""
    return _("Day and time of orders")


def rename() -> str:
    """Button: another name."""
    return _("Rename the area")


def fee() -> str:
    """Button: another fee."""
    return _("Change the fee")


def free_from() -> str:
    """Button: from which sum on there is no fee."""
    return _("Free from a sum…")


def up() -> str:
    """Button: one place earlier."""
    return _("↑ Higher")


def remove() -> str:
    """Button: the area goes."""
    return _("Delete the area")


def surely_remove(area: Area) -> str:
    """Before it goes."""
    return _("Delete the area “{name}”? Orders that were placed keep it.").format(name=safe(area.name))


def ask_name() -> str:
    """What is the area called?"""
    return _("What is the area called? For example: Centre.")


def ask_fee() -> str:
    """How much is it?"""
    return _("How much does delivery there cost, in som? 0 is free.")


def ask_free_from() -> str:
    """From which sum on is it free?"""
    return _("From which sum of goods on is delivery there free, in som? 0 is never.")


def name_unclear(most: int) -> str:
    """No name, or too long."""
    return _("Please write a name of at most {most} characters.").format(most=most)


def last_way() -> str:
    """Both would be off."""
    return _("Pickup or delivery has to stay on: goods have to reach people somehow.")


def name_taken() -> str:
    """Another area is called so."""
    return _("There is an area of that name already. Please choose another name.")


def too_many() -> str:
    """No more fit."""
    return _("There are as many areas as fit. Delete one first.")
