"""The state machine of payments, over every combination that there is."""

import ast
import sys
from pathlib import Path

import pytest

import bot.shop
from bot.shop.order import OPEN_STATES, OrderState
from bot.shop.payment import DeskReason, Effect, News, PaymentState, decide
from tests.shop.payment_table import PAGE, everything, page

FINAL = {OrderState.PAID, OrderState.EXPIRED, OrderState.CANCELLED}
MONEY = {news for news in News if news.startswith("paid_")}
EVERYTHING = everything()


def test_every_combination_is_decided() -> None:
    """There is an answer for every order state, payment state and news; the same each time."""
    assert len(EVERYTHING) == len(OrderState) * len(PaymentState) * len(News)
    for combination in EVERYTHING:
        assert decide(*combination) == decide(*combination)


def test_the_page_shows_what_the_code_decides() -> None:
    """docs/payment-states.md is what the generator writes."""
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.shop.payment_table writes it anew"


def test_received_money_ends_in_one_of_two_places() -> None:
    """Every transfer pays its order or goes to the desk with a reason, and completes its payment."""
    for order, payment, news in EVERYTHING:
        if news in MONEY:
            decision = decide(order, payment, news)
            assert decision.payment is PaymentState.COMPLETED
            assert decision.effect in {Effect.PAY, Effect.PAY_LATE, Effect.DESK}
            assert (decision.order is OrderState.PAID) == (
                decision.effect in {Effect.PAY, Effect.PAY_LATE} or order is OrderState.PAID
            )
            assert (decision.reason is None) == (decision.effect is Effect.PAY)


def test_only_the_right_sum_pays() -> None:
    """Nothing but COMPLETED with the order's own sum, or more where its QR allows that, makes an order paid."""
    for order, payment, news in EVERYTHING:
        decision = decide(order, payment, news)
        if decision.effect in {Effect.PAY, Effect.PAY_LATE}:
            assert news in {News.PAID_EXACT, News.PAID_RAISED}
            assert payment is not PaymentState.COMPLETED
        if decision.order is OrderState.PAID and order is not OrderState.PAID:
            assert decision.effect in {Effect.PAY, Effect.PAY_LATE}


def test_paid_does_not_go_back() -> None:
    """No news takes an order out of paid, nor a payment out of completed; money that comes then is a second payment."""
    for order, payment, news in EVERYTHING:
        decision = decide(order, payment, news)
        if order is OrderState.PAID:
            assert decision.order is OrderState.PAID
            assert decision.effect not in {Effect.PAY, Effect.PAY_LATE, Effect.CLOSE}
            assert news not in MONEY or decision.reason is DeskReason.SECOND_PAYMENT
        if payment is PaymentState.COMPLETED:
            assert decision.payment is PaymentState.COMPLETED


def test_ended_orders_stay_ended() -> None:
    """An expired order can only be paid late, a cancelled one not even that."""
    for order, payment, news in EVERYTHING:
        decision = decide(order, payment, news)
        if order in FINAL and decision.order is not order:
            assert (order, decision.order) == (OrderState.EXPIRED, OrderState.PAID)
            assert decision.effect is Effect.PAY_LATE


def test_an_order_never_returns_to_placed() -> None:
    """Once there was news the order is past its beginning; and none of it is about creating a QR."""
    for order, payment, news in EVERYTHING:
        decision = decide(order, payment, news)
        assert decision.order is order or decision.order is not OrderState.PLACED
        creation = {PaymentState.CREATING, PaymentState.UNKNOWN, PaymentState.REFUSED}
        assert decision.payment is payment or decision.payment not in creation


def test_orders_end_unpaid_only_by_time_or_wish() -> None:
    """Closing goes with the stock's return and happens to open orders alone, when no money is there."""
    for order, payment, news in EVERYTHING:
        decision = decide(order, payment, news)
        closes = decision.effect is Effect.CLOSE
        assert closes == (order in OPEN_STATES and decision.order in {OrderState.EXPIRED, OrderState.CANCELLED})
        if closes:
            assert news in {News.TIME_UP, News.CANCEL}
            assert payment is not PaymentState.COMPLETED
            assert decision.payment is payment


@pytest.mark.parametrize("payment", [state for state in PaymentState if state.is_at_bank])
def test_a_customer_at_the_bank_is_not_cancelled_but_runs_out_of_time(payment: PaymentState) -> None:
    """Cancelling waits for money on its way; the added time does not last for ever, or stock would be held so."""
    stays = decide(OrderState.PROCESSING, payment, News.CANCEL)
    assert (stays.order, stays.effect) == (OrderState.PROCESSING, Effect.NOTHING)
    ends = decide(OrderState.PROCESSING, payment, News.TIME_UP)
    assert (ends.order, ends.effect) == (OrderState.EXPIRED, Effect.CLOSE)


@pytest.mark.parametrize("order", OrderState)
@pytest.mark.parametrize("payment", PaymentState)
def test_news_that_says_nothing_new_changes_nothing(order: OrderState, payment: PaymentState) -> None:
    """A transfer told again, or an answer about something else, moves neither order nor payment."""
    for news, effect in ((News.REPEATED, Effect.NOTHING), (News.FOREIGN, Effect.ALERT)):
        decision = decide(order, payment, news)
        assert (decision.order, decision.payment, decision.effect) == (order, payment, effect)


@pytest.mark.parametrize("news", [News.WAITING, News.SCANNED, News.PROCESSING, News.UNKNOWN_WORD])
def test_f004_f032_a_status_after_completed_is_only_told(news: News) -> None:
    """xPay's replicas may lag: what is completed stays, and the owner hears of it."""
    decision = decide(OrderState.PAID, PaymentState.COMPLETED, news)
    assert (decision.order, decision.payment, decision.effect) == (
        OrderState.PAID, PaymentState.COMPLETED, Effect.ALERT,
    )  # fmt: skip


def test_f005_declined_before_and_after_completed() -> None:
    """Declined, then completed: paid. Completed, then declined: paid, with a case on the desk."""
    first = decide(OrderState.WAITING, PaymentState.DECLINED, News.PAID_EXACT)
    assert (first.order, first.effect) == (OrderState.PAID, Effect.PAY)
    after = decide(OrderState.PAID, PaymentState.COMPLETED, News.DECLINED)
    assert (after.order, after.effect, after.reason) == (OrderState.PAID, Effect.DESK, DeskReason.CONTRADICTION)


def test_f027_an_unknown_word_counts_as_on_its_way() -> None:
    """A status that nobody has told us of is treated like processing."""
    for order in OrderState:
        for payment in PaymentState:
            assert decide(order, payment, News.UNKNOWN_WORD) == decide(order, payment, News.PROCESSING)


def test_f029_another_sum_waits_for_a_person_with_the_stock_held() -> None:
    """Odd money for an open order goes to the desk, and the order stays open as one whose money is on its way."""
    for order in OPEN_STATES:
        decision = decide(order, PaymentState.ACTIVE, News.PAID_OTHER_SUM)
        assert (decision.order, decision.reason) == (OrderState.PROCESSING, DeskReason.SUM_DIFFERS)


def test_f037_f038_money_after_the_end() -> None:
    """After expiry the shop's policy decides, after cancelling a person."""
    assert decide(OrderState.EXPIRED, PaymentState.ACTIVE, News.PAID_EXACT).effect is Effect.PAY_LATE
    cancelled = decide(OrderState.CANCELLED, PaymentState.ACTIVE, News.PAID_EXACT)
    assert (cancelled.order, cancelled.reason) == (OrderState.CANCELLED, DeskReason.CANCELLED_ORDER)


def test_f039_a_second_payment_of_one_order_goes_to_the_desk() -> None:
    """Whatever its sum, and whichever QR it came by."""
    for payment in PaymentState:
        for news in MONEY:
            assert decide(OrderState.PAID, payment, news).reason is DeskReason.SECOND_PAYMENT


@pytest.mark.parametrize("module", sorted(Path(bot.shop.__file__).parent.glob("*.py")), ids=lambda path: path.name)
def test_the_rules_import_nothing_but_the_standard_library(module: Path) -> None:
    """No rule of the shop can reach a network, a database or a disk by way of what it imports."""
    reach = {"asyncio", "io", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "time"}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            assert name.startswith("bot.shop.") or (top in sys.stdlib_module_names and top not in reach), name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"open", "print", "input", "eval", "exec", "__import__"}
