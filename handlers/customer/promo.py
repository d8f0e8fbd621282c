"""The promo code of an order: asked for from the summary, and taken off again there."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from bot.checkout import PromoRefused
from bot.messages.buttons import EnterPromo, TakeOffPromo
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import labels
from bot.texts import promo as texts
from handlers.customer.checkout import leave
from handlers.customer.draft import Beside, Step
from handlers.customer.questions import Ordering, Orderings
from handlers.customer.summary import over, take_away, without_promo
from handlers.filters import Says
from handlers.refusals import sentence
from handlers.screen import answer


def router() -> Router:
    """The buttons under the summary, and the answer in words."""
    steps = Router(name="promo code")
    steps.message.middleware(Orderings())
    steps.callback_query.middleware(Orderings())
    press = steps.callback_query.register
    press(ask, EnterPromo.filter(), StateFilter(Step.summary, Beside.promo))
    press(take_off, TakeOffPromo.filter(), StateFilter(Step.summary))
    press(over, EnterPromo.filter())
    press(over, TakeOffPromo.filter())
    steps.message.register(leave, StateFilter(Beside.promo), Says(labels.cancel))
    steps.message.register(go_back, StateFilter(Beside.promo), Says(labels.back))
    steps.message.register(take, StateFilter(Beside.promo))
    return steps


async def ask(callback: CallbackQuery, ordering: Ordering) -> None:
    """Ask for the code; the summary comes anew afterwards."""
    await answer(callback)
    await take_away(callback)
    await ordering.ask(Beside.promo)


async def take(message: Message, ordering: Ordering, person: Person) -> None:
    """The code came: the summary shows what it takes off, or why it does not."""
    draft = await ordering.draft()
    try:
        promo = await ordering.checkout.find_promo(person, message.text or "", draft.area_id)
    except PromoRefused as refusal:
        await ordering.ask(Step.summary, sentence(refusal))
        return
    await ordering.state.update_data(promo_id=promo.id)
    await ordering.ask(Step.summary, texts.applied(promo))


async def go_back(_message: Message, ordering: Ordering) -> None:
    """No code after all."""
    await ordering.ask(Step.summary)


async def take_off(callback: CallbackQuery, shop: Shop, database: Database, ordering: Ordering) -> None:
    """Order without the code."""
    await answer(callback, texts.taken_off())
    await without_promo(callback, shop, database, ordering)
