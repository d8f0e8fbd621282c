"""The shop's pause: one tap on the board, and one to go on; perhaps with a word to customers."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.letters import without_cards
from bot.shop.people import Person, Shop, clean_name
from bot.staff import staff
from bot.storage.database import Database
from bot.texts import board
from bot.texts import checkout as checkout_texts
from bot.texts import pause as texts
from handlers.screen import Rows, View, button
from handlers.staff.asking import Answers, Questions, ask

_MOST = 200


class PauseAsked(Questions):
    """What a member of staff was asked to write."""

    why = State()


class PauseShop(CallbackData, prefix="xps"):
    """Take no orders for a while, or take them again."""

    paused: bool


class SayWhy(CallbackData, prefix="xpw"):
    """Ask why the shop pauses."""


def router() -> Router:
    """The word to customers; the board itself has the rest."""
    screens = Router(name="pause")
    screens.callback_query.register(ask_why, SayWhy.filter())
    screens.message.register(take_why, StateFilter(PauseAsked.why), Answers())
    return screens


async def ask_why(callback: CallbackQuery, person: Person, database: Database, state: FSMContext) -> None:
    """Ask what customers shall read."""
    await database.read(staff, person)
    await ask(callback, person, state, PauseAsked.why, texts.ask_why())
    await callback.answer()


async def take_why(message: Message, person: Person, shopkeeping: Shopkeeping, state: FSMContext) -> None:
    """The reason came."""
    why = without_cards(clean_name(message.text or "", _MOST + 1))
    if not 0 < len(why) <= _MOST:
        await message.reply(checkout_texts.too_long(_MOST) if why else texts.ask_why())
        return
    shop = await shopkeeping.explain(person, why)
    await state.clear()
    view = View(board.heading(shop), [*pause_rows(shop), [button(board.board(), OpenStaff(screen=StaffScreen.BOARD))]])
    await message.reply(view.text, reply_markup=view.keyboard)


def pause_rows(shop: Shop) -> Rows:
    """Pause, or go on."""
    if shop.pause is None:
        return [[button(texts.pause(), PauseShop(paused=True))]]
    resume = button(texts.resume(), PauseShop(paused=False), ButtonStyle.SUCCESS)
    return [[resume], [button(texts.say_why(), SayWhy())]]
