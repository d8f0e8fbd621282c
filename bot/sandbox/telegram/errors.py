"""Refusals in Telegram's own words."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An answer with `ok: false`: a status code, Telegram's sentence and its parameters."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, Any]:
        """The JSON body as Telegram sends it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(sentence: str) -> Refused:
    """400: the request is wrong; `sentence` is what follows "Bad Request: "."""
    return Refused(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> Refused:
    """403: the bot may not speak there; `sentence` is what follows "Forbidden: "."""
    return Refused(403, f"Forbidden: {sentence}")


def conflict(sentence: str) -> Refused:
    """409: two receivers of updates; `sentence` is what follows "Conflict: "."""
    return Refused(409, f"Conflict: {sentence}")


def too_many_requests(retry_after: int) -> Refused:
    """429: come back in `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(new_chat_id: int) -> Refused:
    """400: the group became a supergroup, whose number is in the parameters."""
    return Refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )
