"""Payments and transfers: who is asked about when, and money that is written down once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.shop.catalogue import Product
from bot.shop.order import Order
from bot.shop.payment import DeskReason, Money, Payment, PaymentState
from bot.shop.people import Person, Shop
from bot.storage import desk, payments
from bot.storage.database import Database, Unit
from bot.storage.tables import payments as table
from tests.storage.world import LATER, NOON, order_of, payment_of

MADE = payments.Made("tx-1", "https://pay.example/1", 200_00, 198_00)

SECOND = timedelta(seconds=1)
LEASE = NOON + timedelta(seconds=60)
OPEN = payments.URGENT_OPEN


async def due(unit: Unit, payment: Payment) -> tuple[object, int]:
    row = await unit.first(select(table.c.due_at, table.c.urgency).where(table.c.id == payment.id))
    assert row is not None
    return row["due_at"], row["urgency"]


async def claimed(database: Database, payment: Payment) -> Payment:
    """The payment, taken at noon under a lease of a minute."""
    await database.write(payments.make_due, payment.id, NOON, OPEN)
    [found] = await database.write(payments.claim_due, NOON, LEASE, 10)
    return found


async def answered(
    unit: Unit, payment: Payment, due_at: datetime | None, *, leased_until: datetime = LEASE, failures: int = 0
) -> None:
    """An answer came, and the next question is planned."""
    urgency = payments.URGENT_WATCHED
    await payments.plan(unit, payment, leased_until=leased_until, due_at=due_at, urgency=urgency, failures=failures)


async def test_a_payment_is_written_down_before_its_qr(database: Database, order: Order, payment: Payment) -> None:
    """It is found by its token, is being created, and is looked after when the order ends."""
    assert payment.state is PaymentState.CREATING
    assert (payment.order_id, payment.amount, payment.transaction_id) == (order.id, order.total, None)
    assert await database.read(payments.by_token, "token-of-payment") == payment
    assert await database.read(payments.by_token, "Token-of-payment") is None
    assert await database.read(payments.newest, order.id) == payment
    assert await database.read(payments.next_due) == LATER


@pytest.mark.usefixtures("payment")
async def test_the_token_itself_is_not_kept(database: Database) -> None:
    """What is stored of a token cannot be used as one."""

    async def kept(unit: Unit) -> str:
        return str(await unit.value(select(table.c.token_hash)))

    assert await database.read(kept) == payments.hash_token("token-of-payment")
    assert await database.read(payments.by_token, await database.read(kept)) is None


async def test_a_qr_makes_the_payment_active(database: Database, payment: Payment) -> None:
    """The link and the sums are kept; whoever is asked about it knows its id."""
    made = payments.Made("tx-1", "https://pay.example/1", 200_00, 198_00)
    await database.write(payments.record_qr, payment, made, LATER)
    known = await database.read(payments.load, payment.id)
    assert (known.state, known.transaction_id, known.link) == (PaymentState.ACTIVE, "tx-1", "https://pay.example/1")
    assert (known.request_amount, known.payable) == (200_00, 198_00)


async def test_f001_news_that_overtook_the_qr_stays(database: Database, payment: Payment) -> None:
    """A payment that was moved on before the QR's answer came keeps its state, and gets its link."""
    await database.write(payments.move, payment, PaymentState.COMPLETED)
    await database.write(payments.record_qr, payment, MADE, LATER)
    known = await database.read(payments.load, payment.id)
    assert (known.state, known.link) == (PaymentState.COMPLETED, "https://pay.example/1")
    await database.write(payments.fail, payment, PaymentState.REFUSED)
    assert (await database.read(payments.load, payment.id)).state is PaymentState.COMPLETED


async def test_only_a_payment_being_created_can_fail(database: Database, payment: Payment) -> None:
    """A time-out leaves it unknown, a refusal refused; neither touches a QR that is there."""
    await database.write(payments.fail, payment, PaymentState.UNKNOWN)
    assert (await database.read(payments.load, payment.id)).state is PaymentState.UNKNOWN
    await database.write(payments.fail, payment, PaymentState.REFUSED)
    assert (await database.read(payments.load, payment.id)).state is PaymentState.UNKNOWN


async def test_a_transaction_belongs_to_one_payment(database: Database, order: Order, payment: Payment) -> None:
    """An id that somebody owns cannot be adopted; one's own is never replaced by another."""
    other = await payment_of(database, order)
    assert await database.write(payments.adopt, payment, "tx-1")
    assert not await database.write(payments.adopt, other, "tx-1")
    adopted = await database.read(payments.load, payment.id)
    assert (adopted.transaction_id, adopted.adopted) == ("tx-1", True)
    assert not await database.write(payments.adopt, adopted, "tx-2")
    made = payments.Made("tx-1", "https://pay.example/1", None, None)
    with pytest.raises(IntegrityError):
        await database.write(payments.record_qr, other, made, LATER)


async def test_an_earlier_wish_wins(database: Database, payment: Payment) -> None:
    """Asked for twice, the earlier time and the greater urgency stay."""
    await database.write(payments.make_due, payment.id, NOON + 5 * SECOND, payments.URGENT_CUSTOMER)
    await database.write(payments.make_due, payment.id, NOON + 9 * SECOND, payments.URGENT_CALLBACK)
    assert await database.read(due, payment) == (NOON + 5 * SECOND, payments.URGENT_CALLBACK)
    await database.write(payments.make_due, payment.id, NOON + 2 * SECOND, payments.URGENT_WATCHED)
    assert await database.read(due, payment) == (NOON + 2 * SECOND, payments.URGENT_CALLBACK)
    assert database.bell(payments.BELL).is_set()


async def test_the_most_urgent_are_claimed_first(database: Database, person: Person, bread: Product) -> None:
    """Callbacks before customers before the rest, the newest first among equals, and no more than asked for."""
    made = [await payment_of(database, await order_of(database, person, bread)) for _ in range(5)]
    wishes = [OPEN, OPEN, payments.URGENT_CALLBACK, payments.URGENT_CUSTOMER, OPEN]
    for payment, urgency in zip(made, wishes, strict=True):
        await database.write(payments.make_due, payment.id, NOON, urgency)
    first = await database.write(payments.claim_due, NOON, LEASE, 3)
    assert [payment.id for payment in first] == [made[2].id, made[3].id, made[4].id]
    rest = await database.write(payments.claim_due, NOON, LEASE, 3)
    assert [payment.id for payment in rest] == [made[1].id, made[0].id]
    assert await database.write(payments.claim_due, NOON, LEASE, 3) == []


async def test_two_claimers_never_share_a_payment(database: Database, person: Person, bread: Product) -> None:
    """Several claim at once: each due payment is taken by one of them."""
    for _ in range(6):
        payment = await payment_of(database, await order_of(database, person, bread))
        await database.write(payments.make_due, payment.id, NOON, OPEN)
    lots = await asyncio.gather(*(database.write(payments.claim_due, NOON, LEASE, 2) for _ in range(5)))
    taken = [payment.id for lot in lots for payment in lot]
    assert len(taken) == len(set(taken)) == 6


async def test_a_claim_is_free_again_when_its_lease_ends(database: Database, payment: Payment) -> None:
    """A process that died while asking leaves its payments to the next one."""
    await claimed(database, payment)
    assert await database.read(payments.next_due) == LEASE
    assert await database.write(payments.claim_due, LEASE - SECOND, LATER, 10) == []
    [again] = await database.write(payments.claim_due, LEASE, LATER, 10)
    assert (again.id, again.asked_at) == (payment.id, NOON)


async def test_an_answer_plans_the_next_question(database: Database, payment: Payment) -> None:
    """The time, the urgency and the failures of the plan replace the lease; no time means never again."""
    payment = await claimed(database, payment)
    await database.write(answered, payment, LATER, failures=2)
    assert await database.read(due, payment) == (LATER, payments.URGENT_WATCHED)
    assert (await database.read(payments.load, payment.id)).failures == 2
    await database.write(answered, payment, None, leased_until=LATER)
    assert await database.read(payments.next_due) is None


async def test_a_wish_that_came_while_asking_keeps_its_time(database: Database, payment: Payment) -> None:
    """A callback that arrived during a question is answered at its time, whatever the answer plans."""
    payment = await claimed(database, payment)
    await database.write(payments.make_due, payment.id, NOON + 3 * SECOND, payments.URGENT_CALLBACK)
    for due_at in (LATER, None):
        await database.write(answered, payment, due_at, failures=1)
        assert await database.read(due, payment) == (NOON + 3 * SECOND, payments.URGENT_CALLBACK)
    assert (await database.read(payments.load, payment.id)).failures == 1


async def test_a_payment_at_rest_can_be_woken(database: Database, payment: Payment) -> None:
    """A payment that is not watched any more is due again when a callback comes, however late."""
    payment = await claimed(database, payment)
    await database.write(answered, payment, None)
    await database.write(payments.make_due, payment.id, LATER, payments.URGENT_CALLBACK)
    assert await database.read(due, payment) == (LATER, payments.URGENT_CALLBACK)


def money(trx: str, amount: int | None = 200_00) -> Money:
    return Money(trx, amount, "200.00", "2026-05-01 18:00:00")


async def test_f003_a_transfer_is_written_down_once(database: Database, shop: Shop, payment: Payment) -> None:
    """The same reference of xPay twice is refused; whether it is known can be asked."""
    assert not await database.read(payments.know_transfer, shop.id, "trx-1")
    await database.write(payments.record_transfer, payment, money("trx-1"), NOON, pays_order=True)
    assert await database.read(payments.know_transfer, shop.id, "trx-1")
    with pytest.raises(IntegrityError):
        await database.write(payments.record_transfer, payment, money("trx-1"), NOON, pays_order=False)


async def test_f039_an_order_is_paid_by_one_transfer(database: Database, payment: Payment) -> None:
    """A second transfer cannot pay an order that one has paid; it can be kept for the desk."""
    await database.write(payments.record_transfer, payment, money("trx-1"), NOON, pays_order=True)
    with pytest.raises(IntegrityError):
        await database.write(payments.record_transfer, payment, money("trx-2"), NOON, pays_order=True)
    kept = await database.write(payments.record_transfer, payment, money("trx-2", None), NOON, pays_order=False)
    await database.write(desk.open_case, payment, DeskReason.SECOND_PAYMENT, kept, NOON)
    with pytest.raises(IntegrityError):
        await database.write(desk.open_case, payment, DeskReason.SECOND_PAYMENT, kept, NOON)


async def test_f003_the_same_money_booked_by_many_at_once(database: Database, payment: Payment) -> None:
    """Twenty answers that tell of the same transfer at the same moment: one books it, the others see that."""

    async def book(unit: Unit) -> bool:
        if await payments.know_transfer(unit, payment.shop_id, "trx-1"):
            return False
        await payments.record_transfer(unit, payment, money("trx-1"), NOON, pays_order=True)
        return True

    assert sum(await asyncio.gather(*(database.write(book) for _ in range(20)))) == 1


async def test_f005_a_contradiction_is_laid_down_once(database: Database, payment: Payment) -> None:
    """However often xPay takes its word back, the desk has one case of it."""
    assert await database.write(desk.open_contradiction, payment, NOON) is not None
    assert await database.write(desk.open_contradiction, payment, NOON) is None


@pytest.mark.usefixtures("payment")
async def test_payments_are_counted_by_order(database: Database, order: Order) -> None:
    """The newest payment of an order is the last that was begun."""
    later = await payment_of(database, order)
    assert await database.read(payments.newest, order.id) == later

    async def count(unit: Unit) -> int:
        return int(await unit.value(select(func.count()).select_from(table)))

    assert await database.read(count) == 2
