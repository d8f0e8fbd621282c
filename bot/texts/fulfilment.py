"""What is done with a paid order: lines and buttons of the sale card, and what its customer hears."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.fulfilment import Stage, Step
from bot.shop.order import Handover, Order
from bot.shop.people import Shop
from bot.texts.forms import bold, clock_time, safe


def made(stage: Stage) -> str:
    """A stage in a word or two."""
    match stage:
        case Stage.NEW:
            return _("New")
        case Stage.TAKEN:
            return _("Taken")
        case Stage.READY:
            return _("Ready")
        case Stage.HANDED_OVER:
            return _("Handed over")
        case Stage.REJECTED:
            return _("Not filled")


def history(steps: Sequence[Step], order: Order, shop: Shop) -> list[str]:
    """Who brought the order to which stage, and when; the day only where it is not that of the payment."""
    return [
        f"{'✗' if step.stage is Stage.REJECTED else '✓'} {made(step.stage)} · "
        f"{safe(step.name)}, {clock_time(step.at, shop.timezone, order.paid_at)}"
        for step in steps
    ]


def move(stage: Stage) -> str:
    """Button: bring the order to a stage."""
    match stage:
        case Stage.TAKEN:
            return _("Take it")
        case Stage.READY:
            return _("It is ready")
        case _other:
            return _("It is handed over")


def write() -> str:
    """Button: write to the customer."""
    return _("Write to the customer")


def phone() -> str:
    """Button: see the customer's number."""
    return _("📞 Number")


def number_of(number: int, digits: str | None) -> str:
    """The customer's number, for the eyes of whoever asked."""
    if digits is None:
        return _("The customer of order № {number} has left no number.").format(number=number)
    return _("Order № {number}: {phone}").format(number=number, phone=digits)


def overtaken(stage: Stage, by: str) -> str:
    """Somebody was faster."""
    return f"{made(stage)}: {by}" if by else made(stage)


def not_to_be_filled() -> str:
    """There is nothing to hand over."""
    return _("This order is not paid.")


def how_to_look() -> str:
    """The form of the command."""
    return _("Write: /order NUMBER — for example: /order 17")


def ready(order: Order, shop: Shop) -> str:
    """To the customer: the goods can be had."""
    head = bold(_("Order № {number} is ready").format(number=order.number))
    if order.wishes.handover is Handover.NONE:
        return f"{head}\n{safe(shop.name)}"
    if order.wishes.handover is Handover.PICKUP:
        return head + "\n" + _("{shop}: you can come and pick it up.").format(shop=safe(shop.name))
    return head + "\n" + _("{shop}: it will be brought to you.").format(shop=safe(shop.name))


def on_card(order: Order) -> str:
    """On the customer's card, under "paid": how far it has come; empty while nothing was done."""
    match order.fulfilment:
        case Stage.TAKEN:
            return _("The shop is preparing it.")
        case Stage.READY if order.wishes.handover is Handover.PICKUP:
            return _("It is ready to be picked up.")
        case Stage.READY if order.wishes.handover is Handover.NONE:
            return _("It is ready.")
        case Stage.READY:
            return _("It is ready and will be brought to you.")
        case Stage.HANDED_OVER:
            return _("It was handed over.")
        case _other:
            return ""
