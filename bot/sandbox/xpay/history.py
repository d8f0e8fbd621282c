"""The list of a merchant's transactions, filtered and cut into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.xpay import answers
from bot.sandbox.xpay.behaviour import Behaviour
from bot.sandbox.xpay.order import RefusedError
from bot.sandbox.xpay.payments import Payment


def history(payments: Sequence[Payment], query: Mapping[str, str], behaviour: Behaviour) -> Any:
    """The newest transactions first, as a page or as bare rows; RefusedError 422 for a wrong filter."""
    per_page, page = _number(query, "per_page", 15), _number(query, "page", 1)
    since, until = _time(query, "date_start"), _time(query, "date_end")
    rows = [row for payment in payments for row in answers.history_rows(payment, behaviour)]
    rows = [row for row in rows if _wanted(row, query) and _within(row["created_at"], since, until)]
    rows.sort(key=lambda row: str(row["created_at"]), reverse=True)
    shown = rows[(page - 1) * per_page : page * per_page]
    if behaviour.history == "list":
        return shown
    last = max(1, -(-len(rows) // per_page))
    return {"current_page": page, "data": shown, "per_page": per_page, "last_page": last, "total": len(rows)}


def _wanted(row: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    fields = {"service_uuid": "service_uuid", "direction": "direction", "status": "status"}
    fields |= {"transaction_id": "transaction_uuid"}
    return all(str(row[field]) == query[name] for name, field in fields.items() if name in query)


def _within(moment: str, since: datetime | None, until: datetime | None) -> bool:
    at = datetime.fromisoformat(moment)
    return (since is None or since <= at) and (until is None or at <= until)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4 and int(text) >= 1):
        raise RefusedError(422, f"The {name} must be at least 1.")
    return int(text)


def _time(query: Mapping[str, str], name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(query[name]) if name in query else None
    except ValueError:
        raise RefusedError(422, f"The {name} is not a valid date.") from None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
