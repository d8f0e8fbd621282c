"""Every sum that xPay tells of on a code ends in one place: a paid order, or the desk. On both kinds of database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.addresses import Addresses
from bot.sandbox.xpay import XPaySandbox
from bot.sandbox.xpay.payer import Payer
from bot.services.counter import Busy, Counters, StillOpen, Switching
from bot.services.desk import Desk as OddMoneyDesk
from bot.settlement import Comparing, Settlement, hear, may_be_paid
from bot.shop.counter import Counter, CounterState
from bot.shop.people import Person, Role
from bot.shop.periods import Window
from bot.staff import GoneMissing, NotAllowed
from bot.storage import counters as codes
from bot.storage import orders as stored_orders
from bot.storage import people, shops
from bot.storage.callbacks import Callback, Inbox
from bot.storage.database import Database
from bot.storage.tables import counters, desk_cases, orders, transfers
from bot.storage.tables import people as people_table
from bot.xpay import StaticStatus, XPayClient
from tests.storage.world import SetClock, make_shop, meet, new_shop, order_of, sell

SOON = datetime.now(UTC) + timedelta(days=1)
"""Later than all that the sandbox's xPay has told of its codes by then."""


def told_at(seconds: int) -> str:
    """A moment as xPay writes it."""
    return f"{SOON + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


class Desk:
    """A code at a real xPay, worked without any chat."""

    def __init__(self, database: Database, clock: SetClock, xpay: XPayClient, payer: Payer, page_url: str) -> None:
        self.database, self.clock, self.payer = database, clock, payer
        numbers = count()
        self.xpay_of: Callable[[int], XPayClient] = lambda _: xpay
        self.switching = Switching(database, clock, lambda _: xpay, new_token=self.token)
        self._tokens: Callable[[], int] = lambda: next(numbers)
        addresses = Addresses("", "https://t.me", "tolom_bot", asks_check=False)
        self.counters = Counters(
            database, clock, lambda _: xpay, self.switching, addresses, new_token=self.token, page_url=page_url
        )

    def token(self) -> str:
        return f"token-{self._tokens()}"

    async def work(self, times: int = 1) -> None:
        """Let the worker look after what is due, some seconds apart."""
        for _ in range(times):
            self.clock.time += timedelta(seconds=4)
            for counter, leased_until in await self.switching.claim_due(10):
                await self.switching.step(counter, leased_until)

    async def open(self, by: Person, code: Counter) -> None:
        await self.counters.take(by, code.id, by.telegram_id, None)
        await self.work(2)

    async def value(self, statement: Any) -> Any:
        return await self.database.read(lambda unit: unit.value(statement))

    async def hear(self, code: Counter, **changes: Any) -> bool:
        """Apply an answer of xPay's that a test made up."""
        told: dict[str, Any] = {"transaction_id": code.transaction_id, "word": "COMPLETED", "request_amount": None}
        told |= {"amount": code.amount, "payable": None, "last_update": told_at(1)} | changes
        now, fresh = self.clock.now(), await self.database.read(codes.load, code.id)
        return await self.database.write(hear, fresh, StaticStatus(**told), now, self.token)


@pytest.fixture
async def till(database: Database) -> AsyncIterator[Desk]:
    async with XPaySandbox() as sandbox, Payer(sandbox.url) as payer:
        client = XPayClient(
            api_url=sandbox.url, client_id="sandbox-client", client_secret="sandbox-secret", mode="sandbox",
            spacing_seconds=60,
        )  # fmt: skip
        async with client:
            yield Desk(database, SetClock(), client, payer, sandbox.page_url)


@pytest.fixture
async def owner(database: Database) -> Person:
    shop = await database.write(make_shop, new_shop())
    person = await meet(database, shop, 1002)
    promoted = update(people_table).where(people_table.c.id == person.id).values(role=Role.OWNER)
    await database.write(lambda unit: unit.run(promoted))
    return await database.read(people.load, person.id)


@pytest.fixture
async def code(till: Desk, owner: Person) -> Counter:
    return await till.counters.make(owner, "Кирүү", 250_00)


async def test_the_same_news_counts_once(till: Desk, owner: Person, code: Counter) -> None:
    """Whoever dies after settling and before locking hears the same again, and it changes nothing."""
    await till.open(owner, code)
    assert await till.hear(code)
    assert not await till.hear(code)
    assert not await till.hear(code, last_update=told_at(0))
    assert await till.value(select(func.count()).select_from(transfers)) == 1
    assert await till.value(select(transfers.c.trx)) == f"static:{code.transaction_id}:{told_at(1)}"
    assert await till.value(select(orders.c.state)) == "paid"


async def test_money_without_a_time_counts_once(till: Desk, owner: Person, code: Counter) -> None:
    """xPay may leave its time out: then a payment is known by its order."""
    await till.open(owner, code)
    assert await till.hear(code, last_update=None)
    assert not await till.hear(code, last_update=None)
    assert await till.value(select(orders.c.state)) == "paid"


@pytest.mark.parametrize(
    ("sums", "state"),
    [
        ({"amount": 250_00}, "paid"),
        ({"amount": None, "request_amount": 250_00}, "paid"),
        ({"amount": 249_99}, "processing"),
        ({"amount": 25_000_00}, "processing"),
        ({"amount": None}, "processing"),
    ],
)
async def test_only_the_exact_sum_pays(
    till: Desk, owner: Person, code: Counter, sums: dict[str, Any], state: str
) -> None:
    """To the tyiyn; everything else waits for a person."""
    await till.open(owner, code)
    assert await till.hear(code, **sums)
    assert await till.value(select(orders.c.state)) == state
    cases = await till.value(select(func.count()).select_from(desk_cases))
    assert cases == (0 if state == "paid" else 1)


async def test_money_on_a_code_that_never_took_any(till: Desk, code: Counter) -> None:
    """There is no order that it could be for: one is made for it, ended, and a person decides."""
    assert await till.hear(code)
    assert await till.value(select(orders.c.state)) == "cancelled"
    assert await till.value(select(desk_cases.c.reason)) == "cancelled_order"


async def test_old_money_does_not_pay_the_next_customer(till: Desk, owner: Person, code: Counter) -> None:
    """It came before the first payment was asked for: that one is given up, and the code is locked."""
    await till.payer.set_status(code.link or "", "ACTIVE")
    await till.payer.pay(code.link or "")
    await till.open(owner, code)
    assert (await till.database.read(codes.load, code.id)).state is CounterState.LOCKED
    assert await till.value(select(orders.c.state)) == "cancelled"
    assert await till.value(select(desk_cases.c.reason)) == "cancelled_order"
    assert await till.value(select(func.count()).where(orders.c.state == "paid")) == 0


async def test_late_money_follows_the_shops_policy(till: Desk, owner: Person, code: Counter) -> None:
    """The bank was slow and the code is locked already: it is seen all the same, and pays late if the shop likes."""
    await till.database.write(shops.choose_late_policy, owner.shop_id, accepts_late=True)
    await till.open(owner, code)
    till.clock.time += timedelta(minutes=11)
    await till.work(3)
    assert await till.value(select(orders.c.state)) == "expired"
    await till.payer.set_status(code.link or "", "ACTIVE")
    await till.payer.pay(code.link or "")
    till.clock.time += timedelta(minutes=2)
    await till.work(3)
    assert await till.value(select(orders.c.state)) == "paid"
    assert await till.value(select(orders.c.paid_late))
    assert (await till.database.read(codes.load, code.id)).state is CounterState.LOCKED
    assert (await till.payer.payment(code.link or ""))["status"] == "BLOCKED"


async def test_what_a_cashier_bought_cannot_be_paid_with_a_customers_money(
    till: Desk, owner: Person, code: Counter
) -> None:
    """Odd money of the counter may be given to another sale over the counter, and to no order of the cashier's own."""
    product = await sell(till.database, await till.database.read(shops.load, owner.shop_id), "Торт", 5, 250_00)
    own = await order_of(till.database, owner, product)
    await till.open(owner, code)
    assert await till.hear(code, amount=249_00)
    desk = OddMoneyDesk(till.database, till.clock)
    [case] = await desk.open_cases(owner)
    assert await till.database.read(stored_orders.unpaid_of, owner.id, case.order_id) == []
    with pytest.raises(GoneMissing):
        await desk.attach(owner, case.id, own.number)


async def test_money_that_comes_while_the_code_is_locked_pays(till: Desk, owner: Person, code: Counter) -> None:
    """xPay's answer to the locking tells of it: heard before the order is ended."""
    await till.open(owner, code)
    await till.payer.fault("switch", "patch", patch={"qr_status": "COMPLETED"})
    await till.counters.lock(owner, code.id)
    await till.work(2)
    assert await till.value(select(orders.c.state)) == "paid"
    assert (await till.database.read(codes.load, code.id)).state is CounterState.LOCKED


async def test_money_that_only_xpays_list_has_goes_to_the_desk_once(
    till: Desk, database: Database, owner: Person, code: Counter
) -> None:
    """Locking hid it from the status: it pays nothing by itself, and a person decides about it once."""
    till.clock.time = datetime.now(UTC) + timedelta(minutes=1)
    await till.database.write(shops.choose_late_policy, owner.shop_id, accepts_late=True)
    await till.open(owner, code)
    await till.payer.pay(code.link or "")
    await till.payer.set_status(code.link or "", "BLOCKED")
    shop = await database.read(shops.load, owner.shop_id)
    window = Window(till.clock.time - timedelta(hours=2), till.clock.time + timedelta(hours=2))
    asked = Settlement(database, till.clock, till.xpay_of, unit="auto", callbacks=True, random=lambda: 0.5)
    comparing = Comparing(database, till.clock, till.xpay_of, asked, "auto")
    early = await comparing.compare(shop, window)
    assert early is not None
    assert [(one.order_number, one.case) for one in early.only_there] == [(1, False)]
    await till.work(3)
    assert await till.value(select(orders.c.state)) == "cancelled"
    for there in (1, 0):
        found = await comparing.compare(shop, window)
        assert found is not None
        assert len(found.only_there) == there
    assert await till.value(select(func.count()).select_from(desk_cases)) == 1
    assert await till.value(select(desk_cases.c.reason)) == "cancelled_order"
    assert await till.value(select(orders.c.state)) == "cancelled"


async def test_many_press_at_once(till: Desk, owner: Person, code: Counter) -> None:
    """One payment is taken, the others hear who takes it."""
    presses = [till.counters.take(owner, code.id, 1002, None) for _ in range(8)]
    answers = await asyncio.gather(*presses, return_exceptions=True)
    assert sum(isinstance(answer, Busy) and answer.by == owner.name for answer in answers) == 7
    assert await till.value(select(func.count()).select_from(orders)) == 1


async def test_a_code_that_may_be_open_takes_no_payment(till: Desk, owner: Person, code: Counter) -> None:
    """Locking comes first, whoever presses what."""
    await till.open(owner, code)
    await till.counters.lock(owner, code.id)
    with pytest.raises(StillOpen):
        await till.counters.take(owner, code.id, 1002, None)
    with pytest.raises(StillOpen):
        await till.counters.retire(owner, code.id)
    await till.work(2)
    await till.counters.take(owner, code.id, 1002, None)


async def test_an_answer_about_another_code_is_none(till: Desk, owner: Person, code: Counter) -> None:
    """It pays nothing, and the code is asked about again."""
    await till.open(owner, code)
    await till.payer.fault("static", "patch", patch={"qr_transaction_id": "17344395440other"})
    await till.payer.pay(code.link or "")
    await till.work()
    assert await till.value(select(orders.c.state)) == "waiting"
    till.clock.time += timedelta(seconds=30)
    await till.work(2)
    assert await till.value(select(orders.c.state)) == "paid"


async def test_a_callback_wakes_and_proves_nothing(till: Desk, code: Counter) -> None:
    """A stranger's COMPLETED for a locked code: heard, looked after, and nothing moves."""
    await till.work(3)
    await till.database.write(lambda unit: unit.run(update(counters).values(due_at=None)))
    assert await Inbox(till.database, till.clock).receive(Callback("token-0", "0" * 64, "{}", code.transaction_id))
    assert not await Inbox(till.database, till.clock).receive(Callback("nobody's", "0" * 64, "{}", None))
    assert await till.value(select(counters.c.due_at)) is not None
    await till.work()
    assert await till.value(select(func.count()).select_from(orders)) == 0


async def test_check_url_says_yes_only_while_a_payment_is_taken(till: Desk, owner: Person, code: Counter) -> None:
    """xPay asks with the code's own token."""
    assert await till.database.write(may_be_paid, "token-0", till.clock.now()) is False
    await till.open(owner, code)
    assert await till.database.write(may_be_paid, "token-0", till.clock.now()) is True
    await till.counters.lock(owner, code.id)
    assert await till.database.write(may_be_paid, "token-0", till.clock.now()) is False
    assert await till.database.write(may_be_paid, "nobody's", till.clock.now()) is None


async def test_only_staff_take_and_only_owners_make(till: Desk, owner: Person, code: Counter) -> None:
    """Rights are read with the deed, not with the button."""
    for role, may_take in ((Role.CUSTOMER, False), (Role.CASHIER, True)):
        changed = update(people_table).values(role=role)
        await till.database.write(lambda unit, changed=changed: unit.run(changed))
        with pytest.raises(NotAllowed):
            await till.counters.make(owner, "Чай", 50_00)
        with pytest.raises(NotAllowed):
            await till.counters.retire(owner, code.id)
        if may_take:
            await till.counters.take(owner, code.id, 1002, None)
        else:
            with pytest.raises(NotAllowed):
                await till.counters.take(owner, code.id, 1002, None)
