"""What cannot be done with a product; the handlers find the words."""

from bot.staff import StaffRefusal


class ProductGone(StaffRefusal):
    """The product was deleted meanwhile."""


class TitleTaken(StaffRefusal):
    """Another product, or another variant of the same product, is called so."""


class NoMoreVariants(StaffRefusal):
    """The product has as many variants as can be shown."""
