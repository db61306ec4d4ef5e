"""Lookups of users, lists and communities: who is shown, pages that lose nothing, and refusals."""

from __future__ import annotations

import pytest

from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import pages, publish


def test_a_profile_is_found_by_name_and_by_id(either: Lab) -> None:
    found = either.get("/x/users/elonmusk").json()
    assert (found["username"], "name" in found) == ("elonmusk", True)
    assert either.get(f"/x/users/{found['id']}").json() == found
    assert either.get("/x/users/@ElonMusk").json()["id"] == found["id"]
    assert either.get("/x/users/batch", ids=found["id"]).json()["users"] == [found]


def test_a_profile_leaves_out_what_is_unavailable(either: Lab) -> None:
    either.write(lambda: either.workspace.world.people.put("bare_one", bio="", location="", website=None))
    bare = either.get("/x/users/bare_one").json()
    assert not {"description", "location", "url"} & bare.keys()
    full = {"id", "username", "name", "description", "followers", "following", "verified", "profilePicture"}
    either.write(lambda: either.workspace.world.people.put("bare_one", bio="Hello", location="Berlin"))
    assert full | {"location", "createdAt", "statusesCount"} <= either.get("/x/users/bare_one").json().keys()


def test_several_users_come_in_the_order_they_were_asked_for(lab: Lab) -> None:
    people = lab.workspace.world.people
    lab.write(lambda: [people.remember(name) for name in ("marla", "suspended_joe")])
    ids = [lab.get(f"/x/users/{name}").json()["id"] for name in ("paulg", "sama")]
    gone = people.get("suspended_joe")
    assert gone is not None
    asked = ",".join([ids[1], gone.user_id, "1", ids[0], ids[1]])
    found = pages(lab, "/x/users/batch", "users", ids=asked)
    assert [each["id"] for each in found] == [ids[1], ids[0]]
    lab.set_balance(1)
    page = lab.get("/x/users/batch", ids=asked).json()
    lab.set_balance(1)
    rest = lab.get("/x/users/batch", ids=asked, cursor=page["next_cursor"]).json()
    assert [each["id"] for each in page["users"] + rest["users"]] == [ids[1], ids[0]]


def test_who_cannot_be_is_refused(either: Lab) -> None:
    either.refuses("GET", "/x/users/not a name", code="invalid_username")
    either.refuses("GET", "/x/users/suspended_joe", status=404, code="user_not_found")
    either.refuses("GET", "/x/users/999999999999999999", status=404, code="user_not_found")
    either.refuses("GET", "/x/users/a-b/tweets", code="invalid_user_id")
    either.refuses("GET", "/x/users/batch", code="missing_ids")
    either.refuses("GET", "/x/users/batch", query={"ids": "x"}, code="invalid_user_id")
    either.refuses("GET", "/x/users/search", code="missing_query")


def test_who_follows_whom_is_told_both_ways(either: Lab) -> None:
    world = either.workspace.world
    either.write(lambda: world.graph.follow(world.people.remember("alice_a"), world.people.remember("bob_b")))
    before = either.balance
    answer = either.get("/x/followers/check", source="alice_a", target="@bob_b").json()
    assert answer["isFollowing"] is True
    assert (answer["sourceUsername"], answer["targetUsername"]) == ("alice_a", "bob_b")
    assert before - either.balance == 5
    back = either.get("/x/followers/check", source="bob_b", target="alice_a").json()
    assert back["isFollowedBy"] is True
    either.refuses(
        "GET", "/x/followers/check", query={"source": "a"}, code="missing_params", required=["source", "target"]
    )


@pytest.mark.parametrize(("path", "step"), [("followers", 50), ("following", 50), ("verified-followers", 0)])
def test_followers_are_paged_without_loss(lab: Lab, path: str, step: int) -> None:
    lab.write(lambda: lab.workspace.world.people.put("smallfry", followers_count=130, following_count=120))
    query = {"pageSize": step} if step else {}
    found = [each["id"] for each in pages(lab, f"/x/users/smallfry/{path}", "users", **query)]
    assert len(found) == len(set(found))
    if step:
        assert len(found) == (130 if path == "followers" else 120)


def test_a_page_of_followers_has_20_to_200(lab: Lab) -> None:
    for size, count in ((1, 20), (50, 50), (999, 200)):
        assert len(lab.get("/x/users/elonmusk/followers", pageSize=size).json()["users"]) == count


def test_a_users_tweets_and_what_they_answer(lab: Lab) -> None:
    root = publish(lab, "paulg", "A question")
    lab.advance("1m")
    reply = publish(lab, "marla", "An answer", in_reply_to=root)
    lab.advance("1m")
    own = publish(lab, "marla", "A tweet")
    plain = [each["id"] for each in lab.get("/x/users/marla/tweets").json()["tweets"]]
    assert plain[0] == own
    assert reply not in plain
    whole = [
        each["id"]
        for each in lab.get("/x/users/marla/tweets", includeReplies="true", includeParentTweet="true").json()["tweets"]
    ]
    assert whole[:3] == [own, root, reply]
    mentioned = publish(lab, "sama", "hello @marla")
    assert lab.get("/x/users/marla/mentions").json()["tweets"][0]["id"] == mentioned


def test_what_replies_answer_is_shown_once_and_paid_once(lab: Lab) -> None:
    own = publish(lab, "marla", "A thread")
    more = publish(lab, "marla", "goes on", in_reply_to=own)
    other = publish(lab, "paulg", "A question")
    first, second = (publish(lab, "marla", text, in_reply_to=other) for text in ("One answer", "and another"))
    query = {"includeReplies": "true", "includeParentTweet": "true"}
    before = lab.balance
    page = [each["id"] for each in lab.get("/x/users/marla/tweets", **query).json()["tweets"]]
    assert page[:5] == [other, second, first, more, own]
    assert len(page) == len(set(page)) == before - lab.balance


def test_a_protected_account_shows_no_tweets(lab: Lab) -> None:
    assert lab.get("/x/users/protected_pam").json()["protected"] is True
    assert lab.get("/x/users/protected_pam/tweets").json()["tweets"] == []


def test_likes_and_media_of_a_user(lab: Lab) -> None:
    tweet = publish(lab, "paulg", "likeable")
    fan = lab.get("/x/users/a_big_fan").json()
    lab.write(lambda: lab.workspace.world.tweets.like(fan["id"], tweet))
    assert lab.get("/x/users/a_big_fan/likes").json()["tweets"][0]["id"] == tweet
    assert lab.get(f"/x/tweets/{tweet}/favoriters").json()["users"][0]["id"] == fan["id"]
    for each in lab.get("/x/users/elonmusk/media").json()["tweets"]:
        assert each["media"]


def test_users_are_found_by_their_names(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.people.put("zaphod_b", name="Zaphod Beeblebrox"))
    assert "zaphod_b" in [each["username"] for each in lab.get("/x/users/search", q="zaphod").json()["users"]]


def test_lists_and_communities(either: Lab) -> None:
    for kind in ("members", "followers"):
        assert either.get(f"/x/lists/1234567/{kind}").json()["users"]
        either.refuses("GET", f"/x/lists/12/{kind}", status=404, code="not_found")
    either.get("/x/lists/1234567/tweets")
    community = "1500000000000000001"
    info = either.get(f"/x/communities/{community}/info").json()["community"]
    assert info["id"] == community
    for kind in ("members", "moderators"):
        assert either.get(f"/x/communities/{community}/{kind}").json()["users"]
    either.get(f"/x/communities/{community}/tweets")
    either.get("/x/communities/search", q="startups")
    either.get("/x/communities/tweets", q="startups")
    either.refuses("GET", "/x/communities/abc/info", code="invalid_community_id")
    either.refuses("GET", "/x/communities/1/info", status=404, code="not_found")
    either.refuses("GET", "/x/communities/search", code="missing_query")
