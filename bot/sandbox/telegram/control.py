"""The control API: people's acts, the furniture of the world, faults and books, as JSON under `/control/`.

A refusal is `{"ok": false, "description": ...}` with its status; bodies must be `application/json`, which keeps
pages of other sites out.
"""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web
from pydantic import ValidationError

from bot.sandbox.telegram.control_acts import Acts
from bot.sandbox.telegram.control_changes import Changes
from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.faults import Fault
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.scenes import chat_scene, event_scene, world_scene
from bot.sandbox.telegram.service import Service

HEARTBEAT_SECONDS = 15.0
"""A comment on the event stream, so that both ends notice a dead line."""

PICTURE_TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"}

Guarded = Callable[[web.Request, Json], Awaitable[Json]]


class Control:
    """Routes of the control API. `go_down` takes the Bot API off the network for some seconds."""

    def __init__(self, service: Service, go_down: Callable[[float], Awaitable[None]]) -> None:
        people = People(service)
        self._service = service
        self._world = service.world
        self._acts = Acts(service, people)
        self._changes = Changes(service, people)
        self._go_down = go_down

    def routes(self) -> list[web.RouteDef]:
        """What to mount."""
        return [
            web.get("/control/world", self._show_world),
            web.get("/control/chats/{chat}", self._show_chat),
            web.get("/control/wait", self._wait),
            web.get("/control/events", self._stream),
            web.get("/control/ledger", self._show_ledger),
            web.get("/control/media/{file}", self._show_media),
            web.post("/control/people/{user}/{act}", _guarded(self._act)),
            web.post("/control/users", _guarded(self._add_user)),
            web.post("/control/chats", _guarded(self._add_chat)),
            web.post("/control/chats/{chat}/{change}", _guarded(self._change_chat)),
            web.post("/control/inline", _guarded(self._set_inline)),
            web.post("/control/business", _guarded(self._set_business)),
            web.post("/control/faults", _guarded(self._add_fault)),
            web.get("/control/faults", self._show_faults),
            web.delete("/control/faults", self._clear_faults),
            web.post("/control/down", _guarded(self._down)),
        ]

    async def _act(self, request: web.Request, body: Json) -> Json:
        return await self._acts.do(int(request.match_info["user"]), request.match_info["act"], body)

    async def _add_user(self, _: web.Request, body: Json) -> Json:
        return self._changes.add_user(body)

    async def _add_chat(self, _: web.Request, body: Json) -> Json:
        return self._changes.add_chat(body)

    async def _change_chat(self, request: web.Request, body: Json) -> Json:
        return self._changes.change(int(request.match_info["chat"]), request.match_info["change"], body)

    async def _set_inline(self, _: web.Request, body: Json) -> Json:
        return self._changes.set_inline(body)

    async def _set_business(self, _: web.Request, body: Json) -> Json:
        return self._changes.set_business(body)

    async def _add_fault(self, _: web.Request, body: Json) -> Json:
        self._service.faults.add(Fault(**body))
        return {"faults": len(self._service.faults.rules)}

    async def _down(self, _: web.Request, body: Json) -> Json:
        await self._go_down(float(body["seconds"]))
        return {}

    async def _show_world(self, _: web.Request) -> web.Response:
        return web.json_response(world_scene(self._service))

    async def _show_chat(self, request: web.Request) -> web.Response:
        chat = self._world.chats.get(int(request.match_info["chat"]))
        if chat is None:
            return web.json_response({"ok": False, "description": "chat not found"}, status=404)
        return web.json_response(chat_scene(self._service, chat, int(request.query.get("after", "0"))))

    async def _wait(self, request: web.Request) -> web.Response:
        """Hold the line until something newer than `after` happens, or `seconds` are over."""
        after, seconds = int(request.query.get("after", "0")), min(60.0, float(request.query.get("seconds", "25")))
        return web.json_response({"version": await self._world.events.wait(after, seconds)})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: each carries what the page needs to redraw; `id` is the version."""
        version = int(request.headers.get("Last-Event-ID") or request.query.get("after", "0"))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        events = self._world.events
        try:
            while not events.closed:
                for event in events.since(version):
                    version = event["version"]
                    data = json.dumps(event_scene(self._service, event), ensure_ascii=False)
                    await response.write(f"id: {version}\ndata: {data}\n\n".encode())
                if await events.wait(version, HEARTBEAT_SECONDS) == version:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass  # the page was closed
        return response

    async def _show_ledger(self, _: web.Request) -> web.Response:
        return web.json_response(self._service.ledger.as_json())

    async def _show_media(self, request: web.Request) -> web.Response:
        """A photo or document for the page, byte for byte; only pictures are shown, the rest is saved."""
        try:
            file = self._world.files.get(request.match_info["file"])
        except Refused as refused:
            return web.json_response(refused.body(), status=404)
        headers = {"Cache-Control": "max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        # The name came from outside: only true pictures may be opened under this address.
        is_picture = file.width > 0 and file.mime_type in PICTURE_TYPES
        if not is_picture:
            headers["Content-Disposition"] = "attachment"
        kind = file.mime_type if is_picture else "application/octet-stream"
        return web.Response(body=file.data, content_type=kind, headers=headers)

    async def _show_faults(self, _: web.Request) -> web.Response:
        return web.json_response([vars(rule) for rule in self._service.faults.rules])

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self._service.faults.clear()
        return web.json_response({"ok": True})


def _guarded(handler: Guarded) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Read the JSON body; turn refusals and wrong values into answers."""

    async def handle(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"ok": False, "description": "send application/json"}, status=415)
        try:
            result = await handler(request, await request.json())
        except Refused as refused:
            return web.json_response(refused.body(), status=refused.code)
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            return web.json_response({"ok": False, "description": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response({"ok": True} | result)

    return handle
