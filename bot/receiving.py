"""Updates from Telegram, by polling or webhook, as the settings say."""

import contextlib
import hashlib

from aiogram import Bot, Dispatcher

from bot.addresses import TELEGRAM_PATH
from bot.settings import Settings

UPDATES = [
    "message",
    "callback_query",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "business_connection",
    "business_message",
]
"""What Telegram is asked to tell; it keeps the rest to itself."""

_HANDLERS_AT_ONCE = 100


async def receive(bot: Bot, dispatcher: Dispatcher, settings: Settings) -> None:
    """Poll until `stop_polling`; or tell Telegram where to call, and return."""
    if settings.uses_webhook:
        await bot.set_webhook(
            f"{settings.public_url}{TELEGRAM_PATH}",
            secret_token=webhook_secret(settings),
            allowed_updates=UPDATES,
            max_connections=40,
        )
        return
    await bot.delete_webhook(drop_pending_updates=False)
    await dispatcher.start_polling(
        bot,
        handle_signals=False,
        close_bot_session=False,
        allowed_updates=UPDATES,
        tasks_concurrency_limit=_HANDLERS_AT_ONCE,
    )


async def stop_polling(dispatcher: Dispatcher) -> None:
    """Let aiogram end its polling itself: when its task is cancelled from outside, polling goes on without it."""
    with contextlib.suppress(RuntimeError):  # it does not poll: not yet, or Telegram calls us
        await dispatcher.stop_polling()


def webhook_secret(settings: Settings) -> str:
    """The same at every start, so that updates sent during a restart are still accepted."""
    return hashlib.sha256(b"webhook:" + settings.bot_token.get_secret_value().encode()).hexdigest()
