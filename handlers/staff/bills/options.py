"""What can be changed about a bill: for whom, how much, until when; its card, its QR, its end."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.addresses import Addresses
from bot.clock import Clock
from bot.services.billing import Billing
from bot.shop.bills import MOST_DAYS, Standing, end_of_day, read_due
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import staff_bills as texts
from handlers.screen import answer, show
from handlers.staff.asking import Answers, ask
from handlers.staff.bills.buttons import BillAct, BillButton, BillDue, DoesBill
from handlers.staff.bills.making import Billed
from handlers.staff.bills.screen import days, place_for, surely, view
from handlers.staff.strangers import strangers_read


def router() -> Router:
    """The screen of a bill and its buttons."""
    screens = Router(name="bill")
    screens.message.register(take_date, StateFilter(Billed.date), Answers())
    press = screens.callback_query.register
    press(look, BillButton.filter(), DoesBill(BillAct.OPEN, BillAct.DUE, BillAct.CANCEL))
    press(send_card, BillButton.filter(), DoesBill(BillAct.SEND))
    press(ask_date, BillButton.filter(), DoesBill(BillAct.DATE))
    press(change, BillButton.filter())
    press(choose_due, BillDue.filter())
    return screens


async def look(
    callback: CallbackQuery,
    callback_data: BillButton,
    person: Person,
    shop: Shop,
    billing: Billing,
    addresses: Addresses,
    database: Database,
) -> None:
    """The bill as it is, or a question about it."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    standing = await billing.look(person, callback_data.bill_id)
    match callback_data.act:
        case BillAct.DUE:
            screen = days(standing)
        case BillAct.CANCEL:
            screen = surely(standing)
        case _:
            screen = view(standing, shop, addresses)
    await show(callback, screen, database)


async def change(
    callback: CallbackQuery,
    callback_data: BillButton,
    person: Person,
    shop: Shop,
    billing: Billing,
    addresses: Addresses,
    database: Database,
) -> None:
    """Change an option; the screen shows the bill as it is then."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    standing = await _changed(billing, person, callback_data)
    await show(callback, view(standing, shop, addresses), database, texts.done())


async def send_card(
    callback: CallbackQuery, callback_data: BillButton, person: Person, shop: Shop, billing: Billing
) -> None:
    """The card, at the bottom of the chat."""
    message = callback.message
    if not isinstance(message, Message):
        await answer(callback)
        return
    await billing.show(person, callback_data.bill_id, place_for(message, shop, person))
    await answer(callback, texts.done())


async def choose_due(
    callback: CallbackQuery,
    callback_data: BillDue,
    person: Person,
    shop: Shop,
    billing: Billing,
    addresses: Addresses,
    database: Database,
    clock: Clock,
) -> None:
    """A day by a button."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    count = min(max(0, callback_data.days), MOST_DAYS)
    due_at = end_of_day(clock.now(), count, shop.timezone)
    standing = await billing.set_due(person, callback_data.bill_id, due_at)
    await show(callback, view(standing, shop, addresses), database, texts.done())


async def ask_date(
    callback: CallbackQuery, callback_data: BillButton, person: Person, shop: Shop, billing: Billing, state: FSMContext
) -> None:
    """A day in writing."""
    if await strangers_read(callback, shop, texts.only_in_private()):
        return
    standing = await billing.look(person, callback_data.bill_id)
    await ask(callback, person, state, Billed.date, texts.ask_date(), bill=standing.bill.id)
    await answer(callback)


async def take_date(
    message: Message,
    person: Person,
    shop: Shop,
    billing: Billing,
    addresses: Addresses,
    state: FSMContext,
    clock: Clock,
) -> None:
    """The day came."""
    due_at = read_due(message.text or "", clock.now(), shop.timezone)
    if due_at is None:
        await message.reply(texts.not_a_date())
        return
    bill_id = int((await state.get_data())["bill"])
    await state.clear()
    screen = view(await billing.set_due(person, bill_id, due_at), shop, addresses)
    await message.reply(screen.text, reply_markup=screen.keyboard)


async def _changed(billing: Billing, person: Person, wish: BillButton) -> Standing:
    match wish.act:
        case BillAct.MANY | BillAct.ONE:
            return await billing.open_to(person, wish.bill_id, many=wish.act is BillAct.MANY)
        case BillAct.RAISE | BillAct.FIX:
            return await billing.let_raise(person, wish.bill_id, may_raise=wish.act is BillAct.RAISE)
        case BillAct.TERMINAL:
            return await billing.show_on_terminal(person, wish.bill_id)
        case BillAct.RENEW:
            return await billing.renew(person, wish.bill_id)
        case BillAct.SURELY:
            return await billing.cancel(person, wish.bill_id)
        case _:
            return await billing.look(person, wish.bill_id)
