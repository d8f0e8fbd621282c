"""A sandbox on a free port, a real aiogram bot, and people, for every test."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.person import Person
from bot.sandbox.telegram.stage import Stage

TOKEN = "4242:sandbox"


class Clock:
    """Unix seconds that move only when told to."""

    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[TelegramSandbox]:
    async with TelegramSandbox(clock=clock, webhook_retry_seconds=(0.02, 0.04)) as running:
        yield running


@pytest.fixture
async def bot(sandbox: TelegramSandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    made = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield made
    # aiogram's own close sleeps a quarter of a second for TLS, which is not here.
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def aida(sandbox: TelegramSandbox) -> AsyncIterator[Person]:
    """The customer, with whom the conversation is already open."""
    async with Person(sandbox.url, 1001) as person:
        await person.start()
        yield person


@pytest.fixture
async def bakyt(sandbox: TelegramSandbox) -> AsyncIterator[Person]:
    """The seller, who has not spoken to the bot yet."""
    async with Person(sandbox.url, 1002) as person:
        yield person


@pytest.fixture
async def stage(sandbox: TelegramSandbox) -> AsyncIterator[Stage]:
    async with Stage(sandbox.url) as manager:
        yield manager
