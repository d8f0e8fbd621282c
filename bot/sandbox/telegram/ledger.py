"""The server's own books: what it accepted, when, and what it refused."""

from dataclasses import asdict, dataclass

from bot.sandbox.telegram.model import Json


@dataclass(frozen=True)
class Entry:
    """One call that changed or would have changed a chat."""

    at: float
    """Unix seconds by the sandbox's clock."""
    method: str
    chat_id: int | None
    message_id: int | None
    thread_id: int | None
    text: str | None
    """Text or caption as the bot sent it, markup included."""
    ok: bool
    error: str | None = None
    answered: bool = True
    """False when the bot never saw the answer (a fault)."""
    silent: bool = False
    """Sent without a sound."""


class Ledger:
    """A list that only grows; tests count duplicates and windows in it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, entry: Entry) -> None:
        """Add an entry."""
        self.entries.append(entry)

    def accepted(self, chat_id: int | None = None, method: str | None = None) -> list[Entry]:
        """What was accepted, in order, in one chat or by one method if given."""
        return [
            entry
            for entry in self.entries
            if entry.ok and chat_id in (None, entry.chat_id) and method in (None, entry.method)
        ]

    def as_json(self) -> list[Json]:
        """All entries as plain dictionaries."""
        return [asdict(entry) for entry in self.entries]
