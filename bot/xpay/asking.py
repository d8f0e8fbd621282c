"""How a question is put to xPay: signed, within its time, again where that is safe, every failure in the error tree.

Knows nothing of the HTTP library: a `Wire` carries one request and brings one answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.xpay.envelope import open_envelope
from bot.xpay.errors import Unauthorised, Unavailable, Unreadable, XPayError
from bot.xpay.fields import BadShape, as_object, required_text
from bot.xpay.points import read_points
from bot.xpay.retries import Policy, attempts, wait_for_read
from bot.xpay.session import Session, SignedIn
from bot.xpay.strict_json import Json

T = TypeVar("T")
API = "/api/v1/developer"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, without the host."""

    method: str
    path: str
    json: Mapping[str, object] | None = field(default=None, repr=False)
    params: Mapping[str, str] | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; the body is empty where it was too big or wrongly packed."""

    http_status: int
    body: bytes


class WireError(Exception):
    """No whole answer; `sent` is False where the request certainly did not reach anybody."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class Wire(Protocol):
    """Carries requests to xPay's host."""

    async def send(self, request: Request) -> Answer:
        """The answer to one request, or WireError."""


@dataclass(slots=True)
class Call:
    """One call of a verb: its name in errors, when it must end, and whether xPay may have acted on it."""

    operation: str
    deadline: float = 0.0
    maybe_acted: bool = False

    @property
    def seconds_left(self) -> float:
        """Seconds until the call must end."""
        return self.deadline - asyncio.get_running_loop().time()


class Asker:
    """Puts signed questions through a wire, at most `concurrency` at once."""

    def __init__(
        self,
        wire: Wire,
        keys: Mapping[str, str],
        *,
        timeout_seconds: float,
        spacing_seconds: float,
        concurrency: int,
        monotonic: Callable[[], float],
    ) -> None:
        self._wire = wire
        self._keys = keys
        self._timeout = timeout_seconds
        self._spacing = spacing_seconds
        # The HTTP library gets slow when many callers wait inside its pool, so they wait here.
        self._turn = asyncio.Semaphore(concurrency)
        self.session = Session(self._sign_in, monotonic)

    async def call(self, operation: str, work: Callable[[Call], Awaitable[T]], policy: Policy = wait_for_read) -> T:
        """Do `work` within the total time, again where `policy` says so."""
        call = Call(operation, asyncio.get_running_loop().time() + self._timeout)
        try:
            async with asyncio.timeout_at(call.deadline):
                async for attempt in attempts(policy, self._spacing, lambda: call.seconds_left):
                    with attempt:
                        return await work(call)
        except TimeoutError:
            message = f"no answer within {self._timeout:g} seconds"
            raise Unavailable(operation, message, outcome_known=not call.maybe_acted) from None
        raise AssertionError("the last attempt returns or raises")

    async def ask(
        self,
        call: Call,
        method: str,
        path: str,
        *,
        json: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Json:
        """The data of xPay's answer to a signed request; when the login is refused, once more with a fresh one."""
        signed_in = await self.session.current()
        try:
            return await self._exchange(call, Request(method, path, json, params, signed_in.token))
        except Unauthorised:
            self.session.drop(signed_in)
        signed_in = await self.session.current()
        try:
            return await self._exchange(call, Request(method, path, json, params, signed_in.token))
        except Unauthorised:
            self.session.drop(signed_in)
            raise

    async def _exchange(self, call: Call, request: Request) -> Json:
        try:
            async with self._turn:
                call.maybe_acted = True
                answer = await self._carried(call, request)
            return open_envelope(call.operation, answer.http_status, answer.body, self._secrets(request))
        except XPayError as error:
            call.maybe_acted = not error.outcome_known
            raise

    async def _carried(self, call: Call, request: Request) -> Answer:
        try:
            return await self._wire.send(request)
        except WireError as broken:
            raise Unavailable(call.operation, str(broken), outcome_known=not broken.sent) from None

    def _secrets(self, request: Request) -> list[str]:
        return [*self._keys.values(), request.token or ""]

    async def _sign_in(self) -> SignedIn:
        call = Call("login")
        try:
            data = await self._exchange(call, Request("POST", f"{API}/login", self._keys))
            return shaped(call, lambda: _read_login(data))
        except XPayError as error:
            error.outcome_known = True  # a login makes nothing, however it ends
            raise


def shaped(call: Call, read: Callable[[], T]) -> T:
    """What `read` makes of an answer's data; data of an unknown form is Unreadable."""
    try:
        return read()
    except BadShape as wrong:
        raise Unreadable(call.operation, str(wrong), http_status=200, outcome_known=False) from None


def _read_login(data: Json) -> SignedIn:
    found = as_object(data)
    token = required_text(found, "access_token")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise BadShape("access_token is no token")
    return SignedIn(token, read_points(found.get("service")))
