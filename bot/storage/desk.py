"""The odd-money desk: money and news that a person has to decide about, and the ledger of refunds."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from bot.shop.money import Tyiyn
from bot.shop.odd_money import Case, Refund, Ruling
from bot.shop.order import Order
from bot.shop.payment import DeskReason, Payment
from bot.shop.people import Person
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import desk_cases, orders, payments, people, refunds, transfers


async def open_case(unit: Unit, payment: Payment, reason: DeskReason, transfer_id: int | None, now: datetime) -> int:
    """Lay a case on the desk: a transfer that paid no order, or news that contradicts what was settled. Its id."""
    return await _open(unit, payment.shop_id, payment.order_id, payment.id, transfer_id, reason, now)


async def open_contradiction(unit: Unit, payment: Payment, now: datetime) -> int | None:
    """Lay down, once for each payment, that xPay took back what it had completed; None when that was done before."""
    known = await unit.value(
        select(desk_cases.c.id).where(
            desk_cases.c.payment_id == payment.id, desk_cases.c.reason == DeskReason.CONTRADICTION
        )
    )
    return None if known else await open_case(unit, payment, DeskReason.CONTRADICTION, None, now)


async def owe_refund(unit: Unit, order: Order, now: datetime) -> int:
    """Lay down that the money of a rejected order has to go back. The case's id."""
    return await _open(unit, order.shop_id, order.id, None, None, DeskReason.REFUND_OWED, now)


async def _open(
    unit: Unit,
    shop_id: int,
    order_id: int,
    payment_id: int | None,
    transfer_id: int | None,
    reason: DeskReason,
    now: datetime,
) -> int:
    statement = (
        insert(desk_cases)
        .values(
            shop_id=shop_id,
            order_id=order_id,
            payment_id=payment_id,
            transfer_id=transfer_id,
            reason=reason,
            opened_at=now,
        )
        .returning(desk_cases.c.id)
    )
    return int(await unit.value(statement))


def _cases() -> Select[Any]:
    own = [column for column in desk_cases.c if column.name in Case.__dataclass_fields__]
    return (
        select(
            *own,
            orders.c.number.label("order_number"),
            orders.c.person_id,
            orders.c.total.label("expected"),
            transfers.c.amount.label("received"),
            transfers.c.raw,
            transfers.c.trx,
            payments.c.transaction_id,
        )
        .join(orders, orders.c.id == desk_cases.c.order_id)
        .outerjoin(transfers, transfers.c.id == desk_cases.c.transfer_id)
        .outerjoin(payments, payments.c.id == desk_cases.c.payment_id)
    )


def _case(row: Record) -> Case:
    decision = Ruling(row["decision"]) if row["decision"] else None
    return Case(**{**row, "reason": DeskReason(row["reason"]), "decision": decision})


async def case(unit: Unit, shop_id: int, case_id: int) -> Case | None:
    """A case of the shop, open or decided."""
    row = await unit.first(_cases().where(desk_cases.c.shop_id == shop_id, desk_cases.c.id == case_id))
    return _case(row) if row else None


async def cases_of(unit: Unit, order_id: int) -> list[Case]:
    """An order's cases, open and decided, the oldest first."""
    rows = await unit.all(_cases().where(desk_cases.c.order_id == order_id).order_by(desk_cases.c.id))
    return [_case(row) for row in rows]


async def page(unit: Unit, shop_id: int, after: int, most: int) -> list[Case]:
    """What waits on the shop's desk beyond the case `after` (0 is the beginning), the oldest first."""
    rows = await unit.all(
        _cases()
        .where(desk_cases.c.shop_id == shop_id, desk_cases.c.decision.is_(None), desk_cases.c.id > after)
        .order_by(desk_cases.c.id)
        .limit(most)
    )
    return [_case(row) for row in rows]


async def count_open(unit: Unit, shop_id: int, most: int) -> int:
    """How many cases wait on the shop's desk; counting stops at `most`."""
    waiting = select(desk_cases.c.id).where(desk_cases.c.shop_id == shop_id, desk_cases.c.decision.is_(None))
    return int(await unit.value(select(func.count()).select_from(waiting.limit(most).subquery())))


async def has_open_case(unit: Unit, order_id: int) -> bool:
    """Whether a person still has to decide about money of this order."""
    where = (desk_cases.c.order_id == order_id, desk_cases.c.decision.is_(None))
    return await unit.value(select(desk_cases.c.id).where(*where).limit(1)) is not None


async def open_for(unit: Unit, shop_id: int, reason: DeskReason) -> list[Case]:
    """The shop's open cases of one kind, the oldest first."""
    rows = await unit.all(
        _cases()
        .where(desk_cases.c.shop_id == shop_id, desk_cases.c.reason == reason, desk_cases.c.decision.is_(None))
        .order_by(desk_cases.c.id)
        .limit(500)
    )
    return [_case(row) for row in rows]


async def name_sum(unit: Unit, one: Case, amount: Tyiyn) -> None:
    """The sum of a case's money is certain now."""
    await unit.run(update(transfers).where(transfers.c.id == one.transfer_id).values(amount=amount))


async def rename(unit: Unit, one: Case, reason: DeskReason) -> None:
    """The case waits for another reason than was thought."""
    await unit.run(update(desk_cases).where(desk_cases.c.id == one.id).values(reason=reason))


async def decide(unit: Unit, one: Case, ruling: Ruling, by: Person | None, note: str | None, now: datetime) -> bool:
    """Write a decision down; False when somebody has decided before. `by` is None where a setting decided."""
    changed = await unit.run(
        update(desk_cases)
        .where(desk_cases.c.id == one.id, desk_cases.c.decision.is_(None))
        .values(decision=ruling, decided_by=by.id if by else None, decided_at=now, note=note)
    )
    return changed == 1


async def give_transfer(unit: Unit, transfer_id: int, order: Order) -> None:
    """Let a transfer count as the payment of this order."""
    await unit.run(
        update(transfers).where(transfers.c.id == transfer_id, transfers.c.order_id.is_(None)).values(order_id=order.id)
    )


async def record_refund(
    unit: Unit, order: Order, amount: Tyiyn, note: str, by: Person, now: datetime, case_id: int | None = None
) -> None:
    """Write down that money went back; whoever did it did so in the bank's app."""
    await unit.run(
        insert(refunds).values(
            shop_id=order.shop_id,
            order_id=order.id,
            case_id=case_id,
            amount=amount,
            note=note,
            by_id=by.id,
            at=now,
        )
    )


async def received_for(unit: Unit, order: Order) -> Tyiyn:
    """What came for a paid order, in tyiyn; its total where the sum of the transfer was not certain."""
    amount = await unit.value(select(transfers.c.amount).where(transfers.c.order_id == order.id))
    return order.total if amount is None else int(amount)


async def still_owed(unit: Unit, order: Order) -> Tyiyn:
    """What came for a paid order and did not go back."""
    return await received_for(unit, order) - await refunded(unit, order.id)


async def owed_case(unit: Unit, order: Order) -> Case | None:
    """The open case that says that this order's money has to go back."""
    row = await unit.first(
        _cases().where(
            desk_cases.c.order_id == order.id,
            desk_cases.c.reason == DeskReason.REFUND_OWED,
            desk_cases.c.decision.is_(None),
        )
    )
    return _case(row) if row else None


async def refund_of(unit: Unit, case_id: int) -> Tyiyn | None:
    """How much went back with the decision of a case, or None when nothing did."""
    found = await unit.value(select(refunds.c.amount).where(refunds.c.case_id == case_id))
    return None if found is None else int(found)


async def refunds_of(unit: Unit, order_id: int) -> list[Refund]:
    """What went back of an order's money, the oldest first."""
    rows = await unit.all(
        select(refunds.c.amount, refunds.c.note, people.c.name.label("by"), refunds.c.at)
        .join(people, people.c.id == refunds.c.by_id)
        .where(refunds.c.order_id == order_id)
        .order_by(refunds.c.id)
    )
    return [Refund(**row) for row in rows]


async def refunded(unit: Unit, order_id: int) -> Tyiyn:
    """How much of the money that paid an order went back; refunds of other money are not counted."""
    own_case = select(desk_cases.c.id).where(desk_cases.c.transfer_id.is_not(None))
    total = await unit.value(
        select(func.coalesce(func.sum(refunds.c.amount), 0)).where(
            refunds.c.order_id == order_id,
            refunds.c.case_id.is_(None) | refunds.c.case_id.not_in(own_case),
        )
    )
    return int(total)
