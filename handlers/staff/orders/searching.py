"""`/find`: the order book, or what fits the words behind the command; the search button asks for them."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.shop.orderbook import Pile
from bot.shop.people import Person, Shop
from bot.shop.search import Query, understand
from bot.staff import staff
from bot.storage import orderbook, shops
from bot.storage.database import Database, Unit
from bot.texts import orderbook as texts
from handlers.screen import View, answer, button
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.orders.buttons import AskWords, ShowPile
from handlers.staff.orders.lists import entry_rows, pile_view, to_search
from handlers.staff.strangers import strangers_read


class Searching(Questions):
    """What a member of staff was asked to look for."""

    words = State()


def router() -> Router:
    """The search."""
    screens = Router(name="search")
    screens.message.register(find_by_command, Command("find"))
    screens.message.register(find_words, StateFilter(Searching.words), Answers())
    screens.callback_query.register(ask_words, AskWords.filter())
    return screens


async def find_by_command(
    message: Message, command: CommandObject, person: Person, shop: Shop, database: Database
) -> None:
    """Show what fits, or without words the order book."""
    await _find(message, (command.args or "").strip(), person, shop, database)


async def ask_words(callback: CallbackQuery, person: Person, shop: Shop, database: Database, state: FSMContext) -> None:
    """Ask what to look for."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    await database.read(staff, person)
    await ask(callback, person, state, Searching.words, texts.ask_words())
    await answer(callback)


async def find_words(message: Message, person: Person, shop: Shop, database: Database, state: FSMContext) -> None:
    """The words came."""
    if understand(message.text or "") is None:
        await message.reply(texts.nothing_to_find())
        return
    await state.clear()
    await _find(message, message.text or "", person, shop, database)


async def _find(message: Message, words: str, person: Person, shop: Shop, database: Database) -> None:
    if not shop.may_read_secrets(message.chat.id):
        await message.reply(texts.only_in_private())
        return
    query = understand(words)
    if query is not None:
        view = await database.read(_found_view, person, words, query)
    elif words:
        view = View(texts.nothing_to_find(), [_ways_on()])
    else:
        view = await database.read(pile_view, person, ShowPile(pile=Pile.PREPARE))
    await message.reply(view.text, reply_markup=view.keyboard)


async def _found_view(unit: Unit, person: Person, words: str, query: Query) -> View:
    by = await staff(unit, person)
    entries = await orderbook.find(unit, by.shop_id, query)
    rows = [*entry_rows(entries, Pile.PREPARE, await shops.load(unit, by.shop_id)), _ways_on()]
    return View(texts.found(words, entries, orderbook.MOST_FOUND), rows)


def _ways_on() -> list[InlineKeyboardButton]:
    return [to_search(), button(texts.to_orders(), ShowPile(pile=Pile.PREPARE))]
