"""Who works in the shop: appointed and dismissed by owners, and the first owner, who comes with the claim code."""

import logging
from datetime import datetime

from bot.clock import Clock
from bot.shop import claim
from bot.shop.deeds import Deed, Sheet
from bot.shop.people import Person, Role
from bot.staff import GoneMissing, StaffRefusal, owner
from bot.storage import audit, claims, notices, people, tries
from bot.storage.database import Database, Unit
from bot.storage.people import Visitor
from bot.storage.tries import Code

log = logging.getLogger(__name__)

PAGE = 8
"""How many entries of the audit log are on a page."""


class LastOwner(StaffRefusal):
    """The shop would have no owner any more."""


class WrongCode(StaffRefusal):
    """No such claim code works, perhaps not any more."""


class TooManyTries(StaffRefusal):
    """The person has sent too many wrong codes within the hour."""


class Team:
    """What owners decide about the staff; every right is read again with the decision itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def members(self, person: Person) -> list[Person]:
        """Everybody who works in the shop, owners first, for an owner.

        Raises:
            NotAllowed: for everybody else.
        """

        async def read(unit: Unit) -> list[Person]:
            await owner(unit, person)
            return await people.staff(unit, person.shop_id)

        return await self._database.read(read)

    async def member(self, person: Person, member_id: int) -> tuple[Person, bool]:
        """Somebody who works in the shop, and whether OWNER_IDS made them its owner. Raises as `dismiss` does."""

        async def read(unit: Unit) -> tuple[Person, bool]:
            await owner(unit, person)
            member = await _member(unit, person, member_id)
            return member, member in await people.owners_by_settings(unit, person.shop_id)

        return await self._database.read(read)

    async def appoint(self, person: Person, chosen: Visitor, role: Role) -> Person:
        """An owner gives somebody a role, whether they have met the bot or not: the person as they are now.

        Raises:
            StaffRefusal: NotAllowed, LastOwner.
        """
        return await self._database.write(self._appoint, person, chosen, role)

    async def change(self, person: Person, member_id: int, role: Role) -> Person:
        """An owner gives somebody of the staff another role. Raises what `appoint` does, and GoneMissing."""

        async def write(unit: Unit) -> Person:
            by = await owner(unit, person)
            return await self._give(unit, by, await _member(unit, person, member_id), role)

        return await self._database.write(write)

    async def welcome(self, member: Person) -> None:
        """Tell somebody who has opened the bot what they may do now."""

        async def write(unit: Unit) -> None:
            await notices.tell_member(unit, member, f"appointed:{member.role}", self._clock.now())

        await self._database.write(write)

    async def dismiss(self, person: Person, member_id: int) -> Person:
        """An owner takes somebody's role away: the person as they are now.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing (works there no more), LastOwner.
        """

        async def write(unit: Unit) -> Person:
            by = await owner(unit, person)
            return await self._give(unit, by, await _member(unit, person, member_id), Role.CUSTOMER)

        return await self._database.write(write)

    async def log(self, person: Person, number: int, member_id: int | None) -> tuple[Sheet, Person | None]:
        """A page of what was done, perhaps by one person alone, who comes beside it. Raises NotAllowed, GoneMissing."""

        async def read(unit: Unit) -> tuple[Sheet, Person | None]:
            await owner(unit, person)
            by = await people.of_shop(unit, person.shop_id, member_id) if member_id else None
            if member_id and by is None:
                raise GoneMissing
            return await audit.page(unit, person.shop_id, number, PAGE, member_id), by

        return await self._database.read(read)

    async def claim(self, person: Person, text: str) -> Person:
        """Become the owner of a shop that has none, by the code that was shown where the bot was started.

        Raises:
            StaffRefusal: WrongCode, TooManyTries.
        """
        claimed = await self._database.write(self._claim, person, claim.read(text))
        if claimed is None:
            raise WrongCode
        return claimed

    async def _claim(self, unit: Unit, person: Person, code: str) -> Person | None:
        now = self._clock.now()
        if await tries.in_an_hour(unit, person, Code.CLAIM, now) >= claim.MOST_TRIES_AN_HOUR:
            raise TooManyTries
        if not await claims.fits(unit, person.shop_id, code) or await people.owners(unit, person.shop_id):
            await tries.note(unit, person, Code.CLAIM, now)
            log.warning("a wrong claim code", extra={"person": person.id})
            return None
        await claims.withdraw(unit, person.shop_id)
        await people.give_role(unit, person, Role.OWNER)
        await audit.record(unit, person, Deed.CLAIMED, now, audit.person(person))
        log.info("the shop was claimed", extra={"person": person.id})
        return await people.load(unit, person.id)

    async def _appoint(self, unit: Unit, person: Person, chosen: Visitor, role: Role) -> Person:
        by = await owner(unit, person)
        known = await people.find(unit, by.shop_id, chosen.telegram_id)
        return await self._give(unit, by, known or await people.meet(unit, by.shop_id, chosen, self._clock.now()), role)

    async def _give(self, unit: Unit, by: Person, member: Person, role: Role) -> Person:
        if member.role is Role.OWNER and role is not Role.OWNER and len(await people.owners(unit, by.shop_id)) == 1:
            raise LastOwner
        now, before = self._clock.now(), member.role
        await people.give_role(unit, member, role)
        if role is not before:
            deed, which = (Deed.DISMISSED, before) if role is Role.CUSTOMER else (Deed.APPOINTED, role)
            await audit.record(unit, by, deed, now, audit.person(member), role=which)
            log.info("the staff changed", extra={"person": member.id, "role": role, "by": by.id})
        return await people.load(unit, member.id)


async def open_claim(unit: Unit, shop_id: int, code: str, now: datetime) -> bool:
    """Let a shop without an owner be claimed by this code alone; False where there is an owner, and no code works."""
    if await people.owners(unit, shop_id):
        await claims.withdraw(unit, shop_id)
        return False
    await claims.renew(unit, shop_id, code, now)
    return True


async def _member(unit: Unit, person: Person, member_id: int) -> Person:
    member = await people.of_shop(unit, person.shop_id, member_id)
    if member is None or not member.is_staff:
        raise GoneMissing
    return member
