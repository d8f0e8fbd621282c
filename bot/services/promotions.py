"""Promo codes in the hands of the shop's owners: made, changed, deleted; every deed stands in the audit log."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from bot.clock import Clock
from bot.shop.deeds import Deed
from bot.shop.people import Person
from bot.shop.promo import MOST_CODES, Discount, Promo
from bot.staff import GoneMissing, StaffRefusal, owner
from bot.storage import audit, promos
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)

Value: TypeAlias = int | bool | date | None


class CodeTaken(StaffRefusal):
    """Another code of the shop is written so."""


class TooManyPromos(StaffRefusal):
    """There are as many codes as fit."""


class DaysCrossed(StaffRefusal):
    """The last day would be before the first."""


class Promotions:
    """What owners decide about promo codes; every right is read again with the deed itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def list(self, person: Person) -> list[Promo]:
        """The shop's codes, the newest first, with how often each is used.

        Raises:
            StaffRefusal: NotAllowed.
        """

        async def read(unit: Unit) -> list[Promo]:
            await owner(unit, person)
            return await promos.of_shop(unit, person.shop_id)

        return await self._database.read(read)

    async def find(self, person: Person, promo_id: int) -> Promo:
        """One of them. Raises NotAllowed, GoneMissing."""
        return await self._database.read(_own, person, promo_id)

    async def check_new(self, person: Person, code: str | None = None) -> None:
        """Whether one more code, written so, may be made.

        Raises:
            StaffRefusal: NotAllowed, CodeTaken, TooManyPromos.
        """
        await self._database.read(_check_new, person, code)

    async def make(self, person: Person, code: str, discount: Discount) -> Promo:
        """A new code, which holds at once and without bounds. Raises as `check_new` does."""

        async def write(unit: Unit) -> Promo:
            await _check_new(unit, person, code)
            now = self._clock.now()
            promo = await promos.add(unit, person.shop_id, code, discount, now)
            facts = {"code": code, "percent": discount.percent, "amount": discount.amount}
            await audit.record(unit, person, Deed.PROMO_MADE, now, _subject(promo), **facts)
            return promo

        promo = await self._database.write(write)
        log.info("promo code made", extra={"promo": promo.id, "by": person.id})
        return promo

    async def change(self, person: Person, promo_id: int, field: str, to: Value) -> Promo:
        """Let a code hold on another term: `field` is a column of the table; orders keep what they had.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, DaysCrossed.
        """
        return await self._change(person, promo_id, field, lambda _promo: to)

    async def flip(self, person: Person, promo_id: int, field: str) -> Promo:
        """Switch a code off or on (`is_off`), or whether it works once for each customer (`once_each`).

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """
        return await self._change(
            person, promo_id, field, lambda promo: promo.is_on if field == "is_off" else not promo.once_each
        )

    async def delete(self, person: Person, promo_id: int) -> None:
        """Take no more orders with a code; one that is gone already stays gone. Raises NotAllowed."""

        async def write(unit: Unit) -> None:
            await owner(unit, person)
            promo = await promos.find(unit, person.shop_id, promo_id)
            if promo is None or promo.is_deleted:
                return
            now = self._clock.now()
            await promos.remove(unit, promo, now)
            await audit.record(unit, person, Deed.PROMO_DELETED, now, _subject(promo), code=promo.code)

        await self._database.write(write)

    async def _change(self, person: Person, promo_id: int, field: str, to: Callable[[Promo], Value]) -> Promo:
        async def write(unit: Unit) -> Promo:
            promo = await _own(unit, person, promo_id)
            value = to(promo)
            days = {"first_day": promo.first_day, "last_day": promo.last_day, field: value}
            first, last = days["first_day"], days["last_day"]
            if isinstance(first, date) and isinstance(last, date) and first > last:
                raise DaysCrossed
            await promos.change(unit, promo, {field: value})
            facts: dict[str, Any] = {"code": promo.code, "field": field}
            facts["to"] = value.isoformat() if isinstance(value, date) else value
            await audit.record(unit, person, Deed.PROMO_CHANGED, self._clock.now(), _subject(promo), **facts)
            return await _own(unit, person, promo_id)

        return await self._database.write(write)


async def _own(unit: Unit, person: Person, promo_id: int) -> Promo:
    await owner(unit, person)
    promo = await promos.find(unit, person.shop_id, promo_id)
    if promo is None or promo.is_deleted:
        raise GoneMissing
    return promo


async def _check_new(unit: Unit, person: Person, code: str | None) -> None:
    await owner(unit, person)
    if len(await promos.of_shop(unit, person.shop_id)) >= MOST_CODES:
        raise TooManyPromos
    if code is not None and await promos.called(unit, person.shop_id, code) is not None:
        raise CodeTaken


def _subject(promo: Promo) -> str:
    return f"promo:{promo.id}"
