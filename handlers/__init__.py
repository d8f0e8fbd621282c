"""What a person can do in the chat, a module a screen."""

from aiogram.utils.i18n import I18n

from bot.clock import Clock
from bot.storage.database import Database
from handlers import customer, errors, own_chats, staff
from handlers.commands import publish as publish_commands
from handlers.dispatcher import Dispatcher
from handlers.middleware import Acquaintance, Once, OneByOne
from handlers.moves import Moves
from handlers.own_chats import Gate
from handlers.staff.asking import LeavesQuestion

__all__ = ["Dispatcher", "publish_commands", "setup"]


def setup(dispatcher: Dispatcher, database: Database, clock: Clock, i18n: I18n, shop_id: int) -> None:
    """Hang every handler into the dispatcher.

    Its workflow data must hold what handlers ask for by name; a test looks at each of them.
    """
    dispatcher["i18n"] = i18n
    before = dispatcher.update.outer_middleware
    before.unregister(dispatcher.fsm)
    before(Gate(database, clock, shop_id))
    before(OneByOne(dispatcher.fsm))  # behind the gate: what is not let in is not even looked up
    dispatcher.update.outer_middleware(Once())
    dispatcher.update.outer_middleware(Moves(database))
    dispatcher.update.outer_middleware(Acquaintance(database, clock, i18n, shop_id))
    dispatcher.message.outer_middleware(LeavesQuestion())
    dispatcher.include_routers(own_chats.router(), staff.router(), customer.router(), errors.router())
