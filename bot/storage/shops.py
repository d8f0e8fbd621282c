"""Shops: made once from the settings; from then on the database wins."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.shop.hours import Hours, Interval
from bot.shop.money import Tyiyn
from bot.shop.people import GENERAL, Language, Purpose, Shop, Summary
from bot.shop.terms import Asks, Pause, Terms
from bot.storage.database import Unit
from bot.storage.prepared import Record
from bot.storage.tables import shops

_NESTED = {"hours", "terms", "pause"}
_PLAIN = [name for name in Shop.__dataclass_fields__ if name not in _NESTED]
_TERMS = list(Terms.__dataclass_fields__)
COLUMNS = [shops.c[name] for name in (*_PLAIN, *_TERMS, "hours", "paused_at", "paused_by", "paused_why")]
"""What `shop_of` reads."""


def shop_of(row: Record) -> Shop:
    """The shop in a row of `COLUMNS`."""
    terms = {name: row[name] for name in _TERMS} | {"asks_when": Asks(row["asks_when"])}
    paused_at = row["paused_at"]
    pause = None if paused_at is None else Pause(paused_at, row["paused_by"], row["paused_why"] or "")
    plain = {name: row[name] for name in _PLAIN} | {
        "language": Language(row["language"]),
        "summary": Summary(row["summary"]),
    }
    return Shop(**plain, hours=_hours(row["hours"]), terms=Terms(**terms), pause=pause)


def _hours(stored: dict[str, Any] | None) -> Hours:
    if stored is None:
        return Hours()
    week = tuple(tuple(Interval(*one) for one in day) for day in stored["week"])
    return Hours(week, tuple(date.fromisoformat(day) for day in stored["closed"]))


async def ensure(unit: Unit, first: Shop, now: datetime) -> Shop:
    """The deployment's shop; made as `first` describes it where there is none yet (its id is not used).

    A shop that has chosen no chat for its sales takes the one of `first`.
    """
    known = await unit.first(select(*COLUMNS).order_by(shops.c.id).limit(1))
    if known is None:
        values = {name: getattr(first, name) for name in _PLAIN if name != "id"} | asdict(first.terms)
        await unit.run(insert(shops).values(**values, created_at=now))
        known = await unit.first(select(*COLUMNS).order_by(shops.c.id).limit(1))
    assert known is not None  # noqa: S101  # just made
    if not known["merchant_chat_id"] and first.merchant_chat_id:
        await connect_chat(unit, known["id"], first.merchant_chat_id, first.merchant_topic_id)
        return await load(unit, known["id"])
    return shop_of(known)


async def load(unit: Unit, shop_id: int) -> Shop:
    """A shop by its id."""
    row = await unit.first(select(*COLUMNS).where(shops.c.id == shop_id))
    if row is None:
        raise LookupError(f"no shop {shop_id}")
    return shop_of(row)


async def only(unit: Unit) -> Shop | None:
    """The deployment's shop, if it was made already."""
    row = await unit.first(select(*COLUMNS).order_by(shops.c.id).limit(1))
    return shop_of(row) if row else None


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


async def choose_summary(unit: Unit, shop_id: int, summary: Summary) -> None:
    """On which days the shop is told how its sales went."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(summary=summary))


async def choose_summary_time(unit: Unit, shop_id: int, minute: int) -> None:
    """At which minute of the day, in the shop's time."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(summary_minute=minute))


async def choose_terms(unit: Unit, shop_id: int, terms: Terms) -> None:
    """Take orders on these terms from now on."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(**asdict(terms)))


async def choose_hours(unit: Unit, shop_id: int, hours: Hours) -> None:
    """Be open at these hours from now on."""
    week = [[[one.opens, one.closes] for one in day] for day in hours.week]
    stored = None if hours.never_close else {"week": week, "closed": [day.isoformat() for day in hours.closed]}
    await unit.run(update(shops).where(shops.c.id == shop_id).values(hours=stored))


async def pause(unit: Unit, shop_id: int, pause: Pause | None) -> None:
    """Take no orders from now on; None takes them again."""
    at, by, why = (pause.at, pause.by, pause.why or None) if pause else (None, None, None)
    await unit.run(update(shops).where(shops.c.id == shop_id).values(paused_at=at, paused_by=by, paused_why=why))


async def choose_bank_buttons(unit: Unit, shop_id: int, keys: str) -> None:
    """Which banking apps customers get buttons for, see `bot.shop.banks`."""
    await unit.run(update(shops).where(shops.c.id == shop_id).values(bank_buttons=keys))


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
