"""The audit: what xPay's own ledger says was paid, held against what the shop made of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.xpay.payer import Ledger

Row = dict[str, Any]
OPEN = {"placed", "waiting", "processing"}
TABLES = ("orders", "order_lines", "payments", "transfers", "desk_cases", "outbox", "products", "refunds")


@dataclass
class Audit:
    """What is wrong, in sentences. Lost: paid at xPay, nowhere here. False: here, and not so at xPay."""

    lost: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    payments: int = 0

    @property
    def complaints(self) -> list[str]:
        """All of it."""
        return [*self.lost, *self.false, *self.doubled, *self.other]


def audit(ledger: Ledger, tables: dict[str, list[Row]], initial: dict[int, int | None]) -> Audit:
    """Hold the shop's tables against the ledger of xPay and the stock that there was at first."""
    found = Audit(payments=len(ledger.paid))
    _every_transfer_once(found, ledger, tables)
    _one_place_each(found, tables)
    _paid_by_right(found, ledger, tables)
    _stock(found, tables, initial)
    _messages(found, tables)
    return found


def _every_transfer_once(found: Audit, ledger: Ledger, tables: dict[str, list[Row]]) -> None:
    """Each transfer in the ledger is one row here, for the QR that it was paid on, with its sum where certain."""
    ours = Counter(row["trx"] for row in tables["transfers"])
    by_trx = {row["trx"]: row for row in tables["transfers"]}
    theirs = {row["trx"]: row for row in ledger.paid}
    found.lost += [f"{trx} was paid at xPay and is not known here" for trx in theirs if not ours[trx]]
    found.false += [f"{trx} is no money of xPay's" for trx in ours if trx not in theirs]
    found.doubled += [f"{trx} is here {count} times" for trx, count in ours.items() if count > 1]
    payments = {row["id"]: row for row in tables["payments"]}
    for trx in theirs.keys() & by_trx.keys():
        row, paid = by_trx[trx], theirs[trx]
        if payments[row["payment_id"]]["transaction_id"] != paid["id"]:
            found.false.append(f"{trx} was booked on another QR")
        if row["amount"] is not None and row["amount"] != paid["amount"]:
            found.false.append(f"{trx} was {paid['amount']} tyiyn, and is booked as {row['amount']}")


def _one_place_each(found: Audit, tables: dict[str, list[Row]]) -> None:
    """A transfer pays one order, or is one case; both only by a person's decision."""
    cases: dict[int, list[Row]] = {}
    for case in tables["desk_cases"]:
        if case["transfer_id"] is not None:
            cases.setdefault(case["transfer_id"], []).append(case)
    refunded = Counter(row["case_id"] for row in tables["refunds"])
    for row in tables["transfers"]:
        mine = cases.get(row["id"], [])
        if len(mine) > 1:
            found.doubled.append(f"{row['trx']} is on the desk {len(mine)} times")
        if not mine and row["order_id"] is None:
            found.lost.append(f"{row['trx']} pays nothing and is not on the desk")
        for case in mine:
            given = case["decision"] in {"accepted", "attached"}
            if given != (row["order_id"] is not None):
                found.doubled.append(f"{row['trx']}: decision {case['decision']}, order {row['order_id']}")
            if refunded[case["id"]] > (case["decision"] == "refunded"):
                found.doubled.append(f"{row['trx']} went back {refunded[case['id']]} times")


def _paid_by_right(found: Audit, ledger: Ledger, tables: dict[str, list[Row]]) -> None:
    """An order is paid by exactly one transfer, by itself only with the right sum on its own QR after COMPLETED."""
    decided = {row["transfer_id"] for row in tables["desk_cases"]} - {None}
    by_order = {row["order_id"]: row for row in tables["transfers"] if row["order_id"] is not None}
    payments = {row["id"]: row for row in tables["payments"]}
    sums = {row["trx"]: row["amount"] for row in ledger.paid}
    told = {row["id"] for row in ledger.questions if row["told"] == "COMPLETED"}
    for order in tables["orders"]:
        transfer = by_order.get(order["id"])
        if (order["state"] == "paid") != (transfer is not None):
            found.false.append(f"order {order['number']} is {order['state']}, its money is {transfer}")
        if transfer is None:
            continue
        payment = payments[transfer["payment_id"]]
        if payment["transaction_id"] not in told:
            found.false.append(f"order {order['number']} is paid, and xPay never said COMPLETED")
        if transfer["id"] in decided:
            continue
        if sums.get(transfer["trx"]) != order["total"] or payment["order_id"] != order["id"] or payment["adopted"]:
            found.false.append(f"order {order['number']} of {order['total']} was paid by itself with {transfer}")


def _stock(found: Audit, tables: dict[str, list[Row]], initial: dict[int, int | None]) -> None:
    """What was sold, what is held and what is on the shelf is what there was at first."""
    orders = {row["id"]: row for row in tables["orders"]}
    taken: Counter[int] = Counter()
    for line in tables["order_lines"]:
        order = orders[line["order_id"]]
        keeps = order["state"] in OPEN or (order["state"] == "paid" and order["rejected_why"] is None)
        limited = initial[line["product_id"]] is not None
        if line["held"] != (line["quantity"] if keeps and limited else 0):
            found.other.append(f"order {order['number']} is {order['state']} and holds {line['held']}")
        taken[line["product_id"]] += line["held"]
    for product in tables["products"]:
        first = initial[product["id"]]
        if product["stock"] != (None if first is None else first - taken[product["id"]]):
            found.other.append(
                f"of {first} {product['title']} {product['stock']} are left, {taken[product['id']]} taken"
            )


def _messages(found: Audit, tables: dict[str, list[Row]]) -> None:
    """One receipt and one sale for each paid order and for no other; a card on the desk for each case."""
    new = [row for row in tables["outbox"] if not row["facts"].get("edits")]
    for kind in ("receipt", "sale"):
        told = Counter(row["order_id"] for row in new if row["kind"] == kind)
        for order in tables["orders"]:
            count, wanted = told[order["id"]], int(order["state"] == "paid")
            if count != wanted:
                where = found.doubled if count > wanted else found.other
                where.append(f"order {order['number']} ({order['state']}) has {count} of {kind}")
    shown = Counter(row["facts"].get("case") for row in new if row["kind"] == "desk")
    heard = Counter(row["facts"].get("case") for row in new if row["kind"] == "odd_money")
    for case in tables["desk_cases"]:
        if shown[case["id"]] != 1:
            found.other.append(f"case {case['id']} was shown to the shop {shown[case['id']]} times")
        if case["transfer_id"] is not None and heard[case["id"]] != 1:
            found.other.append(f"of case {case['id']} the customer heard {heard[case['id']]} times")


def in_words(complaints: Iterable[str]) -> str:
    """For an assertion's message."""
    return "\n".join(complaints)
