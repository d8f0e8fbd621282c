"""Methods by which the bot gets its updates."""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import bad_request, conflict
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.requests import Call
from bot.sandbox.telegram.service import Service
from bot.sandbox.telegram.webhook import Target

MAX_POLL_SECONDS = 50
PORTS = {80, 88, 443, 8443}


async def get_updates(service: Service, call: Call) -> list[Json]:
    """`getUpdates`: blocks until something comes or the time-out (seconds) is over."""
    if service.webhook.target is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    fields = call.fields
    service.updates.allow(fields.get("allowed_updates"))
    limit = min(100, max(1, fields.get("limit") or 100))
    seconds = min(MAX_POLL_SECONDS, max(0, fields.get("timeout") or 0))
    return await service.updates.poll(fields.get("offset"), limit, seconds)


async def set_webhook(service: Service, call: Call) -> bool:
    """`setWebhook`: https on Telegram's ports, or plain http on this machine (the sandbox's leniency)."""
    fields = call.fields
    url, secret = fields["url"], fields.get("secret_token")
    if not url:
        return await delete_webhook(service, call)
    _check_address(url)
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    service.updates.allow(fields.get("allowed_updates"))
    if fields.get("drop_pending_updates"):
        service.updates.drop_all()
    connections = min(100, max(1, fields.get("max_connections") or 40))
    service.webhook.aim(Target(url, secret, connections))
    return True


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise bad_request("bad webhook: Invalid webhook URL specified") from error
    if _is_local(host):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def delete_webhook(service: Service, call: Call) -> bool:
    """`deleteWebhook`."""
    if call.fields.get("drop_pending_updates"):
        service.updates.drop_all()
    service.webhook.aim(None)
    return True


async def get_webhook_info(service: Service, _: Call) -> Json:
    """`getWebhookInfo`."""
    return service.webhook.info()


async def say_yes(_: Service, __: Call) -> bool:
    """`logOut` and `close`: nothing to move here."""
    return True


METHODS: dict[str, Any] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": say_yes,
    "close": say_yes,
}
