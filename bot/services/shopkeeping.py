"""How the shop takes orders: what owners set about delivery, times and hours, and the pause that any staff can make."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.clock import Clock
from bot.shop.deeds import Deed
from bot.shop.hours import Hours
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.people import Person, Shop
from bot.shop.pricing import Area
from bot.shop.terms import MOST_AREAS, Pause, Terms
from bot.staff import GoneMissing, StaffRefusal, owner, staff
from bot.storage import audit, delivery_areas, notices, offers, shops, summaries
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)


class LastWay(StaffRefusal):
    """Goods have to reach people somehow: pickup and delivery cannot both be off."""


class NameTaken(StaffRefusal):
    """Another area is called so."""


class TooManyAreas(StaffRefusal):
    """There are as many areas as fit."""


class Shopkeeping:
    """What staff decide about taking orders; every right is read again with the deed itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def offer(self, person: Person) -> Offer:
        """The shop with its areas, for an owner.

        Raises:
            StaffRefusal: NotAllowed.
        """

        async def read(unit: Unit) -> Offer:
            await owner(unit, person)
            return await offers.load(unit, person.shop_id)

        return await self._database.read(read)

    async def pause(self, person: Person, *, paused: bool) -> Shop:
        """Take no orders from now on, or take them again; the sales chat is told once, by whoever was first.

        Raises:
            StaffRefusal: NotAllowed.
        """
        return await self._database.write(self._pause, person, paused)

    async def explain(self, person: Person, why: str) -> Shop:
        """Tell customers why the shop pauses; nothing happens when it does not any more."""

        async def write(unit: Unit) -> Shop:
            await staff(unit, person)
            shop = await shops.load(unit, person.shop_id)
            if shop.pause is not None:
                await shops.pause(unit, shop.id, replace(shop.pause, why=why))
            return await shops.load(unit, shop.id)

        return await self._database.write(write)

    async def change_terms(self, person: Person, change: Callable[[Terms], Terms]) -> Shop:
        """Take orders on other terms.

        Raises:
            StaffRefusal: NotAllowed, LastWay.
        """

        async def write(unit: Unit) -> Shop:
            await owner(unit, person)
            terms = change((await shops.load(unit, person.shop_id)).terms)
            if not terms.ways:
                raise LastWay
            await shops.choose_terms(unit, person.shop_id, terms)
            await self._note(unit, person, "terms")
            return await shops.load(unit, person.shop_id)

        return await self._database.write(write)

    async def change_hours(self, person: Person, change: Callable[[Hours], Hours]) -> Shop:
        """Open at other hours.

        Raises:
            StaffRefusal: NotAllowed.
        """

        async def write(unit: Unit) -> Shop:
            await owner(unit, person)
            shop = await shops.load(unit, person.shop_id)
            await shops.choose_hours(unit, shop.id, change(shop.hours))
            await self._note(unit, person, "hours")
            unit.ring(summaries.BELL)  # the day may end earlier now
            return await shops.load(unit, shop.id)

        return await self._database.write(write)

    async def add_area(self, person: Person, name: str, fee: Tyiyn) -> Area:
        """Deliver to one more area.

        Raises:
            StaffRefusal: NotAllowed, NameTaken, TooManyAreas.
        """

        async def write(unit: Unit) -> Area:
            await owner(unit, person)
            known = await delivery_areas.of_shop(unit, person.shop_id)
            if len(known) >= MOST_AREAS:
                raise TooManyAreas
            _check_name(known, name)
            await self._note(unit, person, "delivery")
            return await delivery_areas.add(unit, person.shop_id, name, fee)

        return await self._database.write(write)

    async def check_area_name(self, person: Person, name: str) -> None:
        """Whether a new area may be called so.

        Raises:
            StaffRefusal: NotAllowed, NameTaken.
        """
        _check_name((await self.offer(person)).areas, name)

    async def rename_area(self, person: Person, area_id: int, name: str) -> Area:
        """Call an area otherwise. Raises NotAllowed, GoneMissing, NameTaken."""

        async def change(unit: Unit, area: Area) -> None:
            others = [one for one in await delivery_areas.of_shop(unit, person.shop_id) if one.id != area.id]
            _check_name(others, name)
            await delivery_areas.change(unit, area, name=name)

        return await self._change_area(person, area_id, change)

    async def price_area(self, person: Person, area_id: int, fee: Tyiyn) -> Area:
        """Ask another fee for an area. Raises NotAllowed, GoneMissing."""

        async def change(unit: Unit, area: Area) -> None:
            await delivery_areas.change(unit, area, fee=fee)

        return await self._change_area(person, area_id, change)

    async def free_area_from(self, person: Person, area_id: int, goods: Tyiyn | None) -> Area:
        """Deliver for nothing from this sum on; None is never. Raises NotAllowed, GoneMissing."""

        async def change(unit: Unit, area: Area) -> None:
            await delivery_areas.change(unit, area, free_from=goods)

        return await self._change_area(person, area_id, change)

    async def move_area_up(self, person: Person, area_id: int) -> Area:
        """Show an area one place earlier. Raises NotAllowed, GoneMissing."""

        async def change(unit: Unit, area: Area) -> None:
            await delivery_areas.move_up(unit, person.shop_id, area)

        return await self._change_area(person, area_id, change)

    async def remove_area(self, person: Person, area_id: int) -> None:
        """Deliver there no more; one that is gone already stays gone. Raises NotAllowed."""

        async def write(unit: Unit) -> None:
            await owner(unit, person)
            area = await delivery_areas.find(unit, person.shop_id, area_id)
            if area is not None:
                await delivery_areas.remove(unit, area)
                await self._note(unit, person, "delivery")

        await self._database.write(write)

    async def _change_area(self, person: Person, area_id: int, change: Callable[[Unit, Area], Awaitable[None]]) -> Area:
        async def write(unit: Unit) -> Area:
            await owner(unit, person)
            area = await delivery_areas.find(unit, person.shop_id, area_id)
            if area is None:
                raise GoneMissing
            await change(unit, area)
            await self._note(unit, person, "delivery")
            changed = await delivery_areas.find(unit, person.shop_id, area_id)
            return changed or area

        return await self._database.write(write)

    async def _note(self, unit: Unit, person: Person, setting: str) -> None:
        await audit.record(unit, person, Deed.SETTING, self._clock.now(), setting)

    async def _pause(self, unit: Unit, person: Person, paused: bool) -> Shop:
        by, now = await staff(unit, person), self._clock.now()
        shop = await shops.load(unit, person.shop_id)
        if (shop.pause is not None) == paused:
            return shop
        await shops.pause(unit, shop.id, Pause(now, by.name) if paused else None)
        await notices.paused(unit, shop, by, now, paused=paused)
        await audit.record(unit, by, Deed.PAUSED if paused else Deed.RESUMED, now)
        log.info("paused" if paused else "resumed", extra={"shop": shop.id, "by": by.id})
        return await shops.load(unit, shop.id)


def _check_name(areas: tuple[Area, ...] | list[Area], name: str) -> None:
    if any(area.name.casefold() == name.casefold() for area in areas):
        raise NameTaken
