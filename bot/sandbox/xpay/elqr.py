"""Writes ELQR strings: two digits of tag, two of length in characters, the value; the last tag is the checksum."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote, unquote

from bot.sandbox.xpay.behaviour import Behaviour
from bot.sandbox.xpay.points import Price


@dataclass(frozen=True)
class Label:
    """What an ELQR string of one payment says; texts are cut to what their tag can hold."""

    merchant: str
    transaction: str
    identificator: str
    payer: str
    service: str
    comment: str
    amount_change: bool


def write(label: Label, price: Price, behaviour: Behaviour) -> str:
    """The ELQR text as it stands in a link: URL-encoded, checksum at the end."""
    text = _body(label, price, behaviour)
    checksum = hashlib.sha256(text.encode()).hexdigest()[-4:]
    if behaviour.elqr_checksum == "wrong":
        checksum = f"{int(checksum, 16) ^ 1:04x}"
    encoded = quote(text + _tag("63", checksum), safe="")
    return encoded.replace("%20", "+") if behaviour.elqr_spaces == "+" else encoded


def same(elqr: str) -> str:
    """One spelling for every way in which a browser or an app may hand back the same ELQR text."""
    return unquote(elqr.rpartition("#")[2].replace("+", " "))


def _body(label: Label, price: Price, behaviour: Behaviour) -> str:
    account = _tag("00", "ab2b.xpay.kg") + _tag("01", "1") + _tag("10", label.payer[:32])
    account += _tag("11", label.transaction) + _tag("12", "11" if label.amount_change else "12") + _tag("13", "12")
    text = _tag("00", "01") + _tag("01", behaviour.elqr_initiation) + _tag("32", account)
    text += _tag("33", _tag("00", label.identificator) + _tag("01", label.service[:32]))
    text += _tag("34", label.comment[:32]) + _tag("52", "5999") + _tag("53", "417")
    if behaviour.elqr_amount != "absent":
        amount = price.request_amount if behaviour.elqr_amount == "request_amount" else price.amount
        text += _tag("54", str(amount))
    return text + _tag("59", label.merchant[:25])


def _tag(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}" if value else ""
