"""When xPay is asked, as tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.payment import PaymentState
from bot.shop.schedule import SPACING, WATCH, after_failure, deadline, first_pause, next_question

MADE = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
ENDS = MADE + timedelta(minutes=30)
FAR = MADE + timedelta(days=9)


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def seconds(number: int) -> timedelta:
    return timedelta(seconds=number)


@pytest.mark.parametrize(
    ("age", "polling", "called"),
    [
        (seconds(5), seconds(5), minutes(1)),
        (seconds(119), seconds(5), minutes(1)),
        (minutes(2), seconds(10), minutes(1)),
        (minutes(10), seconds(30), minutes(1)),
        (minutes(60), minutes(5), minutes(5)),
        (minutes(359), minutes(5), minutes(5)),
        (minutes(360), minutes(30), minutes(30)),
    ],
)
def test_questions_slow_down_as_the_qr_ages(age: timedelta, polling: timedelta, called: timedelta) -> None:
    """Quick at first, slower later; where xPay calls us, never more than once a minute."""
    now = MADE + age
    assert next_question(now, MADE, FAR, callbacks=False) == now + polling
    assert next_question(now, MADE, FAR, callbacks=True) == now + called


@pytest.mark.parametrize("callbacks", [True, False])
def test_the_end_of_an_order_is_asked_about_when_it_comes(callbacks: bool) -> None:
    """An order does not end later than it should because the next question was far off, nor is xPay asked too soon."""
    now = ENDS - seconds(4)
    assert next_question(now, MADE, ENDS, callbacks=callbacks) == ENDS
    now = ENDS - seconds(1)
    assert next_question(now, MADE, ENDS, callbacks=callbacks) == now + SPACING
    assert (next_question(ENDS, MADE, ENDS, callbacks=callbacks) or ENDS) > ENDS


@pytest.mark.parametrize("callbacks", [True, False])
def test_ended_orders_are_watched_for_a_day(callbacks: bool) -> None:
    """For as long as xPay repeats its callbacks and a little more, then no more, at a minute's pace at the quickest."""
    assert next_question(MADE + minutes(5), MADE, None, callbacks=callbacks) == MADE + minutes(6)
    assert next_question(MADE + WATCH, MADE, None, callbacks=callbacks) == MADE + WATCH + minutes(30)
    assert next_question(MADE + WATCH + seconds(1), MADE, None, callbacks=callbacks) is None


def test_settled_payments_are_watched_for_a_second_one_only_by_asking() -> None:
    """Where xPay calls, it will call again; where it cannot, a question every half an hour for a day."""
    now = MADE + minutes(1)
    assert next_question(now, MADE, None, callbacks=True, settled=True) is None
    assert next_question(now, MADE, None, callbacks=False, settled=True) == now + minutes(30)
    assert next_question(MADE + WATCH + seconds(1), MADE, None, callbacks=False, settled=True) is None


@pytest.mark.parametrize("state", PaymentState)
def test_a_customer_at_the_bank_gets_a_quarter_of_an_hour(state: PaymentState) -> None:
    """Everybody else's order ends when it was said to."""
    assert deadline(ENDS, state) == (ENDS + minutes(15) if state.is_at_bank else ENDS)


def test_the_first_question() -> None:
    """Soon where nobody calls us, after a minute where somebody does."""
    assert (first_pause(callbacks=False), first_pause(callbacks=True)) == (seconds(5), minutes(1))


@pytest.mark.parametrize(
    ("failures", "jitter", "pause"),
    [
        (1, 1.0, 6),
        (1, 0.0, 3),
        (2, 1.0, 12),
        (3, 0.5, 18),
        (6, 1.0, 192),
        (7, 1.0, 300),
        (99, 1.0, 300),
        (99, 0.0, 150),
    ],
)
def test_pauses_after_failures_double_up_to_five_minutes(failures: int, jitter: float, pause: int) -> None:
    """Chance takes up to half of the pause away, so that not all come back at once."""
    assert after_failure(MADE, failures, jitter) == MADE + seconds(pause)


@given(
    age=st.timedeltas(timedelta(0), timedelta(days=3)),
    left=st.none() | st.timedeltas(timedelta(days=-1), timedelta(days=1)),
    callbacks=st.booleans(),
    settled=st.booleans(),
    failures=st.integers(0, 10_000),
    jitter=st.floats(0, 1),
)
def test_f025_xpay_is_never_asked_too_often(
    age: timedelta,
    left: timedelta | None,
    callbacks: bool,
    settled: bool,
    failures: int,
    jitter: float,
) -> None:
    """Whatever the moment: three seconds apart at the least; half an hour at the most, while it is watched."""
    now = MADE + age
    asked = next_question(now, MADE, None if left is None else now + left, callbacks=callbacks, settled=settled)
    if asked is None:
        assert left is None
    else:
        assert SPACING <= asked - now <= minutes(30)
    assert SPACING <= after_failure(now, failures, jitter) - now <= minutes(5)
