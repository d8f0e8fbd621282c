"""Letters between customers and the shop, both ways through the bot: nobody needs to show a number."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.shop.letters import passed_on
from bot.shop.order import Order
from bot.shop.people import Person
from bot.staff import GoneMissing, StaffRefusal, order_of_shop, staff
from bot.storage import letters, notices, orders, people
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)

MOST_AN_HOUR = 20
"""How many letters a customer can write to the shop within an hour."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote: a text, a picture (Telegram's id of it), or both."""

    text: str
    photo: str | None = None


class LetterRefused(Exception):
    """A customer's letter is not passed on; each kind has a sentence of its own."""


class Blocked(LetterRefused):
    """The shop takes no letters from this customer."""


class TooMany(LetterRefused):
    """The customer has written too often within the hour."""


class NoSuchOrder(LetterRefused):
    """The customer has no such order."""


class NobodyThere(StaffRefusal):
    """No customer has opened the bill: there is nobody to write to."""


class NothingSaid(StaffRefusal, LetterRefused):
    """There are no words and no picture to pass on."""


class Relay:
    """Passes letters on by way of the outbox; rights are read again with each."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def to_customer(self, person: Person, order_number: int, words: Words) -> Person:
        """A member of staff writes to the customer of an order: who that is.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, NobodyThere, NothingSaid.
        """
        return await self._database.write(self._to_customer, person, order_number, words)

    async def to_shop(self, person: Person, order_number: int, words: Words) -> None:
        """A customer writes to the shop about one of their own orders.

        Raises:
            LetterRefused: Blocked, TooMany, NoSuchOrder, NothingSaid.
        """
        await self._database.write(self._to_shop, person, order_number, words)

    async def may_write(self, person: Person, order_number: int) -> Order:
        """The customer's own order, when they may write about it. Raises what `to_shop` does."""
        return await self._database.read(self._may_write, person, order_number)

    async def block(self, person: Person, order_number: int, *, blocked: bool) -> Person:
        """A member of staff lets no more letters (or letters again) through from an order's customer: who that is.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """
        return await self._database.write(self._block, person, order_number, blocked)

    async def _to_customer(self, unit: Unit, person: Person, order_number: int, words: Words) -> Person:
        author, order, now = (
            await staff(unit, person),
            await order_of_shop(unit, person, order_number),
            self._clock.now(),
        )
        if not order.has_customer:
            raise NobodyThere
        letter = await letters.write(unit, order, author, _said(words), words.photo, now, from_shop=True)
        await orders.note(unit, order, "letter", now, actor=author, letter=letter)
        await notices.letter_to_customer(unit, order, letter, now)
        return await people.load(unit, order.person_id)

    async def _to_shop(self, unit: Unit, person: Person, order_number: int, words: Words) -> None:
        order, now = await self._may_write(unit, person, order_number), self._clock.now()
        letter = await letters.write(unit, order, person, _said(words), words.photo, now, from_shop=False)
        await notices.letter_to_shop(unit, order, letter, now)

    async def _may_write(self, unit: Unit, person: Person, order_number: int) -> Order:
        order = await orders.of_person(unit, person, order_number)
        if order is None:
            raise NoSuchOrder
        if (await people.load(unit, person.id)).blocked_at is not None:
            raise Blocked
        if await letters.count_since(unit, person, self._clock.now() - timedelta(hours=1)) >= MOST_AN_HOUR:
            raise TooMany
        return order

    async def _block(self, unit: Unit, person: Person, order_number: int, blocked: bool) -> Person:
        by, order, now = await staff(unit, person), await order_of_shop(unit, person, order_number), self._clock.now()
        customer = await people.load(unit, order.person_id)
        if customer.is_staff:
            raise GoneMissing
        if (customer.blocked_at is not None) != blocked:
            await people.block(unit, customer, now if blocked else None)
            await orders.note(unit, order, "blocked" if blocked else "unblocked", now, actor=by)
            log.info("a customer's letters", extra={"person": customer.id, "blocked": blocked, "by": by.id})
        return customer


def _said(words: Words) -> str:
    """The words as they are kept and passed on."""
    text = passed_on(words.text)
    if not text and words.photo is None:
        raise NothingSaid
    return text
