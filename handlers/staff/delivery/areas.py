"""An area of delivery on a screen of its own, and its place in the list."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.types import CallbackQuery

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.shopkeeping import Shopkeeping
from bot.shop.people import Person
from bot.shop.pricing import Area
from bot.staff import GoneMissing
from bot.storage.database import Database
from bot.texts import areas as texts
from bot.texts import labels
from handlers.screen import View, button, show
from handlers.staff.delivery.buttons import AreaAct, AreaButton, Does
from handlers.staff.delivery.ways import open_delivery


def router() -> Router:
    """The screen of an area."""
    screens = Router(name="areas")
    press = screens.callback_query.register
    press(open_area, AreaButton.filter(), Does(AreaAct.OPEN))
    press(move_up, AreaButton.filter(), Does(AreaAct.UP))
    press(ask_surely, AreaButton.filter(), Does(AreaAct.REMOVE))
    press(remove, AreaButton.filter(), Does(AreaAct.SURELY))
    return screens


async def open_area(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Show an area with what can be done with it."""
    area = await pressed_area(shopkeeping, person, callback_data)
    await show(callback, area_view(area), database)


async def move_up(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """One place earlier in the list, which shows it."""
    await shopkeeping.move_area_up(person, callback_data.area_id)
    await open_delivery(callback, person, shopkeeping, database)


async def ask_surely(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Ask before removing."""
    area = await pressed_area(shopkeeping, person, callback_data)
    surely = button(texts.remove(), AreaButton(act=AreaAct.SURELY, area_id=area.id), ButtonStyle.DANGER)
    keep = button(labels.back(), AreaButton(act=AreaAct.OPEN, area_id=area.id))
    await show(callback, View(texts.surely_remove(area), [[surely], [keep]]), database)


async def remove(
    callback: CallbackQuery, callback_data: AreaButton, person: Person, shopkeeping: Shopkeeping, database: Database
) -> None:
    """Deliver there no more."""
    await shopkeeping.remove_area(person, callback_data.area_id)
    await open_delivery(callback, person, shopkeeping, database)


def area_view(area: Area) -> View:
    """An area, with what can be changed about it."""

    def does(act: AreaAct) -> AreaButton:
        return AreaButton(act=act, area_id=area.id)

    rows = [
        [button(texts.rename(), does(AreaAct.NAME)), button(texts.fee(), does(AreaAct.FEE))],
        [button(texts.free_from(), does(AreaAct.FREE_FROM))],
        [button(texts.up(), does(AreaAct.UP)), button(texts.remove(), does(AreaAct.REMOVE))],
        [button(labels.back(), OpenStaff(screen=StaffScreen.DELIVERY))],
    ]
    return View(texts.terms(area), rows)


async def pressed_area(shopkeeping: Shopkeeping, person: Person, pressed: AreaButton) -> Area:
    """The area that a button is about. Raises GoneMissing."""
    area = (await shopkeeping.offer(person)).area(pressed.area_id)
    if area is None:
        raise GoneMissing
    return area
