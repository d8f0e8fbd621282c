"""From a row of the outbox to the message that its reader gets."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from aiogram.utils.i18n import I18n

from bot.addresses import Addresses
from bot.messages import bill, card, counter, desk, digest, letters, members, report, told
from bot.messages.message import Message
from bot.shop.people import Language
from bot.storage import people, shops
from bot.storage.database import Unit
from bot.storage.outbox import Kind, Row
from bot.texts import orders as order_texts
from bot.texts.forms import CAPTION, visible_length

_Renderer = Callable[[Unit, Row], Awaitable[Message | None]]
_LinkedRenderer = Callable[[Unit, Row, Addresses], Awaitable[Message | None]]

_RENDERERS: dict[Kind, _Renderer] = {
    Kind.CARD: card.render,
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
    Kind.PAUSE: told.pause,
    Kind.OWNER: told.owner,
    Kind.SUMMARY: report.summary,
    Kind.MEMBER: members.render,
    Kind.COUNTER: counter.render,
}
_WITH_LINKS: dict[Kind, _LinkedRenderer] = {
    Kind.RECEIPT: told.receipt,
    Kind.BILL: bill.render,
    Kind.INLINE_BILL: bill.render_inline,
    Kind.BUSINESS_BILL: bill.render_own_chat,
}
"""Those that lead back to the bot."""

_TO_SHOP = {
    Kind.SALE,
    Kind.DESK,
    Kind.CUSTOMER_LETTER,
    Kind.LETTER_LOST,
    Kind.PAUSE,
    Kind.OWNER,
    Kind.COUNTER,
    Kind.BILL,
    Kind.INLINE_BILL,
    Kind.BUSINESS_BILL,
}


async def render(unit: Unit, row: Row, i18n: I18n, addresses: Addresses) -> Message | None:
    """The message in its reader's language, as things stand now; None when there is nothing to say any more.

    A row whose fate is unknown says that the reader may have it already.
    """
    language = await _language(unit, row)
    with i18n.context(), i18n.use_locale(language):
        linked = _WITH_LINKS.get(row.kind)
        message = await (linked(unit, row, addresses) if linked else _RENDERERS[row.kind](unit, row))
        return _marked(message) if message is not None and row.fate_unknown else message


async def render_digest(unit: Unit, members: Sequence[Row], row: Row, addresses: Addresses, i18n: I18n) -> Message:
    """Several sales in one message, which is sent for `row`."""
    language = await _language(unit, row)
    with i18n.context(), i18n.use_locale(language):
        message = await digest.sales(unit, members, addresses)
        return _marked(message) if row.fate_unknown else message


def _marked(message: Message) -> Message:
    text = order_texts.again(message.text)
    fits = visible_length(text) <= CAPTION
    return replace(message, text=text, picture=message.picture if fits else None)


async def _language(unit: Unit, row: Row) -> Language:
    """A customer's and an owner's own; the merchant's chat reads the shop's."""
    if row.kind not in _TO_SHOP and row.order_id is not None:
        return await people.language_of_buyer(unit, row.order_id)
    reader = await people.find(unit, row.shop_id, row.chat_id)
    return reader.language if reader else (await shops.load(unit, row.shop_id)).language
