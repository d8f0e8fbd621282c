"""The posters of a code, as files to print: a messenger would spoil a picture."""

import asyncio
from typing import Literal

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.messages.staff_buttons import CounterAct, CounterButton
from bot.pictures import Poster, poster
from bot.services.counter import Counters
from bot.shop.counter import Counter
from bot.shop.people import Language, Person, Shop
from bot.texts import counter as texts
from bot.texts import forms
from bot.texts import poster as poster_texts
from handlers.screen import answer
from handlers.staff.counter.buttons import DoesToCode


def router() -> Router:
    """The two sizes."""
    screens = Router(name="counter posters")
    screens.callback_query.register(send, CounterButton.filter(), DoesToCode(CounterAct.A4, CounterAct.A6))
    return screens


async def send(
    callback: CallbackQuery,
    callback_data: CounterButton,
    person: Person,
    shop: Shop,
    counters: Counters,
    addresses: Addresses,
    i18n: I18n,
) -> None:
    """Draw the poster and send it as a PNG and as a PDF."""
    code = await counters.look(person, callback_data.counter_id)
    await answer(callback, texts.drawing())
    message = callback.message
    if not isinstance(message, Message) or message.bot is None:
        return
    await message.bot.send_chat_action(message.chat.id, ChatAction.UPLOAD_DOCUMENT)
    paper: Literal["A4", "A6"] = "A4" if callback_data.act is CounterAct.A4 else "A6"
    image, document = await asyncio.to_thread(poster, _poster(code, shop, addresses, i18n), paper)
    name = f"poster-{code.id}-{paper}"
    await message.answer_document(BufferedInputFile(image, f"{name}.png"))
    await message.answer_document(BufferedInputFile(document, f"{name}.pdf"), caption=texts.poster_caption(code))


def _poster(code: Counter, shop: Shop, addresses: Addresses, i18n: I18n) -> Poster:
    """In all languages at once, whoever reads it; the sum as the shop writes it."""
    how_to_pay, to_the_bot = [], []
    for language in Language:
        with i18n.use_locale(language):
            how_to_pay.append(poster_texts.how_to_pay())
            to_the_bot.append(poster_texts.to_the_bot())
    with i18n.use_locale(shop.language):
        total = forms.money(code.request_amount or code.amount)
    return Poster(
        shop=shop.name,
        title=code.title,
        total=total,
        how_to_pay=tuple(how_to_pay),
        to_the_bot=tuple(to_the_bot),
        bot_name=f"@{addresses.bot_username}",
        link=code.link or "",
        bot_link=addresses.bot(),
    )
