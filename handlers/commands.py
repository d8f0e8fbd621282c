"""The list of commands that Telegram shows beside the input field."""

import logging
from collections.abc import Sequence

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.shop.people import Language, Person
from bot.texts import commands
from bot.texts.languages import translations

log = logging.getLogger(__name__)


async def publish(bot: Bot, staff: Sequence[Person]) -> None:
    """Tell Telegram the commands in each language; a failure costs only the list, so it is logged and no more.

    Everybody's private chat has the customers' commands, those who work here have the staff's as well; in groups
    administrators see those of the staff, which the bot heeds from staff alone.
    """
    i18n = translations()
    try:
        with i18n.context():
            for language in Language:
                with i18n.use_locale(language):
                    await _publish(bot, language)
            with i18n.use_locale(Language.RU):  # for apps in any other language
                await _publish(bot, None)
            for member in staff:
                with i18n.use_locale(member.language):
                    await publish_to(bot, member)
    except AiogramError as error:
        log.warning("the commands could not be published", extra={"error": str(error)[:200]})


async def publish_to(bot: Bot, person: Person) -> None:
    """List the commands for one person's private chat in the language of the moment, which that person has chosen."""
    described = commands.commands() | (commands.of_staff() if person.is_staff else {})
    try:
        await bot.set_my_commands(_listed(described), scope=BotCommandScopeChat(chat_id=person.telegram_id))
    except AiogramError as error:
        log.info("the commands of a chat stay as they were", extra={"error": str(error)[:200]})


async def _publish(bot: Bot, language: Language | None) -> None:
    customers, staff = _listed(commands.commands()), _listed(commands.of_staff())
    await bot.set_my_commands(customers, scope=BotCommandScopeAllPrivateChats(), language_code=language)
    await bot.set_my_commands(staff, scope=BotCommandScopeAllChatAdministrators(), language_code=language)


def _listed(described: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=text) for name, text in described.items()]
