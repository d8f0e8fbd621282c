"""Payment links: reads the ELQR text in one, and decides whether a customer may see it.

The text is tag, length, value, over and over: two digits, two digits (counting characters), the value. The last tag,
63, is a checksum: the last four hex digits of SHA-256 over the URL-decoded text before it.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from bot.xpay.qr import QRCode

PAGES = ("https://pay.xpay.kg", "https://devpay.xpay.kg")
"""The provider's own payment pages, for real and for test payments."""

_SOM = "417"
_LONGEST = 4096
_HEAD = re.compile(r"[0-9]{4}", re.ASCII)
_AMOUNT = re.compile(r"[0-9]{1,13}", re.ASCII)
_CHECKSUM = re.compile(r"[0-9a-f]{4}", re.ASCII | re.IGNORECASE)
_PAGE = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(?P<port>[0-9]{1,5}))?(?P<path>(?:/[a-z0-9._~-]*)*)",
    re.ASCII | re.IGNORECASE,
)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class UnreadableLink(ValueError):
    """The link holds no ELQR text; the message says why and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Elqr:
    """The text of a payment link, read. `text` is as it stands in the link; `tags` are decoded, in their order."""

    text: str
    tags: tuple[tuple[str, str], ...]
    checksum_right: bool

    def tag(self, number: str) -> str | None:
        """The value of a top-level tag."""
        return dict(self.tags).get(number)

    def nested(self, number: str) -> dict[str, str]:
        """The tags inside a tag's value (32 and 33 have some); empty when it is missing or has none."""
        try:
            return dict(_tags(self.tag(number) or ""))
        except UnreadableLink:
            return {}

    @property
    def currency(self) -> str | None:
        """The ISO 4217 number of the currency; 417 is the som."""
        return self.tag("53")

    @property
    def amount(self) -> int | None:
        """The sum in tyiyn; None when the link names none. Raises UnreadableLink when the sum is no number."""
        value = self.tag("54")
        if value is None:
            return None
        if _AMOUNT.fullmatch(value) is None:
            raise UnreadableLink("the sum is no number")
        return int(value)

    @property
    def merchant_name(self) -> str | None:
        """The name that the bank shows."""
        return self.tag("59")

    @property
    def transaction_id(self) -> str | None:
        """The transaction's id in the account tag, where it has one."""
        return self.nested("32").get("11")


class LinkFault(StrEnum):
    """What is wrong with a link; with all but CHECKSUM it is never shown."""

    UNREADABLE = "unreadable"
    SCHEME = "scheme"
    HOST = "host"
    CURRENCY = "currency"
    AMOUNT = "amount"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """Whether a customer may see a link, and everything that is wrong with it."""

    faults: tuple[LinkFault, ...]
    elqr: Elqr | None

    @property
    def shown(self) -> bool:
        """Whether the link may be shown. A wrong checksum alone does not forbid it: real links have had one."""
        return all(fault is LinkFault.CHECKSUM for fault in self.faults)

    @property
    def alert(self) -> bool:
        """Whether the owner should hear of it."""
        return bool(self.faults)


def read_link(link: str) -> Elqr:
    """The ELQR text after "#" in a payment link, read but not judged.

    Raises:
        UnreadableLink: when there is no such text, its lengths do not add up, a tag stands twice, or the last is no
            checksum.
    """
    if len(link) > _LONGEST or not link.isprintable():
        raise UnreadableLink("too long, or with control characters")
    text = link.partition("#")[2]
    try:
        decoded = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise UnreadableLink("not UTF-8") from None
    tags = _tags(decoded)
    if len(dict(tags)) != len(tags):
        raise UnreadableLink("a tag stands twice")
    if not tags or tags[-1][0] != "63" or _CHECKSUM.fullmatch(tags[-1][1]) is None:
        raise UnreadableLink("the last tag is no checksum")
    return Elqr(text, tags, tags[-1][1].lower() in _checksums(text, decoded))


def verify(
    link: str,
    *,
    code: QRCode,
    expected_amount: int,
    page_url: str | None = None,
    pages: tuple[str, ...] = PAGES,
) -> LinkVerdict:
    """Whether `link`, which came with the create answer `code`, may be shown for an order of `expected_amount` tyiyn.

    It has to lie on one of `pages` or on `page_url` (https, or http on this machine), count in som, and name no other
    sum than the create answer, whose invoice has to be the order's total.
    """
    faults = _page_faults(link.partition("#")[0], [*pages, *([page_url] if page_url else [])])
    try:
        elqr = read_link(link)
        amount = elqr.amount
    except UnreadableLink:
        return LinkVerdict((*faults, LinkFault.UNREADABLE), None)
    if elqr.currency != _SOM:
        faults.append(LinkFault.CURRENCY)
    if not _sum_fits(amount, code, expected_amount):
        faults.append(LinkFault.AMOUNT)
    if not elqr.checksum_right:
        faults.append(LinkFault.CHECKSUM)
    return LinkVerdict(tuple(faults), elqr)


def _tags(text: str) -> tuple[tuple[str, str], ...]:
    tags = []
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if _HEAD.fullmatch(head) is None:
            raise UnreadableLink("a tag or its length is no number")
        value = text[at + 4 : at + 4 + int(head[2:])]
        if len(value) != int(head[2:]):
            raise UnreadableLink("the text ends inside a tag")
        tags.append((head[:2], value))
        at += 4 + len(value)
    return tuple(tags)


def _checksums(text: str, decoded: str) -> set[str]:
    """The right checksums of a text whose last eight characters are tag 63: "+" may be itself or a space."""
    candidates = {decoded, unquote(text.replace("+", " "))}
    return {hashlib.sha256(candidate[:-8].encode()).hexdigest()[-4:] for candidate in candidates}


def _page_faults(page: str, allowed: list[str]) -> list[LinkFault]:
    places = [place for url in allowed if (place := _place(url)) and _is_safe(place)]
    place = _place(page)
    if place in places:
        return []
    same_place_otherwise = place is not None and place[1:] in [known[1:] for known in places]
    unsafe = place is not None and place[1] in {known[1] for known in places} and not _is_safe(place)
    return [LinkFault.SCHEME if same_place_otherwise or unsafe else LinkFault.HOST]


def _place(url: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and path of a plain address; None when there is anything else in it, such as a user name."""
    match = _PAGE.fullmatch(url)
    if match is None:
        return None
    scheme = match["scheme"].lower()
    port = int(match["port"] or (443 if scheme == "https" else 80))
    return scheme, match["host"].lower(), port, match["path"].rstrip("/")


def _is_safe(place: tuple[str, str, int, str]) -> bool:
    return place[0] == "https" or place[1] in _LOOPBACK


def _sum_fits(amount: int | None, code: QRCode, expected: int) -> bool:
    """Whether the invoice is the order's total, and what the payer is asked for is that or more by a fee."""
    if code.amount not in {None, expected}:
        return False
    if code.request_amount is not None and code.request_amount < expected:
        return False
    if amount is None:
        return code.amount is not None
    if code.amount is None:
        return amount == expected
    return amount in {code.amount, code.request_amount}
