"""Payments (one QR each), the transfers received on them, and when xPay is to be asked about them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, func, insert, literal, literal_column, select, update

from bot.shop.order import OPEN_STATES, Order
from bot.shop.payment import Money, Payment, PaymentState
from bot.shop.schedule import SPACING, soonest
from bot.storage.database import Unit
from bot.storage.prepared import Prepared, Record
from bot.storage.tables import Moment, orders, payments, transfers

BELL = "payments"
"""Rings when a payment may have become due earlier than was known."""

URGENT_CALLBACK, URGENT_CUSTOMER, URGENT_OPEN, URGENT_WATCHED = range(4)
"""Who is asked about first: xPay called, the customer says so, the order is open, it is merely watched."""

_COLUMNS = [payments.c[name] for name in Payment.__dataclass_fields__]


def hash_token(token: str) -> str:
    """What is kept of the unguessable part of a payment's addresses."""
    return hashlib.sha256(token.encode()).hexdigest()


def _payment(row: Record) -> Payment:
    return Payment(**{**row, "state": PaymentState(row["state"])})


async def _one(unit: Unit, statement: Select[Any]) -> Payment | None:
    row = await unit.first(statement.limit(1))
    return _payment(row) if row else None


async def load(unit: Unit, payment_id: int) -> Payment:
    """A payment by its id."""
    payment = await _one(unit, select(*_COLUMNS).where(payments.c.id == payment_id))
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    return payment


async def newest(unit: Unit, order_id: int) -> Payment | None:
    """The newest payment of an order: the one whose QR the customer sees."""
    return await _one(unit, select(*_COLUMNS).where(payments.c.order_id == order_id).order_by(payments.c.id.desc()))


async def last_of(unit: Unit, order_id: int, most: int) -> list[Payment]:
    """The newest payments of an order, the oldest of them first."""
    newest_first = select(*_COLUMNS).where(payments.c.order_id == order_id).order_by(payments.c.id.desc()).limit(most)
    return [_payment(row) for row in reversed(await unit.all(newest_first))]


async def one_at_bank(unit: Unit, order_id: int) -> Payment | None:
    """A payment of the order that somebody is in the middle of, if there is one."""
    states = [state for state in PaymentState if state.is_at_bank]
    return await _one(unit, select(*_COLUMNS).where(payments.c.order_id == order_id, payments.c.state.in_(states)))


async def by_token(unit: Unit, token: str) -> Payment | None:
    """The payment whose addresses carry this token."""
    return await _one(unit, select(*_COLUMNS).where(payments.c.token_hash == hash_token(token)))


async def begin(
    unit: Unit, order: Order, token: str, now: datetime, due_at: datetime, *, may_raise: bool = False
) -> Payment:
    """Write a payment down before xPay is asked for its QR; `due_at` is when to look after it if that fails.

    With `may_raise` its payer may pay more.
    """
    statement = (
        insert(payments)
        .values(
            shop_id=order.shop_id,
            order_id=order.id,
            token_hash=hash_token(token),
            state=PaymentState.CREATING,
            amount=order.total,
            may_raise=may_raise,
            created_at=now,
            due_at=due_at,
            urgency=URGENT_OPEN,
        )
        .returning(payments.c.id)
    )
    unit.ring(BELL)
    return await load(unit, await unit.value(statement))


async def record_qr(
    unit: Unit, payment: Payment, transaction_id: str, link: str, request_amount: int | None, payable: int | None
) -> None:
    """The QR exists. A callback may have overtaken this and moved the payment on; then its state stays."""
    row = payments.c
    made = row.state.in_([PaymentState.CREATING, PaymentState.UNKNOWN])
    await unit.run(
        update(payments)
        .where(row.id == payment.id)
        .values(
            state=case((made, PaymentState.ACTIVE), else_=row.state),
            transaction_id=transaction_id,
            adopted=False,
            link=link,
            request_amount=request_amount,
            payable=payable,
        )
    )


async def fail(unit: Unit, payment: Payment, to: PaymentState) -> None:
    """There is no QR to show; unless a callback has overtaken this and the payment is known to live."""
    await unit.run(
        update(payments).where(payments.c.id == payment.id, payments.c.state == PaymentState.CREATING).values(state=to)
    )


async def move(unit: Unit, payment: Payment, to: PaymentState) -> None:
    """Change a payment's state."""
    await unit.run(update(payments).where(payments.c.id == payment.id).values(state=to))


async def adopt(unit: Unit, payment: Payment, transaction_id: str) -> bool:
    """Take a transaction id out of a callback for a payment that has none; False when somebody owns the id."""
    owner = await unit.value(select(payments.c.id).where(payments.c.transaction_id == transaction_id))
    if owner is not None or payment.transaction_id is not None:
        return False
    await unit.run(
        update(payments).where(payments.c.id == payment.id).values(transaction_id=transaction_id, adopted=True)
    )
    return True


async def make_due(unit: Unit, payment_id: int, at: datetime, urgency: int) -> None:
    """Let xPay be asked about a payment at `at`, if not planned earlier anyway."""
    row = payments.c
    await unit.run(
        update(payments)
        .where(row.id == payment_id)
        .values(
            due_at=case((row.due_at < at, row.due_at), else_=at),
            urgency=case((row.urgency < urgency, row.urgency), else_=urgency),
        )
    )
    unit.ring(BELL)


async def make_bill_due(unit: Unit, bill_id: int, now: datetime) -> None:
    """Let xPay be asked about the newest payment of each open order of a bill, as soon as it may be."""
    row, open_ones = payments.c, orders.c.state.in_(OPEN_STATES)
    newest = select(func.max(row.id)).join_from(payments, orders, orders.c.id == row.order_id)
    newest = newest.where(orders.c.bill_id == bill_id, open_ones).group_by(row.order_id)
    soon, later = literal(now, Moment), literal(now + SPACING, Moment)
    at = case((row.asked_at > now - SPACING, later), else_=soon)
    await unit.run(
        update(payments)
        .where(row.id.in_(newest), row.due_at.is_(None) | (row.due_at > at))
        .values(due_at=at, urgency=case((row.urgency < URGENT_OPEN, row.urgency), else_=URGENT_OPEN))
    )
    unit.ring(BELL)


@dataclass(frozen=True, slots=True)
class Heard:
    """So many callbacks came for a payment, and `at` is when xPay may be asked about it."""

    payment_id: int
    callbacks: int
    at: datetime


_AT = bindparam("at", type_=Moment)
_HEAR = Prepared(
    update(payments)
    .where(payments.c.id == bindparam("payment"))
    .values(
        callbacks=payments.c.callbacks + bindparam("more"),
        due_at=case((payments.c.due_at < _AT, payments.c.due_at), else_=_AT),
        urgency=literal_column(str(URGENT_CALLBACK)),  # none is more urgent
    ),
    ("payment", "more", "at"),
)


async def hear(unit: Unit, heard: Sequence[Heard]) -> None:
    """Count callbacks, and let xPay be asked about their payments, if not planned earlier anyway."""
    await unit.run_many(_HEAR, [{"payment": one.payment_id, "more": one.callbacks, "at": one.at} for one in heard])
    unit.ring(BELL)


async def next_due(unit: Unit) -> datetime | None:
    """When the next payment is due, or None when none is."""
    found = await unit.value(select(func.min(payments.c.due_at)).where(payments.c.due_at.is_not(None)))
    return found if isinstance(found, datetime) else None


async def claim_due(unit: Unit, now: datetime, leased_until: datetime, most: int) -> Sequence[Payment]:
    """Take the most urgent due payments, newest first; should we die, they are due again at `leased_until`.

    Until it is answered a question counts as failed: the payments are returned as they were before.
    """
    statement = (
        select(*_COLUMNS).where(payments.c.due_at <= now).order_by(payments.c.urgency, payments.c.id.desc()).limit(most)
    )
    if unit.dialect() == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    found = [_payment(row) for row in await unit.all(statement)]
    await unit.run(
        update(payments)
        .where(payments.c.id.in_([payment.id for payment in found]))
        .values(asked_at=now, due_at=leased_until, failures=payments.c.failures + 1)
    )
    return found


async def claim(unit: Unit, payment_id: int, now: datetime, leased_until: datetime) -> tuple[Payment, bool]:
    """Take one payment as it is now; False beside it when xPay has answered too short a time ago to be asked again."""
    payment = await load(unit, payment_id)
    if payment.failures == 0 and soonest(now, payment.asked_at) > now:
        return payment, False
    taken = {"asked_at": now, "due_at": leased_until, "failures": payments.c.failures + 1}
    await unit.run(update(payments).where(payments.c.id == payment.id).values(**taken))
    return payment, True


async def plan(
    unit: Unit, payment: Payment, *, leased_until: datetime, due_at: datetime | None, urgency: int | None, failures: int
) -> None:
    """Plan the next question after an answer; a wish that came in meanwhile keeps its earlier time.

    Without `urgency` it stays as urgent as it was.
    """
    where = payments.c.id == payment.id
    values = {"due_at": due_at, "failures": failures} | ({} if urgency is None else {"urgency": urgency})
    await unit.run(update(payments).where(where, payments.c.due_at == leased_until).values(**values))
    await unit.run(update(payments).where(where).values(failures=failures))


async def others(unit: Unit, payment: Payment) -> list[Payment]:
    """The other QRs of the same order that may be paid yet, oldest first."""
    row = payments.c
    statement = select(*_COLUMNS).where(
        row.order_id == payment.order_id,
        row.id != payment.id,
        row.transaction_id.is_not(None),
        row.state != PaymentState.COMPLETED,
    )
    return [_payment(found) for found in await unit.all(statement.order_by(row.id))]


async def is_settled(unit: Unit, payment: Payment, trx: str | None) -> bool:
    """Whether the money that xPay reports was settled before; `trx` is its reference, where xPay names one.

    Money that came without a reference is known by its payment, and takes its reference when xPay names it later.
    """
    if trx is None:
        known = await unit.value(select(transfers.c.id).where(transfers.c.payment_id == payment.id).limit(1))
        return known is not None
    if await know_transfer(unit, payment.shop_id, trx):
        return True
    named = update(transfers).where(transfers.c.payment_id == payment.id, transfers.c.trx == nameless(payment))
    return await unit.run(named.values(trx=trx)) > 0


def nameless(payment: Payment) -> str:
    """The reference of money for which xPay named none."""
    return f"qr:{payment.transaction_id}"


async def know_transfer(unit: Unit, shop_id: int, trx: str) -> bool:
    """Whether money with this reference was settled before."""
    where = (transfers.c.shop_id == shop_id, transfers.c.trx == trx)
    return await unit.value(select(transfers.c.id).where(*where)) is not None


async def record_transfer(unit: Unit, payment: Payment, money: Money, now: datetime, *, pays_order: bool) -> int:
    """Write received money down, once. Returns the transfer's id."""
    statement = (
        insert(transfers)
        .values(
            shop_id=payment.shop_id,
            payment_id=payment.id,
            trx=money.trx,
            amount=money.amount,
            raw=money.raw,
            executed_time=money.executed_time,
            seen_at=now,
            order_id=payment.order_id if pays_order else None,
        )
        .returning(transfers.c.id)
    )
    return int(await unit.value(statement))
