"""What keeps a person's data from being deleted now."""

from enum import StrEnum

FORGOTTEN = 1 << 60
"""From here on a Telegram id is nobody's: Telegram promises that its own stay below 2^52."""


class Tie(StrEnum):
    """What still ties a person to the shop."""

    WORKS_HERE = "works_here"
    OPEN_ORDER = "open_order"
    NOT_HANDED_OVER = "not_handed_over"
    MONEY_ON_DESK = "money_on_desk"
