"""`tolom import`: the products of a file go on sale, all of them or none."""

import sys
from pathlib import Path

from bot.clock import Clock
from bot.first_shop import ensure_shop
from bot.product_file import ProductFileInvalid, put_all, read_products
from bot.settings import Settings
from bot.shop.catalogue import NewProduct
from bot.shop.deeds import Deed
from bot.shop.people import Language, Shop
from bot.storage import audit
from bot.storage.database import Database, Unit
from bot.storage.guard import Guard
from bot.storage.migrate import migrate
from bot.texts import product_file as texts
from bot.texts.languages import translations


async def import_products(settings: Settings, path: Path) -> int:
    """Put the products of a CSV or XLSX file on sale and say what was done; the exit status.

    A product whose title is known takes the other's place; products that the file does not name stay as they are.

    Raises:
        AlreadyRunning: when the bot works on this database; only one process writes it.
        StorageUnavailable: when the database cannot be used.
    """
    try:
        products = read_products(path)
        shop = await _put_on_sale(settings, products)
    except ProductFileInvalid as invalid:
        _say(f"Nothing was imported; {path.name} needs mending:", *(f"  - {one}" for one in _reasons(invalid)))
        return 1
    what = "1 product is" if len(products) == 1 else f"{len(products)} products are"
    print(f"{what} on sale in “{shop.name}” from {path.name}.")  # noqa: T201 - the command's answer
    return 0


async def _put_on_sale(settings: Settings, products: list[NewProduct]) -> Shop:
    with Guard(settings.database_url):
        database = Database.open(settings.database_url)
        try:
            await migrate(database)
            return await database.write(_put, settings, products)
        finally:
            await database.close()


async def _put(unit: Unit, settings: Settings, products: list[NewProduct]) -> Shop:
    now = Clock().now()
    shop = await ensure_shop(unit, settings, now)
    await put_all(unit, shop.id, products)
    await audit.record(unit, shop, Deed.IMPORTED, now, count=len(products))
    return shop


def _reasons(invalid: ProductFileInvalid) -> list[str]:
    """The command line speaks English."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        return [texts.problem(one.line, one.wrong, one.facts) for one in invalid.problems]


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - the command line speaks to its user
