"""`/start r_TOKEN`: whether an order is paid, for whoever was given its link."""

import logging
import re
from functools import partial

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.filters import CommandObject, CommandStart, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.addresses import Addresses
from bot.clock import Clock
from bot.pictures import CardImpossible, Proof, Stamp, in_painter, proof_picture
from bot.shop.money import Tyiyn
from bot.shop.order import Order
from bot.shop.people import Shop
from bot.shop.proof import PREFIX, Standing, standing
from bot.storage import desk, orders
from bot.storage.database import Database, Unit
from bot.texts import forms
from bot.texts import orders as order_texts
from bot.texts import proof as texts
from handlers.customer.questions import PutAside
from handlers.screen import answer, button

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,48}", re.ASCII)
_STAMPS = {Standing.PAID: Stamp.PAID, Standing.NOT_PAID: Stamp.UNPAID}


class CheckAgain(CallbackData, prefix="rv"):
    """Look anew; the token is the right to do so, as in the link."""

    token: str


class AsksForProof(Filter):
    """The link of a receipt was opened."""

    async def __call__(self, _message: Message, command: CommandObject) -> bool:
        """Whether it was."""
        return (command.args or "").startswith(PREFIX)


def router() -> Router:
    """The receipts that anyone may check."""
    screens = Router(name="proof")
    screens.message.middleware(PutAside())
    screens.message.register(follow_link, CommandStart(), AsksForProof())
    screens.callback_query.register(look_again, CheckAgain.filter())
    return screens


async def follow_link(
    message: Message, command: CommandObject, shop: Shop, database: Database, addresses: Addresses, clock: Clock
) -> None:
    """Show the receipt as it is at this moment."""
    await _show(message, (command.args or "").removeprefix(PREFIX), shop, database, addresses, clock)


async def look_again(
    callback: CallbackQuery,
    callback_data: CheckAgain,
    shop: Shop,
    database: Database,
    addresses: Addresses,
    clock: Clock,
) -> None:
    """Show it anew, below."""
    await answer(callback)
    if isinstance(callback.message, Message):
        await _show(callback.message, callback_data.token, shop, database, addresses, clock)


async def _show(
    message: Message, token: str, shop: Shop, database: Database, addresses: Addresses, clock: Clock
) -> None:
    """A token that is none and one that nobody has get the same words after the same look."""
    known = await database.read(_look, shop.id, token if _TOKEN.fullmatch(token) else "-")
    if known is None:
        await message.answer(texts.unknown())
        return
    order, refunded = known
    now, how, link = clock.now(), standing(order, refunded), addresses.proof(order.token)
    text, keyboard = texts.proof(order, shop, how, refunded, now), _keyboard(order, link)
    drawn = Proof(
        shop=shop.name,
        order=order_texts.title(order.number),
        total=forms.money(order.total),
        answer=texts.stamp(how),
        looked_at=texts.looked_at(shop, now),
        hint=texts.scan_to_check(),
        link=link,
    )
    try:
        picture = await in_painter(partial(proof_picture, drawn, _STAMPS.get(how, Stamp.ATTENTION)))
        await message.answer_photo(BufferedInputFile(picture, "receipt.png"), caption=text, reply_markup=keyboard)
    except (CardImpossible, TelegramBadRequest, TelegramEntityTooLarge) as error:
        log.warning("a receipt goes without its picture", extra={"error": type(error).__name__})
        await message.answer(text, reply_markup=keyboard)


async def _look(unit: Unit, shop_id: int, token: str) -> tuple[Order, Tyiyn] | None:
    order = await orders.behind(unit, shop_id, token)
    return (order, await desk.refunded(unit, order.id)) if order else None


def _keyboard(order: Order, link: str) -> InlineKeyboardMarkup:
    copied = InlineKeyboardButton(text=texts.copy(), copy_text=CopyTextButton(text=link))
    return InlineKeyboardMarkup(inline_keyboard=[[button(texts.look_again(), CheckAgain(token=order.token)), copied]])
