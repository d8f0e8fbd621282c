"""What was done in the shop, as sentences."""

from collections.abc import Callable
from datetime import date
from typing import Any

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.deeds import Deed, Entry, Sheet
from bot.shop.odd_money import Ruling
from bot.shop.people import Person, Role, Shop, Summary
from bot.shop.promo import Discount
from bot.texts import promo
from bot.texts.forms import bold, clock_time, money, safe
from bot.texts.summary import choice
from bot.texts.team import role


def page(sheet: Sheet, shop: Shop, by: Person | None) -> str:
    """A page of the log, newest first; `by` where it shows one person alone."""
    title = _("What {name} did").format(name=safe(by.name)) if by else _("What was done")
    lines = [_line(entry, shop, named=by is None) for entry in sheet.entries]
    return "\n\n".join([bold(title), *lines] if lines else [bold(title), _("Nothing yet.")])


def _line(entry: Entry, shop: Shop, *, named: bool) -> str:
    who = safe(entry.actor) if entry.actor else _("the bot's settings")
    head = clock_time(entry.at, shop.timezone) + (f" · {who}" if named else "")
    return f"<i>{head}</i>\n{sentence(entry)}"


def sentence(entry: Entry) -> str:
    """What was done, without who did it; a deed that is not known is shown as it was written."""
    told = _SENTENCES.get(entry.what)
    return told(entry) if told else safe(f"{entry.what} {entry.subject}")


def _about(entry: Entry) -> str:
    return safe(entry.about or entry.subject)


def _sum(entry: Entry) -> str:
    return money(int(entry.facts.get("tyiyn") or 0))


def _imported(entry: Entry) -> str:
    count = int(entry.facts.get("count") or 0)
    return ngettext("{count} product from a file", "{count} products from a file", count).format(count=count)


def _changed(entry: Entry) -> str:
    name, to = _about(entry), entry.facts.get("to")
    match entry.facts.get("field"):
        case "price":
            return _("{name}: the price is {sum}").format(name=name, sum=money(int(to or 0)))
        case "stock" if to is None:
            return _("{name}: the stock is not counted").format(name=name)
        case "stock":
            return _("{name}: {count} in stock").format(name=name, count=to)
        case "hidden":
            return (_("{name}: hidden") if to else _("{name}: shown again")).format(name=name)
        case _:
            return _("{name}: changed").format(name=name)


def _exported(entry: Entry) -> str:
    if "first" not in entry.facts:
        return _("Made a file of the products")
    days = [f"{date.fromisoformat(str(entry.facts[end])):%d.%m.%Y}" for end in ("first", "last")]
    return _("Made a file of the books: {days}").format(days="–".join(dict.fromkeys(days)))


def _code(entry: Entry) -> str:
    return safe(str(entry.facts.get("code") or ""))


def _discount(entry: Entry) -> str:
    return promo.takes(Discount(entry.facts.get("percent"), entry.facts.get("amount")))


def _changed_promo(entry: Entry) -> str:
    to = entry.facts.get("to")
    match entry.facts.get("field"):
        case "is_off":
            return _("switched off") if to else _("switched on")
        case "once_each":
            return promo.how_often_each(once=bool(to))
        case "most_uses":
            return promo.uses_allowed(int(to) if to else None)
        case "least_goods":
            return promo.goods_wanted(int(to) if to else None)
        case field:
            return promo.days_allowed(date.fromisoformat(str(to)) if to else None, is_first=field == "first_day")


def _role(entry: Entry) -> str:
    return role(Role(entry.facts.get("role", Role.CUSTOMER)))


def _of_order(entry: Entry) -> str:
    return _("Order № {number}").format(number=safe(entry.subject.removeprefix("order:")))


def _ruling(entry: Entry) -> str:
    match entry.facts.get("ruling"):
        case Ruling.ACCEPTED:
            return _("odd money accepted")
        case Ruling.ATTACHED:
            return _("odd money put to another order")
        case Ruling.REFUNDED:
            return _("odd money sent back")
        case _:
            return _("looked at")


def _setting(entry: Entry) -> str:
    """The setting with its new value, as far as that is a word or a sum."""
    told = _SETTINGS.get(entry.subject)
    return told(entry.facts.get("to")) if told else _("Setting: {name}").format(name=safe(entry.subject))


def _day_ends(to: Any) -> str:
    minute = int(to or 0)
    return _("Setting: the day ends at {time}").format(time=f"{minute // 60:02}:{minute % 60:02}")


_SENTENCES: dict[str, Callable[[Entry], str]] = {
    Deed.CLAIMED: lambda _entry: _("Became the owner with the claim code"),
    Deed.APPOINTED: lambda one: _("{name} works here now: {role}").format(name=_about(one), role=_role(one)),
    Deed.DISMISSED: lambda one: _("{name} works here no more (was {role})").format(name=_about(one), role=_role(one)),
    Deed.SETTING: _setting,
    Deed.DECIDED: lambda one: f"{_of_order(one)}: {_ruling(one)}",
    Deed.REFUNDED: lambda one: _("{order}: {sum} went back").format(order=_of_order(one), sum=_sum(one)),
    Deed.REJECTED: lambda one: _("{order}: rejected").format(order=_of_order(one)),
    Deed.PAUSED: lambda _entry: _("Paused the shop"),
    Deed.RESUMED: lambda _entry: _("The shop takes orders again"),
    Deed.EXPORTED: _exported,
    Deed.ADDED: lambda one: _("New product: {name}, {sum}").format(name=_about(one), sum=_sum(one)),
    Deed.CHANGED: _changed,
    Deed.DELETED: lambda one: _("Product deleted: {name}").format(name=_about(one)),
    Deed.IMPORTED: _imported,
    Deed.CODE_MADE: lambda one: _("New code of the counter: {name}, {sum}").format(name=_about(one), sum=_sum(one)),
    Deed.PROMO_MADE: lambda one: _("Promo code {code} made: {discount}").format(
        code=_code(one), discount=_discount(one)
    ),
    Deed.PROMO_DELETED: lambda one: _("Promo code {code} deleted").format(code=_code(one)),
    Deed.PROMO_CHANGED: lambda one: _("Promo code {code} changed: {what}").format(
        code=_code(one), what=_changed_promo(one)
    ),
    Deed.CODE_RETIRED: lambda one: _("Code of the counter out of use: {name}, {sum}").format(
        name=_about(one), sum=_sum(one)
    ),
}
_SETTINGS: dict[str, Callable[[Any], str]] = {
    "late": lambda to: _("Setting: late money pays by itself") if to else _("Setting: late money waits for a decision"),
    "quiet": lambda to: _("Setting: sales ring from {sum}").format(sum=money(int(to or 0))),
    "phones": lambda to: _("Setting: phones on the cards") if to else _("Setting: no phones on the cards"),
    "chat": lambda _to: _("Setting: another chat for the sales"),
    "topic": lambda _to: _("Setting: another topic of the group"),
    "delivery": lambda _to: _("Setting: areas of delivery"),
    "hours": lambda _to: _("Setting: opening hours"),
    "terms": lambda _to: _("Setting: how orders are taken"),
    "banks": lambda _to: _("Setting: buttons into banking apps"),
    "summary": lambda to: _("Setting: daily summary: {choice}").format(choice=choice(Summary(to))),
    "summary_time": _day_ends,
}


def open_log() -> str:
    """Button: the whole log."""
    return _("What was done")


def open_log_of() -> str:
    """Button: one person's deeds."""
    return _("What they did")
