"""Paying again: a fresh QR for an order that was not paid, with prices and stock looked at anew."""

from datetime import datetime, timedelta

from bot.checkout.placing import check_limits_of
from bot.checkout.qr import Begun
from bot.checkout.refusals import NothingToDo, PriceChanged, PromoRefused, SoldOut, TooLate
from bot.checkout.terms import check_open
from bot.shop import when
from bot.shop.bills import Bill
from bot.shop.order import Order, OrderState
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Person, Shop
from bot.shop.schedule import LEASE
from bot.storage import bills, desk, notices, orders, payments, promos, shops, stock
from bot.storage.database import Unit


async def begin_again(unit: Unit, person: Person, number: int, token: str, now: datetime) -> Begun:
    """Let the person's order with this number be paid once more; the order that is open instead is given as it is.

    Raises:
        Refusal: NothingToDo, SoldOut, PriceChanged, PromoRefused, TooLate, ShopPaused, ShopClosed, TooManyOpen,
            TooManyQRs.
    """
    order, newest = await _to_be_paid(unit, person, number)
    if order.state.is_open and newest.state in {PaymentState.CREATING, PaymentState.ACTIVE}:
        return await _shown(unit, order, now)
    twin = None if order.state.is_open else await orders.open_twin(unit, order)
    if twin is not None:
        return await _shown(unit, twin, now)
    shop = await shops.load(unit, order.shop_id)
    bill = await bills.load(unit, order.bill_id) if order.bill_id is not None else None
    _check_still_wanted(order, bill, shop, now)
    await check_limits_of(unit, person, now, opens=not order.state.is_open and bill is None)
    if await stock.prices_changed(unit, order):
        raise PriceChanged
    order = await _reopened(unit, order, bill, shop, now)
    await orders.note(unit, order, "pay_again", now, actor=person)
    may_raise = bill is not None and bill.may_raise
    payment = await payments.begin(unit, order, token, now, now + LEASE, may_raise=may_raise)
    return Begun(order, payment, token, shop, bill)


async def _to_be_paid(unit: Unit, person: Person, number: int) -> tuple[Order, Payment]:
    order = await orders.of_person(unit, person, number)
    newest = await payments.newest(unit, order.id) if order else None
    if order is None or newest is None or not _payable_again(order, newest):
        raise NothingToDo
    if await desk.has_open_case(unit, order.id):
        raise NothingToDo
    return order, newest


async def _shown(unit: Unit, order: Order, now: datetime) -> Begun:
    await notices.refresh_card(unit, order, now)
    return Begun(order)


async def _reopened(unit: Unit, order: Order, bill: Bill | None, shop: Shop, now: datetime) -> Order:
    expires_at = now + timedelta(minutes=shop.order_ttl_minutes) if bill is None else bill.due_at
    try:
        await promos.take_again(unit, order, now.astimezone(shop.zone).date())
        await orders.reopen(unit, order, expires_at)
    except stock.OutOfStock as error:
        raise SoldOut(error.title) from error
    except promos.NotTaken as error:
        raise PromoRefused(error.denial, is_placed=True) from error
    return await orders.load(unit, order.id)


def _check_still_wanted(order: Order, bill: Bill | None, shop: Shop, now: datetime) -> None:
    """Whether an order may be paid again: a bill until its day is over, an ended order as if it were placed now."""
    if bill is not None:
        if not bill.is_open(now):
            raise NothingToDo
    elif not order.state.is_open:
        check_open(shop, now)
        if order.wishes.window is not None and not when.fits(shop, order.wishes, now):
            raise TooLate


def _payable_again(order: Order, newest: Payment) -> bool:
    if order.state is OrderState.EXPIRED:
        return newest.state is not PaymentState.COMPLETED
    return order.state.is_open and not newest.state.is_at_bank and newest.state is not PaymentState.COMPLETED
