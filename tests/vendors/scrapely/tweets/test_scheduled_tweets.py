"""Scheduling, posting, listing and cancelling tweets."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.settings import Progression
from mockserver.core.times import iso_ms, parse_instant
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab, account_body, changed, cookies

NOBODY = "00000000-0000-4000-8000-000000000000"


def tweet(lab: Lab, account_id: str, /, **changes: object) -> dict[str, object]:
    """A body of POST /scheduled-tweets that is accepted, with some fields changed; a field of `...` is left out."""
    body: dict[str, object] = {
        "account_id": account_id,
        "tweet_text": "Just launched a new feature! Check it out",
        "scheduled_at": lab.iso_in("1h"),
    }
    return changed(body, changes)


def schedule(lab: Lab, account_id: str, **changes: object) -> dict[str, Any]:
    """Schedule a tweet; returns it as the answer shows it."""
    answer = lab.post("/scheduled-tweets", tweet(lab, account_id, **changes))
    assert answer.status_code == 200, answer.text
    scheduled: dict[str, Any] = answer.json()["scheduled_tweet"]
    return scheduled


def listed(lab: Lab, **query: object) -> list[dict[str, Any]]:
    """The tweets of a page."""
    answer = lab.get("/scheduled-tweets", **query)
    assert answer.status_code == 200, answer.text
    tweets: list[dict[str, Any]] = answer.json()["scheduled_tweets"]
    return tweets


# The documented examples


def test_scheduling_is_answered_as_documented(lab: Lab) -> None:
    account_id = lab.account()
    answer = lab.post("/scheduled-tweets", tweet(lab, account_id))
    documented = load("scrapely", "schedule_tweet", "example").served
    assert answer.status_code == 200
    assert differences(documented, answer.json()) == []
    assert answer.json()["message"] == "Tweet scheduled successfully"
    assert answer.json()["scheduled_tweet"]["status"] == "pending"
    assert answer.json()["scheduled_tweet"]["created_at"] == iso_ms(lab.now)


def test_listing_has_the_documented_shape(lab: Lab) -> None:
    scheduled = schedule(lab, lab.account())
    answer = lab.get("/scheduled-tweets", status="pending", limit=10)
    documented = load("scrapely", "list_scheduled_tweets", "example").served
    assert differences(documented, answer.json(), extra_ok=False) == []
    assert answer.json()["scheduled_tweets"] == [scheduled], "the reply to POST shows the same object"
    assert answer.json()["pagination"] == {"limit": 10, "offset": 0, "count": 1, "total": 1}


def test_cancelling_is_answered_as_documented(lab: Lab) -> None:
    tweet_id = schedule(lab, lab.account())["id"]
    answer = lab.delete("/scheduled-tweets", {"tweet_id": tweet_id})
    documented = load("scrapely", "cancel_scheduled_tweet", "example").served
    assert differences(documented, answer.json(), extra_ok=False) == []
    assert answer.json() == {"success": True, "message": "Scheduled tweet cancelled", "tweet_id": tweet_id}


def test_the_observed_edition_answers_201(lab: Lab) -> None:
    account_id = lab.account()
    lab.serve_observed()
    assert lab.post("/scheduled-tweets", tweet(lab, account_id)).status_code == 201


# Posting


def test_a_tweet_is_posted_into_the_world_at_its_time(lab: Lab) -> None:
    scheduled = schedule(lab, lab.account(), tweet_text="Hello, wörld 👋")
    lab.advance("59m59s")
    assert lab.rows("world_tweets") == []
    lab.advance("10m")
    (shown,) = listed(lab)
    assert (shown["status"], shown["posted_at"], shown["error_message"]) == ("posted", scheduled["scheduled_at"], None)
    (stored,) = lab.rows("scrapely_scheduled_tweets")
    posted = lab.workspace.world.tweets.get(str(stored["tweet_id"]))
    assert posted is not None
    assert (posted.text, posted.author_handle) == ("Hello, wörld 👋", "myhandle")
    assert posted.created_at == parse_instant(scheduled["scheduled_at"])


def test_a_disconnected_account_cannot_post(lab: Lab) -> None:
    account_id = lab.account()
    schedule(lab, account_id)
    lab.disconnect(account_id, "Session expired")
    lab.advance("2h")
    (shown,) = listed(lab)
    assert (shown["status"], shown["posted_at"]) == ("failed", None)
    assert shown["error_message"] == "Account is disconnected; update its cookies"
    assert lab.rows("world_tweets") == []


def test_an_account_that_was_reconnected_in_time_posts(lab: Lab) -> None:
    account_id = lab.account()
    lab.disconnect(account_id, "Session expired")
    schedule(lab, account_id)
    lab.advance("30m")
    lab.put("/accounts/cookies", {"account_id": account_id, "cookies": cookies()})
    lab.advance("2h")
    assert listed(lab)[0]["status"] == "posted"


def test_a_removed_account_cannot_post(lab: Lab) -> None:
    account_id = lab.account()
    schedule(lab, account_id)
    lab.delete("/accounts", {"account_id": account_id})
    lab.advance("2h")
    (shown,) = listed(lab)
    assert (shown["status"], shown["error_message"]) == ("failed", "Account is no longer connected")
    assert shown["account_handle"] == "myhandle"


@pytest.mark.parametrize(
    ("handle", "text", "error"),
    [
        ("suspended_bob", "Hello", "Account is suspended"),
        ("myhandle", "[fail] Hello", "Twitter rejected the tweet"),
    ],
)
def test_a_failure_can_be_had(lab: Lab, handle: str, text: str, error: str) -> None:
    schedule(lab, lab.account(handle), tweet_text=text)
    lab.advance("2h")
    (shown,) = listed(lab, status="failed")
    assert (shown["error_message"], shown["posted_at"]) == (error, None)


def test_a_failure_asked_for_spoils_no_posted_tweet(lab: Lab) -> None:
    account_id = lab.account()
    first = schedule(lab, account_id)["id"]
    lab.advance("2h")
    second = schedule(lab, account_id)["id"]
    for tweet_id in (first, second):
        lab.workspace.jobs.fail(lab.job(tweet_id), "Out of luck")
    assert [(each["status"], each["error_message"]) for each in listed(lab)] == [
        ("posted", None),
        ("failed", "Out of luck"),
    ]


def test_pausing_dms_does_not_hold_tweets_up(lab: Lab) -> None:
    account_id = lab.account()
    schedule(lab, account_id)
    lab.patch("/accounts/pause", {"account_id": account_id, "is_paused": True})
    lab.advance("2h")
    assert listed(lab)[0]["status"] == "posted"


# Other ways of going on


def test_looking_at_the_list_posts(lab: Lab) -> None:
    lab.pace("scheduled_tweet", Progression.POLLS)
    schedule(lab, lab.account())
    assert [each["status"] for each in listed(lab)] == ["posted"]


def test_a_tweet_can_be_posted_at_once(lab: Lab) -> None:
    lab.pace("scheduled_tweet", Progression.IMMEDIATE)
    assert schedule(lab, lab.account())["status"] == "pending"
    assert listed(lab)[0]["status"] == "posted"


# Lists


def test_filters_and_pages(lab: Lab) -> None:
    first, second = lab.account("first"), lab.account("second")
    for hour in (3, 1, 2):
        schedule(lab, first, scheduled_at=lab.iso_in(f"{hour}h"), tweet_text=f"first {hour}")
    schedule(lab, second, scheduled_at=lab.iso_in("90m"), tweet_text="second")
    lab.advance("100m")
    texts = [each["tweet_text"] for each in listed(lab)]
    assert texts == ["first 1", "second", "first 2", "first 3"]
    assert [each["tweet_text"] for each in listed(lab, status="pending")] == ["first 2", "first 3"]
    assert [each["tweet_text"] for each in listed(lab, status="posted", account_id=second)] == ["second"]
    assert [each["tweet_text"] for each in listed(lab, account_id=first, limit=2, offset=1)] == ["first 2", "first 3"]
    page = lab.get("/scheduled-tweets", account_id=first, limit=1, offset=2).json()["pagination"]
    assert page == {"limit": 1, "offset": 2, "count": 1, "total": 3}


def test_pages_are_clamped_and_may_be_empty(lab: Lab) -> None:
    schedule(lab, lab.account())
    assert lab.get("/scheduled-tweets").json()["pagination"]["limit"] == 50
    assert lab.get("/scheduled-tweets", limit=101).json()["pagination"]["limit"] == 100
    page = lab.get("/scheduled-tweets", offset=9).json()
    assert page == {"scheduled_tweets": [], "pagination": {"limit": 50, "offset": 9, "count": 0, "total": 1}}
    page = lab.get("/scheduled-tweets", account_id=NOBODY).json()
    assert (page["scheduled_tweets"], page["pagination"]["total"]) == ([], 0)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"status": "cancelled"}, "status must be one of 'pending', 'posted' or 'failed'"),
        ({"limit": 0}, "limit must be at least 1"),
        ({"limit": -5}, "limit must be at least 1"),
        ({"limit": "1e2"}, "limit must be an integer"),
        ({"offset": "x"}, "offset must be an integer"),
    ],
)
def test_a_query_that_does_not_fit_is_named(lab: Lab, query: dict[str, object], message: str) -> None:
    lab.refuses_query("/scheduled-tweets", message, query)


# Cancelling


def test_a_cancelled_tweet_is_gone_and_never_posted(lab: Lab) -> None:
    tweet_id = schedule(lab, lab.account())["id"]
    lab.delete("/scheduled-tweets", {"tweet_id": tweet_id})
    assert listed(lab) == []
    lab.advance("2h")
    assert lab.rows("world_tweets") == []
    lab.refuses("DELETE", "/scheduled-tweets", {"tweet_id": tweet_id}, "Scheduled tweet not found", status=404)


@pytest.mark.parametrize(("text", "state"), [("Hello", "posted"), ("[fail]", "failed")])
def test_only_a_pending_tweet_can_be_cancelled(lab: Lab, text: str, state: str) -> None:
    tweet_id = schedule(lab, lab.account(), tweet_text=text)["id"]
    lab.advance("2h")
    message = f'tweet_id must name a tweet with status "pending"; this one is {state}'
    lab.refuses("DELETE", "/scheduled-tweets", {"tweet_id": tweet_id}, message)
    assert listed(lab)[0]["status"] == state


@pytest.mark.parametrize("tweet_id", [NOBODY, "x"])
def test_an_unknown_tweet_cannot_be_cancelled(lab: Lab, tweet_id: str) -> None:
    lab.refuses("DELETE", "/scheduled-tweets", {"tweet_id": tweet_id}, "Scheduled tweet not found", status=404)
    lab.refuses("DELETE", "/scheduled-tweets", {}, "tweet_id is required")


# Required and malformed fields


@pytest.mark.parametrize("field", ["account_id", "tweet_text", "scheduled_at"])
def test_every_field_is_required(lab: Lab, field: str) -> None:
    account_id = lab.account()
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, account_id, **{field: ...}), f"{field} is required")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "tweet_text must not be empty"),
        (" \n ", "tweet_text must not be empty"),
        ("x" * 281, "tweet_text must have at most 280 characters"),
        (5, "tweet_text must be a string"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(lab: Lab, text: object, message: str) -> None:
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, lab.account(), tweet_text=text), message)


@pytest.mark.parametrize("text", ["x" * 280, "👋" * 280])
def test_280_characters_fit(lab: Lab, text: str) -> None:
    assert schedule(lab, lab.account(), tweet_text=text)["tweet_text"] == text


@pytest.mark.parametrize(
    "moment",
    ["tomorrow", "", "2030-01-01", "1767607200", "2030-02-30T10:00:00Z", "2030-01-01T25:00:00Z", "20300101T1000Z"],
)
def test_a_time_that_is_no_timestamp_is_refused(lab: Lab, moment: str) -> None:
    message = "scheduled_at must be an ISO 8601 timestamp such as 2026-01-31T12:00:00Z"
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, lab.account(), scheduled_at=moment), message)


@pytest.mark.parametrize("moment", ["2024-03-20T15:00:00Z", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00+01:00"])
def test_the_time_lies_in_the_future_of_the_workspace(lab: Lab, moment: str) -> None:
    message = "scheduled_at must be in the future"
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, lab.account(), scheduled_at=moment), message)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-01-05T09:00:00.001Z", "2026-01-05T09:00:00.001Z"),
        ("2026-01-05T12:30:00+02:00", "2026-01-05T10:30:00.000Z"),
        ("2026-01-05T12:30:00", "2026-01-05T12:30:00.000Z"),
        ("2026-01-05T12:30Z", "2026-01-05T12:30:00.000Z"),
    ],
)
def test_times_are_shown_in_utc_with_milliseconds(lab: Lab, moment: str, shown: str) -> None:
    assert schedule(lab, lab.account(), scheduled_at=moment)["scheduled_at"] == shown


@pytest.mark.parametrize("account_id", [NOBODY, "x", ""])
def test_the_account_must_exist(lab: Lab, account_id: str) -> None:
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, account_id), "Account not found", status=404)


def test_a_removed_account_cannot_schedule(lab: Lab) -> None:
    account_id = lab.account()
    lab.delete("/accounts", {"account_id": account_id})
    lab.refuses("POST", "/scheduled-tweets", tweet(lab, account_id), "Account not found", status=404)
    assert lab.post("/accounts", account_body()).status_code == 200
