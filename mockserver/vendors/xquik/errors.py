"""Xquik's refusals: `{error: <code>, message}` and what a code adds. Source: "Error Codes".

The table of codes is data, and each row is the constructor of its error: `raise TWEET_NOT_FOUND()`. What only the
vendor's newer specification names is marked `observed`. The message is the newer specification's too; it collides
with nothing, so both editions carry it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.errors import ApiError, ValidationFailed
from mockserver.core.settings import Edition
from mockserver.gateway.rate_limit import Verdict
from mockserver.vendors.xquik.policy import window_of

_BAD_JSON = "must be valid JSON"


@dataclass(frozen=True, slots=True)
class Code:
    """A row of the table; `observed` is the status and code of the other edition, where they differ."""

    status: int
    name: str
    meaning: str
    observed: tuple[int, str] | None = None

    def __call__(self, message: str | None = None, *, edition: Edition | None = None, **extra: object) -> ApiError:
        """The error, with keys to add to its body. A code that editions disagree on wants the `edition`."""
        status, name = self.status, self.name
        if self.observed is not None:
            if edition is None:
                raise TypeError(f"{self.name} differs by edition")
            status, name = self.observed if edition is Edition.OBSERVED else (status, name)
        return ApiError(status, name, message or f"{self.meaning}.", extra=extra)


INVALID_INPUT = Code(400, "invalid_input", "Invalid input. Check the request body")
INVALID_ID = Code(400, "invalid_id", "Path parameter is not a valid ID")
INVALID_JSON = Code(400, "invalid_json", "Invalid JSON in request body")
INVALID_TWEET_URL = Code(400, "invalid_tweet_url", "Tweet URL format is invalid")
INVALID_TWEET_ID = Code(400, "invalid_tweet_id", "Tweet ID is empty or invalid")
INVALID_USERNAME = Code(400, "invalid_username", "X username is empty or invalid")
INVALID_TOOL_TYPE = Code(400, "invalid_tool_type", "Extraction tool type not recognized")
INVALID_FORMAT = Code(400, "invalid_format", "Export format is not csv, json, md, md-document, pdf, txt, or xlsx")
INVALID_PARAMS = Code(400, "invalid_params", "Export query parameters are missing or invalid")
MISSING_QUERY = Code(400, "missing_query", "Required query parameter is missing")
MISSING_PARAMS = Code(400, "missing_params", "Required query parameters are missing")
NO_MEDIA = Code(400, "no_media", "Tweet has no downloadable media")
TOO_MANY_TWEETS = Code(400, "too_many_tweets", "At most 50 tweets can be downloaded at once")
WEBHOOK_INACTIVE = Code(400, "webhook_inactive", "Webhook is disabled. Reactivate it first")
UNAUTHENTICATED = Code(401, "unauthenticated", "Authentication required. Provide a valid API key or bearer token")
NO_SUBSCRIPTION = Code(402, "no_subscription", "No active subscription")
SUBSCRIPTION_INACTIVE = Code(402, "subscription_inactive", "Subscription is not active")
NO_CREDITS = Code(402, "no_credits", "No credit balance record exists")
INSUFFICIENT_CREDITS = Code(402, "insufficient_credits", "Insufficient credits")
ACCOUNT_NEEDS_REAUTH = Code(403, "account_needs_reauth", "X account needs re-authentication. Re-add the account")
API_KEY_LIMIT_REACHED = Code(403, "api_key_limit_reached", "API key limit reached. Delete an existing key first")
NOT_FOUND = Code(404, "not_found", "Resource not found")
USER_NOT_FOUND = Code(404, "user_not_found", "X user not found")
TWEET_NOT_FOUND = Code(404, "tweet_not_found", "Tweet not found")
STYLE_NOT_FOUND = Code(404, "style_not_found", "No cached style found")
DRAFT_NOT_FOUND = Code(404, "draft_not_found", "Draft not found")
MONITOR_ALREADY_EXISTS = Code(409, "monitor_already_exists", "This username is already monitored")
ALREADY_MEMBER = Code(409, "already_member", "Already a member of this community", (422, "x_duplicate_action"))
LOGIN_FAILED = Code(422, "login_failed", "Login failed. Check credentials and try again")
RATE_LIMIT_EXCEEDED = Code(429, "rate_limit_exceeded", "Too many requests. Try again later")
X_API_RATE_LIMITED = Code(429, "x_api_rate_limited", "X data source rate limited. Retry", (502, "x_api_rate_limited"))
INTERNAL_ERROR = Code(500, "internal_error", "Server error")
STREAM_REGISTRATION_FAILED = Code(502, "stream_registration_failed", "Stream registration failed. Retry")
X_API_UNAVAILABLE = Code(502, "x_api_unavailable", "X data source temporarily unavailable. Try again later")
X_API_UNAUTHORIZED = Code(502, "x_api_unauthorized", "X data source authentication failed. Retry")
X_WRITE_FAILED = Code(
    502,
    "x_write_failed",
    "Write action failed unexpectedly. Contact support if this persists",
    (500, "x_write_failed"),
)

DOCUMENTED: Sequence[Code] = (
    INVALID_INPUT,
    INVALID_ID,
    INVALID_JSON,
    INVALID_TWEET_URL,
    INVALID_TWEET_ID,
    INVALID_USERNAME,
    INVALID_TOOL_TYPE,
    INVALID_FORMAT,
    INVALID_PARAMS,
    MISSING_QUERY,
    MISSING_PARAMS,
    NO_MEDIA,
    TOO_MANY_TWEETS,
    WEBHOOK_INACTIVE,
    UNAUTHENTICATED,
    ACCOUNT_NEEDS_REAUTH,
    NO_SUBSCRIPTION,
    SUBSCRIPTION_INACTIVE,
    NO_CREDITS,
    INSUFFICIENT_CREDITS,
    API_KEY_LIMIT_REACHED,
    NOT_FOUND,
    USER_NOT_FOUND,
    TWEET_NOT_FOUND,
    STYLE_NOT_FOUND,
    DRAFT_NOT_FOUND,
    MONITOR_ALREADY_EXISTS,
    ALREADY_MEMBER,
    LOGIN_FAILED,
    RATE_LIMIT_EXCEEDED,
    X_API_RATE_LIMITED,
    INTERNAL_ERROR,
    STREAM_REGISTRATION_FAILED,
    X_API_UNAVAILABLE,
    X_API_UNAUTHORIZED,
    X_WRITE_FAILED,
)
"""The document's table, and the codes that its text names beside it."""

# What the newer specification adds. Where `documented` has no word of its own for the case, it uses these too.
MISSING_IDS = Code(400, "missing_ids", "ids is required")
TOO_MANY_IDS = Code(400, "too_many_ids", "Too many ids")
INVALID_USER_ID = Code(400, "invalid_user_id", "User ID is empty or invalid")
INVALID_COMMUNITY_ID = Code(400, "invalid_community_id", "Community ID is empty or invalid")
ACCOUNT_REQUIRED = Code(400, "account_required", "account is required")
UNSUPPORTED_FIELD = Code(400, "unsupported_field", "This field is not supported")
X_AUTH_FAILURE = Code(401, "x_auth_failure", "X rejected the account's session")
PAYMENT_FAILED = Code(402, "payment_failed", "The payment failed")
ACCOUNT_RESTRICTED = Code(403, "account_restricted", "X account is restricted: locked, suspended or recovering")
DM_NOT_PERMITTED = Code(403, "dm_not_permitted", "This user does not accept direct messages from you")
ACCOUNT_NOT_FOUND = Code(
    404, "account_not_found", "X account not found. Connect it first at /dashboard/account?tab=x-accounts"
)
ARTICLE_NOT_FOUND = Code(404, "article_not_found", "Article not found")
METHOD_NOT_ALLOWED = Code(405, "method_not_allowed", "Method not allowed")
ACCOUNT_ALREADY_CONNECTED = Code(409, "account_already_connected", "This X account is already connected")
X_CONTENT_TOO_LONG = Code(422, "x_content_too_long", "The text is too long for X")
X_DUPLICATE_ACTION = Code(422, "x_duplicate_action", "X has seen this action before")
X_ACCOUNT_SUSPENDED = Code(422, "x_account_suspended", "The X account is suspended")
X_ACCOUNT_PROTECTED = Code(422, "x_account_protected", "The X account is protected")
X_TARGET_NOT_FOUND = Code(422, "x_target_not_found", "The target does not exist on X")
X_ACCOUNT_FEATURE_REQUIRED = Code(422, "x_account_feature_required", "The X account lacks this feature")
X_REJECTED = Code(422, "x_rejected", "X rejected this request. Wait a few minutes and try again")
MEDIA_DOWNLOAD_FAILED = Code(422, "media_download_failed", "The media could not be downloaded from its URL")
X_RATE_LIMITED = Code(429, "x_rate_limited", "Rate limited by X. Wait before retrying")
X_DAILY_LIMIT = Code(429, "x_daily_limit", "The account reached its daily limit on X. Wait 24 hours")
LOGIN_COOLDOWN = Code(429, "login_cooldown", "Login is temporarily paused")
X_USER_LOOKUP_FAILED = Code(502, "x_user_lookup_failed", "The X user could not be looked up. Retry")
X_TRANSIENT_ERROR = Code(503, "x_transient_error", "X is temporarily unavailable. Retry after a short delay")
SERVICE_UNAVAILABLE = Code(503, "service_unavailable", "Service temporarily unavailable. Retry later")


class XquikErrors:
    """The vendor's words for what the edge refuses."""

    def unauthorized(self, *, presented: bool) -> ApiError:
        """401, the same for a missing key and an unknown one."""
        return UNAUTHENTICATED()

    def forbidden(self) -> ApiError:
        """402 `subscription_inactive`: the key belongs to an account whose subscription has ended."""
        return SUBSCRIPTION_INACTIVE()

    def rate_limited(self, verdict: Verdict) -> ApiError:
        """429 with the seconds to wait in `retryAfter` and in `Retry-After`."""
        seconds = window_of(verdict) // 1000
        refusal = RATE_LIMIT_EXCEEDED(retryAfter=seconds)
        refusal.headers = {"Retry-After": str(seconds)}
        return refusal

    def not_found(self, path: str) -> ApiError:
        """404 for a path that the API does not have."""
        return NOT_FOUND(f"Nothing is served at {path}.")

    def method_not_allowed(self, method: str, allowed: Sequence[str]) -> ApiError:
        """405 with `Allow`. Assumption: its code is `method_not_allowed`."""
        methods = ", ".join(allowed)
        refusal = METHOD_NOT_ALLOWED(f"{method} is not allowed here; use {methods}.")
        refusal.headers = {"Allow": methods}
        return refusal

    def invalid(self, failure: ValidationFailed) -> ApiError:
        """400 `invalid_json` for what is no JSON, else `invalid_input` naming the first field that does not fit."""
        first = failure.errors[0]
        if first.param != "body":
            return INVALID_INPUT(f"{first.param} {first.message}.")
        return INVALID_JSON() if first.message == _BAD_JSON else INVALID_INPUT(f"Body {first.message}.")

    def internal(self) -> ApiError:
        """500."""
        return INTERNAL_ERROR()

    def body(self, error: ApiError, request_id: str) -> Mapping[str, object]:
        """`{error, message}` and what the code adds."""
        return {"error": error.code, "message": error.message, **error.extra}
