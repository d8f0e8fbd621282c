"""The words by which orders are found, kept with the orders and the people they belong to.

Neither SQLite's LIKE nor its lower() knows Cyrillic, so words are folded by us; a word's beginning is a range of an
ordinary index, on both databases.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, delete, insert, intersect, select, union_all

from bot.shop.order import Order
from bot.shop.people import Person
from bot.shop.search import Query, phone_key, words_of
from bot.storage.database import Unit
from bot.storage.tables import orders, search_words

_AFTER_ALL = "\U0010ffff"
"""Sorts behind whatever letters follow."""


async def keep_order(unit: Unit, order: Order) -> None:
    """Let an order be found by its lines' titles and by its phone, and by nothing else any more."""
    phone = phone_key(order.wishes.phone)
    words = [*words_of(line.title for line in order.lines), *([phone] if phone else [])]
    await _keep(unit, "order_id", order.id, order.shop_id, words)


async def keep_person(unit: Unit, person: Person) -> None:
    """Let a person's orders be found by the name and the username, and by no earlier ones."""
    words = words_of([person.name, person.username])
    await _keep(unit, "person_id", person.id, person.shop_id, words)


async def _keep(unit: Unit, of: str, own_id: int, shop_id: int, words: Sequence[str]) -> None:
    await unit.run(delete(search_words).where(search_words.c[of] == own_id))
    if words:
        await unit.run_many(insert(search_words), [{"shop_id": shop_id, "word": word, of: own_id} for word in words])


async def find(unit: Unit, shop_id: int, query: Query, most: int) -> list[int]:
    """The ids of the shop's orders that fit a query, the newest first."""
    ways = [_by_words(shop_id, query.words)]
    if query.phone is not None:
        ways.append(_of_orders(shop_id, query.phone))
    if query.number is not None:
        ways.append(select(orders.c.id).where(orders.c.shop_id == shop_id, orders.c.number == query.number))
    found = union_all(*ways).subquery()
    return list(await unit.values(select(found.c.id).distinct().order_by(found.c.id.desc()).limit(most)))


def _by_words(shop_id: int, words: Sequence[str]) -> Select[tuple[int]]:
    """Orders that have each of the words, of their own or by their customer's name."""
    each = []
    for word in words:
        either = union_all(_of_orders(shop_id, word), _of_people(shop_id, word)).subquery()
        each.append(select(either.c.id))
    return each[0] if len(each) == 1 else select(intersect(*each).subquery().c.id)


def _of_orders(shop_id: int, word: str) -> Select[tuple[int]]:
    own = search_words.c.order_id
    return select(own.label("id")).where(_begins(shop_id, word), own.is_not(None))


def _of_people(shop_id: int, word: str) -> Select[tuple[int]]:
    named = select(search_words.c.person_id).where(_begins(shop_id, word), search_words.c.person_id.is_not(None))
    return select(orders.c.id).where(orders.c.person_id.in_(named))


def _begins(shop_id: int, word: str) -> ColumnElement[bool]:
    own = search_words.c
    return (own.shop_id == shop_id) & (own.word >= word) & (own.word < word + _AFTER_ALL)
