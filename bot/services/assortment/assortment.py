"""What staff do with the products: each deed reads the right to it in the same unit."""

import logging
from collections.abc import Sequence

from bot.clock import Clock
from bot.product_file import put_all
from bot.services.assortment.exchange import everything
from bot.services.assortment.one_product import Shown, check_free, look, own
from bot.services.assortment.refusals import NoMoreVariants, ProductGone
from bot.shop.catalogue import MOST_VARIANTS, NewProduct, NewVariant, Stocked, StockPage, stock_after
from bot.shop.deeds import Deed
from bot.shop.money import Tyiyn
from bot.shop.people import Person
from bot.staff import staff
from bot.storage import assortment, audit
from bot.storage.database import Database, Unit

log = logging.getLogger(__name__)

MOST_CATEGORIES = 12
"""The most categories that are offered as answers."""


class Assortment:
    """The shop's products in the hands of its staff.

    Everything raises NotAllowed for people who do not work in the shop, and ProductGone for a product that was
    deleted meanwhile.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, person: Person, number: int) -> StockPage:
        """A page of all products, by category."""

        async def read(unit: Unit) -> StockPage:
            await staff(unit, person)
            return await assortment.page(unit, person.shop_id, number)

        return await self._database.read(read)

    async def categories(self, person: Person) -> list[str]:
        """The categories in use."""

        async def read(unit: Unit) -> list[str]:
            await staff(unit, person)
            return await assortment.categories(unit, person.shop_id, MOST_CATEGORIES)

        return await self._database.read(read)

    async def look(self, person: Person, product_id: int) -> Shown:
        """A product or variant as it is now."""
        return await self._database.read(look, person, product_id)

    async def allow(self, person: Person) -> None:
        """Promise that the person works in the shop."""
        await self._database.read(staff, person)

    async def check_title(self, person: Person, title: str, parent_id: int | None = None, but: int = 0) -> None:
        """Promise that a title is free.

        Raises:
            TitleTaken: when it is not.
        """

        async def read(unit: Unit) -> None:
            await staff(unit, person)
            await check_free(unit, person, title, parent_id, but)

        await self._database.read(read)

    async def add(self, person: Person, new: NewProduct, file_id: str | None = None) -> int:
        """A new product; its number. `file_id` is Telegram's for its photo.

        Raises:
            TitleTaken: when there is one of that title.
        """
        return await self._database.write(self._add, person, new, file_id)

    async def add_variant(self, person: Person, parent_id: int, new: NewVariant) -> int:
        """A new variant of a product, which is from then on sold in variants only; its number.

        Raises:
            TitleTaken: when the product has one of that label.
            NoMoreVariants: when it has as many as can be shown.
        """
        return await self._database.write(self._add_variant, person, parent_id, new)

    async def rename(self, person: Person, product_id: int, title: str) -> None:
        """Another title, or another label of a variant.

        Raises:
            TitleTaken: when that is taken.
        """

        async def write(unit: Unit) -> None:
            was = await own(unit, person, product_id)
            await check_free(unit, person, title, was.offer.parent_id, product_id)
            await assortment.change(unit, product_id, title=title)
            await self._note(unit, person, Deed.CHANGED, product_id, field="title")

        await self._database.write(write)

    async def describe(self, person: Person, product_id: int, *, description: str) -> None:
        """Another description."""
        await self._database.write(self._change, person, product_id, description=description)

    async def put_into(self, person: Person, product_id: int, category: str) -> None:
        """Another category."""
        await self._database.write(self._change, person, product_id, category=category)

    async def set_price(self, person: Person, product_id: int, price: Tyiyn) -> None:
        """Another price, in tyiyn; orders keep the one they have."""
        await self._database.write(self._change, person, product_id, price=price)

    async def set_stock(self, person: Person, product_id: int, stock: int | None) -> None:
        """What is left on the shelf, without what open orders hold; None never runs out."""
        await self._database.write(self._change, person, product_id, stock=stock)

    async def restock(self, person: Person, product_id: int, by: int) -> None:
        """So many units more, or fewer, than there are at this moment."""

        async def write(unit: Unit) -> None:
            was = await own(unit, person, product_id)
            await self._change(unit, person, product_id, stock=stock_after(was.offer.stock, by))

        await self._database.write(write)

    async def show(self, person: Person, product_id: int, *, hidden: bool) -> None:
        """Keep a product from customers, or show it again."""
        await self._database.write(self._change, person, product_id, hidden=hidden)

    async def picture(self, person: Person, product_id: int, content: bytes, file_id: str | None) -> None:
        """Another picture."""

        async def write(unit: Unit) -> None:
            await own(unit, person, product_id)
            await assortment.keep_photo(unit, person.shop_id, product_id, content, file_id)
            await self._note(unit, person, Deed.CHANGED, product_id, field="photo")

        await self._database.write(write)

    async def move(self, person: Person, product_id: int, by: int) -> bool:
        """One place up (-1) or down (+1) in its category; False at the end of it."""

        async def write(unit: Unit) -> bool:
            await own(unit, person, product_id)
            return await assortment.move(unit, person.shop_id, product_id, by)

        return await self._database.write(write)

    async def delete(self, person: Person, product_id: int) -> Stocked:
        """A product and its variants are gone for good; orders keep what they had. What it was."""

        async def write(unit: Unit) -> Stocked:
            was = await own(unit, person, product_id)
            await assortment.delete(unit, product_id, self._clock.now())
            await self._note(unit, person, Deed.DELETED, product_id)
            return was

        return await self._database.write(write)

    async def take_in(self, person: Person, new: Sequence[NewProduct]) -> None:
        """Put all products of a file on sale, or none.

        Raises:
            ProductFileInvalid: when one does not go with the shop's.
        """

        async def write(unit: Unit) -> None:
            await staff(unit, person)
            await put_all(unit, person.shop_id, new)
            await audit.record(unit, person, Deed.IMPORTED, self._clock.now(), count=len(new))
            log.info("products imported", extra={"count": len(new), "person": person.id})

        await self._database.write(write)

    async def take_out(self, person: Person) -> list[NewProduct]:
        """All products for a file, hidden ones too; it is written down that they were taken along."""

        async def write(unit: Unit) -> list[NewProduct]:
            await staff(unit, person)
            await audit.record(unit, person, Deed.EXPORTED, self._clock.now(), "products")
            return await everything(unit, person.shop_id)

        return await self._database.write(write)

    async def _add(self, unit: Unit, person: Person, new: NewProduct, file_id: str | None) -> int:
        await staff(unit, person)
        await check_free(unit, person, new.title, None)
        product_id = await assortment.add(unit, person.shop_id, new)
        if new.photo is not None:
            await assortment.keep_photo(unit, person.shop_id, product_id, new.photo, file_id)
        await self._note(unit, person, Deed.ADDED, product_id, tyiyn=new.price)
        return product_id

    async def _add_variant(self, unit: Unit, person: Person, parent_id: int, new: NewVariant) -> int:
        parent = await own(unit, person, parent_id)
        if parent.offer.parent_id is not None:
            raise ProductGone
        if parent.variants >= MOST_VARIANTS:
            raise NoMoreVariants
        await check_free(unit, person, new.label, parent_id)
        product_id = await assortment.add_variant(unit, person.shop_id, parent_id, new)
        await self._note(unit, person, Deed.ADDED, product_id, tyiyn=new.price)
        return product_id

    async def _change(self, unit: Unit, person: Person, product_id: int, /, **values: str | int | bool | None) -> None:
        """One column at a time; the log keeps what is a number, and no words."""
        await own(unit, person, product_id)
        await assortment.change(unit, product_id, **values)
        for field, to in values.items():
            facts = {} if isinstance(to, str) else {"to": to}
            await self._note(unit, person, Deed.CHANGED, product_id, field=field, **facts)

    async def _note(
        self, unit: Unit, person: Person, deed: Deed, product_id: int, **facts: str | int | bool | None
    ) -> None:
        await audit.record(unit, person, deed, self._clock.now(), audit.product(product_id), **facts)
        log.info("product changed", extra={"what": deed, "product": product_id, "person": person.id, **facts})
