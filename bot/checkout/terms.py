"""Whether the shop takes such an order at this moment, and what it costs."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.checkout.refusals import (
    AreaGone,
    EmptyCart,
    OutsideLimits,
    PromoRefused,
    ShopClosed,
    ShopPaused,
    SoldOut,
    TimeGone,
    WayGone,
)
from bot.shop import when
from bot.shop.cart import Cart
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.order import Wishes
from bot.shop.people import Shop
from bot.shop.pricing import Area, Price, price
from bot.shop.promo import LEAST_TO_PAY, Denial, Promo, Why
from bot.xpay import Point


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order would cost, in tyiyn, when it is brought to `area` (None: picked up, or brought for nothing)."""

    cart: Cart
    price: Price
    payer_fee: Tyiyn
    area: Area | None = None
    promo: Promo | None = None

    @property
    def to_pay(self) -> Tyiyn:
        """What the payer pays in all."""
        return self.price.total + self.payer_fee


def priced(cart: Cart, area: Area | None, point: Point, now: datetime, promo: Promo | None = None) -> Quote:
    """What the cart costs, with a promo code that holds; the only place where an order's price is put together.

    Raises:
        Refusal: EmptyCart, SoldOut, OutsideLimits; PromoRefused when too little would be left to pay.
    """
    if not cart.lines:
        raise EmptyCart
    if cart.missing:
        raise SoldOut(cart.missing[0].product.title)
    cost = price(cart.total, area, promo.discount.of(cart.total) if promo else 0)
    least = max(LEAST_TO_PAY, point.limits.min or 0)
    takes_all = (point.limits.min or 0) <= cost.total + cost.discount
    is_nothing = cost.total == 0 and takes_all
    if promo is not None and (is_nothing or cost.total < least <= cost.total + cost.discount):
        raise PromoRefused(Denial(Why.LITTLE_LEFT, promo.code, least=least))
    check_limits(cost.total, point)
    return Quote(cart, cost, point.payer_fee(cost.total, now), area, promo)


def check_limits(amount: Tyiyn, point: Point) -> None:
    """Whether the point takes such a sum (tyiyn) in one payment.

    Raises:
        Refusal: OutsideLimits.
    """
    low, high = point.limits.min, point.limits.max
    if (low is not None and amount < low) or (high is not None and amount > high):
        raise OutsideLimits(low, high)


def check_open(shop: Shop, now: datetime) -> None:
    """Whether new orders are taken now.

    Raises:
        Refusal: ShopPaused, ShopClosed.
    """
    if shop.pause is not None:
        raise ShopPaused(shop.pause.why)
    if not when.takes_orders(shop, now):
        raise ShopClosed(shop, shop.hours.opens_next(now.astimezone(shop.zone)), now)


def settle_wishes(offer: Offer, wishes: Wishes, area_id: int | None, now: datetime) -> Wishes:
    """The wishes with the area's name as it is now, if all of it is still on offer.

    Raises:
        ChoiceGone: WayGone, AreaGone, TimeGone.
    """
    if not offer.offers(wishes):
        raise WayGone
    if not offer.has_place(wishes, area_id):
        raise AreaGone
    if not when.fits(offer.shop, wishes, now):
        raise TimeGone
    area = offer.area(area_id)
    return replace(wishes, area=area.name if area else None)
