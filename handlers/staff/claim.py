"""`/claim CODE`, or the link with the code: the first owner of a shop that has none."""

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject, CommandStart, Filter
from aiogram.types import Message

from bot.services.first_steps import FirstSteps
from bot.services.team import Team
from bot.shop import claim
from bot.shop.people import Person, Shop
from bot.storage.database import Database
from bot.texts import team as texts
from handlers.commands import publish_to
from handlers.filters import InPrivate
from handlers.screen import send
from handlers.staff.setup import setup_view


class BringsCode(Filter):
    """The link by which the chat was opened carries a claim code."""

    async def __call__(self, _message: Message, command: CommandObject) -> bool:
        """Whether it does."""
        return (command.args or "").startswith(claim.PAYLOAD)


def router() -> Router:
    """Claiming, in private only."""
    screens = Router(name="claim")
    screens.message.filter(InPrivate())
    screens.message.register(become_owner, Command("claim"))
    screens.message.register(become_owner, CommandStart(deep_link=True), BringsCode())
    return screens


async def become_owner(
    message: Message,
    command: CommandObject,
    person: Person,
    shop: Shop,
    bot: Bot,
    team: Team,
    first_steps: FirstSteps,
    database: Database,
) -> None:
    """Welcome the owner and lead them on; a wrong code is refused."""
    code = (command.args or "").removeprefix(claim.PAYLOAD)
    if not code.strip():
        await message.answer(texts.how_to_claim())
        return
    owner = await team.claim(person, code)
    await message.answer(texts.claimed(shop))
    await publish_to(bot, owner)
    await send(bot, message.chat.id, await setup_view(owner, shop, bot, first_steps), database)
