"""How the transfers of a period agree with xPay's list, as the seller reads it."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.shop.reports import Comparison, Unmatched
from bot.texts.forms import money

_MOST_UNMATCHED = 5


def compared(found: Comparison | None) -> str:
    """How the transfers of a period agree with xPay's list."""
    if found is None:
        return _("This could not be compared with xPay: its list of payments did not come, or cannot be read.")
    if not found.ours and not found.theirs:
        return _("Compared with xPay: no payments on either side.")
    if not found.only_there and not found.only_here:
        return _("Compared with xPay: all {count} payments agree.").format(count=found.ours)
    lines = [_("Compared with xPay: ours {ours}, xPay {theirs}.").format(ours=found.ours, theirs=found.theirs)]
    if found.only_there:
        count = len(found.only_there)
        said = ngettext("⚠️ {count} is only at xPay:", "⚠️ {count} are only at xPay:", count)
        lines += [said.format(count=count), *map(_unmatched, found.only_there[:_MOST_UNMATCHED])]
        if count > _MOST_UNMATCHED:
            lines.append("…")
    if found.only_here:
        sentence = ngettext(
            "{count} of ours, {sum}, is not in xPay's list (yet).",
            "{count} of ours, {sum}, are not in xPay's list (yet).",
            found.only_here,
        )
        lines.append(sentence.format(count=found.only_here, sum=money(found.only_here_sum)))
    return "\n".join(lines)


def _unmatched(one: Unmatched) -> str:
    amount = _("sum not clear") if one.amount is None else money(one.amount)
    what = f"{amount}, {one.at:%H:%M}" if one.at is not None else amount
    if one.order_number is None:
        return _("• {what}: no QR of this bot; perhaps another till").format(what=what)
    if one.case:
        return _("• {what}: QR of order № {number}; it is at /desk now").format(what=what, number=one.order_number)
    return _("• {what}: QR of order № {number}; please look at it").format(what=what, number=one.order_number)
