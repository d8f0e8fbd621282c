"""Faults on demand: which call fails, how, and how often."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.sandbox.telegram.model import Json

FaultKind = Literal["error", "html", "slow", "hang", "late", "drop", "reset"]
"""How a call fails.

error: refused with `status` and `description` (and `retry_after`); nothing is accepted.
html: a gateway's HTML page with `status`; nothing is accepted.
slow: `seconds` later the call is handled as usual.
hang: silence for `seconds`, then the connection breaks; nothing is accepted.
late: accepted at once, answered only after `seconds`.
drop: accepted, but the connection breaks and the answer never comes.
reset: the connection breaks at once; nothing is accepted.
"""


@dataclass
class Fault:
    """A rule: the next `times` calls of `method` (to `chat_id`) fail so. `times=None` lasts until cleared."""

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    status: int = 502
    description: str = "Bad Gateway"
    retry_after: int | None = None
    seconds: float = 0.0
    met: int = field(default=0)
    """How many calls have met it."""

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"kind must be one of {', '.join(get_args(FaultKind))}")

    def body(self) -> Json:
        """The JSON body of an `error`."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class Faults:
    """The rules in force, oldest first."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put a rule in force."""
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Heal everything."""
        self.rules.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets, if any; it is used up by one."""
        for rule in self.rules:
            spent = rule.times is not None and rule.met >= rule.times
            # "*" leaves polling alone: the bot must keep hearing to be asked anything.
            everything = rule.method == "*" and method.lower() != "getupdates"
            aimed = everything or rule.method.lower() == method.lower()
            if not spent and aimed and rule.chat_id in (None, chat_id):
                rule.met += 1
                return rule
        return None
