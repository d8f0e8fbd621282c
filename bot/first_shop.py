"""The shop of a deployment: the settings make it once, from then on the database wins."""

from datetime import datetime

from bot.settings import Settings
from bot.shop.people import Language, Shop
from bot.storage import people, shops
from bot.storage.database import Unit


async def ensure_shop(unit: Unit, settings: Settings, now: datetime) -> Shop:
    """The deployment's shop, made where there is none; the people in OWNER_IDS are its owners in any case."""
    language = Language(settings.default_language)
    first = Shop(
        id=0,
        name=settings.shop_name,
        language=language,
        timezone=settings.timezone,
        order_ttl_minutes=settings.order_ttl_minutes,
        merchant_chat_id=settings.merchant_chat_id,
        merchant_topic_id=settings.merchant_topic_id,
        merchant_chat_public=True,  # until Telegram says that it is private
        accepts_late=False,
    )
    shop = await shops.ensure(unit, first, now)
    await people.appoint_owners(unit, shop.id, settings.owner_ids, language, now)
    return shop
