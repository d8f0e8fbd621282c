"""xPay: are the keys good, and what does their point allow and cost?"""

from datetime import datetime
from decimal import Decimal

from bot.doctor.finding import Finding, failed, ok, warning
from bot.settings import Settings
from bot.shop.money import Tyiyn, format_som
from bot.xpay import Charge, Limits, NoPoint, Point, Unauthorised, Unavailable, XPayClient, XPayError

_PART = "xpay"


async def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Log in as the bot would; no QR is made."""
    client = XPayClient(
        api_url=settings.xpay_address,
        client_id=settings.xpay_client_id.get_secret_value(),
        client_secret=settings.xpay_client_secret.get_secret_value(),
        mode=settings.xpay_mode,
        service_uuid=settings.xpay_service_uuid or None,
    )
    async with client:
        try:
            point, points = await client.point(), await client.login()
        except XPayError as error:
            return [failed(_PART, str(error), _mend(error, settings))]
    said = [ok(_PART, _point(point)), ok(_PART, _limits(point.limits)), ok(_PART, _fees(point, now))]
    same = [one for one in points if one.mode == point.mode]
    if len(same) > 1 and not settings.xpay_service_uuid:
        names = ", ".join(f"{one.name} {one.uuid}" for one in same)
        text = f"the keys have {len(same)} points of this mode ({names}), and XPAY_SERVICE_UUID names none"
        said.append(warning(_PART, text, "set XPAY_SERVICE_UUID to the one that sells here"))
    return said


def _mend(error: XPayError, settings: Settings) -> str:
    if isinstance(error, Unauthorised):
        return "copy XPAY_CLIENT_ID and XPAY_CLIENT_SECRET anew from the Profile section of xPay's dashboard"
    if isinstance(error, NoPoint):
        return "set XPAY_MODE, and XPAY_SERVICE_UUID if it is set, to a point that the keys have"
    if isinstance(error, Unavailable):
        return f"see whether this machine reaches {settings.xpay_address}, and try again later"
    return "see that XPAY_API_URL is empty or right, and ask xPay what its answer means"


def _point(point: Point) -> str:
    money = "real money" if point.mode == "production" else "no real money"
    return f"logged in; sells as “{point.merchant_name}” at the point “{point.name}”, {point.mode} ({money})"


def _limits(limits: Limits) -> str:
    daily = "no limit a day" if limits.daily is None else f"{_som(limits.daily)} a day"
    monthly = "no limit a month" if limits.monthly is None else f"{_som(limits.monthly)} a month"
    return f"one payment: {_between(limits.min, limits.max)}; {daily}, {monthly}"


def _fees(point: Point, now: datetime) -> str:
    rows = [
        row for row in point.charges if (row.start is None or row.start <= now) and (row.end is None or now <= row.end)
    ]
    return "fees: " + ("; ".join(_fee(row) for row in rows) or "none listed")


def _fee(row: Charge) -> str:
    payer, merchant = _share(row.top_fixed, row.top_percent), _share(row.low_fixed, row.low_percent)
    return f"{_between(row.min_amount, row.max_amount)}: the payer pays {payer} on top, the shop pays {merchant}"


def _share(fixed: Tyiyn, percent: Decimal) -> str:
    parts = [_som(fixed)] if fixed else []
    parts += [f"{percent.normalize():f} %"] if percent else []
    return " + ".join(parts) or "nothing"


def _between(least: Tyiyn | None, most: Tyiyn | None) -> str:
    if not least and most is None:
        return "any sum"
    if most is None:
        return f"{_som(least or 0)} and more"
    return f"{_som(least)} to {_som(most)}" if least else f"up to {_som(most)}"


def _som(amount: Tyiyn) -> str:
    return f"{format_som(amount, thousands=' ', decimal='.')} som"
