"""Findings: each mistake is found where it is made, and a client that behaves has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mockserver.admin.findings import habits
from mockserver.admin.findings.catalogue import CATALOGUE
from mockserver.admin.findings.finding import Exchange, Sighting
from mockserver.core.json import dumps
from mockserver.gateway.journal import Entry
from tests.admin.lab import WS, Server

Step = Callable[[Server], object]


def found(server: Server) -> list[tuple[str, int]]:
    return [(each["id"], each["count"]) for each in server.get(f"{WS}/findings")["findings"]]


def entry(method: str, path: str, **given: Any) -> Exchange:
    values: dict[str, Any] = {
        "id": "r", "at": 0, "vendor": "toy", "query": "", "status": 200, "duration_ms": 1.0, "request_headers": {},
        "request_body": b"", "response_headers": {}, "response_body": b"", "key": "k", "cause": None,
        "secret_fields": frozenset(),
    }  # fmt: skip
    return Exchange(Entry(method=method, path=path, **{**values, **given}), None)


def seen(*exchanges: Exchange, clock_stands: bool = False) -> list[str]:
    sightings: list[Sighting] = list(habits.sightings(exchanges, clock_stands=clock_stands))
    return [each.mistake for each in sightings]


def test_a_client_that_behaves_has_none(server: Server) -> None:
    widget = server.widget()
    for _ in range(5):
        server.vendor("GET", f"/widgets/{widget}")
        server.post(f"{WS}/clock/advance", {"by": "20s"})
    server.vendor("GET", "/widgets/none")
    server.vendor("POST", "/widgets", {"name": ""})
    server.vendor("POST", "/widgets", {"name": "mended"})
    assert found(server) == []


def test_unknown_and_mistyped_fields_are_told_once_for_each_place(server: Server) -> None:
    for _ in range(2):
        server.vendor("POST", "/widgets?colour=red", {"name": "cog", "size": 3})
    server.vendor("POST", "/widgets", {"name": 7})
    findings = server.get(f"{WS}/findings")["findings"]
    assert [(each["id"], each["message"], each["count"]) for each in findings] == [
        ("unknown-field", "size is no field of POST /v1/widgets", 2),
        ("unknown-field", "colour is no parameter of POST /v1/widgets", 2),
        ("mistyped-field", "name must be a string", 1),
    ]
    asked = server.get(f"{WS}/requests")["requests"]
    assert findings[0]["requests"] == [asked[2]["id"], asked[1]["id"]]


def test_a_refused_write_sent_again(server: Server) -> None:
    for _ in range(3):
        server.vendor("POST", "/widgets", {"name": ""})
    assert found(server) == [("retried-refusal", 2)]


def test_a_lost_answer_and_an_unsafe_retry(server: Server) -> None:
    server.post(f"{WS}/faults", {"match": {"times": 1}, "then": {"fault": "drop-after"}})
    with pytest.raises(ConnectionResetError):
        server.vendor("POST", "/widgets", {"name": "cog"})
    server.vendor("POST", "/widgets", {"name": "cog"})
    assert found(server) == [("unsafe-retry", 1)]


@pytest.mark.parametrize(
    ("exchanges", "mistakes"),
    [
        # Retry-After
        ([entry("GET", "/a", status=429, response_headers={"Retry-After": "5"}), entry("GET", "/a", at=4_999)], 1),
        ([entry("GET", "/a", status=429, response_headers={"Retry-After": "5"}), entry("GET", "/a", at=5_000)], 0),
        ([entry("GET", "/a", status=429, response_headers={"Retry-After": "5"}), entry("GET", "/b", at=1)], 0),
    ],
)
def test_retry_after(exchanges: list[Exchange], mistakes: int) -> None:
    assert seen(*exchanges) == ["ignored-retry-after"] * mistakes
    assert seen(*exchanges, clock_stands=True) == []


def test_polling() -> None:
    same = [entry("GET", "/a", at=at * 900, response_body=b"1") for at in range(10)]
    assert seen(*same) == ["polled-too-fast"]
    assert seen(*same[:9]) == []
    slow = [entry("GET", "/a", at=at * 1_200, response_body=b"1") for at in range(30)]
    assert seen(*slow) == []
    news = [entry("GET", "/a", at=at, response_body=b"%d" % at) for at in range(30)]
    assert seen(*news) == []
    busy = [
        each for at in range(30) for each in (entry("GET", "/a", at=at), entry("POST", "/b", request_body=b"%d" % at))
    ]
    assert seen(*busy) == []
    standing = [entry("GET", "/a") for _ in range(20)]
    assert seen(*standing, clock_stands=True) == ["polled-too-fast"]


@pytest.mark.parametrize(
    ("queries", "mistakes"),
    [
        (["", "cursor=a", "cursor=b"], []),
        (["", "cursor=a", "cursor=a"], ["page-repeated"]),
        (["cursor=a", "q=x&cursor=a"], []),
        (["page=1", "page=2", "page=3"], []),
        (["", "page=2"], []),
        (["page=1", "page=1"], []),
        (["page=1", "page=2", "page=2"], ["page-repeated"]),
        (["page=1", "page=3"], ["page-skipped"]),
        (["limit=2", "limit=2&offset=2", "limit=2&offset=4"], []),
        (["limit=2", "limit=2&offset=3"], ["page-skipped"]),
        (["", "offset=3"], []),
        (["", "offset=4"], ["page-skipped"]),
        (["page=3", "page=1"], []),
    ],
)
def test_paging(queries: list[str], mistakes: list[str]) -> None:
    body = dumps({"items": [1, 2, 3]})
    asked = [entry("GET", "/a", query=query, response_body=body, at=at * 5_000) for at, query in enumerate(queries)]
    assert seen(*asked) == mistakes


def test_a_list_that_was_written_to_may_be_read_afresh() -> None:
    page = entry("GET", "/a", query="page=2")
    assert seen(page, entry("DELETE", "/a/1"), page) == []


@pytest.mark.parametrize("status", [401, 408, 409, 423, 425, 429])
def test_what_may_end_another_time_can_be_sent_again(status: int) -> None:
    assert seen(*[entry("POST", "/a", status=status, at=at * 90_000) for at in range(3)]) == []


def test_retries_with_a_key_or_after_a_change_are_safe() -> None:
    def failed(**given: Any) -> Exchange:
        return entry("POST", "/a", status=503, **given)

    assert seen(failed(), entry("POST", "/a")) == ["unsafe-retry"]
    assert seen(entry("POST", "/a", status=0), entry("POST", "/a")) == ["unsafe-retry"]
    keyed = {"request_body": b'{"idempotencyKey": "x"}'}
    assert seen(failed(**keyed), entry("POST", "/a", **keyed)) == []
    header = {"request_headers": {"idempotency-key": "x"}}
    assert seen(failed(**header), entry("POST", "/a", **header)) == []
    refused = entry("POST", "/a", status=400)
    assert seen(refused, entry("POST", "/mended"), refused) == []


def test_reports_for_ci(server: Server) -> None:
    server.vendor("POST", "/widgets", {"name": "cog", "si\x00ze": 3})
    junit = server.call("GET", f"{WS}/findings?format=junit")
    assert junit.headers["content-type"] == "application/xml"
    suite = ElementTree.fromstring(junit.text)
    assert (suite.get("tests"), suite.get("failures")) == (str(len(CATALOGUE)), "1")
    (failure,) = suite.iter("failure")
    assert "is no field of POST /v1/widgets" in (failure.text or "")
    sarif = server.get(f"{WS}/findings?format=sarif")
    (run,) = sarif["runs"]
    assert sarif["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(CATALOGUE)
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("unknown-field", "warning")
    assert "json, junit" in server.call("GET", f"{WS}/findings?format=pdf").refusal(400, "invalid_request")


def test_the_catalogue_is_what_the_guide_tells(server: Server) -> None:
    told = server.get("/_mock/findings")["mistakes"]
    guide = (Path(__file__).parents[2] / "docs" / "control-api.md").read_text()
    assert [each["id"] for each in told] == list(CATALOGUE)
    for each in told:
        assert f"| `{each['id']}` | {each['severity']} |" in guide
