"""The words of exported tables, and of the chat that sends them."""

from aiogram.utils.i18n import gettext as _

from bot.shop.fulfilment import Stage
from bot.shop.order import Handover, OrderState
from bot.texts.forms import bold


def orders() -> str:
    """The sheet of orders."""
    return _("Orders")


def payments() -> str:
    """The sheet of payments."""
    return _("Payments")


def refunds() -> str:
    """The sheet of refunds."""
    return _("Refunds")


def order_columns() -> tuple[str, ...]:
    """Above the orders."""
    return (
        _("Order №"),
        _("Placed"),
        _("State"),
        _("Kind"),
        _("Paid"),
        _("Sum, som"),
        _("Discount, som"),
        _("Promo code"),
        _("xPay's fee, som"),
        _("What"),
        _("Customer"),
        _("Phone"),
        _("Handover"),
        _("Delivery, som"),
        _("Wanted from"),
        _("Wanted until"),
        _("Area"),
        _("Address"),
        _("Comment"),
    )


def payment_columns() -> tuple[str, ...]:
    """Above the payments."""
    return (
        _("Received"),
        _("QR of order №"),
        _("Paid order №"),
        _("Sum, som"),
        _("Expected, som"),
        _("After the fee, som"),
        _("xPay's reference"),
        _("QR's id at xPay"),
        _("xPay's time"),
    )


def refund_columns() -> tuple[str, ...]:
    """Above the refunds."""
    return (_("Sent back"), _("Order №"), _("Sum, som"), _("By"), _("Note"), _("Odd payment"))


def state(order: OrderState, stage: Stage) -> str:
    """How far an order has come."""
    if order is OrderState.PAID:
        return _STAGES[stage]()
    return _STATES[order]()


def kind(*, is_test: bool, at_counter: bool) -> str:
    """What is no customer's order: a test, which counts in no report, and a sale over the counter."""
    if is_test:
        return _("a test")
    return _("at the counter") if at_counter else ""


def handover(way: Handover) -> str:
    """How it reaches its customer; nothing where there is nothing to hand over."""
    match way:
        case Handover.PICKUP:
            return _("Pickup")
        case Handover.DELIVERY:
            return _("Delivery")
        case Handover.NONE:
            return ""


def which_period() -> str:
    """Above the periods that can be exported."""
    return _("Which time shall the file be about?")


def which_form(period: str, rows: int) -> str:
    """Above the forms."""
    head = bold(_("File: {period}").format(period=period))
    return f"{head}\n" + _("Orders, payments and refunds, {count} rows in all.").format(count=rows)


def excel() -> str:
    """Button: one workbook."""
    return _("Excel, one file")


def csv() -> str:
    """Button: a file for each table."""
    return _("CSV, three files")


def too_many(rows: int, most: int) -> str:
    """The period has more than a chat can carry."""
    return _("That is {rows} rows; at most {most} fit. Please choose a shorter time.").format(rows=rows, most=most)


def in_private() -> str:
    """Files have customers' names."""
    return _("The file has customers' names and numbers, so please write /export to me in private.")


def one_moment() -> str:
    """Toast: the file is being made."""
    return _("One moment, the file is being made…")


_STATES = {
    OrderState.PLACED: lambda: _("Not paid yet"),
    OrderState.WAITING: lambda: _("Not paid yet"),
    OrderState.PROCESSING: lambda: _("Payment on its way"),
    OrderState.EXPIRED: lambda: _("Time ran out"),
    OrderState.CANCELLED: lambda: _("Cancelled"),
}
_STAGES = {
    Stage.NEW: lambda: _("Paid"),
    Stage.TAKEN: lambda: _("Taken on"),
    Stage.READY: lambda: _("Ready"),
    Stage.HANDED_OVER: lambda: _("Handed over"),
    Stage.REJECTED: lambda: _("Rejected"),
}
