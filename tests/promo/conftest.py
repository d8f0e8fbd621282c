"""A running shop, and a shop in a database alone."""

from tests.delivery.conftest import Shopfront, front
from tests.storage.conftest import bread, clock, shop

__all__ = ["Shopfront", "bread", "clock", "front", "shop"]
