"""Cards: messages that are edited where they stand, until they are sent anew."""

from sqlalchemy import Column, ColumnElement


def still_aimed(column: Column[int], aimed: int | None, message_id: int) -> ColumnElement[bool]:
    """Whether a card is still the message that `aimed` named when it was sent, so that `message_id` is it now.

    A card that was forgotten meanwhile takes a new message, but not the edited one back.
    """
    same = column.is_not_distinct_from(aimed)
    return same if message_id == aimed else same | column.is_(None)
