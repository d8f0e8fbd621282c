"""The addresses that we hand out: to xPay, and to people."""

from dataclasses import dataclass

CALLBACK_PATH = "/xpay/callback"
CHECK_PATH = "/xpay/check"
TELEGRAM_PATH = "/telegram/webhook"
BILL = "b_"
"""How the payload of a link to a bill begins; its token follows."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Builds every address. `public_url` is empty where nobody outside can reach us; then xPay gets no callback."""

    public_url: str
    telegram_link_url: str
    bot_username: str
    asks_check: bool

    def callback(self, token: str) -> str | None:
        """Where xPay tells of a change of this payment."""
        return f"{self.public_url}{CALLBACK_PATH}/{token}" if self.public_url else None

    def check(self, token: str) -> str | None:
        """Where xPay asks whether this payment may still go through."""
        return f"{self.public_url}{CHECK_PATH}/{token}" if self.public_url and self.asks_check else None

    def deep_link(self, payload: str) -> str:
        """A link that opens the chat with the bot and hands it `payload`."""
        return f"{self.telegram_link_url}/{self.bot_username}?start={payload}"

    def profile(self, username: str) -> str:
        """A link to a person's profile."""
        return f"{self.telegram_link_url}/{username}"

    def bot(self) -> str:
        """A link that opens the chat with the bot."""
        return f"{self.telegram_link_url}/{self.bot_username}"

    def add_to_group(self) -> str:
        """A link that lets a person add the bot to one of their groups."""
        return f"{self.telegram_link_url}/{self.bot_username}?startgroup=sales"

    def order(self, token: str) -> str:
        """The link back to an order."""
        return self.deep_link(f"o_{token}")

    def proof(self, token: str) -> str:
        """The link by which anyone may check whether an order is paid."""
        return self.deep_link(f"r_{token}")

    def bill(self, token: str) -> str:
        """The link to a bill, for whoever is to pay it."""
        return self.deep_link(f"{BILL}{token}")
