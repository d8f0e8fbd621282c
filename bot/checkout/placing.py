"""Placing an order: all that the customer saw is looked at again in the unit that writes it down."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.checkout import trial
from bot.checkout.qr import Begun
from bot.checkout.refusals import EmptyCart, PromoRefused, SoldOut, SumChanged, TooManyOpen, TooManyQRs
from bot.checkout.terms import check_open, priced, settle_wishes
from bot.shop.cart import Cart, basket_key
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.order import NewOrder, Wishes
from bot.shop.people import Person
from bot.shop.promo import Promo
from bot.shop.schedule import LEASE
from bot.staff import owner
from bot.storage import carts, limits, notices, offers, orders, payments, promos, shops, stock
from bot.storage.database import Unit
from bot.xpay import Point

MOST_OPEN_ORDERS = 5
MOST_QRS_AN_HOUR = 10


@dataclass(frozen=True, slots=True)
class Tokens:
    """The unguessable parts of the addresses of a payment and of its order."""

    payment: str
    order: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a customer confirms: `to_pay` is the sum that they saw, if they saw one."""

    wishes: Wishes
    area_id: int | None
    to_pay: Tyiyn | None
    promo_id: int | None


async def cart_and_offer(unit: Unit, person: Person) -> tuple[Cart, Offer]:
    """What the person has picked, and what the shop offers, in one reading."""
    return await carts.load(unit, person), await offers.load(unit, person.shop_id)


async def promo_for(
    unit: Unit, person: Person, promo_id: int | None, cart: Cart, offer: Offer, now: datetime
) -> Promo | None:
    """The code for a cart, counted in the unit that may place it.

    Raises:
        Refusal: PromoRefused.
    """
    if promo_id is None:
        return None
    today = now.astimezone(offer.shop.zone).date()
    try:
        return await promos.taken(unit, person.shop_id, promo_id, person.id, cart.total, today)
    except promos.NotTaken as error:
        raise PromoRefused(error.denial) from error


async def place(unit: Unit, person: Person, wanted: Wanted, point: Point, tokens: Tokens, now: datetime) -> Begun:
    """Order what is in the cart, and begin its payment; the open order of the same basket is given again."""
    cart, offer = await cart_and_offer(unit, person)
    area = offer.area(wanted.area_id)
    basket = basket_key(cart, (*wanted.wishes.as_key(), repr(area), str(wanted.promo_id)))
    known = await orders.open_with_basket(unit, person, basket)
    if known is not None:
        await carts.clear(unit, person)
        await notices.refresh_card(unit, known, now)
        return Begun(known)
    if not cart.lines:
        raise EmptyCart
    new = replace(await _new_order(unit, person, wanted, cart, offer, point, now), basket=basket, token=tokens.order)
    await check_limits_of(unit, person, now)
    try:
        order = await orders.place(unit, person, new, now)
    except stock.OutOfStock as error:
        raise SoldOut(error.title) from error
    await carts.clear(unit, person)
    payment = await payments.begin(unit, order, tokens.payment, now, now + LEASE)
    return Begun(order, payment, tokens.payment, offer.shop)


async def _new_order(
    unit: Unit, person: Person, wanted: Wanted, cart: Cart, offer: Offer, point: Point, now: datetime
) -> NewOrder:
    """The order as it would be placed now, without its basket and token; at another sum than was seen there is none."""
    area, shop = offer.area(wanted.area_id), offer.shop
    promo = await promo_for(unit, person, wanted.promo_id, cart, offer, now)
    quote = priced(cart, area, point, now, promo)
    check_open(shop, now)
    wishes = settle_wishes(offer, wanted.wishes, wanted.area_id, now)
    if wanted.to_pay is not None and wanted.to_pay != quote.to_pay:
        raise SumChanged(quote)
    ends, cost = now + timedelta(minutes=shop.order_ttl_minutes), quote.price
    new = NewOrder(cart.order_lines, wishes, cost.total, "", "", ends, delivery_fee=cost.delivery)
    return new if promo is None else replace(new, discount=cost.discount, promo_id=promo.id, promo=promo.code)


async def place_test(unit: Unit, person: Person, title: str, amount: Tyiyn, tokens: Tokens, now: datetime) -> Begun:
    """Order an owner's test from their own shop; one that is open is given again."""
    by = await owner(unit, person)
    known = await orders.open_with_basket(unit, by, trial.BASKET)
    if known is not None:
        return Begun(known)
    shop = await shops.load(unit, by.shop_id)
    expires_at = now + timedelta(minutes=shop.order_ttl_minutes)
    order = await orders.place(unit, by, trial.purchase(title, amount, tokens.order, expires_at), now)
    payment = await payments.begin(unit, order, tokens.payment, now, now + LEASE)
    return Begun(order, payment, tokens.payment, shop)


async def check_limits_of(unit: Unit, person: Person, now: datetime, *, opens: bool = True) -> None:
    """Whether the person may have one more QR, and if it `opens` an order, one more of these.

    Raises:
        Refusal: TooManyOpen, TooManyQRs.
    """
    if opens and await limits.open_orders(unit, person) >= MOST_OPEN_ORDERS:
        raise TooManyOpen(MOST_OPEN_ORDERS)
    if await limits.payments_since(unit, person, now - timedelta(hours=1)) >= MOST_QRS_AN_HOUR:
        raise TooManyQRs
