"""Bills: what staff read and press, and what is written on the cards that they pass on."""

import html

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.bills import MOST_TITLE, Bill, BillState, Standing
from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.texts.forms import bold, clock_time, money, safe

_SAMPLE = "/bill 1500 "


# On the card that is passed on.


def card(standing: Standing, shop: Shop, sentence: str, link: str) -> str:
    """The whole card; the link to the bill in the bot is its last line while it can be paid."""
    bill = standing.bill
    lines = [bold(safe(bill.title, MOST_TITLE)), safe(shop.name), "", _sum_line(standing)]
    if bill.many and standing.count:
        lines.append(payments_line(standing.count, standing.sum))
    if bill.may_raise and standing.state is BillState.WAITING:
        lines.append(may_raise())
    lines += ["", sentence]
    if link:
        lines += ["", _("Receipt and questions: {link}").format(link=html.escape(link))]
    return "\n".join(lines)


def _sum_line(standing: Standing) -> str:
    bill = standing.bill
    if standing.state is BillState.PAID:
        return _("Total: <b>{sum}</b>").format(sum=money(standing.sum))
    if bill.may_raise:
        return _("To pay: from <b>{sum}</b>").format(sum=money(bill.amount))
    return _("To pay: <b>{sum}</b>").format(sum=money(bill.amount))


def payments_line(count: int, total: Tyiyn) -> str:
    """How many have paid a bill for many, and how much."""
    return ngettext("{count} payment, {sum}", "{count} payments, {sum}", count).format(count=count, sum=money(total))


def may_raise() -> str:
    """The payer may pay more."""
    return _("You can pay more if you like: change the sum in your bank's app.")


def open_to_many(until: str) -> str:
    """Each payer gets a QR of their own."""
    return _("Press the button or scan the QR: the bot will give you a code of your own. Until {time}.").format(
        time=until
    )


def press_to_pay(until: str) -> str:
    """It waits to be paid, and there is no QR to scan."""
    return _("Pay before {time}: press the button.").format(time=until)


def no_qr() -> str:
    """xPay gave no QR."""
    return _("The QR code could not be made. The seller will try again.")


def card_over() -> str:
    """The day has passed."""
    return _("The time to pay has run out. Please do not use the old QR.")


def card_cancelled() -> str:
    """The seller thought better of it."""
    return _("The bill is cancelled. Please do not use its old QR.")


def open_in_bot() -> str:
    """Button: to the bill in the bot."""
    return _("Open in the bot")


def hint_many() -> str:
    """On the picture of a bill for many, under the sum."""
    return _("Scan it with the phone's camera")


# What visitors of the link read.


def no_such_bill() -> str:
    """The link leads nowhere."""
    return _("There is no such bill. Please ask the seller for a new link.")


def paid_already() -> str:
    """Somebody has paid it."""
    return _("This bill is paid already. Thank you!")


def taken() -> str:
    """Somebody else has opened it."""
    return _("Somebody else has opened this bill already. If it is yours, please ask the seller for a new one.")


def visit_over() -> str:
    """Its day has passed."""
    return _("The day of this bill has passed. Please ask the seller for a new one.")


def visit_cancelled() -> str:
    """It is cancelled."""
    return _("The seller has cancelled this bill.")


def paid_by_you() -> str:
    """The visitor has paid a bill for many."""
    return _("You have paid this bill already, thank you! Would you like to pay once more?")


def pay_once_more() -> str:
    """Button: another payment of a bill for many."""
    return _("Pay once more")


# What staff read.


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
        lines.append(payments_line(standing.count, standing.sum))
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


def new_bill() -> str:
    """Button: a new bill."""
    return _("New bill")


def to_list() -> str:
    """Button: back to the list."""
    return _("← Bills")


def to_bill() -> str:
    """Button: back to the bill."""
    return _("← Back")


def send_card() -> str:
    """Button: the card anew."""
    return _("Card to pass on")


def for_many() -> str:
    """Button: turn it into a bill for many."""
    return _("For many payers")


def for_one() -> str:
    """Button: turn it into a bill for one."""
    return _("For one payer")


def let_raise() -> str:
    """Button: payers may pay more."""
    return _("May pay more")


def fix_sum() -> str:
    """Button: exactly this sum."""
    return _("Fixed sum")


def change_due() -> str:
    """Button: another day."""
    return _("Another day")


def on_terminal() -> str:
    """Button: show the QR on the point's terminal."""
    return _("Show on the terminal")


def renew() -> str:
    """Button: a fresh QR."""
    return _("New QR code")


def cancel() -> str:
    """Button: end the bill."""
    return _("Cancel the bill")


def cancel_surely() -> str:
    """Button: really."""
    return _("Yes, cancel it")


def surely(bill: Bill) -> str:
    """Before cancelling."""
    return _("Cancel the bill “{title}”?").format(title=safe(bill.title, MOST_TITLE))


def ask_due() -> str:
    """Until when?"""
    return _("Until the end of which day can it be paid?")


def in_days(days: int) -> str:
    """Button: so many days from now."""
    if days == 0:
        return _("today")
    return ngettext("{count} day", "{count} days", days).format(count=days)


def other_date() -> str:
    """Button: a written date."""
    return _("Another date…")


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


def nobody_there() -> str:
    """Refusal: no letter to a customer who is not known."""
    return _("Nobody has opened this bill in the bot, so there is nobody to write to.")


# Inline.


def inline_title(amount: Tyiyn) -> str:
    """The result that is offered."""
    return _("Bill: {sum}").format(sum=money(amount))


def inline_preparing(amount: Tyiyn, title: str) -> str:
    """What is sent at first."""
    return "\n".join([bold(safe(title, MOST_TITLE)), money(amount), "", _("The bill is being prepared…")])


def inline_button() -> str:
    """Button under what is sent at first."""
    return _("Preparing…")


def inline_failed(amount: Tyiyn, title: str) -> str:
    """xPay does not answer."""
    sentence = _("The bill could not be made now. The seller can press the button to try again.")
    return "\n".join([bold(safe(title, MOST_TITLE)), money(amount), "", sentence])


def inline_again() -> str:
    """Button of the seller under that."""
    return _("Try again")


def inline_how() -> str:
    """Above the results, when nothing can be read."""
    return _("Write the sum and what it is for")


def inline_to_shop(shop: Shop) -> str:
    """Above no results, for those who are no staff."""
    return _("Open {shop}").format(shop=shop.name)[:64]


def inline_wait() -> str:
    """Alert: somebody who is no staff pressed."""
    return _("The seller is preparing this bill. One moment, please.")


def inline_feedback_off() -> str:
    """Alert to staff: Telegram did not tell that the result was sent, and the button cannot carry it all."""
    return _("Telegram did not tell me of this. Owner: /setinlinefeedback, 100% in {botfather}. Or: /bill").format(
        botfather="@BotFather"
    )
