"""Tolom: orders in a Telegram chat, paid by ELQR through xPay."""

__version__ = "0.1.0"
