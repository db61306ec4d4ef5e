"""The tour: from the credits to a tweet that reached a webhook, as `mockserver tour` shows it. Data only."""

from __future__ import annotations

from mockserver.contract import TourStep

_MOCK = "/_mock/workspaces/{workspace}"
_INBOX = f"{_MOCK}/inbox/xquik"

TOUR = (
    TourStep("What is there to spend?", "/credits", show=("/balance", "/lifetimeUsed")),
    TourStep(
        "Look somebody up (any username exists in this world)",
        "/x/users/indie_maker",
        show=("/name", "/username", "/followers"),
    ),
    TourStep(
        "Watch an account for 21 credits an hour",
        "/monitors",
        method="POST",
        body={"username": "acme_launch", "eventTypes": ["tweet.new", "tweet.reply"]},
        expect=201,
        capture={"monitor_id": "/id"},
        show=("/username", "/eventTypes", "/nextBillingAt"),
    ),
    TourStep(
        "Have its events sent to the built-in inbox, in place of your own server",
        "/webhooks",
        method="POST",
        body={"url": "{url}" + _INBOX, "eventTypes": ["tweet.new", "tweet.reply"]},
        expect=201,
        capture={"webhook_id": "/id"},
        show=("/url", "/secret"),
    ),
    TourStep("Is anybody there?", "/webhooks/{webhook_id}/test", method="POST", show=("/success", "/statusCode")),
    TourStep(
        "Connect an account of your own; its password is kept nowhere",
        "/x/accounts",
        method="POST",
        body={"username": "acme_launch", "email": "me@acme.example", "password": "secret"},
        expect=201,
        show=("/xUsername", "/status"),
    ),
    TourStep(
        "Tweet from it for 10 credits",
        "/x/tweets",
        method="POST",
        body={"account": "acme_launch", "text": "We are live! Tell us what you think. #launch"},
        capture={"tweet_id": "/tweetId"},
        show=("/tweetId",),
    ),
    TourStep("The tweet can be read", "/x/tweets/{tweet_id}", show=("/tweet/text", "/author/username")),
    TourStep(
        "The monitor saw it",
        "/events?monitorId={monitor_id}",
        show=("/events/0/type", "/events/0/data/text", "/events/0/occurredAt"),
    ),
    TourStep(
        "It arrived at the inbox after the test, with its signature checked",
        _INBOX,
        advance="1m",
        show=("/requests/1/verified", "/requests/1/headers/x-xquik-signature", "/requests/1/body"),
    ),
    TourStep(
        "The delivery is in the webhook's log",
        "/webhooks/{webhook_id}/deliveries",
        show=("/deliveries/0/status", "/deliveries/0/attempts", "/deliveries/0/lastStatusCode"),
    ),
    TourStep(
        "Five hours later the monitor has cost 5 times 21 credits more",
        "/credits",
        advance="5h",
        show=("/balance", "/lifetimeUsed"),
    ),
    TourStep(
        "Enough: the monitor rests",
        "/monitors/{monitor_id}",
        method="PATCH",
        body={"isActive": False},
        show=("/isActive",),
    ),
)
