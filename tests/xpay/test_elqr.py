"""Payment links, held against a little writer that knows only the rules and not the reader."""

import contextlib
import hashlib
import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.xpay import LinkFault, LinkVerdict, QRCode, UnreadableLink, read_link, verify_link

EXAMPLE = (
    "https://pay.xpay.kg#00020101021132450012ab2b.xpay.kg0101110140040720231024712021133290025"
    "1745226190sa6vxjr52p62ui25204599953034175909Telemedia63044e70"
)
PAGE = "https://pay.xpay.kg"


def write(tags: list[tuple[str, str]], *, page: str = PAGE, spaces: str = "%20", checksum: str = "") -> str:
    """A link with these tags and the right checksum (or another one)."""
    text = "".join(f"{tag}{len(value):02}{value}" for tag, value in tags)
    checksum = checksum or hashlib.sha256(text.encode()).hexdigest()[-4:]
    return f"{page}#{quote(text, safe='').replace('%20', spaces)}6304{checksum}"


def order_link(amount: str | None = "10000", currency: str = "417", **how: str) -> str:
    tags = [("00", "01"), ("01", "12"), ("32", "0012ab2b.xpay.kg1102t1"), ("53", currency)]
    return write([*tags, *([("54", amount)] if amount is not None else []), ("59", "Нан бакыты")], **how)


def code(amount: int | None = 10000, request: int | None = None) -> QRCode:
    return QRCode("t1", "", "", None, "dynamic", request if request is not None else amount, amount, None, None)


def verdict(link: str, made: QRCode | None = None, expected: int = 10000, page: str | None = None) -> LinkVerdict:
    return verify_link(link, code=made or code(), expected_amount=expected, page_url=page)


def test_the_documented_example_is_right() -> None:
    """The provider's own example reads as its page explains it, and its checksum holds."""
    elqr = read_link(EXAMPLE)
    assert elqr.checksum_right
    assert (elqr.currency, elqr.amount, elqr.merchant_name) == ("417", None, "Telemedia")
    assert elqr.nested("32") == {"00": "ab2b.xpay.kg", "01": "1", "10": "00407202310247", "12": "11"}
    assert elqr.nested("33") == {"00": "1745226190sa6vxjr52p62ui2"}
    assert verify_link(EXAMPLE, code=code(1000), expected_amount=1000).faults == ()


def test_the_checksum_is_compared_without_case() -> None:
    """Some write it in capitals."""
    assert read_link(EXAMPLE[:-4] + "4E70").checksum_right


def test_each_single_changed_digit_of_the_example_is_noticed() -> None:
    """No digit can be changed without breaking the structure or the checksum."""
    start = EXAMPLE.index("#") + 1
    for at in range(start, len(EXAMPLE)):
        for digit in string.digits if EXAMPLE[at].isdigit() else "":
            changed = EXAMPLE[:at] + digit + EXAMPLE[at + 1 :]
            assert changed == EXAMPLE or not is_right(changed), changed


def is_right(link: str) -> bool:
    try:
        return read_link(link).checksum_right
    except UnreadableLink:
        return False


VALUES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Zs", "Cf"]) | st.just(" "), max_size=60
)
TAGS = st.lists(st.integers(0, 99).filter(lambda tag: tag != 63), unique=True, max_size=8)


@given(numbers=TAGS, data=st.data(), spaces=st.sampled_from(["%20", "+"]))
def test_what_was_written_is_read(numbers: list[int], data: st.DataObject, spaces: str) -> None:
    """Round trip: any tags in any order, letters of any alphabet, a space as %20 or as a plus."""
    tags = [(f"{number:02}", data.draw(VALUES)) for number in numbers]
    if not tags:
        return
    elqr = read_link(write(tags, spaces=spaces))
    assert elqr.checksum_right
    seen = [(tag, value.replace("+", " ") if spaces == "+" else value) for tag, value in elqr.tags[:-1]]
    meant = [(tag, value.replace("+", " ") if spaces == "+" else value) for tag, value in tags]
    assert seen == meant


@given(value=VALUES, raw=st.text(max_size=200))
def test_any_text_is_read_or_refused(value: str, raw: str) -> None:
    """Nothing but the typed error comes out of a strange link."""
    for link in (raw, f"{PAGE}#{raw}", order_link() + value, f"{PAGE}#{value}6304abcd"):
        with contextlib.suppress(UnreadableLink):
            read_link(link)
        assert isinstance(verdict(link).shown, bool)


@pytest.mark.parametrize(
    "link",
    [
        "",
        PAGE,
        f"{PAGE}#",
        f"{PAGE}#6304",
        order_link()[:-1],
        order_link() + "5400",
        order_link()[:-8],
        write([("53", "417"), ("53", "417")]),
        write([("53", "417"), ("54", "1e4")]),
        write([("53", "417"), ("54", "")]),
        write([("53", "417"), ("54", "١٠")]),
        write([("53", "417"), ("54", "1" * 14)]),
        order_link(checksum="zzzz"),
        order_link().replace("#", "#%ff"),
        order_link().replace("#", "#\n"),
        f"{PAGE}#" + "0004abcd" * 2000,
        f"{PAGE}#٠٠٠٢٠١63040000",
    ],
)
def test_a_text_without_structure_is_never_shown(link: str) -> None:
    """Lengths that do not add up, doubled tags, sums that are none, a missing checksum."""
    judged = verdict(link)
    assert judged.faults[-1] is LinkFault.UNREADABLE
    assert not judged.shown


def test_a_right_link_is_shown_without_an_alert() -> None:
    """Host, currency, sum and checksum hold."""
    judged = verdict(order_link())
    assert (judged.shown, judged.alert, judged.faults) == (True, False, ())
    assert judged.elqr is not None
    assert (judged.elqr.amount, judged.elqr.transaction_id) == (10000, "t1")


def test_a_wrong_checksum_alone_is_shown_and_alerts() -> None:
    """A changed rule must not close the shop, but somebody should know."""
    judged = verdict(order_link(checksum="0000"))
    assert (judged.shown, judged.alert, judged.faults) == (True, True, (LinkFault.CHECKSUM,))


def test_several_faults_are_all_named() -> None:
    """The alert tells everything."""
    judged = verdict(order_link("5", "840", page="https://evil.example", checksum="0000"))
    assert set(judged.faults) == {LinkFault.HOST, LinkFault.CURRENCY, LinkFault.AMOUNT, LinkFault.CHECKSUM}
    assert not judged.shown


@pytest.mark.parametrize("currency", ["840", "418", "", "0417"])
def test_another_currency_is_never_shown(currency: str) -> None:
    """Only som."""
    assert verdict(order_link(currency=currency)).faults == (LinkFault.CURRENCY,)


def test_a_missing_currency_is_never_shown() -> None:
    """A sum without a currency is none."""
    assert verdict(write([("54", "10000")])).faults == (LinkFault.CURRENCY,)


@pytest.mark.parametrize(
    ("in_link", "amount", "requested", "fits"),
    [
        ("10000", 10000, 10000, True),
        ("10150", 10000, 10150, True),  # the payer's fee on top
        ("10000", 10000, 10150, True),
        (None, 10000, 10000, True),
        (None, 10000, 10150, True),
        ("10000", None, None, True),
        (None, None, None, False),  # nothing to hold it against
        ("10001", 10000, 10000, False),
        ("100", 10000, 10000, False),
        ("1000000", 10000, 10000, False),
        ("9000", 10000, 9000, False),  # the payer would pay less than the total
        (None, 10000, 9000, False),
        ("10000", 100, 100, False),
        (None, 100, 100, False),
        ("9999", None, None, False),
    ],
)
def test_the_sum_is_held_against_answer_and_total(
    in_link: str | None, amount: int | None, requested: int | None, fits: bool
) -> None:
    """Tag 54, where present, is the answer's sum; the answer's invoice is the order's total."""
    judged = verdict(order_link(in_link), code(amount, requested))
    assert judged.faults == (() if fits else (LinkFault.AMOUNT,))


OWN = "http://127.0.0.1:8080/pay"


@pytest.mark.parametrize(
    ("page", "own", "fault"),
    [
        ("https://pay.xpay.kg", None, None),
        ("https://pay.xpay.kg/", None, None),
        ("HTTPS://PAY.XPAY.KG", None, None),
        ("https://pay.xpay.kg:443", None, None),
        ("https://devpay.xpay.kg", None, None),
        (OWN, OWN, None),
        ("http://localhost/pay", "http://localhost/pay/", None),
        ("https://pay.shop.example:8443/p", "https://pay.shop.example:8443/p", None),
        ("http://pay.xpay.kg", None, LinkFault.SCHEME),
        ("https://pay.xpay.kg:8443", None, LinkFault.HOST),
        ("https://pay.xpay.kg/other", None, LinkFault.HOST),
        ("https://pay.xpay.kg.evil.example", None, LinkFault.HOST),
        ("https://pay.xpay.kg@evil.example", None, LinkFault.HOST),
        ("https://evil.example/https://pay.xpay.kg", None, LinkFault.HOST),
        ("https://evil.example\\@pay.xpay.kg", None, LinkFault.HOST),
        ("https://pay.xpay.kg?to=evil", None, LinkFault.HOST),
        ("https://рay.xpay.kg", None, LinkFault.HOST),
        ("https://image.xpay.kg", None, LinkFault.HOST),
        ("javascript:alert(1)//pay.xpay.kg", None, LinkFault.HOST),
        ("//pay.xpay.kg", None, LinkFault.HOST),
        ("", None, LinkFault.HOST),
        (OWN, None, LinkFault.HOST),
        ("http://127.0.0.1:8081/pay", OWN, LinkFault.HOST),
        ("http://127.0.0.1:8080/other", OWN, LinkFault.HOST),
        ("https://127.0.0.1:8080/pay", OWN, LinkFault.SCHEME),
        ("http://shop.example/pay", "http://shop.example/pay", LinkFault.HOST),
    ],
)
def test_only_known_pages_are_shown(page: str, own: str | None, fault: LinkFault | None) -> None:
    """The provider's pages and one of the shop's own; plain http only on this machine."""
    assert verdict(order_link(page=page), page=own).faults == (() if fault is None else (fault,))
