"""Customers who open the link of a bill."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot.addresses import BILL as PAYLOAD
from bot.messages.buttons import Open, Screen
from bot.services.billing import Visit, Visited, Visits
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import bills as texts
from bot.texts import labels
from handlers.customer.questions import PutAside
from handlers.filters import LeadsTo
from handlers.screen import View, answer, button, show

_SENTENCES = {
    Visit.NOTHING: texts.no_such_bill,
    Visit.PAID: texts.paid_already,
    Visit.PAID_BY_YOU: texts.paid_by_you,
    Visit.TAKEN: texts.taken,
    Visit.OVER: texts.visit_over,
    Visit.CANCELLED: texts.visit_cancelled,
}


class PayBillAgain(CallbackData, prefix="ba"):
    """Pay a bill for many once more."""

    bill_id: int


def router() -> Router:
    """The link, and the button under what it leads to."""
    screens = Router(name="visited bills")
    screens.message.middleware(PutAside())
    screens.message.register(open_bill, CommandStart(), LeadsTo(PAYLOAD))
    screens.callback_query.register(pay_again, PayBillAgain.filter())
    return screens


async def open_bill(
    message: Message, command: CommandObject, person: Person, visits: Visits, database: Database
) -> None:
    """The visitor's own card comes by itself; anything else is said."""
    visited = await visits.open(person, (command.args or "").removeprefix(PAYLOAD))
    if visited.what is not Visit.CARD:
        await show(message, _view(visited), database)


async def pay_again(
    callback: CallbackQuery, callback_data: PayBillAgain, person: Person, visits: Visits, database: Database
) -> None:
    """Another order of the same bill."""
    visited = await visits.pay_again(person, callback_data.bill_id)
    if visited.what is Visit.CARD:
        await answer(callback)
    else:
        await show(callback, _view(visited), database)


def _view(visited: Visited) -> View:
    rows: list[list[InlineKeyboardButton]] = []
    if visited.what is Visit.PAID_BY_YOU and visited.bill is not None:
        rows.append([button(texts.pay_once_more(), PayBillAgain(bill_id=visited.bill.id))])
    rows.append([button(labels.menu(), Open(screen=Screen.MENU))])
    return View(_SENTENCES[visited.what](), rows)
