"""A QR: what is asked of xPay, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.xpay.amounts import Reading
from bot.xpay.fields import BadShape, as_object, required_text, text, transaction_id
from bot.xpay.strict_json import Json

MOST_TYIYN = 100_000_000_000
"""The largest sum that is asked for, in tyiyn: a billion som, and within the 13 digits of a payment link."""
TEXT_LIMIT = 32
"""The longest `service_name` and `comments` that xPay takes, in characters."""
_SHORT_TEXT = 16
_LONGEST_LINK = 4096


@dataclass(frozen=True, slots=True)
class QRRequest:
    """The QR that is wanted. `amount` in tyiyn; empty texts are not sent; long ones are cut where they are sent."""

    amount: int
    type: Literal["dynamic", "static"] = "dynamic"
    payer_id: str | None = None
    service_id: str | None = None
    service_name: str | None = None
    comments: str | None = None
    callback_url: str | None = None
    return_url: str | None = None
    check_url: str | None = None
    amount_change: bool = False
    qr_pos: bool = False

    @property
    def fault(self) -> str | None:
        """Why this cannot be asked for, None when it can."""
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            return "the amount is no whole number of tyiyn"
        if not 0 < self.amount <= MOST_TYIYN:
            return f"the amount is not between 1 and {MOST_TYIYN} tyiyn"
        return None

    def body(self, point_uuid: str) -> dict[str, str | int | bool]:
        """The JSON of the request, texts cut to `TEXT_LIMIT` characters."""
        return self._body(point_uuid, lambda value: _cut(value, TEXT_LIMIT))

    def short_body(self, point_uuid: str) -> dict[str, str | int | bool]:
        """The same with texts that fit whether xPay counts characters or bytes: 16 characters in at most 32 bytes."""
        return self._body(point_uuid, lambda value: _cut(value, _SHORT_TEXT, most_bytes=TEXT_LIMIT))

    def _body(self, point_uuid: str, cut: Callable[[str], str]) -> dict[str, str | int | bool]:
        texts = {
            "payer_id": self.payer_id,
            "service_id": self.service_id,
            "service_name": cut(self.service_name or ""),
            "comments": cut(self.comments or ""),
            "callback_url": self.callback_url,
            "return_url": self.return_url,
            "check_url": self.check_url,
        }
        body: dict[str, str | int | bool] = {"uuid": point_uuid, "amount": self.amount, "type": self.type}
        body |= {name: value for name, value in texts.items() if value}
        return body | {"amount_change": self.amount_change} | ({"qr_pos": True} if self.qr_pos else {})


@dataclass(frozen=True, slots=True)
class QRCode:
    """A QR that xPay made. Sums in tyiyn, None where the answer had none; the link is to be verified before use.

    `request_amount` is what the payer pays, a fee on top included; `amount` the invoice; `payable` what the merchant
    gets. `elqr` is the part of `link` after "#", which every bank's app understands.
    """

    transaction_id: str
    link: str
    elqr: str
    identificator: str | None
    type: str
    request_amount: int | None
    amount: int | None
    payable: int | None
    image_url: str | None


def read_qr(data: Json, asked: QRRequest) -> QRCode:
    """The QR in a create answer; BadShape when it has no id or no link."""
    found = as_object(data)
    link = required_text(found, "qr_code")
    if len(link) > _LONGEST_LINK:
        raise BadShape("qr_code is too long")
    return QRCode(
        transaction_id=transaction_id(found),
        link=link,
        elqr=link.partition("#")[2],
        identificator=text(found, "identificator"),
        type=text(found, "type") or asked.type,
        request_amount=_tyiyn(found, "request_amount"),
        amount=_tyiyn(found, "amount"),
        payable=_tyiyn(found, "payable"),
        image_url=text(found, "qr_image"),
    )


def _tyiyn(data: dict[str, Json], name: str) -> int | None:
    """A create answer counts tyiyn in whole numbers; should it ever write a decimal point, that is som as elsewhere."""
    reading = Reading.of(data.get(name))
    if reading.text is None:
        return None
    tyiyn = reading.if_som if reading.if_tyiyn is None else reading.if_tyiyn
    if tyiyn is None:
        raise BadShape(f"{name} is no sum")
    return tyiyn


def _cut(value: str, most: int, most_bytes: int | None = None) -> str:
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())[:most]
    if most_bytes is not None:
        line = line.encode()[:most_bytes].decode(errors="ignore")
    return line.rstrip()
