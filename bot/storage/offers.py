"""What a shop offers at this moment, in one reading."""

from bot.shop.offer import Offer
from bot.storage import delivery_areas, shops
from bot.storage.database import Unit


async def load(unit: Unit, shop_id: int) -> Offer:
    """The shop with its terms, hours and areas."""
    return Offer(await shops.load(unit, shop_id), tuple(await delivery_areas.of_shop(unit, shop_id)))
