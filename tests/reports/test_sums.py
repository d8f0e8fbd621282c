"""The sums of a report, on SQLite and PostgreSQL."""

import csv
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from benchmarks.plans import explained
from bot.services.exports import Exports, Table
from bot.shop.order import Order, OrderState
from bot.shop.orderbook import Pile
from bot.shop.payment import DeskReason, Money
from bot.shop.people import Person, Shop
from bot.shop.periods import Days, Window, month_of
from bot.shop.reports import Report
from bot.storage import counters, desk, ledgers, limits, orderbook, orders, payments, reports, summaries
from bot.storage.database import Database, Unit
from bot.storage.tables import orders as order_table
from bot.storage.tables import shops as shop_table
from bot.texts.languages import translations
from tests.databases import SQLiteFiles
from tests.storage.world import cart_of, make_shop, meet, new_order, new_shop, sell

ZONE = "Asia/Bishkek"
DAY = date(2026, 5, 1)
MORNING = datetime(2026, 5, 1, 3, tzinfo=UTC)
"""Nine o'clock in Bishkek."""

_tokens = count()


class Till:
    """A shop that sells bread for 100 som and cakes for 1500."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop

    async def open(self) -> None:
        self.bread = await sell(self.database, self.shop, "Нан", None, 100_00)
        self.cake = await sell(self.database, self.shop, "Торт", None, 1500_00)

    async def sold(
        self,
        person: Person,
        placed: datetime,
        *,
        bread: int = 0,
        cake: int = 0,
        after: int | None = 60,
        payable: int | None = None,
        received: int | None = None,
        **changes: Any,
    ) -> Order:
        """An order, paid `after` so many seconds (None: never) on a QR of which `payable` reaches the shop."""
        lines = [(product, units) for product, units in ((self.bread, bread), (self.cake, cake)) if units]
        cart, token = cart_of(*lines), f"till-{next(_tokens)}"

        async def write(unit: Unit) -> Order:
            order = await orders.place(unit, person, new_order(cart, token, token), placed)
            payment = await payments.begin(unit, order, token, placed, placed)
            await unit.run(
                update(order_table).where(order_table.c.id == order.id).values(**changes or {"id": order.id})
            )
            order = await orders.load(unit, order.id)
            await payments.record_qr(unit, payment, payments.Made(token, "link", order.total, payable), placed)
            if after is None:
                await orders.move(unit, order, OrderState.EXPIRED)
                return order
            at = placed + timedelta(seconds=after)
            money = Money(f"trx-{token}", received or order.total, "", None)
            await payments.record_transfer(unit, payment, money, at, pays_order=True)
            await orders.mark_paid(unit, order, at, late=False)
            return await orders.load(unit, order.id)

        return await self.database.write(write)

    async def report(self, window: Window | None = None) -> Report:
        return await self.database.read(reports.load, self.shop, window or Days(DAY, DAY).window(ZONE))


@pytest.fixture
async def till(database: Database) -> Till:
    till = Till(database, await database.write(make_shop, new_shop()))
    await till.open()
    return till


@pytest.fixture
async def aida(till: Till) -> Person:
    return await meet(till.database, till.shop, 1001)


async def test_a_day_in_figures(till: Till, aida: Person) -> None:
    """Orders, sums, fees as far as they are known, customers, the middle time to pay, what was left unpaid."""
    bakyt = await meet(till.database, till.shop, 1002)
    await till.sold(aida, MORNING - timedelta(days=3), bread=1)
    await till.sold(aida, MORNING, bread=3, after=30, payable=297_60)
    await till.sold(bakyt, MORNING, cake=1, after=90, payable=1488_00)
    await till.sold(bakyt, MORNING + timedelta(hours=2), cake=1, bread=1, after=600)
    await till.sold(bakyt, MORNING, bread=2, after=None)
    found = await till.report()
    assert (found.orders, found.gross, found.fees, found.fees_unknown) == (3, 3400_00, 14_40, 1)
    assert (found.new_customers, found.returning_customers) == (1, 1)
    assert (found.median_to_pay, found.average_to_pay) == (timedelta(seconds=90), timedelta(seconds=240))
    assert found.unpaid == 1
    assert [(one.title, one.units, one.gross) for one in found.by_sum] == [("Торт", 2, 3000_00), ("Нан", 4, 400_00)]
    assert [one.title for one in found.by_count] == ["Нан", "Торт"]
    assert [(bar.at.hour, bar.orders) for bar in found.bars if bar.orders] == [(9, 2), (11, 1)]


async def test_an_empty_day(till: Till) -> None:
    """Noughts, and no times."""
    found = await till.report()
    assert found.is_empty
    assert (found.gross, found.net, found.median_to_pay, found.by_sum, len(found.bars)) == (0, 0, None, (), 24)


async def test_a_fee_is_counted_only_where_it_is_certain(till: Till, aida: Person) -> None:
    """Not for another sum than the QR's, and not when more is to reach the shop than was asked for."""
    await till.sold(aida, MORNING, bread=1, payable=99_20, received=99_00)
    await till.sold(aida, MORNING, bread=1, payable=101_00)
    found = await till.report()
    assert (found.gross, found.fees, found.fees_unknown) == (199_00, 0, 2)


async def test_midnight_is_the_shops(till: Till, aida: Person) -> None:
    """An order paid at one in the night is the new day's, though it is yesterday in UTC."""
    await till.sold(aida, datetime(2026, 4, 30, 19, tzinfo=UTC), bread=1)
    await till.sold(aida, datetime(2026, 4, 30, 17, tzinfo=UTC), bread=1)
    assert (await till.report()).orders == 1
    april = await till.report(month_of(date(2026, 4, 1)).window(ZONE))
    assert [bar.orders for bar in april.bars] == [0] * 29 + [1]
    months = await till.database.read(reports.months, till.shop, DAY)
    assert months == [month_of(DAY), month_of(date(2026, 4, 1))]
    assert await till.database.read(reports.months, till.shop, date(2028, 7, 1)) == []  # older than two years


async def test_refunds_count_when_they_are_made(till: Till, aida: Person) -> None:
    """Money of a paid order lowers what stays; money that never paid an order does not."""
    order = await till.sold(aida, MORNING - timedelta(days=2), cake=1)

    async def give_back(unit: Unit) -> None:
        await desk.record_refund(unit, order, 500_00, "карта", aida, MORNING)
        [payment] = [await payments.newest(unit, order.id)]
        assert payment is not None
        money = Money("second", 1500_00, "", None)
        transfer = await payments.record_transfer(unit, payment, money, MORNING, pays_order=False)
        case = await desk.open_case(unit, payment, DeskReason.SECOND_PAYMENT, transfer, MORNING)
        await desk.record_refund(unit, order, 1500_00, "карта", aida, MORNING, case)

    await till.database.write(give_back)
    found = await till.report()
    assert (found.refunds, found.refunded, found.net) == (1, 500_00, -500_00)
    assert not found.is_empty


async def test_another_shops_sales_are_not_ours(till: Till, aida: Person) -> None:
    """Every sum names its shop."""
    order = await till.sold(aida, MORNING, bread=1)

    async def give_away(unit: Unit) -> None:
        facts = {"name": "x", "language": "ky", "timezone": ZONE, "order_ttl_minutes": 30, "merchant_chat_id": 0}
        await unit.run(insert(shop_table).values(id=77, created_at=MORNING, **facts))
        await unit.run(update(order_table).where(order_table.c.id == order.id).values(shop_id=77))

    await till.database.write(give_away)
    assert (await till.report()).is_empty


async def test_reports_of_sqlite_read_indexes_alone(sqlite_files: SQLiteFiles, tmp_path: Path) -> None:
    """The cost follows the period: no statement scans the orders, or looks behind its index."""
    database = Database.open(sqlite_files.fresh(tmp_path))
    month = month_of(DAY).window(ZONE)
    shop = await database.write(make_shop, new_shop())
    read = await database.read(explained, reports.load, shop, month)
    plans = [(statement, steps) for statement, steps in read if "FROM orders" in statement]
    assert len(plans) == 3 + len(list(month.pieces(ZONE)))  # sums, unpaid, best, and each day
    for statement, steps in plans:
        looked = [step for step in steps if "orders" in step or "order_lines" in step]
        assert looked
        assert all(step.startswith("SEARCH") and "USING COVERING INDEX" in step for step in looked), (statement, steps)
    await database.close()


async def test_an_export_reads_on_where_it_stopped(
    till: Till, aida: Person, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Portions neither repeat nor leave out orders of the same moment."""
    monkeypatch.setattr(ledgers, "PORTION", 2)
    for number in range(5):
        await till.sold(aida, MORNING, bread=number + 1)
    path = tmp_path_factory.mktemp("export") / "orders.csv"
    i18n = translations()
    with i18n.context(), i18n.use_locale("ky"):
        rows = await Exports(till.database).csv(till.shop, Days(DAY, DAY).window(ZONE), Table.ORDERS, path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert rows == 5
    assert [line.split(";")[0] for line in lines[1:]] == ["1", "2", "3", "4", "5"]
    assert "01.05.2026 09:00" in lines[1]
    assert await till.database.read(ledgers.count, till.shop, Days(DAY, DAY).window(ZONE)) == 10


async def test_a_day_is_told_once(till: Till) -> None:
    """The row says so, whoever asks again."""
    for first in (True, False):
        assert await till.database.write(summaries.note, till.shop.id, DAY, MORNING, MORNING, MORNING) is first
    last = await till.database.read(summaries.last, till.shop.id)
    assert last is not None
    assert (last.day, last.ended_at) == (DAY, MORNING)


async def test_a_test_purchase_is_no_sale(till: Till, aida: Person) -> None:
    """Not in any figure, nor its refund; and whoever only tested buys for the first time afterwards."""
    test = await till.sold(aida, MORNING, bread=1, is_test=True)
    await till.sold(aida, MORNING, bread=1, after=None, is_test=True)
    await till.database.write(desk.record_refund, test, 100_00, "сыноо", aida, MORNING)
    found = await till.report()
    assert (found.is_empty, found.unpaid, found.refunds) == (True, 0, 0)
    window = Days(DAY, DAY).window(ZONE)
    assert await till.database.read(reports.is_empty, till.shop, window)
    assert await till.database.read(reports.months, till.shop, DAY) == []
    assert (await till.database.read(orderbook.takings, till.shop.id, window.since)).count == 0
    await till.sold(aida, MORNING, cake=1)
    found = await till.report()
    assert (found.orders, found.gross, found.new_customers, found.returning_customers) == (1, 1500_00, 1, 0)
    assert (await till.database.read(orderbook.takings, till.shop.id, window.since)).sum == 1500_00


async def test_a_sale_over_the_counter_has_no_customer(till: Till, aida: Person) -> None:
    """It is a sale like others, and tells nothing of whoever took it as a customer."""
    code = await till.database.write(counters.begin, aida, "Кирүү", 100_00, "token", MORNING)
    await till.sold(aida, MORNING, bread=1, counter_id=code.id)
    found = await till.report()
    assert (found.orders, found.gross) == (1, 100_00)
    assert (found.new_customers, found.returning_customers) == (0, 0)
    await till.sold(aida, MORNING, cake=1)
    found = await till.report()
    assert (found.orders, found.new_customers, found.returning_customers) == (2, 1, 0)


async def test_neither_is_to_be_prepared(till: Till, aida: Person) -> None:
    """On the pile lies what somebody has to make; the index of the pile is that of the question."""
    code = await till.database.write(counters.begin, aida, "Кирүү", 100_00, "token", MORNING)
    await till.sold(aida, MORNING, bread=1, counter_id=code.id)
    await till.sold(aida, MORNING, bread=1, is_test=True)
    order = await till.sold(aida, MORNING, bread=1)
    page = await till.database.read(orderbook.page, till.shop.id, Pile.PREPARE)
    assert [entry.order.number for entry in page.entries] == [order.number]
    assert (await till.database.read(orderbook.counts, till.shop.id))[Pile.PREPARE] == 1


async def test_tests_and_sales_over_the_counter_are_marked_in_files(
    till: Till, aida: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The accountant sees which they are; nobody of the staff stands there as a customer."""
    code = await till.database.write(counters.begin, aida, "Кирүү", 100_00, "token", MORNING)
    await till.sold(aida, MORNING, bread=1, is_test=True)
    await till.sold(aida, MORNING, bread=1, counter_id=code.id, handover="none")
    await till.sold(aida, MORNING, bread=1)
    path = tmp_path_factory.mktemp("export") / "orders.csv"
    i18n = translations()
    with i18n.context(), i18n.use_locale("en"):
        await Exports(till.database).csv(till.shop, Days(DAY, DAY).window(ZONE), Table.ORDERS, path)
    head, *rows = csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    kinds = [(row[head.index("Kind")], row[head.index("Customer")], row[head.index("Handover")]) for row in rows]
    assert kinds == [("a test", aida.name, "Pickup"), ("at the counter", "", ""), ("", aida.name, "Pickup")]


async def test_what_staff_test_and_sell_does_not_stand_in_their_way(till: Till, aida: Person) -> None:
    """Neither counts as an open order or a QR of theirs, nor stands among what they bought."""
    code = await till.database.write(counters.begin, aida, "Кирүү", 100_00, "token", MORNING)
    for changes in ({"is_test": True}, {"counter_id": code.id}):
        await till.sold(aida, MORNING, bread=1, after=None, **changes, state=OrderState.WAITING)
    assert await till.database.read(limits.open_orders, aida) == 0
    assert await till.database.read(limits.payments_since, aida, MORNING) == 0
    assert await till.database.read(orders.recent, aida) == []
