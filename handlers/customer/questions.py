"""The questions of ordering: how each is put, with its answer buttons, and how it leads to the next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ButtonStyle
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message, ReplyKeyboardRemove, TelegramObject

from bot.checkout import Checkout, ChoiceGone, PromoRefused, Quote, TimeGone
from bot.clock import Clock
from bot.messages.buttons import Confirm, EnterPromo, LeaveCheckout, StepBack, TakeOffPromo
from bot.shop.offer import Offer
from bot.shop.people import Person, Shop
from bot.storage import carts, offers
from bot.storage.database import Database
from bot.texts import checkout as texts
from bot.texts import labels
from bot.texts import promo as promo_texts
from bot.texts import when as when_texts
from handlers.customer.asked import Question, ask_address, ask_area, ask_day, ask_time, plain_question
from handlers.customer.draft import (
    Draft,
    Step,
    Writing,
    fitting,
    following,
    missing,
    path,
    preceding,
    step_of,
)
from handlers.refusals import sentence
from handlers.screen import View, button, send


@dataclass(frozen=True, slots=True)
class Ordering:
    """One person's way through the questions; `step` is where they are, None when they are not ordering."""

    bot: Bot
    person: Person
    shop: Shop
    state: FSMContext
    step: State | None
    checkout: Checkout
    database: Database
    clock: Clock

    async def draft(self) -> Draft:
        """What was answered so far."""
        return Draft.of(await self.state.get_data())

    async def offer(self) -> Offer:
        """What can be chosen from now."""
        return await self.database.read(offers.load, self.person.shop_id)

    async def begin(self, remark: str = "") -> None:
        """Put the first question, with nothing answered."""
        offer = await self.offer()
        draft = fitting(Draft(), offer)
        await self.state.set_data(draft.data())
        await self.ask(path(draft, offer)[0], remark)

    async def keep(self, **answers: Any) -> None:
        """Keep answers to the present question, and put the next one."""
        offer = await self.offer()
        draft = fitting(replace(await self.draft(), **answers), offer)
        await self.state.set_data(draft.data())
        if self.step is not None:
            await self.ask(following(self.step, draft, offer))

    async def mend(self, refusal: ChoiceGone) -> None:
        """Something in the draft is not on offer any more: have that chosen anew, and come back to the summary."""
        offer, draft = await self.offer(), await self.draft()
        draft = fitting(replace(draft, mending=True), offer)
        if isinstance(refusal, TimeGone):
            draft = draft.without_time()
        await self.state.set_data(draft.data())
        await self.ask(missing(draft, offer) or Step.summary, sentence(refusal))

    async def go_back(self) -> bool:
        """Put the question before the present one; False when there is none."""
        step = preceding(self.step, await self.draft(), await self.offer()) if self.step is not None else None
        if step is not None:
            await self.ask(step)
        return step is not None

    async def repeat(self, remark: str) -> None:
        """Say what was wrong with the answer, and put the question again."""
        if self.step is not None:
            await self.ask(self.step, remark)

    async def ask(self, step: State, remark: str = "") -> None:
        """Go to a step and put its question.

        Raises:
            Refusal: NoTimes, and what keeps the summary from being shown.
        """
        if step == Step.summary:
            await self._summarise(remark)
            return
        put = await self._question(step)
        if put is None:
            await self.ask(Step.day, when_texts.time_gone())
            return
        await self.state.set_state(step)
        text = f"{remark}\n\n{put.text}" if remark else put.text
        await self.bot.send_message(self.person.telegram_id, text, reply_markup=put.keyboard)

    async def _question(self, step: State) -> Question | None:
        draft, offer, now = await self.draft(), await self.offer(), self.clock.now()
        if step == Step.area:
            cart = await self.database.read(carts.load, self.person)
            return ask_area(offer, cart.total)
        if step == Step.day:
            return ask_day(offer.shop, now)
        if step == Step.time:
            return ask_time(offer.shop, draft.date, now)
        if step == Step.address:
            return ask_address(offer.area(draft.area_id), single=len(offer.areas) == 1)
        return plain_question(step, self.person)

    async def _summarise(self, remark: str) -> None:
        """The answer buttons go with a message of their own: one message cannot carry both kinds of buttons."""
        offer = await self.offer()
        draft = fitting(await self.draft(), offer)
        await self.state.set_data(draft.data())
        unanswered = missing(draft, offer)
        if unanswered is not None:
            await self.ask(unanswered, remark)
            return
        try:
            quote = await self.checkout.quote(self.person, draft.area_id, draft.promo_id)
        except PromoRefused as refusal:
            await self.state.update_data(promo_id=None)
            await self._summarise(sentence(refusal))
            return
        await self.state.set_state(Step.summary)
        await self.state.update_data(mending=None)
        chat_id = self.person.telegram_id
        await self.bot.send_message(chat_id, remark or texts.please_check(), reply_markup=ReplyKeyboardRemove())
        await send(self.bot, chat_id, summary_view(quote, draft, self.shop), self.database)


class Orderings(BaseMiddleware):
    """Gives the handlers of the steps their `ordering`."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Put it together from what the dispatcher knows."""
        data["ordering"] = Ordering(
            bot=data["bot"],
            person=data["person"],
            shop=data["shop"],
            state=data["state"],
            step=step_of(data["raw_state"]),
            checkout=data["checkout"],
            database=data["database"],
            clock=data["clock"],
        )
        return await handler(event, data)


class PutAside(BaseMiddleware):
    """A command in the middle of ordering, or of a letter, leaves it; the cart stays, and the answer buttons go."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Leave first, then obey the command."""
        if step_of(data["raw_state"]) is not None and isinstance(event, Message):
            await data["state"].clear()
            await event.answer(texts.put_aside(), reply_markup=ReplyKeyboardRemove())
        elif data["raw_state"] == Writing.to_shop.state:
            await data["state"].clear()
        return await handler(event, data)


def summary_view(quote: Quote, draft: Draft, shop: Shop, remark: str = "") -> View:
    """What will be ordered, and the button that does it."""
    promo = quote.promo
    wishes = replace(draft.wishes(), area=quote.area.name if quote.area else None)
    text = texts.summary(
        quote.cart.lines, quote.price, quote.payer_fee, wishes, shop.timezone, promo.code if promo else None
    )
    rows = [
        [button(labels.confirm(), Confirm(to_pay=quote.to_pay), ButtonStyle.SUCCESS)],
        [
            button(promo_texts.take_off(promo.code), TakeOffPromo())
            if promo
            else button(promo_texts.enter(), EnterPromo())
        ],
        [button(labels.back(), StepBack()), button(labels.cancel(), LeaveCheckout())],
    ]
    return View(f"{remark}\n\n{text}" if remark else text, rows)
