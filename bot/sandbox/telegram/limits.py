"""How fast a bot may speak: sliding-window logs, so that no window of the promised length ever holds more."""

import math
from collections import deque
from collections.abc import Callable

from bot.sandbox.telegram.errors import too_many_requests

Windows = tuple[tuple[float, int], ...]
"""Pairs of (seconds, messages): at most so many messages in any window of so many seconds."""

OVERALL: Windows = ((1.0, 30),)
PRIVATE: Windows = ((3.0, 12), (30.0, 40))
"""About one a second, with a burst of some ten on top: Telegram tolerates short ones."""
GROUP: Windows = ((60.0, 20),)

COUNTED = ("send", "edit", "copy", "forward")
UNCOUNTED = {"sendchataction"}


class Limits:
    """Admits messages, or refuses with 429 and the seconds to wait. Edits count, refused calls do not."""

    def __init__(self, clock: Callable[[], float], overall: Windows, private: Windows, group: Windows) -> None:
        self._clock = clock
        self._overall = overall
        self._private = private
        self._group = group
        self._everything: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}

    def admit(self, chat_id: int) -> None:
        """Count a message to `chat_id`, or refuse it. Positive numbers are private chats."""
        now = self._clock()
        windows = self._private if chat_id > 0 else self._group
        log = self._chats.setdefault(chat_id, deque())
        wait = max(_wait(self._everything, self._overall, now), _wait(log, windows, now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._everything.append(now)
        log.append(now)
        if len(self._chats) > 10_000:  # forget the quiet ones, so that a long simulation stays small
            self._chats = {chat: times for chat, times in self._chats.items() if now - times[-1] < 60}


def counts(method: str) -> bool:
    """Whether a method spends the budget: whatever puts or changes a message in a chat."""
    name = method.lower()
    return name.startswith(COUNTED) and name not in UNCOUNTED


def _wait(log: deque[float], windows: Windows, now: float) -> float:
    """Seconds until one more fits; 0 when it fits now. Forgets what no window reaches any more."""
    longest = max(seconds for seconds, _ in windows)
    while log and log[0] <= now - longest:
        log.popleft()
    return max(
        (log[-allowed] + seconds - now for seconds, allowed in windows if len(log) >= allowed),
        default=0.0,
    )
