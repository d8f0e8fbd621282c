"""A Telegram for one machine: a Bot API server as strict as the real one, people who use it, and a chat page."""

from bot.sandbox.telegram.server import TelegramSandbox

__all__ = ["TelegramSandbox"]
