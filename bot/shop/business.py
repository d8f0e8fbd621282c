"""A seller's own chats at Telegram (Telegram Business), in which the bot may speak for them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connection:
    """The bot in the private chats of a member of staff (`person_id`); `id` is Telegram's number of it."""

    id: str
    person_id: int
    can_reply: bool
    enabled: bool

    @property
    def may_write(self) -> bool:
        """Whether the bot may speak there, as far as Telegram has told."""
        return self.enabled and self.can_reply


@dataclass(frozen=True, slots=True)
class OwnChat:
    """A private chat of a member of staff with a customer, who is known by `chat_id`."""

    connection_id: str
    chat_id: int
