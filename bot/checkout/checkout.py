"""What customers do with their orders: place, pay again, cancel, ask."""

import logging
from collections.abc import Callable

from bot.addresses import Addresses
from bot.checkout import placing, trial
from bot.checkout.again import begin_again
from bot.checkout.placing import Tokens, Wanted
from bot.checkout.qr import QRMaker
from bot.checkout.refusals import NothingToDo, PaymentsUnavailable, PromoRefused
from bot.checkout.terms import Quote, check_limits, check_open, priced
from bot.clock import Clock
from bot.settlement import Settlement
from bot.shop.cart import Cart
from bot.shop.money import Tyiyn
from bot.shop.offer import Offer
from bot.shop.order import Order, Wishes
from bot.shop.payment import News, Payment
from bot.shop.people import Person
from bot.shop.promo import MOST_TRIES_AN_HOUR, Denial, NotCode, Promo, Why, written
from bot.shop.schedule import soonest
from bot.storage import notices, orders, payments, promos, tries
from bot.storage.database import Database, Unit
from bot.storage.tries import Code
from bot.xpay import NoPoint, Point, Unauthorised, XPayClient, XPayError

log = logging.getLogger(__name__)


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
            cart, offer = await placing.cart_and_offer(unit, person)
            if not cart.lines:
                return cart, offer, None
            check_open(offer.shop, now)
            return cart, offer, await placing.promo_for(unit, person, promo_id, cart, offer, now)

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
        promo = await self._database.write(self._called, person, code)
        if promo is None:
            raise PromoRefused(Denial(Why.UNKNOWN, code))
        await self.quote(person, area_id, promo.id)
        return promo

    async def _called(self, unit: Unit, person: Person, code: str) -> Promo | None:
        now = self._clock.now()
        if await tries.in_an_hour(unit, person, Code.PROMO, now) >= MOST_TRIES_AN_HOUR:
            raise PromoRefused(Denial(Why.TOO_MANY_TRIES, code))
        promo = await promos.called(unit, person.shop_id, code)
        if promo is None:
            await tries.note(unit, person, Code.PROMO, now)
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
        point, now = await self._point(person.shop_id), self._clock.now()
        wanted = Wanted(wishes, area_id, to_pay, promo_id)
        begun = await self._database.write(placing.place, person, wanted, point, self._tokens(), now)
        return await self._qr.finish(begun)

    async def buy_test(self, person: Person, title: str) -> Order:
        """An owner buys a test from their own shop: `title` for 1 som, or the least that xPay takes.

        The same one while it is open; its card comes down to the bottom of the chat.

        Raises:
            Refusal: PaymentsUnavailable.
            StaffRefusal: NotAllowed.
        """
        point, now = await self._point(person.shop_id), self._clock.now()
        amount = trial.smallest(point.limits.min)
        begun = await self._database.write(placing.place_test, person, title, amount, self._tokens(), now)
        if begun.payment is None:
            return await self.show_card(person, begun.order.number)
        return await self._qr.finish(begun)

    async def pay_again(self, person: Person, number: int) -> Order:
        """A fresh QR for an order that was not paid; prices and stock are looked at anew.

        An ended order whose basket was ordered anew stays ended: then it is the open one that is given.

        Raises:
            Refusal: NothingToDo, SoldOut, PriceChanged, PromoRefused, TooLate, ShopPaused, ShopClosed, TooManyOpen,
                TooManyQRs, PaymentsUnavailable.
        """
        await self._point(person.shop_id)
        begun = await self._database.write(begin_again, person, number, self._new_token(), self._clock.now())
        return await self._qr.finish(begun)

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

    def _tokens(self) -> Tokens:
        return Tokens(payment=self._new_token(), order=self._new_token())

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
