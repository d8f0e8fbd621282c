"""Payments (one QR each), the transfers received on them, and when xPay is to be asked about them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from bot.shop.order import OPEN_STATES, Order
from bot.shop.payment import Money, Payment, PaymentState
from bot.shop.schedule import SPACING, soonest
from bot.storage.database import Unit
from bot.storage.given import given
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


_LOAD = Prepared(select(*_COLUMNS).where(payments.c.id == bindparam("payment")))
_NEWEST = Prepared(
    select(*_COLUMNS)
    .where(payments.c.order_id == bindparam("order"))
    .order_by(payments.c.id.desc())
    .limit(literal_column("1"))
)
_BY_TOKEN = Prepared(select(*_COLUMNS).where(payments.c.token_hash == bindparam("token_hash")))


async def load(unit: Unit, payment_id: int) -> Payment:
    """A payment by its id."""
    row = await unit.first(_LOAD, payment=payment_id)
    if row is None:
        raise LookupError(f"no payment {payment_id}")
    return _payment(row)


async def newest(unit: Unit, order_id: int) -> Payment | None:
    """The newest payment of an order: the one whose QR the customer sees."""
    row = await unit.first(_NEWEST, order=order_id)
    return _payment(row) if row else None


async def last_of(unit: Unit, order_id: int, most: int) -> list[Payment]:
    """The newest payments of an order, the oldest of them first."""
    newest_first = select(*_COLUMNS).where(payments.c.order_id == order_id).order_by(payments.c.id.desc()).limit(most)
    return [_payment(row) for row in reversed(await unit.all(newest_first))]


_AT_BANK = Prepared(
    select(*_COLUMNS).where(
        payments.c.order_id == bindparam("order"),
        or_(*(payments.c.state == state for state in PaymentState if state.is_at_bank)),
    )
)


async def one_at_bank(unit: Unit, order_id: int) -> Payment | None:
    """A payment of the order that somebody is in the middle of, if there is one."""
    row = await unit.first(_AT_BANK, order=order_id)
    return _payment(row) if row else None


async def by_token(unit: Unit, token: str) -> Payment | None:
    """The payment whose addresses carry this token."""
    row = await unit.first(_BY_TOKEN, token_hash=hash_token(token))
    return _payment(row) if row else None


_BEGIN = Prepared(
    insert(payments).values(state=PaymentState.CREATING, urgency=URGENT_OPEN).returning(*_COLUMNS),
    ("shop_id", "order_id", "token_hash", "state", "amount", "may_raise", "created_at", "due_at", "urgency"),
)


async def begin(
    unit: Unit, order: Order, token: str, now: datetime, due_at: datetime, *, may_raise: bool = False
) -> Payment:
    """Write a payment down before xPay is asked for its QR; `due_at` is when to look after it if that fails.

    With `may_raise` its payer may pay more.
    """
    own = {"shop_id": order.shop_id, "order_id": order.id, "amount": order.total, "may_raise": may_raise}
    row = await unit.first(_BEGIN, **own, token_hash=hash_token(token), created_at=now, due_at=due_at)
    assert row is not None  # noqa: S101  # what was inserted is returned
    unit.ring(BELL)
    return _payment(row)


@dataclass(frozen=True, slots=True)
class Made:
    """What xPay has made of a payment; sums in tyiyn, None where it did not say."""

    transaction_id: str
    link: str
    request_amount: int | None
    payable: int | None


def _due(at: Any, urgency: Any) -> dict[str, ColumnElement[Any]]:
    """What makes a payment due at a moment, if it is not earlier anyway, and at least so urgent."""
    row = payments.c
    return {
        "due_at": case((row.due_at < at, row.due_at), else_=at),
        "urgency": case((row.urgency < urgency, row.urgency), else_=urgency),
    }


_ID, _AT = payments.c.id == bindparam("payment"), bindparam("at", type_=Moment)
_MADE = tuple(Made.__dataclass_fields__)
_IS_NEW = or_(*(payments.c.state == one for one in (PaymentState.CREATING, PaymentState.UNKNOWN)))
_RECORD_QR = Prepared(
    update(payments)
    .where(_ID)
    .values(
        state=case((_IS_NEW, PaymentState.ACTIVE), else_=payments.c.state),
        adopted=False,
        **{name: bindparam(f"made_{name}", type_=payments.c[name].type) for name in _MADE},
        **_due(_AT, literal_column(str(URGENT_OPEN))),
    )
)


async def record_qr(unit: Unit, payment: Payment, made: Made, due_at: datetime) -> None:
    """The QR exists, and xPay may be asked about it at `due_at`, if that is not planned earlier.

    A callback may have overtaken this and moved the payment on; then its state stays.
    """
    values = {f"made_{name}": getattr(made, name) for name in _MADE}
    await unit.run(_RECORD_QR, payment=payment.id, at=due_at, **values)
    unit.ring(BELL)


async def fail(unit: Unit, payment: Payment, to: PaymentState) -> None:
    """There is no QR to show; unless a callback has overtaken this and the payment is known to live."""
    await unit.run(
        update(payments).where(payments.c.id == payment.id, payments.c.state == PaymentState.CREATING).values(state=to)
    )


_MOVE = Prepared(update(payments).where(_ID).values(state=bindparam("to")))


async def move(unit: Unit, payment: Payment, to: PaymentState) -> None:
    """Change a payment's state."""
    await unit.run(_MOVE, payment=payment.id, to=to)


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
    await unit.run(update(payments).where(payments.c.id == payment_id).values(**_due(at, urgency)))
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


_AT, _ASKED_BEFORE = bindparam("at", type_=Moment), bindparam("asked_before", type_=Moment)
_CALLS = given("calls")
_AS_USUAL = and_(
    payments.c.transaction_id.is_not(None), or_(payments.c.asked_at.is_(None), payments.c.asked_at <= _ASKED_BEFORE)
)
"""Its QR is known, and xPay may be asked about it now."""
_WAKEN = {
    "due_at": case((payments.c.due_at < _AT, payments.c.due_at), else_=_AT),
    "urgency": literal_column(str(URGENT_CALLBACK)),  # none is more urgent
}
_HEAR = Prepared(
    update(payments)
    .where(payments.c.token_hash == _CALLS.c.key, _AS_USUAL)
    .values(callbacks=payments.c.callbacks + cast(cast(_CALLS.c.value, Text), Integer), **_WAKEN)
)
_NOT_HEARD = Prepared(
    select(_CALLS.c.key.label("token_hash"), *(payments.c[name] for name in ("id", "state", "transaction_id")))
    .add_columns(payments.c.created_at, payments.c.asked_at)
    .select_from(_CALLS.outerjoin(payments, payments.c.token_hash == _CALLS.c.key))
    .where(not_(_AS_USUAL))
)
_HEAR_LATER = Prepared(
    update(payments)
    .where(payments.c.id == bindparam("payment"))
    .values(callbacks=payments.c.callbacks + bindparam("more"), **_WAKEN)
)


async def hear(unit: Unit, calls: Mapping[str, int], now: datetime) -> Sequence[Record]:
    """Count callbacks by the hashes of their tokens, and let xPay be asked about their payments now.

    Returns what is not as usual and was left alone: payments that were asked about a moment ago or whose QR is not
    known, and, without an id, tokens that are no payment's.
    """
    unit.ring(BELL)
    if await unit.run(_HEAR, calls=calls, at=now, asked_before=now - SPACING) == len(calls):
        return []
    return await unit.all(_NOT_HEARD, calls=calls, asked_before=now - SPACING)


async def hear_later(unit: Unit, later: Mapping[int, tuple[int, datetime]]) -> None:
    """Count callbacks by payment, and let xPay be asked about each at its time, if not planned earlier anyway."""
    await unit.run_many(_HEAR_LATER, [{"payment": one, "more": more, "at": at} for one, (more, at) in later.items()])


_NEXT_DUE = Prepared(select(func.min(payments.c.due_at)).where(payments.c.due_at.is_not(None)))


async def next_due(unit: Unit) -> datetime | None:
    """When the next payment is due, or None when none is."""
    found = await unit.value(_NEXT_DUE)
    return found if isinstance(found, datetime) else None


_DUE = (
    select(*_COLUMNS)
    .where(payments.c.due_at <= bindparam("now", type_=Moment))
    .order_by(payments.c.urgency, payments.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_DUE_HERE, _DUE_ANYWHERE = Prepared(_DUE), Prepared(_DUE.with_for_update(skip_locked=True))
_CLAIM = Prepared(
    update(payments)
    .where(_ID)
    .values(
        asked_at=bindparam("now", type_=Moment),
        due_at=bindparam("leased_until", type_=Moment),
        failures=payments.c.failures + 1,
    )
)


async def claim_due(unit: Unit, now: datetime, leased_until: datetime, most: int) -> Sequence[Payment]:
    """Take the most urgent due payments, newest first; should we die, they are due again at `leased_until`.

    Until it is answered a question counts as failed: the payments are returned as they were before.
    """
    due = _DUE_ANYWHERE if unit.dialect() == "postgresql" else _DUE_HERE
    found = [_payment(row) for row in await unit.all(due, now=now, most=most)]
    for payment in found:
        await unit.run(_CLAIM, payment=payment.id, now=now, leased_until=leased_until)
    return found


async def claim(unit: Unit, payment_id: int, now: datetime, leased_until: datetime) -> tuple[Payment, bool]:
    """Take one payment as it is now; False beside it when xPay has answered too short a time ago to be asked again."""
    payment = await load(unit, payment_id)
    if payment.failures == 0 and soonest(now, payment.asked_at) > now:
        return payment, False
    await unit.run(_CLAIM, payment=payment.id, now=now, leased_until=leased_until)
    return payment, True


_UNTOUCHED = payments.c.due_at == bindparam("leased_until", type_=Moment)
_URGENCY = func.coalesce(bindparam("urgent", type_=Integer), payments.c.urgency)
_PLAN = Prepared(
    update(payments)
    .where(_ID)
    .values(
        due_at=case((_UNTOUCHED, bindparam("at", type_=Moment)), else_=payments.c.due_at),
        urgency=case((_UNTOUCHED, _URGENCY), else_=payments.c.urgency),
        failures=bindparam("failed", type_=Integer),
    )
)


async def plan(
    unit: Unit, payment: Payment, *, leased_until: datetime, due_at: datetime | None, urgency: int | None, failures: int
) -> None:
    """Plan the next question after an answer; a wish that came in meanwhile keeps its earlier time.

    Without `urgency` it stays as urgent as it was.
    """
    values = {"leased_until": leased_until, "at": due_at, "urgent": urgency, "failed": failures}
    await unit.run(_PLAN, payment=payment.id, **values)


_OTHERS = Prepared(
    select(*_COLUMNS)
    .where(
        payments.c.order_id == bindparam("order"),
        payments.c.id != bindparam("payment"),
        payments.c.transaction_id.is_not(None),
        payments.c.state != PaymentState.COMPLETED,
    )
    .order_by(payments.c.id)
)


async def others(unit: Unit, payment: Payment) -> list[Payment]:
    """The other QRs of the same order that may be paid yet, oldest first."""
    return [_payment(found) for found in await unit.all(_OTHERS, order=payment.order_id, payment=payment.id)]


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
