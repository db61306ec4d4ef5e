"""What is written through one vendor is seen through the others, and by monitors, in the same moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import connect

from mockserver.core.json import loads
from mockserver.server.registry import Registry
from tests.streams.lab import play, running
from tests.vendors.scrapely.lab import account_body

ACCOUNT = "acme_launch"


class Workspace:
    """A workspace, and clients of its vendors."""

    def __init__(self, made: Mapping[str, Any], http: httpx.AsyncClient) -> None:
        self.keys, self.urls = made["keys"], made["base_urls"]
        self._http = http

    async def xquik(self, method: str, path: str, **sent: Any) -> Any:
        return await self._call(method, self.urls["xquik"] + path, {"x-api-key": self.keys["xquik"]}, sent)

    async def scrapely(self, method: str, path: str, **sent: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.keys['scrapely']}"}
        return await self._call(method, self.urls["scrapely"] + path, headers, sent)

    async def _call(self, method: str, url: str, headers: Mapping[str, str], sent: Mapping[str, Any]) -> Any:
        answer = await self._http.request(method, url, headers=headers, **sent)
        assert answer.is_success, answer.text
        return answer.json()


@asynccontextmanager
async def connected() -> AsyncIterator[Workspace]:
    """A workspace where one account is connected to every vendor that connects X accounts."""
    with running(Registry()) as url:
        async with httpx.AsyncClient(base_url=url) as http:
            made = await http.post("/_mock/workspaces", json={"clock": {"mode": "frozen"}})
            workspace = Workspace(made.json(), http)
            login = {"username": ACCOUNT, "email": "a@example.com", "password": "secret"}
            await workspace.xquik("POST", "/x/accounts", json=login)
            await workspace.scrapely("POST", "/accounts", json=account_body(handle=ACCOUNT))
            yield workspace


def test_a_tweet_is_streamed_seen_by_monitors_and_found() -> None:
    async def visit() -> None:
        async with connected() as workspace:
            watched = {"username": ACCOUNT, "eventTypes": ["tweet.new"]}
            await workspace.xquik("POST", "/monitors", json=watched)
            headers = {"x-api-key": workspace.keys["scrapest"]}
            async with connect(workspace.urls["scrapest"], additional_headers=headers) as stream:
                body = {"account": ACCOUNT, "text": "We are live, axolotls!"}
                tweet_id = (await workspace.xquik("POST", "/x/tweets", json=body))["tweetId"]
                streamed = loads(await stream.recv())
            assert tweet_id in str(streamed)
            (event,) = (await workspace.xquik("GET", "/events"))["events"]
            assert event["data"]["text"] == body["text"]
            found = await workspace.xquik("GET", "/x/tweets/search", params={"q": "axolotls"})
            assert found["tweets"][0]["id"] == tweet_id

    play(visit())


def test_a_message_stands_in_the_other_vendors_inbox_and_answers_come_back() -> None:
    async def visit() -> None:
        async with connected() as workspace:
            sent = {"account": ACCOUNT, "text": "Hello Ann"}
            await workspace.xquik("POST", "/x/dm/silent_ann", json=sent)
            (item,) = (await workspace.scrapely("GET", "/conversations"))["conversations"]
            assert (item["receiver"]["screen_name"], item["message_count"]) == ("silent_ann", 1)
            (account,) = (await workspace.scrapely("GET", "/accounts"))["accounts"]
            answer = {"conversation_id": item["conversation_id"], "account_id": account["id"], "message": "Hm"}
            await workspace.scrapely("POST", "/dm/send", json=answer)
            told = (await workspace.xquik("GET", "/x/dm/silent_ann/history"))["messages"]
            assert [each["text"] for each in told] == ["Hm", "Hello Ann"]

    play(visit())


def test_a_profile_is_everybodys() -> None:
    async def visit() -> None:
        async with connected() as workspace:
            bob = {"username": "bob", "email": "b@example.com", "password": "secret"}
            await workspace.xquik("POST", "/x/accounts", json=bob)
            await workspace.xquik("PATCH", "/x/profile", json={"account": "bob", "description": "Newts, mostly"})
            await workspace.xquik("POST", "/x/dm/bob", json={"account": ACCOUNT, "text": "Hello Bob"})
            (item,) = (await workspace.scrapely("GET", "/conversations"))["conversations"]
            assert item["receiver"]["bio"] == "Newts, mostly"

    play(visit())
