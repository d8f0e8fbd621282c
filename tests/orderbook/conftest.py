import pytest

from bot.shop.catalogue import Product
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from tests.group.conftest import counter
from tests.storage.world import make_shop, meet, new_shop, sell

__all__ = ["counter"]


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await database.write(make_shop, new_shop())


@pytest.fixture
async def person(database: Database, shop: Shop) -> Person:
    return await meet(database, shop, 1001, name="Айгүл Осмонова", username="aigul_kg")


@pytest.fixture
async def bread(database: Database, shop: Shop) -> Product:
    """A product that never runs out."""
    return await sell(database, shop, "Тандыр нан", None)
