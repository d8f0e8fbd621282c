"""Who is who: the shop, and the people who buy from it or work in it."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.shop.hours import ALWAYS_OPEN, Hours
from bot.shop.money import Tyiyn
from bot.shop.terms import USUAL, Pause, Terms


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


class Summary(StrEnum):
    """Whether a shop is told each day how its sales went."""

    OFF = "off"
    WITH_SALES = "sales"
    """On days on which something was sold."""
    ALWAYS = "always"


class Purpose(StrEnum):
    """What is told in the merchant's chat; each kind may have a topic of its own."""

    SALES = "sales"
    DESK = "desk"
    REPORTS = "reports"


GENERAL = 0
"""The topic that every forum has, where one has to be named; messages to it carry no number."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One seller's shop. `merchant_chat_id` is where sales are told; 0 while none is chosen.

    `desk_topic_id` and `reports_topic_id` are None where they go with the sales, and `GENERAL` for the general topic.
    Sales below `quiet_below` (tyiyn) come without a sound. Customers' phones stand on cards if the shop wants that.
    `summary_minute` of the day, in the shop's time, ends its business and brings the daily summary.
    While there is a `pause` nothing can be ordered.
    `inline_feedback`: Telegram has told, at least once, that an inline result was sent.
    """

    id: int
    name: str
    language: Language
    timezone: str
    order_ttl_minutes: int
    merchant_chat_id: int
    merchant_topic_id: int | None
    merchant_chat_public: bool
    accepts_late: bool
    desk_topic_id: int | None = None
    reports_topic_id: int | None = None
    quiet_below: Tyiyn = 0
    shows_phones: bool = False
    summary: Summary = Summary.WITH_SALES
    summary_minute: int = 21 * 60
    hours: Hours = ALWAYS_OPEN
    terms: Terms = USUAL
    pause: Pause | None = None
    bank_buttons: str = ""
    """The keys of the banking apps that customers get buttons for, see `bot.shop.banks`."""
    inline_feedback: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.timezone)

    def closes_at(self, day: date) -> datetime | None:
        """When a day's business ends, in UTC, perhaps after midnight; None where it does not open, or never closes."""
        return self.hours.closes_at(day, self.zone)

    def topic_for(self, purpose: Purpose) -> int | None:
        """The topic of the merchant's chat for such messages; None is the chat itself."""
        own = {Purpose.DESK: self.desk_topic_id, Purpose.REPORTS: self.reports_topic_id}.get(purpose)
        topic = self.merchant_topic_id if own is None else own
        return topic or None

    def may_read_secrets(self, chat_id: int) -> bool:
        """Whether names, addresses and buttons may be shown there: in private, and in the merchant's private chat."""
        return chat_id > 0 or (chat_id == self.merchant_chat_id and not self.merchant_chat_public)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to a shop's bot; `telegram_id` is also the id of the private chat.

    Since `blocked_at` the shop has taken no letters from them; they can still buy.
    """

    id: int
    shop_id: int
    telegram_id: int
    name: str
    username: str | None
    language: Language
    phone: str | None
    role: Role
    blocked_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the person works in the shop."""
        return self.role in {Role.CASHIER, Role.OWNER}


def clean_name(text: str, most: int = 64) -> str:
    """A stranger's name made safe to show: no control or direction marks, no line breaks, not too long."""
    if not text.isprintable():
        kept = (" " if one.isspace() else one for one in text if one.isspace() or unicodedata.category(one)[0] != "C")
        text = "".join(kept)
    name = " ".join(text.split())
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def language_of(code: str | None, default: Language) -> Language:
    """The language for a Telegram `language_code` such as "ru-RU"; `default` for those the bot does not speak."""
    try:
        return Language((code or "").split("-")[0].lower())
    except ValueError:
        return default
