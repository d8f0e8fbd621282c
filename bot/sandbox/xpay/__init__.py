"""A stand-in for the payment provider: its API, its payment page, toy banks, and a control API to steer them.

Written from the provider's side alone: it shares no parser and no model with the shop's client, so that one
mistake is not made twice. No real money moves here.
"""

from bot.sandbox.xpay.behaviour import Behaviour
from bot.sandbox.xpay.points import Fee, Point, default_points
from bot.sandbox.xpay.server import XPaySandbox

__all__ = ["Behaviour", "Fee", "Point", "XPaySandbox", "default_points"]
