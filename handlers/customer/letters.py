"""A customer writes to the shop: by a button, or by replying to what the shop wrote."""

from aiogram import Bot, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ForceReply, Message, ReplyKeyboardRemove

from bot.messages.buttons import WriteToShop
from bot.services.relay import LetterRefused, Relay
from bot.shop.people import Person
from bot.texts import checkout
from bot.texts import letters as texts
from handlers.customer.draft import Writing, step_of
from handlers.refusals import of_letter
from handlers.replies import RepliesTo, number_behind, words_of
from handlers.screen import answer


def router() -> Router:
    """Letters to the shop."""
    screens = Router(name="letters")
    screens.message.register(leave, Command("cancel"), StateFilter(Writing))
    screens.message.register(send_reply, RepliesTo(WriteToShop))
    screens.message.register(send_asked, StateFilter(Writing.to_shop))
    screens.callback_query.register(ask, WriteToShop.filter())
    return screens


async def ask(
    callback: CallbackQuery,
    callback_data: WriteToShop,
    person: Person,
    relay: Relay,
    state: FSMContext,
    bot: Bot,
    raw_state: str | None = None,
) -> None:
    """Ask for the words; an order that is being filled in is put aside."""
    try:
        order = await relay.may_write(person, callback_data.number)
    except LetterRefused as refusal:
        await callback.answer(of_letter(refusal), show_alert=True)
        return
    await answer(callback)
    if step_of(raw_state) is not None:
        await bot.send_message(person.telegram_id, checkout.put_aside(), reply_markup=ReplyKeyboardRemove())
    await bot.send_message(person.telegram_id, texts.ask_customer(order.number), reply_markup=ForceReply())
    await state.set_state(Writing.to_shop)
    await state.set_data({"number": order.number})


async def send_asked(message: Message, person: Person, relay: Relay, state: FSMContext) -> None:
    """The words came: they go to the shop."""
    number = int((await state.get_data())["number"])
    if await _passed_on(message, person, number, relay):
        await state.clear()


async def send_reply(message: Message, person: Person, relay: Relay, state: FSMContext) -> None:
    """A reply to what the shop told goes to the shop; an order that is being filled in stays."""
    number = number_behind(message, WriteToShop)
    if number is None or not await _passed_on(message, person, number, relay):
        return
    if await state.get_state() == Writing.to_shop.state:
        await state.clear()


async def leave(message: Message, state: FSMContext) -> None:
    """Nothing is written after all."""
    await state.clear()
    await message.answer(texts.left())


async def _passed_on(message: Message, person: Person, number: int, relay: Relay) -> bool:
    try:
        await relay.to_shop(person, number, words_of(message))
    except LetterRefused as refusal:
        await message.reply(of_letter(refusal))
        return False
    await message.reply(texts.sent_to_shop())
    return True
