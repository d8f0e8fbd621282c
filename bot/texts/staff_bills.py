"""Bills as staff read them: making one, how it stands, and why something cannot be."""

import html

from aiogram.utils.i18n import gettext as _

from bot.shop.bills import MOST_TITLE, Bill, BillState, Standing
from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.texts import bills
from bot.texts.forms import bold, clock_time, money, safe

_SAMPLE = "/bill 1500 "


def ask_sum() -> str:
    """The first question of a new bill."""
    return _("How much is to be paid, in som? For example: 1500. Or press /cancel.")


def ask_title(amount: Tyiyn) -> str:
    """The second question of a new bill."""
    return _("{sum}: what is it for? The payer will read it. Or press /cancel.").format(sum=money(amount))


def no_sum() -> str:
    """The line did not begin with a sum."""
    return _("A bill begins with its sum, for example: {sample}").format(sample=sample())


def not_a_sum() -> str:
    """What was written is no sum."""
    return _("This is no sum I understand. For example: 1500, or 1500,50.")


def only_sum() -> str:
    """The line was only a sum."""
    return _("A bill also says what it is for, for example: {sample}").format(sample=sample())


def sample() -> str:
    """How a bill is written."""
    return _SAMPLE + _("Cake for Aida")


def made(bill: Bill) -> str:
    """A bill is made."""
    return _("The bill is made: {sum}, {title}. Pass its card on to the payer.").format(
        sum=money(bill.amount), title=safe(bill.title, MOST_TITLE)
    )


def made_in_private() -> str:
    """A bill was made where strangers read along."""
    return _("Its card is in your private chat with me.")


def only_in_private() -> str:
    """Strangers read along where a bill's button was pressed."""
    return _("This chat is public: please open the bills in the private chat with the bot.")


def screen(standing: Standing, shop: Shop, link: str) -> str:
    """A bill as staff see it."""
    bill = standing.bill
    least = _("from {sum}").format(sum=money(bill.amount))
    lines = [
        bold(safe(bill.title, MOST_TITLE)),
        f"{least if bill.may_raise else money(bill.amount)} · {state(standing)}",
        "",
        _("For many payers") if bill.many else _("For one payer"),
        _("Payers may pay more") if bill.may_raise else _("The sum is fixed"),
        _("Until: {time}").format(time=clock_time(bill.due_at, shop.timezone)),
    ]
    if standing.order is not None:
        opened = _("nobody has opened it yet") if standing.order.unclaimed else _("a customer has opened it")
        lines.append(_("Order № {number}: {opened}").format(number=standing.order.number, opened=opened))
    if bill.many:
        lines.append(bills.payments_line(standing.count, standing.sum))
    return "\n".join([*lines, "", html.escape(link)])


def state(standing: Standing) -> str:
    """How a bill stands, in a word or two."""
    if standing.bill.many and standing.count:
        word = _("paid by {count}").format(count=standing.count)
        return word if standing.state is BillState.WAITING else f"{word}, {_state(standing.state)}"
    return _state(standing.state)


def _state(of: BillState) -> str:
    match of:
        case BillState.WAITING:
            return _("awaiting payment")
        case BillState.PAID:
            return _("paid")
        case BillState.OVER:
            return _("time ran out")
        case BillState.CANCELLED:
            return _("cancelled")


def row(standing: Standing) -> str:
    """A bill in a list of buttons."""
    bill = standing.bill
    return f"{money(bill.amount)} · {bill.title[:24]} · {state(standing)}"


def list_heading(any_there: bool) -> str:
    """Above the list."""
    if any_there:
        return _("The bills:")
    return _("There are no bills yet. A bill is made in one line: {sample}").format(sample=sample())


def surely(bill: Bill) -> str:
    """Before cancelling."""
    return _("Cancel the bill “{title}”?").format(title=safe(bill.title, MOST_TITLE))


def ask_due() -> str:
    """Until when?"""
    return _("Until the end of which day can it be paid?")


def ask_date() -> str:
    """The date in words."""
    return _("Write the day, for example: 30.11. Or press /cancel.")


def not_a_date() -> str:
    """That was no day, or none that can be."""
    return _("Please write a day from today to a year from now, for example: 30.11.2026")


def done() -> str:
    """Toast: changed."""
    return _("Done.")


def is_paid() -> str:
    """Refusal."""
    return _("This bill is paid already.")


def ended() -> str:
    """Refusal."""
    return _("This bill is over. Give it another day, or make a new one.")


def still_open() -> str:
    """Refusal."""
    return _("Somebody may be paying this bill right now. Please try again in some minutes.")


def is_taken() -> str:
    """Refusal."""
    return _("A customer has opened this bill already: it can no longer be changed in this way.")


def no_terminal() -> str:
    """Refusal."""
    return _("This bill cannot be shown on a terminal: your point at xPay has none.")


def is_for_many() -> str:
    """Refusal."""
    return _("This bill is for many payers: each of them gets a QR code of their own.")


def nobody_there() -> str:
    """Refusal: no letter to a customer who is not known."""
    return _("Nobody has opened this bill in the bot, so there is nobody to write to.")
