"""What staff can reach from a digest, what operators can see, and how a moved group tells so itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Dispatcher
from aiogram.types import Update

import handlers
from bot.texts.languages import translations
from tests.databases import SQLiteFiles
from tests.journeys.words import KY
from tests.journeys.world import GROUP, SALE, SELLER, link_of, opened, order
from tests.journeys.world import World as Town
from tests.messages.world import World
from tests.patience import PATIENCE


@pytest.fixture
async def town(sqlite_files: SQLiteFiles, tmp_path: Path) -> AsyncIterator[Town]:
    """The whole bot between the sandboxes."""
    async with opened(sqlite_files.fresh(tmp_path)) as town:
        yield town


async def test_staff_open_any_order_and_others_do_not(town: Town) -> None:
    """By command in the group and in private, and by the link behind its number; a customer learns nothing."""
    card = await order(town.customer)
    await town.payer.pay(link_of(card))
    await town.assert_told_once()
    began = await town.seller.start()
    await town.seller.wait_for("алгачкы кадамдар", after=began)
    for words, chat in (("/order 1", GROUP), ("/order № 1", SELLER), ("/start s_1", SELLER)):
        asked = await town.seller.send(words, chat)
        opened_card = await town.seller.wait_for("№ 1 заказ", chat_id=chat, after=asked)
        assert "Айда" in opened_card.text
        assert opened_card.buttons
    for words in ("/order", "/order x", "/order 1 2"):
        asked = await town.seller.send(words)
        await town.seller.wait_for("/order 17", after=asked)
    asked = await town.seller.send("/order 99")
    await town.seller.wait_for(lambda message: "99" not in message.text and message.id > asked)
    asked = await town.customer.send("/order 1")
    await town.customer.wait_for("кызматкерлери", after=asked)
    asked = await town.customer.start("s_1")
    await town.customer.wait_for(KY.greeting, after=asked)
    shown = [message.text for message in await town.customer.messages(after=asked)]
    assert not any("Сатуу" in text for text in shown)


async def test_the_card_says_whom_no_message_reached(town: Town) -> None:
    """The seller sees that the customer was not told, and why."""
    card = await order(town.customer)
    await town.customer.block()
    await town.payer.pay(link_of(card))
    await town.seller.wait_for(SALE.format(1), chat_id=GROUP)
    await town.seller.start()
    asked = await town.seller.send("/order 1")
    shown = await town.seller.wait_for("№ 1 заказ", after=asked)
    assert "blocked by the user" in shown.text


async def test_operators_see_the_queue(town: Town) -> None:
    """Depth and age while Telegram is away; a queue that is stuck is named, and takes nobody's payment away."""
    card = await order(town.customer)
    await town.stage.fault("reset", "sendMessage", times=1000)
    await town.payer.pay(link_of(card))
    await shows(town, "/metrics", "tolom_outbox_depth 3.0")
    town.clock.advance(minutes=6)
    assert "messages: stuck: 3 waiting, the oldest for 36" in await read(town, "/readyz")
    assert "tolom_outbox_undeliverable 0.0" in await read(town, "/metrics")
    await town.stage.heal()
    town.clock.advance(minutes=10)
    await town.customer.wait_for(KY.receipt)
    await town.seller.wait_for(SALE.format(1), chat_id=GROUP)
    await shows(town, "/readyz", "messages: ok, 0 waiting")


async def read(town: Town, path: str) -> str:
    """One of the bot's own pages."""
    async with town.web.get(town.url + path) as answer:
        return await answer.text()


async def shows(town: Town, path: str, words: str) -> None:
    """Return when a page says so."""
    async with asyncio.timeout(PATIENCE):
        while words not in await read(town, path):  # noqa: ASYNC110 - a page rings no bell
            await asyncio.sleep(0.02)


async def test_f049_a_group_tells_itself_that_it_has_moved(world: World) -> None:
    """The service message is enough, whoever caused it: nothing is sent to the old place any more."""
    dispatcher = Dispatcher(database=world.database)
    handlers.setup(dispatcher, world.database, world.clock, translations(), world.shop.id)
    await world.stop()
    await world.sale()
    old = world.telegram.world.chats[-1001000000001]
    new = world.telegram.world.move(old)
    message = {
        "message_id": 7,
        "date": 1,
        "chat": {"id": old.id, "type": "group", "title": "x"},
        "migrate_to_chat_id": new.id,
    }
    await dispatcher.feed_update(world.bot, Update.model_validate({"update_id": 1, "message": message}))
    world.start()
    await world.drained()
    assert [number for number, _, _ in world.told(new.id)] == [1]
    assert not [entry for entry in world.telegram.ledger.entries if entry.chat_id == old.id]
