"""Bills in a seller's own chats: the card there, and nothing else of those chats anywhere."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.sandbox.telegram.person import Person
from bot.shop.people import Role
from bot.storage import bills
from bot.storage.database import Database, Unit
from bot.storage.tables import people
from tests.business.conftest import CONNECTED, HERE, OPEN, Own
from tests.journeys.words import KY
from tests.journeys.world import BOT, CUSTOMER, GROUP, SALE, SELLER, link_of, scanned
from tests.sandbox_telegram.pictures import png

SECRETS = ("Кыпчалма", "Мырзабүбү", "0700999888")


async def appoint(own: Own, number: int, role: Role) -> None:
    """Whoever has met the bot works in the shop from now on."""
    database = Database.open(own.world.settings.database_url)

    async def write(unit: Unit) -> None:
        assert await unit.run(update(people).where(people.c.telegram_id == number).values(role=role)) == 1

    try:
        await database.write(write)
    finally:
        await database.close()


async def test_a_line_to_a_customer_becomes_the_card_there_and_is_paid(own: Own) -> None:
    """The seller's own message with QR and links, edited where it stands; the command stays, nobody else is told."""
    card = await own.bill()
    assert (card.sender_id, card.raw["sender_business_bot"]["id"]) == (SELLER, BOT)
    assert scanned(await own.customer.photo(card)) == link_of(card)
    assert "Торт Аидага" in card.text
    assert "1\u00a0500\u00a0сом" in card.text
    assert all(button.url for button in card.buttons)
    assert card.button(OPEN) is not None
    await own.world.payer.set_status(link_of(card), "PROCESSING")
    await own.customer.wait_for(lambda one: one.id == card.id and KY.processing in one.text, chat_id=own.chat)
    await own.world.payer.pay(link_of(card))
    paid = await own.customer.wait_for(lambda one: one.id == card.id and KY.paid in one.text, chat_id=own.chat)
    assert not paid.buttons
    assert paid.photo != card.photo
    sale = await own.seller.wait_for(SALE.format(1), chat_id=GROUP)
    assert "Торт Аидага" in sale.text
    assert [one.text for one in await own.seller.messages(own.chat)][1] == "/bill 1500 Торт Аидага"
    assert len(await own.by_bot()) == 1
    assert await own.customer.messages() == []


async def test_a_customers_command_does_nothing(own: Own) -> None:
    """They do not sell: nothing is made, nothing is answered, nobody is met."""
    await own.customer.send("/bill 1 Кыпчалма", own.chat)
    await own.bill()
    assert [row["title"] for row in await own.rows("bills")] == ["Торт Аидага"]
    assert [row["telegram_id"] for row in await own.rows("people")] == [SELLER]
    assert await own.customer.messages() == []
    assert len(await own.by_bot()) == 1


async def test_all_other_messages_leave_no_trace(own: Own, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever both write, also in captions and under words like the command: no row and no line of the log has it."""
    caplog.set_level(logging.DEBUG)
    before = await own.tables()
    for word in SECRETS:
        await own.customer.send(f"{word}, эртең келем", own.chat)
        await own.seller.send(f"Макул, {word}", own.chat)
        await own.seller.send(f"/billing 1500 {word}", own.chat)
        await own.seller.send(f"/start {word}", own.chat)
        await own.customer.send(f"/bill 1500 {word}", own.chat)
    await own.seller.send_photo(png(20, 20), f"/bill 1500 {SECRETS[0]}", chat_id=own.chat)
    await own.customer.share_contact(chat_id=own.chat)
    await asyncio.sleep(0.3)
    after = await own.tables()
    assert {name for name in before if before[name] != after[name]} == set()
    await own.bill()
    written = f"{await own.tables()} {caplog.text}"
    assert "Торт Аидага" in written
    for word in SECRETS:
        assert word not in written
    tables = await own.tables()
    assert {name for name, rows in tables.items() if any(CUSTOMER in row.values() for row in rows)} == {
        "bills",
        "outbox",
    }


async def test_wrong_usage_is_explained_in_private(own: Own) -> None:
    """The customer reads along in the chat: not a word there."""
    for line in ("/bill", "/bill Торт", "/bill 1500", "/bill 0 Торт"):
        last = (await own.seller.last()).id
        await own.seller.send(line, own.chat)
        await own.seller.wait_for("түшүнгөн жокмун", after=last)
    last = (await own.seller.last()).id
    await own.seller.send("/bill 900000000 Торт", own.chat)
    await own.seller.wait_for(lambda one: one.sender_id == BOT, after=last)
    assert await own.by_bot() == []
    assert await own.rows("bills") == []


async def test_without_the_right_the_card_comes_in_private(own: Own) -> None:
    """When connecting and with each bill the seller reads how to give it; once given, the card is in the chat."""
    last = (await own.seller.last()).id
    await own.seller.connect_bot(can_reply=False)
    await own.seller.wait_for("жазууга укугум жок", after=last)
    last = (await own.seller.last()).id
    await own.seller.send("/bill 1500 Торт", own.chat)
    await own.seller.wait_for("билдирүүлөргө жооп берүүгө уруксат", after=last)
    card = await own.seller.wait_for(lambda one: bool(one.photo) and one.button(OPEN) is not None, after=last)
    await own.world.payer.pay(link_of(card))
    await own.seller.wait_for(lambda one: one.id == card.id and KY.paid in one.text)
    assert await own.by_bot() == []
    await own.seller.connect_bot()
    await own.seller.wait_for(CONNECTED, after=card.id)
    assert (await own.bill()).chat_id == own.chat


async def test_a_connection_that_ends_before_the_card_is_sent(own: Own) -> None:
    """The bot was away when both happened: the bill is made all the same, its card comes in private with a word."""
    await own.world.stop_bot()
    last = (await own.seller.last()).id
    await own.seller.send("/bill 1500 Торт", own.chat)
    await own.seller.disconnect_bot()
    await own.world.start_bot()
    await own.seller.wait_for(HERE, after=last)
    card = await own.seller.wait_for(lambda one: bool(one.photo) and one.button(OPEN) is not None, after=last)
    assert scanned(await own.seller.photo(card)) == link_of(card)
    assert await own.by_bot() == []


async def test_a_connection_that_ends_before_the_money_comes(own: Own) -> None:
    """The card in the chat cannot be changed any more: the seller gets it in private as it is then, and no trouble."""
    card = await own.bill()
    last = (await own.seller.last()).id
    await own.seller.disconnect_bot()
    await own.seller.wait_for("ажыратылдым", after=last)
    await own.world.payer.pay(link_of(card))
    await own.seller.wait_for(HERE, after=last)
    await own.seller.wait_for(lambda one: bool(one.photo) and KY.paid in one.text, after=last)
    await own.seller.wait_for(SALE.format(1), chat_id=GROUP)
    assert KY.paid not in (await own.by_bot())[0].text
    assert [row["kind"] for row in await own.rows("outbox") if row["kind"] == "owner"] == []


async def test_a_restart_loses_nothing(own: Own) -> None:
    """The connection and the card are known afterwards: the card turns to paid, and a new bill is heard."""
    card = await own.bill()
    await own.world.restart_bot()
    await own.world.payer.pay(link_of(card))
    await own.customer.wait_for(lambda one: one.id == card.id and KY.paid in one.text, chat_id=own.chat)
    again = await own.bill("/bill 700 Пирог")
    assert "Пирог" in again.text
    assert len(await own.by_bot()) == 2


async def test_whose_chat_it_was_is_forgotten_in_time(own: Own) -> None:
    """Long after the bill's day nothing of the bot's knows any more to whom it was written; the bill itself stays."""
    card = await own.bill()
    await own.world.payer.pay(link_of(card))
    await own.customer.wait_for(lambda one: one.id == card.id and KY.paid in one.text, chat_id=own.chat)
    await own.world.stop_bot()
    database = Database.open(own.world.settings.database_url)
    try:
        await database.write(bills.forget_own_chats, datetime.now(UTC) + timedelta(days=1))
        assert any(CUSTOMER in row.values() for row in await own.rows("bills"))
        await database.write(bills.forget_own_chats, datetime.now(UTC) + timedelta(days=100))
    finally:
        await database.close()
    tables = await own.tables()
    assert [name for name, rows in tables.items() if any(CUSTOMER in row.values() for row in rows)] == []
    assert [row["title"] for row in tables["bills"]] == ["Торт Аидага"]


async def test_a_cashier_connects_before_they_work_here(own: Own) -> None:
    """A stranger reads why nothing happens, and nothing is kept; appointed, their bill is asked about and made."""
    cashier = await own.world.newcomer(1003)
    try:
        sent = await cashier.start()
        await cashier.wait_for(KY.greeting, after=sent)
        chat = await cashier.talk_to(CUSTOMER)
        await own.customer.send("Саламатсызбы", chat)
        before = await own.tables()
        await cashier.connect_bot()
        await cashier.wait_for("дүкөнүнүн кызматкерлери үчүн")
        await cashier.send("/bill 1500 Кыпчалма", chat)
        await asyncio.sleep(0.3)
        assert await own.tables() == before
        await appoint(own, cashier.id, Role.CASHIER)
        card = await own.bill("/bill 900 Нан", cashier)
        assert card.sender_id == cashier.id
        await own.world.payer.pay(link_of(card))
        await own.customer.wait_for(lambda one: one.id == card.id and KY.paid in one.text, chat_id=chat)
        assert [row["title"] for row in await own.rows("bills")] == ["Нан"]
        await nothing_more_when_dismissed(own, cashier, chat)
    finally:
        await cashier.close()


async def nothing_more_when_dismissed(own: Own, cashier: Person, chat: int) -> None:
    """Rights are read with each line."""
    await appoint(own, cashier.id, Role.CUSTOMER)
    await cashier.send("/bill 900 Нан", chat)
    await asyncio.sleep(0.3)
    assert len(await own.rows("bills")) == 1


async def test_nobody_speaks_through_the_connection_of_another(own: Own) -> None:
    """Two sellers write to each other, both connected: each line makes one bill, of whoever wrote it."""
    other = await own.world.newcomer(1003)
    try:
        sent = await other.start()
        await other.wait_for(KY.greeting, after=sent)
        await appoint(own, other.id, Role.CASHIER)
        await other.connect_bot()
        await other.wait_for(CONNECTED)
        chat = await own.seller.talk_to(other.id)
        await other.send("Торт барбы?", chat)
        sent = await own.seller.send("/bill 1500 Торт", chat)
        card = await other.wait_for(lambda one: bool(one.photo), chat_id=chat, after=sent)
        assert card.sender_id == own.seller.id
        await asyncio.sleep(0.3)
        assert len(await own.rows("bills")) == 1
    finally:
        await other.close()
