"""Leading an owner through the first steps: what is done, what is wrong, and with xPay asked anew."""

from collections.abc import Callable
from datetime import datetime

from bot.checkout import trial
from bot.clock import Clock
from bot.shop.first_steps import Connection, Fault, Fee, Progress, Till
from bot.shop.people import Person, Role
from bot.staff import owner
from bot.storage import catalogue, orders, shops
from bot.storage.database import Database, Unit
from bot.xpay import Charge, NoPoint, Point, Unauthorised, Unavailable, XPayClient, XPayError


class FirstSteps:
    """How far a shop is. `names_point` says that the settings choose among several points."""

    def __init__(
        self, database: Database, clock: Clock, xpay_of: Callable[[int], XPayClient], *, names_point: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._xpay_of = xpay_of
        self._names_point = names_point

    async def are_due(self, person: Person) -> bool:
        """Whether an owner has something left to do, by what the database knows: a paid test says that xPay works."""
        if person.role is not Role.OWNER:
            return False
        return not all(await self._database.read(_done, person.shop_id))

    async def look(self, person: Person) -> Progress:
        """How far the shop is; xPay is asked.

        Raises:
            NotAllowed: for those who are no owners.
        """

        async def read(unit: Unit) -> tuple[bool, bool, bool]:
            await owner(unit, person)
            return await _done(unit, person.shop_id)

        chat, products, tested = await self._database.read(read)
        xpay = await self._connection(self._xpay_of(person.shop_id))
        return Progress(xpay, chat, products, tested, trial.smallest(xpay.till.least if xpay.till else None))

    async def _connection(self, client: XPayClient) -> Connection:
        try:
            points = await client.login()
        except XPayError as error:
            return Connection(_fault(error))
        try:
            point = await client.point()
        except XPayError as error:
            return Connection(_fault(error), others=_named(points))
        till = _till(point, self._clock.now())
        same = tuple(one for one in points if one.mode == point.mode)
        if len(same) > 1 and not self._names_point:
            return Connection(Fault.SEVERAL, till, _named(same))
        return Connection(None, till)


async def _done(unit: Unit, shop_id: int) -> tuple[bool, bool, bool]:
    """Whether there is a chat for sales, a product, and a test that was paid."""
    shop = await shops.load(unit, shop_id)
    has_products = not await catalogue.is_empty(unit, shop_id)
    return bool(shop.merchant_chat_id), has_products, await orders.has_paid_test(unit, shop_id)


def _fault(error: XPayError) -> Fault:
    if isinstance(error, Unauthorised):
        return Fault.KEYS
    if isinstance(error, NoPoint):
        return Fault.NO_POINT
    return Fault.UNREACHABLE if isinstance(error, Unavailable) else Fault.UNREADABLE


def _named(points: tuple[Point, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.name, one.mode, one.uuid) for one in points)


def _till(point: Point, now: datetime) -> Till:
    fees = tuple(_fee(row) for row in point.charges if _is_in_force(row, now))
    return Till(point.uuid, point.name, point.mode == "production", point.limits.min, fees)


def _is_in_force(row: Charge, now: datetime) -> bool:
    return (row.start is None or row.start <= now) and (row.end is None or now <= row.end)


def _fee(row: Charge) -> Fee:
    payer, shop = f"{row.top_percent.normalize():f}", f"{row.low_percent.normalize():f}"
    return Fee(row.min_amount, row.max_amount, row.top_fixed, payer, row.low_fixed, shop)
