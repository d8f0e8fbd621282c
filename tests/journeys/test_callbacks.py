"""What may be posted to the bot by xPay, by Telegram and by anybody else."""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy.engine import make_url

from tests.journeys.words import KY
from tests.journeys.world import World, link_of, opened, order
from tests.patience import PATIENCE

_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_UPDATE = json.dumps(
    {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1,
            "text": "/start",
            "chat": {"id": 1001, "type": "private"},
            "from": {"id": 1001, "is_bot": False, "first_name": "Nobody"},
        },
    }
)


async def test_f003_a_hundred_callbacks_tell_once(world: World) -> None:
    """A hundred at once are all taken; xPay is asked about once, and everybody is told once."""
    link = link_of(await order(world.customer))
    await world.payer.pay(link, callback=False)
    before = len((await world.payer.ledger()).questions)
    assert await world.payer.callback(link, times=100) == [201] * 100
    await world.assert_told_once()
    world.clock.advance(seconds=4)
    await asyncio.sleep(0.3)
    assert len((await world.payer.ledger()).questions) - before <= 2
    await world.assert_told_once()


async def test_f006_a_forged_callback_pays_nothing(world: World) -> None:
    """Whatever a callback says, the order waits until xPay itself says that the money has come."""
    card = await order(world.customer)
    link = link_of(card)
    assert await world.payer.callback(link, "COMPLETED") == [201]
    await _asked(world, link)
    await asyncio.sleep(0.3)
    assert (await world.customer.wait_for(lambda message: message.id == card.id)).button(KY.copy)
    assert await world.sale_cards() == await world.receipts() == []
    await world.payer.pay(link)
    world.clock.advance(seconds=4)
    await world.assert_told_once()


async def test_f007_an_unknown_address_is_not_found(world: World) -> None:
    """Wrong tokens, of any form, get 404 from both of xPay's pages."""
    link = link_of(await order(world.customer))
    token = (await world.callback_url()).rpartition("/")[2]
    for wrong in ("x", token[:-1], token + "A", token.swapcase(), "%00", "а" * 32, "A" * 5000):
        assert await world.post(f"{world.url}/xpay/callback/{wrong}", b"{}") == 404
        assert await world.post(f"{world.url}/xpay/check/{wrong}") == 404
    assert (await world.payer.payment(link))["status"] == "ACTIVE"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"NaN", "application/json"),
        (b'{"amount": NaN, "qr_transaction_id": Infinity}', "application/json"),
        (b'{"qr_transaction_id": "1", "qr_transaction_id": "2"}', "application/json"),
        (b"[" * 10_000 + b"]" * 6000, "application/json"),
        (b'{"amount": ' + b"9" * 5000 + b"}", "application/json"),
        (b'{"qr_transaction_id": "\xff\xfe"}', "application/json"),
        (b"\x00" * 100, "application/octet-stream"),
        (b"qr_transaction_id=1&pay_status=COMPLETED", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\nhello", "multipart/form-data; boundary=x"),
        ('{"data": {"comments": "Плательщик: Тестов Айдар"}}'.encode("utf-16"), "application/json; charset=utf-16"),
    ],
    ids=(
        "empty",
        "nan",
        "nan_inside",
        "duplicate_keys",
        "deep",
        "long_number",
        "not_utf8",
        "nul",
        "form",
        "parts",
        "utf16",
    ),
)
async def test_f008_any_body_is_taken(paid_silently: World, body: bytes, kind: str) -> None:
    """A callback is a wake-up call: however malformed, it is answered 201, and the payment is found."""
    assert await paid_silently.post(await paid_silently.callback_url(), body, **{"Content-Type": kind}) == 201
    await paid_silently.assert_told_once()


async def test_f009_a_huge_body_is_refused(world: World) -> None:
    """More than 16 KiB get 413, whether their length is told or not, and the next callback is taken."""
    await order(world.customer)
    url = await world.callback_url()
    assert await world.post(url, b" " * (16 * 1024)) == 201
    assert await world.post(url, b" " * (16 * 1024 + 1)) == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(2000):
            yield b" " * 1024

    with contextlib.suppress(ConnectionError):  # the bot need not hear the rest of it
        async with world.web.post(url, data=chunks()) as response:
            assert response.status == 413
    assert await world.post(url, b"{}") == 201


async def test_f010_a_slow_sender_is_cut_off(world: World) -> None:
    """Slow headers and slow bodies are cut off; a real callback is answered while they still drip."""
    link = link_of(await order(world.customer))
    url = urlsplit(await world.callback_url())
    head = f"POST {url.path} HTTP/1.1\r\nHost: x\r\n"
    lines = [head] * 50 + [head + "Content-Length: 100\r\n\r\n{"] * 50
    drips = asyncio.gather(*(_drip(url.port or 0, line) for line in lines))
    await asyncio.sleep(1)
    assert await world.payer.callback(link) == [201]
    assert not drips.done()
    async with asyncio.timeout(PATIENCE):
        answers = await drips
    assert all(b" 201 " not in answer for answer in answers)


async def test_f012_a_locked_database_makes_xpay_repeat(file: str) -> None:
    """What cannot be stored is answered 503, not 201; xPay repeats it, and then it is."""
    async with opened(file) as world:
        link = link_of(await order(world.customer))
        async with _locked(file):
            await world.payer.pay(link)
            await _answered(world, link, 503)
            assert await world.post((await world.callback_url()).replace("/callback/", "/check/")) == 503
        await world.payer.heard(link)
        world.clock.advance(minutes=3)  # what could not be written down is taken up again when its lease ends
        await world.assert_told_once()


async def test_f059_a_forged_webhook_is_refused(file: str) -> None:
    """Without Telegram's secret, with a wrong or a strange one, an update is answered 401 and changes nothing."""
    async with opened(file, telegram_mode="webhook") as world:
        await world.customer.start()
        await world.customer.wait_for(KY.greeting)
        before = len(await world.stage.ledger())
        url = f"{world.url}/telegram/webhook"
        assert await world.post(url, _UPDATE) == 401
        for secret in ("", "wrong", "тайна", "0" * 64, "\udcff"):
            headers = {_SECRET: secret, "X-Forwarded-For": "149.154.167.220"}
            assert await world.post(url, _UPDATE, **headers) == 401
        assert await _raw(world, b"\xff\xfe\xd1") == 401
        assert len(await world.stage.ledger()) == before


@pytest.fixture
async def paid_silently(world: World) -> World:
    """A shop whose customer has paid, of which xPay has told nobody yet."""
    await world.payer.pay(link_of(await order(world.customer)), callback=False)
    return world


async def _asked(world: World, link: str) -> None:
    """Wait until xPay was asked about a QR."""
    number = (await world.payer.payment(link))["id"]
    async with asyncio.timeout(PATIENCE):
        while not (await world.payer.ledger()).questions_about(number):  # noqa: ASYNC110 - the news is elsewhere
            await asyncio.sleep(0.02)


async def _answered(world: World, link: str, status: int) -> None:
    """Wait until a callback about a QR was answered so."""
    number = (await world.payer.payment(link))["id"]
    async with asyncio.timeout(PATIENCE):
        while True:
            if any(row["answer"] == status for row in (await world.payer.ledger()).callbacks_about(number)):
                return
            await asyncio.sleep(0.05)


async def _drip(port: int, line: str) -> bytes:
    """Say a line, then a byte a second until the bot hangs up; what it said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(line.encode())
    answer = b""
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(b"a")
            try:
                async with asyncio.timeout(1):
                    part = await reader.read(1000)
            except TimeoutError:
                continue
            answer += part
            if not part:
                break
    writer.close()
    return answer


async def _raw(world: World, secret: bytes) -> int:
    """The status of an update whose secret is bytes that no client library would send."""
    reader, writer = await asyncio.open_connection("127.0.0.1", world.settings.http_port)
    head = b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n"
    writer.write(head + _SECRET.encode() + b": " + secret + b"\r\n\r\n{}")
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ")[1])


@contextlib.asynccontextmanager
async def _locked(file: str) -> AsyncIterator[None]:
    """Somebody else writes into the database file for as long as this lasts."""
    other = sqlite3.connect(str(make_url(file).database), isolation_level=None, timeout=0)
    try:
        async with asyncio.timeout(PATIENCE):
            await _begin(other)
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


async def _begin(connection: sqlite3.Connection) -> None:
    """Take the writer's lock between two units of the bot, which shares this thread and must not be kept waiting."""
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            await asyncio.sleep(0.02)
        else:
            return
