"""The public address: does what xPay and Telegram will call really end at this bot?"""

import aiohttp

from bot.doctor.finding import Finding, failed, ok, warning
from bot.settings import Settings

_SECONDS = 10
_PART = "address"
_HERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - looked up, not bound


async def examine(settings: Settings) -> list[Finding]:
    """Ask for our own health page, from outside and from here."""
    if not settings.public_url:
        text = "PUBLIC_URL is empty: the bot asks Telegram and xPay by itself, and nothing has to reach this machine"
        return [ok(_PART, text)]
    heard = await _ask(settings.public_url)
    if heard == "ok":
        return [ok(_PART, f"{settings.public_url} reaches a running Tolom")]
    host = _HERE.get(settings.http_host, settings.http_host)
    if await _ask(f"http://{host}:{settings.http_port}") == "ok":
        mend = f"see that DNS, firewall and proxy lead to port {settings.http_port} of this machine"
        return [failed(_PART, f"Tolom runs here, but {settings.public_url} {heard}", mend)]
    text = f"{settings.public_url} {heard}, which is no wonder while the bot does not run on this machine"
    return [warning(_PART, text, "start the bot and check again")]


async def _ask(url: str) -> str:
    """What `url` says of its health: "ok", or words that follow the address."""
    patience = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            session.get(f"{url}/healthz", allow_redirects=False) as answer,
        ):
            alive = answer.status == 200 and await answer.content.read(3) == b"ok\n"
            return "ok" if alive else f"is answered by something else (HTTP {answer.status})"
    except TimeoutError:
        return f"does not answer within {_SECONDS} seconds"
    except aiohttp.ClientError as error:
        return f"cannot be reached ({type(error).__name__})"
