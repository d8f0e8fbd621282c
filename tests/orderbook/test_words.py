"""Every sentence of the order book, in each language: valid for Telegram, and short enough for where it stands."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.sandbox.telegram.markup import parse_html
from bot.shop.cart import Shortage
from bot.shop.fulfilment import Stage, Step
from bot.shop.odd_money import Case, Refund, Ruling
from bot.shop.order import Handover, Order, OrderLine, OrderState, Wishes
from bot.shop.orderbook import MOST_COUNTED, Dossier, Entry, Happening, Pile, Takings, Transfer
from bot.shop.payment import DeskReason, News, Payment, PaymentState
from bot.shop.people import Language, Person, Role, Shop
from bot.texts import board, commands, desk, dossier, log, merchant, orderbook, shopfront
from bot.texts.languages import translations

LONG = "Ө" * 300 + "<b>&\u202e" + "😀" * 300
NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
SHOP = Shop(1, LONG, Language.KY, "Asia/Bishkek", 30, -100, None, merchant_chat_public=False, accepts_late=False)
PERSON = Person(1, 1, 4242, LONG, None, Language.KY, None, Role.CUSTOMER)
WISHES = replace(
    Wishes(Handover.DELIVERY, "+996555123456", LONG, 42.87, 74.59, LONG),
    wanted_from_at=NOW,
    wanted_until_at=NOW + timedelta(hours=2),
)
ORDER = Order(
    1, 1, 1, 10**8, "t", OrderState.PAID, 9_000_000_00, WISHES, tuple(OrderLine(1, LONG, 100, 99) for _ in range(60)),
    NOW, NOW, NOW, True, LONG, None, None, Stage.REJECTED, "&" * 500,
)  # fmt: skip
CASE = Case(
    id=1, shop_id=1, order_id=1, order_number=10**8, person_id=1, payment_id=1, transfer_id=1, reason=DeskReason.LATE,
    expected=9_000_000_00, received=None, raw=LONG, trx=LONG, transaction_id="id", opened_at=NOW,
    decision=Ruling.REFUNDED, decided_at=NOW, decided_by=1, note=LONG,
)  # fmt: skip
ROWS = [
    (WISHES, Language.RU, "вт 24.11, 02:30"),
    (
        Wishes(
            Handover.PICKUP,
            wanted_from_at=NOW - timedelta(hours=2, minutes=30),
            wanted_until_at=NOW + timedelta(hours=21, minutes=30),
        ),
        Language.KY,
        "шейш. 24.11",
    ),
    (WISHES, Language.EN, "Tue 24.11, 02:30"),
]
PAYMENT = Payment(1, 1, 1, PaymentState.COMPLETED, 100, 101, 99, "x" * 64, False, "", NOW, None, 0)
FULL = Dossier(
    order=ORDER,
    customer=PERSON,
    payments=tuple(replace(PAYMENT, state=state) for state in PaymentState),
    transfers=tuple(Transfer(None, LONG, LONG, NOW, pays) for pays in (None, 10**8, 5, 6, 7)),
    cases=(CASE,) * 5,
    deciders={1: LONG},
    refunds=(Refund(100, LONG, LONG, NOW),) * 5,
    steps=tuple(Step(stage, LONG, NOW) for stage in Stage),
    letters=(10, 10),
    log=(Happening(NOW, "refunded", LONG, {"tyiyn": 100}),) * 15,
    owed=100,
    others=3,
)


def rendered() -> Iterator[tuple[str, Callable[[], str], int]]:
    """Each sentence with hard arguments, and the most units that it may have."""
    yield "whole", partial(dossier.whole, FULL, SHOP, [LONG[:200]] * 5, for_owner=True), 4096
    entries = [Entry(replace(ORDER, state=state), LONG) for state in OrderState]
    yield "found", partial(orderbook.found, LONG, entries, 20), 4096
    yield "found most", partial(orderbook.found, LONG, entries, len(entries)), 4096
    yield "found none", partial(orderbook.found, LONG, [], 20), 4096
    yield "sale", partial(merchant.sale, ORDER, SHOP, 100, PERSON, 100, FULL.steps, FULL.refunds), 4096
    for entry in entries:
        yield "row", partial(orderbook.row, entry, SHOP.timezone), 64
    for pile in Pile:
        yield "filter", partial(orderbook.filter_, pile, MOST_COUNTED + 1, chosen=True), 24
        yield "heading", partial(orderbook.heading, pile, entries), 4096
        yield "empty", partial(orderbook.heading, pile, []), 4096
    yield "theirs", partial(orderbook.of_customer, LONG, entries), 4096
    for state in PaymentState:
        yield "payment", partial(dossier.payment_state, state), 40
    for reason in DeskReason:
        yield "case", partial(desk.row, replace(CASE, reason=reason)), 64
    for known in (True, False):
        yield "note button", partial(dossier.write_note, known=known), 32
    for button in (dossier.more, dossier.remove_note, dossier.profile, dossier.open_case, orderbook.search):
        yield "button", button, 32
    yield "private", orderbook.only_in_private, 200
    yield "again", shopfront.in_the_cart, 200
    missing = [Shortage(LONG, added, is_gone=gone) for added, gone in ((0, True), (3, False), (0, False))]
    yield "missing", partial(shopfront.not_all_there, missing * 10), 2000
    today = orderbook.today(Takings(3, 9_000_000_00))
    yield "board", partial(board.heading, SHOP, orderbook.waiting(100, 100, 100), today), 4096
    yield "quiet board", partial(board.heading, SHOP, orderbook.waiting(0, 0, 0), today), 4096
    yield "help", lambda: shopfront.help_of_staff(commands.of_staff()), 2000
    yield "withdrawn", partial(desk.cannot_be_paid, LONG, withdrawn=True), 4096


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_valid_and_short_enough(language: Language) -> None:
    """Also with names full of tags, direction marks and emoji; the sandbox's Telegram reads the markup."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for name, sentence, most in rendered():
            plain, _ = parse_html(sentence())
            assert plain.strip(), name
            assert len(plain.encode("utf-16-le")) // 2 <= most, (name, plain)
            assert "\u202e" not in plain, name
            assert "{" not in plain, name


@pytest.mark.parametrize("language", list(Language))
def test_the_log_knows_every_word_that_is_written_into_it(language: Language) -> None:
    """News, stages and decisions are read as words; one that nobody has told us of stands as it was written."""
    words = [f"news:{news}" for news in News if news not in {News.FOREIGN, News.TIME_UP, News.CANCEL}]
    words += [f"desk:{ruling}" for ruling in (Ruling.ACCEPTED, Ruling.ATTACHED)]
    words += [f"qr:{state}" for state in (PaymentState.REFUSED, PaymentState.UNKNOWN)] + ["qr:abandoned", "released"]
    words += [str(stage) for stage in Stage if stage is not Stage.NEW] + ["expired", "cancelled"]
    words += ["placed", "pay_again", "refunded", "noted", "letter", "blocked", "unblocked", "note", "note_removed"]
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        for word in words:
            assert log.what(word) != word or language is Language.EN, word
        assert log.what("<new>") == "&lt;new&gt;"


def test_too_much_costs_the_log_first_and_the_lines_next() -> None:
    """What was paid, decided and given back always stands there."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(Language.EN):
        small = replace(FULL, order=replace(ORDER, lines=ORDER.lines[:1], note=None), cases=(), refunds=())
        assert "What happened" in dossier.whole(small, SHOP, for_owner=False)
        text = dossier.whole(FULL, SHOP, for_owner=True)
        assert "What happened" not in text
        assert "more item" in text
        assert "Money that went back" in text


@pytest.mark.parametrize(("wishes", "language", "told"), ROWS)
def test_a_row_says_for_when_the_order_is(wishes: Wishes, language: Language, told: str) -> None:
    """The day, and the time where it is for one; nothing where nobody asked."""
    i18n = translations()
    with i18n.context(), i18n.use_locale(language):
        row = orderbook.row(Entry(replace(ORDER, wishes=wishes), "Айда"), SHOP.timezone)
        bare = orderbook.row(Entry(replace(ORDER, wishes=Wishes(Handover.PICKUP)), "Айда"), SHOP.timezone)
    assert f"· {told} · Айда" in row
    assert told not in bare
