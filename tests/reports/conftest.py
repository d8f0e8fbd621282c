"""A shop with its owner, a cashier and a group, between the two sandboxes."""

from tests.group.conftest import counter

__all__ = ["counter"]
