"""The list of commands that Telegram shows beside the input field."""

import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.shop.people import Language
from bot.texts import commands
from bot.texts.languages import translations

log = logging.getLogger(__name__)


async def publish(bot: Bot) -> None:
    """Tell Telegram the commands in each language; a failure costs only the list, so it is logged and no more."""
    i18n = translations()
    scope = BotCommandScopeAllPrivateChats()
    try:
        with i18n.context():
            for language in Language:
                with i18n.use_locale(language):
                    await bot.set_my_commands(_commands(), scope=scope, language_code=language)
            with i18n.use_locale(Language.RU):  # for apps in any other language
                await bot.set_my_commands(_commands(), scope=scope)
    except AiogramError as error:
        log.warning("the commands could not be published", extra={"error": str(error)[:200]})


async def publish_to(bot: Bot, chat_id: int) -> None:
    """List the commands for one chat in the language of the moment, which its person has chosen."""
    try:
        await bot.set_my_commands(_commands(), scope=BotCommandScopeChat(chat_id=chat_id))
    except AiogramError as error:
        log.info("the commands of a chat stay as they were", extra={"error": str(error)[:200]})


def _commands() -> list[BotCommand]:
    return [BotCommand(command=name, description=text) for name, text in commands.commands().items()]
