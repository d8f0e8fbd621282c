"""All products of a shop as a file has them."""

from bot.shop.catalogue import NewProduct, NewVariant, Stocked
from bot.storage import assortment
from bot.storage.database import Unit


async def everything(unit: Unit, shop_id: int) -> list[NewProduct]:
    """All products of a shop as a file has them, hidden ones too; for those who already have the right to them."""
    variants: dict[int, list[NewVariant]] = {}
    for one in await assortment.all_variants(unit, shop_id):
        new = NewVariant(one.offer.label, one.offer.price, one.offer.stock, one.hidden)
        variants.setdefault(one.offer.parent_id or 0, []).append(new)
    return [_as_new(one, variants.get(one.offer.id, [])) for one in await assortment.everything(unit, shop_id)]


def _as_new(one: Stocked, variants: list[NewVariant]) -> NewProduct:
    it = one.offer
    return NewProduct(
        it.title, it.description, it.category, it.price, it.stock, None, tuple(variants), hidden=one.hidden
    )
