"""Everything one bot's server has: the world, the limits, the books, and the ways back to the bot."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.telegram.business import Business
from bot.sandbox.telegram.faults import Faults
from bot.sandbox.telegram.inline import Inline
from bot.sandbox.telegram.ledger import Ledger
from bot.sandbox.telegram.limits import Limits
from bot.sandbox.telegram.queries import Queries
from bot.sandbox.telegram.updates import Updates
from bot.sandbox.telegram.webhook import Webhook
from bot.sandbox.telegram.world import World


@dataclass
class Service:
    """Passed to every method of the Bot API and to every act of a person."""

    world: World
    limits: Limits | None
    """None: as fast as the bot likes."""
    faults: Faults
    ledger: Ledger
    updates: Updates
    webhook: Webhook
    queries: Queries
    inline: Inline
    business: Business
    clock: Callable[[], float]
    token: str

    def admit(self, chat_id: int) -> None:
        """Count a message against the limits; refuses with 429."""
        if self.limits is not None:
            self.limits.admit(chat_id)
