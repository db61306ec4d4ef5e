"""Writes of connected accounts: seen everywhere, charged once, refused as X refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.vendors.xquik.lab import Lab

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6360000000020001e221bc33"
    "0000000049454e44ae426082"
)
LOGIN = {"email": "a@example.com", "password": "secret"}


@pytest.fixture
def me(either: Lab) -> Lab:
    """A lab with `acme` connected, in each edition."""
    connect(either, "acme")
    return either


def connect(lab: Lab, username: str) -> dict[str, Any]:
    answer = lab.post("/x/accounts", {"username": username, **LOGIN})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def write(lab: Lab, method: str, path: str, **body: Any) -> Any:
    """A write that succeeds and costs 10 credits."""
    before = lab.balance
    answer = lab.request(method, path, json={"account": "acme", **body})
    assert answer.status_code == 200, answer.text
    assert answer.json()["success"] is True
    assert before - lab.balance == 10
    return answer.json()


def tweet_of(lab: Lab, tweet_id: str) -> Any:
    return lab.get(f"/x/tweets/{tweet_id}").json()["tweet"]


# Accounts


def test_accounts_are_connected_listed_and_forgotten(either: Lab) -> None:
    made = connect(either, "@Acme")
    assert made["isActive"] is True
    assert made["xUsername"].lower() == "acme"
    (listed,) = either.get("/x/accounts").json()["accounts"]
    one = either.get(f"/x/accounts/{made['id']}").json()
    assert {name: one[name] for name in listed} == listed
    assert "secret" not in str(either.rows("xquik_x_accounts"))
    again = {"username": "ACME", **LOGIN}
    either.refuses("POST", "/x/accounts", again, status=409, code="account_already_connected")
    assert either.delete(f"/x/accounts/{made['id']}").json() == {"success": True}
    assert either.get("/x/accounts").json() == {"accounts": []}
    either.refuses("GET", f"/x/accounts/{made['id']}", status=404, code="not_found")
    either.refuses("GET", "/x/accounts/abc", code="invalid_id")


def test_a_login_can_fail_and_an_account_can_lose_its_session(either: Lab) -> None:
    wrong = {"username": "acme", "email": "a@example.com", "password": "wrong-password"}
    either.refuses("POST", "/x/accounts", wrong, status=422, code="login_failed")
    needs = connect(either, "reauth_joe")
    assert (needs["isActive"], needs["health"]) == (False, "needsReauth")
    tweet = {"account": "reauth_joe", "text": "hi"}
    either.refuses("POST", "/x/tweets", tweet, status=403, code="account_needs_reauth")
    mended = either.post(f"/x/accounts/{needs['id']}/reauth", {"password": "right"}).json()
    assert mended["health"] == "healthy"
    assert either.post("/x/tweets", tweet).status_code == 200
    connect(either, "locked_joe")
    either.refuses("POST", "/x/tweets", {"account": "locked_joe", "text": "a"}, status=403, code="account_restricted")
    connect(either, "temporary_joe")
    assert either.post("/x/accounts/bulk-retry").json() == {"cleared": 1}


@pytest.mark.parametrize(
    ("login", "status", "code"),
    [
        ({"password": "wrong-password"}, 422, "login_failed"),
        ({"password": "too-many-logins"}, 429, "login_cooldown"),
        ({"password": "lookup-failed"}, 502, "x_user_lookup_failed"),
        ({"password": "no-login-today"}, 503, "service_unavailable"),
        ({"password": "right", "totp_secret": "wrong-totp"}, 422, "login_failed"),
        ({"password": "right", "email": "nobody"}, 400, "invalid_input"),
        ({"password": "right", "proxy_country": "USA"}, 400, "invalid_input"),
    ],
)
def test_logging_in_fails_on_request(either: Lab, login: dict[str, str], status: int, code: str) -> None:
    either.refuses("POST", "/x/accounts", {"username": "acme", **LOGIN, **login}, status=status, code=code)
    account_id = connect(either, "acme")["id"]
    either.refuses("POST", f"/x/accounts/{account_id}/reauth", login, status=status, code=code)


def test_the_country_of_a_login_is_shown_and_may_change(either: Lab) -> None:
    made = either.post("/x/accounts", {"username": "acme", **LOGIN, "proxy_country": "us"}).json()
    assert made["loginCountry"] == "US"
    either.advance("1h")
    path = f"/x/accounts/{made['id']}"
    assert either.post(f"{path}/reauth", {"password": "right", "proxy_country": "TR"}).json()["loginCountry"] == "TR"
    shown = either.get(path).json()
    assert (shown["proxyCountry"], shown["createdAt"]) == ("TR", made["createdAt"])
    assert shown["updatedAt"] == shown["cookiesObtainedAt"] > shown["createdAt"]
    assert either.post(f"{path}/reauth", {"password": "right"}).json()["loginCountry"] == "TR"


def test_an_account_that_is_not_connected_cannot_act(either: Lab) -> None:
    either.refuses("POST", "/x/tweets", {"account": "nobody", "text": "a"}, status=404, code="account_not_found")
    either.refuses("POST", "/x/tweets", {"text": "a"}, code="invalid_input", message="account is required.")
    either.refuses("GET", "/x/timeline", status=404, code="account_not_found")


# Tweets


def test_a_tweet_is_seen_everywhere_and_gone_when_deleted(me: Lab) -> None:
    tweet_id = write(me, "POST", "/x/tweets", text="Hello from axolotl land")["tweetId"]
    assert tweet_of(me, tweet_id)["author"]["username"].lower() == "acme"
    assert me.get("/x/users/acme/tweets").json()["tweets"][0]["id"] == tweet_id
    assert tweet_id in [each["id"] for each in me.get("/x/tweets/search", q="axolotl").json()["tweets"]]
    write(me, "DELETE", f"/x/tweets/{tweet_id}")
    me.refuses("GET", f"/x/tweets/{tweet_id}", status=404, code="tweet_not_found")
    assert tweet_id not in [each["id"] for each in me.get("/x/tweets/search", q="axolotl").json()["tweets"]]


def test_replies_quotes_notes_and_communities(me: Lab) -> None:
    root = write(me, "POST", "/x/tweets", text="root")["tweetId"]
    reply = write(me, "POST", "/x/tweets", text="reply", reply_to_tweet_id=root)["tweetId"]
    assert tweet_of(me, reply)["inReplyToId"] == root
    quote = write(me, "POST", "/x/tweets", text="quote", attachment_url=f"https://x.com/acme/status/{root}")["tweetId"]
    assert tweet_of(me, quote)["quoted_tweet"]["id"] == root
    long = "word " * 100
    note = write(me, "POST", "/x/tweets", text=long, is_note_tweet=True)["tweetId"]
    assert (tweet_of(me, note)["text"], tweet_of(me, note)["isNoteTweet"]) == (long, True)
    counts = tweet_of(me, root)
    assert (counts["replyCount"], counts["quoteCount"]) == (1, 1)


def test_a_tweet_that_x_would_not_take(me: Lab) -> None:
    def refused(status: int, code: str, **body: Any) -> None:
        me.refuses("POST", "/x/tweets", {"account": "acme", **body}, status=status, code=code)

    refused(400, "invalid_input")
    refused(400, "invalid_input", text="  ")
    refused(422, "x_content_too_long", text="x" * 281)
    refused(400, "invalid_input", text="x" * 25_001, is_note_tweet=True)
    refused(404, "tweet_not_found", text="a", reply_to_tweet_id="1")
    refused(400, "invalid_tweet_id", text="a", reply_to_tweet_id="abc")
    refused(422, "x_target_not_found", text="a", attachment_url="https://x.com/acme/status/1")
    refused(404, "not_found", text="a", community_id="1")
    refused(400, "invalid_input", text="a", media_ids=["1"])
    refused(400, "invalid_input", text="a", attachment_url="no address")


@pytest.mark.parametrize(
    ("text", "code", "statuses"),
    [
        ("write_fails", "x_write_failed", (502, 500)),
        ("write_busy", "x_rate_limited", (429, 429)),
        ("write_limit", "x_daily_limit", (429, 429)),
        ("write_twice", "x_duplicate_action", (422, 422)),
        ("write_refused", "x_rejected", (422, 422)),
        ("write_later", "x_transient_error", (503, 503)),
        ("write_auth", "x_auth_failure", (401, 401)),
        ("write_suspend", "x_account_suspended", (422, 422)),
        ("write_protect", "x_account_protected", (422, 422)),
        ("write_feature", "x_account_feature_required", (422, 422)),
    ],
)
def test_a_write_fails_on_request_and_costs_nothing(me: Lab, text: str, code: str, statuses: tuple[int, int]) -> None:
    status = statuses[me.edition == "observed"]
    me.refuses("POST", "/x/tweets", {"account": "acme", "text": text}, status=status, code=code)


def test_nobody_deletes_what_is_not_his(me: Lab) -> None:
    other = me.get("/x/users/elonmusk/tweets").json()["tweets"][0]["id"]
    me.refuses("DELETE", f"/x/tweets/{other}", {"account": "acme"}, status=422, code="x_rejected")


def test_without_credits_nothing_is_written(me: Lab) -> None:
    me.set_balance(9)
    me.refuses("POST", "/x/tweets", {"account": "acme", "text": "a"}, status=402, code="insufficient_credits")


# What stands around tweets and people


def test_likes_and_retweets_are_counted_and_taken_back(me: Lab) -> None:
    tweet_id = write(me, "POST", "/x/tweets", text="like me")["tweetId"]
    for _ in range(2):  # again changes nothing, and is charged
        write(me, "POST", f"/x/tweets/{tweet_id}/like")
        write(me, "POST", f"/x/tweets/{tweet_id}/retweet")
    assert (tweet_of(me, tweet_id)["likeCount"], tweet_of(me, tweet_id)["retweetCount"]) == (1, 1)
    acme = me.get("/x/users/acme").json()["id"]
    assert me.get(f"/x/tweets/{tweet_id}/favoriters").json()["users"][0]["id"] == acme
    assert me.get(f"/x/tweets/{tweet_id}/retweeters").json()["users"][0]["id"] == acme
    write(me, "DELETE", f"/x/tweets/{tweet_id}/like")
    write(me, "DELETE", f"/x/tweets/{tweet_id}/retweet")
    assert (tweet_of(me, tweet_id)["likeCount"], tweet_of(me, tweet_id)["retweetCount"]) == (0, 0)


def test_a_follow_shows_in_both_directions(me: Lab) -> None:
    bob = me.get("/x/users/bob_the_b").json()
    write(me, "POST", f"/x/users/{bob['id']}/follow")
    assert me.get("/x/followers/check", source="acme", target="bob_the_b").json()["isFollowing"] is True
    assert me.get("/x/users/bob_the_b/followers").json()["users"][0]["username"].lower() == "acme"
    assert me.get("/x/users/acme/following").json()["users"][0]["id"] == bob["id"]
    write(me, "DELETE", f"/x/users/{bob['id']}/follow")
    assert me.get("/x/followers/check", source="acme", target="bob_the_b").json()["isFollowing"] is False
    me.refuses("POST", "/x/users/acme/follow", {"account": "acme"}, status=422, code="x_rejected")


def test_a_follower_is_removed(me: Lab) -> None:
    world = me.workspace.world
    me.write(lambda: world.graph.follow(world.people.remember("bob_the_b"), world.people.remember("acme")))
    write(me, "POST", "/x/users/bob_the_b/remove-follower")
    assert me.get("/x/followers/check", source="bob_the_b", target="acme").json()["isFollowing"] is False


def test_what_is_posted_stands_in_followers_timelines(me: Lab) -> None:
    connect(me, "reader")
    write(me, "POST", "/x/users/acme/follow", account="reader")
    tweet_id = write(me, "POST", "/x/tweets", text="breaking")["tweetId"]
    me.advance("1m")
    assert me.get("/x/timeline", account="reader").json()["tweets"][0]["id"] == tweet_id
    write(me, "POST", f"/x/tweets/{tweet_id}/like", account="reader")
    told = me.get("/x/notifications", account="acme").json()["notifications"]
    assert any("liked" in each["message"] for each in told)
    assert me.get("/x/bookmarks", account="acme").status_code == 200
    assert me.get("/x/bookmarks/folders", account="acme").status_code == 200


# Messages


def test_messages_are_a_conversation_newest_first(me: Lab) -> None:
    ids = [write(me, "POST", "/x/dm/bob_the_b", text=f"message {number}")["messageId"] for number in range(23)]
    answer = write(me, "POST", "/x/dm/bob_the_b", text="re", reply_to_message_id=ids[-1])["messageId"]
    page = me.get("/x/dm/bob_the_b/history").json()
    assert [each["id"] for each in page["messages"]] == [answer, *ids[:3:-1]]
    assert page["messages"][0]["replyToMessageId"] == ids[-1]
    rest = me.get("/x/dm/bob_the_b/history", cursor=page["next_cursor"]).json()
    assert [each["id"] for each in rest["messages"]] == ids[3::-1]
    assert rest["has_next_page"] is False
    assert me.get("/x/dm/bob_the_b/history", maxId=ids[1]).json()["messages"][0]["id"] == ids[0]


def test_messages_that_cannot_be_sent(me: Lab) -> None:
    def refused(target: str, status: int, code: str, **body: Any) -> None:
        me.refuses("POST", f"/x/dm/{target}", {"account": "acme", "text": "hi", **body}, status=status, code=code)

    refused("protected_pam", 403, "dm_not_permitted")
    refused("acme", 422, "x_rejected")
    refused("bob", 400, "invalid_input", reply_to_message_id="1")
    refused("bob", 400, "invalid_input", media_ids=["1"])
    refused("bob", 400, "invalid_input", text="")


# Profile and media


def test_a_profile_changes_for_everybody(me: Lab) -> None:
    write(me, "PATCH", "/x/profile", name="Acme Inc", description="We make things", url="https://acme.example.com")
    shown = me.get("/x/users/acme").json()
    told = (shown["name"], shown["description"], shown["url"])
    assert told == ("Acme Inc", "We make things", "https://acme.example.com")
    write(me, "PATCH", "/x/profile", url="")
    assert "url" not in me.get("/x/users/acme").json()
    me.refuses("PATCH", "/x/profile", {"account": "acme", "url": "nowhere"}, code="invalid_input")
    me.refuses("PATCH", "/x/profile", {"account": "acme"}, code="invalid_input")
    me.refuses("PATCH", "/x/profile", {"account": "acme", "name": "x" * 51}, code="invalid_input")


@pytest.mark.parametrize("kind", ["avatar", "banner"])
def test_a_picture_of_the_profile_is_served(me: Lab, kind: str) -> None:
    before = me.balance
    answer = me.request("PATCH", f"/x/profile/{kind}", files={"file": ("a.txt", PNG)}, data={"account": "acme"})
    assert answer.json() == {"success": True}
    assert before - me.balance == 10
    address = me.get("/x/users/acme").json()["profilePicture" if kind == "avatar" else "coverPicture"]
    assert me.open(address).content == PNG


def test_a_picture_that_is_none_or_too_large(me: Lab) -> None:
    def status(data: bytes, kind: str = "avatar") -> tuple[int, str]:
        answer = me.request("PATCH", f"/x/profile/{kind}", files={"file": ("a.png", data)}, data={"account": "acme"})
        return answer.status_code, answer.json()["message"]

    assert status(b"hello") == (400, "file must be a GIF, JPEG or PNG picture.")
    assert status(PNG + b"x" * 700 * 1024) == (400, "file must be at most 700 KB.")
    assert status(PNG + b"x" * 2 * 1024 * 1024, "banner") == (400, "file must be at most 2 MB.")
    assert me.request("PATCH", "/x/profile/avatar", data={"account": "acme"}, files={"x": b""}).status_code == 400
    broken = {"x-api-key": me.key, "content-type": "multipart/form-data; boundary=b"}
    assert me.request("POST", "/x/media", content=b"--b\r\nbroken", headers=broken).status_code == 400
    no_boundary = {"x-api-key": me.key, "content-type": "multipart/form-data"}
    assert me.request("POST", "/x/media", content=b"--b", headers=no_boundary).status_code == 400


def test_uploaded_media_are_borne_by_tweets_and_open_in_galleries(me: Lab) -> None:
    sent = me.request("POST", "/x/media", files={"file": ("a.bin", PNG)}, data={"account": "acme"}).json()
    assert me.open(sent["mediaUrl"]).content == PNG
    tweet_id = write(me, "POST", "/x/tweets", text="look", media_ids=[sent["mediaId"]])["tweetId"]
    (medium,) = tweet_of(me, tweet_id)["media"]
    assert (medium["type"], me.open(medium["mediaUrl"]).content) == ("photo", PNG)
    before = me.balance
    first = me.post("/x/media/download", {"tweetInput": f"https://x.com/acme/status/{tweet_id}"}).json()
    assert (first["tweetId"], first["cacheHit"], before - me.balance) == (tweet_id, False, 1)
    again = me.post("/x/media/download", {"tweetInput": tweet_id}).json()
    assert (again["cacheHit"], again["galleryUrl"], before - me.balance) == (True, first["galleryUrl"], 1)
    page = me.open(first["galleryUrl"])
    assert page.status_code == 200
    assert "<img" in page.text
    bulk = me.post("/x/media/download", {"tweetIds": [tweet_id, "1", "no id"]}).json()
    assert (bulk["totalTweets"], bulk["totalMedia"], before - me.balance) == (1, 1, 1)
    assert me.open(bulk["galleryUrl"]).status_code == 200


def test_media_that_cannot_be_had(me: Lab) -> None:
    plain = write(me, "POST", "/x/tweets", text="plain")["tweetId"]
    me.refuses("POST", "/x/media/download", {"tweetInput": plain}, code="no_media")
    me.refuses("POST", "/x/media/download", {"tweetInput": "https://example.com/1"}, code="invalid_tweet_url")
    me.refuses("POST", "/x/media/download", {"tweetInput": "abc"}, code="invalid_tweet_id")
    me.refuses("POST", "/x/media/download", {"tweetInput": "1"}, status=404, code="tweet_not_found")
    me.refuses("POST", "/x/media/download", {}, code="invalid_input")
    me.refuses("POST", "/x/media/download", {"tweetIds": ["1"] * 51}, code="too_many_tweets")
    me.refuses("POST", "/x/media/download", {"tweetIds": ["1"]}, code="no_media")
    unreachable = {"account": "acme", "url": "https://unreachable.test/a.png"}
    me.refuses("POST", "/x/media", unreachable, status=422, code="media_download_failed")
    by_address = me.post("/x/media", {"account": "acme", "url": "https://example.com/a.png"}).json()
    assert by_address["mediaUrl"] == "https://example.com/a.png"


def test_four_images_or_one_film(me: Lab) -> None:
    def upload(url: str) -> str:
        return str(me.post("/x/media", {"account": "acme", "url": f"https://example.com/{url}"}).json()["mediaId"])

    images = [upload(f"{number}.png") for number in range(5)]
    write(me, "POST", "/x/tweets", text="four", media_ids=images[:4])
    film = upload("film.mp4")
    write(me, "POST", "/x/tweets", text="film", media_ids=[film])
    for chosen in (images, [film, images[0]]):
        me.refuses("POST", "/x/tweets", {"account": "acme", "text": "a", "media_ids": chosen}, code="invalid_input")


# Communities


def test_a_community_has_a_description_where_the_document_asks_for_one(me: Lab) -> None:
    named = {"account": "acme", "name": "Axolotls"}
    if me.edition == "observed":
        assert me.post("/x/communities", named).json()["success"] is True
    else:
        me.refuses("POST", "/x/communities", named, code="invalid_input", message="description is required.")


def test_a_community_is_made_joined_left_and_deleted(me: Lab) -> None:
    connect(me, "friend")
    made = write(me, "POST", "/x/communities", name="Axolotls", description="All about them")
    path = f"/x/communities/{made['communityId']}"
    write(me, "POST", f"{path}/join", account="friend")
    status, code = (422, "x_duplicate_action") if me.edition == "observed" else (409, "already_member")
    me.refuses("POST", f"{path}/join", {"account": "friend"}, status=status, code=code)
    assert me.get(f"{path}/info").json()["community"]["member_count"] == 2
    posted = write(me, "POST", "/x/tweets", text="inside", community_id=made["communityId"])["tweetId"]
    assert me.get(f"{path}/tweets").json()["tweets"][0]["id"] == posted
    write(me, "DELETE", f"{path}/join", account="friend")
    assert me.get(f"{path}/info").json()["community"]["member_count"] == 1
    wrong = {"account": "acme", "community_name": "Others"}
    me.refuses("DELETE", path, wrong, code="invalid_input")
    foreign = {"account": "friend", "community_name": "Axolotls"}
    me.refuses("DELETE", path, foreign, status=422, code="x_rejected")
    write(me, "DELETE", path, community_name="Axolotls")
    me.refuses("GET", f"{path}/info", status=404, code="not_found")
