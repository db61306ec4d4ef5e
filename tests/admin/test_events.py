"""Events that are made to happen: a vendor's, and tweets."""

from __future__ import annotations

import pytest

from tests.admin.lab import WS, Server

EVENT = {"vendor": "toy", "event": "widget.made"}


def test_a_trigger_is_delivered_before_the_answer_comes(server: Server) -> None:
    for path in ("a", "b"):
        server.post(f"{WS}/webhooks", {"vendor": "toy", "url": f"http://localhost/{path}"})
    server.post(f"{WS}/trigger", EVENT)
    done = server.post(f"{WS}/trigger", {**EVENT, "data": {"name": "bolt"}})
    assert done["event"] == "widget.made"
    assert len(done["deliveries"]) == 2
    assert [post.body["widget"] for post in server.receiver.posts[2:]] == [{"id": "wid_0", "name": "bolt"}] * 2
    shown = [server.get(f"{WS}/deliveries/{each}") for each in done["deliveries"]]
    assert [(each["url"], each["status"]) for each in shown] == [
        ("http://localhost/a", "delivered"),
        ("http://localhost/b", "delivered"),
    ]


def test_a_trigger_that_nobody_listens_to_makes_no_delivery(server: Server) -> None:
    assert server.post(f"{WS}/trigger", EVENT) == {"event": "widget.made", "deliveries": []}


def test_a_trigger_loses_no_time_of_a_running_clock(server: Server) -> None:
    server.workspace("r", clock={"mode": "scaled", "speed": 1000})
    server.post("/_mock/workspaces/r/webhooks", {"vendor": "toy", "url": "http://localhost/x"})
    seen = []
    for _ in range(20):
        server.post("/_mock/workspaces/r/trigger", EVENT)
        seen.append(server.get("/_mock/workspaces/r/clock")["now"])
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("body", "status", "code", "hinted"),
    [
        ({"vendor": "joy", "event": "x"}, 400, "unknown_vendor", "Did you mean 'toy'?"),
        ({"vendor": "toy", "event": "widget.make"}, 400, "unknown_event", "Did you mean 'widget.made'?"),
        ({"vendor": "mute", "event": "x"}, 400, "unknown_event", "There are none"),
        ({"vendor": "toy"}, 400, "invalid_request", "triggers"),
        ({**EVENT, "data": "x"}, 400, "invalid_request", "data"),
        ({**EVENT, "data": {"id": "nobody"}}, 404, "no_widget", "Toy API"),
    ],
)
def test_what_cannot_be_triggered(server: Server, body: object, status: int, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{WS}/trigger", body).refusal(status, code)


def test_a_tweet_is_published_into_the_world(server: Server) -> None:
    reply = server.call("POST", f"{WS}/tweets", {"author": "@Jane", "text": "Hello"})
    assert reply.status == 201
    tweet = reply.json
    world = server.app.workspaces.get("w")
    assert world is not None
    stored = world.workspace.world.tweets.get(tweet["id"])
    assert stored is not None
    assert stored.text == "Hello"
    assert tweet == {
        "id": tweet["id"],
        "author": "Jane",
        "author_id": stored.author_id,
        "text": "Hello",
        "created_at": "2026-01-05T09:00:00.000Z",
        "lang": "en",
        "note": None,
        "reply_to": None,
        "conversation_id": tweet["id"],
        "quote": None,
        "retweet_of": None,
        "media": [],
        "card_url": None,
        "source": "Twitter Web App",
    }
    reply = server.call(
        "POST",
        f"{WS}/tweets",
        {
            "author": "joe",
            "text": "Hi",
            "reply_to": tweet["id"],
            "quote": tweet["id"],
            "media": ["http://x/y.png"],
            "lang": "de",
        },
    )
    assert reply.json["conversation_id"] == reply.json["reply_to"] == reply.json["quote"] == tweet["id"]
    assert (reply.json["media"], reply.json["lang"]) == (
        [{"type": "photo", "url": "http://x/y.png", "film": None}],
        "de",
    )
    again = {"author": "ann", "retweet_of": tweet["id"], "at": "2026-01-05T08:59:00Z"}
    retweet = server.call("POST", f"{WS}/tweets", again).json
    assert (retweet["retweet_of"], retweet["created_at"]) == (tweet["id"], "2026-01-05T08:59:00.000Z")
    counted = world.workspace.world.tweets.get(tweet["id"])
    assert counted is not None
    assert (counted.reply_count, counted.quote_count, counted.retweet_count) == (1, 1, 1)


def test_a_text_that_fits_no_tweet_becomes_a_note(server: Server) -> None:
    long = "words " * 60 + "end"
    made = server.post(f"{WS}/tweets", {"author": "jane", "text": long, "media": ["https://x.example.com/a.MP4?x=1"]})
    assert made["note"] == long
    assert made["text"].endswith("words…")
    assert len(made["text"]) <= 280
    assert [each["type"] for each in made["media"]] == ["video"]
    assert server.post(f"{WS}/tweets", {"author": "jane", "text": long, "note": False})["text"] == long


@pytest.mark.parametrize(
    ("body", "code", "hinted"),
    [
        ({"author": "jane"}, "unpublishable", "reply_to"),
        ({"author": "jane", "text": 5}, "invalid_request", "text: Up to 25000"),
        ({"author": "jane", "text": "x", "retweet_of": "1"}, "unpublishable", "a retweet takes"),
        ({"author": "jane", "retweet_of": "1"}, "unpublishable", "ids of tweets"),
        ({"author": "jane", "text": "x", "media": ["cat.png"]}, "unpublishable", "http or https"),
        ({"author": "jane", "text": "x", "at": "2026-01-05T09:00:01Z"}, "time_to_come", "world.script"),
        ({"author": "jane", "text": "x", "media": ["http://[::1"]}, "unpublishable", "http or https"),
        ({"author": "jane", "text": "x", "card_url": "x.example.com"}, "invalid_request", "card_url: The http"),
        ({"author": "jane", "text": "", "reply_to": "1"}, "unpublishable", "reply_to"),
        ({"author": "jane", "text": "x", "at": "2010-01-01"}, "before_ids", "after 2010-11-04"),
        ({"author": "missing_jane", "text": "x"}, "unpublishable", "missing_"),
        ({"author": "not a handle!", "text": "x"}, "unpublishable", "handle"),
        ({"author": "jane", "text": "x", "reply_to": "1"}, "unpublishable", "ids of tweets"),
        ({"author": "jane", "text": "x", "lang": "English"}, "invalid_request", "such as en"),
        ({"author": "jane", "text": "x", "reply": "1"}, "invalid_request", "Did you mean 'reply_to'?"),
    ],
)
def test_what_cannot_be_published(server: Server, body: object, code: str, hinted: str) -> None:
    assert hinted in server.call("POST", f"{WS}/tweets", body).refusal(400, code)


def test_half_of_a_surrogate_pair_is_refused(server: Server) -> None:
    server.call("POST", f"{WS}/tweets", rb'{"author": "jane", "text": "\ud83d"}').refusal(400, "invalid_request")
