"""Monitors, events and webhooks: what is tweeted is seen, paid for by the hour, and told with a good signature."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest

from mockserver.core.settings import Edition
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import publish

ALL = ["tweet.new", "tweet.reply", "tweet.quote", "tweet.retweet"]
HOOK = "https://receiver.test/hook"


def monitor(lab: Lab, username: str = "elonmusk", types: list[str] = ALL) -> str:
    answer = lab.post("/monitors", {"username": username, "eventTypes": types})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def hook(lab: Lab, types: list[str] = ALL) -> dict[str, Any]:
    answer = lab.post("/webhooks", {"url": HOOK, "eventTypes": types})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def is_genuine(secret: str, body: bytes, headers: dict[str, str], edition: Edition) -> bool:
    """The rule of the document, and that of the newer pages, written from their words alone."""
    told = {name.lower(): value for name, value in headers.items()}
    signed = body
    if edition is Edition.OBSERVED:
        signed = f"{told['x-xquik-timestamp']}.{told['x-xquik-nonce']}.".encode() + body
    return told["x-xquik-signature"] == "sha256=" + hmac.new(secret.encode(), signed, sha256).hexdigest()


# Monitors


def test_a_monitor_is_made_as_documented_and_paid_for(either: Lab) -> None:
    before = either.balance
    body = {"username": "@elonmusk", "eventTypes": ["tweet.new", "tweet.reply", "tweet.quote"]}
    made = either.post("/monitors", body).json()
    assert before - either.balance == 22
    example = load("xquik", "create_monitor", "example")
    assert differences(example.served, made, extra_ok=True) == []
    assert (made["username"], made["eventTypes"]) == ("elonmusk", body["eventTypes"])
    assert either.get(f"/monitors/{made['id']}").json() == made
    assert either.get("/monitors").json() == {"monitors": [made], "total": 1, "hasMore": False}
    account = either.get("/account").json()
    assert (account["monitorsUsed"], account["monitorBilling"]["activeHourlyBurn"]) == (1, "21")


def test_every_hour_costs_until_it_is_paused_or_cannot_be_paid(lab: Lab) -> None:
    monitor_id = monitor(lab)
    before = lab.balance
    lab.advance("5h")
    assert before - lab.balance == 5 * 21
    paused = lab.patch(f"/monitors/{monitor_id}", {"isActive": False}).json()
    assert paused["isActive"] is False
    lab.advance("10h")
    assert before - lab.balance == 5 * 21
    lab.patch(f"/monitors/{monitor_id}", {"isActive": True})
    assert before - lab.balance == 6 * 21
    lab.set_balance(30)
    lab.advance("3h")
    assert (lab.balance, lab.get(f"/monitors/{monitor_id}").json()["isActive"]) == (9, False)
    lab.refuses("PATCH", f"/monitors/{monitor_id}", {"isActive": True}, status=402, code="insufficient_credits")


def test_monitors_that_cannot_be(either: Lab) -> None:
    monitor(either)

    def refused(status: int, code: str, **body: Any) -> None:
        either.refuses("POST", "/monitors", {"username": "paulg", "eventTypes": ALL, **body}, status=status, code=code)

    refused(409, "monitor_already_exists", username="ELONMUSK")
    refused(400, "invalid_input", eventTypes=[])
    refused(400, "invalid_input", eventTypes=["tweet.liked"])
    refused(400, "invalid_username", username="not a name")
    refused(404, "user_not_found", username="suspended_sam")
    refused(502, "stream_registration_failed", username="no_stream_here")
    either.refuses("GET", "/monitors/abc", code="invalid_id")
    either.refuses("GET", "/monitors/99", status=404, code="not_found")
    either.refuses("PATCH", "/monitors/1", {}, code="invalid_input")
    either.set_balance(21)
    refused(402, "insufficient_credits")


def test_a_deleted_monitor_takes_its_events_along_and_can_be_made_again(lab: Lab) -> None:
    monitor_id = monitor(lab)
    publish(lab, "elonmusk", "one")
    assert len(lab.get("/events").json()["events"]) == 1
    assert lab.delete(f"/monitors/{monitor_id}").json() == {"success": True}
    assert lab.get("/events").json() == {"events": [], "hasMore": False}
    monitor(lab)


# Events


def test_each_kind_of_tweet_is_an_event_of_its_own(either: Lab) -> None:
    monitor_id = monitor(either)
    root = publish(either, "paulg", "root")
    publish(either, "elonmusk", "plain")
    publish(either, "elonmusk", "reply", in_reply_to=root)
    publish(either, "elonmusk", "quote", quoted=root)
    either.write(lambda: either.workspace.world.tweets.retweet("elonmusk", root))
    events = either.get("/events").json()["events"]
    assert [each["type"] for each in events] == ["tweet.retweet", "tweet.quote", "tweet.reply", "tweet.new"]
    assert {each["monitorId"] for each in events} == {monitor_id}
    assert (events[2]["data"]["inReplyToTweetId"], events[2]["data"]["inReplyToUsername"]) == (root, "paulg")
    assert (events[1]["data"]["quotedTweetId"], events[0]["data"]["retweetedTweetId"]) == (root, root)
    example = load("xquik", "list_events", "example")
    assert isinstance(example.served, dict)
    assert differences(example.served["events"], events[3:], extra_ok=True) == []
    one = either.get(f"/events/{events[3]['id']}").json()
    assert one == {**events[3], "xEventId": events[3]["data"]["tweetId"]}


def test_only_what_is_wanted_and_while_it_watches(lab: Lab) -> None:
    monitor_id = monitor(lab, types=["tweet.reply"])
    publish(lab, "elonmusk", "plain")
    publish(lab, "paulg", "another")
    assert lab.get("/events").json()["events"] == []
    lab.patch(f"/monitors/{monitor_id}", {"eventTypes": ["tweet.new"]})
    publish(lab, "elonmusk", "now")
    lab.patch(f"/monitors/{monitor_id}", {"isActive": False})
    publish(lab, "elonmusk", "too late")
    assert [each["data"]["text"] for each in lab.get("/events").json()["events"]] == ["now"]


def test_events_are_paged_and_filtered(lab: Lab) -> None:
    first, second = monitor(lab), monitor(lab, "paulg")
    for number in range(7):
        publish(lab, "elonmusk" if number % 2 else "paulg", f"{number}")
        lab.advance("1m")
    seen: list[str] = []
    cursor: dict[str, object] = {}
    while True:
        page = lab.get("/events", limit=3, **cursor).json()
        seen += [each["data"]["text"] for each in page["events"]]
        if not page["hasMore"]:
            break
        cursor = {"after": page["nextCursor"]}
    assert seen == list("6543210")
    assert len(lab.get("/events", monitorId=first).json()["events"]) == 3
    assert len(lab.get("/events", monitorId=second, eventType="tweet.new").json()["events"]) == 4
    assert lab.get("/events", eventType="tweet.quote").json()["events"] == []
    lab.refuses("GET", "/events", query={"monitorId": "x"}, code="invalid_id")
    lab.refuses("GET", "/events", query={"eventType": "x"}, code="invalid_input")
    lab.refuses("GET", "/events", query={"after": "x"}, code="invalid_input")
    lab.refuses("GET", "/events/99", status=404, code="not_found")


def test_keywords_are_queries_in_xs_syntax(either: Lab) -> None:
    body = {"query": "axolotl -cats", "eventTypes": ["tweet.new"]}
    made = either.post("/monitors/keywords", body).json()
    assert either.get("/monitors/keywords").json()["monitors"] == [made]
    publish(either, "paulg", "an axolotl and cats")
    publish(either, "sama", "my axolotl sleeps")
    (event,) = either.get("/events").json()["events"]
    assert (event["monitorType"], event["query"], event["keywordMonitorId"]) == ("keyword", body["query"], made["id"])
    either.refuses("POST", "/monitors/keywords", body, status=409, code="monitor_already_exists")
    either.refuses("POST", "/monitors/keywords", {**body, "query": "((("}, code="invalid_input")
    either.refuses("GET", f"/monitors/{made['id']}", status=404, code="not_found")
    assert either.patch(f"/monitors/keywords/{made['id']}", {"isActive": False}).json()["isActive"] is False
    assert either.delete(f"/monitors/keywords/{made['id']}").json() == {"success": True}


# Webhooks


def test_an_event_is_delivered_with_a_good_signature(either: Lab) -> None:
    monitor(either)
    made = hook(either)
    publish(either, "elonmusk", "Hello world")
    ((url, body, headers),) = either.settle()
    assert url == HOOK
    told = json.loads(body)
    assert (told["eventType"], told["username"], told["data"]["text"]) == ("tweet.new", "elonmusk", "Hello world")
    assert is_genuine(made["secret"], body, headers, either.edition)
    assert not is_genuine("another", body, headers, either.edition)
    assert ("X-Xquik-Nonce" in headers) is (either.edition is Edition.OBSERVED)
    (delivery,) = either.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert (delivery["status"], delivery["attempts"], delivery["lastStatusCode"]) == ("delivered", 1, 200)
    assert delivery["streamEventId"] == either.get("/events").json()["events"][0]["id"]


def test_the_secret_is_shown_once(either: Lab) -> None:
    made = hook(either)
    assert len(made["secret"]) == 64
    assert int(made["secret"], 16) >= 0
    assert made["secret"] not in either.get("/webhooks").text
    changed = either.patch(f"/webhooks/{made['id']}", {"url": "https://other.test/", "isActive": False}).json()
    assert (changed["url"], changed["isActive"], "secret" in changed) == ("https://other.test/", False, False)


@pytest.mark.parametrize(
    ("status", "attempts", "end"), [(500, 5, "exhausted"), (429, 5, "exhausted"), (404, 1, "exhausted")]
)
def test_a_failed_delivery_is_tried_after_1_2_4_and_8_seconds(lab: Lab, status: int, attempts: int, end: str) -> None:
    monitor(lab)
    made = hook(lab)
    lab.transport.status = status
    publish(lab, "elonmusk", "Hello")
    lab.settle()
    (delivery,) = lab.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert delivery["status"] == ("failed" if attempts > 1 else end)
    assert delivery["lastError"] == f"HTTP {status}"
    counts = [len(lab.transport.sent)]
    for wait in ("1s", "2s", "4s", "8s", "1h"):
        lab.advance(wait)
        counts.append(len(lab.transport.sent))
    assert counts == ([1, 2, 3, 4, 5, 5] if attempts > 1 else [1] * 6)
    (delivery,) = lab.get(f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert (delivery["status"], delivery["attempts"]) == (end, attempts)


def test_a_test_is_sent_at_once_and_tells_how_it_went(either: Lab) -> None:
    made = hook(either)
    path = f"/webhooks/{made['id']}/test"
    assert either.post(path).json() == {"success": True, "statusCode": 200}
    ((_, body, headers),) = either.transport.sent
    example = load("xquik", "test_webhook", "payload")
    assert differences(example.request and example.request.body, json.loads(body), extra_ok=False) == []
    assert is_genuine(made["secret"], body, headers, either.edition)
    either.transport.status = 500
    assert either.post(path).json() == {"success": False, "statusCode": 500, "error": "HTTP 500"}
    either.advance("1h")
    assert len(either.transport.sent) == 2
    either.patch(f"/webhooks/{made['id']}", {"isActive": False})
    either.refuses("POST", path, code="webhook_inactive")


def test_webhooks_that_cannot_be(either: Lab) -> None:
    def refused(**body: Any) -> None:
        either.refuses("POST", "/webhooks", {"url": HOOK, "eventTypes": ALL, **body}, code="invalid_input")

    refused(url="ftp://a.test")
    refused(url="http://169.254.169.254/latest")
    refused(url="")
    refused(eventTypes=["x"])
    made = hook(either)
    either.refuses("PATCH", f"/webhooks/{made['id']}", {}, code="invalid_input")
    either.refuses("PATCH", f"/webhooks/{made['id']}", {"url": "http://169.254.169.254/"}, code="invalid_input")
    for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "/test"), ("GET", "/deliveries")):
        body = {"isActive": True} if method == "PATCH" else None
        either.refuses(method, f"/webhooks/abc{path}", body, code="invalid_id")
        either.refuses(method, f"/webhooks/99{path}", body, status=404, code="not_found")
    assert either.delete(f"/webhooks/{made['id']}").json() == {"success": True}
    assert either.get("/webhooks").json()["webhooks"] == []
