"""Ordering: pickup or delivery, where to, which phone, any wishes. Every step can go back or be left."""

from functools import partial

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove
from aiogram.utils.i18n import I18n

from bot.messages.buttons import StartCheckout
from bot.shop import when
from bot.shop.order import Handover
from bot.shop.people import Person
from bot.shop.terms import Asks
from bot.storage import carts, people
from bot.storage.database import Database
from bot.texts import checkout as texts
from bot.texts import labels
from bot.texts import when as when_texts
from handlers.customer import answers, choices
from handlers.customer.cart import cart_view
from handlers.customer.draft import Beside, Step, missing, time_answer
from handlers.customer.questions import Ordering, Orderings
from handlers.filters import Says
from handlers.screen import answer, show

_QUESTIONS = (Step.handover, Step.area, Step.address, Step.day, Step.time, Step.phone, Step.comment)


def router() -> Router:
    """The steps; back and cancel are understood at each."""
    steps = Router(name="checkout")
    steps.message.middleware(Orderings())
    steps.callback_query.middleware(Orderings())
    steps.callback_query.register(begin, StartCheckout.filter())
    steps.message.register(leave, StateFilter(*_QUESTIONS), Says(labels.cancel))
    steps.message.register(go_back, StateFilter(*_QUESTIONS), Says(labels.back))
    steps.message.register(choose_pickup, StateFilter(Step.handover), Says(labels.pickup))
    steps.message.register(choose_delivery, StateFilter(Step.handover), Says(labels.delivery))
    steps.message.register(choose_nothing, StateFilter(Step.handover))
    steps.message.register(choose_area, StateFilter(Step.area))
    steps.message.register(choose_soon, StateFilter(Step.day), Says(when_texts.soon))
    steps.message.register(choose_day, StateFilter(Step.day))
    steps.message.register(choose_time, StateFilter(Step.time))
    steps.message.register(take_address, StateFilter(Step.address))
    steps.message.register(take_phone, StateFilter(Step.phone))
    steps.message.register(skip_comment, StateFilter(Step.comment), Says(labels.skip))
    steps.message.register(take_comment, StateFilter(Step.comment))
    return steps


async def begin(callback: CallbackQuery, ordering: Ordering) -> None:
    """Look whether the cart can be ordered, then ask; who was at the summary before comes back to it."""
    await answer(callback)
    await ordering.checkout.quote(ordering.person)
    was_there = ordering.step in {Step.summary, Beside.promo}
    if was_there and missing(await ordering.draft(), await ordering.offer()) is None:
        await ordering.ask(Step.summary)
        return
    await ordering.begin(when_texts.notice(ordering.shop, ordering.clock.now()))


async def leave(message: Message, state: FSMContext, person: Person, database: Database) -> None:
    """Do not order now."""
    await state.clear()
    await message.answer(texts.put_aside(), reply_markup=ReplyKeyboardRemove())
    await show(message, await cart_view(database, person), database)


async def go_back(message: Message, state: FSMContext, person: Person, database: Database, ordering: Ordering) -> None:
    """To the question before; before the first one is the cart."""
    if not await ordering.go_back():
        await leave(message, state, person, database)


async def choose_pickup(_message: Message, ordering: Ordering) -> None:
    """The customer comes for the goods."""
    await ordering.keep(handover=Handover.PICKUP)


async def choose_delivery(_message: Message, ordering: Ordering) -> None:
    """The goods go to the customer."""
    await ordering.keep(handover=Handover.DELIVERY)


async def choose_nothing(_message: Message, ordering: Ordering) -> None:
    """Only the buttons answer this question."""
    await ordering.repeat(texts.choose_a_button())


async def choose_area(message: Message, ordering: Ordering, i18n: I18n) -> None:
    """The part of town; what its button said of the fee may have changed, and the summary tells."""
    offer, cart = await ordering.offer(), await ordering.database.read(carts.load, ordering.person)
    area = choices.chosen(message.text, partial(choices.areas, offer, cart.total), i18n)
    if area is None:
        await ordering.repeat(texts.choose_a_button())
    else:
        await ordering.keep(area_id=area.id)


async def choose_soon(_message: Message, ordering: Ordering) -> None:
    """As soon as possible, if that is so by now."""
    if when.may_be_soon(ordering.shop, ordering.clock.now()):
        await ordering.keep(**time_answer(as_soon=True))
    else:
        await ordering.repeat(when_texts.time_gone())


async def choose_day(message: Message, ordering: Ordering, i18n: I18n) -> None:
    """The day; where no time is asked for, that is all."""
    shop = ordering.shop
    day = choices.chosen(message.text, partial(choices.days, shop, ordering.clock.now()), i18n)
    if day is None:
        await ordering.repeat(texts.choose_a_button())
        return
    window = when.day_window(shop, day) if shop.terms.asks_when is Asks.DAY else None
    await ordering.keep(**time_answer(day, window))


async def choose_time(message: Message, ordering: Ordering, i18n: I18n) -> None:
    """The time of the day that was chosen before."""
    day, now = (await ordering.draft()).date, ordering.clock.now()
    slots = partial(choices.slots, ordering.shop, day, now) if day is not None else list
    slot = choices.chosen(message.text, slots, i18n)
    if slot is None:
        await ordering.repeat(texts.choose_a_button())
    else:
        await ordering.keep(**time_answer(day, slot))


async def take_address(message: Message, ordering: Ordering) -> None:
    """An address in words, or a place on the map."""
    if message.location is not None:
        name = answers.free_text(message.venue.address)[: answers.MOST] if message.venue else None
        place = {"latitude": message.location.latitude, "longitude": message.location.longitude}
        await ordering.keep(address=name or None, **place)
        return
    address = answers.address(message.text or "")
    if address is None:
        await ordering.repeat(texts.address_unclear())
    elif len(address) > answers.MOST:
        await ordering.repeat(texts.too_long(answers.MOST))
    else:
        await ordering.keep(address=address, latitude=None, longitude=None)


async def take_phone(message: Message, person: Person, database: Database, ordering: Ordering) -> None:
    """One's own contact, or a number in writing; it is offered at the next order."""
    contact = message.contact
    if contact is not None and contact.user_id != person.telegram_id:
        await ordering.repeat(texts.contact_of_another())
        return
    number = answers.phone(contact.phone_number, region=None) if contact else answers.phone(message.text or "")
    if number is None:
        await ordering.repeat(texts.phone_unclear())
        return
    if number != person.phone:
        await database.write(people.remember_phone, person, number)
    await ordering.keep(phone=number)


async def skip_comment(_message: Message, ordering: Ordering) -> None:
    """No wishes."""
    await ordering.keep(comment=None)


async def take_comment(message: Message, ordering: Ordering) -> None:
    """Wishes in words."""
    comment = answers.free_text(message.text or "")
    if not comment:
        await ordering.repeat(texts.comment_unclear())
    elif len(comment) > answers.MOST:
        await ordering.repeat(texts.too_long(answers.MOST))
    else:
        await ordering.keep(comment=comment)
