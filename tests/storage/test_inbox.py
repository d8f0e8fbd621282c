"""The inbox of callbacks: what is acknowledged is on disk, and wakes its payment."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from bot.shop.catalogue import Product
from bot.shop.order import Order
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Person
from bot.storage import callbacks, payments
from bot.storage.callbacks import KEPT_PER_PAYMENT, Callback, Inbox
from bot.storage.database import Database, StorageUnavailable, Unit
from bot.storage.tables import callbacks as table
from tests.patience import PATIENCE
from tests.storage.world import LATER, NOON, SetClock, order_of, payment_of

TOKEN = "token-of-payment"


@pytest.fixture
def inbox(database: Database, clock: SetClock) -> Inbox:
    return Inbox(database, clock)


def callback(token: str = TOKEN, transaction_id: str | None = None, body: str = "{}") -> Callback:
    return Callback(token, hashlib.sha256(body.encode()).hexdigest(), body, transaction_id)


async def kept(database: Database) -> Sequence[str | None]:
    async def bodies(unit: Unit) -> Sequence[str | None]:
        return await unit.values(select(table.c.body).order_by(table.c.id))

    return await database.read(bodies)


def batch_sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each batch that is stored from now on."""
    sizes: list[int] = []
    real = callbacks.store

    async def counting(unit: Unit, batch: Sequence[Callback], now: object) -> set[str]:
        sizes.append(len(batch))
        return await real(unit, batch, now)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(callbacks, "store", counting)
    return sizes


async def test_a_callback_is_kept_and_wakes_its_payment(database: Database, inbox: Inbox, payment: Payment) -> None:
    """Stored when it returns, with its payment due at once as the most urgent kind, and the bell rung."""
    database.bell(payments.BELL).clear()
    assert await inbox.receive(callback(body='{"status": "PAID"}'))
    assert await kept(database) == ['{"status": "PAID"}']
    assert database.bell(payments.BELL).is_set()
    [due] = await database.write(payments.claim_due, NOON, LATER, 1)
    assert due.id == payment.id
    assert await database.read(callbacks.count, payment.id) == 1


async def test_the_usual_and_the_unusual_share_a_batch(
    database: Database, inbox: Inbox, person: Person, bread: Product
) -> None:
    """A payment that may be asked about, one that was a moment ago and one without a QR, each by its own rule."""
    usual, asked, unknown = [
        await payment_of(database, await order_of(database, person, bread), token)
        for token in ("usual", "asked", "unknown")
    ]
    for one in (usual, asked):
        made = payments.Made(f"tx-{one.id}", "https://pay.example/1", None, None)
        await database.write(payments.record_qr, one, made, LATER)
    await database.write(payments.fail, unknown, PaymentState.UNKNOWN)
    await database.write(payments.claim, asked.id, NOON - timedelta(seconds=1), LATER)
    came = [callback("usual"), callback("asked"), callback("usual"), callback("unknown", "tx-9"), callback("nobody")]
    assert await asyncio.gather(*(inbox.receive(one) for one in came)) == [True, True, True, True, False]
    assert [await database.read(callbacks.count, one.id) for one in (usual, asked, unknown)] == [2, 1, 1]
    due = await database.write(payments.claim_due, NOON, LATER, 10)
    assert {one.id: one.transaction_id for one in due} == {usual.id: f"tx-{usual.id}", unknown.id: "tx-9"}
    assert await database.read(payments.next_due) == NOON + timedelta(seconds=2)


async def test_a_plan_for_an_earlier_time_stays(database: Database, inbox: Inbox, payment: Payment) -> None:
    """A payment that should have been asked about before does not lose its place to a callback."""
    await database.write(payments.record_qr, payment, payments.Made("tx-1", "https://pay.example/1", None, None), LATER)
    await database.write(payments.make_due, payment.id, NOON - timedelta(seconds=9), payments.URGENT_OPEN)
    assert await inbox.receive(callback())
    assert await database.read(payments.next_due) == NOON - timedelta(seconds=9)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("payment")
async def test_nobody_waits_longer_than_their_patience(
    database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that hangs every caller is told in time, those that came later too; what can be kept is kept."""
    real = callbacks.store

    async def slowly(unit: Unit, batch: Sequence[Callback], now: object) -> set[str]:
        time.sleep(0.5)  # noqa: ASYNC251 - the disk's, in the thread of the writer
        return await real(unit, batch, now)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(callbacks, "store", slowly)
    inbox = Inbox(database, clock, timedelta(seconds=0.05))

    async def a_little_later() -> bool:
        await asyncio.sleep(0.02)
        return await inbox.receive(callback())

    answers = await asyncio.gather(inbox.receive(callback()), a_little_later(), return_exceptions=True)
    assert [type(answer) for answer in answers] == [TimeoutError, TimeoutError]
    while len(await kept(database)) < 2:  # noqa: ASYNC110 - nothing announces it
        await asyncio.sleep(0.05)


@pytest.mark.usefixtures("database", "payment")
async def test_more_than_can_wait_are_refused_at_once(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded: beyond the limit xPay is told to repeat, and those within it are stored."""
    monkeypatch.setattr(callbacks, "MOST_WAITING", 3)
    answers = await asyncio.gather(*(inbox.receive(callback()) for _ in range(5)), return_exceptions=True)
    assert answers[:3] == [True] * 3
    assert [type(answer) for answer in answers[3:]] == [StorageUnavailable] * 2


@pytest.mark.usefixtures("payment")
async def test_f007_an_unknown_token_writes_nothing(database: Database, inbox: Inbox) -> None:
    """A token that no payment has is told so; nothing is kept and nothing becomes due."""
    assert not await inbox.receive(callback("no-such-token"))
    assert await kept(database) == []
    assert await database.read(payments.next_due) == LATER


@pytest.mark.usefixtures("payment")
async def test_f003_two_hundred_at_once_share_a_few_commits(
    database: Database, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred concurrent callbacks are all acknowledged, all kept, in a handful of transactions."""
    sizes = batch_sizes(monkeypatch)
    answers = await asyncio.gather(*(inbox.receive(callback(body=f"{each}")) for each in range(200)))
    assert all(answers)
    assert sorted(await kept(database), key=lambda body: int(body or 0)) == [f"{each}" for each in range(200)]
    assert sum(sizes) == 200
    assert len(sizes) < 10


async def test_a_batch_may_mix_tokens(
    database: Database, inbox: Inbox, payment: Payment, person: Person, bread: Product
) -> None:
    """Known and unknown tokens of several payments in one batch: each caller gets the answer to its own."""
    other = await payment_of(database, await order_of(database, person, bread), "another-token")
    tokens = [TOKEN, "unknown", "another-token", TOKEN, "unknown"]
    assert await asyncio.gather(*(inbox.receive(callback(token)) for token in tokens)) == [
        True, False, True, True, False,
    ]  # fmt: skip
    assert await database.read(callbacks.count, payment.id) == 2
    assert await database.read(callbacks.count, other.id) == 1


async def test_a_flood_is_counted_not_kept(database: Database, inbox: Inbox, payment: Payment) -> None:
    """Beyond two hundred for one payment they are acknowledged and counted, and take no room."""
    for size in (KEPT_PER_PAYMENT - 5, 10, 10):
        assert all(await asyncio.gather(*(inbox.receive(callback()) for _ in range(size))))
    assert len(await kept(database)) == KEPT_PER_PAYMENT
    assert await database.read(callbacks.count, payment.id) == KEPT_PER_PAYMENT + 15


@pytest.mark.usefixtures("database", "payment")
async def test_under_a_steady_flood_the_first_is_not_the_last_to_hear(inbox: Inbox) -> None:
    """Whoever happens to start the storing is answered with its own commit, not when the flood is over."""
    stop = asyncio.Event()

    async def pour() -> None:
        while not stop.is_set():
            await inbox.receive(callback())

    first = inbox.receive(callback())
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(first)
        for _ in range(3):
            await asyncio.sleep(0)
            group.create_task(pour())
        try:
            async with asyncio.timeout(PATIENCE):
                assert await waiting
        finally:
            stop.set()


async def test_f012_every_caller_hears_of_a_failure(database: Database, inbox: Inbox, payment: Payment) -> None:
    """When the batch cannot be stored, no caller is told that it was; later callbacks are stored again."""

    async def break_it(unit: Unit) -> None:
        await unit.run(text("ALTER TABLE callbacks RENAME TO gone"))

    async def mend_it(unit: Unit) -> None:
        await unit.run(text("ALTER TABLE gone RENAME TO callbacks"))

    await database.write(break_it)
    answers = await asyncio.gather(*(inbox.receive(callback()) for _ in range(20)), return_exceptions=True)
    assert all(isinstance(answer, Exception) for answer in answers)
    assert await database.read(callbacks.count, payment.id) == 0
    await database.write(mend_it)
    assert await inbox.receive(callback())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("payment")
async def test_f012_a_full_disk_is_told_as_unavailable(database: Database, inbox: Inbox) -> None:
    """No space: every waiting caller gets StorageUnavailable, so that xPay is asked to repeat."""

    async def limit(unit: Unit, more: int) -> None:
        pages = await unit.value(text("PRAGMA page_count"))
        await unit.run(text(f"PRAGMA max_page_count = {pages + more}"))

    await database.write(limit, 0)
    big = callback(body="x" * 20_000)
    answers = await asyncio.gather(*(inbox.receive(big) for _ in range(20)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {StorageUnavailable}
    await database.write(limit, 10_000)
    assert await inbox.receive(big)
    assert len(await kept(database)) == 1


@pytest.mark.usefixtures("payment")
async def test_f018_a_caller_that_went_away_harms_nobody(database: Database, inbox: Inbox) -> None:
    """A connection closed while waiting: its callback is stored all the same, and so are those of the others."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(inbox.receive(callback(body=f"{each}"))) for each in range(6)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        tasks[3].cancel()
    assert [task.cancelled() or task.result() for task in tasks] == [True] * 6
    assert len(await kept(database)) == 6


@pytest.mark.usefixtures("payment")
async def test_f006_many_callbacks_keep_the_spacing(database: Database, inbox: Inbox) -> None:
    """A payment that was asked about a moment ago is due three seconds after that, however many call."""
    await inbox.receive(callback())
    await database.write(payments.claim_due, NOON, LATER, 1)
    await asyncio.gather(*(inbox.receive(callback()) for _ in range(50)))
    assert await database.read(payments.next_due) == NOON + timedelta(seconds=3)


async def test_f002_a_payment_without_an_id_adopts_the_one_it_is_told(
    database: Database, inbox: Inbox, payment: Payment
) -> None:
    """After a time-out in creating, the callback's transaction is taken over, marked as adopted."""
    await database.write(payments.fail, payment, PaymentState.UNKNOWN)
    await asyncio.gather(inbox.receive(callback()), inbox.receive(callback(transaction_id="tx-1")))
    known = await database.read(payments.load, payment.id)
    assert (known.transaction_id, known.adopted) == ("tx-1", True)
    await inbox.receive(callback(transaction_id="tx-2"))
    assert (await database.read(payments.load, payment.id)).transaction_id == "tx-1"


async def test_f007_an_id_that_somebody_owns_is_not_adopted(
    database: Database, inbox: Inbox, order: Order, payment: Payment
) -> None:
    """A callback that names another payment's transaction changes neither."""
    owner = await payment_of(database, order)
    await database.write(payments.record_qr, owner, payments.Made("tx-1", "https://pay.example/1", None, None), LATER)
    await database.write(payments.fail, payment, PaymentState.UNKNOWN)
    assert await inbox.receive(callback(transaction_id="tx-1"))
    assert (await database.read(payments.load, payment.id)).transaction_id is None
    assert (await database.read(payments.load, owner.id)).transaction_id == "tx-1"


async def test_f001_a_callback_that_overtakes_the_qr_adopts_nothing(
    database: Database, inbox: Inbox, payment: Payment
) -> None:
    """While xPay is still being asked, its own answer brings the id, which is proven; the callback only wakes."""
    assert await inbox.receive(callback(transaction_id="tx-1"))
    assert (await database.read(payments.load, payment.id)).transaction_id is None
    await database.write(payments.record_qr, payment, payments.Made("tx-1", "https://pay.example/1", None, None), LATER)
    known = await database.read(payments.load, payment.id)
    assert (known.transaction_id, known.adopted, known.state) == ("tx-1", False, PaymentState.ACTIVE)


async def test_f061_a_creation_cut_off_by_the_end_of_the_process_adopts(
    database: Database, inbox: Inbox, payment: Payment, clock: SetClock
) -> None:
    """A payment still in creation after a minute will never hear xPay's answer: the callback's id is taken."""
    clock.time = NOON + timedelta(minutes=1)
    assert await inbox.receive(callback(transaction_id="tx-1"))
    assert (await database.read(payments.load, payment.id)).transaction_id == "tx-1"


@pytest.mark.usefixtures("payment")
async def test_old_bodies_are_forgotten_their_hashes_stay(database: Database, inbox: Inbox, clock: SetClock) -> None:
    """After the retention time a body goes; that there was one, and its hash, does not."""
    await inbox.receive(callback(body="old"))
    clock.time = LATER
    await inbox.receive(callback(body="new"))
    assert await database.write(callbacks.forget_bodies, LATER) == 1
    assert await database.write(callbacks.forget_bodies, LATER) == 0
    assert await kept(database) == [None, "new"]

    async def hashes(unit: Unit) -> int:
        return int(await unit.value(select(func.count(table.c.sha256.distinct()))))

    assert await database.read(hashes) == 2
