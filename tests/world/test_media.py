"""What is attached to tweets, and its form in X's JSON."""

from __future__ import annotations

import pytest

from mockserver.world import media
from mockserver.world.article import Article, Block, BlockKind
from mockserver.world.entities import parse
from mockserver.world.length import TWEET_LENGTH, weighted_length
from mockserver.world.media import Address, Media, MediaKind
from mockserver.world.tweet import Tweet
from mockserver.world.x_json import entities_json, media_json
from tests.world.universe import Universe

ADDRESS = Address("http://localhost/_media/w", lambda file_id: f"http://localhost/_files/{file_id}")


def derived(universe: Universe) -> list[Tweet]:
    people = universe.world.people
    return [
        tweet for number in range(120) for tweet in universe.world.tweets.by_author(people.number(number).handle, 30)
    ]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://x.example.com/a.png", "photo"),
        ("http://x.example.com/", "photo"),
        ("https://x.example.com/a.MP4?x=.png", "video"),
        ("https://x.example.com/a.gif#x", "animated_gif"),
    ],
)
def test_an_address_tells_what_lies_there(url: str, kind: str) -> None:
    found = media.at_url(url)
    assert found.kind == kind
    assert media.from_stored(media.to_stored([found])) == (found,)
    shown = ADDRESS.variants(found)[0].url if found.is_film else ADDRESS.picture(found)
    assert shown == url


@pytest.mark.parametrize("url", ["", "cat.png", "ftp://x.example.com/a.png", "https://", "file:1"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        media.at_url(url)


def test_a_published_film_has_what_x_tells_of_films(universe: Universe) -> None:
    film = Media(MediaKind.VIDEO, "file:abc", 1920, 1080, 12_500)
    gif = media.at_url("https://x.example.com/a.gif")
    photo = Media(MediaKind.PHOTO, "key-1", 4000, 1000)
    with universe.database.transaction():
        tweet = universe.world.tweets.publish("PaulG", "Look", media=[film, gif, photo])
    stored = universe.again().tweets.get(tweet.id)
    assert stored == tweet
    first, second, third = media_json(tweet, ADDRESS)
    assert first["video_info"] == {
        "aspect_ratio": [16, 9],
        "duration_millis": 12_500,
        "variants": [
            {"bitrate": rate, "content_type": "video/mp4", "url": "http://localhost/_files/abc"}
            for rate in (10_368_000, 2_176_000, 832_000, 256_000)
        ],
    }
    assert first["media_url_https"] == "http://localhost/_media/w/poster/file-abc.png"
    assert first["expanded_url"] == f"https://x.com/PaulG/status/{tweet.id}/video/1"
    assert second["video_info"]["variants"] == [
        {"bitrate": 0, "content_type": "video/mp4", "url": "https://x.example.com/a.gif"}
    ]
    assert "duration_millis" not in second["video_info"]
    assert "video_info" not in third
    assert third["media_url_https"] == "http://localhost/_media/w/photo/key-1.png"
    assert third["sizes"] == {
        "thumb": {"w": 150, "h": 150, "resize": "crop"},
        "small": {"w": 680, "h": 170, "resize": "fit"},
        "medium": {"w": 1200, "h": 300, "resize": "fit"},
        "large": {"w": 2048, "h": 512, "resize": "fit"},
    }
    assert [each["type"] for each in (first, second, third)] == ["video", "animated_gif", "photo"]
    assert len({each["id_str"] for each in (first, second, third)}) == 3
    assert first["media_key"] == f"7_{first['id_str']}"


def test_entities_name_those_who_exist(universe: Universe) -> None:
    jess = universe.person("jess")
    shown = entities_json(parse("Hi @Jess and @missing_bob #AI $ABC a.example.com"), universe.world.people)
    assert shown == {
        "hashtags": [{"text": "AI", "indices": [26, 29]}],
        "symbols": [{"text": "ABC", "indices": [30, 34]}],
        "user_mentions": [
            {"id_str": jess.user_id, "name": jess.name, "screen_name": "jess", "indices": [3, 8]},
        ],
        "urls": [
            {
                "url": "a.example.com",
                "expanded_url": "http://a.example.com",
                "display_url": "a.example.com",
                "indices": [35, 48],
            }
        ],
    }


def test_derived_tweets_bear_media_of_every_kind_notes_and_articles(universe: Universe) -> None:
    tweets = derived(universe)
    assert {each.kind for tweet in tweets for each in tweet.media} == set(MediaKind)
    assert {len(tweet.media) for tweet in tweets} >= {0, 1, 2}
    notes = [tweet for tweet in tweets if tweet.note_text is not None]
    assert notes
    for tweet in notes:
        assert weighted_length(tweet.text) <= TWEET_LENGTH < weighted_length(tweet.full_text)
        assert tweet.full_text.startswith(tweet.text.removesuffix("…"))
    assert all(tweet.note_text is None and not tweet.media for tweet in tweets if tweet.retweeted_id)


def test_derived_articles_may_have_a_picture_among_their_paragraphs(universe: Universe) -> None:
    written = [universe.world.tweets.article(tweet) for tweet in derived(universe) if tweet.is_article]
    pictures = [block for each in written if each is not None for block in each.blocks if block.image is not None]
    assert 0 < len(pictures) < len(written)
    assert {block.kind for block in pictures} == {BlockKind.IMAGE}


def test_a_derived_article_stays_the_same_when_its_tweet_is_touched(universe: Universe) -> None:
    tweet = next(tweet for tweet in derived(universe) if tweet.is_article)
    article = universe.world.tweets.article(tweet)
    assert article is not None
    assert article.title
    assert article.preview
    assert {block.kind for block in article.blocks} >= {BlockKind.TEXT, BlockKind.HEADING}
    with universe.database.transaction():
        universe.world.tweets.like("5", tweet.id)
    again = universe.again().tweets
    touched = again.get(tweet.id)
    assert touched is not None
    assert touched.is_article
    assert again.article(touched) == article


def test_a_note_a_card_and_an_article_are_kept(universe: Universe) -> None:
    long = "word " * 100
    shot = Block(BlockKind.IMAGE, "A view", media.drawn(MediaKind.PHOTO, "view"))
    written = Article("Title", (Block(BlockKind.QUOTE, "q"), shot, Block(BlockKind.TEXT, "text " * 60)), None)
    with universe.database.transaction():
        tweet = universe.world.tweets.publish(
            "paulg", long, note=True, card_url="https://c.example.com", community_id="77", article=written
        )
        plain = universe.world.tweets.publish("paulg", long)
    tweets = universe.again().tweets
    assert tweets.get(tweet.id) == tweet
    assert (tweet.note_text, tweet.community_id, tweet.card_url) == (long, "77", "https://c.example.com")
    assert len(tweet.text) < 280
    assert (plain.text, plain.note_text, tweets.article(plain)) == (long, None, None)
    assert tweets.article(tweet) == written
    assert written.preview.endswith("text…")
