"""The reading of sums against an order's total: the rule that decides what is paid."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.xpay import Reading, Unit, Verdict, loads, read_amount

TOTALS = st.integers(1, 10**10)


@pytest.mark.parametrize(
    ("raw", "verdict", "amount"),
    [
        ('"100.00"', Verdict.EXACT, 10000),
        ('"100.00000000"', Verdict.EXACT, 10000),
        ('"100.0"', Verdict.EXACT, 10000),
        ("100.0", Verdict.EXACT, 10000),
        ("100.00", Verdict.EXACT, 10000),
        ("10000", Verdict.EXACT, 10000),
        ('"10000"', Verdict.EXACT, 10000),
        ("100", Verdict.UNIT_UNCLEAR, None),
        ('"100"', Verdict.UNIT_UNCLEAR, None),
        ('"1.00"', Verdict.DIFFERS, 100),
        ("1.0", Verdict.DIFFERS, 100),
        ('"10000.00"', Verdict.DIFFERS, 1_000_000),
        ('"99.99"', Verdict.DIFFERS, 9999),
        ('"100.001"', Verdict.DIFFERS, None),
        ("1", Verdict.DIFFERS, None),
        ("1000000", Verdict.DIFFERS, None),
        ("0", Verdict.DIFFERS, None),
        ("null", Verdict.MISSING, None),
        ('""', Verdict.MISSING, None),
        ("true", Verdict.UNREADABLE, None),
        ("1e4", Verdict.UNREADABLE, None),
        ("1.0e2", Verdict.UNREADABLE, None),
        ('"1e4"', Verdict.UNREADABLE, None),
        ('"١٠٠.٠٠"', Verdict.UNREADABLE, None),
        ('"١٠"', Verdict.UNREADABLE, None),
        ('"100.٠٠"', Verdict.UNREADABLE, None),
        ('" 100.00"', Verdict.UNREADABLE, None),
        ('"100.00 KGS"', Verdict.UNREADABLE, None),
        ('"100,00"', Verdict.UNREADABLE, None),
        ('"+100.00"', Verdict.UNREADABLE, None),
        ('"-100.00"', Verdict.UNREADABLE, None),
        ("-10000", Verdict.UNREADABLE, None),
        ("-0.0", Verdict.UNREADABLE, None),
        ('"0100.00"', Verdict.UNREADABLE, None),
        ('"100."', Verdict.UNREADABLE, None),
        ('"10_000"', Verdict.UNREADABLE, None),
        ('"100.00\\n"', Verdict.UNREADABLE, None),
        ("1000000000000000", Verdict.UNREADABLE, None),
        ("[10000]", Verdict.UNREADABLE, None),
        ('{"a": 1}', Verdict.UNREADABLE, None),
    ],
)
def test_f030_the_table_of_representations_for_100_som(raw: str, verdict: Verdict, amount: int | None) -> None:
    """Each way to write a sum in JSON has one verdict for an order of 10000 tyiyn."""
    reading = read_amount(loads(raw), 10000)
    assert (reading.verdict, reading.amount) == (verdict, amount)


@pytest.mark.parametrize(
    ("raw", "unit", "verdict", "amount"),
    [
        (100, "som", Verdict.EXACT, 10000),
        (100, "tyiyn", Verdict.DIFFERS, 100),
        (10000, "som", Verdict.DIFFERS, 1_000_000),
        (10000, "tyiyn", Verdict.EXACT, 10000),
        ("100.00", "som", Verdict.EXACT, 10000),
        ("100.00", "tyiyn", Verdict.EXACT, 10000),
        ("10000.00", "tyiyn", Verdict.DIFFERS, 1_000_000),
        ("1e4", "tyiyn", Verdict.UNREADABLE, None),
        (None, "som", Verdict.MISSING, None),
    ],
)
def test_the_unit_settles_whole_numbers_only(raw: Any, unit: Unit, verdict: Verdict, amount: int | None) -> None:
    """A decimal point means som whatever the setting says."""
    reading = read_amount(raw, 10000, unit)
    assert (reading.verdict, reading.amount) == (verdict, amount)


def som_texts(tyiyn: int) -> list[Any]:
    """A sum in every way that carries a decimal point, each of which is som."""
    texts = [f"{tyiyn // 100}.{tyiyn % 100:02}{'0' * zeros}" for zeros in range(7)]
    texts += [f"{tyiyn // 100}.{tyiyn % 100 // 10}"] if tyiyn % 10 == 0 else []
    return [*texts, *map(Decimal, texts)]


def tyiyn_numbers(tyiyn: int) -> list[Any]:
    return [tyiyn, str(tyiyn), Decimal(tyiyn)]


def som_numbers(tyiyn: int) -> list[Any]:
    return tyiyn_numbers(tyiyn // 100) if tyiyn % 100 == 0 else []


@given(expected=TOTALS, paid=TOTALS)
def test_f030_no_other_sum_is_ever_exact(expected: int, paid: int) -> None:
    """Soundness: a sum written with a point in som, or as a whole number of tyiyn, is EXACT only if it is the total."""
    for raw in [*som_texts(paid), *tyiyn_numbers(paid)]:
        assert (read_amount(raw, expected).verdict is Verdict.EXACT) == (paid == expected)


@given(expected=TOTALS.map(lambda total: total * 100))
def test_f030_nothing_off_by_a_hundred_is_exact(expected: int) -> None:
    """A hundredth or a hundredfold of the total, in any representation, is never EXACT when the unit is a guess.

    One text is left that cannot be told apart by itself: the whole number that is right in tyiyn would be a
    hundredfold overpayment if it counted som. It is the total by decision: nobody pays a hundredfold by accident,
    and the loss would be the payer's to reclaim, never the shop's.
    """
    hundredth, hundredfold = expected // 100, expected * 100
    off = [*som_texts(hundredth), *tyiyn_numbers(hundredth), *som_numbers(hundredth)]
    off += [*som_texts(hundredfold), *tyiyn_numbers(hundredfold)]
    for raw in off:
        assert read_amount(raw, expected).verdict is not Verdict.EXACT
    assert read_amount(expected // 100, expected).verdict is Verdict.UNIT_UNCLEAR


@given(expected=TOTALS, raw=st.integers(0, 10**13))
def test_f030_a_whole_number_is_exact_for_one_unit_at_most(expected: int, raw: int) -> None:
    """The setting decides between som and tyiyn; no number is right in both."""
    som, tyiyn = (read_amount(raw, expected, unit).verdict is Verdict.EXACT for unit in ("som", "tyiyn"))
    assert not (som and tyiyn)
    auto = read_amount(raw, expected).verdict
    assert auto is {(True, False): Verdict.UNIT_UNCLEAR, (False, True): Verdict.EXACT}.get(
        (som, tyiyn), Verdict.DIFFERS
    )


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.floats(),
    st.text(),
    st.text("0123456789.eE+-,١٠ "),
    st.lists(st.integers()),
    st.dictionaries(st.text(), st.integers()),
    st.binary(),
)


@given(raw=ANYTHING, expected=TOTALS, unit=st.sampled_from(["auto", "som", "tyiyn"]))
def test_a_stored_sum_reads_as_it_did_the_first_time(raw: Any, expected: int, unit: Unit) -> None:
    """Any value has a verdict, and the text that is kept of it has the same one, so open cases can be read again."""
    reading = read_amount(raw, expected, unit)
    kept = Reading.of(raw)
    assert kept.against(expected, unit) == reading
    assert Reading.of(kept.text) == kept
    assert kept.text is None or len(kept.text) <= 64


@pytest.mark.parametrize("expected", [0, -1, True, 100.0, Decimal(100)])
def test_a_total_that_is_none_is_the_callers_mistake(expected: Any) -> None:
    """A total is a positive int."""
    with pytest.raises(ValueError, match="positive whole number"):
        read_amount("1.00", expected)


@pytest.mark.parametrize(
    "raw",
    [10**5000, -(10**5000), Decimal("1E+999999"), Decimal("1E-999999"), 1.5, float("nan")],
    ids=["long", "long and negative", "huge", "tiny", "float", "nan"],
)
def test_monstrous_numbers_are_unreadable(raw: Any) -> None:
    """They cost nothing and mean nothing."""
    assert read_amount(raw, 100).verdict is Verdict.UNREADABLE
