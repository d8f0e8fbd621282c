"""When a code is looked after, and what counts as new money on it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.services.counter.switching import _following
from bot.shop.counter import Counter, CounterState, after_failure, is_new, next_look

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
S = CounterState


def code(state: CounterState, **changes: object) -> Counter:
    values: dict[str, object] = dict.fromkeys(Counter.__dataclass_fields__)
    values |= {"id": 1, "shop_id": 1, "state": state, "since": NOW, "asked_at": NOW, "failures": 0}
    return Counter(**(values | changes))  # type: ignore[arg-type]  # a record of what the rules read


@pytest.mark.parametrize(
    ("update", "seen", "new"),
    [
        ("2024-12-18 18:50:44", None, True),
        ("2024-12-18 18:50:44", "2024-12-18 18:50:44", False),
        ("2024-12-18 18:50:45", "2024-12-18 18:50:44", True),
        ("2024-12-18 18:50:43", "2024-12-18 18:50:44", False),
        ("2024-11-05T05:20:51.000001Z", "2024-11-05T05:20:51.000000Z", True),
        ("2024-12-18T18:50:44Z", "2024-12-18 18:50:44", True),  # another form: nobody knows, so a person looks
        ("tomorrow", "today", True),
        (None, "2024-12-18 18:50:44", True),
        (None, None, False),
    ],
)
def test_a_later_change_is_new(update: str | None, seen: str | None, new: bool) -> None:
    """The same change is settled once, in whatever form xPay writes its time."""
    assert is_new(update, seen) is new


@pytest.mark.parametrize(
    ("was", "word", "money", "over", "to"),
    [
        (S.TAKEN, "BLOCKED", False, False, S.OPENING),
        (S.TAKEN, "COMPLETED", True, False, S.OPENING),  # it was somebody else's
        (S.TAKEN, "BLOCKED", False, True, S.LOCKING),
        (S.OPENING, "ACTIVE", False, False, S.OPENING),
        (S.OPENING, "COMPLETED", True, True, S.LOCKING),
        (S.OPEN, "ACTIVE", False, False, S.OPEN),
        (S.OPEN, "COMPLETED", True, True, S.LOCKING),
        (S.OPEN, "COMPLETED", True, False, S.LOCKING),  # another sum: the order waits at the desk
        (S.OPEN, "ACTIVE", False, True, S.LOCKING),
        (S.OPEN, "BLOCKED", False, False, S.LOCKING),  # somebody locked it at xPay
        (S.OPEN, "HOLD", False, False, S.OPEN),
        (S.LOCKING, "ACTIVE", False, False, S.LOCKING),
        (S.LOCKING, "BLOCKED", True, True, S.LOCKING),
        (S.LOCKED, "BLOCKED", False, True, S.LOCKED),
        (S.LOCKED, "ACTIVE", False, True, S.LOCKING),
        (S.LOCKED, "COMPLETED", True, True, S.LOCKING),
        (S.LOCKED, "COMPLETED", False, True, S.LOCKED),
    ],
)
def test_where_a_code_goes(was: CounterState, word: str, money: bool, over: bool, to: CounterState) -> None:
    """Every word of xPay's leads somewhere; whatever is in doubt is locked."""
    assert _following(was, word, has_money=money, is_over=over) is to


def test_an_open_code_is_asked_about_every_few_seconds_and_a_locked_one_less_and_less() -> None:
    """Never sooner than xPay wants, and not for ever."""
    assert next_look(NOW, code(S.OPEN)) == NOW + timedelta(seconds=4)
    assert next_look(NOW, code(S.LOCKING)) == NOW + timedelta(seconds=3)
    assert next_look(NOW, code(S.LOCKED)) == NOW + timedelta(minutes=1)
    assert next_look(NOW, code(S.LOCKED, since=NOW - timedelta(hours=2))) == NOW + timedelta(minutes=30)
    assert next_look(NOW, code(S.LOCKED, since=NOW - timedelta(hours=27))) is None


@pytest.mark.parametrize(("failures", "seconds"), [(1, 6), (2, 12), (3, 24), (4, 30), (40, 30)])
def test_a_failed_switch_is_tried_again_soon(failures: int, seconds: int) -> None:
    """Somebody stands at the counter: never later than half a minute."""
    assert after_failure(NOW, failures) == NOW + timedelta(seconds=seconds)
