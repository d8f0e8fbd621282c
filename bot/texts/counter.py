"""The counter: codes with a fixed sum, and the one message that shows how a payment is taken."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.counter import Counter, CounterState
from bot.shop.order import Order, OrderState
from bot.shop.people import Person, Shop
from bot.texts.forms import bold, clock_time, money, safe
from bot.texts.merchant import mention


def overview(codes: Sequence[Counter], *, is_owner: bool) -> str:
    """Above the list of codes."""
    head = bold(_("Codes of the counter"))
    how = _(
        "A printed QR with a fixed sum, for a till or a table. It is locked; for each customer you open it with "
        "“Take a payment”, and it locks itself again."
    )
    if codes:
        return f"{head}\n\n{how}"
    none = _("There is none yet: make the first one.") if is_owner else _("There is none yet: an owner can make one.")
    return f"{head}\n\n{how}\n\n{none}"


def row(code: Counter) -> str:
    """A code in a list of buttons."""
    return f"{_SIGNS[code.state]} {code.title} · {money(code.amount)}"


def details(code: Counter) -> str:
    """A code and how it stands."""
    return f"{_heading(code)}\n{state(code)}"


def state(code: Counter) -> str:
    """How a code stands."""
    match code.state:
        case CounterState.OPEN:
            return _("🟢 Open: it can be paid now.")
        case CounterState.TAKEN | CounterState.OPENING:
            return _("🟡 It is being opened…")
        case CounterState.LOCKED:
            return _("🔒 Locked: nobody can pay it now.")
        case _ if code.overdue:
            return still_open()
        case _:
            return _("🟡 It is being locked…")


def live(order: Order, code: Counter, seller: Person | None, until: str, shop: Shop) -> str:
    """The message of one payment over the counter, as it stands now. `seller` is None where strangers read along."""
    lines = [_heading(code), "", _sentence(order, code, until, shop)]
    if not (order.state.is_open and code.state.is_taking):
        lines.append(state(code))
    if seller is not None:
        lines += ["", _("Asked for by {name}").format(name=mention(seller))]
    return "\n".join(lines)


def ended(order: Order, code: Counter, shop: Shop) -> str:
    """The same once the code serves the next customer."""
    return f"{_heading(code)}\n\n{_sentence(order, code, '', shop)}"


def overdue(code: Counter) -> str:
    """A message of its own while xPay does not lock a code, and once it has."""
    if code.overdue:
        return f"{bold(still_open())}\n{_heading(code)}\n" + _(
            "Take no payment with it until it is locked; cover the printed QR if you can. I keep trying."
        )
    return f"{_heading(code)}\n" + _("It is locked again.")


def still_open() -> str:
    """A code that should be locked."""
    return _("⚠️ Still open at xPay!")


def _heading(code: Counter) -> str:
    return f"{bold(safe(code.title))} · {bold(money(code.amount))}"


def _sentence(order: Order, code: Counter, until: str, shop: Shop) -> str:
    match order.state:
        case OrderState.PAID:
            time = clock_time(order.paid_at or order.placed_at, shop.timezone, order.placed_at)
            return _("✅ Paid: {sum}, {time}. Order № {number}").format(
                sum=money(order.total), time=time, number=order.number
            )
        case OrderState.EXPIRED:
            return _("Nobody has paid in time.")
        case OrderState.CANCELLED:
            return _("No payment was taken.")
        case OrderState.PROCESSING:
            return _("⚠️ Money came that does not fit: please decide with /desk")
    match code.state:
        case CounterState.OPEN:
            return _("🟢 The customer can scan and pay now, until {time}.").format(time=until)
        case CounterState.LOCKING:
            return _("xPay is asked once more whether the money has come.")
        case _:
            return _("🟡 Opening the code, one moment…")


_SIGNS = {
    CounterState.MAKING: "🟡",
    CounterState.LOCKED: "🔒",
    CounterState.TAKEN: "🟡",
    CounterState.OPENING: "🟡",
    CounterState.OPEN: "🟢",
    CounterState.LOCKING: "🟡",
}


# Buttons, questions, and what is said when something cannot be done.


def new_code() -> str:
    """Button: make a code."""
    return _("New code…")


def take() -> str:
    """Button: open the code for a customer."""
    return _("Take a payment")


def lock() -> str:
    """Button: lock the code."""
    return _("Lock it")


def poster_a4() -> str:
    """Button: the poster for a wall or a window."""
    return _("Poster A4")


def poster_a6() -> str:
    """Button: the poster for a table."""
    return _("Poster A6")


def retire() -> str:
    """Button: take the code out of use."""
    return _("Take out of use…")


def retire_surely(code: Counter) -> str:
    """Before a code is taken out of use."""
    return _("Take “{title}” out of use? Its posters can never be paid again.").format(title=safe(code.title))


def yes_retire() -> str:
    """Button: surely."""
    return _("Yes, take it out of use")


def retired() -> str:
    """Toast: it is out of use."""
    return _("It is out of use now. Please throw its posters away.")


def back() -> str:
    """Button: back to the list of codes."""
    return _("← Counter")


def ask_title() -> str:
    """The first question for a new code."""
    return _("What is the code for? A few words, such as “Entry, adult” or “Table 5, coffee”. Or press /cancel.")


def ask_sum() -> str:
    """The second question for a new code."""
    return _("And the sum, in som? Write it like 250 or 1500,50. Or press /cancel.")


def not_a_sum() -> str:
    """The answer was no sum."""
    return _("I did not understand that sum. Write it like 250 or 1500,50.")


def too_long(most: int) -> str:
    """The answer was no title."""
    return _("Please write a title of 1 to {count} characters.").format(count=most)


def making() -> str:
    """While xPay is asked."""
    return _("One moment, xPay is making the code…")


def opening() -> str:
    """Toast: a payment is asked for."""
    return _("Opening the code…")


def locking() -> str:
    """Toast: it will be locked."""
    return _("Locking the code…")


def drawing() -> str:
    """Toast: the poster comes."""
    return _("The poster follows below.")


def poster_caption(code: Counter) -> str:
    """Under a poster's file."""
    return f"{_heading(code)}\n" + _("Print it in its full size, without scaling.")


def not_made() -> str:
    """XPay made no code."""
    return _("xPay did not make the code. Look at the sum, and try again in a minute.")


def too_many() -> str:
    """The list is full."""
    return _("There are too many codes. Take one out of use first.")


def busy(by: str) -> str:
    """Somebody else is at it."""
    return _("A payment is being taken with this code: {name}").format(name=safe(by))


def wait_until_locked() -> str:
    """The code may be open."""
    return _("The code is not locked yet. Please wait until it is.")
