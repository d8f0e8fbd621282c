"""Telegram: is the token good, where do updates go, and will the people who must hear of sales hear of them?"""

from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import User

from bot import telegram
from bot.addresses import TELEGRAM_PATH
from bot.clock import Clock
from bot.doctor import chat
from bot.doctor.database import Known
from bot.doctor.finding import Finding, failed, ok, warning
from bot.pulse import Pulse
from bot.settings import Settings
from bot.shop.people import Shop

_PART = "telegram"


async def examine(settings: Settings, known: Known) -> list[Finding]:
    """Ask as the bot would, with one try each; `known` is what the database says."""
    bot = telegram.connect(settings, Pulse(Clock()))
    try:
        try:
            me = await bot.get_me()
        except telegram.REFUSED:
            return [
                failed(_PART, "the token is refused", "set BOT_TOKEN to the one that @BotFather shows for this bot")
            ]
        except (*telegram.PASSING, TelegramAPIError) as error:
            mend = f"see whether this machine reaches {settings.telegram_api_url}, and try again later"
            return [failed(_PART, f"cannot be asked: {_said(error, bot)}", mend)]
        return [_name(me), _inline(me, known.shop), _business(me), *await _the_rest(bot, me, settings, known)]
    finally:
        await bot.session.close()


async def _the_rest(bot: Bot, me: User, settings: Settings, known: Known) -> list[Finding]:
    shop = known.shop
    chat_id = shop.merchant_chat_id if shop else settings.merchant_chat_id
    topic_id = shop.merchant_topic_id if shop else settings.merchant_topic_id
    try:
        return [
            await _updates(bot, settings),
            *await chat.examine_merchant(bot, me, chat_id, topic_id),
            *await chat.examine_owners(bot, known.owners),
        ]
    except (*telegram.PASSING, TelegramAPIError) as error:
        return [failed(_PART, f"stopped answering: {_said(error, bot)}", "check again in a minute")]


def _name(me: User) -> Finding:
    return ok(_PART, f"the bot is “{me.full_name}”, @{me.username}")


def _inline(me: User, shop: Shop | None) -> Finding:
    """Whether bills can be sent inline. That Telegram tells of it a bot cannot ask, only see when it happens."""
    name = f"@{me.username} 1500 cake"
    if not me.supports_inline_queries:
        return ok("inline", f"inline mode is off; to offer bills by “{name}”, send /setinline to @BotFather")
    if shop is not None and shop.inline_feedback:
        return ok("inline", f"bills can be sent by “{name}”, and Telegram tells of them")
    note = "whether Telegram tells of them is seen with the first one: @BotFather, /setinlinefeedback, 100%"
    return ok("inline", f"bills can be sent by “{name}”; {note}")


def _business(me: User) -> Finding:
    """Whether sellers can connect the bot to their own chats."""
    if not me.can_connect_to_business:
        mend = "to write bills into sellers' own chats, choose the bot in @BotFather: Bot Settings, Business Mode"
        return ok("own chats", f"Business Mode is off; {mend}")
    return ok("own chats", "sellers can connect the bot to their own chats: Settings, Telegram Business, Chatbots")


async def _updates(bot: Bot, settings: Settings) -> Finding:
    """Where Telegram sends updates; `tolom run` puts right what is not, so nothing here has failed."""
    info = await bot.get_webhook_info()
    if not settings.uses_webhook:
        if not info.url:
            return ok("updates", "the bot asks Telegram for them")
        text = f"Telegram sends them to {urlsplit(info.url).hostname}, and the settings say polling"
        return warning("updates", text, "see that nobody else uses this token; `tolom run` takes the updates over")
    if info.url != settings.public_url + TELEGRAM_PATH:
        text = f"Telegram sends them to {urlsplit(info.url).hostname or 'nobody'} for now"
        return warning("updates", text, "`tolom run` gives Telegram the address in PUBLIC_URL")
    if info.pending_update_count and info.last_error_message:
        text = f"{info.pending_update_count} wait, Telegram could not deliver: {info.last_error_message}"
        return warning("updates", text, "see what the log and the line about the address say")
    return ok("updates", f"Telegram sends them to {settings.public_url}")


def _said(error: Exception, bot: Bot) -> str:
    """What the library says, without the token, which stands in every address it calls."""
    return (str(error) or type(error).__name__).replace(bot.token, "***")[:200]
