"""The one-time code by which somebody becomes the owner of a shop that has none; only its hash is kept."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.storage.database import Unit
from bot.storage.tables import claims


async def renew(unit: Unit, shop_id: int, code: str, now: datetime) -> None:
    """Let this code be the one that works; an older one does not any more."""
    await withdraw(unit, shop_id)
    await unit.run(insert(claims).values(shop_id=shop_id, code_hash=_hash(code), made_at=now))


async def withdraw(unit: Unit, shop_id: int) -> None:
    """No code works any more."""
    await unit.run(delete(claims).where(claims.c.shop_id == shop_id))


async def fits(unit: Unit, shop_id: int, code: str) -> bool:
    """Whether this is the shop's code; how long the answer takes tells nothing about it."""
    kept = await unit.value(select(claims.c.code_hash).where(claims.c.shop_id == shop_id))
    return hmac.compare_digest(kept or _hash(""), _hash(code)) and kept is not None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
