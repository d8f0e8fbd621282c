"""`/settings`: what an owner can change about the shop; within the group, also what is told in which topic."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.clock import Clock
from bot.messages.staff_buttons import (
    ChooseChat,
    ChooseQuiet,
    ConnectChat,
    LatePolicy,
    OpenStaff,
    PhonesOnCards,
    StaffScreen,
    UseTopic,
)
from bot.shop.deeds import Deed
from bot.shop.money import NotMoney, parse_som
from bot.shop.people import GENERAL, Person, Purpose, Role, Shop
from bot.staff import GoneMissing, owner
from bot.storage import audit, shops
from bot.storage.database import Database, Unit
from bot.texts import board, summary
from bot.texts import group as group_texts
from bot.texts import settings as texts
from handlers.filters import OpensStaff
from handlers.screen import Rows, View, button, show
from handlers.staff.asking import Answers, Asked, ask
from handlers.staff.reports.buttons import ShowSummary

_SCREENS = {
    StaffScreen.DELIVERY: board.delivery,
    StaffScreen.HOURS: board.hours,
    StaffScreen.PROMO: board.promo,
    StaffScreen.BANKS: board.banks,
    StaffScreen.STAFF: board.staff,
    StaffScreen.SETUP: board.setup,
}
_ROWS = (
    (StaffScreen.DELIVERY, StaffScreen.HOURS),
    (StaffScreen.PROMO, StaffScreen.BANKS),
    (StaffScreen.STAFF, StaffScreen.SETUP),
)

_Change = Callable[[Unit, int], Awaitable[None]]


def router() -> Router:
    """The settings."""
    screens = Router(name="settings")
    screens.message.register(overview, Command("settings"))
    screens.message.register(take_quiet, StateFilter(Asked.quiet_below), Answers())
    press = screens.callback_query.register
    press(open_settings, OpensStaff(StaffScreen.SETTINGS))
    press(choose_late_policy, LatePolicy.filter())
    press(choose_phones, PhonesOnCards.filter())
    press(use_topic, UseTopic.filter())
    press(ask_quiet, ChooseQuiet.filter())
    return screens


async def overview(message: Message, person: Person, shop: Shop) -> None:
    """Show what is set."""
    if person.role is not Role.OWNER:
        await message.reply(texts.owners_only())
        return
    view = _view(shop, message)
    await message.reply(view.text, reply_markup=view.keyboard)


async def open_settings(callback: CallbackQuery, person: Person, shop: Shop, database: Database) -> None:
    """Show what is set, in place of the board."""
    await database.read(owner, person)
    message = callback.message
    await show(callback, _view(shop, message if isinstance(message, Message) else None), database)


async def choose_late_policy(
    callback: CallbackQuery, callback_data: LatePolicy, person: Person, database: Database, clock: Clock
) -> None:
    """Change what becomes of late money."""
    accepts = callback_data.accepts_late
    change = _noted(partial(shops.choose_late_policy, accepts_late=accepts), person, clock, "late", accepts)
    await _change(callback, person, database, change)


async def choose_phones(
    callback: CallbackQuery, callback_data: PhonesOnCards, person: Person, database: Database, clock: Clock
) -> None:
    """Change whether phones stand on sale cards."""
    shown = callback_data.shown
    change = _noted(partial(shops.choose_phones, shown=shown), person, clock, "phones", shown)
    await _change(callback, person, database, change)


async def use_topic(
    callback: CallbackQuery, callback_data: UseTopic, person: Person, database: Database, clock: Clock
) -> None:
    """Tell such things in the topic where the button was pressed."""
    chat_id = callback.message.chat.id if callback.message else 0

    async def change(unit: Unit, shop_id: int) -> None:
        if (await shops.load(unit, shop_id)).merchant_chat_id != chat_id:
            raise GoneMissing  # sales are told elsewhere by now
        await shops.choose_topic(unit, shop_id, callback_data.purpose, callback_data.topic_id or None)

    await _change(callback, person, database, _noted(change, person, clock, "topic", callback_data.purpose))


async def ask_quiet(callback: CallbackQuery, person: Person, database: Database, state: FSMContext) -> None:
    """Ask from which sum on sales ring."""
    await database.read(owner, person)
    await ask(callback, person, state, Asked.quiet_below, group_texts.ask_quiet())
    await callback.answer()


async def take_quiet(message: Message, person: Person, database: Database, state: FSMContext, clock: Clock) -> None:
    """The sum came."""
    text = (message.text or "").strip()
    try:
        quiet_below = 0 if text == "0" else parse_som(text)
    except NotMoney:
        await message.reply(group_texts.not_a_sum())
        return
    await state.clear()
    change = _noted(partial(_choose_quiet, quiet_below), person, clock, "quiet", quiet_below)
    shop = await database.write(_write, person, change)
    await message.reply(group_texts.quiet_line(shop.quiet_below))


async def _choose_quiet(quiet_below: int, unit: Unit, shop_id: int) -> None:
    await shops.choose_quiet(unit, shop_id, quiet_below)


def _noted(change: _Change, person: Person, clock: Clock, setting: str, to: str | int) -> _Change:
    """The change, written down with what was chosen."""

    async def noted(unit: Unit, shop_id: int) -> None:
        await change(unit, shop_id)
        await audit.record(unit, person, Deed.SETTING, clock.now(), setting, to=to)

    return noted


async def _change(callback: CallbackQuery, person: Person, database: Database, change: _Change) -> None:
    """Make a change and show the settings as they are then."""
    shop = await database.write(_write, person, change)
    message = callback.message
    await show(callback, _view(shop, message if isinstance(message, Message) else None), database)


async def _write(unit: Unit, person: Person, change: _Change) -> Shop:
    """The right is read with the change."""
    await owner(unit, person)
    await change(unit, person.shop_id)
    return await shops.load(unit, person.shop_id)


def _view(shop: Shop, message: Message | None) -> View:
    lines = [
        texts.overview(shop),
        group_texts.chat_line(shop),
        group_texts.quiet_line(shop.quiet_below),
        group_texts.phones_line(shop),
    ]
    late = texts.ask_about_late() if shop.accepts_late else texts.accept_late()
    phones = group_texts.hide_phones() if shop.shows_phones else group_texts.show_phones()
    rows = [
        [button(late, LatePolicy(accepts_late=not shop.accepts_late))],
        [button(phones, PhonesOnCards(shown=not shop.shows_phones)), button(group_texts.quiet(), ChooseQuiet())],
    ]
    rows.append([button(summary.title(), ShowSummary())])
    rows += [[button(_SCREENS[one](), OpenStaff(screen=one)) for one in row] for row in _ROWS]
    rows += [*_of_place(shop, message), [button(board.board(), OpenStaff(screen=StaffScreen.BOARD))]]
    return View("\n".join(lines), rows)


def _of_place(shop: Shop, message: Message | None) -> Rows:
    """What can be chosen only where the settings are shown: in private, in a topic, in another chat."""
    if message is None or message.chat.type == ChatType.PRIVATE:
        return [[button(group_texts.choose_chat(), ChooseChat())]]
    if message.chat.id != shop.merchant_chat_id:
        return [[button(group_texts.sales_here(), ConnectChat(chat_id=message.chat.id))]]
    if not message.chat.is_forum:
        return []
    topic = (message.message_thread_id if message.is_topic_message else None) or GENERAL
    return [[button(_label(shop, purpose, topic), UseTopic(purpose=purpose, topic_id=topic))] for purpose in Purpose]


def _label(shop: Shop, purpose: Purpose, topic: int) -> str:
    """What comes to this topic already is ticked."""
    mark = "✓ " if (shop.topic_for(purpose) or GENERAL) == topic else ""
    return mark + group_texts.here(purpose)
