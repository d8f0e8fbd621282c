"""People of the sandbox's Telegram send files, and the bot's client downloads them."""

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import ControlRefused, Person


async def test_a_file_arrives_byte_for_byte() -> None:
    """By getFile and download, with its name and type; an empty one, or one without a name, cannot be sent."""
    async with TelegramSandbox(page=False) as telegram:
        person = Person(telegram.url, 1001)
        session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
        async with Bot("4242:sandbox", session=session).context() as bot:
            await person.send_document(b"a;b\n", "list.csv", "prices")
            [update] = await bot.get_updates()
            assert update.message is not None
            assert update.message.document is not None
            assert (update.message.document.file_name, update.message.caption) == ("list.csv", "prices")
            assert update.message.document.mime_type == "text/csv"
            content = await bot.download(update.message.document)
            assert content is not None
            assert content.read() == b"a;b\n"
        for data, name in ((b"", "empty.csv"), (b"x", " "), (b"x", "a/b")):
            with pytest.raises(ControlRefused):
                await person.send_document(data, name)
        assert await person.document(await person.last()) == b"a;b\n"
        await person.close()
