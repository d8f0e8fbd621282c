"""One order, everything about it, for those who sell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from aiogram.utils.i18n import gettext as _

from bot.shop.odd_money import Case
from bot.shop.order import Order, OrderState
from bot.shop.orderbook import MOST_NOTE, Dossier, Transfer
from bot.shop.payment import Payment, PaymentState
from bot.shop.people import Shop
from bot.texts import desk, fulfilment, log
from bot.texts.checkout import order_lines, price_lines, wish_lines
from bot.texts.forms import TEXT, and_more, bold, clock_time, money, safe, visible_length, within
from bot.texts.merchant import MOST_SAID, mention, note_lines, refund_lines, why
from bot.texts.orders import state, title

T = TypeVar("T")


def whole(of: Dossier, shop: Shop, not_delivered: Sequence[str] = (), *, for_owner: bool) -> str:
    """The whole order, with the messages that never arrived.

    Too long, its log is cut first, then its goods, and in the end the older of its payments, cases and refunds.
    """
    head, goods, lines = _heading(of, shop), order_lines(of.order.lines), [log.line(one, shop, of) for one in of.log]
    body = _body(of, shop, not_delivered, for_owner=for_owner)
    for most in (3, 1, 0):
        if visible_length("\n".join([head, and_more(len(goods)), *body])) <= TEXT:
            break
        body = _body(_shortened(of, most), shop, _last(not_delivered, most), for_owner=for_owner)
    while lines and visible_length("\n".join([head, *goods, *_with_log(body, lines)])) > TEXT:
        lines.pop(0)
    return within(head, goods, "\n".join(_with_log(body, lines)), TEXT)


def _body(of: Dossier, shop: Shop, not_delivered: Sequence[str], *, for_owner: bool) -> list[str]:
    lost = ["", *not_delivered] if not_delivered else []
    return [*_wishes(of, shop), *_money(of, shop), *_doings(of, shop), *_hint(of, for_owner=for_owner), *lost]


def _shortened(of: Dossier, most: int) -> Dossier:
    return replace(
        of,
        payments=_last(of.payments, most),
        transfers=_last(of.transfers, most),
        cases=_last(of.cases, most),
        refunds=_last(of.refunds, most),
        steps=_last(of.steps, most),
    )


def _last(items: Sequence[T], most: int) -> tuple[T, ...]:
    return tuple(items[max(0, len(items) - most) :])


def _with_log(body: list[str], lines: list[str]) -> list[str]:
    if not lines:
        return body
    return [*body, "", f"<blockquote expandable>{bold(log.heading())}", "\n".join(lines) + "</blockquote>"]


def _heading(of: Dossier, shop: Shop) -> str:
    one = of.order
    stage = f" · {fulfilment.made(one.fulfilment)}" if one.state is OrderState.PAID else ""
    lines = [bold(f"{title(one.number)} · {money(one.total)}"), f"{state(one.state)}{stage}"]
    lines.append(_("Placed: {time}").format(time=clock_time(one.placed_at, shop.timezone)))
    if one.state.is_open:
        lines.append(
            _("To be paid until: {time}").format(time=clock_time(one.expires_at, shop.timezone, one.placed_at))
        )
    if one.paid_at is not None:
        lines.append(_("Paid: {time}").format(time=clock_time(one.paid_at, shop.timezone, one.placed_at)))
        lines += _net(of)
    if one.paid_late:
        lines.append(_("Paid after its time had run out; the goods were still there."))
    if one.rejected_why is not None:
        lines.append(bold(_("Rejected: {why}").format(why=safe(one.rejected_why, 300))))
    return "\n".join(lines) + "\n"


def _net(of: Dossier) -> list[str]:
    paid = [one.payable for one in of.payments if one.state is PaymentState.COMPLETED and one.payable is not None]
    return [_("After the fee: {sum}").format(sum=money(paid[-1]))] if paid else []


def _wishes(of: Dossier, shop: Shop) -> list[str]:
    wishes = of.order.wishes if shop.shows_phones else replace(of.order.wishes, phone=None)
    lines = [
        "",
        *price_lines(of.order.price, wishes, of.order.promo),
        *wish_lines(wishes, shop.timezone),
        _("Customer: {name}").format(name=mention(of.customer)),
    ]
    return lines + note_lines(of.order.note)


def _money(of: Dossier, shop: Shop) -> list[str]:
    return [
        *_section(_("QR codes"), (_payment(one, of.order, shop) for one in of.payments)),
        *_section(_("Money that came"), (_transfer(one, of.order, shop) for one in of.transfers)),
        *_section(_("On the desk"), (_case(one, of, shop) for one in of.cases)),
        *_section(_("Money that went back"), refund_lines(of.refunds, of.order, shop)),
    ]


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    return ["", bold(heading), *listed] if listed else []


def _payment(one: Payment, order: Order, shop: Shop) -> str:
    time = clock_time(one.created_at, shop.timezone, order.placed_at)
    text = f"{money(one.request_amount or one.amount)} · {payment_state(one.state)} · {time}"
    return f"{text}\n<code>{safe(one.transaction_id)}</code>" if one.transaction_id else text


def payment_state(of: PaymentState) -> str:
    """What xPay says of a QR, in a few words."""
    words = {
        PaymentState.CREATING: _("being made"),
        PaymentState.UNKNOWN: _("xPay did not answer"),
        PaymentState.REFUSED: _("xPay made none"),
        PaymentState.ACTIVE: _("awaiting payment"),
        PaymentState.SCANNED: _("open in a bank's app"),
        PaymentState.PROCESSING: _("payment on its way"),
        PaymentState.DECLINED: _("the bank declined"),
        PaymentState.COMPLETED: _("completed"),
    }
    return words[of]


def _transfer(one: Transfer, order: Order, shop: Shop) -> str:
    time = clock_time(one.seen_at, shop.timezone, order.placed_at)
    amount = money(one.amount) if one.amount is not None else f"<code>{safe(one.raw, 40)}</code>"
    if one.pays is None:
        use = _("paid no order")
    elif one.pays == order.number:
        use = _("paid this order")
    else:
        use = _("paid order № {number}").format(number=one.pays)
    return f"{amount} · {use} · {time}\n<code>{safe(one.trx)}</code>"


def _case(one: Case, of: Dossier, shop: Shop) -> str:
    if one.decision is None:
        return f"⚠️ {why(one.reason)} " + _("Waits for a decision.")
    time = clock_time(one.decided_at, shop.timezone, of.order.placed_at) if one.decided_at else ""
    by = of.deciders.get(one.decided_by or 0)
    who = f"{safe(by)}, {time}" if by else time
    note = f" «{safe(one.note, MOST_SAID)}»" if one.note else ""
    return f"✓ {why(one.reason)} {desk.ruling(one.decision)} · {who}{note}"


def _doings(of: Dossier, shop: Shop) -> list[str]:
    from_customer, from_shop = of.letters
    lines = _section(_("In the shop"), fulfilment.history(of.steps, of.order, shop))
    if from_customer or from_shop:
        sentence = _("Letters: {theirs} from the customer, {ours} from the shop")
        lines += ["", sentence.format(theirs=from_customer, ours=from_shop)]
    return lines


def _hint(of: Dossier, *, for_owner: bool) -> list[str]:
    """Owners read how a refund is recorded, while there is money that could go back."""
    if not for_owner or of.owed <= 0:
        return []
    form = f"<code>/refund {of.order.number} {of.owed // 100}</code>"
    return ["", _("If you send money back, record it: {form} and how it went back.").format(form=form)]


# What can be done with it.


def more() -> str:
    """Button under a sale: everything about the order."""
    return _("In full")


def write_note(*, known: bool) -> str:
    """Button: asks for the note."""
    return _("📝 Change") if known else _("📝 Add a note")


def remove_note() -> str:
    """Button: takes the note away."""
    return _("📝 Remove")


def others(count: int) -> str:
    """Button: the customer's other orders."""
    return _("Their other orders · {count}").format(count=count if count < 100 else "99+")


def profile() -> str:
    """Button: opens the customer's profile."""
    return _("Profile")


def open_case() -> str:
    """Button: a case of the order that waits on the desk."""
    return _("⚠️ Decide about the money")


def ask_note(number: int) -> str:
    """Before a note is written."""
    return _(
        "Order № {number}: write a note for those who work here, up to {most} characters. "
        "The customer will not see it. Or press /cancel."
    ).format(number=number, most=MOST_NOTE)


def note_unclear() -> str:
    """No words came, or too many."""
    return _("A note is words, up to {most} characters. Please write it once more, or press /cancel.").format(
        most=MOST_NOTE
    )


def note_kept() -> str:
    """The note was written down."""
    return _("The note is kept.")


def note_removed() -> str:
    """The note is gone."""
    return _("The note is removed.")
