"""What `decide` says of every combination, as a page to read: `python -m tests.shop.payment_table` writes it."""

from itertools import product
from pathlib import Path

from bot.shop.order import OrderState
from bot.shop.payment import Decision, Effect, News, PaymentState, decide

PAGE = Path(__file__).parents[2] / "docs" / "payment-states.md"

_TITLE = """\
# What news does to an order and its payment

Made from `bot/shop/payment.py`, and held to it by a test. To write it anew: `python -m tests.shop.payment_table`.

Each section is one kind of news. A row is the state of the order before it, a column the state of the payment; a cell
says what both become (`order / payment`), `·` where neither changes, and what else happens:

| mark | meaning |
|---|---|
| **pays** | the order is paid |
| **pays late** | as **pays** if the shop takes late money and the stock can be held again, else **desk** |
| **desk** | a person decides, for the reason given |
| **closes** | the order ends unpaid and its stock is given back |
| **alert** | nothing moves; the owners are told |
"""

_MARKS = {
    Effect.PAY: "**pays**",
    Effect.PAY_LATE: "**pays late**",
    Effect.DESK: "**desk**",
    Effect.CLOSE: "**closes**",
    Effect.ALERT: "**alert**",
}


def page() -> str:
    """The whole page."""
    return "\n".join([_TITLE, *(_section(news) for news in News)])


def _section(news: News) -> str:
    rows = [[f"**{order}**", *(_cell(order, payment, news) for payment in PaymentState)] for order in OrderState]
    head = ["order \\ payment", *PaymentState]
    lines = [f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]]
    return "\n".join([f"## {news.replace('_', ' ')}", "", *lines, ""])


def _cell(order: OrderState, payment: PaymentState, news: News) -> str:
    decision = decide(order, payment, news)
    parts = [_states(order, payment, decision)]
    if decision.effect in _MARKS:
        parts.append(_MARKS[decision.effect])
    if decision.effect is Effect.DESK and decision.reason is not None:
        parts.append(decision.reason.replace("_", " "))
    return " ".join(part for part in parts if part != "·" or len(parts) == 1)


def _states(order: OrderState, payment: PaymentState, decision: Decision) -> str:
    if (decision.order, decision.payment) == (order, payment):
        return "·"
    return f"{decision.order} / {decision.payment}"


def everything() -> list[tuple[OrderState, PaymentState, News]]:
    """Every combination that there is."""
    return list(product(OrderState, PaymentState, News))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
