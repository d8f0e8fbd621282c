"""Who may do what in a shop: read from the database anew with each thing that staff do."""

from bot.shop.order import Order
from bot.shop.people import Person, Role
from bot.storage import orders, people
from bot.storage.database import Unit


class StaffRefusal(Exception):
    """What a member of staff wants cannot be done; each kind has a sentence of its own."""


class NotAllowed(StaffRefusal):
    """The person has no right to it (any more)."""


class GoneMissing(StaffRefusal):
    """There is no such case, order or letter in this shop."""


async def staff(unit: Unit, person: Person) -> Person:
    """The person as the database knows them now, if they work in the shop.

    Raises:
        NotAllowed: when they do not.
    """
    now = await people.load(unit, person.id)
    if not now.is_staff:
        raise NotAllowed
    return now


async def owner(unit: Unit, person: Person) -> Person:
    """The same, for what owners alone may do."""
    now = await people.load(unit, person.id)
    if now.role is not Role.OWNER:
        raise NotAllowed
    return now


async def order_of_shop(unit: Unit, person: Person, number: int) -> Order:
    """The order with this number in the person's shop.

    Raises:
        GoneMissing: when there is none.
    """
    order = await orders.of_shop(unit, person.shop_id, number)
    if order is None:
        raise GoneMissing
    return order
