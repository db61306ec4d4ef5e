"""Media of tweets, downloaded into galleries that open in a browser; a tweet is paid for once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.world.media import at_url
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import BASE, Lab


def tweets(lab: Lab, *counts: int) -> list[str]:
    """Tweets with so many images each; their ids."""
    found: list[str] = []
    for number, count in enumerate(counts):
        images = [f"https://example.com/{number}-{each}.jpg" for each in range(count)]
        found.append(published(lab, f"number {number}", images))
    return found


def published(lab: Lab, text: str, images: list[str]) -> str:
    made: list[str] = []
    media = tuple(map(at_url, images))
    lab.write(lambda: made.append(lab.workspace.world.tweets.publish("acme", text, media=media).id))
    return made[0]


def download(lab: Lab, **body: object) -> Any:
    answer = lab.post("/x/media/download", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_one_tweet_is_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "download_media", "single")
    (tweet_id,) = tweets(either, 2)
    for name in ("tweetInput", "tweetId", "tweetUrl"):
        assert differences(example.served, download(either, **{name: tweet_id}), extra_ok=False) == []


def test_many_tweets_are_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "download_media", "bulk")
    ids = tweets(either, 4, 2, 1)
    told = download(either, tweetIds=[ids[0], f"https://twitter.com/acme/status/{ids[1]}", ids[2]])
    assert differences(example.served, told, extra_ok=False) == []
    assert (told["totalTweets"], told["totalMedia"]) == (3, 7)


def test_all_downloads_are_in_the_gallery(lab: Lab) -> None:
    index = f"{BASE.removesuffix('/api/v1')}/gallery/{lab.workspace.id}"
    assert "Nothing has been downloaded yet" in lab.open(index).text
    first, second = tweets(lab, 1, 2)
    one = download(lab, tweetInput=first)["galleryUrl"]
    both = download(lab, tweetIds=[first, second])["galleryUrl"]
    assert urlsplit(one).path.startswith(urlsplit(index).path)
    listed = lab.open(index).text
    assert one in listed
    assert both in listed
    assert lab.open(both).text.count("<img") == 3
    assert index in lab.open(one).text
    assert lab.open(f"{index}/nothing").status_code == 404


def test_what_a_tweet_says_does_not_run_as_a_page(lab: Lab) -> None:
    tweet_id = published(lab, "<script>alert(1)</script>", ["https://example.com/a.png?'\"><b>"])
    page = lab.open(download(lab, tweetInput=tweet_id)["galleryUrl"]).text
    assert "<script>" not in page
    assert "<b>" not in page


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=5), max_size=6))
def test_each_medium_is_paid_for_once(lab: Lab, rounds: list[list[int]]) -> None:
    ids = tweets(lab, 1, 2, 3, 4, 1)
    sizes = dict(zip(ids, (1, 2, 3, 4, 1), strict=True))
    before, fetched = lab.balance, set[str]()
    for chosen in rounds:
        wanted = [ids[number] for number in chosen]
        if len(wanted) == 1:
            assert download(lab, tweetInput=wanted[0])["cacheHit"] is (wanted[0] in fetched)
        else:
            told = download(lab, tweetIds=wanted)
            assert (told["totalTweets"], told["totalMedia"]) == (len(set(wanted)), sum(sizes[i] for i in set(wanted)))
        fetched |= set(wanted)
        assert before - lab.balance == sum(sizes[each] for each in fetched)
