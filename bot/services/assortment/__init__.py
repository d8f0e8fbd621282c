"""The shop's products in the hands of its staff."""

from bot.services.assortment.assortment import Assortment
from bot.services.assortment.exchange import everything
from bot.services.assortment.one_product import Shown
from bot.services.assortment.refusals import NoMoreVariants, ProductGone, TitleTaken

__all__ = ["Assortment", "NoMoreVariants", "ProductGone", "Shown", "TitleTaken", "everything"]
