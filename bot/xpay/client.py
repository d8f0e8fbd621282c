"""The client of xPay's developer interface: thin verbs that return typed models. The only module that knows httpx."""

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Literal, Self, TypeAlias, TypeVar
from urllib.parse import urlsplit

import httpx

from bot.xpay.asking import API, Answer, Asker, Call, Request, WireError, shaped
from bot.xpay.errors import Rejected
from bot.xpay.fields import is_transaction_id
from bot.xpay.points import Point, choose
from bot.xpay.qr import QRCode, QRRequest, read_qr
from bot.xpay.retries import wait_for_creation
from bot.xpay.status import (
    HistoryEntry,
    PaymentStatus,
    StaticStatus,
    read_history,
    read_static_status,
    read_status,
)
from bot.xpay.strict_json import Json

Mode: TypeAlias = Literal["sandbox", "production"]
HistoryState: TypeAlias = Literal["completed", "pending", "hold", "rejected"]
T = TypeVar("T")

BIGGEST_ANSWER = 1024 * 1024
"""Bytes of an answer that are read at most."""
_CREATE = f"{API}/qr/get"
_DYNAMIC_STATUS = f"{API}/qr/dynamic/status"
_STATIC_STATUS = f"{API}/qr/ecom/static/status"
_TOO_LONG = 409
_ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1)
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": f"python-httpx/{httpx.__version__}",
}
_HISTORY_STATES = {"completed": "1", "pending": "2", "hold": "3", "rejected": "4"}

# Below WARNING these two write whole addresses and headers into the log.
for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


class XPayClient:
    """Asks xPay on behalf of one merchant. Usable from many tasks at once; closed once, or used in `async with`.

    Every verb ends within `timeout_seconds` and fails with the errors of `bot.xpay.errors` alone. Reads are asked
    again a few times where that can help, not sooner than `spacing_seconds` where xPay may have heard the question.
    `monotonic` is the clock (in seconds) by which the login ages; `heard` is called whenever xPay answers at all.
    """

    def __init__(  # noqa: PLR0913 - keyword-only settings, each with its own meaning
        self,
        *,
        api_url: str,
        client_id: str,
        client_secret: str,
        mode: Mode,
        service_uuid: str | None = None,
        timeout_seconds: float = 10.0,
        concurrency: int = 10,
        spacing_seconds: float = 3.0,
        monotonic: Callable[[], float] = time.monotonic,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._mode = mode
        self._service_uuid = service_uuid
        self._wire = _HttpxWire(api_url, timeout_seconds, concurrency, heard)
        self._asker = Asker(
            self._wire,
            {"client_id": client_id, "client_secret": client_secret},
            timeout_seconds=timeout_seconds,
            spacing_seconds=spacing_seconds,
            concurrency=concurrency,
            monotonic=monotonic,
        )

    def __repr__(self) -> str:
        return f"<XPayClient {self._mode}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; the client cannot be used afterwards."""
        await self._wire.close()

    async def login(self) -> tuple[Point, ...]:
        """All points of the keys, of every mode; logs in unless a login is still fresh."""
        return (await self._asker.call("login", lambda _: self._asker.session.current())).points

    async def point(self) -> Point:
        """The point that QRs are made for, chosen by mode and uuid, as the newest login told it.

        Raises:
            NoPoint: when the keys have none such; the message names those that they have.
        """
        return await self._asker.call("login", lambda _: self._point())

    async def create_qr(self, request: QRRequest) -> QRCode:
        """A new QR. Asked again only where it is certain that none was made; texts that are too long are cut.

        Raises:
            XPayError: with `outcome_known` False when a QR may exist; it is harmless while nobody has seen its link.
        """
        if request.fault:
            raise Rejected("create_qr", request.fault)
        return await self._asker.call("create_qr", lambda call: self._create(call, request), wait_for_creation)

    async def status(self, transaction_id: str) -> PaymentStatus:
        """The state of a dynamic QR. xPay wants to be asked about one QR at most once in 3 seconds."""
        return await self._read("status", _DYNAMIC_STATUS, transaction_id, read_status)

    async def static_status(self, transaction_id: str) -> StaticStatus:
        """The state of a static QR."""
        return await self._read("static_status", _STATIC_STATUS, transaction_id, read_static_status)

    async def switch_static(self, transaction_id: str, active: bool) -> StaticStatus:
        """Make a static QR payable or not; the state afterwards. Switching twice is the same as once."""
        path = _with_id("switch_static", _STATIC_STATUS, transaction_id)
        body = {"qr_transaction_id": transaction_id, "qr_status": "ACTIVE" if active else "BLOCKED"}
        return await self._asker.call("switch_static", lambda call: self._switch(call, path, body))

    async def history(
        self,
        *,
        since: datetime,
        until: datetime,
        page: int = 1,
        per_page: int = 100,
        direction: Literal["in", "out"] | None = "in",
        state: HistoryState | None = None,
        transaction_uuid: str | None = None,
    ) -> list[HistoryEntry]:
        """The point's payments between two aware moments; an empty list after the last page."""
        filters = {
            "per_page": str(per_page),
            "page": str(page),
            "date_start": _iso(since),
            "date_end": _iso(until),
            "direction": direction,
            "status": _HISTORY_STATES[state] if state else None,
            "transaction_id": transaction_uuid,
        }
        return await self._asker.call("history", lambda call: self._history(call, filters))

    async def _point(self) -> Point:
        session = self._asker.session
        signed_in = session.last or await session.current()
        return choose(signed_in.points, self._mode, self._service_uuid)

    async def _create(self, call: Call, request: QRRequest) -> QRCode:
        uuid = (await self._point()).uuid
        body, short = request.body(uuid), request.short_body(uuid)
        try:
            data = await self._asker.ask(call, "POST", _CREATE, json=body)
        except Rejected as refused:
            if refused.http_status != _TOO_LONG or short == body:
                raise
            data = await self._asker.ask(call, "POST", _CREATE, json=short)
        return shaped(call, lambda: read_qr(data, request))

    async def _read(self, operation: str, path: str, transaction_id: str, read: Callable[[Json], T]) -> T:
        whole = _with_id(operation, path, transaction_id)
        return await self._asker.call(operation, lambda call: self._get(call, whole, read))

    async def _get(self, call: Call, path: str, read: Callable[[Json], T]) -> T:
        data = await self._asker.ask(call, "GET", path)
        return shaped(call, lambda: read(data))

    async def _switch(self, call: Call, path: str, body: Mapping[str, str]) -> StaticStatus:
        data = await self._asker.ask(call, "POST", path, json=body)
        if isinstance(data, dict) and "qr_status" in data:
            return shaped(call, lambda: read_static_status(data))
        return await self._get(call, path, read_static_status)

    async def _history(self, call: Call, filters: Mapping[str, str | None]) -> list[HistoryEntry]:
        params = {"service_uuid": (await self._point()).uuid}
        params |= {name: value for name, value in filters.items() if value is not None}
        data = await self._asker.ask(call, "GET", f"{API}/transactions", params=params)
        return shaped(call, lambda: read_history(data))


class _HttpxWire:
    """Connections of httpx, each with one caller at a time; its errors, and answers that cannot be xPay's, translated.

    httpx's own pool compares all its connections with one another for each request: with ten of them that costs as
    much as the request itself. Here a request takes a connection that is free and puts it back.
    """

    def __init__(self, api_url: str, timeout_seconds: float, connections: int, heard: Callable[[], None]) -> None:
        self._heard = heard
        if urlsplit(api_url).scheme not in {"http", "https"} or not urlsplit(api_url).hostname:
            raise ValueError("the API's address is an http or https URL")
        self._api_url = api_url.rstrip("/")
        self._timeout = httpx.Timeout(timeout_seconds).as_dict()
        self._free = [_connection() for _ in range(connections)]

    async def close(self) -> None:
        for connection in self._free:
            await connection.aclose()

    async def send(self, request: Request) -> Answer:
        signed = {"Authorization": f"Bearer {request.token}"} if request.token else {}
        question = httpx.Request(
            request.method,
            self._api_url + request.path,
            json=request.json,
            params=request.params,
            headers=_HEADERS | signed,
            extensions={"timeout": self._timeout},
        )
        connection = self._free.pop()  # whoever asks has waited for a turn: there is one for each turn
        try:
            response = await connection.handle_async_request(question)
            self._heard()
            try:
                return Answer(response.status_code, await _body(response))
            finally:
                await response.aclose()
        except BaseException as error:
            # Cut off at the wrong moment, httpcore keeps a connection that nobody can use any more.
            broken, connection = connection, _connection()
            await broken.aclose()
            raise _translated(error) from None
        finally:
            self._free.append(connection)


def _connection() -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(verify=_tls(), trust_env=False, limits=_ONE)


def _translated(error: BaseException) -> BaseException:
    """Without the cause of what is the library's own: its texts may quote headers."""
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
            return WireError(f"cannot be reached: {type(error).__name__}", sent=False)
        case httpx.HTTPError():
            return WireError(f"the answer broke off: {type(error).__name__}", sent=True)
        case _:
            return error


@cache
def _tls() -> ssl.SSLContext:
    """One context for all clients: reading the certificates takes longer than everything else a client does."""
    return httpx.create_ssl_context(trust_env=False)


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > BIGGEST_ANSWER:
                return b""
    except httpx.DecodingError:
        return b""
    return bytes(body)


def _with_id(operation: str, path: str, transaction_id: str) -> str:
    """The path of a QR; an id that came from outside may be anything, and must not lead elsewhere."""
    if not is_transaction_id(transaction_id):
        raise Rejected(operation, "this is no transaction id of xPay's")
    return f"{path}/{transaction_id}"


def _iso(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("history needs aware moments")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
