"""Having xPay make the QR of a payment that is already written down."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.addresses import Addresses
from bot.clock import Clock
from bot.shop.bills import Bill
from bot.shop.order import Order
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Shop
from bot.storage import bills, notices, orders, payments, shops
from bot.storage.database import Database, Unit
from bot.xpay import NoPoint, QRCode, QRRequest, Unauthorised, XPayClient, XPayError, verify_link

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """An order with the payment that was begun for it, and whose it is; no payment where no QR is to be made.

    `token` is the unguessable part of the payment's addresses.
    """

    order: Order
    payment: Payment | None = None
    token: str = ""
    shop: Shop | None = None
    bill: Bill | None = None


class QRMaker:
    """Makes QRs; what comes of it is written down, and the customer's card shows it.

    `page_url` is a further page whose links may be shown; `first_question` says how soon xPay is asked about a new QR.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        xpay_of: Callable[[int], XPayClient],
        addresses: Addresses,
        *,
        page_url: str,
        first_question: timedelta,
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._addresses = addresses
        self._page_url = page_url
        self._first_question = first_question

    async def make(self, order: Order, payment: Payment, token: str, *, on_terminal: bool = False) -> None:
        """Ask xPay, and write down what came of it; `token` is the unguessable part of the payment's addresses.

        A repeat would make a second QR, so an outcome that is not known stays unknown. With `on_terminal` the QR is
        also shown on the point's terminal.
        """
        shop, bill = await self._database.read(_shop_and_bill, order)
        await self._make(order, payment, self._request(order, payment, token, shop, bill, on_terminal=on_terminal))

    async def finish(self, begun: Begun) -> Order:
        """Make the QR of what was begun, if there is one to be made; the order."""
        if begun.payment is not None and begun.shop is not None:
            request = self._request(begun.order, begun.payment, begun.token, begun.shop, begun.bill)
            await self._make(begun.order, begun.payment, request)
        return begun.order

    def _request(
        self, order: Order, payment: Payment, token: str, shop: Shop, bill: Bill | None, *, on_terminal: bool = False
    ) -> QRRequest:
        addresses = self._addresses
        return QRRequest(
            amount=payment.amount,
            payer_id=str(order.person_id),
            service_id=str(order.number),
            service_name=shop.name,
            comments=f"№{order.number}",
            callback_url=addresses.callback(token),
            return_url=addresses.bill(bill.token) if bill and not bill.many else addresses.order(order.token),
            check_url=addresses.check(token),
            amount_change=payment.may_raise,
            qr_pos=on_terminal,
        )

    async def _make(self, order: Order, payment: Payment, request: QRRequest) -> None:
        try:
            code = await self._xpay_of(order.shop_id).create_qr(request)
        except XPayError as error:
            log.warning("no QR", extra={"order": order.number, "error": str(error)})
            state = PaymentState.REFUSED if error.outcome_known else PaymentState.UNKNOWN
            await self._database.write(self._record_failure, order, payment, state)
            if isinstance(error, Unauthorised | NoPoint):
                await self._database.write(notices.keys_refused, order.shop_id, self._clock.now())
            return
        await self._database.write(self._record_qr, order, payment, code)

    async def _record_failure(self, unit: Unit, order: Order, payment: Payment, state: PaymentState) -> None:
        now = self._clock.now()
        await payments.fail(unit, payment, state)
        await orders.note(unit, order, f"qr:{state}", now, payment=payment.id)
        await notices.refresh_card(unit, order, now)

    async def _record_qr(self, unit: Unit, order: Order, payment: Payment, code: QRCode) -> None:
        """Only a link that fits the order is kept for showing; with a wrong one the QR counts as refused."""
        now = self._clock.now()
        verdict = verify_link(code.link, code=code, expected_amount=payment.amount, page_url=self._page_url or None)
        if not verdict.shown:
            why = ", ".join(verdict.faults)
            log.error("a payment link does not fit its order", extra={"order": order.number, "why": why})
            await notices.tell_owners(
                unit, order.shop_id, "bad_link", f"bad_link:{order.id}", now, order=order.number, why=why
            )
            await payments.fail(unit, payment, PaymentState.REFUSED)
            await notices.refresh_card(unit, order, now)
            return
        if verdict.alert:
            await notices.tell_owners(unit, order.shop_id, "checksum", "checksum", now)
        made = payments.Made(code.transaction_id, code.link, code.request_amount, code.payable)
        await payments.record_qr(unit, payment, made, now + self._first_question)
        await orders.shown(unit, order)
        await notices.refresh_card(unit, order, now)


async def _shop_and_bill(unit: Unit, order: Order) -> tuple[Shop, Bill | None]:
    bill = await bills.load(unit, order.bill_id) if order.bill_id is not None else None
    return await shops.load(unit, order.shop_id), bill
