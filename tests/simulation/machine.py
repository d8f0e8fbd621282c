"""What can happen to a shop and its money, in any order, as rules of a Hypothesis state machine."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.checkout import Refusal
from bot.shop.order import Handover, Order, Wishes
from bot.staff import StaffRefusal
from bot.storage import carts, orders
from tests.simulation.books import TABLES, Audit, audit, in_words
from tests.simulation.town import Town

T = TypeVar("T")
WHICH = st.integers(0, 40)
"""Chooses one of however many there are."""

SUMS = ("exact", "exact", "exact", "one_more", "one_less", "hundredth", "hundredfold", "other_order")
FAULTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("status", "500", {}),
    ("status", "html", {}),
    ("status", "empty", {}),
    ("status", "reset", {}),
    ("status", "429", {}),
    ("status", "401", {}),
    ("status", "hang", {"seconds": 0.3}),
    ("status", "late", {"seconds": 0.3}),
    ("status", "patch", {"patch": {"qr_transaction_id": "1795424400abcdefghijklmno"}}),
    ("status", "patch", {"patch": {"qr_transaction_id": "1795424400abcdefghijklmno", "pay_status": "COMPLETED"}}),
    ("status", "patch", {"patch": {"pay_status": "HOLD"}}),
    ("status", "patch", {"patch": {"pay_status": None}}),
    ("create", "500", {}),
    ("create", "html", {}),
    ("create", "reset", {}),
    ("create", "hang", {"seconds": 0.3}),
    ("create", "late", {"seconds": 0.3}),
    ("create", "callback_first", {}),
    ("login", "500", {}),
    ("login", "401", {}),
    ("*", "reset", {}),
)
BODIES = ("", "{", "[]", '{"pay_status": "COMPLETED"}', '{"qr_transaction_id": 7}', "pay_status=COMPLETED", "\x00")
RULINGS = ("accept", "attach", "refund", "note")
there_is_a_qr = precondition(lambda self: self.qrs > 0)
WORDS = ("ACTIVE", "SCANNED", "PROCESSING", "ERROR", "CANCELED", "COMPLETED", "HOLD")


class MoneyMachine(RuleBasedStateMachine):
    """A town in which anything happens; when the dust has settled, every tyiyn is where it belongs."""

    template: ClassVar[Path]
    audits: ClassVar[list[tuple[float, Audit]]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="tolom-town-"))
        self.paid: set[int] = set()
        self.qrs = 0
        self.town: Town

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(
        accepts_late=st.booleans(), seed=st.integers(0, 2**32), how_much=st.sampled_from(SUMS), callback=st.booleans()
    )
    def found_the_town(self, accepts_late: bool, seed: int, how_much: str, callback: bool) -> None:
        self.town = Town(self.folder, accepts_late=accepts_late, seed=seed)
        self.do(self.town.build(self.template))
        for number in range(3):
            self.do(self._order(number, number, 1, 1))
        self.do(self._pay(0, how_much, callback=callback, check=True))

    def teardown(self) -> None:
        try:
            if hasattr(self, "town"):
                self.do(self._dust_settles())
        finally:
            if hasattr(self, "town"):
                self.do(self.town.tear_down())
            self.runner.close()
            shutil.rmtree(self.folder)

    # Customers.

    @rule(who=WHICH, what=WHICH, quantity=st.integers(1, 3), taps=st.integers(1, 2))
    def order(self, who: int, what: int, quantity: int, taps: int) -> None:
        self.do(self._order(who, what, quantity, taps))

    async def _order(self, who: int, what: int, quantity: int, taps: int) -> None:
        town = self.town
        person = town.customers[who % len(town.customers)]
        product = list(town.products)[what % len(town.products)]
        await town.world.database.write(carts.change, person, product, quantity)
        await self._at_once(*[town.world.checkout.confirm(person, Wishes(Handover.PICKUP)) for _ in range(taps)])

    @rule(which=WHICH, taps=st.integers(1, 2))
    def pay_again(self, which: int, taps: int) -> None:
        self.do(self._with_order(which, *["pay_again"] * taps))

    @rule(which=WHICH, taps=st.integers(1, 2))
    def cancel(self, which: int, taps: int) -> None:
        self.do(self._with_order(which, *["cancel"] * taps))

    @rule(which=WHICH)
    def i_have_paid(self, which: int) -> None:
        self.do(self._with_order(which, "ask_now", "show_card"))

    @rule(which=WHICH, acts=st.permutations(["cancel", "pay_again", "ask_now", "settle"]))
    def everything_at_once(self, which: int, acts: list[str]) -> None:
        self.do(self._with_order(which, *acts))

    async def _with_order(self, which: int, *acts: str) -> None:
        order = await self._an_order(which)
        if order is not None:
            person = next(one for one in self.town.customers if one.id == order.person_id)
            doings = {"settle": self.town.ask_due}
            checkout = self.town.world.checkout
            await self._at_once(
                *[doings[act]() if act in doings else getattr(checkout, act)(person, order.number) for act in acts]
            )

    # Payers, in the bank's app.

    @rule(who=WHICH, what=WHICH, callback=st.booleans())
    def buy(self, who: int, what: int, callback: bool) -> None:
        """The happy path, if nothing is in its way."""
        self.do(self._order(who, what, 1, 1))
        self.do(self._pay(0, "exact", callback=callback, check=True))

    @there_is_a_qr
    @rule(which=WHICH, how_much=st.sampled_from(SUMS), callback=st.booleans(), check=st.booleans())
    def pay(self, which: int, how_much: str, callback: bool, check: bool) -> None:
        self.do(self._pay(which, how_much, callback=callback, check=check))

    async def _pay(self, which: int, how_much: str, *, callback: bool, check: bool) -> None:
        for qr in await self._a_qr(which):
            if not await self._was_read(qr):
                return
            outcome = await self.town.payer.pay(
                qr["id"], self._sum(qr["amount"], how_much), callback=False, check=check, force=True
            )
            if outcome.paid and callback:
                await self.town.payer.callback(qr["id"])

    @there_is_a_qr
    @rule(which=WHICH, callback=st.booleans())
    def pay_the_same_qr_again(self, which: int, callback: bool) -> None:
        self.do(self._second_transfer(which, callback=callback))

    async def _second_transfer(self, which: int, *, callback: bool) -> None:
        for qr in await self._a_qr(which):
            if qr["trx"] and await self._was_read(qr):
                await self.town.payer.pay_again(qr["id"], callback=False)
                if callback:
                    await self.town.payer.callback(qr["id"])

    @there_is_a_qr
    @rule(which=WHICH, act=st.sampled_from(["scan", "decline", "cancel", "error"]), callback=st.booleans())
    def change_ones_mind(self, which: int, act: str, callback: bool) -> None:
        async def work() -> None:
            for qr in await self._a_qr(which):
                await getattr(self.town.payer, act)(qr["id"], callback=False)
                if callback:
                    await self.town.payer.callback(qr["id"])

        self.do(work())

    # What xPay does, and what others do in its name.

    @there_is_a_qr
    @rule(which=WHICH, word=st.sampled_from(["WAITING", "PROCESSING", "ERROR", "CANCELED"]), callback=st.booleans())
    def take_back_what_was_completed(self, which: int, word: str, callback: bool) -> None:
        async def work() -> None:
            for qr in await self._a_qr(which):
                if qr["trx"]:
                    await self.town.payer.set_status(qr["id"], word, callback=False)
                    if callback:
                        await self.town.payer.callback(qr["id"])

        self.do(work())

    @there_is_a_qr
    @rule(which=WHICH, said=st.sampled_from([None, *WORDS]), times=st.integers(1, 5), other=st.none() | WHICH)
    def callback(self, which: int, said: str | None, times: int, other: int | None) -> None:
        """Repeated, reordered, forged, with another QR's id."""

        async def work() -> None:
            for qr in await self._a_qr(which):
                foreign = None if other is None else (await self._a_qr(other))[0]["id"]
                await self.town.payer.callback(qr["id"], said, times=times, transaction_id=foreign)

        self.do(work())

    @there_is_a_qr
    @rule(which=WHICH, body=st.sampled_from(BODIES))
    def nonsense(self, which: int, body: str) -> None:
        async def work() -> None:
            async with self.town.web.post(f"{self.town.world.url}/xpay/callback/nobody", data=body) as answer:
                assert answer.status == 404
            for qr in await self._a_qr(which):
                assert await self.town.payer.callback(qr["id"], body=body) == [201]

        self.do(work())

    @rule(fault=st.sampled_from(FAULTS), lasts=st.sampled_from([1, 2, None]))
    def xpay_stumbles(self, fault: tuple[str, str, dict[str, Any]], lasts: int | None) -> None:
        endpoint, kind, details = fault
        self.town.hurry(on=True)
        self.do(self.town.payer.fault(endpoint, kind, times=lasts, **details))

    @rule()
    def xpay_is_well(self) -> None:
        self.town.hurry(on=False)
        self.do(self.town.payer.up())

    @rule(amounts=st.sampled_from(["som_string", "tyiyn"]), form=st.sampled_from(["top", "nested", "form"]))
    def xpay_changes_its_ways(self, amounts: str, form: str) -> None:
        self.do(self.town.payer.behave(amounts=amounts, callback_form=form))

    # Time, and the shop's own machinery.

    @rule()
    def settle(self) -> None:
        self.do(self.town.world.settle())

    @rule(seconds=st.sampled_from([5, 70, 300]))
    def time_passes(self, seconds: int) -> None:
        self.do(self.town.live(seconds))

    @rule(minutes=st.sampled_from([16, 31, 180, 27 * 60]))
    def nobody_works(self, minutes: int) -> None:
        """As when the machine was switched off."""
        self.town.clock.advance(minutes=minutes)

    @rule()
    def restart(self) -> None:
        self.do(self.town.restart())

    # The desk.

    @rule(which=WHICH, rulings=st.lists(st.sampled_from(RULINGS), min_size=1, max_size=2), other=WHICH)
    def decide(self, which: int, rulings: list[str], other: int) -> None:
        self.do(self._decide(which, rulings, other))

    async def _decide(self, which: int, rulings: list[str], other: int) -> None:
        desk, owner = self.town.desk, self.town.owner
        cases = await desk.open_cases(owner)
        order = await self._an_order(other)
        if not cases or order is None:
            return
        case = cases[which % len(cases)].id
        ways = {
            "accept": lambda: desk.accept(owner, case),
            "attach": lambda: desk.attach(owner, case, order.number),
            "refund": lambda: desk.refund(owner, case, "sent back by phone"),
            "note": lambda: desk.note(owner, case),
        }
        await self._at_once(*[ways[ruling]() for ruling in rulings])

    @precondition(lambda self: self.paid)
    @rule(which=WHICH)
    def reject(self, which: int) -> None:
        async def work() -> None:
            order = await self._an_order(which)
            if order is not None:
                await self._at_once(self.town.desk.reject(self.town.owner, order.number, "the oven broke"))

        self.do(work())

    # What holds at every moment, and what holds in the end.

    @invariant()
    def paid_stays_paid(self) -> None:
        if hasattr(self, "town"):
            now = {row["id"] for row in self.do(self.town.world.rows("orders", state="paid"))}
            self.qrs = len(self.do(self.town.payer.payments()))
            assert self.paid <= now, f"orders {self.paid - now} were paid once"
            self.paid = now

    async def _dust_settles(self) -> None:
        """XPay is well and says the truth; first it is only polled, then its callbacks come through."""
        town = self.town
        town.hurry(on=False)
        await town.payer.up()
        for qr in await town.payer.payments():
            if qr["trx"] and qr["status"] != "COMPLETED":
                await town.payer.set_status(qr["id"], "COMPLETED", callback=False)
        watched = await self._watched()
        for _ in range(2):
            town.clock.advance(minutes=31)
            await town.ask_due()
        known = {row["trx"] for row in await town.world.rows("transfers")}
        assert watched <= known, f"polling did not find {watched - known}"
        for _ in range(2):
            for qr in await town.payer.payments():
                if qr["trx"]:
                    assert await town.payer.callback(qr["id"]) == [201]
            await town.world.settle()
        await self._judge()

    async def _watched(self) -> set[str]:
        """Money that must be found without any callback: on a QR that we know, made today, that had none before."""
        ours = {row["transaction_id"] for row in await self.town.world.rows("payments") if row["state"] != "completed"}
        now = self.town.clock.now().timestamp()
        young = {qr["id"] for qr in await self.town.payer.payments() if now - int(qr["id"][:10]) < 24 * 3600}
        paid = (await self.town.payer.ledger()).paid
        return {row["trx"] for row in paid if row["id"] in ours & young}

    async def _judge(self) -> None:
        town = self.town
        tables = {name: await town.world.rows(name) for name in TABLES}
        found = audit(await town.payer.ledger(), tables, town.products)
        self.audits.append((town.hours, found))
        assert not found.complaints, in_words(found.complaints)

    # Choosing.

    async def _an_order(self, which: int) -> Order | None:
        rows = await self.town.world.rows("orders")
        return await self.town.world.database.read(orders.load, rows[which % len(rows)]["id"]) if rows else None

    async def _a_qr(self, which: int) -> list[dict[str, Any]]:
        """One of the QRs that exist at xPay, or none; the newest is number 0."""
        made = await self.town.payer.payments()
        return [made[-1 - which % len(made)]] if made else []

    async def _was_read(self, qr: dict[str, Any]) -> bool:
        """A status answer shows a QR's last transfer alone: whoever pays it twice between two questions hides one."""
        return set(qr["trx"]) <= {row["trx"] for row in await self.town.world.rows("transfers")}

    def _sum(self, amount: int, how_much: str) -> int | None:
        return {
            "exact": None,
            "one_more": amount + 1,
            "one_less": amount - 1,
            "hundredth": amount // 100,
            "hundredfold": amount * 100,
            "other_order": 150000 if amount != 150000 else 70000,
        }[how_much]

    async def _at_once(self, *works: Coroutine[Any, Any, Any]) -> None:
        """Do things at the same time; a refusal is an answer, anything else a bug."""
        for result in await asyncio.gather(*works, return_exceptions=True):
            if isinstance(result, BaseException):
                with contextlib.suppress(Refusal, StaffRefusal):
                    raise result
