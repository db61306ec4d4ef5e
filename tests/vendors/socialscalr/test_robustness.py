"""Whatever a client sends to these endpoints, it gets an answer in the vendor's shape, and never a 500."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vendors.socialscalr.lab import Lab

WRITES = ("/campaigns", "/leads", "/posts")
BODIES: dict[str, dict[str, object]] = {
    "/campaigns": {"name": "x", "targeting": {"titleKeywords": ["ceo"]}, "templates": {"note": "Hi"}},
    "/leads": {"campaignId": "x", "leads": [{"profileUrl": "https://www.linkedin.com/in/ada"}]},
    "/posts": {"content": "x", "scheduled_for": "2026-06-01T13:00:00Z"},
}
FIELDS = (
    *("name", "search_url", "targeting", "templates", "note", "titleKeywords", "campaignId", "leads", "profileUrl"),
    *("content", "scheduled_for", "link_url", "first_comment", "title", "location"),
)
odd = st.sampled_from(
    ["", "\x00", "https://\x00", "https://[", "a" * 9_000, "\ud800", "🧨", "9" * 5_000, 2**70, -1, 1e308, True, None]
)
values = st.recursive(
    odd | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[:9], inner)),
    max_leaves=6,
)
changes = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, values))


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(WRITES), change=changes | values)
def test_any_body_is_answered(lab: Lab, path: str, change: object) -> None:
    body = BODIES[path] | {"campaignId": lab.campaign(), **change} if isinstance(change, dict) else change
    content = json.dumps(body).encode()
    answer = lab.request("POST", path, content=content)
    assert answer.status_code in (201, 400, 404), (path, body, answer.text)
    if answer.status_code != 201:
        assert list(answer.json()) == ["error"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(WRITES), content=st.binary(max_size=60) | st.just(b"[" * 5_000))
def test_any_bytes_are_answered(lab: Lab, path: str, content: bytes) -> None:
    answer = lab.request("POST", path, content=content)
    assert answer.status_code == 400, (path, content, answer.text)
    assert list(answer.json()) == ["error"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("campaignId", "status", "limit", "cursor"), st.text(st.characters(codec="utf-8"), max_size=12)
        ),
    )
)
def test_any_query_is_answered(lab: Lab, query: dict[str, str]) -> None:
    answer = lab.request("GET", "/leads", query=query)
    assert answer.status_code in (200, 400), (query, answer.text)
    assert set(answer.json()) <= {"leads", "error"}
