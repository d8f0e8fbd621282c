"""The Bot API over HTTP: token, faults, limits, method, books, answer."""

import asyncio

from aiohttp import web

from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.faults import Fault
from bot.sandbox.telegram.ledger import Entry
from bot.sandbox.telegram.limits import counts
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.requests import Call, Form, check_result, checked_call, read_form
from bot.sandbox.telegram.service import Service

BAD_GATEWAY = (
    "<html>\r\n<head><title>{status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>{status} Bad Gateway</h1>"
    "</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


class BotApi:
    """What answers under `/bot<token>/<method>`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._is_down = False
        self._lines: set[asyncio.Transport] = set()

    def go_down(self) -> None:
        """Break the bot's connections, also those that are idle, and every one that comes, without a word.

        A bot that wrote into an idle one a moment before that broke could not know whether it was heard.
        """
        self._is_down = True
        for line in self._lines:
            line.abort()
        self._lines.clear()

    def come_back(self) -> None:
        """Answer again."""
        self._is_down = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        if self._is_down:
            return _broken(request)
        self._remember(request)
        token = request.match_info["token"]
        if token != self._service.token:
            refused = Refused(401, "Unauthorized") if ":" in token else Refused(404, "Not Found")
            return web.json_response(refused.body(), status=refused.code)
        method = request.match_info["method"]
        try:
            fields, uploads = await read_form(request.content_type, request.headers, request.content)
        except Refused as refused:
            return web.json_response(refused.body(), status=refused.code)
        form = dict(request.query) | fields, uploads
        fault = self._service.faults.take(method, Call(method, form[0]).chat_id)
        if fault is None:
            return await self._plainly(method, form)
        return await self._with_fault(request, fault, method, form)

    async def execute(self, method: str, form: Form, *, answered: bool = True) -> tuple[int, Json]:
        """Do what the call asks: the HTTP status and the body. Also used for calls inside webhook answers."""
        call = Call(method, form[0])
        try:
            call = checked_call(method, form)
            if call.method not in METHODS:
                raise Refused(501, f"Not Implemented: the sandbox does not play {call.method}")
            result = await METHODS[call.method](self._service, call)
            check_result(call.method, result)
        except Refused as refused:
            self._book(call, None, refused.description, answered)
            return refused.code, refused.body()
        self._book(call, result, None, answered)
        return 200, {"ok": True, "result": result}

    async def _plainly(self, method: str, form: Form) -> web.Response:
        status, body = await self.execute(method, form)
        return web.json_response(body, status=status)

    async def _with_fault(self, request: web.Request, fault: Fault, method: str, form: Form) -> web.StreamResponse:
        if fault.kind == "error":
            self._book(Call(method, form[0]), None, fault.description, answered=True)
            return web.json_response(fault.body(), status=fault.status)
        if fault.kind == "html":
            page = BAD_GATEWAY.format(status=fault.status)
            return web.Response(text=page, content_type="text/html", status=fault.status)
        accepted = fault.kind in ("late", "drop")
        outcome = await self.execute(method, form, answered=fault.kind != "drop") if accepted else None
        await asyncio.sleep(fault.seconds)
        if fault.kind == "slow":
            return await self._plainly(method, form)
        if outcome is not None and fault.kind == "late":
            return web.json_response(outcome[1], status=outcome[0])
        return _broken(request)

    def _remember(self, request: web.Request) -> None:
        self._lines = {line for line in self._lines if not line.is_closing()}
        if request.transport is not None:
            self._lines.add(request.transport)

    def _book(self, call: Call, result: object, error: str | None, answered: bool) -> None:
        """Write down whatever spends the budget or touches a message."""
        if not counts(call.method) and not call.method.startswith(("delete", "answer")):
            return
        number: object = result.get("message_id") if isinstance(result, dict) else call.fields.get("message_id")
        text = call.fields.get("text") or call.fields.get("caption")
        media = call.fields.get("media")
        if text is None and isinstance(media, dict):
            text = media.get("caption")
        self._service.ledger.write(
            Entry(
                at=self._service.clock(),
                method=call.method,
                chat_id=call.chat_id,
                message_id=int(str(number)) if str(number).isdecimal() else None,
                thread_id=call.fields.get("message_thread_id"),
                text=text,
                ok=error is None,
                error=error,
                answered=answered,
                silent=bool(call.fields.get("disable_notification")),
            )
        )


def _broken(request: web.Request) -> web.StreamResponse:
    """Break the connection; the response is never written to anyone."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def download(service: Service, request: web.Request) -> web.Response:
    """A file under `/file/bot<token>/<path>`, byte for byte."""
    file = service.world.files.at_path(request.match_info["path"])
    if request.match_info["token"] != service.token or file is None:
        refused = Refused(404, "Not Found")
        return web.json_response(refused.body(), status=refused.code)
    return web.Response(body=file.data, content_type="application/octet-stream")
