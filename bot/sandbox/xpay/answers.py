"""The data of the provider's answers and callbacks, in the shape that the behaviour asks for."""

from __future__ import annotations

from typing import Any

from bot.sandbox.xpay.behaviour import Behaviour
from bot.sandbox.xpay.money import shaped, som_number
from bot.sandbox.xpay.payments import CLOSED, COMPLETED, Payment, Transfer
from bot.sandbox.xpay.points import Price
from bot.sandbox.xpay.times import iso, zoneless

_HISTORY_CODES = {COMPLETED: 1, "HOLD": 3, "ERROR": 4, "CANCELED": 4}
_PENDING = 2


def created(payment: Payment, image: str) -> dict[str, Any]:
    """The data of a create answer; a test point's has four fields more."""
    order = payment.order
    data: dict[str, Any] = {
        "qr_transaction_id": payment.id,
        "qr_code": payment.link,
        "identificator": payment.identificator,
        "type": order.type,
        "payer_id": order.payer_id,
        "service_id": order.service_id,
        "service_name": order.service_name,
        "comments": order.comments,
        "callback_url": order.callback_url,
        "return_url": order.return_url,
        "amount_change": order.amount_change,
        "request_amount": payment.price.request_amount,
        "amount": payment.price.amount,
        "payable": payment.price.payable,
    }
    if payment.point.mode == "SANDBOX":
        data |= {
            "qr_image": image,
            "check_url": order.check_url,
            "serial": payment.point.serial,
            "qr_pos": order.qr_pos,
        }
    return data


def word(payment: Payment, behaviour: Behaviour) -> str:
    """The status as it is said to the outside."""
    return payment.status if payment.status in CLOSED else behaviour.waiting_word or payment.status


def status(payment: Payment, behaviour: Behaviour) -> dict[str, Any]:
    """The data of a dynamic QR's status: without sums, transaction and time while it waits."""
    data: dict[str, Any] = {"qr_transaction_id": payment.id, "pay_status": word(payment, behaviour)}
    if payment.status in CLOSED or behaviour.amounts_while_waiting:
        data |= _sums(payment.shown_price, behaviour)
    if payment.status in CLOSED and payment.transfers:
        data |= _transaction(payment.transfers[-1], behaviour)
    return {**data, "created_at": iso(payment.created_at)}


def static_status(payment: Payment) -> dict[str, Any]:
    """The data of a static QR's status: its sums are numbers of som."""
    price = payment.shown_price
    return {
        "qr_transaction_id": payment.id,
        "qr_status": payment.status,
        "request_amount": som_number(price.request_amount),
        "amount": som_number(price.amount),
        "payable": som_number(price.payable),
        "last_update": iso(payment.changed_at),
    }


def history_rows(payment: Payment, behaviour: Behaviour) -> list[dict[str, Any]]:
    """One row for each transfer of a payment, or a pending or rejected one while there is none."""
    base = {"qr_transaction_id": payment.id, "direction": "in", "service_uuid": payment.point.uuid}
    if not payment.transfers:
        code = _HISTORY_CODES.get(payment.status, _PENDING)
        rest = {"status": code, "created_at": iso(payment.created_at)}
        return [base | {"transaction_uuid": None, "trx": None} | _sums(payment.price, behaviour) | rest]
    return [
        base | _transaction(transfer, behaviour) | _sums(transfer.price, behaviour)
        | {"status": 1, "created_at": iso(transfer.at)}
        for transfer in payment.transfers
    ]  # fmt: skip  # one row reads as one line of terms


def _sums(price: Price, behaviour: Behaviour) -> dict[str, Any]:
    sums = {"request_amount": price.request_amount, "amount": price.amount, "payable": price.payable}
    return {name: shaped(value, behaviour.amounts) for name, value in sums.items()}


def _transaction(transfer: Transfer, behaviour: Behaviour) -> dict[str, Any]:
    executed = zoneless(transfer.at, behaviour.executed_offset_hours)
    return {"transaction_uuid": transfer.transaction_uuid, "trx": transfer.trx, "executed_time": executed}
