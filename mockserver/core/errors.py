"""Failures that a client is told of, in no vendor's words.

Services raise these; the edge renders them in the vendor's shape. Must not know HTTP bodies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class ConfigurationError(Exception):
    """The server was asked to start in a way that cannot work; the message says what to change."""


class ApiError(Exception):
    """A refusal: `status` is the HTTP status, `code` the vendor's word for it, `message` for a person.

    `extra` goes into the body beside the vendor's own keys, `headers` onto the response.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.extra: Mapping[str, object] = extra or {}
        self.headers: Mapping[str, str] = headers or {}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One input that does not fit: `param` is its dotted path, `location` is body, query or path."""

    param: str
    message: str
    location: str = "body"


class ValidationFailed(Exception):
    """Input that does not fit, all failures at once."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.param}: {error.message}" for error in errors))
        self.errors = tuple(errors)

    @classmethod
    def of(cls, param: str, message: str, location: str = "body") -> ValidationFailed:
        """A failure of one field."""
        return cls((FieldError(param, message, location),))
