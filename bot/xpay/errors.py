"""The one tree of errors that asking xPay can end in; their texts carry facts and no secrets."""

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_RUN = re.compile(r"[A-Za-z0-9_|+/=-]{10,}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[a-z_-]+|[A-Z_-]+|[A-Z][a-z]+")
_LONGEST = 200
_MOST_READ = 2000


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """One short line of `text` without the given secrets, addresses, and whatever is shaped like a token or a phone."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    text = _ADDRESS.sub("<address>", text[:_MOST_READ])
    text = _RUN.sub(_hide_run, text)
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _hide_run(match: re.Match[str]) -> str:
    run = match.group()
    if _UUID.fullmatch(run) or _PLAIN_WORD.fullmatch(run):
        return run
    return "***" if len(run) >= 16 or run.isdigit() else run


class XPayError(Exception):
    """Asking xPay did not end well.

    Attributes:
        operation: what was asked ("create_qr", "status", "login", ...).
        message: one short line, with secrets taken out.
        http_status: the answer's status, where there was an answer.
        outcome_known: True when it is certain that nothing happened at xPay; False when a QR may exist all the same.
    """

    def __init__(
        self, operation: str, message: str, *, http_status: int | None = None, outcome_known: bool = True
    ) -> None:
        self.operation = operation
        self.message = redact(message)
        self.http_status = http_status
        self.outcome_known = outcome_known
        super().__init__(operation, self.message, http_status)

    def __str__(self) -> str:
        where = "" if self.http_status is None else f" (HTTP {self.http_status})"
        return f"xPay {self.operation}: {self.message}{where}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self} outcome_known={self.outcome_known}>"


class Rejected(XPayError):
    """XPay said no, or the request could not be a good one; nothing happened."""


class Unavailable(XPayError):
    """No usable answer: refused connection, time-out, broken answer, 5xx, or 429; `outcome_known` tells them apart."""


class Unreadable(XPayError):
    """Something answered, but in no form that we know; a QR may have been made."""


class Unauthorised(XPayError):
    """The keys were refused, also with a fresh login."""


class NoPoint(XPayError):
    """The keys are good, but belong to no point of the wanted mode (and uuid)."""
