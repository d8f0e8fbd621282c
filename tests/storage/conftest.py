import pytest

from bot.shop.catalogue import Product
from bot.shop.order import Order
from bot.shop.payment import Payment
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from tests.storage.world import SetClock, make_shop, meet, new_shop, order_of, payment_of, sell


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await database.write(make_shop, new_shop())


@pytest.fixture
async def person(database: Database, shop: Shop) -> Person:
    return await meet(database, shop, 1001)


@pytest.fixture
async def stranger(database: Database, shop: Shop) -> Person:
    return await meet(database, shop, 1002)


@pytest.fixture
async def bread(database: Database, shop: Shop) -> Product:
    """A product of which there are ten."""
    return await sell(database, shop, "Нан", 10)


@pytest.fixture
async def order(database: Database, person: Person, bread: Product) -> Order:
    return await order_of(database, person, bread, 2)


@pytest.fixture
async def payment(database: Database, order: Order) -> Payment:
    return await payment_of(database, order, "token-of-payment")
