"""Sections, pages of products, and one product with its picture."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.clock import Clock
from bot.messages.buttons import ALL, ChangeQuantity, Open, Screen, ShowPage, ShowProduct
from bot.shop.cart import Cart
from bot.shop.catalogue import Page, Product
from bot.shop.people import Person, Shop, clean_name
from bot.storage import carts, catalogue
from bot.storage.catalogue import Photo
from bot.storage.database import Database, Unit
from bot.texts import labels, shopfront
from handlers.customer.notice import noticed
from handlers.customer.questions import PutAside
from handlers.filters import Opens
from handlers.screen import Rows, View, button, show


def router() -> Router:
    """`/catalogue` and its buttons."""
    screens = Router(name="catalogue")
    screens.message.middleware(PutAside())
    screens.message.register(open_by_command, Command("catalogue"))
    screens.callback_query.register(open_catalogue, Opens(Screen.CATALOGUE))
    screens.callback_query.register(open_page, ShowPage.filter())
    screens.callback_query.register(open_product, ShowProduct.filter())
    screens.callback_query.register(change, ChangeQuantity.filter())
    return screens


async def open_by_command(message: Message, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Show what is on sale."""
    await show(message, noticed(await catalogue_view(database, person), shop, clock), database)


async def open_catalogue(callback: CallbackQuery, person: Person, shop: Shop, database: Database, clock: Clock) -> None:
    """Show what is on sale."""
    await show(callback, noticed(await catalogue_view(database, person), shop, clock), database)


async def open_page(
    callback: CallbackQuery, callback_data: ShowPage, person: Person, shop: Shop, database: Database, clock: Clock
) -> None:
    """Show a page of a section."""
    await show(callback, noticed(await page_view(database, person, callback_data), shop, clock), database)


async def open_product(callback: CallbackQuery, callback_data: ShowProduct, person: Person, database: Database) -> None:
    """Show a product, or say that it is gone."""
    place = ShowPage(section=callback_data.section, number=callback_data.number)
    view = await product_view(database, person, callback_data.product_id, place)
    if view is None:
        await show(callback, await page_view(database, person, place), database, shopfront.product_gone())
        return
    await show(callback, view, database)


async def change(callback: CallbackQuery, callback_data: ChangeQuantity, person: Person, database: Database) -> None:
    """Put units of a product into the cart, or take them out."""
    product_id, place = callback_data.product_id, ShowPage(section=callback_data.section, number=callback_data.number)
    moved = await database.write(change_cart, person, product_id, callback_data.by)
    view = await product_view(database, person, product_id, place)
    if view is None:
        await show(callback, await page_view(database, person, place), database, shopfront.product_gone())
        return
    await show(callback, view, database, "" if moved or callback_data.by < 0 else shopfront.no_more())


async def change_cart(unit: Unit, person: Person, product_id: int, by: int) -> bool:
    """Change the cart; whether that was possible."""
    before = await carts.load(unit, person)
    after = await carts.change(unit, person, product_id, by)
    return before.quantity_of(product_id) != after.quantity_of(product_id)


async def catalogue_view(database: Database, person: Person) -> View:
    """The sections; where there is but one, its products at once."""
    sections = await database.read(catalogue.categories, person.shop_id)
    if len(sections) < 2:
        return await page_view(database, person, ShowPage(section=ALL, number=0))
    cart = await database.read(carts.load, person)
    rows = [[button(_title(name), ShowPage(section=index, number=0))] for index, name in enumerate(sections)]
    rows.append([button(labels.everything(), ShowPage(section=ALL, number=0))])
    return View(shopfront.sections(), [*rows, _ways_on(cart)])


async def page_view(database: Database, person: Person, place: ShowPage) -> View:
    """A page of products; a section or page that is gone gives the nearest there is."""
    sections, page, cart = await database.read(_read_page, person, place)
    if not page.products:
        return View(shopfront.catalogue_empty(), [_ways_on(cart)])
    section = place.section if place.section in range(len(sections)) else ALL
    rows = [
        [button(labels.product(item), ShowProduct(product_id=item.id, section=section, number=page.number))]
        for item in page.products
    ]
    rows += _turning(section, page)
    if len(sections) > 1:
        rows.append([button(labels.sections(), Open(screen=Screen.CATALOGUE))])
    title = shopfront.everything() if section == ALL else sections[section]
    return View(shopfront.page(title, page), [*rows, _ways_on(cart)])


async def _read_page(unit: Unit, person: Person, place: ShowPage) -> tuple[Sequence[str], Page, Cart]:
    sections = await catalogue.categories(unit, person.shop_id)
    name = sections[place.section] if place.section in range(len(sections)) else None
    page = await catalogue.page(unit, person.shop_id, name, place.number)
    return sections, page, await carts.load(unit, person)


def _turning(section: int, page: Page) -> Rows:
    if page.pages == 1:
        return []
    turns = []
    if page.number > 0:
        turns.append(button(labels.PREVIOUS, ShowPage(section=section, number=page.number - 1)))
    if page.number < page.pages - 1:
        turns.append(button(labels.NEXT, ShowPage(section=section, number=page.number + 1)))
    return [turns]


async def product_view(
    database: Database, person: Person, product_id: int, place: ShowPage | None = None
) -> View | None:
    """A product with its picture, or None when it is not on sale; `place` is the page to go back to."""
    place = place or ShowPage(section=ALL, number=0)
    item, photo, cart = await database.read(_read_product, person, product_id)
    if item is None:
        return None
    quantity = cart.quantity_of(product_id)
    offers = _variants(item, place) if item.has_variants else [_quantity(item, quantity, place)]
    rows = [*offers, _ways_on(cart, menu=False), [button(labels.back(), _way_back(item, place))]]
    return View(shopfront.product(item, quantity), [row for row in rows if row], photo)


def _variants(item: Product, place: ShowPage) -> Rows:
    """What to choose from; what is sold out can be looked at."""
    section, number = place.section, place.number
    return [
        [button(labels.variant(one), ShowProduct(product_id=one.id, section=section, number=number))]
        for one in item.variants
    ]


def _way_back(item: Product, place: ShowPage) -> ShowPage | ShowProduct:
    """From a variant to its product, and from a product to its page."""
    if item.parent_id is None:
        return place
    return ShowProduct(product_id=item.parent_id, section=place.section, number=place.number)


async def _read_product(unit: Unit, person: Person, product_id: int) -> tuple[Product | None, Photo | None, Cart]:
    item = await catalogue.product(unit, person.shop_id, product_id)
    photo = await catalogue.photo(unit, person.shop_id, item.photo_id) if item and item.photo_id else None
    return item, photo, await carts.load(unit, person)


def _quantity(item: Product, quantity: int, place: ShowPage) -> list[InlineKeyboardButton]:
    def by(units: int) -> ChangeQuantity:
        return ChangeQuantity(product_id=item.id, by=units, section=place.section, number=place.number)

    if quantity == 0:
        return [button(labels.add_to_cart(), by(1), ButtonStyle.SUCCESS)] if item.stock != 0 else []
    count = button(str(quantity), Open(screen=Screen.CART))
    return [button(labels.LESS, by(-1)), count, button(labels.MORE, by(1))]


def _ways_on(cart: Cart, *, menu: bool = True) -> list[InlineKeyboardButton]:
    to_cart = button(labels.cart(cart.total), Open(screen=Screen.CART))
    return [to_cart, button(labels.menu(), Open(screen=Screen.MENU))] if menu else [to_cart]


def _title(name: str) -> str:
    return clean_name(name, 40) or "—"
