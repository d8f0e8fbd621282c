"""Orders, payments and refunds of a period as files for Excel: read in portions, written in a thread."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.shop.deeds import Deed
from bot.shop.fulfilment import Stage
from bot.shop.money import Tyiyn
from bot.shop.order import Handover, OrderState
from bot.shop.people import Person, Shop
from bot.shop.periods import Days, Window
from bot.spreadsheets import Book, Row, csv_head, csv_rows
from bot.staff import owner
from bot.storage import audit, ledgers
from bot.storage.database import Database, Unit
from bot.texts import exports as texts

MOST_IN_CHAT = 30_000
"""Rows of a file that is sent in a chat: its parts, a kilobyte a row, have to fit into a container's memory disk."""

MOST_IN_WORKBOOK = 1_000_000
"""Rows that Excel can open."""


class Table(StrEnum):
    """What can be exported."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    REFUNDS = "refunds"


@dataclass(frozen=True, slots=True)
class _Form:
    title: Callable[[], str]
    columns: Callable[[], tuple[str, ...]]
    read: ledgers.Read
    row: Callable[[Any, ZoneInfo], Row]


class Exports:
    """Writes files; the words are of the language of the moment. Nothing of the books is changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, person: Person, shop: Shop, window: Window) -> int:
        """How many rows an owner's file would have.

        Raises:
            NotAllowed: when the person is no owner.
        """

        async def read(unit: Unit) -> int:
            await owner(unit, person)
            return await ledgers.count(unit, shop, window)

        return await self._database.read(read)

    async def note(self, person: Person, days: Days, form: str, now: datetime) -> None:
        """Write down that an owner takes a file of these days along.

        Raises:
            NotAllowed: when the person is no owner.
        """

        async def write(unit: Unit) -> None:
            await owner(unit, person)
            facts = {"first": days.first.isoformat(), "last": days.last.isoformat(), "form": form}
            await audit.record(unit, person, Deed.EXPORTED, now, "sales", **facts)

        await self._database.write(write)

    async def workbook(self, shop: Shop, window: Window, tables: tuple[Table, ...], path: Path) -> int:
        """Write the tables as the sheets of one XLSX file; the number of rows."""
        book, total = Book(path), 0
        for table in tables:
            form = _FORMS[table]
            book.open_sheet(form.title(), form.columns())
            async for portion in self._portions(shop, window, form):
                await asyncio.to_thread(book.add, portion)
                total += len(portion)
        await asyncio.to_thread(book.close)
        return total

    async def csv(self, shop: Shop, window: Window, table: Table, path: Path) -> int:
        """Write one table as a CSV file; the number of rows."""
        form, total = _FORMS[table], 0
        with path.open("wb") as file:
            file.write(csv_head(form.columns()))
            async for portion in self._portions(shop, window, form):
                file.write(await asyncio.to_thread(csv_rows, portion))
                total += len(portion)
        return total

    async def _portions(self, shop: Shop, window: Window, form: _Form) -> AsyncIterator[list[Row]]:
        after: ledgers.After = None
        zone = ZoneInfo(shop.timezone)
        while True:
            found = await self._database.read(form.read, shop, window, after)
            if not found:
                return
            yield [form.row(row, zone) for row in found]
            after = (found[-1]["at"], found[-1]["id"])


def _order(row: Any, zone: ZoneInfo) -> Row:
    return (
        row["number"],
        _local(row["at"], zone),
        texts.state(OrderState(row["state"]), Stage(row["fulfilment"])),
        texts.kind(is_test=row["is_test"], at_counter=row["counter_id"] is not None),
        _local(row["paid_at"], zone),
        _som(row["total"]),
        _som(row["discount"] or None),
        row["promo"],
        _som(row["fee"]),
        ", ".join(f"{title} × {quantity}" for title, quantity in row["what"]),
        row["name"] if row["counter_id"] is None else None,
        row["phone"],
        texts.handover(Handover(row["handover"])),
        _som(row["delivery_fee"] or None),
        _local(row["wanted_from_at"], zone),
        _local(row["wanted_until_at"], zone),
        row["area"],
        row["address"],
        row["comment"],
    )


def _payment(row: Any, zone: ZoneInfo) -> Row:
    return (
        _local(row["at"], zone),
        row["number"],
        row["paid_number"],
        row["raw"] if row["amount"] is None else _som(row["amount"]),
        _som(row["expected"]),
        _som(row["payable"]),
        row["trx"],
        row["transaction_id"],
        row["executed_time"],
    )


def _refund(row: Any, zone: ZoneInfo) -> Row:
    return (_local(row["at"], zone), row["number"], _som(row["amount"]), row["name"], row["note"], row["odd_trx"])


def _som(amount: Tyiyn | None) -> Decimal | None:
    """A sum as spreadsheets take it: som with two decimals."""
    return None if amount is None else Decimal(amount).scaleb(-2)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone)


_FORMS = {
    Table.ORDERS: _Form(texts.orders, texts.order_columns, ledgers.placed, _order),
    Table.PAYMENTS: _Form(texts.payments, texts.payment_columns, ledgers.received, _payment),
    Table.REFUNDS: _Form(texts.refunds, texts.refund_columns, ledgers.sent_back, _refund),
}
