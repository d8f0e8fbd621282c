"""Who is who: the shop, and the people who buy from it or work in it."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in a shop."""

    CUSTOMER = "customer"
    CASHIER = "cashier"
    OWNER = "owner"


class Language(StrEnum):
    """The languages the bot speaks, by ISO 639-1 code."""

    KY = "ky"
    RU = "ru"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Shop:
    """One seller's shop. `merchant_chat_id` is where sales are told; 0 while none is chosen."""

    id: int
    name: str
    language: Language
    timezone: str
    order_ttl_minutes: int
    merchant_chat_id: int
    merchant_topic_id: int | None
    merchant_chat_public: bool
    accepts_late: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to a shop's bot; `telegram_id` is also the id of the private chat."""

    id: int
    shop_id: int
    telegram_id: int
    name: str
    username: str | None
    language: Language
    phone: str | None
    role: Role

    @property
    def is_staff(self) -> bool:
        """Whether the person works in the shop."""
        return self.role in {Role.CASHIER, Role.OWNER}


def clean_name(text: str, most: int = 64) -> str:
    """A stranger's name made safe to show: no control or direction marks, no line breaks, not too long."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    name = " ".join("".join(kept).split())
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def language_of(code: str | None, default: Language) -> Language:
    """The language for a Telegram `language_code` such as "ru-RU"; `default` for those the bot does not speak."""
    try:
        return Language((code or "").split("-")[0].lower())
    except ValueError:
        return default
