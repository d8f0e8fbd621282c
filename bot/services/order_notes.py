"""What staff keep in mind about an order: one note, for their eyes only; the log says who wrote it, and when."""

from bot.clock import Clock
from bot.shop.order import Order
from bot.shop.orderbook import MOST_NOTE
from bot.shop.people import Person
from bot.staff import StaffRefusal, order_of_shop, staff
from bot.storage import notices, orders
from bot.storage.database import Database, Unit


class NoteUnclear(StaffRefusal):
    """A note is words, and not more than `MOST_NOTE` characters of them."""


class OrderNotes:
    """Writing and removing notes; every right is read again with the deed itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def write(self, person: Person, order_number: int, text: str) -> Order:
        """Keep `text` as the order's note, instead of the one before.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, NoteUnclear.
        """
        said = text.strip()
        if not said or len(said) > MOST_NOTE:
            raise NoteUnclear
        return await self._database.write(self._keep, person, order_number, said)

    async def remove(self, person: Person, order_number: int) -> Order:
        """Take the order's note away, if it has one. Raises what `write` does."""
        return await self._database.write(self._keep, person, order_number, None)

    async def _keep(self, unit: Unit, person: Person, order_number: int, text: str | None) -> Order:
        by, order, now = await staff(unit, person), await order_of_shop(unit, person, order_number), self._clock.now()
        if text == order.note:
            return order
        await orders.write_note(unit, order, text)
        await orders.note(unit, order, "note" if text else "note_removed", now, actor=by)
        await notices.noted(unit, order, now)
        return await orders.load(unit, order.id)
