"""What the owner of a connected account sees: his timeline, notifications and bookmarks, and who may not look."""

from __future__ import annotations

import pytest

from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import publish

FEEDS = ("/x/timeline", "/x/notifications", "/x/bookmarks", "/x/bookmarks/folders")


def connect(lab: Lab, username: str) -> str:
    login = {"username": username, "email": "a@example.com", "password": "secret"}
    return str(lab.post("/x/accounts", login).json()["id"])


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_needs_a_healthy_connected_account(either: Lab, path: str) -> None:
    either.refuses("GET", path, status=404, code="account_not_found")
    connect(either, "reauth_joe")
    connect(either, "locked_joe")
    either.refuses("GET", path, status=403, code="account_needs_reauth")
    either.refuses("GET", path, query={"account": "locked_joe"}, status=403, code="account_restricted")
    either.refuses("GET", path, query={"account": "nobody"}, status=404, code="account_not_found")
    number = connect(either, "acme")
    for account in ("acme", "@ACME", number):
        assert either.get(path, account=account).status_code == 200
    either.set_balance(0)
    either.refuses("GET", path, query={"account": "acme"}, status=402, code="insufficient_credits")


def test_the_timeline_shows_whom_the_account_follows_without_what_was_seen(either: Lab) -> None:
    connect(either, "acme")
    world = either.workspace.world
    either.write(lambda: world.graph.follow(world.people.remember("acme"), world.people.remember("marla")))
    ids = [publish(either, "marla", f"news {number}") for number in range(3)]
    publish(either, "a_stranger", "not for you")
    newest = [each["id"] for each in either.get("/x/timeline").json()["tweets"]]
    assert newest[:3] == ids[::-1]
    unseen = either.get("/x/timeline", seenTweetIds=f"{ids[2]},,{ids[0]}").json()["tweets"]
    assert (unseen[0]["id"], ids[0] in [each["id"] for each in unseen]) == (ids[1], False)
    either.write(lambda: world.tweets.delete(ids[1]))
    assert ids[1] not in [each["id"] for each in either.get("/x/timeline").json()["tweets"]]


def test_notifications_are_filtered_by_type(either: Lab) -> None:
    connect(either, "acme")
    tweet = publish(either, "acme", "Hello")
    world = either.workspace.world
    either.write(lambda: world.people.put("badge_b", is_blue_verified=True))
    either.write(lambda: world.people.put("plain_p", is_blue_verified=False, is_verified=False))
    either.advance("1m")
    publish(either, "plain_p", "Hello back", in_reply_to=tweet)
    either.advance("1m")
    either.write(lambda: world.tweets.like(world.people.remember("badge_b").user_id, tweet))

    def messages(**query: str) -> list[str]:
        return [each["message"] for each in either.get("/x/notifications", **query).json()["notifications"]]

    like, reply = "badge_b liked your tweet", "plain_p replied to your tweet"
    assert messages()[:2] == [like, reply]
    assert messages(type="Whatever") == messages(type="All") == messages()
    assert messages(type="Verified")[0] == like
    assert reply not in messages(type="Verified")
    assert messages(type="Mentions")[0] == reply
    newest = either.get("/x/notifications").json()["notifications"][0]
    assert (newest["type"], newest["timestamp"]) == ("like", either.iso_in("0s"))


def test_bookmarks_are_those_of_a_folder_where_one_is_named(either: Lab) -> None:
    connect(either, "acme")
    before = either.balance
    folders = either.get("/x/bookmarks/folders").json()
    assert before - either.balance == 1
    assert (folders["has_next_page"], folders["next_cursor"]) == (False, "")
    folder = folders["folders"][0]["id"]
    world = either.workspace.world
    acme = world.people.get("acme")
    assert acme is not None
    kept, loose = publish(either, "paulg", "Keep me"), publish(either, "paulg", "Me too")
    either.write(lambda: (world.interactions.bookmark(acme, kept, folder), world.interactions.bookmark(acme, loose)))
    assert {each["id"] for each in either.get("/x/bookmarks").json()["tweets"][:2]} == {kept, loose}
    inside = [each["id"] for each in either.get("/x/bookmarks", folderId=folder).json()["tweets"]]
    assert (inside[0], loose in inside) == (kept, False)
    assert either.get(f"/x/tweets/{kept}").json()["tweet"]["bookmarkCount"] == 1
    either.write(lambda: world.interactions.unbookmark(acme, kept))
    assert kept not in [each["id"] for each in either.get("/x/bookmarks").json()["tweets"]]
    for unknown in ("1", "abc", "9" * 40):
        either.refuses("GET", "/x/bookmarks", query={"folderId": unknown}, status=404, code="not_found")
