"""Cookie extraction: the queue, its states, its failures and its results."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from mockserver.core.settings import Progression
from mockserver.core.times import parse_instant
from mockserver.vendors.scrapely import magic
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab, account_body, changed

NOBODY = "00000000-0000-4000-8000-000000000000"


def login(**changes: object) -> dict[str, object]:
    """A body of POST /get-cookies that is accepted, with some fields changed; a field of `...` is left out."""
    body: dict[str, object] = {
        "username": "myhandle",
        "password": "mypassword123",
        "two_fa_key": "ABCD1234EFGH5678",
        "proxy": "http://proxy.example.com:8080",
        "proxy_auth": "proxyuser:proxypass",
        "xchat_pin": "1234",
    }
    return changed(body, changes)


def queue(lab: Lab, **changes: object) -> str:
    """Queue a job; returns its id."""
    answer = lab.post("/get-cookies", login(**changes))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["job_id"])


def status(lab: Lab, job_id: str) -> dict[str, Any]:
    """What GET tells of a job."""
    answer = lab.get("/get-cookies/status", job_id=job_id)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def at(moment: str) -> int:
    return parse_instant(moment)


# The documented examples, in the order a job goes through them


def test_queuing_is_answered_as_documented(lab: Lab) -> None:
    example = load("scrapely", "extract_cookies", "example")
    assert example.request is not None
    answer = lab.post("/get-cookies", example.request.body)
    assert answer.status_code == 200
    assert differences(example.served, answer.json(), extra_ok=False) == []
    job_id = answer.json()["job_id"]
    assert answer.json()["message"] == (
        f"Cookie extraction job queued. Poll GET /api/v1/get-cookies/status?job_id={job_id} to check progress."
    )


def test_a_job_goes_through_the_documented_states(lab: Lab) -> None:
    job_id = queue(lab)
    seen: dict[str, dict[str, Any]] = {}
    for _ in range(120):
        shown = status(lab, job_id)
        seen.setdefault(shown["status"], shown)
        lab.advance("1s")
    assert list(seen) == ["queued", "processing", "completed"]
    for state, shown in seen.items():
        documented = load("scrapely", "cookie_status", state).served
        assert differences(documented, shown, extra_ok=False) == []
        assert isinstance(documented, dict)
        assert shown["message"] == documented["message"]


def test_a_failed_job_is_shown_as_documented(lab: Lab) -> None:
    job_id = queue(lab, password="wrong-password")
    lab.advance("2m")
    shown = status(lab, job_id)
    documented = load("scrapely", "cookie_status", "failed").served
    assert differences(documented, shown, extra_ok=False) == []
    assert (shown["message"], shown["error"]) == ("Cookie extraction failed", "Incorrect password")


def test_the_observed_edition_answers_201(lab: Lab) -> None:
    lab.serve_observed()
    assert lab.post("/get-cookies", login()).status_code == 201


# Results


def test_the_cookies_can_be_used_to_connect_the_account(lab: Lab) -> None:
    job_id = queue(lab, username="@MyHandle")
    lab.advance("2m")
    cookies = status(lab, job_id)["cookies"]
    values = {cookie["name"]: cookie["value"] for cookie in cookies}
    assert re.fullmatch("[0-9a-f]{40}", values["auth_token"])
    assert re.fullmatch("[0-9a-f]{160}", values["ct0"])
    assert {cookie["domain"] for cookie in cookies} == {".x.com"}
    assert lab.post("/accounts", account_body(cookies=cookies)).status_code == 200
    assert lab.get("/accounts").json()["accounts"][0]["cookies"] == cookies


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"password": magic.WRONG_PASSWORD.pattern}, "Incorrect password"),
        ({"username": "missing_bob"}, "Incorrect password"),
        ({"two_fa_key": magic.INVALID_2FA_KEY.pattern}, "Invalid 2FA key"),
        ({"username": "verify_me"}, "Account requires email/phone verification"),
        ({"username": "suspended_bob"}, "Account blocked by Twitter"),
        ({"proxy": "http://unreachable.test:8080"}, "Proxy connection issues"),
        ({"proxy": "bad-proxy-7.example.com:8080"}, "Proxy connection issues"),
    ],
)
def test_every_documented_failure_can_be_had(lab: Lab, changes: dict[str, object], error: str) -> None:
    job_id = queue(lab, **changes)
    lab.advance("2m")
    shown = status(lab, job_id)
    assert (shown["status"], shown["error"]) == ("failed", error)
    assert "cookies" not in shown


# The queue


def test_a_lone_job_takes_one_to_two_minutes(lab: Lab) -> None:
    for handle in (f"user{number}" for number in range(12)):
        job_id = queue(lab, username=handle)
        lab.advance("3m")
        shown = status(lab, job_id)
        assert 65_000 <= at(shown["completed_at"]) - at(shown["created_at"]) <= 115_999
        assert at(shown["started_at"]) - at(shown["created_at"]) <= 5_999


def test_jobs_are_processed_one_at_a_time_in_their_order(lab: Lab) -> None:
    jobs = [
        queue(lab, username=f"user{number}", password=word) for number, word in enumerate(["a", "wrong-password", "b"])
    ]
    for _ in range(80):
        lab.advance("5s")
        states = [status(lab, job_id)["status"] for job_id in jobs]
        assert states.count("processing") <= 1
        order = {"completed": 0, "failed": 0, "processing": 1, "queued": 2}
        ranks = [order[state] for state in states]
        assert ranks == sorted(ranks), "a later job was ahead of an earlier one"
    shown = [status(lab, job_id) for job_id in jobs]
    assert [each["status"] for each in shown] == ["completed", "failed", "completed"]
    for earlier, later in pairwise(shown):
        assert at(later["started_at"]) >= at(earlier["completed_at"])


def test_one_long_advance_and_many_short_ones_end_alike(lab: Lab) -> None:
    jobs = [queue(lab, username=f"user{number}") for number in range(3)]
    lab.advance("10m")
    at_once = [status(lab, job_id) for job_id in jobs]
    lab.begin_again()
    jobs = [queue(lab, username=f"user{number}") for number in range(3)]
    for _ in range(100):
        lab.advance("6s")
    assert [status(lab, job_id) for job_id in jobs] == at_once


def test_a_second_job_for_a_username_is_refused_while_one_is_not_over(lab: Lab) -> None:
    job_id = queue(lab)
    for expected, wait in (("queued", "10s"), ("processing", "2m")):
        answer = lab.post("/get-cookies", login(username="@MYHANDLE"))
        assert answer.status_code == 409
        assert answer.json() == {
            "error": "Job already exists",
            "message": f"A cookie extraction job for this username is already {expected}",
            "job_id": job_id,
            "status": expected,
        }
        lab.advance(wait)
    assert queue(lab) != job_id


def test_a_failure_asked_for_lets_the_next_job_start(lab: Lab) -> None:
    first, second = queue(lab), queue(lab, username="other")
    lab.workspace.jobs.fail(lab.job(first), "Out of luck")
    assert status(lab, first)["error"] == "Out of luck"
    lab.advance("2m")
    assert status(lab, second)["status"] == "completed"


# Other ways of going on


def test_each_look_moves_the_queue_on_by_one_step(lab: Lab) -> None:
    lab.pace("cookie_extraction", Progression.POLLS)
    first, second = queue(lab), queue(lab, username="other")
    seen = [(status(lab, second)["status"]) for _ in range(4)]
    assert seen == ["queued", "queued", "processing", "completed"]
    assert status(lab, first)["status"] == "completed"


def test_a_job_can_be_over_at_once(lab: Lab) -> None:
    lab.pace("cookie_extraction", Progression.IMMEDIATE)
    for username in ("one", "two"):
        assert status(lab, queue(lab, username=username))["status"] == "completed"


# Required and malformed fields


@pytest.mark.parametrize("field", ["username", "password", "two_fa_key", "proxy", "proxy_auth", "xchat_pin"])
def test_every_field_is_required(lab: Lab, field: str) -> None:
    lab.refuses("POST", "/get-cookies", login(**{field: ...}), f"{field} is required")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("username", "no handle", "username must be a Twitter handle: 1 to 15 letters, digits or underscores"),
        ("password", "", "password must have at least 1 character(s)"),
        ("two_fa_key", "ABCD1234EFGH567", "two_fa_key must be 16 letters or digits"),
        ("two_fa_key", "ABCD1234EFGH56789", "two_fa_key must be 16 letters or digits"),
        ("two_fa_key", "ABCD1234EFGH567-", "two_fa_key must be 16 letters or digits"),
        ("two_fa_key", "ABCD1234EFGH5678\n", "two_fa_key must be 16 letters or digits"),
        ("two_fa_key", 1234567890123456, "two_fa_key must be a string"),
        ("proxy", "proxy", "proxy must be host:port or a URL such as http://proxy.example.com:8080"),
        ("proxy_auth", "user", "proxy_auth must be username:password"),
        ("xchat_pin", "123", "xchat_pin must be 4 to 6 digits"),
        ("xchat_pin", "1234567", "xchat_pin must be 4 to 6 digits"),
        ("xchat_pin", "12ab", "xchat_pin must be 4 to 6 digits"),
        ("xchat_pin", 1234, "xchat_pin must be a string"),
    ],
)
def test_a_field_that_does_not_fit_is_named(lab: Lab, field: str, value: object, message: str) -> None:
    lab.refuses("POST", "/get-cookies", login(**{field: value}), message)


def test_the_status_needs_a_known_job(lab: Lab) -> None:
    lab.refuses_query("/get-cookies/status", "job_id is required")
    lab.refuses_query("/get-cookies/status", "job_id is required", {"job_id": ""})
    lab.refuses_query("/get-cookies/status", "Job not found", {"job_id": NOBODY}, status=404)
    lab.refuses_query("/get-cookies/status", "Job not found", {"job_id": "not-a-uuid"}, status=404)
