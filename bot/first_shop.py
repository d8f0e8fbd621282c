"""The shop of a deployment: the settings make it once, from then on the database wins."""

from datetime import datetime

from bot.settings import Settings
from bot.shop.deeds import Deed
from bot.shop.people import Language, Role, Shop
from bot.storage import audit, people, shops
from bot.storage.database import Unit


async def ensure_shop(unit: Unit, settings: Settings, now: datetime) -> Shop:
    """The deployment's shop, made where there is none; the people in OWNER_IDS are its owners in any case."""
    first = Shop(
        id=0,
        name=settings.shop_name,
        language=Language(settings.default_language),
        timezone=settings.timezone,
        order_ttl_minutes=settings.order_ttl_minutes,
        merchant_chat_id=settings.merchant_chat_id,
        merchant_topic_id=settings.merchant_topic_id,
        merchant_chat_public=True,  # until Telegram says that it is private
        accepts_late=False,
    )
    shop = await shops.ensure(unit, first, now)
    await _follow_settings(unit, shop, settings.owner_ids, now)
    return shop


async def _follow_settings(unit: Unit, shop: Shop, owner_ids: tuple[int, ...], now: datetime) -> None:
    """Owners because of OWNER_IDS alone are owners as long as it names them; but a shop never loses its last owner."""
    for person in await people.appoint_owners(unit, shop.id, owner_ids, shop.language, now):
        await audit.record(unit, shop, Deed.APPOINTED, now, audit.person(person), role=Role.OWNER)
    leaving = [one for one in await people.owners_by_settings(unit, shop.id) if one.telegram_id not in owner_ids]
    if len(leaving) == len(await people.owners(unit, shop.id)):
        return
    for person in leaving:
        await people.give_role(unit, person, Role.CUSTOMER)
        await audit.record(unit, shop, Deed.DISMISSED, now, audit.person(person), role=Role.OWNER)
