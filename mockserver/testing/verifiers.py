"""How a receiver tells a vendor's genuine deliveries from others. Must not know any vendor: each brings its rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

Verifier: TypeAlias = Callable[[Mapping[str, str], bytes], bool]
"""Whether a delivery is genuine, by its headers and the exact bytes of its body."""


def verifier(vendor: str, secret: str, *, edition: str = "documented") -> Verifier:
    """The rule of a vendor's document for deliveries signed with `secret`; raises `LookupError`, `ValueError`."""
    from mockserver.core.settings import Edition
    from mockserver.server.registry import Registry

    found = Registry().get(vendor)
    if found is None or found.webhooks is None:
        having = ", ".join(each.name for each in Registry() if each.webhooks is not None)
        raise LookupError(f"{vendor!r} sends no webhooks; those that do: {having}")
    signer = found.webhooks(Edition(edition)).signer

    def verify(headers: Mapping[str, str], body: bytes) -> bool:
        return signer.verify(secret, {name.lower(): value for name, value in headers.items()}, body)

    return verify
