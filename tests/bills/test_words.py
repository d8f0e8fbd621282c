"""What a seller writes, understood: sums, what they are for, days."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.shop.bills import MOST_TITLE, Bill, BillState, end_of_day, read_due, read_wish, state_of
from bot.shop.order import OrderState

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
"""The 24th in Bishkek, half past two in the night."""


@pytest.mark.parametrize(
    ("line", "amount", "title"),
    [
        ("1500 Торт для Аиды", 1_500_00, "Торт для Аиды"),
        ("1 500 торт", 1_500_00, "торт"),
        ("1\u00a0500 торт", 1_500_00, "торт"),
        ("1500,50 сом торт", 1_500_50, "торт"),
        ("1500.5 сом, торт", 1_500_50, "торт"),
        ("1500: торт", 1_500_00, "торт"),
        ("1500 - торт", 1_500_00, "торт"),
        ("1500с торт", 1_500_00, "торт"),
        ("1500 СОМ Торт", 1_500_00, "Торт"),
        ("1500 с днём рождения", 1_500_00, "с днём рождения"),
        ("1500 сомовий", 1_500_00, "сомовий"),
        ("1500 2 торта", 1_500_00, "2 торта"),
        ("12 500 200 роз", 12_500_200_00, "роз"),
        ("1500", 1_500_00, ""),
        ("", None, ""),
        ("Торт", None, "Торт"),
        ("0 торт", None, "0 торт"),
        ("-5 торт", None, "-5 торт"),
        ("1500.505 торт", None, "1500.505 торт"),
        ("1500 \u202eторт\nи свечи", 1_500_00, "торт и свечи"),
        ("٣٤ торт", None, "٣٤ торт"),
    ],
)
def test_a_line_is_a_sum_and_what_it_is_for(line: str, amount: int | None, title: str) -> None:
    """The sum comes first; spaces part only thousands; the rest is what it is for."""
    assert read_wish(line) == (amount, title)


@given(some.text(max_size=300))
def test_no_line_is_too_strange(line: str) -> None:
    """Whatever is written is understood or not, and what it is for is one short line."""
    amount, title = read_wish(line)
    assert amount is None or amount > 0
    assert len(title) <= MOST_TITLE
    assert "\n" not in title


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("24.11", "24.11.2026"),
        ("30.11", "30.11.2026"),
        ("30/11", "30.11.2026"),
        ("1.2", "01.02.2027"),
        ("01.02.27", "01.02.2027"),
        ("30.11.2026", "30.11.2026"),
        ("23.11", "23.11.2027"),
        ("23.11.2026", None),
        ("31.11", None),
        ("30.11.2029", None),
        ("29.2", None),
        ("завтра", None),
        ("0.0", None),
    ],
)
def test_a_day_in_writing_is_the_next_such_day(written: str, day: str | None) -> None:
    """Today in the shop's zone still counts; what is over, too far or no day at all is refused."""
    due_at = read_due(written, NOW, "Asia/Bishkek")
    assert (due_at and f"{due_at:%d.%m.%Y}") == day
    assert due_at is None or (due_at > NOW and f"{due_at:%H:%M}" == "23:59")


def test_a_day_ends_in_the_shops_zone() -> None:
    """Today is the 24th in Bishkek, though it is the 23rd in UTC."""
    assert end_of_day(NOW, 0, "Asia/Bishkek") == datetime(2026, 11, 24, 17, 59, tzinfo=UTC)
    assert end_of_day(NOW, 7, "Asia/Bishkek") - end_of_day(NOW, 0, "Asia/Bishkek") == timedelta(days=7)


def bill(**values: Any) -> Bill:
    known = dict.fromkeys(Bill.__dataclass_fields__) | {"due_at": NOW + timedelta(days=1)} | values
    return Bill(**known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "values", "state"),
    [
        (OrderState.WAITING, {}, BillState.WAITING),
        (None, {}, BillState.WAITING),
        (OrderState.PAID, {}, BillState.PAID),
        (OrderState.PAID, {"cancelled_at": NOW}, BillState.PAID),
        (OrderState.PAID, {"due_at": NOW}, BillState.PAID),
        (OrderState.CANCELLED, {}, BillState.CANCELLED),
        (None, {"cancelled_at": NOW, "due_at": NOW}, BillState.CANCELLED),
        (OrderState.EXPIRED, {"due_at": NOW}, BillState.OVER),
        (OrderState.WAITING, {"due_at": NOW}, BillState.OVER),
        (OrderState.PROCESSING, {"due_at": NOW}, BillState.WAITING),
        (None, {"due_at": NOW}, BillState.OVER),
    ],
)
def test_how_a_bill_stands(order: OrderState | None, values: dict[str, Any], state: BillState) -> None:
    """Paid is paid; somebody at the bank keeps a bill from being over."""
    assert state_of(bill(**values), order, NOW) is state
