"""Everything about one person, together: to give it to them, or to let the shop forget them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update

from bot.shop.fulfilment import Stage
from bot.shop.order import OPEN_STATES, Handover, OrderState
from bot.shop.people import Language, Person, Role
from bot.shop.privacy import FORGOTTEN, Tie
from bot.storage import search
from bot.storage.database import Unit
from bot.storage.on_sale import titles
from bot.storage.orders import load as load_order
from bot.storage.orders import own as bought
from bot.storage.outbox import Kind
from bot.storage.people import load as load_person
from bot.storage.prepared import Record
from bot.storage.tables import (
    bills,
    cart_lines,
    code_tries,
    conversations,
    desk_cases,
    letters,
    order_lines,
    orders,
    outbox,
    people,
    refunds,
    shops,
)

_UNSENT = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)
_NO_OWN_CHAT = dict.fromkeys(("business_id", "business_chat_id", "business_message_id", "business_picture"))
_NOTHING: Mapping[str, Any] = dict.fromkeys(
    ("phone", "address", "latitude", "longitude", "comment", "note", "card_message_id", "card_picture")
)
_NO_REASON = "—"
"""A rejected order has a reason; what the seller wrote may speak of the customer."""

_OF_ORDER = ("number", "state", "total", "delivery_fee", "discount", "promo", "handover", "area", "phone", "address",
             "latitude", "longitude", "comment", "wanted_from_at", "wanted_until_at", "as_soon", "placed_at", "paid_at",
             "fulfilment", "rejected_why", "is_test")  # fmt: skip


async def tie(unit: Unit, person: Person) -> tuple[Tie, int] | None:
    """What keeps the person from being forgotten, with the number of the order it is about; None when nothing does."""
    of_person = and_(*bought(person))
    kept = orders.c.fulfilment.not_in([Stage.HANDED_OVER, Stage.REJECTED]) & (orders.c.handover != Handover.NONE)
    questions = (
        (Tie.OPEN_ORDER, orders.c.state.in_(OPEN_STATES)),
        (Tie.NOT_HANDED_OVER, (orders.c.state == OrderState.PAID) & kept),
        (Tie.MONEY_ON_DESK, orders.c.id.in_(select(desk_cases.c.order_id).where(desk_cases.c.decision.is_(None)))),
    )
    for what, where in questions:
        number = await unit.value(select(orders.c.number).where(of_person, where).order_by(orders.c.number).limit(1))
        if number is not None:
            return what, int(number)
    return None


async def collect(unit: Unit, person: Person) -> dict[str, Any]:
    """Everything that is kept about the person, ready for JSON: sums in tyiyn, times in UTC."""
    own = await unit.all(select(orders).where(*bought(person)).order_by(orders.c.number))
    return {
        "person": await _rows(
            unit,
            select(
                people.c.telegram_id,
                people.c.name,
                people.c.username,
                people.c.phone,
                people.c.language,
                people.c.role,
                people.c.created_at,
            ).where(people.c.id == person.id),
        ),
        "cart": await _cart(unit, person),
        "orders": [await _order(unit, row) for row in own],
        "unfinished": await _rows(
            unit, select(conversations.c.state, conversations.c.data).where(_conversation_of(person))
        ),
    }


async def _cart(unit: Unit, person: Person) -> list[dict[str, Any]]:
    """What lies in the cart, also of products that are on sale no more."""
    own = select(cart_lines.c.product_id, cart_lines.c.quantity).where(cart_lines.c.person_id == person.id)
    rows = await unit.all(own.order_by(cart_lines.c.id))
    called = await titles(unit, person.shop_id, [row["product_id"] for row in rows])
    return [{"title": called[row["product_id"]], "quantity": row["quantity"]} for row in rows]


async def _order(unit: Unit, row: Record) -> dict[str, Any]:
    lines = select(order_lines.c.title, order_lines.c.price, order_lines.c.quantity)
    letter = select(letters.c.from_shop, letters.c.text, letters.c.written_at)
    refund = select(refunds.c.amount, refunds.c.at)
    return {name: _plain(row[name]) for name in _OF_ORDER} | {
        "lines": await _rows(unit, lines.where(order_lines.c.order_id == row["id"]).order_by(order_lines.c.id)),
        "letters": await _rows(unit, letter.where(letters.c.order_id == row["id"]).order_by(letters.c.id)),
        "refunds": await _rows(unit, refund.where(refunds.c.order_id == row["id"]).order_by(refunds.c.id)),
    }


async def _rows(unit: Unit, statement: Select[Any]) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row.items()} for row in await unit.all(statement)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


async def forget(unit: Unit, person: Person, called: str, language: Language, now: datetime) -> None:
    """Let nothing lead to the person any more; what they bought, for how much and when, stays as it was.

    `called` is the name that stands in their place.
    """
    nobody = FORGOTTEN + person.id
    own = select(orders.c.id).where(*bought(person))
    await _forget_messages(unit, person, nobody, now)
    for statement in (
        delete(letters).where(
            or_(letters.c.order_id.in_(own), (letters.c.author_id == person.id) & ~letters.c.from_shop)
        ),
        delete(cart_lines).where(cart_lines.c.person_id == person.id),
        delete(code_tries).where(code_tries.c.person_id == person.id),
        delete(conversations).where(_conversation_of(person)),
        update(desk_cases).where(desk_cases.c.order_id.in_(own)).values(note=None),
        update(refunds).where(refunds.c.order_id.in_(own)).values(note=""),
        update(orders).where(*bought(person)).values(**_NOTHING),
        update(orders).where(*bought(person), orders.c.rejected_why.is_not(None)).values(rejected_why=_NO_REASON),
    ):
        await unit.run(statement)
    gone = {"telegram_id": nobody, "name": called, "username": None, "phone": None, "blocked_at": None}
    gone |= {"language": language, "language_chosen": True, "role": Role.CUSTOMER, "owner_by_settings": False}
    await unit.run(update(people).where(people.c.id == person.id).values(**gone))
    await _forget_pauses(unit, person, called)
    await search.keep_person(unit, await load_person(unit, person.id))
    for order_id in await unit.values(own):
        await search.keep_order(unit, await load_order(unit, order_id))


async def _forget_messages(unit: Unit, person: Person, nobody: int, now: datetime) -> None:
    """What was not sent is given up, and so are the owners' rows about a chat that could not be reached."""
    to_them, letter = outbox.c.chat_id == person.telegram_id, outbox.c.kind.in_(["letter", "customer_letter"])
    own = select(orders.c.id).where(orders.c.person_id == person.id)
    about = to_them | (letter & outbox.c.order_id.in_(own))
    ended = {"given_up_at": now, "given_up_why": "their data was deleted", "leased_until": None}
    await unit.run(update(outbox).where(_UNSENT, about).values(**ended))
    await unit.run(update(outbox).where(to_them).values(chat_id=nobody))
    there = (bills.c.shop_id == person.shop_id, bills.c.business_chat_id == person.telegram_id)
    await unit.run(update(bills).where(*there).values(**_NO_OWN_CHAT))
    lost = outbox.c.key.contains(f"undeliverable:{person.telegram_id}:", autoescape=True)
    await unit.run(delete(outbox).where(outbox.c.shop_id == person.shop_id, lost))


async def _forget_pauses(unit: Unit, person: Person, called: str) -> None:
    """Who worked here once may have paused the shop by their name."""
    await unit.run(
        update(shops).where(shops.c.id == person.shop_id, shops.c.paused_by == person.name).values(paused_by=called)
    )
    told = select(outbox.c.id, outbox.c.facts).where(outbox.c.shop_id == person.shop_id, outbox.c.kind == Kind.PAUSE)
    for row in await unit.all(told):
        if row["facts"].get("by") == person.name:
            facts = row["facts"] | {"by": called}
            await unit.run(update(outbox).where(outbox.c.id == row["id"]).values(facts=facts))


def _conversation_of(person: Person) -> Any:
    """Keys name the bot, the chat, perhaps its topic, and the person."""
    return conversations.c.key.contains(f":{person.telegram_id}:", autoescape=True)
