"""What people did that somebody may ask about later."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Deed(StrEnum):
    """A kind of deed in the audit log."""

    CLAIMED = "claimed"
    """Became the owner by the claim code."""
    APPOINTED = "appointed"
    """Gave a person a role in the shop."""
    DISMISSED = "dismissed"
    """Took a person's role away."""
    SETTING = "setting"
    """Changed a setting: the subject names it."""
    DECIDED = "decided"
    """Decided about money at the desk."""
    REFUNDED = "refunded"
    """Wrote down money that went back."""
    PROMO_MADE = "promo_made"
    """Made a promo code."""
    PROMO_CHANGED = "promo_changed"
    """Changed on which terms a promo code holds."""
    PROMO_DELETED = "promo_deleted"
    """Deleted a promo code."""
    REJECTED = "rejected"
    """Rejected a paid order."""
    PAUSED = "paused"
    """Had the shop take no orders."""
    RESUMED = "resumed"
    """Had it take orders again."""
    EXPORTED = "exported"
    """Made a file of the shop's books or products."""
    ADDED = "added"
    """Put a new product or variant on sale."""
    CHANGED = "changed"
    """Changed a product; its price, stock or being hidden with the new value."""
    DELETED = "deleted"
    """Deleted a product."""
    IMPORTED = "imported"
    """Took products in from a file."""
    CODE_MADE = "code_made"
    """Made a code of the counter."""
    CODE_RETIRED = "code_retired"
    """Took a code of the counter out of use."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log. `actor` is a name, None where the deployment's settings did it.

    `subject` says what it was done to, such as "person:5" or "order:12"; `about` is that person's, product's or
    code's name as it is now.
    """

    id: int
    at: datetime
    actor: str | None
    what: str
    subject: str
    facts: dict[str, Any]
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the log, newest first, and whether older entries follow."""

    entries: tuple[Entry, ...]
    number: int
    has_more: bool
