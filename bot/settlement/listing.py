"""xPay's list of payments, read with care: what cannot be understood for certain makes the whole list unreadable."""

import logging
from datetime import timedelta

from bot.settlement.reading import StatusUnit
from bot.shop.matching import Listed
from bot.shop.money import Tyiyn
from bot.shop.periods import Window
from bot.xpay import HistoryEntry, Reading, XPayClient

log = logging.getLogger(__name__)

_PAGE = 100
_MOST_PAGES = 50
_BEFORE, _AFTER = timedelta(hours=24), timedelta(hours=1)
"""What we saw within the window may have been sent before it, or be listed a little after it."""

_DONE = {"1", "COMPLETED", "SUCCESS"}
_NOT_DONE = {"2", "3", "4", "PENDING", "HOLD", "REJECTED", "ERROR", "CANCELED", "CANCELLED", "PROCESSING", "WAITING"}


class ListUnreadable(Exception):
    """xPay's list has a form that we do not know, or no end."""


async def completed(client: XPayClient, window: Window, unit: StatusUnit) -> list[Listed]:
    """What xPay lists as come in, from a day before the window to an hour after it.

    Pages are asked for until one brings nothing new: how long they are, and whether there are any, is not documented.

    Raises:
        XPayError: when xPay gives no usable answer.
        ListUnreadable: when an entry cannot be understood, or there are too many.
    """
    since, until = window.since - _BEFORE, window.until + _AFTER
    found: dict[tuple[object, ...], HistoryEntry] = {}
    for page in range(1, _MOST_PAGES + 1):
        rows = await client.history(since=since, until=until, page=page, per_page=_PAGE, state="completed")
        new = {_identity(row): row for row in rows if _identity(row) not in found}
        if not new:
            return [_read(row, unit) for row in found.values() if _came_in(row)]
        found |= new
    raise ListUnreadable(f"more than {_MOST_PAGES} pages")


def _identity(row: HistoryEntry) -> tuple[object, ...]:
    return (row.trx, row.transaction_uuid, row.transaction_id, row.created_at, row.executed_time, row.amount.text)


def _came_in(row: HistoryEntry) -> bool:
    word = (row.word or "1").upper()  # only completed ones were asked for
    if word not in _DONE | _NOT_DONE:
        raise ListUnreadable(f"the state {word[:32]!r} is unknown")
    return word in _DONE and (row.direction or "in").lower() != "out"


def _read(row: HistoryEntry, unit: StatusUnit) -> Listed:
    references = tuple(name for name in (row.trx, row.transaction_uuid) if name)
    reading = row.amount if row.amount.text else row.request_amount
    amounts = _amounts(reading, unit)
    if not amounts and not references and row.transaction_id is None:
        raise ListUnreadable("an entry says nothing")
    raw = f"amount={row.amount.text} request_amount={row.request_amount.text}"
    return Listed(references, row.transaction_id, amounts, raw, row.created_at, row.executed_time)


def _amounts(reading: Reading, unit: StatusUnit) -> tuple[Tyiyn, ...]:
    """What a written sum can mean: a whole number counts som or tyiyn, unless the shop knows which."""
    som, tyiyn = reading.if_som, reading.if_tyiyn
    if tyiyn is None or unit == "som":
        return () if som is None else (som,)
    return (tyiyn,) if unit == "tyiyn" or som is None else (tyiyn, som)
