"""Questions that staff answer in words: in the group as a reply, or in private where a chat takes no replies."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, ForceReply, Message, TelegramObject

from bot.shop.people import Person
from bot.staff import StaffRefusal
from bot.texts import desk as texts
from bot.texts.merchant import mention

_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


class Questions(StatesGroup):
    """The base of every group of questions to staff: a command leaves the question of any of them."""

    @classmethod
    def has(cls, raw_state: str | None) -> bool:
        """Whether a stored state's name is one of these questions."""
        return any(raw_state in group.__all_states_names__ for group in cls.__subclasses__())


class Asked(Questions):
    """What a member of staff was asked to write about an order or the settings."""

    refund_note = State()
    reject_reason = State()
    letter = State()
    quiet_below = State()


class LeavesQuestion(BaseMiddleware):
    """A command in the middle of a question leaves it: the next words are no answer to it. `/cancel` does only that."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Leave first, then obey the command."""
        if not (isinstance(event, Message) and Questions.has(data["raw_state"])):
            return await handler(event, data)
        words = (event.text or "").split()
        if words and words[0].startswith("/"):
            await data["state"].clear()
            data["raw_state"] = None
            if words[0].partition("@")[0] == "/cancel":
                return await event.reply(texts.left_alone())
        return await handler(event, data)


class CannotAsk(StaffRefusal):
    """The chat takes no replies, and the person has not opened a private one."""


class Answers(Filter):
    """The message answers the question. In a group that is a reply to it: all other talk there is not for us."""

    async def __call__(self, message: Message, state: FSMContext) -> bool:
        """Whether it does; a command is never an answer."""
        if (message.text or "").startswith("/"):
            return False
        if message.chat.type == ChatType.PRIVATE:
            return True
        replied = message.reply_to_message
        return replied is not None and replied.message_id == (await state.get_data()).get("question")


async def ask(
    callback: CallbackQuery, person: Person, state: FSMContext, step: State, question: str, **facts: int
) -> None:
    """Put a question to whoever pressed; its answer comes to the handler of `step`, with `facts` in its data.

    Raises:
        CannotAsk: when there is no chat in which the person could answer.
    """
    message = callback.message
    if isinstance(message, Message) and message.chat.type in _GROUPS:
        # Telegram opens the reply only for those whom the text names.
        sent = await message.reply(f"{mention(person)}\n{question}", reply_markup=ForceReply(selective=True))
    else:
        sent = await _in_private(callback, question)
        there = replace(state.key, chat_id=callback.from_user.id, thread_id=None)
        state = state if there == state.key else FSMContext(state.storage, there)
    await state.set_state(step)
    await state.set_data({"question": sent.message_id} | facts)


async def _in_private(callback: CallbackQuery, question: str) -> Message:
    if callback.bot is None:
        raise RuntimeError("the press did not come through a bot")
    try:
        return await callback.bot.send_message(callback.from_user.id, question, reply_markup=ForceReply())
    except TelegramForbiddenError as error:
        raise CannotAsk from error
