"""Where the questions about a product begin: a new one, a new variant, one thing to change."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.services.assortment import Assortment
from bot.shop.people import Person
from bot.storage.database import Database
from handlers.staff.products.buttons import AddProduct, ChangeProduct
from handlers.staff.products.draft import Draft
from handlers.staff.products.questions import Asking


def router() -> Router:
    """The buttons that ask."""
    screens = Router(name="questions about products")
    screens.callback_query.register(begin, AddProduct.filter())
    screens.callback_query.register(change, ChangeProduct.filter())
    return screens


async def begin(
    callback: CallbackQuery,
    callback_data: AddProduct,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
) -> None:
    """Begin to describe a new product, or a new variant of one."""
    await assortment.allow(person)
    if callback_data.parent_id:
        await assortment.look(person, callback_data.parent_id)
    draft = Draft(parent_id=callback_data.parent_id)
    await Asking(callback, person, state, assortment, database).ask(draft.steps[0], draft)


async def change(
    callback: CallbackQuery,
    callback_data: ChangeProduct,
    person: Person,
    assortment: Assortment,
    database: Database,
    state: FSMContext,
) -> None:
    """Ask for one thing about a product anew."""
    await assortment.look(person, callback_data.product_id)
    draft = Draft(product_id=callback_data.product_id, only=callback_data.step)
    await Asking(callback, person, state, assortment, database).ask(callback_data.step, draft)
