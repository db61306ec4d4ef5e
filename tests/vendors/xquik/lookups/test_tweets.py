"""Lookups of tweets: their shape, what they cost, pages that lose nothing, and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from mockserver.world.article import Article, Block, BlockKind
from mockserver.world.media import MediaKind, drawn
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab


def publish(lab: Lab, author: str, text: str, **more: Any) -> str:
    made: list[str] = []
    lab.write(lambda: made.append(lab.workspace.world.tweets.publish(author, text, **more).id))
    return made[0]


def pages(lab: Lab, path: str, name: str, **query: object) -> list[dict[str, Any]]:
    """Every entry of a list, page by page; holds that each page costs what it returns."""
    found: list[dict[str, Any]] = []
    cursor: Mapping[str, object] = {}
    for _ in range(30):
        before = lab.balance
        page = lab.get(path, **query, **cursor).json()
        assert before - lab.balance == len(page[name])
        assert page["hasMore"] is page["has_next_page"]
        found += page[name]
        if not page["has_next_page"]:
            assert page["next_cursor"] == ""
            assert "nextCursor" not in page
            return found
        assert page["nextCursor"] == page["next_cursor"]
        cursor = {"cursor": page["next_cursor"]}
    return found


def test_a_tweet_has_its_counts_and_its_author(either: Lab) -> None:
    tweet_id = publish(either, "elonmusk", "Hello #world, see https://example.com/a @paulg")
    before = either.balance
    answer = either.get(f"/x/tweets/{tweet_id}").json()
    assert before - either.balance == 1
    tweet = answer["tweet"]
    assert (tweet["id"], tweet["text"]) == (tweet_id, "Hello #world, see https://example.com/a @paulg")
    assert answer["author"] == tweet["author"]
    assert answer["author"]["username"] == "elonmusk"
    assert [tag["text"] for tag in tweet["entities"]["hashtags"]] == ["world"]
    assert [each["screen_name"] for each in tweet["entities"]["user_mentions"]] == ["paulg"]
    assert either.get(f"/x/users/{answer['author']['id']}").json() == answer["author"]


def test_a_tweet_has_all_that_the_document_lists(either: Lab) -> None:
    tweet_id = publish(either, "elonmusk", "A view", media=[drawn(MediaKind.PHOTO, "view")])
    tweet = either.get(f"/x/tweets/{tweet_id}").json()["tweet"]
    counts = ("likeCount", "retweetCount", "replyCount", "quoteCount", "viewCount", "bookmarkCount")
    assert [type(tweet[name]) for name in counts] == [int] * 6
    assert {"username", "followers", "verified", "profilePicture"} <= tweet["author"].keys()
    (medium,) = tweet["media"]
    assert medium["type"] == "photo"
    assert either.open(medium["mediaUrl"]).headers["content-type"] == "image/png"
    plain = either.get(f"/x/tweets/{publish(either, 'elonmusk', 'Only words')}").json()["tweet"]
    assert not {"media", "quoted_tweet", "retweeted_tweet", "inReplyToId"} & plain.keys()


def test_what_a_tweet_points_to_is_shown(lab: Lab) -> None:
    first = publish(lab, "paulg", "Make something people want")
    quote = publish(lab, "jessica", "So true", quoted=first)
    reply = publish(lab, "sama", "Indeed", in_reply_to=first)
    assert lab.get(f"/x/tweets/{quote}").json()["tweet"]["quoted_tweet"]["id"] == first
    answered = lab.get(f"/x/tweets/{reply}").json()["tweet"]
    assert (answered["isReply"], answered["inReplyToId"], answered["inReplyToUsername"]) == (True, first, "paulg")
    assert lab.get(f"/x/tweets/{first}/quotes").json()["tweets"][0]["id"] == quote
    assert reply in [each["id"] for each in lab.get(f"/x/tweets/{first}/replies").json()["tweets"]]
    assert {first, reply} <= {each["id"] for each in lab.get(f"/x/tweets/{reply}/thread").json()["tweets"]}


@pytest.mark.parametrize("path", ["", "/replies", "/quotes", "/thread", "/favoriters", "/retweeters"])
def test_what_is_no_tweet_is_refused(either: Lab, path: str) -> None:
    either.refuses("GET", f"/x/tweets/abc{path}", code="invalid_tweet_id")
    either.refuses("GET", f"/x/tweets/1{path}", status=404, code="tweet_not_found")


def test_search_finds_what_is_written_newest_first_until_it_is_deleted(lab: Lab) -> None:
    ids = []
    for number in range(3):
        ids.append(publish(lab, "paulg", f"zebrafish number {number}"))
        lab.advance("1m")
    found = lab.get("/x/tweets/search", q="zebrafish from:paulg", limit=3).json()["tweets"]
    assert [each["id"] for each in found] == ids[::-1]
    lab.write(lambda: lab.workspace.world.tweets.delete(ids[1]))
    again = lab.get("/x/tweets/search", q="zebrafish from:paulg", limit=2).json()["tweets"]
    assert [each["id"] for each in again] == [ids[2], ids[0]]


def test_pages_of_a_search_lose_nothing_and_repeat_nothing(lab: Lab) -> None:
    ids = [publish(lab, "paulg", f"quokka {number}") for number in range(11)]
    found = [each["id"] for each in pages(lab, "/x/tweets/search", "tweets", q="quokka from:paulg", limit=4)]
    assert len(found) == len(set(found))
    assert [each for each in found if each in ids] == ids[::-1]


def test_a_search_is_bounded_in_time(lab: Lab) -> None:
    old = publish(lab, "paulg", "platypus one")
    lab.advance("2h")
    new = publish(lab, "paulg", "platypus two")
    middle = lab.now - 3_600_000
    query = {"q": "platypus from:paulg"}
    since = lab.get("/x/tweets/search", **query, sinceTime=middle // 1000).json()["tweets"]
    assert [each["id"] for each in since] == [new]
    until = lab.get("/x/tweets/search", **query, untilTime=middle // 1000, limit=1).json()["tweets"]
    assert [each["id"] for each in until] == [old]
    lab.refuses("GET", "/x/tweets/search", query={**query, "sinceTime": "soon"}, code="invalid_input")


def test_a_search_needs_a_query_that_x_understands(either: Lab) -> None:
    either.refuses("GET", "/x/tweets/search", code="missing_query")
    either.refuses("GET", "/x/tweets/search", query={"q": "  "}, code="missing_query")
    either.refuses("GET", "/x/tweets/search", query={"q": "((("}, code="invalid_input")
    either.refuses("GET", "/x/tweets/search", query={"q": "a", "cursor": "DAACx"}, code="invalid_input")
    either.refuses("GET", "/x/tweets/search", query={"q": "a", "limit": 0}, code="invalid_input")
    for path in ("/x/tweets/search", "/x/communities/search", "/x/communities/tweets"):
        either.refuses("GET", path, query={"q": "a", "queryType": "Best"}, code="invalid_input")


@pytest.mark.parametrize(
    ("query", "code", "statuses"),
    [
        ("x_is_down", "x_api_unavailable", (502, 502)),
        ("x_is_busy", "x_api_rate_limited", (429, 502)),
        ("x_logged_out", "x_api_unauthorized", (502, 502)),
    ],
)
def test_the_data_source_fails_on_request(either: Lab, query: str, code: str, statuses: tuple[int, int]) -> None:
    status = statuses[either.edition == "observed"]
    either.refuses("GET", "/x/tweets/search", query={"q": query}, status=status, code=code)
    either.refuses("GET", f"/x/users/{query}", status=status, code=code)


def test_several_tweets_come_in_the_order_they_were_asked_for(lab: Lab) -> None:
    ids = [publish(lab, "paulg", f"number {number}") for number in range(3)]
    asked = [ids[2], "1", ids[0], ids[2]]
    before = lab.balance
    found = lab.get("/x/tweets", ids=",".join(asked)).json()["tweets"]
    assert [each["id"] for each in found] == [ids[2], ids[0]]
    assert before - lab.balance == 2
    lab.set_balance(1)
    page = lab.get("/x/tweets", ids=",".join(asked)).json()
    assert [each["id"] for each in page["tweets"]] == [ids[2]]
    lab.set_balance(5)
    rest = lab.get("/x/tweets", ids=",".join(asked), cursor=page["next_cursor"]).json()
    assert ([each["id"] for each in rest["tweets"]], rest["next_cursor"], lab.balance) == ([ids[0]], "", 4)
    lab.refuses("GET", "/x/tweets", query={"ids": ids[0], "cursor": "DAACx"}, code="invalid_input")
    lab.refuses("GET", "/x/tweets", code="missing_ids")
    lab.refuses("GET", "/x/tweets", query={"ids": "1,b"}, code="invalid_tweet_id")
    lab.refuses("GET", "/x/tweets", query={"ids": ",".join(map(str, range(101)))}, code="too_many_ids")


def test_a_page_shrinks_to_what_the_balance_pays_for(lab: Lab) -> None:
    for number in range(5):
        publish(lab, "paulg", f"wombat {number}")
    lab.set_balance(3)
    page = lab.get("/x/tweets/search", q="wombat from:paulg", limit=5).json()
    assert (len(page["tweets"]), page["has_next_page"], lab.balance) == (3, True, 0)
    lab.refuses("GET", "/x/tweets/search", query={"q": "wombat"}, status=402, code="insufficient_credits")
    tweet = page["tweets"][0]["id"]
    lab.refuses("GET", f"/x/tweets/{tweet}", status=402, code="insufficient_credits")


def test_an_article_is_shown_as_documented(either: Lab) -> None:
    blocks = (
        Block(BlockKind.TEXT, "The future of <AI>"),
        Block(BlockKind.POINT, "one"),
        Block(BlockKind.POINT, "two"),
        Block(BlockKind.HEADING, "Then"),
        Block(BlockKind.IMAGE, "A <chart>", drawn(MediaKind.PHOTO, "chart")),
    )
    article = Article("Why AI Will Transform Everything", blocks, drawn(MediaKind.PHOTO, "cover"))
    tweet_id = publish(either, "elonmusk", "An article", article=article)
    before = either.balance
    answer = either.get(f"/x/articles/{tweet_id}").json()
    assert before - either.balance == 5
    picture = answer["article"]["contents"][-1]
    assert answer["bodyHtml"] == (
        "<p>The future of &lt;AI&gt;</p><ul><li>one</li><li>two</li></ul><h2>Then</h2>"
        f'<img src="{picture["url"]}" alt="A &lt;chart&gt;">'
    )
    assert (picture["type"], picture["width"], picture["height"]) == ("image", 1200, 675)
    assert either.open(picture["url"]).headers["content-type"] == "image/png"
    assert either.open(answer["coverImage"]).headers["content-type"] == "image/png"
    assert differences(load("xquik", "get_article", "example").served, answer, extra_ok=True) == []
    either.refuses("GET", f"/x/articles/{publish(either, 'paulg', 'no article')}", status=404, code="article_not_found")
