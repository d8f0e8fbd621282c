"""Promo codes: what customers read when they use one, and what owners read where they make them."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.money import Tyiyn
from bot.shop.promo import LONGEST, SHORTEST, Denial, Discount, Promo, Why
from bot.texts.forms import bold, money, percent, safe

# To customers.


def enter() -> str:
    """Button under the summary: there is a code."""
    return _("🏷 Promo code")


def take_off(code: str) -> str:
    """Button under the summary: without the code after all."""
    return _("✕ Without the code {code}").format(code=code)


def ask_code() -> str:
    """Which code?"""
    return _("Please write your promo code.")


def applied(promo: Promo) -> str:
    """The code holds."""
    return _("The promo code {code} is applied: {discount}.").format(
        code=safe(promo.code), discount=takes(promo.discount)
    )


def taken_off() -> str:
    """Toast: the order is without a code now."""
    return _("The promo code is taken off.")


def refused(denial: Denial) -> str:
    """Why a code is not taken, and what can be done."""
    code = safe(denial.code, LONGEST)
    match denial.why:
        case Why.UNKNOWN:
            return _("There is no such promo code. Please look at how it is written.")
        case Why.TOO_MANY_TRIES:
            return _("That was wrong too often. Please try again in an hour.")
        case Why.NOT_YET:
            told = _("The promo code {code} works from {day} on.")
            return told.format(code=code, day=day(denial.first_day) if denial.first_day else "")
        case Why.OVER:
            return _("The promo code {code} does not work any more.").format(code=code)
        case Why.USED_UP:
            return _("The promo code {code} has been used up by other orders.").format(code=code)
        case Why.USED_BEFORE:
            return _("The promo code {code} works once, and you have an order with it already.").format(code=code)
        case Why.FEW_GOODS:
            told = _("The promo code {code} works for goods from {sum} on. Add something to the cart and try again.")
            return told.format(code=code, sum=money(denial.least))
        case Why.LITTLE_LEFT:
            told = _(
                "With the promo code {code} less than {sum} would be left to pay, and so little cannot be paid. "
                "Add something to the cart, or order without the code."
            )
            return told.format(code=code, sum=money(denial.least))


def order_anew(denial: Denial) -> str:
    """The code of an order that was not paid does not hold any more."""
    return f"{refused(denial)} " + _("You can put the order into the cart and order anew.")


# To owners.


def takes(discount: Discount) -> str:
    """What a code takes off."""
    return f"−{percent(str(discount.percent))}" if discount.percent is not None else f"−{money(discount.amount or 0)}"


def overview(codes: Sequence[Promo]) -> str:
    """Above the list."""
    none = _("None yet. A code takes a percentage or a sum off the goods.")
    told = _("Each code, what it takes off, and how often it was used:")
    return f"{bold(_('Promo codes'))}\n\n{told if codes else none}"


def row(promo: Promo) -> str:
    """Button: a code, what it takes off, how often it was used."""
    used = f"{promo.uses} / {promo.most_uses}" if promo.most_uses is not None else str(promo.uses)
    return f"{'' if promo.is_on else '✗ '}{promo.code} · {takes(promo.discount)} · {used}"


def card(promo: Promo) -> str:
    """A code, with all that is set about it."""
    lines = [bold(f"{safe(promo.code)} · {takes(promo.discount)}"), ""]
    lines.append(_("It is switched on.") if promo.is_on else _("It is switched off."))
    lines.append(_days(promo))
    lines.append(goods_wanted(promo.least_goods))
    lines.append(how_often_each(once=promo.once_each))
    lines.append(_uses(promo))
    return "\n".join(lines)


def _days(promo: Promo) -> str:
    first, last = promo.first_day, promo.last_day
    if first is not None and last is not None:
        return _("From {first} to {last}, both days included").format(first=day(first), last=day(last))
    return days_allowed(first or last, is_first=first is not None)


def days_allowed(of: date | None, *, is_first: bool) -> str:
    """From when, or until when."""
    if of is None:
        return _("On all days")
    told = _("From {first} on") if is_first else _("Up to {last}, that day included")
    return told.format(first=day(of), last=day(of))


def goods_wanted(least: Tyiyn | None) -> str:
    """From which sum of goods on."""
    return _("For any sum") if least is None else _("For goods from {sum} on").format(sum=money(least))


def how_often_each(*, once: bool) -> str:
    """How often a customer may use it."""
    return _("Once for each customer") if once else _("As often as a customer likes")


def uses_allowed(most: int | None) -> str:
    """How often in all."""
    if most is None:
        return _("For any number of orders")
    return ngettext("For {count} order", "For {count} orders", most).format(count=most)


def _uses(promo: Promo) -> str:
    if promo.most_uses is None:
        return ngettext("Used in {count} order", "Used in {count} orders", promo.uses).format(count=promo.uses)
    return _("Used: {count} of {most}").format(count=promo.uses, most=promo.most_uses)


def day(of: date) -> str:
    """A date, with its year."""
    return f"{of:%d.%m.%Y}"


def add() -> str:
    """Button: one more code."""
    return _("New promo code")


def first_day() -> str:
    """Button: from when it holds."""
    return _("From which day…")


def last_day() -> str:
    """Button: until when it holds."""
    return _("Up to which day…")


def most_uses() -> str:
    """Button: how often in all."""
    return _("How many uses…")


def least_goods() -> str:
    """Button: from which sum on."""
    return _("From which sum…")


def once_each() -> str:
    """Button: once for each customer, or not."""
    return _("Once for each customer")


def switch(*, on: bool) -> str:
    """Button: take it, or take it no more."""
    return _("Switch on") if on else _("Switch off")


def delete() -> str:
    """Button: it goes."""
    return _("Delete the code")


def surely_delete(promo: Promo) -> str:
    """Before it goes."""
    return _("Delete the promo code {code}? Orders that have it keep their discount.").format(code=safe(promo.code))


def ask_new() -> str:
    """How is it written?"""
    told = _(
        "How is the code written? {least} to {most} letters and digits, for example {sample}. Capital letters and "
        "spaces make no difference to customers. Or press /cancel."
    )
    return told.format(least=SHORTEST, most=LONGEST, sample=_("SPRING10"))


def ask_discount() -> str:
    """What does it take off?"""
    return _("What does it take off the goods? A percentage, such as 10%, or a sum in som, such as 200.")


def ask_first_day() -> str:
    """From when?"""
    return _("From which day on does it work? For example 1.12, or 0 for no such day.")


def ask_last_day() -> str:
    """Until when?"""
    return _("Which is the last day on which it works? For example 31.12, or 0 for no such day.")


def ask_most_uses() -> str:
    """How often?"""
    return _("How many orders may use it in all? Write a number, or 0 for no limit.")


def ask_least_goods() -> str:
    """From which sum on?"""
    return _("From which sum of goods on does it work, in som? 0 is any sum.")


def not_code() -> str:
    """It cannot be written so."""
    told = _("A code is {least} to {most} letters and digits, without other signs. Please write it once more.")
    return told.format(least=SHORTEST, most=LONGEST)


def not_discount() -> str:
    """Neither a percentage nor a sum."""
    return _("Please write a percentage from 1% to 99%, or a sum in som, such as 200.")


def not_day() -> str:
    """Not a date to come."""
    return _("Please write a day of the coming year, such as 31.12, or 0.")


def not_number() -> str:
    """Not a number of uses."""
    return _("Please write a whole number, such as 100, or 0.")


def days_crossed() -> str:
    """The last day would be before the first."""
    return _("The last day would be before the first. Please choose another day.")


def taken() -> str:
    """Another code is written so."""
    return _("There is such a code already. Please write another one.")


def too_many() -> str:
    """No more fit."""
    return _("There are as many codes as fit. Delete one first.")
