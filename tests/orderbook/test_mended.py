"""What staff and customers read about an order's time and its goods is what is the matter."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.services.desk import CannotBePaid, Desk
from bot.settlement import may_be_paid
from bot.shop.people import Language
from bot.storage import people
from bot.storage.database import Unit
from bot.storage.payments import hash_token
from bot.storage.tables import outbox, payments, products
from bot.texts import desk as texts
from bot.texts.languages import translations
from tests.money.world import OWNER, make_world


async def test_a_hidden_product_is_not_called_sold_out(tmp_path: Path) -> None:
    """Late money for it waits for a person, who reads that it is on sale no more."""
    async with make_world(tmp_path) as world:
        cake = await world.product()
        order = await world.order(await world.person(), cake)
        world.clock.advance(minutes=31)
        await world.settle()
        await world.payer.pay(await world.link(order), check=False)
        await world.payer.heard(await world.link(order))
        await world.settle()

        async def hide(unit: Unit) -> None:
            await unit.run(update(products).where(products.c.id == cake).values(hidden=True))

        await world.database.write(hide)
        owner = await world.database.read(people.find, world.shop.id, OWNER)
        assert owner is not None
        desk = Desk(world.database, world.clock)
        (case,) = await desk.open_cases(owner)
        with pytest.raises(CannotBePaid) as refusal:
            await desk.accept(owner, case.id)
        assert (refusal.value.sold_out, refusal.value.withdrawn) == ("Торт", True)
        i18n = translations()
        with i18n.context(), i18n.use_locale(Language.RU):
            assert "снят с продажи" in texts.cannot_be_paid("Торт", withdrawn=True)


async def test_the_card_tells_the_time_that_xpays_question_has_given(tmp_path: Path) -> None:
    """An order that may be paid in its last minutes gets five, and its card says until when."""
    async with make_world(tmp_path) as world:
        order = await world.order(await world.person(), await world.product())
        world.clock.advance(minutes=28)

        async def all_sent(unit: Unit) -> None:
            await unit.run(update(outbox).values(sent_at=world.clock.now()))
            await unit.run(update(payments).values(token_hash=hash_token("a token")))

        await world.database.write(all_sent)
        cards = len(await world.rows("outbox", kind="card"))
        before = order.expires_at

        assert await world.database.write(may_be_paid, "a token", world.clock.now()) is True
        assert (await world.reload(order)).expires_at > before
        assert len(await world.rows("outbox", kind="card")) == cards + 1
