"""Where a webhook may go: anywhere over HTTP but the addresses that hand out a machine's credentials.

Must not know what is sent.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

_METADATA = frozenset(
    ipaddress.ip_address(address)
    for address in (
        "169.254.169.254",  # AWS, Azure, Google, DigitalOcean
        "169.254.170.2",  # AWS ECS
        "100.100.100.200",  # Alibaba
        "192.0.0.192",  # Oracle
        "168.63.129.16",  # Azure's wire server
        "fd00:ec2::254",  # AWS over IPv6
        "fd20:ce::254",  # Google over IPv6
    )
)


class RefusedTarget(ValueError):
    """The address is one that no webhook may reach; the message says why."""


def check_url(url: str) -> str:
    """The URL, if its form is one a webhook may have; raises `RefusedTarget` with the reason."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedTarget(f"{url!r} is not a URL") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedTarget(f"{url!r} is not an http or https URL")
    if parts.username or parts.password:
        raise RefusedTarget("a webhook URL carries no user name or password")
    if any(character.isspace() or ord(character) < 0x20 for character in url) or port == 0:
        raise RefusedTarget(f"{url!r} is not a URL")
    try:
        check_address(parts.hostname)
    except ValueError as error:
        if isinstance(error, RefusedTarget):
            raise
    return url


def check_address(address: str) -> str:
    """The IP address, if a webhook may reach it; raises `RefusedTarget`, or `ValueError` if it is none."""
    parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    if plain in _METADATA or plain.is_link_local or plain.is_multicast:
        raise RefusedTarget(f"{address} is a link-local, multicast or cloud metadata address")
    return address


async def resolve(host: str, port: int) -> str:
    """The first address of a host, every one of which must be allowed: connect to this one and no other."""
    try:
        return check_address(host)  # an address needs no asking around, which takes a thread
    except RefusedTarget:
        raise
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        check_address(address)
    return addresses[0]
