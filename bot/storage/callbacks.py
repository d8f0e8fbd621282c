"""The inbox of xPay's callbacks. A callback is a wake-up call: stored, then its payment is due to be asked about."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from bot.clock import Clock
from bot.shop.payment import PaymentState
from bot.shop.schedule import LEASE, soonest
from bot.storage import counters
from bot.storage import payments as payment_rows
from bot.storage.database import Database, Unit
from bot.storage.payments import Heard
from bot.storage.prepared import Prepared
from bot.storage.tables import callbacks, payments

KEPT_PER_PAYMENT = 200
"""More callbacks than this for one payment are counted, not kept."""

AT_ONCE = 1000
"""The most callbacks in one transaction: the first of a flood need not wait for the last."""

_LONG = timedelta(minutes=1)
"""Longer than anybody waits for an answer."""
_LOOKED_AT = [
    payments.c[name]
    for name in ("id", "shop_id", "token_hash", "transaction_id", "state", "created_at", "asked_at", "callbacks")
]
_KEEP = Prepared(insert(callbacks), ("shop_id", "payment_id", "received_at", "sha256", "body"))


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

    async def receive(self, callback: Callback, patience: timedelta = _LONG) -> bool:
        """Store a callback; True once it is on disk, False when no payment has its token.

        Raises:
            StorageUnavailable: when it could not be kept; xPay has to repeat it.
            TimeoutError: when that took too long; it is kept all the same, if it can be.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        self._waiting.append((callback, answer))
        if not self._storing:
            self._storing = True
            self._database.start(self._drain())
        late = loop.call_later(
            patience.total_seconds(), _give_up, answer
        )  # asyncio.timeout would cost more than the rest
        try:
            return await answer
        finally:
            late.cancel()

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


def _give_up(answer: asyncio.Future[bool]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())


async def store(unit: Unit, batch: Sequence[Callback], now: datetime) -> set[str]:
    """Keep the callbacks whose token is known, and make their payments due; the known tokens.

    However many they are, and for however many payments, they cost the same few statements. Those of the counter's
    codes only wake: the codes are looked after, and their callbacks are not kept.
    """
    came: dict[str, list[Callback]] = {}
    for callback in batch:
        came.setdefault(callback.token, []).append(callback)
    by_hash = {payment_rows.hash_token(token): token for token in came}
    found = await unit.all(select(*_LOOKED_AT).where(payments.c.token_hash.in_(by_hash)))
    mine = {payment["id"]: came[by_hash[payment["token_hash"]]] for payment in found}
    kept = [
        {"shop_id": payment["shop_id"], "payment_id": payment["id"], "received_at": now, "sha256": one.sha256,
         "body": one.body}
        for payment in found
        for one in mine[payment["id"]][: max(0, KEPT_PER_PAYMENT - payment["callbacks"])]
    ]  # fmt: skip
    if kept:
        await unit.run_many(_KEEP, kept)
    if found:
        soon = [Heard(payment["id"], len(mine[payment["id"]]), soonest(now, payment["asked_at"])) for payment in found]
        await payment_rows.hear(unit, soon)
    for payment in found:
        being_made = payment["state"] == PaymentState.CREATING and now < payment["created_at"] + LEASE
        if payment["transaction_id"] is None and not being_made:
            await _adopt(unit, payment["id"], mine[payment["id"]])
    known = {payment["token_hash"] for payment in found}
    known |= await counters.make_due(unit, by_hash.keys() - known, now)
    return {by_hash[token_hash] for token_hash in known}


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
