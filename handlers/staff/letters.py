"""Staff write to customers: by the button under a card, or by replying to a customer's letter."""

import contextlib

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.messages import keyboards
from bot.messages.staff_buttons import BlockCustomer, WriteToCustomer
from bot.services.fulfilment import Fulfilment
from bot.services.relay import Relay
from bot.shop.people import Person
from bot.texts import letters as texts
from handlers.replies import RepliesTo, number_behind, words_of
from handlers.screen import answer
from handlers.staff.asking import Answers, Asked, ask


def router() -> Router:
    """Letters to customers."""
    screens = Router(name="staff letters")
    screens.message.register(send_asked, StateFilter(Asked.letter), Answers())
    screens.message.register(send_reply, RepliesTo(BlockCustomer))
    screens.callback_query.register(ask_words, WriteToCustomer.filter())
    screens.callback_query.register(block, BlockCustomer.filter())
    return screens


async def ask_words(
    callback: CallbackQuery, callback_data: WriteToCustomer, person: Person, fulfilment: Fulfilment, state: FSMContext
) -> None:
    """Ask what to write."""
    order = await fulfilment.look(person, callback_data.number)
    await ask(callback, person, state, Asked.letter, texts.ask_staff(order.number), number=order.number)
    await answer(callback)


async def send_asked(message: Message, person: Person, relay: Relay, state: FSMContext) -> None:
    """The words came: they go to the customer."""
    number = int((await state.get_data())["number"])
    customer = await relay.to_customer(person, number, words_of(message))
    await state.clear()
    await message.reply(texts.sent_to_customer(customer))


async def send_reply(message: Message, person: Person, relay: Relay) -> None:
    """A reply to a customer's letter goes to that customer."""
    number = number_behind(message, BlockCustomer)
    if number is not None:
        customer = await relay.to_customer(person, number, words_of(message))
        await message.reply(texts.sent_to_customer(customer))


async def block(callback: CallbackQuery, callback_data: BlockCustomer, person: Person, relay: Relay) -> None:
    """Let no more letters through from this customer, or letters again; the button turns round."""
    customer = await relay.block(person, callback_data.number, blocked=callback_data.blocked)
    await answer(callback, texts.blocked(customer) if callback_data.blocked else texts.unblocked(customer))
    if isinstance(callback.message, Message):
        buttons = keyboards.customer_letter(callback_data.number, blocked=callback_data.blocked)
        with contextlib.suppress(TelegramBadRequest):  # pressed twice: it is there already
            await callback.message.edit_reply_markup(reply_markup=buttons)
