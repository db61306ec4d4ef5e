"""Scravio's refusals: `{message, code, errors, requestId}`. Source: "Error Responses"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.errors import ApiError, FieldError, ValidationFailed
from mockserver.gateway.rate_limit import Verdict

CODES: Mapping[int, str] = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "CONFLICT",
    413: "PAYLOAD_TOO_LARGE",
    429: "RATE_LIMIT_EXCEEDED",
    500: "INTERNAL_ERROR",
}
"""The word for each status. Assumption: no source lists the codes beside VALIDATION_ERROR; they follow its style."""

VALIDATION_ERROR = "VALIDATION_ERROR"
INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"


def bad_request(message: str, code: str = CODES[400]) -> ApiError:
    """400: the request is well formed, and cannot be done as things stand."""
    return ApiError(400, code, message)


def insufficient_credits(message: str) -> ApiError:
    """400: the balance does not cover it. Assumption: too few credits are a 400 with INSUFFICIENT_CREDITS."""
    return bad_request(message, INSUFFICIENT_CREDITS)


def not_found(what: str) -> ApiError:
    """404 for a resource that does not exist or belongs to somebody else."""
    return ApiError(404, CODES[404], f"{what} not found")


def conflict(message: str) -> ApiError:
    """409."""
    return ApiError(409, CODES[409], message)


def rate_limited(retry_after_ms: int) -> ApiError:
    """429. Assumption: it carries Retry-After in seconds."""
    seconds = max(1, -(-retry_after_ms // 1000))
    return ApiError(429, CODES[429], "Too many requests, please try again later", headers={"Retry-After": str(seconds)})


class ScravioErrors:
    """The vendor's words for what the edge refuses."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """401, "missing or invalid API key"."""
        return ApiError(401, CODES[401], "Invalid API key" if presented else "Missing API key")

    def forbidden(self) -> ApiError:
        """403, "insufficient permissions"."""
        return ApiError(403, CODES[403], "Insufficient permissions")

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """429."""
        return rate_limited(verdict.retry_after_ms)

    def not_found(self, path: str) -> ApiError:
        """404 for a path that the API does not have."""
        return ApiError(404, CODES[404], f"No endpoint at {path}")

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """405 with `Allow`."""
        methods = ", ".join(allowed)
        return ApiError(405, CODES[405], f"{method} is not allowed here; use {methods}", headers={"Allow": methods})

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """400 with every field that does not fit."""
        return ApiError(
            400, VALIDATION_ERROR, "Validation failed", extra={"errors": [_shown(each) for each in failure.errors]}
        )

    def internal(self) -> ApiError:
        """500."""
        return ApiError(500, CODES[500], "Internal server error")

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """The standard error object. Assumption: `errors` is empty where no field is at fault."""
        code = CODES.get(error.status, error.code.upper()) if error.code.islower() else error.code
        return {"message": error.message, "code": code, "errors": [], **error.extra, "requestId": request_id}


def _shown(error: FieldError) -> dict[str, str]:
    """One failure: a rule's own words are a sentence, others get the field's name in front."""
    is_sentence = error.message[:1].isupper()
    message = error.message if is_sentence else f"{error.param} {error.message}"
    return {"param": error.param, "msg": message, "location": error.location}
