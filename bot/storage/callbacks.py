"""The inbox of xPay's callbacks. A callback is a wake-up call: stored, then its payment is due to be asked about."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.clock import Clock
from bot.shop.payment import PaymentState
from bot.shop.schedule import LEASE, soonest
from bot.storage import counters
from bot.storage import payments as payment_rows
from bot.storage.database import Database, Unit
from bot.storage.tables import callbacks, payments

KEPT_PER_PAYMENT = 200
"""More callbacks than this for one payment are counted, not kept."""

AT_ONCE = 1000
"""The most callbacks in one transaction: the first of a flood need not wait for the last."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What xPay posted: the token of the address, the body without personal data, and the raw body's SHA-256.

    `transaction_id` is the one that the body names, if it names one.
    """

    token: str
    sha256: str
    body: str
    transaction_id: str | None


class Inbox:
    """Stores callbacks by group commit: all that wait when the writer is free share one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._waiting: list[tuple[Callback, asyncio.Future[bool]]] = []
        self._storing = False

    async def receive(self, callback: Callback) -> bool:
        """Store a callback; True once it is on disk, False when no payment has its token.

        Raises:
            StorageUnavailable: when it could not be kept; xPay has to repeat it.
        """
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((callback, answer))
        if not self._storing:
            self._storing = True
            self._database.start(self._drain())
        return await answer

    async def _drain(self) -> None:
        """Whoever comes first stores for all that come while it does."""
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._store(batch)
        finally:
            self._storing = False

    async def _store(self, batch: list[tuple[Callback, asyncio.Future[bool]]]) -> None:
        try:
            known = await self._database.write(store, [callback for callback, _ in batch], self._clock.now())
        except Exception as error:  # whatever it is, each caller has to hear of it
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for callback, answer in batch:
            if not answer.done():
                answer.set_result(callback.token in known)


async def store(unit: Unit, batch: Sequence[Callback], now: datetime) -> set[str]:
    """Keep the callbacks whose token is known, and make their payments due; the known tokens.

    Those of the counter's codes only wake: the codes are looked after, and their callbacks are not kept.
    """
    by_hash = {payment_rows.hash_token(callback.token): callback.token for callback in batch}
    row = payments.c
    found = await unit.all(
        select(
            row.id,
            row.shop_id,
            row.token_hash,
            row.transaction_id,
            row.state,
            row.created_at,
            row.asked_at,
            row.callbacks,
        ).where(row.token_hash.in_(by_hash))
    )
    for payment in found:
        mine = [callback for callback in batch if callback.token == by_hash[payment["token_hash"]]]
        await _keep(
            unit, payment["id"], payment["shop_id"], mine[: max(0, KEPT_PER_PAYMENT - payment["callbacks"])], now
        )
        await unit.run(update(payments).where(row.id == payment["id"]).values(callbacks=row.callbacks + len(mine)))
        being_made = payment["state"] == PaymentState.CREATING and now < payment["created_at"] + LEASE
        if payment["transaction_id"] is None and not being_made:
            await _adopt(unit, payment["id"], mine)
        at = soonest(now, payment["asked_at"])
        await payment_rows.make_due(unit, payment["id"], at, payment_rows.URGENT_CALLBACK)
    known = {payment["token_hash"] for payment in found}
    for token_hash in by_hash.keys() - known:
        if await counters.make_due(unit, token_hash, now):
            known.add(token_hash)
    return {by_hash[token_hash] for token_hash in known}


async def _keep(unit: Unit, payment_id: int, shop_id: int, mine: Sequence[Callback], now: datetime) -> None:
    rows = [
        {"shop_id": shop_id, "payment_id": payment_id, "received_at": now, "sha256": one.sha256, "body": one.body}
        for one in mine
    ]
    if rows:
        await unit.run(insert(callbacks), rows)


async def _adopt(unit: Unit, payment_id: int, mine: Sequence[Callback]) -> None:
    """A payment whose QR we never learnt of takes the id that the callback names."""
    named = next((callback.transaction_id for callback in mine if callback.transaction_id), None)
    if named is not None:
        await payment_rows.adopt(unit, await payment_rows.load(unit, payment_id), named)


async def forget_bodies(unit: Unit, before: datetime) -> int:
    """Drop the bodies received before a moment; the hash stays. The number of rows that lost theirs."""
    return await unit.run(
        update(callbacks).where(callbacks.c.received_at < before, callbacks.c.body.is_not(None)).values(body=None)
    )


async def count(unit: Unit, payment_id: int) -> int:
    """How many callbacks came for a payment."""
    return int(await unit.value(select(payments.c.callbacks).where(payments.c.id == payment_id)) or 0)
