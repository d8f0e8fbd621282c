"""Bills as payers read them: on the cards that are passed on, and behind their links."""

import html

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.bills import MOST_TITLE, BillState, Standing
from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.texts.forms import bold, money, safe


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
