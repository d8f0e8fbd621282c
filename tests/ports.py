"""Ports for a demo, which takes three in a row."""

import os
import socket


def three_free_ports(beginning: int) -> int:
    """The first of three ports in a row that nobody uses, in the ten thousand from `beginning` on, or behind them."""
    for first in range(beginning + os.getpid() % 10000, beginning + 30000, 7):
        probes = [socket.socket() for _ in range(3)]
        try:
            for offset, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + offset))
        except OSError:
            continue
        else:
            return first
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no three free ports in a row")
