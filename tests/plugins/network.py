"""No test reaches outside this machine: a connection or a look-up of another host fails it.

An audit hook, so that no library can go around it; it cannot be taken out again, and need not be.
"""

import ipaddress
import sys
from typing import Any

_NAMES = {"", "localhost", "0.0.0.0"}  # noqa: S104


class OutsideNetwork(Exception):
    """A test tried to reach a host that is not this machine."""


def is_this_machine(host: object) -> bool:
    """True for loopback addresses and names, and for no host at all."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or name in _NAMES:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _refuse_outside(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a Unix socket
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not is_this_machine(host):
        raise OutsideNetwork(f"A test tried to reach {host!r}; tests use this machine only.")


sys.addaudithook(_refuse_outside)
