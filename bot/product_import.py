"""`tolom import`: the products of a file go on sale, all of them or none."""

import sys
from pathlib import Path

from bot.clock import Clock
from bot.first_shop import ensure_shop
from bot.product_file import ProductFileInvalid, read_products
from bot.settings import Settings
from bot.shop.catalogue import NewProduct
from bot.shop.people import Shop
from bot.storage import catalogue
from bot.storage.database import Database, Unit
from bot.storage.guard import Guard
from bot.storage.migrate import migrate


async def import_products(settings: Settings, path: Path) -> int:
    """Put the products of a CSV file on sale and say what was done; the exit status.

    A product whose title is known takes the other's place; products that the file does not name stay as they are.

    Raises:
        AlreadyRunning: when the bot works on this database; only one process writes it.
        StorageUnavailable: when the database cannot be used.
    """
    try:
        products = read_products(path)
    except ProductFileInvalid as invalid:
        _say(f"Nothing was imported; {path.name} needs mending:", *(f"  - {problem}" for problem in invalid.problems))
        return 1
    with Guard(settings.database_url):
        database = Database.open(settings.database_url)
        try:
            await migrate(database)
            shop = await database.write(_put_on_sale, settings, products)
        finally:
            await database.close()
    what = "1 product is" if len(products) == 1 else f"{len(products)} products are"
    print(f"{what} on sale in “{shop.name}” from {path.name}.")  # noqa: T201 - the command's answer
    return 0


async def _put_on_sale(unit: Unit, settings: Settings, products: list[NewProduct]) -> Shop:
    shop = await ensure_shop(unit, settings, Clock().now())
    await catalogue.put_all(unit, shop.id, products)
    return shop


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - the command line speaks to its user
