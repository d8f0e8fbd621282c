from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.shop.matching import Booked, Listed, match, sum_of

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def listed(*references: str, qr: str | None = None, amounts: tuple[int, ...] = (700_00,), minutes: int = 0) -> Listed:
    return Listed(references, qr, amounts, "", AT + timedelta(minutes=minutes), None)


def booked(number: int, trx: str = "", qr: str | None = None, amount: int | None = 700_00, minutes: int = 0) -> Booked:
    return Booked(number, qr, trx or f"own-{number}", amount, AT + timedelta(minutes=minutes))


def test_references_come_first() -> None:
    """Either of xPay's names will do, whatever the sum and the QR say."""
    found = match([listed("u", "t", qr="other", amounts=(1,))], [booked(1, "x"), booked(2, "t", "q")])
    assert [ours.id for _, ours in found.pairs] == [2]


def test_a_qr_paid_twice_leaves_one() -> None:
    """The transfer that we know by its reference is not taken for the one that we missed."""
    found = match([listed("t1", qr="q"), listed("t2", qr="q")], [booked(1, "t2", "q")])
    assert [one.references for one in found.only_listed] == [("t1",)]


def test_other_names_for_the_same_money_are_no_second_payment() -> None:
    """Where the list's references are not those of the status, a QR's transfers are counted against each other."""
    found = match([listed("h1", qr="q1"), listed("h2", qr="q2")], [booked(1, "t1", "q1"), booked(2, "t2", "q2")])
    assert not found.only_listed
    assert not found.only_booked


def test_on_a_code_of_the_counter_only_the_same_time_is_the_same_money() -> None:
    """Its customers all pay one sum: yesterday's sale, listed no more, is not taken for the one that we missed."""

    def sold(number: int, minutes: int) -> Booked:
        return replace(booked(number, qr="code", minutes=minutes), is_code=True)

    ours = [sold(1, -24 * 60), sold(2, 0), sold(3, 90)]
    there = [listed("h1", qr="code", minutes=30), listed("h2", qr="code"), listed("h3", qr="code", minutes=89)]
    found = match(there, ours)
    assert [one.references for one in found.only_listed] == [("h1",)]
    assert match([listed("h4", qr="code")], [sold(4, 120)]).pairs


def test_without_any_name_sum_and_time_are_a_hint() -> None:
    """The same sum within ten minutes; later it is another's, and a named QR that is not ours never ours."""
    assert match([listed(minutes=9)], [booked(1)]).pairs
    assert not match([listed(minutes=11)], [booked(1)]).pairs
    assert not match([listed(amounts=(701_00,))], [booked(1)]).pairs


def test_the_unit_is_learnt_from_what_agrees() -> None:
    """A whole number means som or tyiyn; what matched tells which. Where nothing did the sum is not certain."""
    known, unknown = listed("t", amounts=(70000, 7000000)), listed("x", amounts=(500, 50000))
    found = match([known, unknown], [booked(1, "t", amount=70000)])
    assert sum_of(unknown, found) == 500
    assert sum_of(unknown, match([unknown], [])) is None
    assert sum_of(listed("y", amounts=()), found) is None


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_nothing_is_counted_twice_or_lost(there: list[str], here: list[str]) -> None:
    """Each of both sides is in one pair, or stands alone."""
    found = match([listed(qr=qr) for qr in there], [booked(place, qr=qr) for place, qr in enumerate(here)])
    assert len(found.pairs) + len(found.only_listed) == len(there)
    assert len(found.pairs) + len(found.only_booked) == len(here)
    assert len(found.pairs) == sum(min(there.count(qr), here.count(qr)) for qr in "abc")
