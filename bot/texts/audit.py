"""What was done in the shop, as sentences."""

from datetime import date

from aiogram.utils.i18n import gettext as _

from bot.shop.deeds import Deed, Entry, Sheet
from bot.shop.odd_money import Ruling
from bot.shop.people import Person, Role, Shop
from bot.shop.promo import Discount
from bot.texts import promo
from bot.texts.forms import bold, clock_time, money, safe
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
    """What was done, without who did it."""
    about = safe(entry.about or entry.subject)
    match entry.what:
        case Deed.CLAIMED:
            return _("Became the owner with the claim code")
        case Deed.APPOINTED:
            return _("{name} works here now: {role}").format(name=about, role=_role(entry))
        case Deed.DISMISSED:
            return _("{name} works here no more (was {role})").format(name=about, role=_role(entry))
        case Deed.SETTING:
            return _setting(entry)
        case Deed.DECIDED:
            return f"{_of_order(entry)}: {_ruling(entry)}"
        case Deed.REFUNDED:
            told = _("{order}: {sum} went back")
            return told.format(order=_of_order(entry), sum=money(int(entry.facts.get("tyiyn") or 0)))
        case Deed.REJECTED:
            return _("{order}: rejected").format(order=_of_order(entry))
        case _:
            return _promo(entry)


def _promo(entry: Entry) -> str:
    code = safe(str(entry.facts.get("code") or ""))
    match entry.what:
        case Deed.PROMO_MADE:
            return _("Promo code {code} made: {discount}").format(code=code, discount=_discount(entry))
        case Deed.PROMO_DELETED:
            return _("Promo code {code} deleted").format(code=code)
        case Deed.PROMO_CHANGED:
            return _("Promo code {code} changed: {what}").format(code=code, what=_changed(entry))
        case _:
            return safe(f"{entry.what} {entry.subject}")


def _discount(entry: Entry) -> str:
    return promo.takes(Discount(entry.facts.get("percent"), entry.facts.get("amount")))


def _changed(entry: Entry) -> str:
    to = entry.facts.get("to")
    match entry.facts.get("field"):
        case "is_off":
            return promo.switch(on=not to).lower()
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
    to = entry.facts.get("to")
    match entry.subject:
        case "late":
            return _("Setting: late money pays by itself") if to else _("Setting: late money waits for a decision")
        case "quiet":
            return _("Setting: sales ring from {sum}").format(sum=money(int(to or 0)))
        case "phones":
            return _("Setting: phones on the cards") if to else _("Setting: no phones on the cards")
        case "chat":
            return _("Setting: another chat for the sales")
        case "topic":
            return _("Setting: another topic of the group")
        case _:
            return _("Setting: {name}").format(name=safe(entry.subject))


def open_log() -> str:
    """Button: the whole log."""
    return _("What was done")


def open_log_of() -> str:
    """Button: one person's deeds."""
    return _("What they did")
