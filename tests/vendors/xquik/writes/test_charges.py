"""A write that succeeds is charged once, whatever it is; one that is refused costs nothing and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.vendors.xquik.prices import PRICES
from tests.vendors.xquik.lab import Lab

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
LOGIN = {"email": "a@example.com", "password": "secret"}
PRICE = 10


class Write(NamedTuple):
    """A request of the connected `acme`; a body of None stands for a form with a picture."""

    operation: str
    method: str
    path: str
    body: dict[str, Any] | None


def writes(tweet_id: str, community_id: str) -> Iterator[Write]:
    """One of each kind. None stands in the way of another, in this order."""
    yield Write("createTweet", "POST", "/x/tweets", {"text": "hello"})
    yield Write("likeTweet", "POST", f"/x/tweets/{tweet_id}/like", {})
    yield Write("unlikeTweet", "DELETE", f"/x/tweets/{tweet_id}/like", {})
    yield Write("retweet", "POST", f"/x/tweets/{tweet_id}/retweet", {})
    yield Write("unretweet", "DELETE", f"/x/tweets/{tweet_id}/retweet", {})
    yield Write("deleteTweet", "DELETE", f"/x/tweets/{tweet_id}", {})
    yield Write("followUser", "POST", "/x/users/bob/follow", {})
    yield Write("unfollowUser", "DELETE", "/x/users/bob/follow", {})
    yield Write("removeFollower", "POST", "/x/users/bob/remove-follower", {})
    yield Write("sendDm", "POST", "/x/dm/bob", {"text": "hello"})
    yield Write("updateProfile", "PATCH", "/x/profile", {"location": "Here"})
    yield Write("updateAvatar", "PATCH", "/x/profile/avatar", None)
    yield Write("updateBanner", "PATCH", "/x/profile/banner", None)
    yield Write("uploadMedia", "POST", "/x/media", None)
    yield Write("createCommunity", "POST", "/x/communities", {"name": "Newts", "description": "All of them"})
    yield Write("leaveCommunity", "DELETE", f"/x/communities/{community_id}/join", {})
    yield Write("joinCommunity", "POST", f"/x/communities/{community_id}/join", {})
    yield Write("deleteCommunity", "DELETE", f"/x/communities/{community_id}", {"community_name": "Mine"})


KINDS = tuple(write.operation for write in writes("1", "1"))


def begin(lab: Lab) -> list[Write]:
    """Connect `acme` with a tweet and a community; returns a write of each kind."""
    assert lab.post("/x/accounts", {"username": "acme", **LOGIN}).status_code == 201
    tweet = lab.post("/x/tweets", {"account": "acme", "text": "mine"}).json()["tweetId"]
    named = {"account": "acme", "name": "Mine", "description": "d"}
    return list(writes(tweet, lab.post("/x/communities", named).json()["communityId"]))


def send(lab: Lab, write: Write, account: str = "acme") -> int:
    if write.body is None:
        files, data = {"file": ("a.png", PNG)}, {"account": account}
        return lab.request(write.method, write.path, files=files, data=data).status_code
    return lab.request(write.method, write.path, json={"account": account, **write.body}).status_code


def test_every_kind_of_write_is_here() -> None:
    assert {name for name, price in PRICES.items() if price.credits == PRICE} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_is_charged_once_and_told_in_the_ledger(either: Lab, kind: str) -> None:
    write = next(each for each in begin(either) if each.operation == kind)
    if kind == "joinCommunity":
        assert either.delete(write.path, {"account": "acme"}).status_code == 200
    before, lines = either.balance, len(either.rows("xquik_ledger"))
    assert send(either, write) == 200
    assert before - either.balance == PRICE
    (line,) = either.rows("xquik_ledger")[lines:]
    assert (line["reason"], line["amount"], line["subject"]) == (kind, -PRICE, "acme")


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_write_changes_nothing(either: Lab, kind: str) -> None:
    write = next(each for each in begin(either) if each.operation == kind)
    either.post("/x/accounts", {"username": "write_fails_joe", **LOGIN})
    either.post("/x/accounts", {"username": "reauth_joe", **LOGIN})
    failed = 500 if either.edition == "observed" else 502
    for account, status in (("write_fails_joe", failed), ("reauth_joe", 403), ("nobody", 404), ("", 400)):
        before = either.tables()
        assert send(either, write, account) == status, account
        assert either.tables() == before
    either.set_balance(PRICE - 1)
    before = either.tables()
    assert send(either, write) == 402
    assert either.tables() == before


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(["acme", "write_fails_joe", "nobody"])), max_size=12),
    st.integers(0, 70),
)
def test_what_is_gone_is_what_succeeded(steps: list[tuple[str, str]], balance: int) -> None:
    with asyncio.Runner() as runner:
        lab = Lab(runner)
        by_kind = {write.operation: write for write in begin(lab)}
        assert lab.post("/x/accounts", {"username": "write_fails_joe", **LOGIN}).status_code == 201
        lab.set_balance(balance)
        done = 0
        for kind, account in steps:
            before = lab.tables()
            status = send(lab, by_kind[kind], account)
            done += status == 200
            assert status == 200 or lab.tables() == before
            assert lab.balance == balance - PRICE * done
        totals = lab.totals
        assert totals.balance == totals.purchased - totals.used >= 0
        lab.close()
