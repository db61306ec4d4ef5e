"""The shipped fixtures: a lively office, whatever the seed, and an empty one."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.clock import ClockMode
from mockserver.core.settings import Progression, RateLimits, Settings
from tests.vendors.scrapely.campaigns.sums import check_sums
from tests.vendors.scrapely.lab import VENDOR, Lab


def enter(lab: Lab, fixture: str, seed: int = 42) -> None:
    """Go on in a workspace made from a fixture."""
    runtime = lab.app.workspaces.create(
        f"office{seed}",
        fixture=fixture,
        seed=seed,
        mode=ClockMode.FROZEN,
        settings=Settings(rate_limits=RateLimits.OFF),
    )
    lab.workspace = runtime.workspace
    lab.key = next(row.key for row in runtime.keys.list() if row.vendor == VENDOR)


def get(lab: Lab, path: str, **query: object) -> dict[str, Any]:
    answer = lab.get(path, **query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


@pytest.mark.parametrize("seed", [42, 1, 2, 3])
def test_the_office_is_at_work(lab: Lab, seed: int) -> None:
    enter(lab, "demo", seed)
    accounts = {each["handle"]: each for each in get(lab, "/accounts")["accounts"]}
    assert {handle: each["is_paused"] for handle, each in accounts.items()} == {
        "growthlab": False,
        "mayachen": False,
        "denizsells": True,
    }
    assert [handle for handle, each in accounts.items() if each["ai_setter_enabled"]] == ["mayachen"]
    sources = get(lab, "/scraping-sources")["scraping_sources"]
    assert sorted(each["status"] for each in sources) == ["completed", "completed", "processing"]
    campaigns = {each["name"]: each for each in get(lab, "/campaigns")["campaigns"]}
    assert campaigns["SaaS Founders Outreach"]["pending"] == 0
    assert campaigns["Berlin Makers Warm Intro"]["pending"] == 0
    under_way = campaigns["Berlin Makers Demo Invite"]
    assert under_way["completed"] > 0
    assert under_way["pending"] > 0
    check_sums(lab)


@pytest.mark.parametrize("seed", [42, 1, 2, 3])
def test_conversations_of_every_kind_are_there(lab: Lab, seed: int) -> None:
    enter(lab, "demo", seed)
    columns = {name: column["count"] for name, column in get(lab, "/crm/conversations")["columns"].items()}
    told = {"unread", "interested_reply", "negative_reply", "neutral_reply", "engaged", "booked"}
    assert all(columns[name] for name in (*told, "not_interested", "not_qualified"))
    tags = {tag["name"]: tag["key"] for tag in get(lab, "/crm/conversations")["custom_tags"]}
    assert list(tags) == ["Ask again in Q2", "Hot Lead"]
    assert all(columns[key] for key in tags.values())
    items = get(lab, "/conversations", limit=100)["conversations"]
    assert sum(item["message_count"] > 1 and not item["last_message"]["is_sent"] for item in items) >= 10
    totals = get(lab, "/campaigns/analytics")["totals"]
    assert all(totals[name] for name in ("positive", "negative", "neutral", "dms_sent_24hrs", "replies_24hrs"))


def test_a_told_conversation_reads_as_it_was_told(lab: Lab) -> None:
    enter(lab, "demo")
    (item,) = get(lab, "/conversations", handle="elenavolkova")["conversations"]
    found = get(lab, "/conversations", conversation_id=item["conversation_id"])["conversation"]
    assert [(each["isSent"], each["text"].split()[0]) for each in found["messages"]] == [
        (True, found["messages"][0]["text"].split()[0]),
        (False, "Thanks"),
        (True, "Great"),
        (False, "Sounds"),
        (True, "Here"),
        (False, "Booked"),
    ]
    assert found["crm"] == {"notes": "Interested in enterprise plan", "deal_value": 5000.0, "deal_currency": "USD"}
    assert found["stats"]["is_unread"] is False
    times = [each["time"] for each in found["messages"]]
    assert times == sorted(times)
    assert times[-1] < lab.now


def test_other_work_is_in_every_state(lab: Lab) -> None:
    enter(lab, "demo")
    jobs = {row["status"] for row in lab.rows("scrapely_cookie_jobs")}
    assert jobs == {"completed", "failed"}
    tweets = [each["status"] for each in get(lab, "/scheduled-tweets")["scheduled_tweets"]]
    assert sorted(tweets) == ["failed", "pending", "pending", "posted"]
    (posted,) = [row for row in lab.rows("scrapely_scheduled_tweets") if row["status"] == "posted"]
    assert lab.workspace.world.tweets.get(str(posted["tweet_id"])) is not None
    lines = lab.rows("scrapely_credits")
    assert len(lines) >= 6
    for kind in ("lead", "enrichment"):
        balance = 0
        for line in lines:
            if line["kind"] == kind:
                balance += int(str(line["amount"]))
                assert line["balance_after"] == balance
    times = [int(str(line["created_at"])) for line in lines]
    assert times == sorted(times)


def test_work_goes_on_from_there(lab: Lab) -> None:
    enter(lab, "demo")
    before = {each["name"]: each for each in get(lab, "/campaigns")["campaigns"]}
    messages = len(lab.rows("world_messages"))
    lab.advance("4d")
    after = {each["name"]: each for each in get(lab, "/campaigns")["campaigns"]}
    name = "Berlin Makers Demo Invite"
    assert after[name]["completed"] > before[name]["completed"]
    assert after[name]["pending"] > 0, "the paused account's leads wait"
    assert len(lab.rows("world_messages")) > messages
    assert {each["status"] for each in get(lab, "/scraping-sources")["scraping_sources"]} == {"completed"}
    check_sums(lab)


@pytest.mark.parametrize("pace", [Progression.POLLS, Progression.IMMEDIATE])
def test_the_past_goes_by_the_clock_whatever_moves_jobs_on_later(lab: Lab, pace: Progression) -> None:
    kinds = ("dm_campaign", "scraping", "cookie_extraction")
    settings = Settings(rate_limits=RateLimits.OFF, progression=dict.fromkeys(kinds, pace))
    runtime = lab.app.workspaces.create("paced", fixture="demo", mode=ClockMode.FROZEN, settings=settings)
    campaigns = {row["name"]: row for row in runtime.database.browse("scrapely_campaigns", limit=10, offset=0)}
    assert campaigns["SaaS Founders Outreach"]["ended_at"] is not None
    tweets = runtime.database.browse("scrapely_scheduled_tweets", limit=10, offset=0)
    assert [row["status"] for row in tweets].count("pending") == 2
    timers = {row["kind"] for row in runtime.database.browse("timers", limit=1000, offset=0)}
    assert "scrapely.followup" in timers


def test_the_same_seed_is_the_same_office(lab: Lab) -> None:
    enter(lab, "demo", 7)
    first = lab.workspace.database
    runtime = lab.app.workspaces.create("again", fixture="demo", seed=7, mode=ClockMode.FROZEN)
    second = runtime.workspace.database
    for table in first.table_names():
        if table not in ("meta", "api_keys", "sequences"):  # which name the workspace
            rows = [database.browse(table, limit=10_000, offset=0) for database in (first, second)]
            assert rows[0] == rows[1], table


def test_the_empty_office_has_credits_and_nothing_else(lab: Lab) -> None:
    filled = {name for name in lab.workspace.database.table_names() if name.startswith("scrapely_") and lab.rows(name)}
    assert filled == {"scrapely_credits"}
    assert [(row["kind"], row["balance_after"]) for row in lab.rows("scrapely_credits")] == [
        ("lead", 100_000),
        ("enrichment", 1_000),
    ]
