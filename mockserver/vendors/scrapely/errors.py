"""Scrapely's refusals: `{error, message}`. Source: "Error Handling" and "Rate Limits"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.gateway.rate_limit import Verdict

TITLES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Payload Too Large",
    500: "Internal Server Error",
}


def bad_request(message: str) -> ApiError:
    """400: the message names the field."""
    return ApiError(400, TITLES[400], message)


def not_found(message: str) -> ApiError:
    """404: something the request names does not exist."""
    return ApiError(404, TITLES[404], message)


class ScrapelyErrors:
    """The vendor's words for what the edge refuses."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """401; the document shows only the invalid key. Assumption: a missing key is told apart in the message."""
        return ApiError(401, TITLES[401], "Invalid API key" if presented else "Missing API key")

    def forbidden(self) -> ApiError:
        """403, "Forbidden - Subscription not active"."""
        return ApiError(403, TITLES[403], "Subscription not active")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """429, with the seconds to wait in the body and in `Retry-After`."""
        seconds = max(1, -(-verdict.retry_after_ms // 1000))
        return ApiError(
            429,
            "Rate limited",
            "Too many requests. Please try again later.",
            extra={"retry_after": seconds},
            headers={"Retry-After": str(seconds)},
        )

    def not_found(self, path: str) -> ApiError:
        """404 for a path that the API does not have."""
        return not_found(f"No endpoint at {path}")

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """405 with `Allow`."""
        methods = ", ".join(allowed)
        return ApiError(405, TITLES[405], f"{method} is not allowed here; use {methods}", headers={"Allow": methods})

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """400 naming the first field that does not fit."""
        first = failure.errors[0]
        return bad_request(f"{first.param} {first.message}" if first.param != "body" else f"Body {first.message}")

    def internal(self) -> ApiError:
        """500."""
        return ApiError(500, TITLES[500], "An unexpected error occurred")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """`{error, message}` and what the refusal adds."""
        title = TITLES.get(error.status, error.code) if error.code.islower() else error.code
        return {"error": title, "message": error.message, **error.extra}
