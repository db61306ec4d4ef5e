"""What goes on by itself: monitors, webhooks, extractions, draws."""

from __future__ import annotations

from typing import Any

from tests.vendors.xquik.clients.driver import API, TOLD, call, control, is_served

INBOX = f"{TOLD['control']}/workspaces/{TOLD['workspace']}/inbox/sdk"


def monitors() -> None:
    if not is_served("POST /monitors"):
        return
    made = call("POST /monitors", API.monitors.create, username="growthlab", event_types=["tweet.new", "tweet.reply"])
    again = {"username": "growthlab", "event_types": ["tweet.new"]}
    call("POST /monitors", API.monitors.create, **again, error="ConflictError")
    assert call("GET /monitors/{}", API.monitors.retrieve, made.id).username == "growthlab"
    assert [each.id for each in call("GET /monitors", API.monitors.list).monitors] == [made.id]
    hook = _webhook()
    control("POST", "/tweets", {"author": "growthlab", "text": "For the SDK"})
    control("POST", "/clock/advance", {"by": "1m"})
    [event] = call("GET /events", API.events.list, limit=10, monitor_id=made.id).events
    assert event.type == "tweet.new"
    assert call("GET /events/{}", API.events.retrieve, event.id).id == event.id
    if hook is not None:
        [*_, received] = control("GET", "/inbox/sdk")["requests"]
        assert received["verified"] is True
        assert received["body"]["eventType"] == "tweet.new"
        sent = call("GET /webhooks/{}/deliveries", API.webhooks.list_deliveries, hook).deliveries
        assert {each.status for each in sent} == {"delivered"}
        call("PATCH /webhooks/{}", API.webhooks.update, hook, is_active=False)
        call("POST /webhooks/{}/test", API.webhooks.test, hook, error="BadRequestError")
        call("DELETE /webhooks/{}", API.webhooks.deactivate, hook)
    paused = call("PATCH /monitors/{}", API.monitors.update, made.id, is_active=False)
    assert paused.is_active is False
    call("DELETE /monitors/{}", API.monitors.deactivate, made.id)


def _webhook() -> str | None:
    if not is_served("POST /webhooks"):
        return None
    made = call("POST /webhooks", API.webhooks.create, url=INBOX, event_types=["tweet.new"])
    assert len(made.secret) == 64
    assert [each.id for each in call("GET /webhooks", API.webhooks.list).webhooks] == [made.id]
    told = call("POST /webhooks/{}/test", API.webhooks.test, made.id)
    assert (told.success, told.status_code) == (True, 200)
    return str(made.id)


def keywords() -> None:
    own = getattr(API.monitors, "keywords", None)
    if own is None or not is_served("POST /monitors/keywords"):
        return
    made = call("POST /monitors/keywords", own.create, query="sdk release", event_types=["tweet.new"])
    assert call("GET /monitors/keywords/{}", own.retrieve, made.id).query == "sdk release"
    assert len(call("GET /monitors/keywords", own.list).monitors) == 1
    call("PATCH /monitors/keywords/{}", own.update, made.id, is_active=False)
    call("DELETE /monitors/keywords/{}", own.deactivate, made.id)


def extractions() -> None:
    if not is_served("POST /extractions"):
        return
    own = API.extractions
    wanted: Any = {"tool_type": "follower_explorer", "target_username": "growthlab", "results_limit": 30}
    estimate = call("POST /extractions/estimate", own.estimate_cost, **wanted)
    assert estimate.allowed is True
    made = call("POST /extractions", own.run, **wanted)
    control("POST", "/clock/advance", {"by": "1h"})
    got = call("GET /extractions/{}", own.retrieve, made.id, limit=10)
    assert (
        got.job.to_dict()["status"] == "completed" if hasattr(got.job, "to_dict") else got.job["status"] == "completed"
    )
    assert len(got.results) == 10
    assert got.has_more is True
    assert call("GET /extractions", own.list).extractions[0].id == made.id
    call("GET /extractions/{}/export", own.export_results, made.id, format="csv")


def draws() -> None:
    if not is_served("POST /draws"):
        return
    tweet = control("POST", "/tweets", {"author": "growthlab", "text": "Win!"})
    for number in range(6):
        control("POST", "/tweets", {"author": f"player_{number}", "text": "Me", "reply_to": tweet["id"]})
    made = call("POST /draws", API.draws.run, tweet_url=f"https://x.com/growthlab/status/{tweet['id']}", winner_count=2)
    control("POST", "/clock/advance", {"by": "1h"})
    got = call("GET /draws/{}", API.draws.retrieve, made.id)
    assert len(got.winners) == 2
    assert call("GET /draws", API.draws.list).draws[0].id == made.id
    call("GET /draws/{}/export", API.draws.export, made.id, format="csv")


PARTS = (monitors, keywords, extractions, draws)
