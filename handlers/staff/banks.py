"""The settings of the buttons into banking apps: an owner switches each on by itself."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from bot.clock import Clock
from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.shop.banks import BANKS, chosen, in_pairs, switched
from bot.shop.deeds import Deed
from bot.shop.people import Person, Shop
from bot.staff import owner
from bot.storage import audit, shops
from bot.storage.database import Database, Unit
from bot.texts import banks as texts
from bot.texts import board
from handlers.filters import OpensStaff
from handlers.screen import View, button, show


class SwitchBank(CallbackData, prefix="bk"):
    """Switch a banking app's button on, or off where it is on."""

    key: str


def router() -> Router:
    """The switches."""
    screens = Router(name="banks")
    screens.callback_query.register(open_banks, OpensStaff(StaffScreen.BANKS))
    screens.callback_query.register(switch, SwitchBank.filter())
    return screens


async def open_banks(callback: CallbackQuery, person: Person, shop: Shop, database: Database) -> None:
    """Show which are on."""
    await database.read(owner, person)
    await show(callback, _view(shop), database)


async def switch(
    callback: CallbackQuery, callback_data: SwitchBank, person: Person, database: Database, clock: Clock
) -> None:
    """Switch one."""
    await show(callback, _view(await database.write(_switch, person, callback_data.key, clock)), database)


async def _switch(unit: Unit, person: Person, key: str, clock: Clock) -> Shop:
    await owner(unit, person)
    shop = await shops.load(unit, person.shop_id)
    await shops.choose_bank_buttons(unit, shop.id, switched(shop.bank_buttons, key))
    await audit.record(unit, person, Deed.SETTING, clock.now(), "banks")
    return await shops.load(unit, shop.id)


def _view(shop: Shop) -> View:
    on = chosen(shop.bank_buttons)
    rows = [
        [button(texts.switch(bank, on=bank in on), SwitchBank(key=bank.key)) for bank in pair]
        for pair in in_pairs(BANKS)
    ]
    return View(texts.overview(on), [*rows, [button(f"← {board.settings()}", OpenStaff(screen=StaffScreen.SETTINGS))]])
