"""Deleting a person's data: nothing that is kept leads to them, and the shop's accounts stay right."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import select

from bot.services.privacy import CannotForget, Privacy
from bot.shop.deeds import Deed
from bot.shop.fulfilment import Stage
from bot.shop.order import Handover, Order, OrderState, Wishes
from bot.shop.payment import DeskReason, Money
from bot.shop.people import Language, Person, Role, Shop
from bot.shop.privacy import FORGOTTEN, Tie
from bot.shop.terms import Pause
from bot.storage import audit, carts, desk, letters, notices, orders, outbox, payments, people, shops
from bot.storage.conversations import ConversationStorage
from bot.storage.database import Database, Unit
from bot.storage.outbox import Kind, Notice, Priority
from bot.storage.tables import metadata
from tests.storage.world import LATER, NOON, SetClock, cart_of, make_shop, meet, new_order, new_shop, sell

AIDA = 7001002003
WANTED = Wishes(Handover.DELIVERY, area="Борбор", wanted_from_at=LATER, wanted_until_at=LATER + timedelta(hours=2))
WISHES = replace(WANTED, phone="+996700112233", address="Манас 5", latitude=42.87, longitude=74.59, comment="Көк эшик")
TRACES = (
    "7001002003",
    "Айдана",
    "aidana_kg",
    "+996700112233",
    "Манас 5",
    "42.87",
    "74.59",
    "Көк эшик",
    "Кечигип",
    "мбанк",
    "айдан",
    "700112233",
    "Эжеси",
)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await database.write(make_shop, new_shop())


@pytest.fixture
async def aida(database: Database, shop: Shop) -> Person:
    return await meet(database, shop, AIDA, name="Айдана", username="aidana_kg", language=Language.RU)


@pytest.fixture
def privacy(database: Database, clock: SetClock) -> Privacy:
    return Privacy(database, clock, 90)


async def buy(database: Database, shop: Shop, aida: Person, basket: str = "b") -> Order:
    """An order with everything that a customer can tell."""
    bread = await sell(database, shop, f"Нан {basket}", 10)
    new = replace(new_order(cart_of((bread, 2)), basket, f"token-{basket}"), wishes=WISHES)
    return await database.write(orders.place, aida, new, NOON)


async def pay(unit: Unit, order: Order) -> None:
    payment = await payments.begin(unit, order, f"pay-{order.id}", NOON, LATER)
    money = Money(f"trx-{order.id}", order.total, str(order.total), None)
    await payments.record_transfer(unit, payment, money, NOON, pays_order=True)
    await orders.mark_paid(unit, order, NOON, late=False)


async def hand_over(unit: Unit, order: Order) -> None:
    await pay(unit, order)
    await orders.advance(unit, await orders.load(unit, order.id), Stage.HANDED_OVER)


async def everything(database: Database) -> str:
    """Every row of every table, as text."""

    async def read(unit: Unit) -> str:
        return "\n".join([str(dict(row)) for table in metadata.sorted_tables for row in await unit.all(select(table))])

    return await database.read(read)


async def leave_traces(database: Database, shop: Shop, aida: Person, order: Order, clock: SetClock) -> None:
    """Wherever something of a customer can be kept."""
    conversations = ConversationStorage(database, shop.id, clock)

    async def write(unit: Unit) -> None:
        await people.remember_phone(unit, aida, "+996700112233")
        await hand_over(unit, order)
        letter = await letters.write(unit, order, aida, "Кечигип жатам", None, NOON, from_shop=False)
        own = await letters.write(unit, order, aida, "Айдана, күтөбүз", None, NOON, from_shop=True)
        await orders.write_note(unit, order, "Эжеси келип алат")
        await shops.pause(unit, shop.id, Pause(NOON, aida.name))
        await notices.paused(unit, shop, aida, NOON, paused=True)
        await audit.record(unit, aida, Deed.APPOINTED, NOON, audit.person(aida), role=Role.CASHIER)
        await desk.record_refund(unit, order, 100, "мбанк Айдана", aida, NOON)
        for chat, kind, facts in (
            (AIDA, Kind.LETTER, {"letter": own}),
            (-100, Kind.CUSTOMER_LETTER, {"letter": letter}),
            (AIDA, Kind.RECEIPT, {}),
        ):
            await outbox.put(unit, Notice(shop.id, chat, kind, f"{kind}", Priority.CARD, None, order.id, facts), NOON)
        lost = {"what": "undeliverable", "chat": AIDA, "day": "2026-05-01"}
        key = f"owner:1:undeliverable:{AIDA}:2026-05-01"
        await outbox.put(unit, Notice(shop.id, 1002, Kind.OWNER, key, Priority.REST, None, None, lost), NOON)

    await database.write(write)
    await database.write(carts.change, aida, (await sell(database, shop, "Торт", 5)).id, 1)
    await conversations.set_data(StorageKey(bot_id=4242, chat_id=AIDA, user_id=AIDA), {"address": "Манас 5"})


async def test_nothing_leads_to_the_person_any_more(
    database: Database, shop: Shop, aida: Person, privacy: Privacy, clock: SetClock
) -> None:
    """No row of any table; sums, goods and dates are as they were, and a new start makes a new person."""
    order = await buy(database, shop, aida)
    await leave_traces(database, shop, aida, order, clock)
    before = await everything(database)
    assert [trace for trace in TRACES if trace not in before] == []
    was = await database.read(orders.load, order.id)
    await privacy.forget(aida, "өчүрүлгөн")
    after = await everything(database)
    assert [trace for trace in TRACES if trace in after] == []
    now = await database.read(orders.load, order.id)
    assert now == replace(was, wishes=WANTED, note=None)
    assert await database.read(desk.refunded, order.id) == 100
    assert (await database.read(people.load, aida.id)).name == "өчүрүлгөн"
    assert await database.read(people.find, shop.id, AIDA) is None
    back = await meet(database, shop, AIDA)
    assert back.id != aida.id
    assert await database.read(orders.recent, back) == []
    unsent = await database.write(outbox.claim, LATER, LATER + timedelta(hours=1), 10)
    assert [(row.kind, row.facts["by"]) for row in unsent] == [(Kind.PAUSE, "өчүрүлгөн")]


async def test_the_reason_of_a_rejection_is_forgotten(
    database: Database, shop: Shop, aida: Person, privacy: Privacy
) -> None:
    """What the seller wrote may name the customer; that the order was rejected stays."""
    order = await buy(database, shop, aida)
    await database.write(pay, order)
    await database.write(orders.reject, await database.read(orders.load, order.id), "Айдана телефонду албайт")
    await privacy.forget(aida, "өчүрүлгөн")
    now = await database.read(orders.load, order.id)
    assert (now.fulfilment, now.rejected_why) == (Stage.REJECTED, "—")


async def test_what_is_owed_to_a_deleted_person_is_told_to_nobody(
    database: Database, shop: Shop, aida: Person, privacy: Privacy
) -> None:
    """A QR never dies, so money may still come: then no message is aimed at a chat that is not there."""
    await privacy.forget(aida, "-")
    gone = await database.read(people.load, aida.id)
    assert gone.telegram_id >= FORGOTTEN
    notice = Notice(shop.id, gone.telegram_id, Kind.RECEIPT, "late", Priority.MONEY)
    assert await database.write(outbox.put, notice, NOON) is False


async def open_order(unit: Unit, _order: Order) -> None:
    """It waits for its payment."""


async def on_desk(unit: Unit, order: Order) -> None:
    await orders.move(unit, order, OrderState.EXPIRED)
    payment = await payments.begin(unit, order, "late", NOON, LATER)
    money = Money("trx", order.total, "1", None)
    transfer = await payments.record_transfer(unit, payment, money, NOON, pays_order=False)
    await desk.open_case(unit, payment, DeskReason.LATE, transfer, NOON)


@pytest.mark.parametrize(
    ("happen", "tie"),
    [(open_order, Tie.OPEN_ORDER), (pay, Tie.NOT_HANDED_OVER), (on_desk, Tie.MONEY_ON_DESK)],
)
async def test_not_while_something_is_open(
    database: Database,
    shop: Shop,
    aida: Person,
    privacy: Privacy,
    happen: Callable[[Unit, Order], Coroutine[Any, Any, None]],
    tie: Tie,
) -> None:
    """An open order, one not handed over, money at the desk: named with its number, and nothing is touched."""
    order = await buy(database, shop, aida)
    await database.write(happen, order)
    before = await everything(database)
    with pytest.raises(CannotForget) as refused:
        await privacy.forget(aida, "-")
    assert (refused.value.tie, refused.value.number) == (tie, order.number)
    assert await everything(database) == before


async def test_not_while_they_work_here(database: Database, aida: Person, privacy: Privacy) -> None:
    """Also a cashier whose role the caller has not seen yet."""
    await database.write(people.give_role, aida, Role.CASHIER)
    with pytest.raises(CannotForget):
        await privacy.forget(aida, "-")


async def test_their_data_is_all_of_theirs_and_none_of_others(
    database: Database, shop: Shop, aida: Person, privacy: Privacy, clock: SetClock
) -> None:
    """Orders, lines, letters, wishes, cart and half-finished answers; no staff's note, nobody else's order."""
    other = await meet(database, shop, 5, name="Башка")
    await buy(database, shop, other, "other")
    order = await buy(database, shop, aida)
    await leave_traces(database, shop, aida, order, clock)
    data: Any = await privacy.collect(aida)
    [own] = data["orders"]
    assert (own["number"], own["address"], own["comment"]) == (order.number, "Манас 5", "Көк эшик")
    assert (own["area"], own["wanted_from_at"], own["delivery_fee"]) == ("Борбор", LATER.isoformat(), 0)
    assert "Эжеси" not in str(data)
    assert [line["title"] for line in own["lines"]] == ["Нан b"]
    assert [one["text"] for one in own["letters"]] == ["Кечигип жатам", "Айдана, күтөбүз"]
    assert data["person"][0]["phone"] == "+996700112233"
    assert data["cart"] == [{"title": "Торт", "quantity": 1}]
    assert data["unfinished"][0]["data"] == {"address": "Манас 5"}
    assert "мбанк" not in str(data)
    assert "Башка" not in str(data)
