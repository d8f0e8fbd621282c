"""A question that follows upon an answer."""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import ForceReply, Message


async def ask_on(message: Message, state: FSMContext, step: State, question: str, **facts: int | str) -> None:
    """Put the next question to whoever wrote `message`; its answer comes to the handler of `step`, with `facts`."""
    sent = await message.reply(question, reply_markup=ForceReply(selective=True))
    await state.set_state(step)
    await state.set_data({"question": sent.message_id} | facts)
