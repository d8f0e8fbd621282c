"""`/bill 1500 Cake for Aida`: a bill in one line, or question by question."""

from aiogram import Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, ForceReply, Message

from bot.addresses import Addresses
from bot.services.billing import Billing
from bot.shop.bills import MOST_TITLE, read_wish
from bot.shop.money import NotMoney, Tyiyn, parse_som
from bot.shop.people import Person, Shop, clean_name
from bot.staff import staff
from bot.storage.database import Database
from bot.texts import staff_bills as texts
from handlers.screen import answer
from handlers.staff.asking import Answers, Questions, ask
from handlers.staff.bills.buttons import NewBill
from handlers.staff.bills.screen import place_for, view


class Billed(Questions):
    """What a member of staff was asked about a new bill, or its day."""

    amount = State()
    title = State()
    date = State()


def router() -> Router:
    """The command, and the questions that a bare one is followed by."""
    steps = Router(name="making bills")
    steps.message.register(by_command, Command("bill"))
    steps.message.register(take_amount, StateFilter(Billed.amount), Answers())
    steps.message.register(take_title, StateFilter(Billed.title), Answers())
    steps.callback_query.register(begin, NewBill.filter())
    return steps


async def by_command(
    message: Message,
    command: CommandObject,
    person: Person,
    shop: Shop,
    database: Database,
    billing: Billing,
    addresses: Addresses,
    state: FSMContext,
) -> None:
    """Make the bill at once; what is missing is asked for, and the rest is kept."""
    await database.read(staff, person)
    amount, title = read_wish(command.args or "")
    if amount is not None and title:
        await _make(message, person, shop, billing, addresses, amount, title)
    elif amount is not None:
        await _ask(message, state, Billed.title, f"{texts.only_sum()}\n{texts.ask_title(amount)}", amount=amount)
    else:
        words = f"{texts.no_sum()}\n{texts.ask_sum()}" if title else texts.ask_sum()
        await _ask(message, state, Billed.amount, words, title=title)


async def begin(callback: CallbackQuery, person: Person, database: Database, state: FSMContext) -> None:
    """The first question, from the list of bills."""
    await database.read(staff, person)
    await ask(callback, person, state, Billed.amount, texts.ask_sum())
    await answer(callback)


async def take_amount(
    message: Message, person: Person, shop: Shop, billing: Billing, addresses: Addresses, state: FSMContext
) -> None:
    """The sum came; whoever wrote the whole line is understood too."""
    amount, title = _sum_and_title(message.text or "")
    title = title or str((await state.get_data()).get("title") or "")
    if amount is None:
        await message.reply(texts.not_a_sum())
    elif title:
        await _make(message, person, shop, billing, addresses, amount, title)
        await state.clear()
    else:
        await _ask(message, state, Billed.title, texts.ask_title(amount), amount=amount)


async def take_title(
    message: Message, person: Person, shop: Shop, billing: Billing, addresses: Addresses, state: FSMContext
) -> None:
    """What it is for came."""
    amount = int((await state.get_data())["amount"])
    title = clean_name(message.text or "", MOST_TITLE)
    if not title:
        await message.reply(texts.ask_title(amount))
        return
    await _make(message, person, shop, billing, addresses, amount, title)
    await state.clear()  # not before: what cannot be made now can be said once more


def _sum_and_title(text: str) -> tuple[Tyiyn | None, str]:
    """A sum alone may be written in more ways than one that words follow."""
    try:
        return parse_som(text), ""
    except NotMoney:
        amount, title = read_wish(text)
        return amount, title if amount is not None else ""


async def _ask(message: Message, state: FSMContext, step: State, question: str, **facts: str | int) -> None:
    sent = await message.reply(question, reply_markup=ForceReply(selective=True))
    await state.set_state(step)
    await state.set_data({"question": sent.message_id} | facts)


async def _make(
    message: Message, person: Person, shop: Shop, billing: Billing, addresses: Addresses, amount: Tyiyn, title: str
) -> None:
    place, origin = place_for(message, shop, person), f"message:{message.chat.id}:{message.message_id}"
    bill = await billing.make(person, origin, amount, title, card=place)
    if place.chat_id != message.chat.id:
        await message.reply(f"{texts.made(bill)} {texts.made_in_private()}")
        return
    screen = view(await billing.look(person, bill.id), shop, addresses)
    await message.reply(f"{texts.made(bill)}\n\n{screen.text}", reply_markup=screen.keyboard)
