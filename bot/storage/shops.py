"""Shops: made once from the settings; from then on the database wins."""

from datetime import datetime

from sqlalchemy import insert, select, update

from bot.shop.money import Tyiyn
from bot.shop.people import GENERAL, Language, Purpose, Shop
from bot.storage.database import Unit
from bot.storage.tables import shops

_COLUMNS = [shops.c[name] for name in Shop.__dataclass_fields__]


async def ensure(unit: Unit, first: Shop, now: datetime) -> Shop:
    """The deployment's shop; made as `first` describes it where there is none yet (its id is not used).

    A shop that has chosen no chat for its sales takes the one of `first`.
    """
    known = await unit.first(select(*_COLUMNS).order_by(shops.c.id).limit(1))
    if known is None:
        values = {name: getattr(first, name) for name in Shop.__dataclass_fields__ if name != "id"}
        await unit.run(insert(shops).values(**values, created_at=now))
        known = await unit.first(select(*_COLUMNS).order_by(shops.c.id).limit(1))
    assert known is not None  # noqa: S101  # just made
    if not known["merchant_chat_id"] and first.merchant_chat_id:
        await connect_chat(unit, known["id"], first.merchant_chat_id, first.merchant_topic_id)
        return await load(unit, known["id"])
    return Shop(**{**known, "language": Language(known["language"])})


async def load(unit: Unit, shop_id: int) -> Shop:
    """A shop by its id."""
    row = await unit.first(select(*_COLUMNS).where(shops.c.id == shop_id))
    if row is None:
        raise LookupError(f"no shop {shop_id}")
    return Shop(**{**row, "language": Language(row["language"])})


async def choose_late_policy(unit: Unit, shop_id: int, *, accepts_late: bool) -> None:
    """Whether money that comes after an order's time pays it where the stock is there, or always waits for a person."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(accepts_late=accepts_late))


async def connect_chat(unit: Unit, shop_id: int, chat_id: int, topic_id: int | None) -> None:
    """Let sales be told in this chat from now on; until it was seen to be private, as if strangers read along.

    Everything goes where the sales go, until other topics of this chat are chosen.
    """
    await unit.run(
        update(shops)
        .where(shops.c.id == shop_id)
        .values(
            merchant_chat_id=chat_id,
            merchant_topic_id=topic_id,
            merchant_chat_public=True,
            desk_topic_id=None,
            reports_topic_id=None,
        )
    )


_TOPICS = {
    Purpose.SALES: shops.c.merchant_topic_id,
    Purpose.DESK: shops.c.desk_topic_id,
    Purpose.REPORTS: shops.c.reports_topic_id,
}


async def choose_topic(unit: Unit, shop_id: int, purpose: Purpose, topic_id: int | None) -> None:
    """Tell such things in this topic of the merchant's chat; None is its general topic."""
    value = topic_id if purpose is Purpose.SALES else topic_id or GENERAL
    await unit.run(update(shops).where(shops.c.id == shop_id).values({_TOPICS[purpose]: value}))


async def forget_topic(unit: Unit, chat_id: int, topic_id: int) -> None:
    """The topic is gone: the desk and the reports go with the sales again, the sales to the chat itself."""
    for column in _TOPICS.values():
        where = (shops.c.merchant_chat_id == chat_id, column == topic_id)
        await unit.run(update(shops).where(*where).values({column: None}))


async def choose_quiet(unit: Unit, shop_id: int, quiet_below: Tyiyn) -> None:
    """Let sales below this sum come without a sound."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(quiet_below=quiet_below))


async def choose_phones(unit: Unit, shop_id: int, *, shown: bool) -> None:
    """Whether customers' phone numbers stand on the cards of a private chat."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(shows_phones=shown))


async def note_public(unit: Unit, shop_id: int, *, public: bool) -> None:
    """Whether strangers can read the merchant's chat."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(merchant_chat_public=public))


async def note_inline_feedback(unit: Unit, shop_id: int) -> None:
    """Telegram tells which inline results are sent."""
    await unit.run(update(shops).where(shops.c.id == shop_id, ~shops.c.inline_feedback).values(inline_feedback=True))


async def follow_chat(unit: Unit, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: its id changed, everything else stays."""
    await unit.run(update(shops).where(shops.c.merchant_chat_id == old_chat_id).values(merchant_chat_id=new_chat_id))


async def next_number(unit: Unit, shop_id: int) -> int:
    """The next order number of a shop; numbers have no gaps, since they are taken with the order."""
    statement = (
        update(shops)
        .where(shops.c.id == shop_id)
        .values(last_order_number=shops.c.last_order_number + 1)
        .returning(shops.c.last_order_number)
    )
    return int(await unit.value(statement))
