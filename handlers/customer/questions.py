"""The questions of ordering: how each is put, with its answer buttons, and how it leads to the next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ButtonStyle
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove, TelegramObject

from bot.checkout import Checkout, Quote
from bot.messages.buttons import Confirm, LeaveCheckout, StepBack
from bot.shop.people import Person
from bot.storage.database import Database
from bot.texts import checkout as texts
from bot.texts import labels
from handlers.customer.draft import Draft, Step, Writing, following, preceding, step_of
from handlers.screen import View, button, send


@dataclass(frozen=True, slots=True)
class Ordering:
    """One person's way through the questions; `step` is where they are, None when they are not ordering."""

    bot: Bot
    person: Person
    state: FSMContext
    step: State | None
    checkout: Checkout
    database: Database

    async def draft(self) -> Draft:
        """What was answered so far."""
        return Draft.of(await self.state.get_data())

    async def keep(self, **answers: Any) -> None:
        """Keep answers to the present question, and put the next one."""
        draft = replace(await self.draft(), **answers)
        await self.state.set_data(draft.data())
        if self.step is not None:
            await self.ask(following(self.step, draft))

    async def go_back(self) -> bool:
        """Put the question before the present one; False when there is none."""
        step = preceding(self.step, await self.draft()) if self.step is not None else None
        if step is not None:
            await self.ask(step)
        return step is not None

    async def repeat(self, remark: str) -> None:
        """Say what was wrong with the answer, and put the question again."""
        if self.step is not None:
            await self.ask(self.step, remark)

    async def ask(self, step: State, remark: str = "") -> None:
        """Go to a step and put its question."""
        if step == Step.summary:
            await self._summarise(remark)
            return
        await self.state.set_state(step)
        text = f"{remark}\n\n{question(step)}" if remark else question(step)
        await self.bot.send_message(self.person.telegram_id, text, reply_markup=keyboard(step, self.person))

    async def _summarise(self, remark: str) -> None:
        """The answer buttons go with a message of their own: one message cannot carry both kinds of buttons."""
        quote = await self.checkout.quote(self.person)
        draft = await self.draft()
        await self.state.set_state(Step.summary)
        chat_id = self.person.telegram_id
        await self.bot.send_message(chat_id, remark or texts.please_check(), reply_markup=ReplyKeyboardRemove())
        await send(self.bot, chat_id, summary_view(quote, draft), self.database)


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
            state=data["state"],
            step=step_of(data["raw_state"]),
            checkout=data["checkout"],
            database=data["database"],
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


def question(step: State) -> str:
    """The words of a question."""
    if step == Step.handover:
        return texts.ask_handover()
    if step == Step.address:
        return texts.ask_address()
    return texts.ask_phone() if step == Step.phone else texts.ask_comment()


def keyboard(step: State, person: Person) -> ReplyKeyboardMarkup:
    """The answers that take one tap; back and cancel are always among them."""
    rows = [[KeyboardButton(text=labels.back()), KeyboardButton(text=labels.cancel())]]
    placeholder = None
    if step == Step.handover:
        rows.insert(0, [KeyboardButton(text=labels.pickup()), KeyboardButton(text=labels.delivery())])
    elif step == Step.address:
        rows.insert(0, [KeyboardButton(text=labels.share_location(), request_location=True)])
        placeholder = texts.address_sample()
    elif step == Step.phone:
        rows.insert(0, [KeyboardButton(text=labels.share_phone(), request_contact=True)])
        if person.phone:
            rows.insert(0, [KeyboardButton(text=person.phone)])
        placeholder = texts.PHONE_SAMPLE
    else:
        rows.insert(0, [KeyboardButton(text=labels.skip())])
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, input_field_placeholder=placeholder)


def summary_view(quote: Quote, draft: Draft, remark: str = "") -> View:
    """What will be ordered, and the button that does it."""
    text = texts.summary(quote.cart.lines, quote.total, quote.payer_fee, draft.wishes())
    rows = [
        [button(labels.confirm(), Confirm(to_pay=quote.total + quote.payer_fee), ButtonStyle.SUCCESS)],
        [button(labels.back(), StepBack()), button(labels.cancel(), LeaveCheckout())],
    ]
    return View(f"{remark}\n\n{text}" if remark else text, rows)
