"""What staff do with bills: make them, change them, end them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.checkout import Checkout, PaymentsUnavailable
from bot.checkout.qr import QRMaker
from bot.clock import Clock
from bot.services.billing import changes, ending
from bot.services.billing.changes import Begun
from bot.services.billing.one_bill import look, place_order, stand
from bot.services.billing.refusals import ForManyPayers, NoTerminal
from bot.settlement import Settlement
from bot.shop.bills import USUAL_DAYS, Bill, Standing, end_of_day
from bot.shop.business import OwnChat
from bot.shop.money import Tyiyn
from bot.shop.payment import News
from bot.shop.people import Person
from bot.shop.schedule import LEASE
from bot.staff import GoneMissing, staff
from bot.storage import bills, notices, payments, shops
from bot.storage.database import Database, Unit
from bot.xpay import XPayError

log = logging.getLogger(__name__)

PAGE = 8
"""Bills on a page of the list."""

_Values = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bill's card is shown."""

    chat_id: int
    topic_id: int | None = None


class Billing:
    """What staff do with bills; every right is read again with the deed itself."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        checkout: Checkout,
        settlement: Settlement,
        qr: QRMaker,
        *,
        new_token: Callable[[], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._checkout = checkout
        self._settlement = settlement
        self._qr = qr
        self._new_token = new_token

    async def make(
        self,
        person: Person,
        origin: str,
        amount: Tyiyn,
        title: str,
        *,
        card: Place | None = None,
        inline_message_id: str | None = None,
        own_chat: OwnChat | None = None,
        told: str | None = None,
    ) -> Bill:
        """Ask for a sum (tyiyn), for one payer and a week. `origin` names what it was made from: of each once.

        Bill, order and payment are committed before xPay is asked; if xPay then fails, the bill stays, and a fresh QR
        can be made. With `own_chat` its card stands in that chat; `told` names what its maker hears in private besides.

        Raises:
            StaffRefusal: NotAllowed.
            Refusal: OutsideLimits, PaymentsUnavailable.
        """
        known = await self._database.read(_known, person, origin)
        if known is not None:
            return known
        await self._checkout.check_sum(person.shop_id, amount)
        place = card or Place(0)
        values: _Values = {
            "token": self._new_token(),
            "title": title,
            "amount": amount,
            "inline_message_id": inline_message_id,
            "business_id": own_chat.connection_id if own_chat else None,
            "business_chat_id": own_chat.chat_id if own_chat else None,
            "card_chat_id": place.chat_id or None,
            "card_topic_id": place.topic_id,
        }
        token = self._new_token()
        bill, begun = await self._database.write(self._make, person, origin, values, token, told)
        await self._finish(begun, token)
        return bill

    async def look(self, person: Person, bill_id: int) -> Standing:
        """A bill of the shop, and what came of it.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing.
        """
        return await self._database.read(look, person, bill_id, self._clock.now())

    async def by_token(self, person: Person, token: str) -> Standing:
        """The bill behind a link, for staff. Raises what `look` does."""

        async def read(unit: Unit) -> Standing:
            await staff(unit, person)
            bill = await bills.by_token(unit, person.shop_id, token)
            if bill is None:
                raise GoneMissing
            return await stand(unit, bill, self._clock.now())

        return await self._database.read(read)

    async def page(self, person: Person, number: int) -> tuple[Sequence[Standing], bool]:
        """A page of the shop's bills, the newest first, and whether another one follows. Raises NotAllowed."""

        async def read(unit: Unit) -> tuple[Sequence[Standing], bool]:
            await staff(unit, person)
            return await bills.page(unit, person.shop_id, number, PAGE, self._clock.now())

        return await self._database.read(read)

    async def show(self, person: Person, bill_id: int, place: Place) -> Standing:
        """Send the bill's card anew, to be passed on. Raises what `look` does."""

        async def write(unit: Unit) -> Standing:
            standing = await look(unit, person, bill_id, self._clock.now())
            bill = await bills.aim_card(unit, standing.bill, place.chat_id, place.topic_id)
            await notices.refresh_bill(unit, bill, self._clock.now())
            return standing

        return await self._database.write(write)

    async def open_to(self, person: Person, bill_id: int, *, many: bool) -> Standing:
        """For one payer, or for many.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, BillIsPaid, BillEnded, BillTaken.
        """
        return await self._change(person, bill_id, many=many)

    async def let_raise(self, person: Person, bill_id: int, *, may_raise: bool) -> Standing:
        """A fixed sum, or the smallest one; its QR is made anew. Raises what `open_to` does."""
        return await self._change(person, bill_id, may_raise=may_raise)

    async def renew(self, person: Person, bill_id: int) -> Standing:
        """A fresh QR; the old one stays watched. Raises what `open_to` does, and ForManyPayers."""
        return await self._change(person, bill_id)

    async def show_on_terminal(self, person: Person, bill_id: int) -> Standing:
        """A fresh QR that the point's terminal shows too.

        Raises:
            StaffRefusal: what `renew` raises, and NoTerminal.
            Refusal: PaymentsUnavailable, OutsideLimits.
        """
        standing = await self.look(person, bill_id)
        if standing.bill.many:
            raise ForManyPayers
        point = await self._checkout.check_sum(person.shop_id, standing.bill.amount)
        if not point.serial:
            raise NoTerminal
        return await self._change(person, bill_id, on_terminal=True)

    async def set_due(self, person: Person, bill_id: int, due_at: datetime) -> Standing:
        """Let it wait until then; a bill whose day has passed is opened again. Raises what `open_to` does."""
        token = self._new_token()
        begun = await self._database.write(changes.set_due, person, bill_id, due_at, token, self._clock)
        await self._finish(begun, token)
        return await self.look(person, bill_id)

    async def cancel(self, person: Person, bill_id: int) -> Standing:
        """End it, after asking xPay whether its money has come; the open orders of one for many end on their own.

        One for many may be cancelled again: nothing is lost by it.

        Raises:
            StaffRefusal: NotAllowed, GoneMissing, BillIsPaid, BillEnded, BillStillOpen.
            Refusal: PaymentsUnavailable when xPay cannot be asked.
        """
        standing = await self._database.write(ending.begin, person, bill_id, self._clock)
        if standing.bill.many:
            return standing
        if standing.order is not None and standing.order.state.is_open and standing.payment is not None:
            try:
                await self._settlement.close(standing.payment, News.CANCEL)
            except XPayError as error:
                raise PaymentsUnavailable from error
        return await self._database.write(ending.finish, person, standing.bill, self._clock)

    async def _finish(self, begun: Begun, token: str, *, on_terminal: bool = False) -> None:
        if begun is not None:
            order, payment = begun
            await self._qr.make(order, payment, token, on_terminal=on_terminal)

    async def _change(self, person: Person, bill_id: int, *, on_terminal: bool = False, **values: bool) -> Standing:
        token = self._new_token()
        begun = await self._database.write(changes.change, person, bill_id, values, token, self._clock)
        await self._finish(begun, token, on_terminal=on_terminal)
        return await self.look(person, bill_id)

    async def _make(
        self, unit: Unit, person: Person, origin: str, values: _Values, token: str, told: str | None
    ) -> tuple[Bill, Begun]:
        known, now = await _known(unit, person, origin), self._clock.now()
        if known is not None:
            return known, None
        shop = await shops.load(unit, person.shop_id)
        due_at = end_of_day(now, USUAL_DAYS, shop.timezone)
        bill = await bills.add(unit, person, origin, now, due_at=due_at, **values)
        if told is not None:
            await notices.tell_member(unit, person, told, now)
        order = await place_order(unit, bill, person, self._new_token(), now, unclaimed=True)
        payment = await payments.begin(unit, order, token, now, now + LEASE)
        log.info("a bill", extra={"bill": bill.id, "order": order.number, "tyiyn": bill.amount})
        return bill, (order, payment)


async def _known(unit: Unit, person: Person, origin: str) -> Bill | None:
    await staff(unit, person)
    return await bills.by_origin(unit, person.shop_id, origin)
