from __future__ import annotations

import pytest

from mockserver.world.communities import _NAMED
from mockserver.world.community import Community, is_community_id
from mockserver.world.paging import MalformedPosition, Page
from mockserver.world.search.query import Malformed
from mockserver.world.search.tweets import Order
from mockserver.world.tweet import Tweet
from tests.world.pages import whole
from tests.world.plans import walks_an_index
from tests.world.universe import Universe

ANY = "1500000000000000000"


def community(universe: Universe, community_id: str = ANY) -> Community:
    found = universe.world.communities.get(community_id)
    assert found is not None
    return found


def ids(tweets: list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def test_any_id_is_a_community_that_never_changes(universe: Universe) -> None:
    found = community(universe)
    assert found == community(universe) == universe.again().communities.get(ANY)
    assert found.name
    assert found.description
    assert found.member_count > found.moderator_count > 0
    assert found.rules
    assert found.created_at < universe.clock.now()
    assert universe.database.revision == 0


@pytest.mark.parametrize(
    "community_id", ["", "x", "12", "0123456789", "-1500000000", "9" * 19, "9" * 30, "\uff11" * 12]
)
def test_such_an_id_is_no_community(universe: Universe, community_id: str) -> None:
    communities, person = universe.world.communities, universe.person("anna")
    assert not is_community_id(community_id)
    assert communities.get(community_id) is None
    assert communities.members(community_id, 5) == Page((), None)
    assert communities.tweets(community_id, 5) == Page((), None)
    assert not communities.is_member(community_id, person)
    with universe.database.transaction():
        assert not communities.delete(community_id)
        with pytest.raises(LookupError):
            communities.join(community_id, person)


def test_members_are_as_many_as_shown_and_moderators_are_among_them(universe: Universe) -> None:
    communities = universe.world.communities
    with universe.database.transaction():
        found = communities.search("origami", 20).items[0]
    moderators = whole(lambda at: communities.moderators(found.id, 2, at))
    assert len(moderators) == found.moderator_count
    assert moderators[0].handle == found.owner
    for person in moderators:
        assert communities.is_member(found.id, person)
        assert communities.is_moderator(found.id, person)
    members = [person.key for person in communities.members(found.id, 300).items]
    assert len(set(members)) == len(members) == min(300, found.member_count)
    assert {person.key for person in moderators} <= set(members)


def test_joining_and_leaving_show_in_members_and_counts(universe: Universe) -> None:
    communities, anna = universe.world.communities, universe.person("anna")
    before = community(universe)
    moderator = communities.moderators(ANY, 1).items[0]
    with universe.database.transaction():
        assert communities.join(ANY, anna)
        assert not communities.join(ANY, anna)
        assert communities.leave(ANY, moderator)
        assert not communities.leave(ANY, moderator)
        assert communities.add_moderator(ANY, anna)
        assert not communities.add_moderator(ANY, moderator)
    now = community(universe)
    assert (now.member_count, now.moderator_count) == (before.member_count, before.moderator_count)
    assert communities.members(ANY, 1).items[0].key == "anna"
    assert communities.is_moderator(ANY, anna)
    assert not communities.is_member(ANY, moderator)
    assert moderator.key not in {person.key for person in communities.members(ANY, 20).items}
    with universe.database.transaction():
        assert communities.leave(ANY, anna)
    assert not communities.is_moderator(ANY, anna)
    assert community(universe).moderator_count == before.moderator_count - 1


def test_one_that_is_made_begins_with_its_owner(universe: Universe) -> None:
    communities, anna = universe.world.communities, universe.person("anna")
    with universe.database.transaction():
        made = communities.create(anna, "Zebra Riders", "For those who ride")
    assert communities.get(made.id) == made
    assert (made.name, made.description, made.owner) == ("Zebra Riders", "For those who ride", "anna")
    assert (made.member_count, made.moderator_count) == (1, 1)
    assert made.created_at == universe.clock.now()
    assert communities.members(made.id, 5).items == communities.moderators(made.id, 5).items == (anna,)
    assert communities.tweets(made.id, 5) == Page((), None)
    assert communities.search("zebra riders", 5).items[0] == made


def test_a_deleted_one_is_nowhere(universe: Universe) -> None:
    communities, anna = universe.world.communities, universe.person("anna")
    with universe.database.transaction():
        made = communities.create(anna, "Zebra Riders")
        for each in (made.id, ANY):
            assert communities.delete(each)
            assert not communities.delete(each)
    for each in (made.id, ANY):
        assert communities.get(each) is None
        assert communities.members(each, 5).items == communities.moderators(each, 5).items == ()
        assert communities.tweets(each, 5).items == ()
        with universe.database.transaction(), pytest.raises(LookupError):
            communities.join(each, anna)
    assert made.id not in {found.id for found in communities.search("zebra riders", 50).items}


def test_what_is_posted_in_one_is_by_members_and_stays_there(universe: Universe) -> None:
    communities = universe.world.communities
    tweets = whole(lambda at: communities.tweets(ANY, 7, at))
    assert len(tweets) >= 20
    assert ids(tweets) == sorted(ids(tweets), key=int, reverse=True)
    for tweet in tweets:
        assert tweet.community_id == ANY
        assert communities.is_member(ANY, universe.person(tweet.author_handle))
        assert universe.world.tweets.get(tweet.id) == tweet
    with universe.database.transaction():
        newest = universe.world.tweets.publish("anna", "Hello all", community_id=ANY)
        elsewhere = universe.world.tweets.publish("anna", "Hello others", community_id="1500000000000000001")
    assert ids(whole(lambda at: communities.tweets(ANY, 7, at))) == [newest.id, *ids(tweets)]
    with universe.database.transaction():
        universe.world.tweets.delete(newest.id)
    assert ids(whole(lambda at: communities.tweets(ANY, 7, at))) == ids(tweets)
    assert elsewhere.id not in ids(tweets)


@pytest.mark.parametrize("order", list(Order))
def test_tweets_of_communities_are_searched_by_words(universe: Universe, order: Order) -> None:
    def found(query: str, within: str | None) -> list[Tweet]:
        def page(position: str | None) -> Page[Tweet]:
            tweets = universe.world.communities.search_tweets(query, 9, position, community_id=within, order=order)
            assert not isinstance(tweets, Malformed)
            return tweets

        return whole(page)

    everywhere = found("origami", None)
    assert len(everywhere) >= 10
    for tweet in everywhere:
        assert "origami" in tweet.text.lower()
        assert tweet.community_id is not None
        assert universe.world.communities.get(tweet.community_id) is not None
    within = found("origami -paper", ANY)
    assert within
    assert {tweet.community_id for tweet in within} == {ANY}
    assert set(ids(within)) <= set(ids(found("origami", None)))


def test_a_malformed_query_is_a_value(universe: Universe) -> None:
    assert isinstance(universe.world.communities.search_tweets("(", 5), Malformed)


def test_a_keyword_finds_communities_that_bear_it(universe: Universe) -> None:
    communities = universe.world.communities
    found = whole(lambda at: communities.search("Rust Lang", 2, at))
    assert len(found) >= 4
    assert [each.id for each in found] == sorted((each.id for each in found), key=int, reverse=True)
    assert len({each.name for each in found}) == len(found)
    for each in found:
        assert "rust lang" in each.name.lower()
        assert communities.get(each.id) == each
    revision = universe.database.revision
    assert list(communities.search("rust lang", 50).items) == found
    assert universe.database.revision == revision
    assert communities.search("!!!", 5) == Page((), None)


@pytest.mark.parametrize("position", ["", "x", "1.5"])
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str) -> None:
    communities = universe.world.communities
    for page in (communities.members, communities.moderators, communities.tweets):
        with pytest.raises(MalformedPosition):
            page(ANY, 5, position)
    with pytest.raises(MalformedPosition):
        communities.search("rust", 5, position)


def test_a_search_walks_an_index(universe: Universe) -> None:
    assert walks_an_index(universe.database, _NAMED)
