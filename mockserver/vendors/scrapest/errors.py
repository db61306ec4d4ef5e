"""Scrapest's refusals: a line of text at the handshake, else `{status, error}`. Source: "Error Codes"; observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.settings import Edition
from mockserver.gateway.messages import Response
from mockserver.gateway.rate_limit import Verdict
from mockserver.gateway.websocket import PLAIN_TEXT

MISSING_KEY, UNKNOWN_KEY = "missing_key", "unknown_key"

_AT_HANDSHAKE: Mapping[str, str] = {MISSING_KEY: "Unauthorized", UNKNOWN_KEY: "Invalid API Key"}


def not_found(message: str) -> ApiError:
    """404: nobody is called that, or nothing stands there."""
    return ApiError(404, "not_found", message)


def at_handshake(error: ApiError, edition: Edition) -> Response:
    """A refusal before the upgrade: a short text, and nothing at all in the newer edition."""
    text = _AT_HANDSHAKE.get(error.code) or HTTPStatus(error.status).phrase
    return Response(error.status, b"" if edition is Edition.OBSERVED else text.encode(), PLAIN_TEXT)


class ScrapestErrors:
    """The vendor's words for what the edge refuses."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """401, "Missing or invalid x-api-key header" or "Invalid API key"."""
        if presented:
            return ApiError(401, UNKNOWN_KEY, "Invalid API key")
        return ApiError(401, MISSING_KEY, "Missing or invalid x-api-key header")

    def forbidden(self) -> ApiError:
        """403, for a key that may not."""
        return ApiError(403, "forbidden", "Forbidden")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """429 with the seconds to wait."""
        seconds = max(1, -(-verdict.retry_after_ms // 1000))
        return ApiError(
            429,
            "rate_limited",
            "Too many requests",
            extra={"retry_after": seconds},
            headers={"Retry-After": str(seconds)},
        )

    def not_found(self, path: str) -> ApiError:
        """404 for a path that there is not."""
        return not_found(f"Cannot find {path}")

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """405 with `Allow`."""
        methods = ", ".join(allowed)
        return ApiError(405, "method_not_allowed", f"Use {methods} here, not {method}", headers={"Allow": methods})

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """422 with `issues`, one for each field that does not fit."""
        issues = [{"path": each.param, "message": each.message} for each in failure.errors]
        return ApiError(422, "fail", "Validation failed", extra={"issues": issues})

    def internal(self) -> ApiError:
        """500."""
        return ApiError(500, "internal", "Internal server error")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """`{status, error}` and what the refusal adds; the status of a validation is "fail"."""
        return {"status": "fail" if error.status == 422 else "error", "error": error.message, **error.extra}
