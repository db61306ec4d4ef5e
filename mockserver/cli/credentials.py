"""How a key is shown to a vendor from the command line. Must not know any vendor."""

from __future__ import annotations

from mockserver.contract import Vendor


def header(vendor: Vendor, key: str) -> str:
    """The header that carries the key, as a line: the first of the vendor's schemes."""
    scheme = next(iter(vendor.security_schemes.values()), {})
    return f"{scheme['name']}: {key}" if scheme.get("in") == "header" else f"Authorization: Bearer {key}"
