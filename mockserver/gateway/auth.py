"""Where a request carries its key: policies that a vendor puts together. Must not know which keys are good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from mockserver.gateway.messages import Request


class CredentialSource(Protocol):
    """Reads a key from a request."""

    def read(self, request: Request) -> str | None:
        """The key as sent, or None where this source has none."""


@dataclass(frozen=True, slots=True)
class HeaderKey:
    """The key alone in a header."""

    header: str

    def read(self, request: Request) -> str | None:
        """The header's value."""
        return request.headers.get(self.header.lower(), "").strip() or None


@dataclass(frozen=True, slots=True)
class BearerToken:
    """`Authorization: Bearer <key>`."""

    def read(self, request: Request) -> str | None:
        """The token after the scheme's name, in any case."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return (token.strip() or None) if scheme.lower() == "bearer" else None


@dataclass(frozen=True, slots=True)
class QueryKey:
    """The key alone in a parameter of the query, for browsers, which send no headers with a websocket."""

    parameter: str

    def read(self, request: Request) -> str | None:
        """The parameter's value."""
        return request.query.get(self.parameter, "").strip() or None


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first source that has a key."""

    sources: tuple[CredentialSource, ...]

    def read(self, request: Request) -> str | None:
        """The key of the first source that has one."""
        for source in self.sources:
            if (key := source.read(request)) is not None:
                return key
        return None
