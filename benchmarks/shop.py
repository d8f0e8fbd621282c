"""A shop for benchmarks: a migrated file with people, products, orders and payments in it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.first_shop import ensure_shop
from bot.settings import Settings, load
from bot.shop.catalogue import NewProduct
from bot.shop.people import Language, Role
from bot.storage import catalogue, shops
from bot.storage.database import Database, Unit
from bot.storage.migrate import migrate
from bot.storage.payments import hash_token
from bot.storage.tables import order_lines, orders, payments, people

OWNER, CUSTOMER, GROUP = 1002, 5000, -1001000000001
NOW = datetime.now(UTC)
BOT_TOKEN = "4242:sandbox"


def settings(**others: Any) -> Settings:
    """The settings of such a shop."""
    keys = {"xpay_client_id": "sandbox-client", "xpay_client_secret": "sandbox-secret"}
    chat = {"owner_ids": (OWNER,), "merchant_chat_id": GROUP}
    return load(_env_file=None, bot_token=BOT_TOKEN, shop_name="Торт+Гүл", **keys, **chat, **others)


def url_of(file: Path) -> str:
    """The address of a database file."""
    return f"sqlite+aiosqlite:///{file}"


def token(number: int) -> str:
    """The unguessable part of a payment's addresses; here it can be guessed."""
    return f"{number:032d}"


async def with_database(file: Path, *work: Callable[[Database], Awaitable[Any]]) -> Any:
    """Do something with a migrated database; the last result."""
    database = Database.open(url_of(file))
    try:
        await migrate(database)
        result = None
        for one in work:
            result = await one(database)
        return result
    finally:
        await database.close()


async def open_shop(unit: Unit, customers: int = 1) -> None:
    """A shop with an owner, some customers and twelve products in three sections."""
    shop = await ensure_shop(unit, settings(), NOW)
    await shops.note_public(unit, shop.id, public=False)
    rows = [
        {"shop_id": 1, "telegram_id": CUSTOMER + one, "name": f"Айгүл {one}", "language": Language.KY,
         "role": Role.CUSTOMER, "created_at": NOW}
        for one in range(customers)
    ]  # fmt: skip
    await unit.run_many(insert(people), rows)
    goods = [
        NewProduct(f"Медовик {number}", "Сегиз катмар бал коржу", f"Бөлүм {number % 3}", 1_500_00, None, None)
        for number in range(12)
    ]
    await catalogue.put_all(unit, 1, goods)


async def waiting_orders(unit: Unit, many: int, due_at: datetime | None = None) -> None:
    """So many orders of the first customer with a QR each, whose tokens are `token(1)` and on."""
    ids = range(1, many + 1)
    placed = [
        {"id": one, "shop_id": 1, "person_id": 2, "number": one, "token": f"o{one}", "state": "waiting",
         "total": 1_500_00, "handover": "pickup", "basket": f"b{one}", "placed_at": NOW,
         "expires_at": NOW + timedelta(hours=1)}
        for one in ids
    ]  # fmt: skip
    await unit.run_many(insert(orders), placed)
    lines = [
        {"shop_id": 1, "order_id": one, "product_id": 1, "title": "Медовик", "price": 1_500_00, "quantity": 1,
         "held": 1}
        for one in ids
    ]  # fmt: skip
    await unit.run_many(insert(order_lines), lines)
    codes = [
        {"id": one, "shop_id": 1, "order_id": one, "token_hash": hash_token(token(one)), "state": "active",
         "amount": 1_500_00, "transaction_id": transaction(one), "created_at": NOW, "due_at": due_at,
         "link": "https://pay.xpay.kg/#x"}
        for one in ids
    ]  # fmt: skip
    await unit.run_many(insert(payments), codes)


def transaction(number: int) -> str:
    """A transaction id of the form that xPay gives."""
    return f"00000000-0000-4000-8000-{number:012d}"
