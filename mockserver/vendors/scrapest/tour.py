"""The tour: from an open stream to a gap that the log tells of, as `mockserver tour` shows it. Data only."""

from __future__ import annotations

from mockserver.contract import TourStep

_MOCK = "/_mock/workspaces/{workspace}"

TOUR = (
    TourStep(
        "Open the stream with the key in the header x-api-key",
        "/ws",
        method="LISTEN",
        expect=101,
    ),
    TourStep(
        "Somebody tweets",
        f"{_MOCK}/tweets",
        method="POST",
        body={"author": "nasa", "text": "Liftoff! #Artemis https://nasa.example/live"},
        expect=201,
        capture={"tweet_id": "/id"},
        show=("/id",),
    ),
    TourStep(
        "The tweet arrives",
        "/ws",
        method="RECEIVE",
        show=("/id", "/text", "/author/screen_name", "/created_at", "/entities/hashtags/0/text"),
    ),
    TourStep(
        "Somebody else quotes it",
        f"{_MOCK}/tweets",
        method="POST",
        body={"author": "spacefan", "text": "Look at that!", "quote": "{tweet_id}"},
        expect=201,
    ),
    TourStep(
        "The quote brings the tweet along",
        "/ws",
        method="RECEIVE",
        show=("/text", "/quoted_tweet/text", "/quoted_tweet/quote_count"),
    ),
    TourStep(
        "Let streams deliver only the accounts that a key tracks",
        f"{_MOCK}/settings",
        method="PATCH",
        body={"track": "listed"},
        show=("/track",),
    ),
    TourStep(
        "Track one",
        "/track-user",
        method="POST",
        body={"username": "nasa"},
        show=("/message",),
    ),
    TourStep(
        "Two tweets of which one is wanted",
        f"{_MOCK}/tweets",
        method="POST",
        body={"author": "spacefan", "text": "Nobody tracks me"},
        expect=201,
    ),
    TourStep(
        "A month later: the connection lives on",
        f"{_MOCK}/tweets",
        method="POST",
        body={"author": "nasa", "text": "Splashdown!"},
        advance="30d",
        expect=201,
    ),
    TourStep(
        "Only the tracked one arrives",
        "/ws",
        method="RECEIVE",
        show=("/text", "/created_at"),
    ),
    TourStep(
        "Withhold the next message on purpose",
        f"{_MOCK}/streams/disturb",
        method="POST",
        body={"do": "gap"},
        show=("/disturbed",),
    ),
    TourStep(
        "Two more tweets",
        f"{_MOCK}/streams/burst",
        method="POST",
        body={"count": 2, "author": "nasa", "text": "Update {n}"},
        expect=201,
    ),
    TourStep(
        "The first is missing",
        "/ws",
        method="RECEIVE",
        show=("/text",),
    ),
    TourStep(
        "The server's log tells the truth about it",
        f"{_MOCK}/streams/socket_1",
        show=("/connection/sent", "/connection/withheld", "/messages/3/outcome"),
    ),
)
