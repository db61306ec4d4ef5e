from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.sql import col, select
from mockserver.core.statements import Query
from mockserver.core.times import DAY, HOUR, MINUTE, parse_instant
from mockserver.world.media import MediaKind, drawn
from mockserver.world.paging import MalformedPosition, Page
from mockserver.world.search.index import postings
from mockserver.world.search.matching import Matching
from mockserver.world.search.parser import parse
from mockserver.world.search.query import And, Has, Malformed, Node, Not, Trait, mentions_retweets
from mockserver.world.search.tweets import Order
from mockserver.world.tables import WordRow
from mockserver.world.timeline import ORIGIN
from mockserver.world.tweet import Tweet
from tests.world.plans import walks_an_index
from tests.world.universe import Universe


def ids(tweets: list[Tweet]) -> list[str]:
    return [tweet.id for tweet in tweets]


def page(universe: Universe, query: str, limit: int = 20, position: str | None = None) -> Page[Tweet]:
    found = universe.world.search.page(query, limit, position)
    assert not isinstance(found, Malformed)
    return found


def everything(universe: Universe, query: str, limit: int = 20, order: Order = Order.LATEST) -> list[Tweet]:
    """All pages of a search."""
    tweets: list[Tweet] = []
    position: str | None = None
    while True:
        found = universe.world.search.page(query, limit, position, order=order)
        assert not isinstance(found, Malformed)
        tweets += found.items
        if (position := found.next) is None:
            return tweets


def publish(
    universe: Universe, author: str, text: str, *, reply_to: str | None = None, quoted: str | None = None
) -> str:
    with universe.database.transaction():
        universe.clock.jump(universe.clock.now() + MINUTE)
        return universe.world.tweets.publish(author, text, in_reply_to=reply_to, quoted=quoted).id


# The index finds what a look at every tweet finds

WORDS = ("cats", "dogs", "birds", "fish")
AUTHORS = ("anna", "bert", "carl")
TERMS = st.sampled_from(
    (
        *WORDS,
        *('"cats dogs"', "#cats", "@bert", "$FISH", "url:example.com", "lang:en", "lang:es"),
        *("from:anna", "from:bert", "to:anna", "conversation_id:1"),
        *("filter:replies", "filter:media", "filter:images", "filter:videos", "filter:links", "filter:quote"),
        *("filter:hashtags", "filter:verified", "include:retweets"),
        *("min_faves:1", "min_retweets:1", "min_replies:1"),
        *("since:2026-01-05_10:00:00", "until:2026-01-05_12:00:00"),
    )
)


def _negated(inner: str) -> str:
    return f"-{inner}" if not inner.startswith("-") else inner


QUERIES = st.recursive(
    TERMS | TERMS.map(_negated),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-({text})"),
    ),
    max_leaves=6,
)

EVERY_TWEET = Query(lambda: select(col(WordRow.subject_id)).where(col(WordRow.term) == ""), int)


def by_looking_at_all(universe: Universe, node: Node) -> list[Tweet]:
    """What fits, of all that can be found: stored tweets that were published or planted, and what authors wrote."""
    if not mentions_retweets(node):
        node = And((node, Not(Has(Trait.RETWEETS))))
    world = universe.world
    matching = Matching(world.people, world.tweets, world.lists.has_member)
    stored = (world.tweets.get(str(number)) for number in universe.database.all(EVERY_TWEET))
    known = {tweet.id: tweet for tweet in stored if tweet is not None}
    return sorted(
        (tweet for tweet in known.values() if matching.fits(node, tweet)), key=lambda tweet: int(tweet.id), reverse=True
    )


def lively() -> Universe:
    """A few people who have written, answered, quoted, retweeted, liked and deleted."""
    universe = Universe(seed=13)
    universe.database.load_image(_lively())
    return universe


@cache
def _lively() -> bytes:
    universe = Universe(seed=13)
    with universe.database.transaction():
        for author in AUTHORS:
            universe.world.people.put(author, tweets_count=0, is_verified=author == "carl")
    draws = universe.entropy.stream("lively")
    written: list[str] = []
    for turn in range(60):
        text = " ".join(draws.pick(WORDS) for _ in range(draws.between(1, 3)))
        text += draws.pick(("", "", " #cats", " @bert", " $FISH", " https://example.com/a", " cats, dogs!"))
        with universe.database.transaction():
            universe.clock.jump(universe.clock.now() + 5 * MINUTE)
            about = draws.pick(written) if written and turn % 3 == 0 else None
            tweets = universe.world.tweets
            author = draws.pick(AUTHORS)
            match draws.below(5) if about is not None else 9:
                case 0:
                    tweet = tweets.publish(author, text, in_reply_to=about, lang="en")
                case 1:
                    tweet = tweets.publish(author, text, quoted=about, lang="es")
                case 2:
                    tweet = tweets.retweet(author, str(about))
                case 3:
                    tweets.like(universe.person(author).user_id, str(about))
                    continue
                case 4:
                    tweets.delete(str(about))
                    written.remove(str(about))
                    continue
                case _:
                    kind = draws.pick((None, None, MediaKind.PHOTO, MediaKind.VIDEO))
                    media = () if kind is None else (drawn(kind, str(turn)),)
                    tweet = tweets.publish(author, text, lang=draws.pick(("en", "es")), media=media)
            written.append(tweet.id)
    return universe.database.image()


@settings(max_examples=150)
@given(query=QUERIES, limit=st.integers(1, 40))
def test_the_index_finds_what_a_look_at_every_tweet_finds(query: str, limit: int) -> None:
    universe = lively()
    node = parse(query)
    assert not isinstance(node, Malformed)
    found = everything(universe, query, limit)
    assert ids(found) == ids(by_looking_at_all(universe, node))


def test_pages_are_the_whole_however_they_are_cut(universe: Universe) -> None:
    whole = ids(everything(universe, "coffee", 1_000))
    assert len(whole) >= 30
    assert ids(everything(universe, "coffee", 7)) == whole


def test_what_is_published_meanwhile_moves_no_page(universe: Universe) -> None:
    first = page(universe, "coffee", 10)
    publish(universe, "anna", "more coffee")
    second = page(universe, "coffee", 10, first.next)
    assert not set(ids(list(first.items))) & set(ids(list(second.items)))
    assert ids(everything(universe, "coffee"))[1:21] == ids([*first.items, *second.items])


# What is asked for exists


@pytest.mark.parametrize(
    "query",
    [
        "quantum knitting",
        '"exact phrase of words"',
        "#rareTag",
        "$RARE",
        "@somebody_rare",
        "to:paulg",
        "lang:es vino",
        "lang:de",
        "lang:tr çay",
        "min_faves:1000 tea",
        "min_retweets:50 tea",
        "filter:images tea",
        "filter:videos tea",
        "filter:gifs tea",
        "filter:links tea",
        "filter:replies tea",
        "filter:quote tea",
        "filter:verified tea",
        "filter:blue_verified tea",
        "url:example.com tea",
        "url:somewhere",
        "tea -coffee -weather",
        "tea OR coffee",
        "(tea OR coffee) (milk OR sugar)",
        "tea since:2024-03-01 until:2024-03-10",
        "from:paulg tea",
        "from:paulg to:jessica",
        "from:paulg filter:videos",
        "list:84839422",
        "東京",
        "🚀",
    ],
)
def test_what_a_search_asks_for_is_there(universe: Universe, query: str) -> None:
    found = list(page(universe, query, 40).items)
    assert len(found) >= 3
    assert ids(found) == sorted(ids(found), key=int, reverse=True)
    for tweet in found:
        assert tweet.created_at < ORIGIN
        assert universe.world.tweets.get(tweet.id) == tweet
        assert universe.world.people.by_id(tweet.author_id) == universe.world.people.get(tweet.author_handle)
        timeline = universe.world.tweets.by_author(tweet.author_handle, 1, str(int(tweet.id) + 1))
        assert ids(timeline) == [tweet.id]
        if tweet.in_reply_to_id is not None:
            assert universe.world.tweets.get(tweet.in_reply_to_id) is not None


def test_looking_twice_writes_once_and_a_restart_forgets_nothing(universe: Universe) -> None:
    first = page(universe, "quantum knitting")
    revision = universe.database.revision
    assert page(universe, "quantum knitting") == first
    assert page(universe, '"quantum" knitting').items
    again = universe.again().search.page("quantum knitting", 20)
    assert again == first
    assert universe.database.revision == revision


def test_the_same_seed_has_the_same_tweets_in_any_order_of_asking() -> None:
    one, other = Universe(seed=21), Universe(seed=21)
    page(other, "weather")
    assert page(one, "knitting") == page(other, "knitting")
    assert page(Universe(seed=22), "knitting") != page(one, "knitting")


def test_planting_keeps_every_count(universe: Universe) -> None:
    for tweet in everything(universe, "to:paulg tea")[:5]:
        author = universe.person(tweet.author_handle)
        timeline = universe.world.tweets.by_author(author.handle, 1_000_000)
        assert len(timeline) == author.tweets_count
        assert len(universe.world.tweets.replies(tweet.id, 1_000_000)) == tweet.reply_count
        assert len(universe.world.audience.likers(tweet, 0, 1_000_000)) == tweet.like_count
        assert tweet.in_reply_to_id is not None
        parent = universe.world.tweets.get(tweet.in_reply_to_id)
        assert parent is not None
        replies = ids(universe.world.tweets.replies(parent.id, 1_000_000))
        assert tweet.id in replies
        assert len(replies) == parent.reply_count


@pytest.mark.parametrize("count", [0, 3])
def test_nobody_gets_more_tweets_than_his_count_says(universe: Universe, count: int) -> None:
    with universe.database.transaction():
        universe.world.people.put("writer", tweets_count=count)
    page(universe, "from:writer tea")
    page(universe, "to:writer tea")
    assert universe.person("writer").tweets_count == count
    assert len(universe.world.tweets.by_author("writer", 50)) == count


def test_nothing_is_planted_after_the_worlds_origin(universe: Universe) -> None:
    assert page(universe, "tea since:2026-01-02").items == ()
    assert page(universe, "since:2026-01-01").items == ()
    assert universe.database.revision == 0


def test_a_client_that_goes_by_time_finds_the_same_past(universe: Universe) -> None:
    whole = everything(universe, "tea")
    revision = universe.database.revision
    for minute in range(5):
        page(universe, f"tea since_time:{(ORIGIN + minute * MINUTE) // 1000}")
        page(universe, f"tea until_time:{(ORIGIN + minute * MINUTE) // 1000}")
    for before, tweet in pairwise(whole):
        found = page(universe, f"tea until_time:{before.created_at // 1000}", 1)
        assert int(found.items[0].id) <= int(before.id)
        assert ids(everything(universe, f"tea since_time:{tweet.created_at // 1000}"))[-1] in ids(whole)
    assert universe.database.revision - revision <= 2
    old = page(universe, "tea until:2019-06-01").items
    assert old
    assert old[0].created_at < parse_instant("2019-06-01")


def test_protected_and_suspended_people_are_in_no_search(universe: Universe) -> None:
    publish(universe, "protected_anna", "zebra secrets")
    publish(universe, "suspended_bert", "zebra spam")
    open_one = publish(universe, "carl", "zebra news")
    assert ids(everything(universe, "zebra since:2026-01-01")) == [open_one]
    assert page(universe, "from:protected_anna").items == ()
    with universe.database.transaction():
        universe.world.people.put("carl", status="protected")
    assert everything(universe, "zebra since:2026-01-01") == []


def test_the_past_does_not_grow_without_end(universe: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockserver.world.seeds.MOST", 2)
    assert page(universe, "tea").items
    assert page(universe, "coffee").items
    assert page(universe, "milk").items == ()


# What is written shows at once, and what is deleted never again


def test_a_published_tweet_is_found_by_all_that_it_says(universe: Universe) -> None:
    parent = publish(universe, "anna", "What do you read?")
    text = "Reading “Dune” again, don't ask #SciFi @Bert $BOOK https://Example.com/dune?x=1"
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("carl", text, in_reply_to=parent, lang="en").id
    for query in (
        "reading",
        "DUNE again",
        '"dune again"',
        "don't",
        "#scifi",
        "scifi",
        "@bert",
        "$book",
        "url:example.com",
        "url:dune",
        "example.com/dune",
        "from:carl",
        "to:anna",
        "filter:replies since:2026-01-05",
        f"conversation_id:{parent}",
        f"since_id:{parent} dune",
        f"max_id:{tweet} dune",
        "reading -writing",
    ):
        assert ids(list(page(universe, query, 1).items)) == [tweet], query
    for query in (
        '"again dune"',
        "read dune",
        "dune -scifi",
        "to:carl dune",
        f"since_id:{tweet} dune",
        "bert dune -@bert",
    ):
        assert tweet not in ids(everything(universe, query)), query


def test_a_deleted_tweet_is_nowhere(universe: Universe) -> None:
    parent = publish(universe, "anna", "Deleted zebra")
    reply = publish(universe, "bert", "Zebra stays", reply_to=parent)
    planted = page(universe, "zebra").items[-1].id
    with universe.database.transaction():
        universe.world.tweets.delete(parent)
        universe.world.tweets.delete(planted)
    assert not {parent, planted} & set(ids(everything(universe, "zebra")))
    assert ids(everything(universe, f"conversation_id:{parent}")) == [reply]
    assert parent not in ids(list(page(universe, "from:anna").items))


def test_what_was_rolled_back_is_not_found(universe: Universe) -> None:
    before = everything(universe, "zebra")

    def fail() -> None:
        with universe.database.transaction():
            universe.world.tweets.publish("anna", "zebra")
            universe.world.tweets.publish("anna", "zebra", in_reply_to="1")

    with pytest.raises(LookupError):
        fail()
    assert everything(universe, "zebra") == before


def test_retweets_are_left_out_unless_they_are_asked_for(universe: Universe) -> None:
    tweet = publish(universe, "anna", "zebra crossing")
    with universe.database.transaction():
        retweet = universe.world.tweets.retweet("bert", tweet).id
    since = "since:2026-01-05"
    assert ids(everything(universe, f"zebra {since}")) == [tweet]
    assert ids(everything(universe, f"zebra {since} include:nativeretweets")) == [retweet, tweet]
    assert ids(everything(universe, f"zebra {since} filter:nativeretweets")) == [retweet]
    assert ids(everything(universe, f"zebra {since} -filter:retweets")) == [tweet]


def test_times_bound_a_search_beside_its_query(universe: Universe) -> None:
    tweets = [publish(universe, "anna", f"zebra {number}") for number in range(4)]
    second = universe.world.tweets.get(tweets[1])
    assert second is not None
    found = universe.world.search.page("zebra", 20, since=second.created_at, until=second.created_at + 2 * MINUTE)
    assert isinstance(found, Page)
    assert ids(list(found.items)) == [tweets[2], tweets[1]]


# The most liked first


def test_top_has_the_most_liked_first_and_all_of_them_once(universe: Universe) -> None:
    top = everything(universe, "coffee", 7, Order.TOP)
    assert sorted(ids(top)) == sorted(ids(everything(universe, "coffee")))
    worth = [t.like_count + 2 * t.retweet_count + 3 * (t.reply_count + t.quote_count) for t in top]
    assert worth == sorted(worth, reverse=True)


@pytest.mark.parametrize("position", ["", "x", "-1", "1.5.x", "99999999999999999999"])
@pytest.mark.parametrize("order", list(Order))
def test_a_position_that_no_page_gave_is_refused(universe: Universe, position: str, order: Order) -> None:
    with pytest.raises(MalformedPosition):
        universe.world.search.page("tea", 20, position, order=order)


@settings(max_examples=60)
@given(query=st.text(max_size=40) | st.lists(TERMS | st.text(max_size=5), max_size=6).map(" ".join))
def test_any_text_is_answered(query: str) -> None:
    universe = Universe(seed=2)
    found = universe.world.search.page(query, 5)
    if isinstance(found, Page):
        assert all(universe.world.tweets.get(tweet.id) == tweet for tweet in found.items)
    assert isinstance(universe.world.communities.search(query, 3), Page)
    assert isinstance(universe.world.people_search.page(query, 3), Page)


@pytest.mark.parametrize("query", ["a" * 300, " ".join(["long"] * 2 + [f"word{number}" for number in range(50)])])
def test_nobody_has_written_what_does_not_go_into_a_tweet(universe: Universe, query: str) -> None:
    assert page(universe, query).items == ()


@pytest.mark.parametrize("query", ["cats\ud800", "\udfff", "from:a \ud83d"])
def test_half_a_character_is_malformed(universe: Universe, query: str) -> None:
    assert isinstance(universe.world.search.page(query, 5), Malformed)


def test_a_malformed_query_is_a_value_and_writes_nothing(universe: Universe) -> None:
    assert isinstance(universe.world.search.page("(tea", 20), Malformed)
    assert universe.database.revision == 0


# Its cost


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_search_walks_the_index_of_terms(universe: Universe, count: int) -> None:
    assert walks_an_index(universe.database, postings(count))


def test_a_page_reads_no_more_than_it_may(universe: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    fits = Matching.fits

    def counted(self: Matching, node: Node, tweet: Tweet) -> bool:
        read.append(tweet.id)
        return fits(self, node, tweet)

    with universe.database.transaction():
        universe.world.people.put("writer", tweets_count=0)
        for number in range(900):
            universe.world.tweets.publish("writer", f"tea {number}")
    page(universe, "from:writer tea -tea")
    monkeypatch.setattr(Matching, "fits", counted)
    found = page(universe, "from:writer tea -tea")
    assert found.items == ()
    assert found.next is not None
    assert len(set(read)) < 500
    assert everything(universe, "from:writer tea -tea") == []


def test_the_rows_of_deleted_tweets_leave_the_index(universe: Universe) -> None:
    with universe.database.transaction():
        universe.world.people.remember("anna")
    before = universe.database.count_rows("world_words")
    tweet = publish(universe, "anna", "zebra #one @two https://example.com/three")
    assert universe.database.count_rows("world_words") > before + 5
    with universe.database.transaction():
        universe.world.tweets.delete(tweet)
    assert universe.database.count_rows("world_words") == before


def test_days_apart(universe: Universe) -> None:
    old = publish(universe, "anna", "zebra old")
    with universe.database.transaction():
        universe.clock.jump(universe.clock.now() + 3 * DAY + HOUR)
    new = publish(universe, "anna", "zebra new")
    assert ids(everything(universe, "zebra since:2026-01-07")) == [new]
    assert ids(everything(universe, "zebra since:2026-01-05 until:2026-01-07")) == [old]
