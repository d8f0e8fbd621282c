"""The first steps: a list with ticks for an owner, at `/start` while something is missing and by `/setup`."""

from aiogram import Bot, Router
from aiogram.enums import ButtonStyle
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot.chats import Place, look_at
from bot.checkout import Checkout, PaymentsUnavailable
from bot.messages.buttons import Open, Screen
from bot.messages.staff_buttons import ChooseChat, OpenStaff, StaffScreen
from bot.services.first_steps import FirstSteps
from bot.shop.first_steps import Progress
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import board, group
from bot.texts import setup as texts
from handlers.filters import InPrivate, OpensStaff
from handlers.screen import Rows, View, answer, button, show


class CheckAgain(CallbackData, prefix="fsc"):
    """Look at the first steps anew."""


class BuyTest(CallbackData, prefix="fst"):
    """Make the test purchase."""


class HasStepsLeft(Filter):
    """An owner comes by the plain `/start`, and something is still missing in the shop."""

    async def __call__(
        self, _message: Message, command: CommandObject, person: Person, first_steps: FirstSteps
    ) -> bool:
        """Whether it is so."""
        return not command.args and await first_steps.are_due(person)


def router() -> Router:
    """The first steps, in private only."""
    screens = Router(name="setup")
    screens.message.register(open_by_command, Command("setup"), InPrivate())
    screens.message.register(refer_to_private, Command("setup"))
    screens.message.register(open_by_command, CommandStart(), InPrivate(), HasStepsLeft())
    press = screens.callback_query.register
    press(open_steps, OpensStaff(StaffScreen.SETUP), InPrivate())
    press(press_in_private, OpensStaff(StaffScreen.SETUP))
    press(check_again, CheckAgain.filter(), InPrivate())
    press(buy_test, BuyTest.filter(), InPrivate())
    return screens


async def open_by_command(
    message: Message, person: Person, shop: Shop, bot: Bot, first_steps: FirstSteps, database: Database
) -> None:
    """Show how far the shop is."""
    await show(message, await setup_view(person, shop, bot, first_steps), database)


async def refer_to_private(message: Message) -> None:
    """The group need not read along."""
    await message.reply(texts.in_private())


async def press_in_private(callback: CallbackQuery) -> None:
    """The group need not read along."""
    await callback.answer(texts.in_private(), show_alert=True)


async def open_steps(
    callback: CallbackQuery, person: Person, shop: Shop, bot: Bot, first_steps: FirstSteps, database: Database
) -> None:
    """Show how far the shop is, in place of another screen."""
    await show(callback, await setup_view(person, shop, bot, first_steps), database)


async def check_again(
    callback: CallbackQuery, person: Person, shop: Shop, bot: Bot, first_steps: FirstSteps, database: Database
) -> None:
    """Look anew."""
    await show(callback, await setup_view(person, shop, bot, first_steps), database, texts.checked())


async def buy_test(
    callback: CallbackQuery,
    person: Person,
    shop: Shop,
    bot: Bot,
    checkout: Checkout,
    first_steps: FirstSteps,
    database: Database,
) -> None:
    """Make the test purchase; its card comes like any buyer's."""
    try:
        await checkout.buy_test(person, texts.test_title())
    except PaymentsUnavailable:
        await callback.answer(texts.test_impossible(), show_alert=True)
        await show(callback, await setup_view(person, shop, bot, first_steps), database)
        return
    await answer(callback, texts.test_below())


async def setup_view(person: Person, shop: Shop, bot: Bot, first_steps: FirstSteps) -> View:
    """The list with ticks; xPay and the sales' chat are looked at now.

    Raises:
        NotAllowed: for those who are no owners.
    """
    progress = await first_steps.look(person)
    place = await look_at(bot, shop.merchant_chat_id) if progress.has_chat else None
    lacking = group.lacks(place.lacking) if place and place.lacking and not place.can_be_told else ""
    text = texts.overview(shop, progress, place.title if place else "", lacking)
    return View(text, _rows(progress, place))


def _rows(progress: Progress, place: Place | None) -> Rows:
    """What can be done next, the first open step on top."""
    rows: Rows = []
    if place is None or not place.can_be_told:
        rows.append([button(texts.choose_chat(), ChooseChat())])
    if not progress.has_products:
        rows.append([button(texts.add_product(), OpenStaff(screen=StaffScreen.PRODUCTS))])
    if progress.xpay.till is not None and not progress.is_tested:
        rows.append([button(texts.buy_test(progress.test_sum), BuyTest(), ButtonStyle.SUCCESS)])
    if rows or not progress.is_complete:
        rows.append([button(texts.check_again(), CheckAgain())])
    rows.append([button(texts.as_buyers_see(), Open(screen=Screen.MENU))])
    rows.append([button(board.board(), OpenStaff(screen=StaffScreen.BOARD))])
    return rows
