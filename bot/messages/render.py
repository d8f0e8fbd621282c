"""From a row of the outbox to the message that its reader gets."""

from collections.abc import Awaitable, Callable

from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.messages import card, desk, letters, told
from bot.messages.message import Message
from bot.shop.people import Language
from bot.storage import orders, people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Row

_Renderer = Callable[[Unit, Row], Awaitable[Message | None]]

_RENDERERS: dict[Kind, _Renderer] = {
    Kind.CARD: card.render,
    Kind.RECEIPT: told.receipt,
    Kind.SALE: told.sale,
    Kind.DESK: desk.to_staff,
    Kind.ODD_MONEY: desk.odd_money,
    Kind.RULING: desk.ruling,
    Kind.REJECTED: desk.rejected,
    Kind.REFUND: desk.refund,
    Kind.READY: told.ready,
    Kind.LETTER: letters.to_customer,
    Kind.CUSTOMER_LETTER: letters.to_shop,
    Kind.LETTER_LOST: letters.lost,
    Kind.DELAYED: desk.delayed,
    Kind.OWNER: told.owner,
}


_TO_SHOP = {Kind.SALE, Kind.DESK, Kind.CUSTOMER_LETTER, Kind.LETTER_LOST, Kind.OWNER}


async def render(unit: Unit, row: Row, _addresses: Addresses, i18n: I18n) -> Message | None:
    """The message in its reader's language, as things stand now; None when there is nothing to say any more."""
    language = await _language(unit, row)
    with i18n.context(), i18n.use_locale(language):
        return await _RENDERERS[row.kind](unit, row)


async def _language(unit: Unit, row: Row) -> Language:
    """A customer's and an owner's own; the merchant's chat reads the shop's."""
    if row.kind not in _TO_SHOP and row.order_id is not None:
        order = await orders.load(unit, row.order_id)
        return (await people.load(unit, order.person_id)).language
    reader = await people.find(unit, row.shop_id, row.chat_id)
    return reader.language if reader else (await shops.load(unit, row.shop_id)).language
