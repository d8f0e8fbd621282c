"""HTTP in: xPay's callbacks and questions, Telegram's webhook, health and metrics."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web, web_protocol
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.addresses import CALLBACK_PATH, CHECK_PATH, TELEGRAM_PATH
from bot.clock import Clock
from bot.metrics import Metrics
from bot.settlement import may_be_paid
from bot.storage import deliveries, outbox
from bot.storage.callbacks import PATIENCE, Callback, Inbox
from bot.storage.database import Database, StorageUnavailable
from bot.xpay.callback import read_callback

log = logging.getLogger(__name__)

MOST_CALLBACK_BYTES = 16 * 1024
MOST_UPDATE_BYTES = 1024 * 1024
READ_SECONDS = 10.0
ANSWER_SECONDS = PATIENCE.total_seconds()
"""Work for xPay that takes longer goes on, and doing it twice does no harm."""

_READ_AHEAD = 4
"""So many requests of one connection are read before the first is answered, instead of 32: 40 MB less in a flood."""

HANDLE_SECONDS = 50.0
"""Telegram waits 60 s for the answer to an update."""


class NotReady(Exception):
    """Updates cannot be handled yet; Telegram is to send this one again."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the web pages need of the bot. `feed` handles one of Telegram's updates."""

    database: Database
    clock: Clock
    inbox: Inbox
    feed: Callable[[dict[str, Any]], Awaitable[None]]
    webhook_secret: str
    ready: Callable[[], Awaitable[dict[str, str]]]
    metrics: Metrics


OUTSIDE = web.AppKey("outside", Outside)


def application(outside: Outside) -> web.Application:
    """The web application; whoever runs it closes it before the database."""
    web_protocol.MAX_MSG_QUEUE_SIZE = _READ_AHEAD  # aiohttp has no parameter for it
    app = web.Application(client_max_size=MOST_UPDATE_BYTES)
    app[OUTSIDE] = outside
    app.router.add_post(CALLBACK_PATH + "/{token}", callback)
    app.router.add_route("GET", CHECK_PATH + "/{token}", check)
    app.router.add_post(CHECK_PATH + "/{token}", check)
    app.router.add_post(TELEGRAM_PATH, telegram)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app


async def _body(request: web.Request, most: int) -> bytes:
    """The body, read within a time and up to a size; a slow or a large sender gets 408 or 413."""
    if request.content.is_eof():  # it came with its headers, as nearly all do: there is nothing to wait for
        whole = request.content.read_nowait()
        if len(whole) > most:
            raise web.HTTPRequestEntityTooLarge(most, len(whole))
        return whole
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0)
    read = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                read += chunk
                if len(read) > most:
                    raise web.HTTPRequestEntityTooLarge(most, len(read))
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    return bytes(read)


async def callback(request: web.Request) -> web.Response:
    """201 once the callback is on disk, 404 for an unknown token, 503 when it could not be stored."""
    outside = request.app[OUTSIDE]
    body = read_callback(await _body(request, MOST_CALLBACK_BYTES))
    note = Callback(request.match_info["token"], body.sha256, body.kept, body.transaction_id)
    try:
        status = 201 if await outside.inbox.receive(note) else 404
    except (StorageUnavailable, TimeoutError):
        status = 503
    outside.metrics.callbacks[status].inc()
    return web.Response(status=status)


async def check(request: web.Request) -> web.Response:
    """201 while the payment may go through; 409 when it may not, 404 for an unknown token, 503 in trouble of ours."""
    outside = request.app[OUTSIDE]
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await outside.database.write(may_be_paid, request.match_info["token"], outside.clock.now())
    except (StorageUnavailable, TimeoutError):
        return web.Response(status=503)
    if answer is None:
        return web.Response(status=404)
    return web.Response(status=201 if answer else 409)


async def telegram(request: web.Request) -> web.Response:
    """One update of Telegram's, handled before it is answered, so that a crash makes Telegram repeat it."""
    outside = request.app[OUTSIDE]
    secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not outside.webhook_secret or not hmac.compare_digest(
        secret.encode(errors="surrogateescape"), outside.webhook_secret.encode()
    ):
        return web.Response(status=401)
    raw = await _body(request, MOST_UPDATE_BYTES)
    return web.Response(status=await _handle(raw, outside))


async def _handle(raw: bytes, outside: Outside) -> int:
    """Hand the update on; one that cannot be handled is logged and accepted, or Telegram would repeat it for ever."""
    try:
        update = json.loads(raw)
        async with asyncio.timeout(HANDLE_SECONDS):
            await outside.feed(update)
    except NotReady:
        return 503
    except Exception:
        log.exception("an update could not be handled")
    return 200


async def healthz(_request: web.Request) -> web.Response:
    """Alive."""
    return web.Response(text="ok\n")


async def readyz(request: web.Request) -> web.Response:
    """200 when everything works that payments need, else 503; a line for each part."""
    parts = await request.app[OUTSIDE].ready()
    bad = any(state.startswith("failed") for state in parts.values())
    text = "".join(f"{part}: {state}\n" for part, state in parts.items())
    return web.Response(status=503 if bad else 200, text=text)


async def metrics(request: web.Request) -> web.Response:
    """Metrics in Prometheus' text format."""
    outside = request.app[OUTSIDE]
    depth, oldest = await outside.database.read(outbox.depth)
    lost = await outside.database.read(deliveries.lost_since, outside.clock.now() - timedelta(days=1))
    outside.metrics.outbox_undeliverable.set(lost)
    outside.metrics.outbox_depth.set(depth)
    outside.metrics.outbox_oldest.set((outside.clock.now() - oldest).total_seconds() if oldest else 0)
    return web.Response(body=generate_latest(outside.metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
