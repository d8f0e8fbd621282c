"""The odd-money desk: money and news that a person has to decide about."""

from datetime import datetime

from sqlalchemy import insert, select

from bot.shop.payment import DeskReason, Payment
from bot.storage.database import Unit
from bot.storage.tables import desk_cases


async def open_case(unit: Unit, payment: Payment, reason: DeskReason, transfer_id: int | None, now: datetime) -> int:
    """Lay a case on the desk: a transfer that paid no order, or news that contradicts what was settled. Its id."""
    statement = (
        insert(desk_cases)
        .values(
            shop_id=payment.shop_id,
            order_id=payment.order_id,
            payment_id=payment.id,
            transfer_id=transfer_id,
            reason=reason,
            opened_at=now,
        )
        .returning(desk_cases.c.id)
    )
    return int(await unit.value(statement))


async def open_contradiction(unit: Unit, payment: Payment, now: datetime) -> int | None:
    """Lay down, once for each payment, that xPay took back what it had completed; None when that was done before."""
    known = await unit.value(
        select(desk_cases.c.id).where(
            desk_cases.c.payment_id == payment.id, desk_cases.c.reason == DeskReason.CONTRADICTION
        )
    )
    return None if known else await open_case(unit, payment, DeskReason.CONTRADICTION, None, now)
