"""SocialScalr's refusals: `{error}` and nothing else. Source: "Conventions"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.gateway.rate_limit import Verdict


def bad_request(message: str) -> ApiError:
    """400: the message names the field."""
    return ApiError(400, "bad_request", message)


def not_found(message: str) -> ApiError:
    """404: something the request names does not exist."""
    return ApiError(404, "not_found", message)


class SocialScalrErrors:
    """The vendor's words for what the edge refuses. No source words a message; a client must not depend on one."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """401 without a token or with one that is not known."""
        return ApiError(401, "unauthorized", "Invalid API token" if presented else "Missing API token")

    def forbidden(self) -> ApiError:
        """Assumption: a token whose subscription is not active is refused with 403."""
        return ApiError(403, "forbidden", "Your subscription is not active")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """429. Assumption: the seconds to wait stand in the header Retry-After."""
        seconds = max(1, -(-verdict.retry_after_ms // 1000))
        message = f"Rate limit exceeded: {verdict.limit} requests per minute. Try again in {seconds} s."
        return ApiError(429, "rate_limited", message, headers={"Retry-After": str(seconds)})

    def not_found(self, path: str) -> ApiError:
        """404 for a path that the API does not have."""
        return not_found(f"No endpoint at {path}")

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """405 with `Allow`."""
        methods = ", ".join(allowed)
        message = f"{method} is not allowed here; use {methods}"
        return ApiError(405, "method_not_allowed", message, headers={"Allow": methods})

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """400 naming the first field that does not fit."""
        first = failure.errors[0]
        return bad_request(f"{first.param} {first.message}" if first.param != "body" else f"Body {first.message}")

    def internal(self) -> ApiError:
        """500."""
        return ApiError(500, "internal", "Something went wrong")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """`{error}`, "with an appropriate HTTP status"."""
        return {"error": error.message}
