"""The codes of the counter, and the payments that are taken with them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.shop.counter import Counter, CounterState
from bot.shop.order import Order
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Person
from bot.shop.schedule import soonest
from bot.storage import payments as payment_rows
from bot.storage.database import Unit
from bot.storage.payments import hash_token
from bot.storage.prepared import Record
from bot.storage.tables import counters, orders, payments, people

BELL = "counters"
"""Rings when a code may have to be looked after earlier than was known."""

_COLUMNS = [counters.c[name] for name in Counter.__dataclass_fields__]


def _counter(row: Record) -> Counter:
    return Counter(**{**row, "state": CounterState(row["state"])})


async def load(unit: Unit, counter_id: int) -> Counter:
    """A code by its id."""
    row = await unit.first(select(*_COLUMNS).where(counters.c.id == counter_id))
    if row is None:
        raise LookupError(f"no counter {counter_id}")
    return _counter(row)


async def of_shop(unit: Unit, shop_id: int, counter_id: int) -> Counter | None:
    """The shop's code, if it is in use."""
    where = (counters.c.shop_id == shop_id, counters.c.id == counter_id, counters.c.retired_at.is_(None))
    row = await unit.first(select(*_COLUMNS).where(*where, counters.c.link.is_not(None)))
    return _counter(row) if row else None


async def all_of(unit: Unit, shop_id: int, most: int) -> list[Counter]:
    """The shop's codes in use, the oldest first."""
    where = (counters.c.shop_id == shop_id, counters.c.link.is_not(None), counters.c.retired_at.is_(None))
    return [
        _counter(row) for row in await unit.all(select(*_COLUMNS).where(*where).order_by(counters.c.id).limit(most))
    ]


async def by_token(unit: Unit, token: str) -> Counter | None:
    """The code whose addresses carry this token."""
    row = await unit.first(select(*_COLUMNS).where(counters.c.token_hash == hash_token(token)))
    return _counter(row) if row else None


async def begin(unit: Unit, by: Person, title: str, amount: int, token: str, now: datetime) -> Counter:
    """Write a code down before xPay is asked for it."""
    statement = (
        insert(counters)
        .values(
            shop_id=by.shop_id,
            title=title,
            amount=amount,
            state=CounterState.MAKING,
            made_by=by.id,
            token_hash=hash_token(token),
            since=now,
        )
        .returning(counters.c.id)
    )
    return await load(unit, int(await unit.value(statement)))


async def change(unit: Unit, counter: Counter, **values: Any) -> Counter:
    """Change a code's own values; the code afterwards."""
    await unit.run(update(counters).where(counters.c.id == counter.id).values(**values))
    return await load(unit, counter.id)


async def move(unit: Unit, counter: Counter, to: CounterState, now: datetime, **values: Any) -> Counter:
    """Bring a code into a state, to be looked after as soon as xPay may be asked about it again."""
    at = soonest(now, counter.asked_at)
    unit.ring(BELL)
    return await change(unit, counter, state=to, since=now, due_at=at, failures=0, **values)


async def make_due(unit: Unit, token_hashes: Collection[str], now: datetime) -> set[str]:
    """XPay has called about the codes with these tokens: look after them; the tokens that are a code's."""
    columns = (counters.c.id, counters.c.token_hash, counters.c.asked_at)
    found = await unit.all(select(*columns).where(counters.c.token_hash.in_(token_hashes))) if token_hashes else []
    for row in found:
        await hurry(unit, row["id"], soonest(now, row["asked_at"]))
    return {row["token_hash"] for row in found}


async def hurry(unit: Unit, counter_id: int, at: datetime) -> None:
    """Let a code be looked after at `at`, if not planned earlier anyway."""
    later = counters.c.due_at.is_(None) | (counters.c.due_at > at)
    await unit.run(update(counters).where(counters.c.id == counter_id, later).values(due_at=at))
    unit.ring(BELL)


async def of_qr(unit: Unit, shop_id: int, qr: str) -> Counter | None:
    """The shop's code that xPay calls so, also one out of use."""
    where = (counters.c.shop_id == shop_id, counters.c.transaction_id == qr)
    row = await unit.first(select(*_COLUMNS).where(*where).limit(1))
    return _counter(row) if row else None


async def retire(unit: Unit, counter: Counter, now: datetime) -> None:
    """Take a code out of use; it is watched on as any locked one."""
    await unit.run(update(counters).where(counters.c.id == counter.id).values(retired_at=now))


async def claim_due(
    unit: Unit, now: datetime, leased_until: datetime, most: int, busy: Collection[int]
) -> Sequence[Counter]:
    """Take the codes that are due and not being looked after just now; should we die, they are due again then."""
    where = (counters.c.due_at <= now, counters.c.id.not_in(busy), counters.c.link.is_not(None))
    found = [
        _counter(row) for row in await unit.all(select(*_COLUMNS).where(*where).order_by(counters.c.due_at).limit(most))
    ]
    ids = [counter.id for counter in found]
    await unit.run(update(counters).where(counters.c.id.in_(ids)).values(due_at=leased_until, asked_at=now))
    return found


async def plan(unit: Unit, counter: Counter, leased_until: datetime, due_at: datetime | None, failures: int) -> None:
    """Plan the next look; a wish that came in meanwhile keeps its earlier time."""
    where = counters.c.id == counter.id
    await unit.run(update(counters).where(where, counters.c.due_at == leased_until).values(due_at=due_at))
    await unit.run(update(counters).where(where).values(failures=failures))


async def next_due(unit: Unit, busy: Collection[int]) -> datetime | None:
    """When the next code is due that is not being looked after, or None when none is."""
    where = (counters.c.due_at.is_not(None), counters.c.id.not_in(busy), counters.c.link.is_not(None))
    found = await unit.value(select(func.min(counters.c.due_at)).where(*where))
    return found if isinstance(found, datetime) else None


async def begin_payment(unit: Unit, counter: Counter, order: Order, token: str, now: datetime) -> Payment:
    """The payment of an order that is taken with a code; xPay is asked about the code and never about the payment."""
    statement = (
        insert(payments)
        .values(
            shop_id=order.shop_id,
            order_id=order.id,
            token_hash=hash_token(token),
            state=PaymentState.ACTIVE,
            amount=counter.amount,
            request_amount=counter.request_amount,
            payable=counter.payable,
            created_at=now,
            counter_id=counter.id,
        )
        .returning(payments.c.id)
    )
    return await payment_rows.load(unit, int(await unit.value(statement)))


async def last_payments(unit: Unit, counter: Counter, most: int) -> list[Payment]:
    """The code's payments, the newest first."""
    ids = select(payments.c.id).where(payments.c.counter_id == counter.id).order_by(payments.c.id.desc()).limit(most)
    return [await payment_rows.load(unit, payment_id) for payment_id in await unit.values(ids)]


async def taken_by(unit: Unit, counter: Counter) -> str:
    """The name of who takes, or took, the code's last payment; empty before any."""
    statement = (
        select(people.c.name)
        .join(orders, orders.c.person_id == people.c.id)
        .join(payments, payments.c.order_id == orders.c.id)
        .where(payments.c.counter_id == counter.id)
        .order_by(payments.c.id.desc())
        .limit(1)
    )
    return str(await unit.value(statement) or "")


async def of_order(unit: Unit, order: Order) -> Counter | None:
    """The code that an order is paid by, with `None` for orders of customers."""
    return await load(unit, order.counter_id) if order.counter_id is not None else None
