"""What an owner reads when something has to be mended: what is wrong, and what would be right."""

from aiogram.utils.i18n import gettext as _

from bot.texts.forms import safe


def keys_refused() -> str:
    """xPay does not accept the shop's keys."""
    return _(
        "⚠️ xPay refuses the shop's keys, so nobody can pay. "
        "Please check XPAY_CLIENT_ID, XPAY_CLIENT_SECRET and XPAY_MODE against the dashboard."
    )


def undeliverable(why: str) -> str:
    """A message could not be delivered."""
    sentence = _("⚠️ A message could not be delivered: {why}. If it was the sales chat, add the bot there again.")
    return sentence.format(why=safe(why, 200))


def foreign_answer(number: int | None) -> str:
    """xPay answered about another transaction."""
    return _("⚠️ xPay answered about another payment than the one of order № {number}. Nothing was changed.").format(
        number=_number(number)
    )


def wrong_checksum() -> str:
    """A payment link had a wrong checksum and was shown all the same."""
    return _("⚠️ A payment link from xPay has a wrong checksum. Customers still get it; please ask xPay about it.")


def bad_link(number: int | None, why: str) -> str:
    """A payment link did not fit its order and was held back."""
    sentence = _("⚠️ xPay's link for order № {number} did not fit the order, so the customer never saw it: {why}.")
    return sentence.format(number=_number(number), why=safe(why, 200))


def contradiction(number: int | None) -> str:
    """xPay says something else about completed money."""
    return _("⚠️ xPay contradicts itself about order № {number}, which was paid. It stays paid; please look.").format(
        number=_number(number)
    )


def something_else(what: str) -> str:
    """An event that has no sentence of its own."""
    return _("⚠️ Something needs your attention: {what}. The log says more.").format(what=safe(what, 100))


def _number(number: int | None) -> str:
    return "?" if number is None else str(number)
