"""What a person may ask about their own data: to see it, and to have it deleted."""

import logging

from bot.clock import Clock
from bot.shop.people import Person
from bot.shop.privacy import Tie
from bot.storage import letters, people, privacy, shops
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)


class CannotForget(Exception):
    """Something still ties the person to the shop; `number` is the order it is about, if it is about one."""

    def __init__(self, tie: Tie, number: int = 0) -> None:
        super().__init__(tie, number)
        self.tie = tie
        self.number = number


class Privacy:
    """People's own data: shown to them alone, and deleted as far as the law lets us.

    `retention_days` is how long what xPay tells of payments is kept, `letter_days` how long letters are.
    """

    letter_days = letters.KEPT.days

    def __init__(self, database: Database, clock: Clock, retention_days: int) -> None:
        self._database = database
        self._clock = clock
        self.retention_days = retention_days

    async def collect(self, person: Person) -> dict[str, object]:
        """Everything that is kept about the person, without what staff noted about others."""
        return await self._database.read(privacy.collect, person)

    async def look(self, person: Person) -> None:
        """Whether the person could be forgotten now.

        Raises:
            CannotForget: when not.
        """
        await self._database.read(_untied, person)

    async def forget(self, person: Person, called: str) -> None:
        """Delete what leads to the person, whole or not at all; `called` stands in the place of their name.

        Raises:
            CannotForget: while they work here, have an open order or one not handed over, or money at the desk.
        """

        async def write(unit: Unit) -> None:
            now = await _untied(unit, person)
            shop = await shops.load(unit, person.shop_id)
            await privacy.forget(unit, now, called, shop.language, self._clock.now())

        await self._database.write(write)
        log.info("a person was forgotten", extra={"person": person.id})


async def _untied(unit: Unit, person: Person) -> Person:
    """The person as the database knows them now, if nothing ties them to the shop."""
    now = await people.load(unit, person.id)
    if now.is_staff:
        raise CannotForget(Tie.WORKS_HERE)
    tie = await privacy.tie(unit, now)
    if tie is not None:
        raise CannotForget(*tie)
    return now
