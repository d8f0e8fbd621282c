"""The chat page: one HTML file, its style and its scripts, served as they lie in the package."""

import json
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class Pages:
    """Routes of the page. `hint` is one line for whoever opens it first, in one language or in several."""

    def __init__(self, bot_username: str, hint: str | Mapping[str, str] | None) -> None:
        self._bot_username = bot_username
        self._hint = {"": hint} if isinstance(hint, str) else dict(hint or {})

    def routes(self) -> list[web.RouteDef]:
        """What to mount; the bot's own name is what `t.me/<name>?start=` links lead to."""
        return [
            web.get("/", self._index),
            web.get(f"/{self._bot_username}", self._index),
            web.get("/page/hint", self._show_hint),
            web.get("/page/{name}", self._asset),
        ]

    async def _index(self, _: web.Request) -> web.Response:
        return _file("index.html")

    async def _asset(self, request: web.Request) -> web.Response:
        return _file(request.match_info["name"])

    async def _show_hint(self, _: web.Request) -> web.Response:
        return web.Response(text=json.dumps(self._hint, ensure_ascii=False), content_type="application/json")


def _file(name: str) -> web.Response:
    path = FOLDER / name
    if path.parent != FOLDER or path.suffix not in TYPES or not path.is_file():
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=headers)
