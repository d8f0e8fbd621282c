"""One product or variant, found for the shop's staff."""

from dataclasses import dataclass

from bot.services.assortment.refusals import ProductGone, TitleTaken
from bot.shop.catalogue import Stocked
from bot.shop.people import Person
from bot.staff import staff
from bot.storage import assortment, catalogue
from bot.storage.catalogue import Photo
from bot.storage.database import Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """A product or variant with its picture, and for a product with variants all of those."""

    stocked: Stocked
    photo: Photo | None
    variants: tuple[Stocked, ...] = ()


async def own(unit: Unit, person: Person, product_id: int) -> Stocked:
    """A product of the shop, for its staff. Raises NotAllowed, ProductGone."""
    await staff(unit, person)
    found = await assortment.one(unit, person.shop_id, product_id)
    if found is None:
        raise ProductGone
    return found


async def look(unit: Unit, person: Person, product_id: int) -> Shown:
    """A product as it is now. Raises what `own` does."""
    found = await own(unit, person, product_id)
    photo_id = found.offer.photo_id
    photo = await catalogue.photo(unit, person.shop_id, photo_id) if photo_id else None
    variants = await assortment.all_variants(unit, person.shop_id, product_id) if found.variants else []
    return Shown(found, photo, tuple(variants))


async def check_free(unit: Unit, person: Person, title: str, parent_id: int | None, but: int = 0) -> None:
    """Promise that a title is free. Raises TitleTaken."""
    if await assortment.is_taken(unit, person.shop_id, title, parent_id, but):
        raise TitleTaken
