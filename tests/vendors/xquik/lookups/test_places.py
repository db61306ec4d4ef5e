"""Lists and communities show what is written in the world, at once."""

from __future__ import annotations

from typing import Any

from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import publish


def ids(page: Any) -> list[str]:
    return [each["id"] for each in page.json().get("tweets", page.json().get("users"))]


def test_a_list_shows_its_members_and_what_they_write(either: Lab) -> None:
    world = either.workspace.world
    owner, member, reader = (world.people.get(name) for name in ("acme", "marla", "reader"))
    assert owner is not None
    assert member is not None
    assert reader is not None
    made: list[str] = []
    either.write(lambda: made.append(world.lists.create(owner, "Builders").id))
    path = f"/x/lists/{made[0]}"
    assert ids(either.get(f"{path}/members")) == ids(either.get(f"{path}/tweets")) == []
    either.write(lambda: (world.lists.add_member(made[0], member), world.lists.follow(made[0], reader)))
    assert [each["username"] for each in either.get(f"{path}/members").json()["users"]] == ["marla"]
    assert [each["username"] for each in either.get(f"{path}/followers").json()["users"]] == ["reader"]
    question = publish(either, "paulg", "A question")
    either.advance("1m")
    early = publish(either, "marla", "Early")
    either.advance("1h")
    middle = (either.now - 60_000) // 1_000
    late = publish(either, "marla", "Late")
    answer = publish(either, "marla", "An answer", in_reply_to=question)
    assert ids(either.get(f"{path}/tweets"))[:2] == [late, early]
    assert ids(either.get(f"{path}/tweets", includeReplies="true"))[:3] == [answer, late, early]
    assert ids(either.get(f"{path}/tweets", sinceTime=middle)) == [late]
    assert ids(either.get(f"{path}/tweets", untilTime=middle))[0] == early
    either.refuses("GET", f"{path}/tweets", query={"sinceTime": "soon"}, code="invalid_input")
    either.write(lambda: world.lists.remove_member(made[0], member))
    assert ids(either.get(f"{path}/tweets")) == []


def test_a_community_shows_its_members_and_what_is_posted(either: Lab) -> None:
    world = either.workspace.world
    owner, member = world.people.get("acme"), world.people.get("marla")
    assert owner is not None
    assert member is not None
    made: list[str] = []
    either.write(lambda: made.append(world.communities.create(owner, "Axolotl keepers", "All of us").id))
    path = f"/x/communities/{made[0]}"
    before = either.balance
    info = either.get(f"{path}/info").json()["community"]
    assert before - either.balance == 1
    assert (info["name"], info["description"], info["member_count"]) == ("Axolotl keepers", "All of us", 1)
    either.write(lambda: world.communities.join(made[0], member))
    assert [each["username"] for each in either.get(f"{path}/members").json()["users"]] == ["marla", "acme"]
    assert [each["username"] for each in either.get(f"{path}/moderators").json()["users"]] == ["acme"]
    tweet = publish(either, "marla", "My gill waver has feathers", community_id=made[0])
    outside = publish(either, "marla", "No gill waver here")
    assert ids(either.get(f"{path}/tweets")) == [tweet]
    assert ids(either.get("/x/communities/search", q="Axolotl keepers")) == [tweet]
    found = ids(either.get("/x/communities/tweets", q='"gill waver"'))
    assert (tweet in found, outside in found) == (True, False)
    either.write(lambda: world.tweets.delete(tweet))
    assert ids(either.get(f"{path}/tweets")) == []
    either.write(lambda: world.communities.delete(made[0]))
    for kind in ("info", "members", "moderators", "tweets"):
        either.refuses("GET", f"{path}/{kind}", status=404, code="not_found")
