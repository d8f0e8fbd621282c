"""Access tokens: half an hour each."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from datetime import datetime, timedelta

LIFETIME = timedelta(minutes=30)


class Tokens:
    """The tokens given out and when they end by ``clock``."""

    def __init__(self, clock: Callable[[], datetime], chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance
        self._ends: dict[str, datetime] = {}

    def issue(self) -> tuple[str, datetime]:
        """A new token and its end; tokens that have ended are forgotten."""
        now = self._clock()
        self._ends = {token: end for token, end in self._ends.items() if end > now}
        number = self._chance.randrange(100_000, 999_999)
        token = f"{number}|{''.join(self._chance.choices(string.ascii_letters + string.digits, k=40))}"
        self._ends[token] = now + LIFETIME
        return token, self._ends[token]

    def valid(self, authorization: str) -> bool:
        """Whether an Authorization header carries a living token."""
        scheme, _, token = authorization.partition(" ")
        end = self._ends.get(token)
        return scheme == "Bearer" and end is not None and self._clock() < end

    def revoke(self) -> None:
        """Every token dies at once."""
        self._ends.clear()
