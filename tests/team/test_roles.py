"""Roles in the database: OWNER_IDS and its word, races, and the log of what was done."""

import asyncio
from datetime import timedelta

import pytest

from bot.first_shop import ensure_shop
from bot.services.team import LastOwner, Team, TooManyTries, WrongCode, open_claim
from bot.settings import Settings, load
from bot.shop.deeds import Deed
from bot.shop.people import Language, Person, Role
from bot.staff import GoneMissing, NotAllowed, StaffRefusal
from bot.storage import audit, people, tries
from bot.storage.database import Database
from bot.storage.people import Visitor
from tests.storage.world import NOON, SetClock, make_shop, meet, new_shop

BAKYT, NURLAN, AIDA = 1002, 1004, 1001


def settings(*owner_ids: int) -> Settings:
    keys = {"bot_token": "4242:sandbox", "xpay_client_id": "id", "xpay_client_secret": "secret"}
    return load(_env_file=None, owner_ids=owner_ids, **keys)


async def start(database: Database, *owner_ids: int) -> list[int]:
    """The bot starts with this OWNER_IDS: who owns the shop then, by Telegram id."""
    shop = await database.write(ensure_shop, settings(*owner_ids), NOON)
    return [one.telegram_id for one in await database.read(people.owners, shop.id)]


async def person(database: Database, telegram_id: int) -> Person:
    found = await database.read(people.find, 1, telegram_id)
    assert found is not None
    return found


def visitor(telegram_id: int, name: str = "Нурлан") -> Visitor:
    return Visitor(telegram_id, name, None, Language.KY)


async def test_owner_ids_give_and_take(database: Database) -> None:
    """A number taken out loses the role at the next start, and whoever was appointed in chat keeps it."""
    assert await start(database, BAKYT, NURLAN) == [BAKYT, NURLAN]
    assert await start(database, BAKYT) == [BAKYT]
    assert (await person(database, NURLAN)).role is Role.CUSTOMER
    team = Team(database, SetClock())
    await team.appoint(await person(database, BAKYT), visitor(AIDA), Role.OWNER)
    assert await start(database, BAKYT, NURLAN) == [BAKYT, NURLAN, AIDA]
    await team.appoint(await person(database, BAKYT), visitor(NURLAN), Role.OWNER)
    assert await start(database, BAKYT) == [BAKYT, NURLAN, AIDA]
    assert await start(database) == [NURLAN, AIDA]


async def test_owner_ids_never_take_the_last_owner(database: Database) -> None:
    """An empty variable may be a slip; the log names what the settings did."""
    assert await start(database, BAKYT) == [BAKYT]
    assert await start(database) == [BAKYT]
    assert await start(database, NURLAN) == [NURLAN]
    sheet, _ = await Team(database, SetClock()).log(await person(database, NURLAN), 0, None)
    assert [(one.what, one.actor, one.about) for one in sheet.entries] == [
        (Deed.DISMISSED, None, "1002"),
        (Deed.APPOINTED, None, "1004"),
        (Deed.APPOINTED, None, "1002"),
    ]


async def test_one_of_many_claims_the_shop(database: Database) -> None:
    """Twenty people have the code at the same moment: one becomes the owner, the others have tried in vain."""
    shop = await database.write(make_shop, new_shop())
    crowd = [await meet(database, shop, 5000 + number) for number in range(20)]
    assert await database.write(open_claim, shop.id, "ABCDEFGH", NOON)
    team = Team(database, SetClock())
    ends = await asyncio.gather(*(team.claim(one, "abcd-efgh") for one in crowd), return_exceptions=True)
    assert sum(isinstance(end, Person) for end in ends) == 1
    assert sum(isinstance(end, WrongCode) for end in ends) == 19
    assert len(await database.read(people.owners, shop.id)) == 1
    assert not await database.write(open_claim, shop.id, "SECOND", NOON)


async def test_wrong_tries_count_for_an_hour(database: Database) -> None:
    """Each person's own, and they are forgotten in time."""
    shop = await database.write(make_shop, new_shop())
    guesser, other = await meet(database, shop, AIDA), await meet(database, shop, BAKYT)
    await database.write(open_claim, shop.id, "ABCDEFGH", NOON)
    clock = SetClock()
    team = Team(database, clock)
    for guess in ("", "A", "ABCDEFG", "ABCDEFGH1", "Ө"):
        with pytest.raises(WrongCode):
            await team.claim(guesser, guess)
    with pytest.raises(TooManyTries):
        await team.claim(guesser, "ABCDEFGH")
    clock.time = NOON + timedelta(hours=1, seconds=1)
    assert await database.write(tries.forget, clock.time) == 5
    assert (await team.claim(other, "ABCDEFGH")).role is Role.OWNER


async def test_two_owners_who_remove_each_other_leave_one(database: Database) -> None:
    """Whatever order the database takes them in; the later one has no right any more, or is the last."""
    await start(database, BAKYT, NURLAN)
    team, first, second = Team(database, SetClock()), await person(database, BAKYT), await person(database, NURLAN)
    ends = await asyncio.gather(team.dismiss(first, second.id), team.dismiss(second, first.id), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NotAllowed", "Person"]
    [left] = await database.read(people.owners, first.shop_id)
    for deed in (team.dismiss(left, left.id), team.change(left, left.id, Role.CASHIER)):
        with pytest.raises(LastOwner):
            await deed


async def test_only_owners_touch_the_staff(database: Database) -> None:
    """A cashier and a stranger can neither see, appoint, change, dismiss nor read the log."""
    await start(database, BAKYT)
    team, owner = Team(database, SetClock()), await person(database, BAKYT)
    cashier = await team.appoint(owner, visitor(NURLAN), Role.CASHIER)
    stranger = await database.write(people.meet, owner.shop_id, visitor(AIDA), NOON)
    for nobody in (cashier, stranger):
        for deed in (
            team.members(nobody),
            team.member(nobody, owner.id),
            team.appoint(nobody, visitor(AIDA), Role.OWNER),
            team.change(nobody, cashier.id, Role.OWNER),
            team.dismiss(nobody, owner.id),
            team.log(nobody, 0, None),
        ):
            with pytest.raises(NotAllowed):
                await deed
    with pytest.raises(GoneMissing):
        await team.change(owner, stranger.id, Role.OWNER)
    assert issubclass(GoneMissing, StaffRefusal)


async def test_the_log_is_turned_page_by_page_and_kept_a_year(database: Database) -> None:
    """Newest first, of everybody or of one person; what is older goes."""
    await start(database, BAKYT)
    owner, clock = await person(database, BAKYT), SetClock()
    team = Team(database, clock)
    for number in range(5):
        clock.time = NOON + timedelta(days=number)
        member = await team.appoint(owner, visitor(NURLAN), Role.CASHIER)
        await team.dismiss(owner, member.id)
    first, _ = await team.log(owner, 0, owner.id)
    second, by = await team.log(owner, 1, owner.id)
    assert (len(first.entries), first.has_more, len(second.entries), second.has_more) == (8, True, 2, False)
    assert by == owner
    assert (first.entries[0].what, first.entries[0].about) == (Deed.DISMISSED, "Нурлан")
    everything, _ = await team.log(owner, 1, None)
    assert len(everything.entries) == 3
    assert await database.write(audit.forget, NOON + timedelta(days=3)) == 7
