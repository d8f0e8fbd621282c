"""Telegram's limits as sliding windows: no window of any length is ever overfull by our own doing."""

from collections import deque
from datetime import datetime, timedelta

OVERALL = (25, timedelta(seconds=1))
PRIVATE = (3, timedelta(seconds=3))
GROUP = (18, timedelta(seconds=60))


class Windows:
    """Remembers what was sent when, as far back as the widest window."""

    def __init__(self) -> None:
        self._all: deque[datetime] = deque()
        self._chats: dict[int, deque[datetime]] = {}

    def free_at(self, chat_id: int, now: datetime) -> datetime:
        """The earliest moment at which another message may go to this chat: `now`, or later."""
        self._forget(now)
        return max(
            _free_at(self._all, OVERALL, now), _free_at(self._chats.get(chat_id, deque()), limit_of(chat_id), now)
        )

    def sent(self, chat_id: int, now: datetime) -> None:
        """A message goes to this chat now."""
        self._all.append(now)
        self._chats.setdefault(chat_id, deque()).append(now)

    def _forget(self, now: datetime) -> None:
        while self._all and self._all[0] <= now - OVERALL[1]:
            self._all.popleft()
        for chat_id in [chat_id for chat_id, times in self._chats.items() if times[-1] <= now - GROUP[1]]:
            del self._chats[chat_id]


def limit_of(chat_id: int) -> tuple[int, timedelta]:
    """How many messages a chat takes within which time; groups and channels have negative ids."""
    return GROUP if chat_id < 0 else PRIVATE


def _free_at(times: deque[datetime], limit: tuple[int, timedelta], now: datetime) -> datetime:
    most, window = limit
    while times and times[0] <= now - max(window, GROUP[1]):
        times.popleft()
    return now if len(times) < most else max(now, times[-most] + window)
