"""What customers do with their orders: place, pay again, cancel, ask."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.addresses import Addresses
from bot.checkout import trial
from bot.checkout.qr import QRMaker
from bot.checkout.refusals import (
    EmptyCart,
    NothingToDo,
    PaymentsUnavailable,
    PriceChanged,
    PromoRefused,
    SoldOut,
    SumChanged,
    TooLate,
    TooManyOpen,
    TooManyQRs,
)
from bot.checkout.terms import Quote, check_limits, check_open, priced, settle_wishes
from bot.clock import Clock
from bot.settlement import Settlement
from bot.shop import when
from bot.shop.bills import Bill
from bot.shop.cart import Cart, basket_key
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.order import NewOrder, Order, OrderState, Wishes
from bot.shop.payment import News, Payment, PaymentState
from bot.shop.people import Person, Shop
from bot.shop.pricing import Area
from bot.shop.promo import Denial, NotCode, Promo, Why, written
from bot.shop.schedule import LEASE, soonest
from bot.staff import owner
from bot.storage import bills, carts, desk, limits, notices, offers, orders, payments, promos, shops, stock
from bot.storage.database import Database, Unit
from bot.xpay import NoPoint, Point, Unauthorised, XPayClient, XPayError

log = logging.getLogger(__name__)

MOST_OPEN_ORDERS = 5
MOST_QRS_AN_HOUR = 10


class Checkout:
    """What customers do with their orders."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        settlement: Settlement,
        addresses: Addresses,
        *,
        new_token: Callable[[], str],
        page_url: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._settlement = settlement
        self._new_token = new_token
        self._qr = QRMaker(
            database, clock, xpay_of, addresses, page_url=page_url, first_question=settlement.first_question
        )

    async def quote(self, person: Person, area_id: int | None = None, promo_id: int | None = None) -> Quote:
        """What the person's cart costs now, brought to an area of the shop's or (None) with no fee, with a promo code.

        Raises:
            Refusal: ShopPaused, ShopClosed, EmptyCart, SoldOut, OutsideLimits, PromoRefused, PaymentsUnavailable.
        """
        now = self._clock.now()

        async def read(unit: Unit) -> tuple[Cart, Offer, Promo | None]:
            cart, offer = await _cart_and_offer(unit, person)
            if not cart.lines:
                return cart, offer, None
            check_open(offer.shop, now)
            return cart, offer, await _promo(unit, person, promo_id, cart, offer, now)

        cart, offer, promo = await self._database.read(read)
        return priced(cart, offer.area(area_id), await self._point(person.shop_id), now, promo)

    async def find_promo(self, person: Person, text: str, area_id: int | None = None) -> Promo:
        """The promo code that the person wrote, if it holds for their cart now.

        Raises:
            Refusal: PromoRefused, and as `quote`.
        """
        try:
            code = written(text)
        except NotCode as error:
            raise PromoRefused(Denial(Why.UNKNOWN, text)) from error
        promo = await self._database.read(promos.called, person.shop_id, code)
        if promo is None:
            raise PromoRefused(Denial(Why.UNKNOWN, code))
        await self.quote(person, area_id, promo.id)
        return promo

    async def confirm(
        self,
        person: Person,
        wishes: Wishes,
        area_id: int | None = None,
        to_pay: Tyiyn | None = None,
        promo_id: int | None = None,
    ) -> Order:
        """Order what is in the cart; the same basket while its order is open gives that order again.

        `to_pay` is the sum that the customer saw, if they saw one. Order, stock and payment are committed before xPay
        is asked; if xPay then fails, the order stays, and its card offers to try again.

        Raises:
            Refusal: as `quote`, and WayGone, AreaGone, TimeGone, SumChanged, TooManyOpen, TooManyQRs.
        """
        point = await self._point(person.shop_id)
        token, order_token = self._new_token(), self._new_token()

        async def place(unit: Unit) -> tuple[Order, Payment | None]:
            cart, offer = await _cart_and_offer(unit, person)
            wanted = _Wanted(cart, offer, wishes, area_id, to_pay, promo_id)
            return await self._place(unit, person, wanted, point, token, order_token)

        order, payment = await self._database.write(place)
        if payment is not None:
            await self._qr.make(order, payment, token)
        return order

    async def buy_test(self, person: Person, title: str) -> Order:
        """An owner buys a test from their own shop: `title` for 1 som, or the least that xPay takes.

        The same one while it is open; its card comes down to the bottom of the chat.

        Raises:
            Refusal: PaymentsUnavailable.
            StaffRefusal: NotAllowed.
        """
        point = await self._point(person.shop_id)
        token = self._new_token()
        amount = trial.smallest(point.limits.min)
        order, payment = await self._database.write(self._place_test, person, title, amount, token, self._new_token())
        if payment is None:
            return await self.show_card(person, order.number)
        await self._qr.make(order, payment, token)
        return order

    async def pay_again(self, person: Person, number: int) -> Order:
        """A fresh QR for an order that was not paid; prices and stock are looked at anew.

        An ended order whose basket was ordered anew stays ended: then it is the open one that is given.

        Raises:
            Refusal: NothingToDo, SoldOut, PriceChanged, PromoRefused, TooLate, ShopPaused, ShopClosed, TooManyOpen,
                TooManyQRs, PaymentsUnavailable.
        """
        await self._point(person.shop_id)
        token = self._new_token()
        order, payment = await self._database.write(self._begin_again, person, number, token)
        if payment is not None:
            await self._qr.make(order, payment, token)
        return order

    async def check_sum(self, shop_id: int, amount: Tyiyn) -> Point:
        """The point that takes such a sum (tyiyn) now.

        Raises:
            Refusal: OutsideLimits, PaymentsUnavailable.
        """
        point = await self._point(shop_id)
        check_limits(amount, point)
        return point

    async def cancel(self, person: Person, number: int) -> Order:
        """Cancel an unpaid order, after asking xPay whether its money has come; the order as it is then.

        Raises:
            Refusal: NothingToDo, or PaymentsUnavailable when xPay cannot be asked.
        """
        order = await self._own(person, number)
        payment = await self._database.read(payments.newest, order.id)
        if not order.state.is_open or payment is None:
            raise NothingToDo
        try:
            await self._settlement.close(payment, News.CANCEL)
        except XPayError as error:
            raise PaymentsUnavailable from error
        return await self._own(person, number)

    async def ask_now(self, person: Person, number: int) -> Order:
        """The customer says "I have paid": xPay is asked soon."""
        order = await self._own(person, number)
        payment = await self._database.read(payments.newest, order.id)
        if payment is not None:
            await self._database.write(self._make_due, payment)
        return order

    async def _make_due(self, unit: Unit, newest: Payment) -> None:
        for payment in (newest, *await payments.others(unit, newest)):
            at = soonest(self._clock.now(), payment.asked_at)
            await payments.make_due(unit, payment.id, at, payments.URGENT_CUSTOMER)

    async def show_card(self, person: Person, number: int) -> Order:
        """Send the order's card anew, at the bottom of the chat."""
        order = await self._own(person, number)
        await self._database.write(self._renew_card, order)
        return order

    async def _own(self, person: Person, number: int) -> Order:
        order = await self._database.read(orders.of_person, person, number)
        if order is None:
            raise NothingToDo
        return order

    async def _renew_card(self, unit: Unit, order: Order) -> None:
        await orders.forget_card(unit, order.id)
        await notices.refresh_card(unit, order, self._clock.now())

    async def _point(self, shop_id: int) -> Point:
        """The shop's point, after a login that is fresh: keys that are refused are noticed before anything is held."""
        client = self._xpay_of(shop_id)
        try:
            await client.login()
            return await client.point()
        except XPayError as error:
            log.error("xPay cannot be used", extra={"error": str(error)})
            if isinstance(error, (Unauthorised, NoPoint)):
                await self._database.write(notices.keys_refused, shop_id, self._clock.now())
            raise PaymentsUnavailable from error

    async def _place(
        self, unit: Unit, person: Person, wanted: "_Wanted", point: Point, token: str, order_token: str
    ) -> tuple[Order, Payment | None]:
        """All that the customer saw is looked at again here, where it is written down."""
        now, cart, shop = self._clock.now(), wanted.cart, wanted.offer.shop
        known = await orders.open_with_basket(unit, person, wanted.basket)
        if known is not None:
            await carts.clear(unit, person)
            await notices.refresh_card(unit, known, now)
            return known, None
        if not cart.lines:
            raise EmptyCart
        promo = await _promo(unit, person, wanted.promo_id, cart, wanted.offer, now)
        quote = priced(cart, wanted.area, point, now, promo)
        check_open(shop, now)
        wishes = settle_wishes(wanted.offer, wanted.wishes, wanted.area_id, now)
        if wanted.to_pay is not None and wanted.to_pay != quote.to_pay:
            raise SumChanged(quote)
        await self._check_limits(unit, person, now)
        ends, cost = now + timedelta(minutes=shop.order_ttl_minutes), quote.price
        lines, fee = cart.order_lines, cost.delivery
        new = NewOrder(lines, wishes, cost.total, wanted.basket, order_token, ends, delivery_fee=fee)
        if promo is not None:
            new = replace(new, discount=cost.discount, promo_id=promo.id, promo=promo.code)
        try:
            order = await orders.place(unit, person, new, now)
        except stock.OutOfStock as error:
            raise SoldOut(error.title) from error
        await carts.clear(unit, person)
        return order, await payments.begin(unit, order, token, now, now + LEASE)

    async def _place_test(
        self, unit: Unit, person: Person, title: str, amount: Tyiyn, token: str, order_token: str
    ) -> tuple[Order, Payment | None]:
        now, by = self._clock.now(), await owner(unit, person)
        known = await orders.open_with_basket(unit, by, trial.BASKET)
        if known is not None:
            return known, None
        shop = await shops.load(unit, by.shop_id)
        expires_at = now + timedelta(minutes=shop.order_ttl_minutes)
        order = await orders.place(unit, by, trial.purchase(title, amount, order_token, expires_at), now)
        return order, await payments.begin(unit, order, token, now, now + LEASE)

    async def _check_limits(self, unit: Unit, person: Person, now: datetime, *, opens: bool = True) -> None:
        if opens and await limits.open_orders(unit, person) >= MOST_OPEN_ORDERS:
            raise TooManyOpen(MOST_OPEN_ORDERS)
        if await limits.payments_since(unit, person, now - timedelta(hours=1)) >= MOST_QRS_AN_HOUR:
            raise TooManyQRs

    async def _begin_again(self, unit: Unit, person: Person, number: int, token: str) -> tuple[Order, Payment | None]:
        now = self._clock.now()
        order = await orders.of_person(unit, person, number)
        newest = await payments.newest(unit, order.id) if order else None
        if order is None or newest is None or not _payable_again(order, newest):
            raise NothingToDo
        if await desk.has_open_case(unit, order.id):
            raise NothingToDo
        if order.state.is_open and newest.state in {PaymentState.CREATING, PaymentState.ACTIVE}:
            await notices.refresh_card(unit, order, now)
            return order, None
        twin = None if order.state.is_open else await orders.open_twin(unit, order)
        if twin is not None:
            await notices.refresh_card(unit, twin, now)
            return twin, None
        shop = await shops.load(unit, order.shop_id)
        bill = await bills.load(unit, order.bill_id) if order.bill_id is not None else None
        _check_still_wanted(order, bill, shop, now)
        await self._check_limits(unit, person, now, opens=not order.state.is_open and bill is None)
        if await stock.prices_changed(unit, order):
            raise PriceChanged
        expires_at = now + timedelta(minutes=shop.order_ttl_minutes) if bill is None else bill.due_at
        try:
            await promos.take_again(unit, order, now.astimezone(shop.zone).date())
            await orders.reopen(unit, order, expires_at)
        except stock.OutOfStock as error:
            raise SoldOut(error.title) from error
        except promos.NotTaken as error:
            raise PromoRefused(error.denial, is_placed=True) from error
        await orders.note(unit, order, "pay_again", now, actor=person)
        order = await orders.load(unit, order.id)
        may_raise = bill is not None and bill.may_raise
        return order, await payments.begin(unit, order, token, now, now + LEASE, may_raise=may_raise)


def _check_still_wanted(order: Order, bill: Bill | None, shop: Shop, now: datetime) -> None:
    """Whether an order may be paid again: a bill until its day is over, an ended order as if it were placed now."""
    if bill is not None:
        if not bill.is_open(now):
            raise NothingToDo
    elif not order.state.is_open:
        check_open(shop, now)
        if order.wishes.window is not None and not when.fits(shop, order.wishes, now):
            raise TooLate


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a customer confirms, beside what there is at that moment."""

    cart: Cart
    offer: Offer
    wishes: Wishes
    area_id: int | None
    to_pay: Tyiyn | None
    promo_id: int | None

    @property
    def area(self) -> Area | None:
        return self.offer.area(self.area_id)

    @property
    def basket(self) -> str:
        return basket_key(self.cart, (*self.wishes.as_key(), repr(self.area), str(self.promo_id)))


async def _cart_and_offer(unit: Unit, person: Person) -> tuple[Cart, Offer]:
    return await carts.load(unit, person), await offers.load(unit, person.shop_id)


async def _promo(
    unit: Unit, person: Person, promo_id: int | None, cart: Cart, offer: Offer, now: datetime
) -> Promo | None:
    """The code for a cart, counted in the unit that may place it."""
    if promo_id is None:
        return None
    today = now.astimezone(offer.shop.zone).date()
    try:
        return await promos.taken(unit, person.shop_id, promo_id, person.id, cart.total, today)
    except promos.NotTaken as error:
        raise PromoRefused(error.denial) from error


def _payable_again(order: Order, newest: Payment) -> bool:
    if order.state is OrderState.EXPIRED:
        return newest.state is not PaymentState.COMPLETED
    return order.state.is_open and not newest.state.is_at_bank and newest.state is not PaymentState.COMPLETED
