"""What a customer can choose from when ordering."""

from dataclasses import dataclass

from bot.shop.order import Handover, Wishes
from bot.shop.people import Shop
from bot.shop.pricing import Area


@dataclass(frozen=True, slots=True)
class Offer:
    """A shop as it takes orders at this moment, with its areas in their order; no area is delivery for nothing."""

    shop: Shop
    areas: tuple[Area, ...] = ()

    def area(self, area_id: int | None) -> Area | None:
        """The area with this id, if the shop (still) delivers there."""
        return next((area for area in self.areas if area.id == area_id), None)

    def offers(self, wishes: Wishes) -> bool:
        """Whether goods can be handed over in this way."""
        return wishes.handover in self.shop.terms.ways

    def has_place(self, wishes: Wishes, area_id: int | None) -> bool:
        """Whether the area fits: none for pickup and where there are none, else one of them."""
        if wishes.handover is not Handover.DELIVERY or not self.areas:
            return area_id is None
        return self.area(area_id) is not None
