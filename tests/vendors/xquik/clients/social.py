"""What is on X: looking things up, connected accounts, writing."""

from __future__ import annotations

from base64 import b64decode
from itertools import count

from tests.vendors.xquik.clients.driver import API, call, control, is_served

ACCOUNT = "sdk_account"
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


def lists() -> None:
    if not is_served("GET /x/lists/{}/members"):
        return
    own = API.x.lists
    first = call("GET /x/lists/{}/members", own.retrieve_members, "1500000000000000001").users[0]
    assert first.id
    assert call("GET /x/lists/{}/followers", own.retrieve_followers, "1500000000000000001").users is not None
    assert call("GET /x/lists/{}/tweets", own.retrieve_tweets, "1500000000000000001").tweets


def accounts() -> None:
    if not is_served("POST /x/accounts"):
        return
    own = API.x.accounts
    login = {"email": "sdk@example.com", "password": PASSWORD, "totp_secret": "JBSWY3DPEHPK3PXP"}
    wrong = {**login, "password": "wrong-password"}
    call("POST /x/accounts", own.create, username="other", **wrong, error="UnprocessableEntityError")
    made = call("POST /x/accounts", own.create, username=ACCOUNT, **login)
    assert made.x_username == ACCOUNT
    assert [each.id for each in call("GET /x/accounts", own.list).accounts] == [made.id]
    assert call("GET /x/accounts/{}", own.retrieve, made.id).health == "healthy"
    call("POST /x/accounts/{}/reauth", own.reauth, made.id, **login)
    call("POST /x/accounts/bulk-retry", own.bulk_retry)


def posting() -> None:
    if not is_served("POST /x/tweets"):
        return
    own = API.x.tweets
    made = call("POST /x/tweets", own.create, account=ACCOUNT, text="Posted by the SDK", **_fresh())
    tweet_id = made.to_dict()["tweetId"]
    assert call("GET /x/tweets/{}", own.retrieve, tweet_id).tweet.text == "Posted by the SDK"
    found = call("GET /x/tweets/search", own.search, q=f"from:{ACCOUNT}", query_type="Latest")
    assert tweet_id in [each.id for each in found.tweets]
    call("POST /x/tweets/{}/like", own.like.create, tweet_id, account=ACCOUNT, **_fresh())
    assert call("GET /x/tweets/{}", own.retrieve, tweet_id).tweet.like_count == 1
    call("DELETE /x/tweets/{}/like", own.like.delete, tweet_id, account=ACCOUNT, **_fresh())
    other = call("GET /x/tweets/search", own.search, q="from:growthlab", query_type="Latest").tweets[0]
    call("POST /x/tweets/{}/retweet", own.retweet.create, other.id, account=ACCOUNT, **_fresh())
    call("DELETE /x/tweets/{}/retweet", own.retweet.delete, other.id, account=ACCOUNT, **_fresh())
    call("DELETE /x/tweets/{}", own.delete, tweet_id, account=ACCOUNT, **_fresh())
    call("GET /x/tweets/{}", own.retrieve, tweet_id, error="NotFoundError")


def following() -> None:
    if not is_served("POST /x/users/{}/follow"):
        return
    users = API.x.users
    user = call("GET /x/users/{}", users.retrieve, "growthlab")
    call("POST /x/users/{}/follow", users.follow.create, user.id, account=ACCOUNT, **_fresh())
    told = call("GET /x/followers/check", API.x.followers.check, source=ACCOUNT, target="growthlab")
    assert told.is_following is True
    call("DELETE /x/users/{}/follow", users.follow.delete_all, user.id, account=ACCOUNT, **_fresh())
    told = call("GET /x/followers/check", API.x.followers.check, source=ACCOUNT, target="growthlab")
    assert told.is_following is False
    if hasattr(users, "remove_follower"):
        call("POST /x/users/{}/remove-follower", users.remove_follower, user.id, account=ACCOUNT, **_fresh())


def feeds() -> None:
    if not is_served("GET /x/timeline"):
        return
    assert call("GET /x/timeline", API.x.get_home_timeline).tweets is not None
    assert call("GET /x/notifications", API.x.get_notifications, type="All").notifications is not None
    assert call("GET /x/bookmarks", API.x.bookmarks.list).tweets is not None
    assert call("GET /x/bookmarks/folders", API.x.bookmarks.retrieve_folders).folders is not None


def messages() -> None:
    if not is_served("POST /x/dm/{}"):
        return
    user = call("GET /x/users/{}", API.x.users.retrieve, "growthlab")
    call("POST /x/dm/{}", API.x.dm.send, user.id, account=ACCOUNT, text="Hello from an SDK", **_fresh())
    said = call("GET /x/dm/{}/history", API.x.dm.retrieve_history, user.id, account=ACCOUNT).messages
    assert said[0].text == "Hello from an SDK"


def communities() -> None:
    if not is_served("POST /x/communities"):
        return
    own = API.x.communities
    made = call("POST /x/communities", own.create, account=ACCOUNT, name="SDK users", description="All", **_fresh())
    mine = made.to_dict()["communityId"]
    assert call("GET /x/communities/{}/info", own.retrieve_info, mine)
    assert call("GET /x/communities/{}/members", own.retrieve_members, mine).users
    assert call("GET /x/communities/{}/moderators", own.retrieve_moderators, mine).users
    assert call("GET /x/communities/{}/tweets", own.tweets.list_by_community, mine).tweets is not None
    assert call("GET /x/communities/search", own.retrieve_search, q="design").tweets is not None
    assert call("GET /x/communities/tweets", own.tweets.list, q="design").tweets is not None
    other = "1500000000000000002"
    call("POST /x/communities/{}/join", own.join.create, other, account=ACCOUNT, **_fresh())
    call("DELETE /x/communities/{}/join", own.join.delete_all, other, account=ACCOUNT, **_fresh())
    call("DELETE /x/communities/{}", own.delete, mine, account=ACCOUNT, community_name="SDK users", **_fresh())


def pictures() -> None:
    profile, media = API.x.profile, API.x.media
    if is_served("PATCH /x/profile"):
        call("PATCH /x/profile", profile.update, account=ACCOUNT, name="By SDK", description="New", **_fresh())
        assert call("GET /x/users/{}", API.x.users.retrieve, ACCOUNT).name == "By SDK"
        call("PATCH /x/profile/avatar", profile.update_avatar, account=ACCOUNT, file=_picture(), **_fresh())
        call("PATCH /x/profile/banner", profile.update_banner, account=ACCOUNT, file=_picture(), **_fresh())
    if is_served("POST /x/media"):
        made = call("POST /x/media", media.upload, account=ACCOUNT, file=_picture(), **_fresh()).to_dict()
        assert made["mediaId"]
        with_photo = control(
            "POST", "/tweets", {"author": "growthlab", "text": "Look", "media": ["https://example.com/photo.png"]}
        )
        gallery = call("POST /x/media/download", media.download, tweet_input=with_photo["id"])
        assert gallery.gallery_url


def goodbye() -> None:
    if is_served("DELETE /x/accounts/{}"):
        [mine] = call("GET /x/accounts", API.x.accounts.list).accounts
        call("DELETE /x/accounts/{}", API.x.accounts.delete, mine.id)


def _picture() -> tuple[str, bytes, str]:
    """A PNG of one point."""
    return "point.png", b64decode(_POINT), "image/png"


_POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

PARTS = (people, tweets, lists, accounts, posting, following, feeds, messages, communities, pictures, goodbye)
