"""What staff cannot do with a bill; the handlers find the words."""

from bot.staff import StaffRefusal


class BillIsPaid(StaffRefusal):
    """Its money has come already."""


class BillEnded(StaffRefusal):
    """It is cancelled, or its day has passed."""


class BillStillOpen(StaffRefusal):
    """It cannot be cancelled right now: somebody may be paying it."""


class BillTaken(StaffRefusal):
    """A customer has opened it, so it can no longer be turned into one of the other kind."""


class NoTerminal(StaffRefusal):
    """The shop's point at xPay has no terminal."""


class ForManyPayers(StaffRefusal):
    """It has no QR of its own that could be renewed or shown: each payer gets one."""
