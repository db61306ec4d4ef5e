"""Whatever a client sends to these endpoints, it gets an answer in the vendor's shape, and never a 500."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vendors.scrapely.lab import Lab, account_body

WRITES = (
    ("POST", "/accounts"),
    ("DELETE", "/accounts"),
    ("PUT", "/accounts/cookies"),
    ("PATCH", "/accounts/pause"),
    ("PATCH", "/accounts/pause-followups"),
    ("PUT", "/accounts/proxy"),
    ("PUT", "/accounts/tags"),
    ("PATCH", "/accounts/tags"),
    ("POST", "/get-cookies"),
    ("POST", "/scraping-sources"),
    ("POST", "/scheduled-tweets"),
    ("DELETE", "/scheduled-tweets"),
    ("POST", "/enrich/twitter"),
    ("POST", "/enrich/email"),
)
READS = (
    "/accounts",
    "/accounts/tags",
    "/get-cookies/status",
    "/scraping-sources",
    "/scraping-sources/x/leads",
    "/scheduled-tweets",
    "/enrichment/credits",
)
FIELDS = (
    *("handle", "cookies", "proxy", "proxy_auth", "xchat_pin", "account_id", "is_paused", "followups_paused", "tags"),
    *("add", "remove", "username", "password", "two_fa_key", "name", "sources", "filters", "tweet_text"),
    *("scheduled_at", "tweet_id", "firstName", "lastName", "companyName"),
)
PARAMETERS = (
    *("account_id", "job_id", "id", "limit", "offset", "cursor", "status", "min_followers", "has_website"),
    *("bio_contains", "exclude_keywords"),
)

odd = st.sampled_from(
    ["", "\x00", "@", "a" * 300, "\ud800", "2026-13-45T99:99:99Z", "9" * 5_000, "١٢٣٤", 2**70, -1, 1e308, True, None]
)
values = st.recursive(
    odd | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[:6], inner)),
    max_leaves=6,
)
bodies = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, values)).map(lambda body: account_body() | body)


def is_answer(status: int, body: dict[str, Any]) -> bool:
    """Whether it is a success, a lookup's own refusal, or the vendor's error."""
    if status < 300 or body.get("matched") is False:
        return True
    return status < 500 and isinstance(body["error"], str) and isinstance(body["message"], str)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operation=st.sampled_from(WRITES), body=bodies | values)
def test_any_body_is_answered(lab: Lab, operation: tuple[str, str], body: object) -> None:
    content = json.dumps(body).encode()
    answer = lab.request(*operation, content=content)
    assert is_answer(answer.status_code, answer.json()), (operation, body, answer.text)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operation=st.sampled_from(WRITES), content=st.binary(max_size=60) | st.just(b"[" * 5_000))
def test_any_bytes_are_answered(lab: Lab, operation: tuple[str, str], content: bytes) -> None:
    answer = lab.request(*operation, content=content)
    assert is_answer(answer.status_code, answer.json()), (operation, content, answer.text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(READS),
    query=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(PARAMETERS, st.text(st.characters(codec="utf-8"), max_size=12))
    ),
)
def test_any_query_is_answered(lab: Lab, path: str, query: dict[str, str]) -> None:
    answer = lab.request("GET", path, query=query)
    assert is_answer(answer.status_code, answer.json()), (path, query, answer.text)
