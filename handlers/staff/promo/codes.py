"""The list of promo codes, and one of them with what can be done with it."""

from aiogram import Router
from aiogram.enums import ButtonStyle
from aiogram.types import CallbackQuery

from bot.messages.staff_buttons import OpenStaff, StaffScreen
from bot.services.promotions import Promotions
from bot.shop.people import Person
from bot.shop.promo import Promo
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import promo as texts
from handlers.filters import OpensStaff
from handlers.screen import View, button, show
from handlers.staff.promo.buttons import DoesToPromo, NewPromo, PromoAct, PromoButton

_FLIPS = {PromoAct.SWITCH: "is_off", PromoAct.ONCE_EACH: "once_each"}


def router() -> Router:
    """The list and its codes."""
    screens = Router(name="promo code list")
    press = screens.callback_query.register
    press(open_list, OpensStaff(StaffScreen.PROMO))
    press(open_code, PromoButton.filter(), DoesToPromo(PromoAct.OPEN))
    press(flip, PromoButton.filter(), DoesToPromo(*_FLIPS))
    press(ask_surely, PromoButton.filter(), DoesToPromo(PromoAct.DELETE))
    press(delete, PromoButton.filter(), DoesToPromo(PromoAct.SURELY))
    return screens


async def open_list(callback: CallbackQuery, person: Person, promotions: Promotions, database: Database) -> None:
    """Show every code with how often it was used."""
    found = await promotions.list(person)
    rows = [[button(texts.row(one), PromoButton(act=PromoAct.OPEN, promo_id=one.id))] for one in found]
    ways = [[button(texts.add(), NewPromo())], [button(labels.back(), OpenStaff(screen=StaffScreen.SETTINGS))]]
    await show(callback, View(texts.overview(found), [*rows, *ways]), database)


async def open_code(
    callback: CallbackQuery, callback_data: PromoButton, person: Person, promotions: Promotions, database: Database
) -> None:
    """Show a code."""
    await show(callback, code_view(await promotions.find(person, callback_data.promo_id)), database)


async def flip(
    callback: CallbackQuery, callback_data: PromoButton, person: Person, promotions: Promotions, database: Database
) -> None:
    """Switch it off or on, or whether it works once for each customer."""
    promo = await promotions.flip(person, callback_data.promo_id, _FLIPS[callback_data.act])
    await show(callback, code_view(promo), database)


async def ask_surely(
    callback: CallbackQuery, callback_data: PromoButton, person: Person, promotions: Promotions, database: Database
) -> None:
    """Ask before deleting."""
    promo = await promotions.find(person, callback_data.promo_id)
    surely = button(texts.delete(), PromoButton(act=PromoAct.SURELY, promo_id=promo.id), ButtonStyle.DANGER)
    keep = button(labels.back(), PromoButton(act=PromoAct.OPEN, promo_id=promo.id))
    await show(callback, View(texts.surely_delete(promo), [[surely], [keep]]), database)


async def delete(
    callback: CallbackQuery, callback_data: PromoButton, person: Person, promotions: Promotions, database: Database
) -> None:
    """Take it no more; the list shows what is left."""
    await promotions.delete(person, callback_data.promo_id)
    await open_list(callback, person, promotions, database)


def code_view(promo: Promo) -> View:
    """A code, with what can be changed about it."""

    def does(act: PromoAct) -> PromoButton:
        return PromoButton(act=act, promo_id=promo.id)

    once = f"{'✓' if promo.once_each else '✗'} {texts.once_each()}"
    rows = [
        [button(texts.first_day(), does(PromoAct.FIRST_DAY)), button(texts.last_day(), does(PromoAct.LAST_DAY))],
        [button(texts.most_uses(), does(PromoAct.MOST_USES)), button(texts.least_goods(), does(PromoAct.LEAST_GOODS))],
        [button(once, does(PromoAct.ONCE_EACH))],
        [button(texts.switch(on=not promo.is_on), does(PromoAct.SWITCH))],
        [button(texts.delete(), does(PromoAct.DELETE))],
        [button(labels.back(), OpenStaff(screen=StaffScreen.PROMO))],
    ]
    return View(texts.card(promo), rows)
