"""The order book: its piles, their rows, and the search."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.fulfilment import Stage
from bot.shop.order import Order, OrderState
from bot.shop.orderbook import MOST_COUNTED, Entry, Pile, Takings
from bot.shop.people import clean_name
from bot.texts import dates
from bot.texts.forms import bold, money, safe
from bot.texts.fulfilment import made
from bot.texts.orders import state

NOTE_MARK = "📝"

_LONGEST_ROW = 60
_SHORTEST_NAME, _LONGEST_NAME = 6, 20

_STAGE_MARKS = {
    Stage.NEW: "🆕",
    Stage.TAKEN: "✋",
    Stage.READY: "📦",
    Stage.HANDED_OVER: "✅",
    Stage.REJECTED: "❌",
}
_STATE_MARKS = {OrderState.EXPIRED: "⌛", OrderState.CANCELLED: "🚫"}


def pile(of: Pile) -> str:
    """A pile in a word or two."""
    match of:
        case Pile.PREPARE:
            return _("To prepare")
        case Pile.UNPAID:
            return _("Unpaid")
        case Pile.READY:
            return _("Ready to go")
        case Pile.DONE:
            return _("Done")
        case Pile.ODD:
            return _("To decide")
        case Pile.ALL:
            return _("All")


def filter_(of: Pile, count: int | None, *, chosen: bool) -> str:
    """Button: shows a pile, with how many lie in it, if any do."""
    label = f"{pile(of)} · {counted(count)}" if count else pile(of)
    return f"• {label}" if chosen else label


def counted(count: int) -> str:
    """A number that was not counted to its end is so much and more."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def heading(of: Pile, entries: Sequence[Entry]) -> str:
    """Above the rows of a pile."""
    head = bold(_("Orders: {pile}").format(pile=pile(of)))
    return f"{head}\n\n" + (legend(entries) if entries else _("Nothing lies here."))


def legend(entries: Sequence[Entry]) -> str:
    """What the signs of some rows mean."""
    meant = {mark(one.order): _in_words(one.order) for one in entries}
    return " · ".join(f"{sign} {words}" for sign, words in meant.items())


def _in_words(order: Order) -> str:
    words = made(order.fulfilment) if order.state is OrderState.PAID else state(order.state)
    return words[:1].lower() + words[1:]


def row(entry: Entry, timezone: str) -> str:
    """Button: opens an order; with the time for which it is wished, if it is for one."""
    order = entry.order
    parts = [f"{mark(order)} № {order.number}", money(order.total)]
    if order.wishes.window is not None:
        parts.append(dates.brief(order.wishes.window, timezone))
    note = f" {NOTE_MARK}" if order.note else ""
    facts = " · ".join(parts) + " · "
    room = max(_SHORTEST_NAME, min(_LONGEST_NAME, _LONGEST_ROW - len(facts + note)))
    return facts + (clean_name(entry.customer, room) if order.has_customer else _("at the counter")) + note


def mark(order: Order) -> str:
    """Where an order is, in one sign."""
    if order.state is OrderState.PAID:
        return _STAGE_MARKS[order.fulfilment]
    return _STATE_MARKS.get(order.state, "⏳")


def search() -> str:
    """Button: asks what to look for."""
    return _("🔍 Find")


def ask_words() -> str:
    """Before searching."""
    return _(
        "What are you looking for? Write an order's number, the customer's name or phone, or a word of what was "
        "ordered. Or press /cancel."
    )


def nothing_to_find() -> str:
    """The words hold nothing to look for."""
    return _("Write a number, a name, a phone or a word, for example: /find 17")


def found(words: str, entries: Sequence[Entry], most: int) -> str:
    """Above what was found."""
    head = bold(f"«{safe(words, 60)}»")
    if not entries:
        return f"{head}\n\n" + _("No order of this shop fits. A number, a name, the end of a phone, or a word will do.")
    if len(entries) >= most:
        sentence = _("The newest {count} that fit:").format(count=most)
    else:
        sentence = ngettext("{count} order found:", "{count} orders found:", len(entries)).format(count=len(entries))
    return f"{head}\n\n{sentence}\n{legend(entries)}"


def of_customer(name: str, entries: Sequence[Entry]) -> str:
    """Above a customer's orders."""
    return bold(_("Orders of {name}").format(name=safe(name))) + f"\n\n{legend(entries)}"


def only_in_private() -> str:
    """Strangers read along where this was asked."""
    return _("Customers' names stand here: please open this in the private chat with the bot.")


def to_orders() -> str:
    """Button: back to the order book."""
    return _("← Orders")


# The board says in words what waits.


def waiting(prepare: int, unpaid: int, odd: int) -> list[str]:
    """What waits for somebody of the staff."""
    lines = []
    if prepare:
        lines.append(_("To prepare: {count}").format(count=counted(prepare)))
    if unpaid:
        lines.append(_("Not paid yet: {count}").format(count=counted(unpaid)))
    if odd:
        lines.append(_("⚠️ Money to decide about: {count}").format(count=counted(odd)))
    return lines or [_("Nothing waits just now.")]


def today(takings: Takings) -> str:
    """What was paid since midnight."""
    if not takings.count:
        return _("Nothing was paid today yet.")
    sentence = ngettext("Paid today: {count} order, {sum}", "Paid today: {count} orders, {sum}", takings.count)
    return sentence.format(count=takings.count, sum=money(takings.sum))
