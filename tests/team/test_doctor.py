"""`tolom check` names where OWNER_IDS and the owners in the database differ."""

from pathlib import Path

from bot.doctor import database as doctor
from bot.first_shop import ensure_shop
from bot.settings import Settings, load
from bot.shop.people import Role
from bot.storage import people
from bot.storage.database import Database
from tests.databases import SQLiteFiles
from tests.storage.world import NOON


def settings(file: str, *owner_ids: int) -> Settings:
    keys = {"bot_token": "4242:sandbox", "xpay_client_id": "id", "xpay_client_secret": "secret"}
    return load(_env_file=None, owner_ids=owner_ids, database_url=file, merchant_chat_id=1, **keys)


async def test_every_difference_is_named(sqlite_files: SQLiteFiles, tmp_path: Path) -> None:
    """Who comes with the next start, who goes, and who owns the shop without the settings."""
    file = sqlite_files.fresh(tmp_path)
    database = Database.open(file)
    shop = await database.write(ensure_shop, settings(file, 1, 2), NOON)
    chosen = await database.write(people.meet, shop.id, people.Visitor(3, "Нурлан", None, shop.language), NOON)
    await database.write(people.give_role, chosen, Role.OWNER)
    await database.close()
    known, said = await doctor.examine(settings(file, 1, 4))
    assert set(known.owners) == {1, 2, 3, 4}
    lines = [str(one) for one in said if one.part == "shop"]
    assert [line.split(":")[0].strip() for line in lines] == ["warning  shop", "warning  shop", "ok       shop"]
    assert "OWNER_IDS names 4, no owner" in lines[0]
    assert "2: owner only by OWNER_IDS" in lines[1]
    assert "3: owner by /staff or the claim code" in lines[2]
    _, said = await doctor.examine(settings(file, 1, 2))
    assert [one.level for one in said if one.part == "shop"] == ["ok"]
