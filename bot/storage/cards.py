"""Cards: messages that are edited where they stand, until they are sent anew."""

from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, literal


def still_aimed(column: Column[int], aimed: ColumnElement[Any], message_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a card is still the message that `aimed` named when it was sent, so that `message_id` is it now.

    A card that was forgotten meanwhile takes a new message, but not the edited one back.
    """
    return column.is_not_distinct_from(aimed) | (column.is_(None) & message_id.is_distinct_from(aimed))


def message(number: int | None) -> ColumnElement[Any]:
    """A message's number as the database compares it."""
    return literal(number, BigInteger)
