"""Webhooks: registered, delivered, redelivered, and received by the built-in inbox."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import pytest

from mockserver.core.json import dumps
from mockserver.engine.webhooks.distortions import Distortion
from mockserver.engine.webhooks.transport import Answer
from tests.admin.lab import HOST, WS, Post, Server

HOOK = {"vendor": "toy", "url": "http://localhost:3000/hook"}
EVENT = {"vendor": "toy", "event": "widget.made", "data": {"id": "wid_1"}}


def test_a_receiver_is_registered_and_its_secret_shown_once(server: Server) -> None:
    reply = server.call("POST", f"{WS}/webhooks", {**HOOK, "events": ["widget.made", "widget.made"]})
    assert reply.status == 201
    made = reply.json
    secret = made.pop("secret")
    assert len(secret) == 16
    assert made == {
        "id": made["id"],
        **HOOK,
        "events": ["widget.made"],
        "is_active": True,
        "created_at": "2026-01-05T09:00:00.000Z",
    }
    assert server.get(f"{WS}/webhooks") == {"webhooks": [made]}
    assert secret not in server.call("GET", f"{WS}/state/webhooks").text


def test_without_events_a_receiver_gets_all_and_a_secret_may_be_chosen(server: Server) -> None:
    made = server.post(f"{WS}/webhooks", {**HOOK, "secret": "mine"})
    assert (made["events"], made["secret"]) == (["*"], "mine")


@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({"vendor": "tom", "url": "http://localhost/"}, "unknown_vendor", "Known: mute, toy"),
        ({"vendor": "mute", "url": "http://localhost/"}, "no_webhooks", "toy"),
        ({"vendor": "toy"}, "invalid_request", "http://localhost:3000/hooks"),
        ({**HOOK, "url": "ftp://localhost/"}, "refused_url", "http or https"),
        ({**HOOK, "url": "http://169.254.169.254/latest"}, "refused_url", "http or https"),
        ({**HOOK, "events": ["widget.mad"]}, "unknown_event", "Did you mean 'widget.made'?"),
        ({**HOOK, "events": ["widget.lost"]}, "unknown_event", "Known: *, widget.made"),
        ({**HOOK, "events": []}, "invalid_request", "* for all"),
        ({**HOOK, "secret": "a b"}, "invalid_request", "visible ASCII"),
    ],
)
def test_who_cannot_be_a_receiver(server: Server, body: object, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{WS}/webhooks", body).refusal(400, code)
    assert server.get(f"{WS}/webhooks") == {"webhooks": []}


def test_another_edition_knows_other_events(server: Server) -> None:
    server.call("PATCH", f"{WS}/settings", {"editions": {"toy": "observed"}})
    assert server.post(f"{WS}/webhooks", {**HOOK, "events": ["widget.lost"]})["events"] == ["widget.lost"]


def test_receivers_are_removed_one_by_one_or_all(server: Server) -> None:
    ids = [server.post(f"{WS}/webhooks", HOOK)["id"] for _ in range(3)]
    assert server.call("DELETE", f"{WS}/webhooks/{ids[0]}").json == {"deleted": 1}
    assert ids[1] in server.call("DELETE", f"{WS}/webhooks/{ids[0]}").refusal(404, "unknown_webhook")
    assert server.call("DELETE", f"{WS}/webhooks").json == {"deleted": 2}
    assert server.get(f"{WS}/webhooks") == {"webhooks": []}


def test_a_delivery_shows_each_attempt(server: Server) -> None:
    server.post(f"{WS}/webhooks", {**HOOK, "secret": "mine"})
    server.receiver.status = None
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    server.receiver.status = 204
    server.post(f"{WS}/clock/advance", {"by": "1m"})
    delivery = server.get(f"{WS}/deliveries/{delivery_id}")
    body = b'{"event":"widget.made","widget":{"id":"wid_1"}}'
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "mockserver-webhooks",
        "X-Toy-Signature": f"sha256={hmac.new(b'mine', body, hashlib.sha256).hexdigest()}",
    }
    times = "2026-01-05T09:00:00.000Z", "2026-01-05T09:01:00.000Z"
    assert delivery == {
        "id": delivery_id,
        "vendor": "toy",
        "webhook_id": server.get(f"{WS}/webhooks")["webhooks"][0]["id"],
        "event": "widget.made",
        "url": HOOK["url"],
        "status": "delivered",
        "created_at": "2026-01-05T09:00:00.000Z",
        "attempts": [
            {
                "at": times[0],
                "status": None,
                "duration_ms": 3,
                "headers": headers,
                "error": "connection refused",
            },
            {"at": times[1], "status": 204, "duration_ms": 3, "headers": headers},
        ],
        "headers": headers,
        "body": {"event": "widget.made", "widget": {"id": "wid_1"}},
    }
    assert server.get(f"{WS}/deliveries") == {"deliveries": [delivery], "total": 1}


def test_deliveries_are_listed_newest_first_page_by_page(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    ids = [server.post(f"{WS}/trigger", EVENT)["deliveries"][0] for _ in range(5)]
    assert [each["id"] for each in server.get(f"{WS}/deliveries")["deliveries"]] == ids[::-1]
    page = server.get(f"{WS}/deliveries?limit=2&offset=1")
    assert [each["id"] for each in page["deliveries"]] == [ids[3], ids[2]]
    assert page["total"] == 5


def test_a_delivery_is_sent_again_before_the_answer_comes(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    again = server.post(f"{WS}/deliveries/{delivery_id}/redeliver")
    assert [attempt["status"] for attempt in again["attempts"]] == [200, 200]
    first, second = server.receiver.posts
    assert first.body == second.body


def test_what_cannot_be_sent_again(server: Server) -> None:
    webhook = server.post(f"{WS}/webhooks", HOOK)
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    server.call("GET", f"{WS}/deliveries/x").refusal(404, "unknown_delivery")
    assert "lists" in server.call("POST", f"{WS}/deliveries/x/redeliver").refusal(404, "unknown_delivery")
    server.call("DELETE", f"{WS}/webhooks/{webhook['id']}")
    reply = server.call("POST", f"{WS}/deliveries/{delivery_id}/redeliver")
    assert "Register" in reply.refusal(409, "receiver_gone")


# Pausing, resuming, another secret


def test_a_paused_receiver_gets_nothing_until_it_is_resumed(server: Server) -> None:
    webhook = f"{WS}/webhooks/{server.post(f'{WS}/webhooks', HOOK)['id']}"
    (kept,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    paused = server.call("PATCH", webhook, {"is_active": False})
    assert (paused.status, paused.json["is_active"]) == (200, False)
    assert server.post(f"{WS}/trigger", EVENT)["deliveries"] == []
    reply = server.call("POST", f"{WS}/deliveries/{kept}/redeliver")
    assert "resume" in reply.refusal(409, "receiver_gone")
    assert server.post(f"{WS}/deliveries/redeliver", {}) == {"redelivered": 0, "skipped": 1, "deliveries": []}
    assert server.call("PATCH", webhook, {"is_active": True}).json == server.get(f"{WS}/webhooks")["webhooks"][0]
    assert len(server.post(f"{WS}/trigger", EVENT)["deliveries"]) == 1
    assert len(server.receiver.posts) == 2


def test_pausing_ends_what_is_under_way(server: Server) -> None:
    webhook_id = server.post(f"{WS}/webhooks", HOOK)["id"]
    server.receiver.status = 500
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    server.call("PATCH", f"{WS}/webhooks/{webhook_id}", {"is_active": False})
    server.post(f"{WS}/clock/advance", {"by": "1h"})
    delivery = server.get(f"{WS}/deliveries/{delivery_id}")
    assert (delivery["status"], len(delivery["attempts"])) == ("failed", 1)


def test_a_receiver_subscribes_to_something_else(server: Server) -> None:
    webhook = f"{WS}/webhooks/{server.post(f'{WS}/webhooks', HOOK)['id']}"
    assert server.call("PATCH", webhook, {"events": ["widget.made"]}).json["events"] == ["widget.made"]
    assert server.call("PATCH", webhook, {}).json["events"] == ["widget.made"]
    server.call("PATCH", webhook, {"events": ["widget.mad"]}).refusal(400, "unknown_event")
    server.call("PATCH", webhook, {"url": "http://x/"}).refusal(400, "invalid_request")
    server.call("PATCH", f"{WS}/webhooks/x", {}).refusal(404, "unknown_webhook")


def test_a_secret_is_rotated_and_shown_once(server: Server) -> None:
    made = server.post(f"{WS}/webhooks", {**HOOK, "secret": "old"})
    address = f"{WS}/webhooks/{made['id']}"
    rotated = server.post(f"{address}/rotate-secret", {})
    assert rotated == made | {"secret": rotated["secret"]}
    assert len(rotated["secret"]) == 16
    assert server.post(f"{address}/rotate-secret", {"secret": "mine"})["secret"] == "mine"
    assert "mine" not in server.call("GET", f"{WS}/webhooks").text
    server.post(f"{WS}/trigger", EVENT)
    (post,) = server.receiver.posts
    signature = hmac.new(b"mine", dumps(post.body), hashlib.sha256).hexdigest()
    assert post.headers["X-Toy-Signature"] == f"sha256={signature}"
    server.call("POST", f"{WS}/webhooks/x/rotate-secret", {}).refusal(404, "unknown_webhook")


# Sending many again


def test_deliveries_are_sent_again_by_what_they_are(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    server.receiver.status = 400
    (early,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    server.post(f"{WS}/clock/advance", {"by": "1h"})
    server.receiver.status = 200
    (late,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]

    def again(**chosen: object) -> list[str]:
        answer = server.post(f"{WS}/deliveries/redeliver", chosen)
        assert answer["redelivered"] == len(answer["deliveries"])
        return list(answer["deliveries"])

    assert again(status="failed") == [early]
    assert again(status="failed") == [], "it was taken now"
    assert again(vendor="toy", event="widget.made") == [early, late]
    assert again(vendor="tom") == again(event="widget.lost") == []
    assert again(**{"from": "2026-01-05T10:00:00Z"}) == [late]
    assert again(to="2026-01-05T09:00:00Z") == [early]
    assert again(**{"from": "2026-01-05T09:00:00Z", "to": "2026-01-05T10:00:00Z"}) == [early, late]
    assert again(ids=[late, late]) == [late]
    server.call("POST", f"{WS}/deliveries/redeliver", {"ids": ["x"]}).refusal(404, "unknown_delivery")
    listed = server.get(f"{WS}/deliveries?vendor=toy&event=widget.made&status=delivered")
    assert [each["id"] for each in listed["deliveries"]] == [late, early]
    assert server.get(f"{WS}/deliveries?status=failed") == {"deliveries": [], "total": 0}


def test_deliveries_are_sent_in_the_wrong_order(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    for number in range(4):
        server.post(f"{WS}/trigger", EVENT | {"data": {"id": f"wid_{number}"}})
    server.receiver.posts.clear()
    server.post(f"{WS}/deliveries/redeliver", {"order": "newest_first"})
    assert [post.body["widget"]["id"] for post in server.receiver.posts] == ["wid_3", "wid_2", "wid_1", "wid_0"]


def test_a_silent_receiver_is_asked_once_where_one_waits_for_another(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    ids = [server.post(f"{WS}/trigger", EVENT)["deliveries"][0] for _ in range(3)]
    server.receiver.status = None
    answer = server.post(f"{WS}/deliveries/redeliver", {"order": "newest_first"})
    assert answer == {"redelivered": 1, "skipped": 2, "deliveries": ids[2:]}


# Spoilt deliveries


@dataclass
class Raw:
    """A receiver that keeps exact bytes."""

    posts: list[tuple[bytes, dict[str, str]]]

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], timeout_ms: int) -> Answer:
        self.posts.append((body, dict(headers)))
        return Answer(400 if len(self.posts) > 1 else 200, None, 3)

    async def close(self) -> None:
        pass


def is_signed(body: bytes, headers: Mapping[str, str], secret: bytes = b"mine") -> bool:
    expected = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return headers.get("X-Toy-Signature") == expected


GOOD = b'{"event":"widget.made","widget":{"id":"wid_1"}}'
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body", "signed", "media_type", "detectable"),
    [
        ("duplicate", GOOD, True, JSON, False),
        ("tampered", GOOD[:-1] + b',"tampered":true}', False, JSON, True),
        ("wrong_secret", GOOD, False, JSON, True),
        ("unsigned", GOOD, False, JSON, True),
        ("stale", GOOD, True, JSON, False),
        ("truncated", GOOD[: len(GOOD) // 2], True, JSON, True),
        ("wrong_type", b"payload=" + quote_plus(GOOD).encode(), True, FORM, True),
    ],
)
def test_a_delivery_is_spoilt_on_request(
    server: Server, kind: str, body: bytes, signed: bool, media_type: str, detectable: bool
) -> None:
    server.post(f"{WS}/webhooks", {**HOOK, "secret": "mine"})
    receiver = Raw([])
    universe = server.app.workspaces.get("w")
    assert universe is not None
    universe.workspace.webhooks._transport = receiver
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    delivery = server.post(f"{WS}/deliveries/{delivery_id}/redeliver", {"as": kind})
    sent, headers = receiver.posts[1]
    assert (sent, is_signed(sent, headers), headers["Content-Type"]) == (body, signed, media_type)
    assert ("X-Toy-Signature" in headers) == (kind != "unsigned")
    good, bad = delivery["attempts"]
    assert "spoilt" not in good
    assert (bad["spoilt"], bad["status"]) == ({"kind": kind, "detectable": detectable}, 400)
    assert bad["headers"] == headers
    assert delivery["status"] == "delivered", "what is spoilt changes nothing"
    server.post(f"{WS}/clock/advance", {"by": "1h"})
    assert len(receiver.posts) == 2, "and is not tried again"


def test_there_are_so_many_ways_to_spoil_one(server: Server) -> None:
    server.post(f"{WS}/webhooks", HOOK)
    (delivery_id,) = server.post(f"{WS}/trigger", EVENT)["deliveries"]
    reply = server.call("POST", f"{WS}/deliveries/{delivery_id}/redeliver", {"as": "burnt"})
    hint = reply.refusal(400, "invalid_request")
    assert all(kind in hint for kind in Distortion)


# The built-in receiver


def loop_back(server: Server) -> None:
    """Let deliveries come back to the server itself, as they do over a socket."""

    async def react(post: Post) -> int:
        path = post.url.removeprefix(HOST)
        headers = {name.replace("-", "_"): value for name, value in post.headers.items()}
        return (await server.send("POST", path, post.body, **headers)).status

    server.receiver.react = react


def test_the_inbox_gets_deliveries_and_checks_their_signatures(server: Server) -> None:
    loop_back(server)
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": f"{HOST}{WS}/inbox/mail"})
    server.widget()
    server.post(f"{WS}/clock/advance", {"until": "idle"})
    (received,) = server.get(f"{WS}/inbox/mail")["requests"]
    assert received["at"] == "2026-01-05T09:02:00.000Z"
    assert (received["vendor"], received["verified"]) == ("toy", True)
    assert received["body"]["event"] == "widget.made"
    assert received["headers"]["x-toy-signature"].startswith("sha256=")
    assert server.get(f"{WS}/deliveries")["deliveries"][0]["status"] == "delivered"


@pytest.mark.parametrize(
    ("content", "headers", "shown"),
    [
        (b'{"a": 1}', {"Content_Type": "application/json"}, {"a": 1}),
        (b"a=1", {"Content_Type": "application/x-www-form-urlencoded"}, "a=1"),
        (b"", {}, None),
    ],
)
def test_the_inbox_takes_anything(server: Server, content: bytes, headers: dict[str, str], shown: Any) -> None:
    assert server.post(f"{WS}/inbox/any", content, **headers) == {"received": True}
    (received,) = server.get(f"{WS}/inbox/any")["requests"]
    assert received["body"] == shown
    assert (received["vendor"], received["verified"]) == (None, None)


def test_a_forged_request_is_told_from_a_genuine_one(server: Server) -> None:
    server.post(f"{WS}/webhooks", {"vendor": "toy", "url": f"{HOST}{WS}/inbox/mail", "secret": "mine"})
    server.post(f"{WS}/inbox/mail", b"{}", X_Toy_Signature="sha256=00")
    genuine = hmac.new(b"mine", b"{}", hashlib.sha256).hexdigest()
    server.post(f"{WS}/inbox/mail", b"{}", X_Toy_Signature=f"sha256={genuine}")
    server.post(f"{WS}/inbox/mail2", b"{}", X_Toy_Signature=f"sha256={genuine}")
    verdicts = [each["verified"] for each in server.get(f"{WS}/inbox/mail")["requests"]]
    assert verdicts == [False, True]
    assert server.get(f"{WS}/inbox/mail2")["requests"][0]["verified"] is None


def test_an_inbox_is_emptied(server: Server) -> None:
    assert server.get(f"{WS}/inbox/x") == {"name": "x", "requests": []}
    server.post(f"{WS}/inbox/x", b"1")
    server.post(f"{WS}/inbox/y", b"2")
    assert server.call("DELETE", f"{WS}/inbox/x").json == {"deleted": 1}
    assert server.get(f"{WS}/inbox/x")["requests"] == []
    assert len(server.get(f"{WS}/inbox/y")["requests"]) == 1
