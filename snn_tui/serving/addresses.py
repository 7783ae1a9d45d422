"""Where the pages are, and by which names they may be asked for."""

import ipaddress
import re

_HOST = re.compile(r"([\w.-]+|\[[\da-f:.]+\])(:\d+)?", re.ASCII | re.IGNORECASE)
"""What a browser says that it asks: a name or an address, and a port."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""What stands for all of a machine's addresses, and the one to use on the machine itself."""


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine gets there."""
    literal = _literal(host)
    return host.lower() == "localhost" if literal is None else literal.is_loopback


def page_address(host: str, port: int, token: str) -> str:
    """The address to open."""
    host = EVERYWHERE.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/{token}/"


def is_own_name(asked: str, host: str) -> bool:
    """Whether a request's host is one that nobody else decides about.

    An address, localhost, or what we were told to be: any other name may be made to lead here, and
    its owner's page would then be of the same origin as ours.
    """
    found = _HOST.fullmatch(asked)
    if found is None:
        return False
    name = found[1].strip("[]").lower()
    return name in ("localhost", host.lower()) or _literal(name) is not None


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
