"""The first steps of an owner: what is done, what is wrong, and how to mend it."""

from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.shop.first_steps import Connection, Fault, Fee, Progress, Till
from bot.shop.money import Tyiyn
from bot.shop.people import Shop
from bot.texts.forms import bold, money, percent, safe

DONE, OPEN, WRONG = "✅", "⬜", "⚠️"
_ONE_SOM = 100
_MOST_POINTS = 8


def overview(shop: Shop, progress: Progress, chat: str, lacking: str = "") -> str:
    """The list with ticks. `chat` is the title of the sales' chat, `lacking` what keeps the bot from it."""
    steps = [_xpay(progress.xpay), _chat(progress, chat, lacking), _product(progress), _test(progress)]
    lines = [f"{mark} {bold(f'{number}.')} {text}" for number, (mark, text) in enumerate(steps, 1)]
    title = bold(_("First steps of {shop}").format(shop=safe(shop.name)))
    tail = [_("Everything is ready. Good sales!")] if progress.is_complete and not lacking else []
    return "\n\n".join([title, *lines, *tail])


def _xpay(state: Connection) -> tuple[str, str]:
    if state.fault is None and state.till is not None:
        return DONE, "\n".join([_connected(state.till), *_costs(state.till)])
    return WRONG, "\n".join([_fault(state), *_listed(state.others)])


def _connected(till: Till) -> str:
    if till.moves_money:
        return _("xPay is connected: the point “{point}”, with real money.").format(point=safe(till.name))
    return _("xPay is connected: the point “{point}”, for tests. No real money moves.").format(point=safe(till.name))


def _costs(till: Till) -> list[str]:
    return [_fee(row, is_only=len(till.fees) == 1) for row in till.fees] or [_("xPay lists no fee.")]


def _fee(row: Fee, *, is_only: bool) -> str:
    payer, shop = _share(row.payer_fixed, row.payer_percent), _share(row.shop_fixed, row.shop_percent)
    if not shop:
        told = _("Fee: the buyer pays {payer} on top, you pay nothing.") if payer else _("Fee: none.")
    elif payer:
        told = _("Fee: the buyer pays {payer} on top, you pay {shop} of each payment.")
    else:
        told = _("Fee: you pay {shop} of each payment, the buyer pays nothing on top.")
    told = told.format(payer=payer, shop=shop)
    return told if is_only else f"{_range(row.least, row.most)}: {told}"


def _share(fixed: Tyiyn, share: str) -> str:
    return " + ".join([*([money(fixed)] if fixed else []), *([percent(share)] if share.strip("0.") else [])])


def _range(least: Tyiyn | None, most: Tyiyn | None) -> str:
    return f"{money(least or 0)} – {money(most)}" if most is not None else f"{money(least or 0)} →"


def _fault(state: Connection) -> str:
    match state.fault:
        case Fault.KEYS:
            return _(
                "xPay refuses the keys. Copy XPAY_CLIENT_ID and XPAY_CLIENT_SECRET anew from the profile in xPay's "
                "dashboard into the bot's settings, and start the bot again."
            )
        case Fault.NO_POINT:
            return _(
                "The keys have no point for this mode. Set XPAY_MODE, and XPAY_SERVICE_UUID if it is set, to one of "
                "the points below, and start the bot again."
            )
        case Fault.SEVERAL:
            return _(
                "xPay has several points for these keys, and money goes to the first one. Set XPAY_SERVICE_UUID to "
                "the one that sells here, and start the bot again."
            )
        case Fault.UNREACHABLE:
            return _("xPay does not answer. Wait a minute and check again; see that the server has internet.")
        case _:
            return _("The answer is not xPay's. See that XPAY_API_URL is empty or right, then check again.")


def _listed(points: Sequence[tuple[str, str, str]]) -> list[str]:
    return [f"· {safe(name)} ({safe(mode)})\n<code>{safe(uuid)}</code>" for name, mode, uuid in points[:_MOST_POINTS]]


def _chat(progress: Progress, chat: str, lacking: str) -> tuple[str, str]:
    if not progress.has_chat:
        return OPEN, _("Where sales are told: choose your group. Until then the owners hear of them in private.")
    if lacking:
        return WRONG, _("Sales should be told in your group, but: {lacking}").format(lacking=lacking)
    return DONE, _("Sales are told in “{title}”.").format(title=safe(chat))


def _product(progress: Progress) -> tuple[str, str]:
    if progress.has_products:
        return DONE, _("The first product is there.")
    return OPEN, _("The first product: its name, price and photo, and it is on sale.")


def _test(progress: Progress) -> tuple[str, str]:
    if progress.is_tested:
        return DONE, _("A test purchase was paid: the whole way works.")
    till = progress.xpay.till
    lines = [_("A test purchase: pay {sum} to your own shop and see what your buyers see.")]
    if progress.test_sum > _ONE_SOM:
        lines.append(_("Your point takes no smaller sum."))
    if till is not None and till.moves_money:
        lines.append(_("The money comes to your own account, less the fee."))
    return OPEN, " ".join(lines).format(sum=money(progress.test_sum))


def choose_chat() -> str:
    """Button: choose where sales are told."""
    return _("Choose the group")


def add_product() -> str:
    """Button: to the products."""
    return _("Add a product")


def buy_test(amount: Tyiyn) -> str:
    """Button: the test purchase."""
    return _("Test purchase · {sum}").format(sum=money(amount))


def check_again() -> str:
    """Button: look anew."""
    return _("Check again")


def checked() -> str:
    """It was looked at anew."""
    return _("Checked.")


def as_buyers_see() -> str:
    """Button: the customers' menu."""
    return _("The shop as buyers see it")


def test_title() -> str:
    """What a test purchase is for."""
    return _("Test purchase")


def test_below() -> str:
    """The card of the test purchase comes."""
    return _("The payment card is below: pay it as a buyer would.")


def test_impossible() -> str:
    """xPay cannot be used."""
    return _("xPay cannot make a QR right now. See what the first step says.")


def test_paid() -> str:
    """The test purchase was paid."""
    return _("✅ The test purchase is paid: QR, bank, bot and messages work together. It counts in no report.")


def in_private() -> str:
    """The screen is opened in the private chat only."""
    return _("This is for our private chat: write to me there.")
