"""What other suites have made serves here too: a shop with its people, and an xPay that answers by script."""

from tests.group.conftest import counter
from tests.xpay.conftest import client, make_client, server, ticks

__all__ = ["client", "counter", "make_client", "server", "ticks"]
