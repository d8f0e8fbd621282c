"""Telegram's limits as sliding windows: no window of the promised length is ever overfull by our own doing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

_BEGINNING = timedelta(seconds=60)
"""So long after the start replies of the process before may still be in a group's window: nobody wrote them down."""

_TOGETHER = timedelta(seconds=10)
"""Two chats slowed down within this time mean that the whole bot is too fast."""

_LOOK_AGAIN = timedelta(milliseconds=50)
"""When to look whether a call that outlasts its window has ended."""

_MANY_CHATS = 1_000


class Voice(Enum):
    """Who speaks: the outbox, or a handler that answers a person."""

    NOTICE = auto()
    REPLY = auto()


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` messages in any `length`; notices and replies take so many of them, so each keeps a share."""

    length: timedelta
    most: int
    notices: int
    replies: int


OVERALL = (Window(timedelta(seconds=1), 25, 20, 15),)
PRIVATE = (Window(timedelta(seconds=3), 11, 11, 10), Window(timedelta(seconds=30), 38, 38, 36))
GROUP = (Window(timedelta(seconds=60), 18, 14, 18),)
"""Telegram's own numbers are 30 a second, about 1 a second with bursts, and 20 a minute."""


@dataclass(slots=True, eq=False)
class Ticket:
    """One message: since when it is on its way, and when Telegram answered. It counts from the answer."""

    chat_id: int
    voice: Voice
    begun: datetime
    answered: datetime | None = None

    def counts_from(self, now: datetime) -> datetime:
        """The moment from which its windows run; a message on its way may arrive at any time."""
        return self.answered or now


@dataclass(slots=True)
class _Log:
    tickets: list[Ticket] = field(default_factory=list)

    def forget(self, before: datetime) -> None:
        self.tickets = [ticket for ticket in self.tickets if ticket.answered is None or ticket.answered > before]

    def free_at(self, window: Window, voice: Voice, now: datetime, missing: int = 0) -> datetime:
        own = window.notices if voice is Voice.NOTICE else window.replies
        if len(self.tickets) < min(own, window.most - missing):
            return now  # not even so many in all: nearly always
        ours = [ticket for ticket in self.tickets if ticket.voice is voice]
        return max(_free_at(self.tickets, window.most - missing, window, now), _free_at(ours, own, window, now))


class Limits:
    """Remembers what was sent when, as far back as the widest window, and who has asked for silence."""

    def __init__(
        self,
        overall: tuple[Window, ...] = OVERALL,
        private: tuple[Window, ...] = PRIVATE,
        group: tuple[Window, ...] = GROUP,
    ) -> None:
        self._overall, self._private, self._group = (_widening(kind) for kind in (overall, private, group))
        self._all = _Log()
        self._chats: dict[int, _Log] = {}
        self._frozen: dict[int, datetime] = {}
        self._all_frozen: datetime | None = None
        self._last_freeze: tuple[int, datetime] | None = None
        self._began: datetime | None = None

    def widest(self, chat_id: int) -> Window:
        """The longest window of a chat, which its average rate follows from. Groups and channels have negative ids."""
        return self._windows(chat_id)[-1]

    def free_at(self, chat_id: int, voice: Voice, now: datetime) -> datetime:
        """The earliest moment at which another message may go to this chat: `now`, or later."""
        return max(self._all_free_at(voice, now), self._chat_free_at(chat_id, voice, now))

    def room(self, now: datetime) -> int:
        """How many notices may begin now, over all chats."""
        if self._all_frozen is not None and self._all_frozen > now:
            return 0
        rooms = []
        for window in self._overall:
            recent = [one for one in self._all.tickets if one.counts_from(now) > now - window.length]
            notices = sum(one.voice is Voice.NOTICE for one in recent)
            rooms.append(min(window.most - len(recent), window.notices - notices))
        return max(0, min(rooms))

    def all_free_at(self, now: datetime) -> datetime:
        """When another notice may begin in some chat at all."""
        return self._all_free_at(Voice.NOTICE, now)

    def full(self, now: datetime) -> dict[int, datetime]:
        """The chats that take no notice now, each with the moment from which it does."""
        found = {chat_id: until for chat_id, until in self._frozen.items() if until > now}
        for chat_id, log in self._chats.items():
            if len(log.tickets) < min(window.notices for window in self._windows(chat_id)):
                continue
            free_at = self._chat_free_at(chat_id, Voice.NOTICE, now)
            if free_at > now:
                found[chat_id] = free_at
        return found

    def log(self, chat_id: int, now: datetime) -> list[datetime]:
        """When the messages in the chat's widest window were sent, the oldest first."""
        log = self._chats.get(chat_id)
        if log is None:
            return []
        since = now - self.widest(chat_id).length
        return sorted(at for at in (ticket.counts_from(now) for ticket in log.tickets) if at > since)

    def busy_chats(self, now: datetime) -> set[int]:
        """The chats whose widest window is more than half full for notices."""
        return {
            chat_id
            for chat_id, log in self._chats.items()
            if 2 * len(log.tickets) >= self.widest(chat_id).notices
            and 2 * len(self.log(chat_id, now)) >= self.widest(chat_id).notices
        }

    def take(self, chat_id: int, voice: Voice, now: datetime) -> Ticket:
        """A message begins its way to this chat."""
        ticket = Ticket(chat_id, voice, now)
        self._all.forget(now - self._overall[-1].length)
        self._all.tickets.append(ticket)
        log = self._chats.setdefault(chat_id, _Log())
        log.forget(now - self.widest(chat_id).length)
        log.tickets.append(ticket)
        if len(self._chats) > _MANY_CHATS:
            self._forget_quiet(now)
        return ticket

    def done(self, ticket: Ticket, now: datetime) -> None:
        """Telegram has answered, or nobody waits for it any longer."""
        ticket.answered = now

    def unused(self, ticket: Ticket) -> None:
        """Nothing was sent with this ticket."""
        self._all.tickets = [one for one in self._all.tickets if one is not ticket]
        log = self._chats.get(ticket.chat_id)
        if log is not None:
            log.tickets = [one for one in log.tickets if one is not ticket]

    def freeze(self, chat_id: int, until: datetime, now: datetime) -> None:
        """Telegram wants silence in this chat; when it has just wanted that in another one too, there is silence."""
        self._frozen = {chat: end for chat, end in self._frozen.items() if end > now}
        self._frozen[chat_id] = max(until, self._frozen.get(chat_id, until))
        last, self._last_freeze = self._last_freeze, (chat_id, now)
        if last is not None and last[0] != chat_id and now - last[1] <= _TOGETHER:
            self._all_frozen = max(until, self._all_frozen or until, self._frozen.get(last[0], until))

    def begin(self, sent: Iterable[tuple[int, datetime]], now: datetime) -> None:
        """Remember what the process before has sent: pairs of chat and moment.

        Its replies to people are not among it, so for a minute a group's share for replies counts as used.
        """
        self._began = now
        for chat_id, at in sorted(sent, key=lambda one: one[1]):
            self.done(self.take(chat_id, Voice.NOTICE, at), at)

    def _windows(self, chat_id: int) -> tuple[Window, ...]:
        return self._group if chat_id < 0 else self._private

    def _all_free_at(self, voice: Voice, now: datetime) -> datetime:
        return max(self._all_frozen or now, now, *(self._all.free_at(window, voice, now) for window in self._overall))

    def _chat_free_at(self, chat_id: int, voice: Voice, now: datetime) -> datetime:
        free_at = max(now, self._frozen.get(chat_id, now))
        log = self._chats.get(chat_id)
        if log is None:
            return free_at
        missing = 0
        if chat_id < 0 and self._began is not None and now - self._began < _BEGINNING:
            missing = self.widest(chat_id).most - self.widest(chat_id).notices
        return max(free_at, *(log.free_at(window, voice, now, missing) for window in self._windows(chat_id)))

    def _forget_quiet(self, now: datetime) -> None:
        for chat_id, log in list(self._chats.items()):
            log.forget(now - self.widest(chat_id).length)
            if not log.tickets:
                del self._chats[chat_id]


def _widening(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    return tuple(sorted(windows, key=lambda window: window.length))


def _free_at(tickets: list[Ticket], most: int, window: Window, now: datetime) -> datetime:
    since = now - window.length
    recent = [at for one in tickets if (at := one.answered or now) > since]
    if len(recent) < most:
        return now
    leaves = sorted(recent)[-most]
    return now + _LOOK_AGAIN if leaves >= now else leaves + window.length
