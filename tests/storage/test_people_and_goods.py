"""People, the catalogue, carts and shops."""

import asyncio
from dataclasses import replace

from sqlalchemy import update

from bot.shop.cart import MOST_UNITS
from bot.shop.catalogue import NewProduct, Product
from bot.shop.people import Language, Person, Role, Shop
from bot.storage import carts, catalogue, people, shops
from bot.storage.database import Database, Unit
from bot.storage.tables import products
from tests.storage.world import NOON, make_shop, meet, new_shop, sell


async def hide(unit: Unit, product: Product) -> None:
    await unit.run(update(products).where(products.c.id == product.id).values(hidden=True))


async def test_a_visitor_is_met_once(database: Database, shop: Shop) -> None:
    """Ten messages of a new customer at once make one person."""
    met = await asyncio.gather(*(meet(database, shop, 7) for _ in range(10)))
    assert len({person.id for person in met}) == 1
    assert (met[0].role, met[0].is_staff, met[0].language) == (Role.CUSTOMER, False, Language.KY)


async def test_what_telegram_tells_is_kept_up_to_date(database: Database, shop: Shop) -> None:
    """A new name, user name or language of Telegram's is taken over."""
    await meet(database, shop, 7, name="Айгүл")
    again = await meet(database, shop, 7, name="Айгүл Б.", username="aigul", language=Language.RU)
    assert (again.name, again.username, again.language) == ("Айгүл Б.", "aigul", Language.RU)
    assert await database.read(people.find, shop.id, 7) == again == await database.read(people.load, again.id)


async def test_a_chosen_language_stays(database: Database, shop: Shop) -> None:
    """What a person chose wins over what their Telegram speaks, from then on."""
    person = await meet(database, shop, 7)
    await database.write(people.choose_language, person, Language.EN)
    assert (await meet(database, shop, 7, language=Language.RU)).language is Language.EN


async def test_ids_of_telegram_need_more_than_32_bits(database: Database, shop: Shop) -> None:
    """Today's Telegram ids fit."""
    assert (await meet(database, shop, 2**52)).telegram_id == 2**52


async def test_a_phone_is_remembered(database: Database, shop: Shop, person: Person) -> None:
    """The number is there at the next visit."""
    await database.write(people.remember_phone, person, "+996555000001")
    assert (await meet(database, shop, person.telegram_id)).phone == "+996555000001"


async def test_owners_are_owners_before_they_come(database: Database, shop: Shop, person: Person) -> None:
    """Those named as owners are, met or not, and a visit does not take it from them."""
    ids = (person.telegram_id, 99)
    for _ in range(2):
        await database.write(people.appoint_owners, shop.id, ids, Language.RU, NOON)
    assert {owner.telegram_id for owner in await database.read(people.owners, shop.id)} == set(ids)
    assert (await meet(database, shop, 99, name="Ээси")).role is Role.OWNER


async def test_only_one_shop_is_made(database: Database) -> None:
    """Several starts at once still end with one shop, made as the first of them says."""
    async with asyncio.TaskGroup() as group:
        made = [group.create_task(database.write(make_shop, new_shop(f"Дүкөн {each}"))) for each in range(5)]
    assert len({task.result() for task in made}) == 1
    assert await database.read(shops.load, made[0].result().id) == made[0].result()


async def test_the_shop_is_made_once_and_the_database_wins(database: Database, shop: Shop) -> None:
    """What was set since the first start survives the next."""
    await database.write(shops.connect_chat, shop.id, -200, 5)
    await database.write(shops.follow_chat, -200, -1002)
    again = await database.write(make_shop, new_shop("Башка"))
    assert again == replace(shop, merchant_chat_id=-1002, merchant_topic_id=5, merchant_chat_public=True)


async def test_pages_of_the_catalogue(database: Database, shop: Shop) -> None:
    """Six a page in the order they were put in; a number too high or too low gives the nearest page."""
    made = [await sell(database, shop, f"Буюм {each}", None) for each in range(14)]
    pages = [await database.read(catalogue.page, shop.id, None, number) for number in (-3, 0, 1, 2, 9)]
    assert [(page.number, page.pages, len(page.products)) for page in pages] == [
        (0, 3, 6), (0, 3, 6), (1, 3, 6), (2, 3, 2), (2, 3, 2),
    ]  # fmt: skip
    assert [product for page in pages[1:4] for product in page.products] == made


async def test_an_empty_catalogue_has_one_empty_page(database: Database, shop: Shop) -> None:
    """Nothing for sale is a page with nothing on it."""
    page = await database.read(catalogue.page, shop.id, None, 0)
    assert (page.products, page.number, page.pages) == ((), 0, 1)
    assert await database.read(catalogue.is_empty, shop.id)


async def test_hidden_products_are_nowhere(database: Database, shop: Shop, person: Person, bread: Product) -> None:
    """Taken off sale: not on pages, in categories, by id, nor in carts it was in."""
    await database.write(carts.change, person, bread.id, 2)
    await database.write(hide, bread)
    assert (await database.read(catalogue.page, shop.id, None, 0)).products == ()
    assert list(await database.read(catalogue.categories, shop.id)) == []
    assert await database.read(catalogue.product, shop.id, bread.id) is None
    assert (await database.read(carts.load, person)).lines == ()


async def test_categories_come_in_the_order_of_their_first_product(database: Database, shop: Shop) -> None:
    """The seller's order is kept, each category once, and a page can be of one of them."""
    for title, category in (("Нан", "Ысык"), ("Чай", "Суусундук"), ("Самсы", "Ысык")):
        await database.write(catalogue.put, shop.id, NewProduct(title, "", category, 100, None, None))
    assert list(await database.read(catalogue.categories, shop.id)) == ["Ысык", "Суусундук"]
    hot = await database.read(catalogue.page, shop.id, "Ысык", 0)
    assert [product.title for product in hot.products] == ["Нан", "Самсы"]


async def test_putting_a_product_again_changes_it(database: Database, shop: Shop) -> None:
    """The same title takes the place, and keeps its picture unless there is a new one."""
    cake = NewProduct("Торт", "Бал", "Таттуу", 500_00, 3, b"png")
    await database.write(catalogue.put, shop.id, cake)
    [first] = (await database.read(catalogue.page, shop.id, None, 0)).products
    await database.write(catalogue.put, shop.id, replace(cake, price=600_00, photo=None))
    [second] = (await database.read(catalogue.page, shop.id, None, 0)).products
    assert second == replace(first, price=600_00)
    assert first.photo_id is not None
    await database.write(catalogue.remember_file, first.photo_id, "file-1")
    photo = await database.read(catalogue.photo, shop.id, first.photo_id)
    assert photo == catalogue.Photo(first.photo_id, b"png", "file-1")
    assert await database.read(catalogue.photo, shop.id + 1, first.photo_id) is None


async def test_a_cart_holds_what_the_stock_and_the_limit_allow(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """Adding stops at the stock, or at the most units; taking out stops at nothing."""
    tea = await sell(database, shop, "Чай", None)
    assert (await database.write(carts.change, person, bread.id, 50)).quantity_of(bread.id) == 10
    assert (await database.write(carts.change, person, tea.id, 500)).quantity_of(tea.id) == MOST_UNITS
    assert (await database.write(carts.change, person, bread.id, -3)).quantity_of(bread.id) == 7
    assert (await database.write(carts.change, person, bread.id, -30)).quantity_of(bread.id) == 0
    cart = await database.write(carts.change, person, 999, 1)
    assert [line.product.id for line in cart.lines] == [tea.id]


async def test_two_taps_at_once_count_twice(database: Database, person: Person, bread: Product) -> None:
    """Five quick taps on plus are five units."""
    await asyncio.gather(*(database.write(carts.change, person, bread.id, 1) for _ in range(5)))
    assert (await database.read(carts.load, person)).quantity_of(bread.id) == 5


async def test_a_cart_is_ones_own(database: Database, person: Person, stranger: Person, bread: Product) -> None:
    """Neither seen nor emptied by anybody else."""
    await database.write(carts.change, person, bread.id, 2)
    assert (await database.read(carts.load, stranger)).lines == ()
    await database.write(carts.clear, stranger)
    assert (await database.read(carts.load, person)).quantity_of(bread.id) == 2
    await database.write(carts.clear, person)
    assert (await database.read(carts.load, person)).lines == ()


async def test_a_cart_is_at_the_prices_of_this_moment(
    database: Database, shop: Shop, person: Person, bread: Product
) -> None:
    """A new price is in the cart at once."""
    await database.write(carts.change, person, bread.id, 2)
    await sell(database, shop, "Нан", 10, price=120_00)
    assert (await database.read(carts.load, person)).total == 240_00
