"""Whose tweets a key gets. Observed: POST and DELETE /track-user, GET /tracked-users."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from tests.streams.lab import play
from tests.vendors.scrapest.lab import Lab, next_tweet, working


async def names(lab: Lab, key: str | None = None) -> list[str]:
    answer = await lab.call("GET", "/tracked-users", key=key)
    assert answer.status_code == 200, answer.text
    return [row["username"] for row in answer.json()["tracked_users"]]


async def texts(lab: Lab, client: ClientConnection, tracked: str) -> list[str]:
    """What came before a tweet of somebody who is tracked."""
    await lab.tweet("the end", author=tracked)
    got: list[str] = []
    while not got or got[-1] != "the end":
        got.append((await next_tweet(client))["text"])
    return got[:-1]


def test_accounts_are_tracked_listed_and_let_go(url: str) -> None:
    async def visit() -> None:
        async with working(url, "tracked") as lab:
            assert await names(lab) == []
            made = await lab.call("POST", "/track-user", {"username": "@Grace"})
            row = made.json()["data"]
            assert (made.status_code, made.json()["message"]) == (200, f"Tracking @{row['username']}")
            assert (await lab.call("POST", "/track-user", {"username": "grace"})).status_code == 200
            await lab.call("POST", "/track-user", {"username": "ada"})
            listed = (await lab.call("GET", "/tracked-users")).json()["tracked_users"]
            assert listed[0] == row
            assert list(row) == ["name", "username", "id"]
            assert [each["username"].lower() for each in listed] == ["grace", "ada"]
            gone = await lab.call("DELETE", "/track-user", {"username": "GRACE"})
            assert (gone.status_code, gone.json()["data"]) == (200, row)
            assert [name.lower() for name in await names(lab)] == ["ada"]
            again = await lab.call("DELETE", "/track-user", {"username": "grace"})
            assert (again.status_code, again.json()) == (404, {"status": "error", "error": "User is not tracked"})

    play(visit())


def test_where_accounts_are_listed_only_theirs_come(url: str) -> None:
    async def visit() -> None:
        async with working(url, "listed") as lab, lab.stream() as client:
            await lab.tweet("of anybody", author="stranger")
            assert (await next_tweet(client))["text"] == "of anybody"
            await lab.serve(track="listed")
            await lab.call("POST", "/track-user", {"username": "grace"})
            await lab.tweet("not this", author="stranger")
            await lab.tweet("this", author="Grace")
            assert await texts(lab, client, "grace") == ["this"]
            await lab.call("POST", "/track-user", {"username": "ada"})
            await lab.call("DELETE", "/track-user", {"username": "grace"})
            await lab.tweet("not this either", author="grace")
            assert await texts(lab, client, "ada") == []
            await lab.serve(track="all")
            await lab.tweet("everybody again", author="stranger")
            assert await texts(lab, client, "ada") == ["everybody again"]

    play(visit())


def test_keys_track_by_themselves(url: str) -> None:
    async def visit() -> None:
        async with working(url, "keys", settings={"track": "listed"}) as lab:
            other = (await lab.control("POST", "/keys", {"vendor": "scrapest"}))["key"]
            await lab.call("POST", "/track-user", {"username": "grace"})
            await lab.call("POST", "/track-user", {"username": "ada"}, key=other)
            assert [name.lower() for name in await names(lab, other)] == ["ada"]
            async with lab.stream() as mine, lab.stream(other) as theirs:
                await lab.tweet("for one", author="grace")
                await lab.tweet("for the other", author="ada")
                assert (await next_tweet(mine))["text"] == "for one"
                assert (await next_tweet(theirs))["text"] == "for the other"

    play(visit())


@pytest.mark.parametrize(
    ("body", "issue"),
    [
        ({}, "username"),
        ({"username": 5}, "username"),
        ({"username": None}, "username"),
        ({"username": ""}, "username"),
        ({"username": "sixteen_letters_"}, "username"),
        ({"username": "no spaces"}, "username"),
        ({"username": "nul\x00"}, "username"),
        ({"username": "🚀"}, "username"),
        ([], "body"),
        ("text", "body"),
    ],
)
def test_what_is_no_handle_is_refused_and_nothing_is_written(url: str, body: Any, issue: str) -> None:
    async def visit() -> None:
        async with working(url, "invalid") as lab:
            for method in ("POST", "DELETE"):
                answer = await lab.call(method, "/track-user", body)
                assert (answer.status_code, answer.json()["status"]) == (422, "fail")
                assert [each["path"] for each in answer.json()["issues"]] == [issue]
            assert await names(lab) == []

    play(visit())


def test_nobody_is_tracked_by_a_name_that_nobody_has(url: str) -> None:
    async def visit() -> None:
        async with working(url, "nobody") as lab:
            answer = await lab.call("POST", "/track-user", {"username": "missing_person"})
            assert (answer.status_code, answer.json()) == (404, {"status": "error", "error": "User not found"})

    play(visit())


def test_endpoints_want_a_key_and_a_known_method(url: str) -> None:
    async def visit() -> None:
        async with working(url, "endpoints") as lab:
            answers = [
                await lab.http.get("/scrapest/tracked-users"),
                await lab.call("GET", "/tracked-users", key="nobody"),
                await lab.call("PUT", "/track-user"),
            ]
            assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [
                (401, "Missing or invalid x-api-key header"),
                (401, "Invalid API key"),
                (405, "Use DELETE, POST here, not PUT"),
            ]
            assert answers[2].headers["allow"] == "DELETE, POST"
            malformed = await lab.http.post(
                "/scrapest/track-user", content=b"{", headers={"x-api-key": lab.key, "content-type": "application/json"}
            )
            assert malformed.status_code == 422

    play(visit())
