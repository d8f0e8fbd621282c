"""The last look before an order is placed, and placing it."""

import contextlib

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.checkout import Checkout, ChoiceGone, EmptyCart, PromoRefused, SumChanged
from bot.messages.buttons import Confirm, LeaveCheckout, StepBack
from bot.shop.order import Order
from bot.shop.people import Person, Shop
from bot.storage import orders
from bot.storage.database import Database, Unit
from bot.texts import checkout as texts
from handlers.customer.cart import cart_view
from handlers.customer.draft import Step
from handlers.customer.questions import Ordering, Orderings, summary_view
from handlers.refusals import sentence
from handlers.screen import View, answer, redraw, show


def router() -> Router:
    """The buttons under the summary; those of an ordering that is over come last."""
    last = Router(name="summary")
    last.message.middleware(Orderings())
    last.callback_query.middleware(Orderings())
    last.callback_query.register(confirm, Confirm.filter(), StateFilter(Step.summary))
    last.callback_query.register(go_back, StepBack.filter(), StateFilter(Step.summary))
    last.callback_query.register(leave, LeaveCheckout.filter(), StateFilter(Step.summary))
    last.callback_query.register(confirmed_before, Confirm.filter())
    last.callback_query.register(over, StepBack.filter())
    last.callback_query.register(over, LeaveCheckout.filter())
    last.message.register(remind, StateFilter(Step.summary))
    return last


async def confirm(
    callback: CallbackQuery,
    callback_data: Confirm,
    state: FSMContext,
    person: Person,
    shop: Shop,
    database: Database,
    checkout: Checkout,
    ordering: Ordering,
) -> None:
    """Place the order at the sum that the customer saw; at another one, show that first."""
    draft = await ordering.draft()
    if draft.phone is None:
        await over(callback, person, database)
        return
    await answer(callback, texts.placing())
    try:
        order = await checkout.confirm(person, draft.wishes(), draft.area_id, callback_data.to_pay, draft.promo_id)
    except SumChanged as changed:
        await redraw(callback, summary_view(changed.quote, draft, shop, texts.price_changed()), database)
        return
    except PromoRefused as refusal:
        await without_promo(callback, shop, database, ordering, sentence(refusal))
        return
    except ChoiceGone as refusal:
        await take_away(callback)
        await ordering.mend(refusal)
        return
    except EmptyCart:
        await state.clear()
        await confirmed_before(callback, person, database)
        return
    await state.clear()
    await redraw(callback, View(texts.placed(order.number), []), database)


async def without_promo(
    callback: CallbackQuery, shop: Shop, database: Database, ordering: Ordering, remark: str = ""
) -> None:
    """The order as it would be without its promo code, in place of the summary that had one."""
    await ordering.state.update_data(promo_id=None)
    draft = await ordering.draft()
    quote = await ordering.checkout.quote(ordering.person, draft.area_id)
    await show(callback, summary_view(quote, draft, shop, remark), database)


async def go_back(callback: CallbackQuery, ordering: Ordering) -> None:
    """To the last question; the summary comes anew afterwards."""
    await answer(callback)
    await take_away(callback)
    await ordering.go_back()


async def take_away(callback: CallbackQuery) -> None:
    """The summary goes; another comes at the bottom of the chat."""
    if isinstance(callback.message, Message):
        with contextlib.suppress(TelegramBadRequest):  # older than 48 hours, or gone already
            await callback.message.delete()


async def leave(callback: CallbackQuery, state: FSMContext, person: Person, database: Database) -> None:
    """Do not order now; the cart is kept."""
    await state.clear()
    await show(callback, await cart_view(database, person), database, texts.put_aside())


async def confirmed_before(callback: CallbackQuery, person: Person, database: Database) -> None:
    """A second tap, or one after a restart: the order may be there already."""
    order = await database.read(_last_open, person)
    if order is None:
        await over(callback, person, database)
        return
    await show(callback, View(texts.placed(order.number), []), database, texts.placed(order.number))


async def over(callback: CallbackQuery, person: Person, database: Database) -> None:
    """The summary belongs to an ordering that is over."""
    await show(callback, await cart_view(database, person), database, texts.step_is_over())


async def remind(_message: Message, ordering: Ordering) -> None:
    """Something was written while the summary waits: bring it down again."""
    await ordering.repeat(texts.press_confirm())


async def _last_open(unit: Unit, person: Person) -> Order | None:
    newest = await orders.recent(unit, person, 1)
    return newest[0] if newest and newest[0].state.is_open else None
