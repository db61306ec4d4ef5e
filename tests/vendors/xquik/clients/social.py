"""What is on X: looking things up, connected accounts, writing."""

from __future__ import annotations

from itertools import count

from tests.vendors.xquik.clients.driver import API, call, is_served

PASSWORD = "correct horse battery"
_KEYS = count()


def _fresh() -> dict[str, str]:
    """A new idempotency key, for the version that wants one."""
    return {"idempotency_key": f"key-{next(_KEYS)}"}


def people() -> None:
    if not is_served("GET /x/users/{}"):
        return
    users = API.x.users
    user = call("GET /x/users/{}", users.retrieve, "elonmusk")
    assert user.username.lower() == "elonmusk"
    call("GET /x/users/{}", users.retrieve, "missing_person", error="NotFoundError")
    both = call("GET /x/followers/check", API.x.followers.check, source="elonmusk", target="growthlab")
    assert both.is_following in (True, False)
    assert call("GET /x/users/{}/tweets", users.retrieve_tweets, user.id, include_replies=True).tweets
    for path, method in (("likes", users.retrieve_likes), ("media", users.retrieve_media)):
        call(f"GET /x/users/{{}}/{path}", method, user.id)
    assert call("GET /x/users/{}/mentions", users.retrieve_mentions, user.id).tweets is not None
    for path, method in (
        ("followers", users.retrieve_followers),
        ("following", users.retrieve_following),
        ("verified-followers", users.retrieve_verified_followers),
        ("followers-you-know", users.retrieve_followers_you_know),
    ):
        page = call(f"GET /x/users/{{}}/{path}", method, user.id)
        assert page.users is not None, path
    first = call("GET /x/users/{}/followers", users.retrieve_followers, user.id, page_size=20)
    assert first.has_next_page
    second = call(
        "GET /x/users/{}/followers", users.retrieve_followers, user.id, page_size=20, cursor=first.next_cursor
    )
    assert not {each.id for each in first.users} & {each.id for each in second.users}
    found = call("GET /x/users/search", users.retrieve_search, q=first.users[0].name)
    assert found.users
    batch = call("GET /x/users/batch", users.retrieve_batch, ids=f"{user.id},{first.users[0].id}")
    assert {each.id for each in batch.users} == {user.id, first.users[0].id}


def tweets() -> None:
    if not is_served("GET /x/tweets/search"):
        return
    own = API.x.tweets
    page = call("GET /x/tweets/search", own.search, q="from:growthlab", limit=5, query_type="Latest")
    assert len(page.tweets) == 5
    tweet_id = page.tweets[0].id
    assert call("GET /x/tweets/{}", own.retrieve, tweet_id).tweet.id == tweet_id
    call("GET /x/tweets/{}", own.retrieve, "1", error="NotFoundError")
    assert [each.id for each in call("GET /x/tweets", own.list, ids=tweet_id).tweets] == [tweet_id]
    for path, method in (
        ("replies", own.get_replies),
        ("quotes", own.get_quotes),
        ("thread", own.get_thread),
        ("favoriters", own.get_favoriters),
        ("retweeters", own.get_retweeters),
    ):
        assert call(f"GET /x/tweets/{{}}/{path}", method, tweet_id).next_cursor is not None, path
    call("GET /x/articles/{}", API.x.get_article, tweet_id, error="NotFoundError")


PARTS = (people, tweets)
