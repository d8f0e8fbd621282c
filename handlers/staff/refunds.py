"""`/refund NUMBER SUM NOTE`: an owner records money of a paid order that went back."""

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.services.desk import Desk
from bot.shop.money import NotMoney, parse_som
from bot.shop.people import Person
from bot.texts import desk as texts


def router() -> Router:
    """The command."""
    screens = Router(name="refunds")
    screens.message.register(refund, Command("refund"))
    return screens


async def refund(message: Message, command: CommandObject, person: Person, desk: Desk) -> None:
    """Record it, or say how the command is written."""
    number, _, rest = (command.args or "").strip().partition(" ")
    amount_text, _, note = rest.strip().partition(" ")
    try:
        amount = parse_som(amount_text)
    except NotMoney:
        amount = 0
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and amount and note.strip()):
        await message.reply(texts.how_to_refund())
        return
    order = await desk.refund_order(person, int(number), amount, note)
    await message.reply(texts.refund_recorded(order.number, amount))
