"""From a tweet, however it came, to a receiver that checks the signature; and tests and triggers on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.vendors.xquik.monitors import watching
from mockserver.vendors.xquik.webhooks import service
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import publish
from tests.vendors.xquik.monitors.test_monitors import ALL, HOOK, hook, is_genuine, monitor
from tests.vendors.xquik.writes.test_writes import connect
from tests.world.plans import plan

CONTROL = "http://localhost:4545/_mock/workspaces/lab"


def control(lab: Lab, path: str, body: object) -> Any:
    """What the control API answers to a tester."""
    return lab.open(CONTROL + path, "POST", content=json.dumps(body).encode())


def keyword(lab: Lab, query: str, types: list[str] = ALL) -> str:
    answer = lab.post("/monitors/keywords", {"query": query, "eventTypes": types})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def told(lab: Lab) -> list[dict[str, Any]]:
    return [json.loads(body) for _, body, _ in lab.settle()]


def seen(lab: Lab, monitor_id: str) -> list[str]:
    return [each["data"]["text"] for each in lab.get("/events", monitorId=monitor_id).json()["events"]]


# From end to end


def test_a_tweet_of_the_control_api_reaches_the_receiver(either: Lab) -> None:
    watched = monitor(either)
    secret = hook(either)["secret"]
    made = control(either, "/tweets", {"author": "elonmusk", "text": "Hello world"})
    assert made.status_code == 201, made.text
    ((_, body, headers),) = either.settle()
    assert is_genuine(secret, body, headers, either.edition)
    (event,) = either.get("/events").json()["events"]
    assert (event["monitorId"], event["data"]["tweetId"]) == (watched, made.json()["id"])
    assert json.loads(body) == {"eventType": "tweet.new", "username": "elonmusk", "data": event["data"]}


def test_a_write_over_the_api_reaches_the_receiver(either: Lab) -> None:
    connect(either, "acme")
    monitor(either, "acme")
    keyword(either, "launch")
    secret = hook(either)["secret"]
    tweet_id = either.post("/x/tweets", {"account": "acme", "text": "Launch day"}).json()["tweetId"]
    deliveries = either.settle()
    assert all(is_genuine(secret, body, headers, either.edition) for _, body, headers in deliveries)
    bodies = [json.loads(body) for _, body, _ in deliveries]
    assert [(each.get("username"), each.get("query")) for each in bodies] == [("acme", None), (None, "launch")]
    assert {each["data"]["tweetId"] for each in bodies} == {tweet_id}


def test_a_receiver_is_only_told_of_what_it_wants_while_it_is_active(lab: Lab) -> None:
    monitor(lab)
    made = hook(lab, ["tweet.reply"])
    publish(lab, "elonmusk", "no reply")
    assert told(lab) == []
    lab.patch(f"/webhooks/{made['id']}", {"eventTypes": ["tweet.new"]})
    publish(lab, "elonmusk", "wanted")
    lab.patch(f"/webhooks/{made['id']}", {"isActive": False})
    publish(lab, "elonmusk", "asleep")
    lab.patch(f"/webhooks/{made['id']}", {"isActive": True})
    publish(lab, "elonmusk", "awake")
    # A receiver that was asleep when "wanted" was to leave is awake again before anything was sent.
    assert [each["data"]["text"] for each in told(lab)] == ["wanted", "awake"]
    lab.delete(f"/webhooks/{made['id']}")
    publish(lab, "elonmusk", "gone")
    assert len(told(lab)) == 2


# Monitors


def test_saying_what_is_already_so_changes_and_costs_nothing(either: Lab) -> None:
    monitor_id = monitor(either)
    before = either.balance
    one = either.get(f"/monitors/{monitor_id}").json()
    assert either.patch(f"/monitors/{monitor_id}", {"isActive": True}).json() == one
    either.patch(f"/monitors/{monitor_id}", {"isActive": False})
    either.patch(f"/monitors/{monitor_id}", {"isActive": False})
    assert either.patch(f"/monitors/{monitor_id}", {"isActive": True}).json() == one
    assert either.balance == before
    either.advance("59m")
    assert either.balance == before
    either.advance("1m")
    assert before - either.balance == 21


def test_a_list_shows_200_and_counts_all(lab: Lab) -> None:
    lab.set_balance(10_000)
    ids = [keyword(lab, f"word{number}") for number in range(201)]
    listed = lab.get("/monitors/keywords").json()
    assert [each["id"] for each in listed["monitors"]] == ids[:0:-1]
    assert (listed["total"], listed["hasMore"]) == (201, True)
    assert lab.get("/monitors").json() == {"monitors": [], "total": 0, "hasMore": False}
    account = lab.get("/account").json()
    assert (account["monitorsUsed"], account["monitorBilling"]["activeHourlyBurn"]) == (201, str(201 * 21))


def test_the_monitors_of_a_tweet_are_found_without_a_scan(lab: Lab) -> None:
    database = lab.workspace.database
    for query in (watching._OF_AUTHOR, watching._FILED, watching._KEYWORD, watching._WATCHED):
        steps = [step for step in plan(database, query) if "VIRTUAL TABLE" not in step]
        assert not any(step.startswith("SCAN") for step in steps), steps


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("axolotl", ["an axolotl #pets", "AXOLOTL cats"]),
        ("axolotl OR dogs", ["an axolotl #pets", "dogs", "AXOLOTL cats"]),
        ("#pets", ["an axolotl #pets"]),
        ("from:sama", ["dogs"]),
        ("-axolotl", ["dogs"]),
        ("filter:hashtags", ["an axolotl #pets"]),
    ],
)
def test_a_keyword_is_any_query(lab: Lab, query: str, texts: list[str]) -> None:
    monitor_id = keyword(lab, query)
    for author, text in (("paulg", "an axolotl #pets"), ("sama", "dogs"), ("jack", "AXOLOTL cats")):
        publish(lab, author, text)
    assert seen(lab, monitor_id) == texts[::-1]
    lab.delete(f"/monitors/keywords/{monitor_id}")
    publish(lab, "sama", "an axolotl or dogs #pets")
    assert lab.get("/events").json()["events"] == []
    assert lab.rows("xquik_monitor_anchors") == []


def test_the_monitor_of_a_keyword_sees_retweets_if_it_wants_them(lab: Lab) -> None:
    with_them, without = keyword(lab, "axolotl", ["tweet.retweet"]), keyword(lab, "axolotl -filter:retweets")
    root = publish(lab, "paulg", "an axolotl")
    lab.write(lambda: lab.workspace.world.tweets.retweet("sama", root))
    assert seen(lab, with_them) == ["RT @paulg: an axolotl"]
    assert seen(lab, without) == ["an axolotl"]


# Webhooks


def test_a_webhook_is_made_as_documented(either: Lab) -> None:
    example = load("xquik", "create_webhook", "example")
    assert example.request is not None
    made = either.post("/webhooks", example.request.body).json()
    secret = made.pop("secret")
    shown = either.get("/webhooks").json()
    assert shown == {"webhooks": [{**made, "isActive": True}], "hasMore": False}
    assert differences(example.request.body, made, extra_ok=True) == []
    assert secret not in json.dumps(shown)


def test_no_webhook_is_one_too_many(lab: Lab) -> None:
    for _ in range(service.MOST):
        hook(lab)
    lab.refuses("POST", "/webhooks", {"url": HOOK, "eventTypes": ALL}, code="invalid_input")
    assert len(lab.get("/webhooks").json()["webhooks"]) == service.MOST


def test_what_a_tester_registered_for_everything_wants_every_event(lab: Lab) -> None:
    body = {"vendor": "xquik", "url": HOOK, "events": ["*"]}
    assert control(lab, "/webhooks", body).status_code == 201
    (shown,) = lab.get("/webhooks").json()["webhooks"]
    assert set(shown["eventTypes"]) == {*ALL, "webhook.test"}


def test_a_test_that_failed_is_over(lab: Lab) -> None:
    made = hook(lab)
    lab.transport.status = 503
    assert lab.post(f"/webhooks/{made['id']}/test").json()["success"] is False
    (delivery,) = lab.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert (delivery["status"], delivery["attempts"], delivery["lastError"]) == ("exhausted", 1, "HTTP 503")


def test_a_delivery_that_waits_is_pending(lab: Lab) -> None:
    monitor(lab)
    made = hook(lab)
    publish(lab, "elonmusk", "Hello")
    (delivery,) = lab.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert (delivery["status"], delivery["attempts"]) == ("pending", 0)
    assert not {"lastStatusCode", "lastError", "deliveredAt"} & delivery.keys()


# Triggers


@pytest.mark.parametrize("event", [*ALL, "webhook.test"])
def test_a_tester_makes_each_event_happen(either: Lab, event: str) -> None:
    monitor(either)
    secret = hook(either)["secret"]
    answer = control(either, "/trigger", {"vendor": "xquik", "event": event})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["deliveries"]) == 1
    ((_, body, headers),) = either.transport.sent
    assert json.loads(body)["eventType"] == event
    assert is_genuine(secret, body, headers, either.edition)


@pytest.mark.parametrize(
    ("event", "data", "status"),
    [
        ("tweet.new", {"username": "nobody_here"}, 409),
        ("tweet.new", {"username": "not a name"}, 400),
        ("tweet.reply", {}, 409),
        ("tweet.new", {"text": 5}, 400),
        ("tweet.new", {"handle": "elonmusk"}, 400),
        ("webhook.test", {}, 409),
        ("webhook.test", {"webhook_id": "7"}, 404),
        ("webhook.test", {"webhook_id": "x"}, 400),
    ],
)
def test_what_cannot_happen_is_told(lab: Lab, event: str, data: dict[str, object], status: int) -> None:
    monitor(lab, types=["tweet.new"])
    answer = control(lab, "/trigger", {"vendor": "xquik", "event": event, "data": data})
    assert answer.status_code == status, answer.text
    assert lab.get("/events").json()["events"] == []
