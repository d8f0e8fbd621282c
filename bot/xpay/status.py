"""What xPay says about a QR and about past payments."""

from dataclasses import dataclass
from datetime import datetime

from bot.xpay.amounts import Reading
from bot.xpay.fields import BadShape, as_object, moment, required_text, som, text, transaction_id
from bot.xpay.strict_json import Json

_ROWS = ("data", "transactions", "items", "list", "rows", "results", "history")


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """The state of a dynamic QR: the only authority on money.

    `transaction_id` is the one that the answer speaks of, which whoever asked has to compare. `word` is xPay's own
    ("COMPLETED" alone means paid). Sums stay as they were written, see `Reading`. `executed_time` has no known zone.
    """

    transaction_id: str
    word: str
    transaction_uuid: str | None
    trx: str | None
    request_amount: Reading
    amount: Reading
    payable: Reading
    created_at: datetime | None
    executed_time: str | None


@dataclass(frozen=True, slots=True)
class StaticStatus:
    """The state of a static QR; `word` is ACTIVE, BLOCKED or COMPLETED; sums in tyiyn, None where missing."""

    transaction_id: str
    word: str
    request_amount: int | None
    amount: int | None
    payable: int | None
    last_update: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One past payment, as far as the row says; its form is not documented, so every field may be missing."""

    transaction_id: str | None
    transaction_uuid: str | None
    trx: str | None
    word: str | None
    direction: str | None
    request_amount: Reading
    amount: Reading
    payable: Reading
    created_at: datetime | None
    executed_time: str | None


def read_status(data: Json) -> PaymentStatus:
    """The status in an answer's data; BadShape without an id or a word."""
    found = as_object(data)
    return PaymentStatus(
        transaction_id=transaction_id(found),
        word=required_text(found, "pay_status"),
        transaction_uuid=text(found, "transaction_uuid"),
        trx=text(found, "trx"),
        request_amount=Reading.of(found.get("request_amount")),
        amount=Reading.of(found.get("amount")),
        payable=Reading.of(found.get("payable")),
        created_at=moment(found.get("created_at")),
        executed_time=text(found, "executed_time"),
    )


def read_static_status(data: Json) -> StaticStatus:
    """The static QR's status in an answer's data, whose numbers are som; BadShape without an id or a word."""
    found = as_object(data)
    return StaticStatus(
        transaction_id=transaction_id(found),
        word=required_text(found, "qr_status"),
        request_amount=som(found.get("request_amount")),
        amount=som(found.get("amount")),
        payable=som(found.get("payable")),
        last_update=text(found, "last_update"),
    )


def read_history(data: Json) -> list[HistoryEntry]:
    """The entries in a bare list, or in a list one or two levels inside an object; BadShape when there is none."""
    rows = _rows(data, 2)
    if rows is None:
        raise BadShape("no list of transactions")
    return [_entry(row) for row in rows if isinstance(row, dict)]


def _rows(data: Json, levels: int) -> list[Json] | None:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or levels == 0:
        return None
    found = (_rows(data[name], levels - 1) for name in _ROWS if name in data)
    return next((rows for rows in found if rows is not None), None)


def _entry(row: dict[str, Json]) -> HistoryEntry:
    return HistoryEntry(
        transaction_id=text(row, "qr_transaction_id") or text(row, "transaction_id"),
        transaction_uuid=text(row, "transaction_uuid") or text(row, "uuid"),
        trx=text(row, "trx"),
        word=text(row, "pay_status") or text(row, "status"),
        direction=text(row, "direction"),
        request_amount=Reading.of(row.get("request_amount")),
        amount=Reading.of(row.get("amount")),
        payable=Reading.of(row.get("payable")),
        created_at=moment(row.get("created_at")),
        executed_time=text(row, "executed_time"),
    )
