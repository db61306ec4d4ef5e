"""What a message says. Source: "Events (Tweet Payload)", "Example Payload"; the envelope: observed."""

from __future__ import annotations

from typing import Any

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.streams.lab import play
from tests.vendors.scrapest.lab import Lab, next_envelope, next_tweet, working

BARE = (
    *("id", "text", "created_at", "lang", "favorite_count", "retweet_count", "reply_count", "quote_count"),
    *("bookmark_count", "author", "entities", "media", "retweeted_tweet", "retweeted", "quoted_tweet"),
    *("note_tweet_text", "in_reply_to_status_id", "conversation_id"),
)


def test_the_documented_example(url: str) -> None:
    async def visit() -> None:
        async with working(url, "example") as lab, lab.stream() as client:
            text = "This is a real-time tweet delivered via WebSocket 🚀"
            await lab.tweet(text)
            served = await next_tweet(client)
            documented: Any = load("scrapest", "stream_message", "example").served
            # The document abridges the picture's address.
            assert served["author"].pop("profile_image_url").startswith("http")
            del documented["author"]["profile_image_url"]
            assert differences(documented, served, extra_ok=False) == []
            assert list(served) == list(documented)
            assert (served["text"], served["lang"], served["conversation_id"]) == (text, "en", served["id"])

    play(visit())


def test_a_retweet_brings_the_original(url: str) -> None:
    async def visit() -> None:
        async with working(url, "retweet") as lab, lab.stream() as client:
            original = await lab.tweet("worth repeating", author="grace")
            await lab.tweet(None, author="ada", retweet_of=original)
            await next_tweet(client)
            retweet = await next_tweet(client)
            assert (retweet["retweeted_tweet"], retweet["text"]) == (True, "RT @grace: worth repeating")
            assert retweet["author"]["screen_name"] == "ada"
            assert (retweet["retweeted"]["id"], retweet["retweeted"]["retweet_count"]) == (original, 1)
            assert tuple(retweet["retweeted"]) == BARE
            assert retweet["quoted_tweet"] is None

    play(visit())


def test_quotes_are_nested_twice_and_no_further(url: str) -> None:
    async def visit() -> None:
        async with working(url, "quotes") as lab, lab.stream() as client:
            quoted = None
            for depth in range(4):
                quoted = await lab.tweet(f"depth {depth}", **({} if quoted is None else {"quote": quoted}))
            last = [await next_tweet(client) for _ in range(4)][-1]
            assert last["quoted_tweet"]["quoted_tweet"]["text"] == "depth 1"
            assert last["quoted_tweet"]["quoted_tweet"]["quoted_tweet"] is None

    play(visit())


def test_media_of_three_kinds(url: str) -> None:
    async def visit() -> None:
        async with working(url, "media") as lab, lab.stream() as client:
            await lab.tweet("see", media=[f"https://media.test/{name}" for name in ("a.jpg", "b.mp4", "c.gif")])
            photo, video, gif = (await next_tweet(client))["media"]
            assert photo == {"media_url_https": "https://media.test/a.jpg", "type": "photo"}
            assert (video["type"], gif["type"]) == ("video", "animated_gif")
            assert video["video_info"]["duration_millis"] > 0
            assert {each["url"] for each in video["video_info"]["variants"]} == {"https://media.test/b.mp4"}
            assert [each["bitrate"] for each in gif["video_info"]["variants"]] == [0]

    play(visit())


def test_entities_and_long_texts(url: str) -> None:
    async def visit() -> None:
        async with working(url, "entities") as lab, lab.stream() as client:
            await lab.tweet("🚀 #launch with @nasa: https://nasa.test/live")
            entities = (await next_tweet(client))["entities"]
            assert [(each["text"], each["indices"]) for each in entities["hashtags"]] == [("launch", [2, 9])]
            assert [each["screen_name"] for each in entities["user_mentions"]] == ["nasa"]
            assert [each["url"] for each in entities["urls"]] == ["https://nasa.test/live"]
            long = "word " * 100
            await lab.tweet(long.strip())
            note = await next_tweet(client)
            assert note["note_tweet_text"] == long.strip()
            assert len(note["text"]) < len(long)

    play(visit())


def test_a_reply_names_what_it_answers(url: str) -> None:
    async def visit() -> None:
        async with working(url, "reply") as lab, lab.stream() as client:
            first = await lab.tweet("what do you think?")
            second = await lab.tweet("a lot", author="grace", reply_to=first)
            await lab.tweet("good", reply_to=second)
            shown = [await next_tweet(client) for _ in range(3)]
            assert [(each["in_reply_to_status_id"], each["conversation_id"]) for each in shown] == [
                (None, first),
                (first, first),
                (second, first),
            ]

    play(visit())


def test_the_newer_edition_leaves_out_what_is_absent_and_writes_dates_as_x_does(url: str) -> None:
    async def visit() -> None:
        async with working(url, "newer") as lab:
            await lab.observed()
            async with lab.stream() as client:
                first = await lab.tweet("plain $TSLA")
                await lab.tweet("answer", author="grace", reply_to=first)
                plain, answer = await next_tweet(client), await next_tweet(client)
                absent = {"media", "retweeted", "quoted_tweet", "note_tweet_text", "in_reply_to_status_id"}
                assert set(plain) == set(BARE) - absent | {"link"}
                assert plain["created_at"] == "Mon Jan 05 09:00:00 +0000 2026"
                assert plain["link"] == f"https://x.com/ada/status/{first}"
                assert [each["text"] for each in plain["entities"]["symbols"]] == ["TSLA"]
                assert (answer["in_reply_to_screen_name"], answer["in_reply_to_status_id"]) == ("ada", first)

    play(visit())


async def enveloped(lab: Lab, count: int, **query: str) -> list[Any]:
    """What a client with these flags is sent of one tweet, and nothing beside it before the next."""
    async with lab.stream(**query) as client:
        await lab.tweet("flagged")
        await lab.tweet("next")
        told = [await next_envelope(client) for _ in range(2 * count)]
        assert [each["payload"]["text"] for each in told] == ["flagged"] * count + ["next"] * count
        return told[:count]


def test_flags_choose_between_envelopes(url: str) -> None:
    async def visit() -> None:
        async with working(url, "flags") as lab:
            await lab.observed()
            [full] = await enveloped(lab, 1, useFastX="false")
            assert list(full) == ["mid", "sid", "source", "timestamp", "payload", "vmName"]
            assert (full["source"], full["mid"], full["sid"]) == (
                "x",
                full["payload"]["id"],
                full["payload"]["author"]["id"],
            )
            assert full["timestamp"] == 1_767_603_600_000
            both = await enveloped(lab, 2, useFastX="true")
            assert [each["source"] for each in both] == ["fast-x", "x"]
            [fast] = await enveloped(lab, 1, useFastX="true", ignoreFullPayload="true")
            assert list(fast["payload"]) == ["id", "text", "author", "timestamp", "url", "lang", "transport"]
            assert list(fast["payload"]["author"]) == ["id", "name", "screen_name", "profile_image_url"]
            assert fast["payload"]["transport"] in ("mozilla", "fcm")

    play(visit())


def test_the_documented_edition_knows_no_flags(url: str) -> None:
    async def visit() -> None:
        async with working(url, "no-flags") as lab, lab.stream(useFastX="true", ignoreFullPayload="true") as client:
            tweet_id = await lab.tweet()
            assert (await next_tweet(client))["id"] == tweet_id

    play(visit())


def test_the_same_seed_and_calls_give_the_same_bytes(url: str) -> None:
    async def told(name: str) -> list[object]:
        # The workspace's name stands in the address of a picture.
        async with working(url, name, seed=7) as lab, lab.stream() as client:
            await lab.serve(activity={"per_minute": 60})
            first = await lab.tweet("one")
            await lab.control("POST", "/clock/advance", {"by": "30s"})
            await lab.tweet("two", quote=first)
            got: list[object] = []
            while not got or '"text":"two"' not in str(got[-1]):
                got.append(str(await client.recv()).replace(f"/_media/{name}/", "/_media/"))
            return got

    async def visit() -> None:
        first, second = await told("seeded-a"), await told("seeded-b")
        assert first == second
        assert len(first) > 20

    play(visit())
