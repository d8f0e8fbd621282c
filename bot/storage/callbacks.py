"""The inbox of xPay's callbacks. A callback is a wake-up call: stored, then its payment is due to be asked about."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from bot.clock import Clock
from bot.shop.payment import PaymentState
from bot.shop.schedule import LEASE, soonest
from bot.storage import counters
from bot.storage import payments as payment_rows
from bot.storage.database import Database, StorageUnavailable, Unit
from bot.storage.given import given
from bot.storage.prepared import Prepared, Record
from bot.storage.tables import Moment, callbacks, payments

KEPT_PER_PAYMENT = 200
"""More callbacks than this for one payment are counted, not kept."""

AT_ONCE = 1000
"""The most callbacks in one transaction: the first of a flood need not wait for the last."""

FEW = 32
"""So many are stored at once; of more, half: while they are stored, the event loop works for the other half."""

MOST_WAITING = 10_000
"""More callbacks than this do not wait to be stored: xPay is told at once to repeat them."""

PATIENCE = timedelta(seconds=4)
"""How long xPay waits for an answer at most."""

_CAME = given("came")
_TOKEN_HASH, _SHA256, _BODY = (_CAME.c.value[place].as_string() for place in (0, 2, 3))
_NTH = _CAME.c.value[1].as_integer()
"""The first, second, third… of its payment in this batch."""
_KEEP = Prepared(
    insert(callbacks).from_select(
        ["shop_id", "payment_id", "received_at", "sha256", "body"],
        select(payments.c.shop_id, payments.c.id, bindparam("at", type_=Moment), _SHA256, _BODY)
        .select_from(_CAME.join(payments, payments.c.token_hash == _TOKEN_HASH))
        .where(payments.c.callbacks + _NTH <= KEPT_PER_PAYMENT),
    )
)


class Callback(NamedTuple):
    """What xPay posted: the token of the address, the body without personal data, and the raw body's SHA-256.

    `transaction_id` is the one that the body names, if it names one.
    """

    token: str
    sha256: str
    body: str
    transaction_id: str | None


class _Waiting(NamedTuple):
    callback: Callback
    answer: asyncio.Future[bool]
    until: float


class Inbox:
    """Stores callbacks by group commit: all that wait when the writer is free share one transaction."""

    def __init__(self, database: Database, clock: Clock, patience: timedelta = PATIENCE) -> None:
        self._database = database
        self._clock = clock
        self._patience = patience.total_seconds()
        self._waiting: list[_Waiting] = []
        self._being_stored: list[_Waiting] = []
        self._storing = False
        self._watched = False

    async def receive(self, callback: Callback) -> bool:
        """Store a callback; True once it is on disk, False when no payment has its token.

        Raises:
            StorageUnavailable: when it could not be kept; xPay has to repeat it.
            TimeoutError: when that took too long; it is kept all the same, if it can be.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise StorageUnavailable("too many callbacks wait")
        loop = asyncio.get_running_loop()
        one = _Waiting(callback, loop.create_future(), loop.time() + self._patience)
        self._waiting.append(one)
        if not self._storing:
            self._storing = True
            self._database.start(self._drain())
        if not self._watched:
            self._watched = True
            loop.call_at(one.until, self._give_up)
        return await one.answer

    async def _drain(self) -> None:
        """Whoever comes first stores for all that come while it does."""
        try:
            while self._waiting:
                most = min(AT_ONCE, max(FEW, len(self._waiting) // 2))
                self._being_stored, self._waiting = self._waiting[:most], self._waiting[most:]
                await self._store(self._being_stored)
        finally:
            self._storing = False

    async def _store(self, batch: Sequence[_Waiting]) -> None:
        try:
            known = await self._database.write(store, [one.callback for one in batch], self._clock.now())
        except Exception as error:  # whatever it is, each caller has to hear of it
            for one in batch:
                if not one.answer.done():
                    one.answer.set_exception(error)
            return
        for one in batch:
            if not one.answer.done():
                one.answer.set_result(one.callback.token in known)

    def _give_up(self) -> None:
        """Tell those who have waited too long, and come again when the next one will have: one timer for all."""
        loop = asyncio.get_running_loop()
        open_ones = [one for one in self._being_stored + self._waiting if not one.answer.done()]
        late = [one for one in open_ones if one.until <= loop.time()]
        for one in late:
            one.answer.set_exception(TimeoutError())
        self._watched = len(open_ones) > len(late)
        if self._watched:
            loop.call_at(open_ones[len(late)].until, self._give_up)


async def store(unit: Unit, batch: Sequence[Callback], now: datetime) -> set[str]:
    """Keep the callbacks whose token is known, and make their payments due; the known tokens.

    However many they are, and for however many payments, they cost two statements, and a few more when there is
    something unusual among them. Those of the counter's codes only wake: the codes are looked after, and their
    callbacks are not kept.
    """
    came: dict[str, list[Callback]] = {}
    for callback in batch:
        came.setdefault(payment_rows.hash_token(callback.token), []).append(callback)
    numbered = ((token_hash, *one) for token_hash, mine in came.items() for one in enumerate(mine, 1))
    rows = [(token_hash, nth, one.sha256, one.body) for token_hash, nth, one in numbered]
    await unit.run(_KEEP, came=dict(enumerate(rows)), at=now)
    unusual = await payment_rows.hear(unit, {token_hash: len(mine) for token_hash, mine in came.items()}, now)
    unknown = await _hear_unusual(unit, unusual, came, now) if unusual else set()
    return {mine[0].token for token_hash, mine in came.items() if token_hash not in unknown}


async def _hear_unusual(
    unit: Unit, unusual: Sequence[Record], came: Mapping[str, Sequence[Callback]], now: datetime
) -> set[str]:
    """Wake what may not be asked about at once, adopt QRs that we never learnt of; the hashes of nobody's tokens."""
    found = {row["id"]: row for row in unusual if row["id"] is not None}
    soon = {one: (len(came[row["token_hash"]]), soonest(now, row["asked_at"])) for one, row in found.items()}
    if soon:
        await payment_rows.hear_later(unit, soon)
    for payment_id, row in found.items():
        being_made = row["state"] == PaymentState.CREATING and now < row["created_at"] + LEASE
        if row["transaction_id"] is None and not being_made:
            await _adopt(unit, payment_id, came[row["token_hash"]])
    no_payments = {row["token_hash"] for row in unusual if row["id"] is None}
    return no_payments - await counters.make_due(unit, no_payments, now)


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
