"""What is found in a text, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.world.entities import parse


def found(text: str) -> tuple[list[str], list[str], list[str], list[str]]:
    entities = parse(text)
    return (
        [tag.text for tag in entities.hashtags],
        [mention.handle for mention in entities.mentions],
        [link.url for link in entities.links],
        [tag.text for tag in entities.cashtags],
    )


@pytest.mark.parametrize(
    ("text", "hashtags", "mentions", "links", "cashtags"),
    [
        ("nothing. at all", [], [], [], []),
        ("#AI and #ai, #9 #1st \uff03Ünï_x #日本", ["AI", "ai", "1st", "Ünï_x", "日本"], [], [], []),
        ("a#b c&#39;d", [], [], [], []),
        ("@paulg! (@Jess_1) .@sam", [], ["paulg", "Jess_1", "sam"], [], []),
        ("me@example.com @waytoolonghandle1 @@x", [], [], [], []),
        ("$TSLA $BRK.B $5 US$GBP $toolong7", [], [], [], ["TSLA", "BRK.B"]),
        (
            "see https://a.example.com/x?y=1#z, (http://b.org). WWW.c.io",
            [],
            [],
            ["https://a.example.com/x?y=1#z", "http://b.org", "WWW.c.io"],
            [],
        ),
        ("https://x.com/@sam/#tag/$ABC", [], [], ["https://x.com/@sam/#tag/$ABC"], []),
        ("example.com/path. and e.g. v1.2", [], [], ["example.com/path"], []),
    ],
)
def test_what_stands_in_a_text(
    text: str, hashtags: list[str], mentions: list[str], links: list[str], cashtags: list[str]
) -> None:
    assert found(text) == (hashtags, mentions, links, cashtags)


PIECES = st.sampled_from(
    ["#tag", "@jess", "$ABC", "https://a.com/b", "👋🏽", "word", "日本", "\n", "é", ",", "b.org", "#"]
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_places_are_code_points_of_the_text(text: str) -> None:
    entities = parse(text)
    for sign, tags in (("#", entities.hashtags), ("$", entities.cashtags)):
        for tag in tags:
            assert text[tag.start : tag.end] == sign + tag.text
    for mention in entities.mentions:
        assert text[mention.start : mention.end] == "@" + mention.handle
    for link in entities.links:
        assert text[link.start : link.end] == link.url
    words = text.split()
    assert [tag.text for tag in entities.hashtags] == ["tag"] * words.count("#tag")
    assert len(entities.mentions) == words.count("@jess")
    assert len(entities.links) == words.count("https://a.com/b") + words.count("b.org")


@given(st.text(max_size=300))
def test_any_text_can_be_parsed(text: str) -> None:
    parse(text)


def test_a_link_is_shown_without_its_scheme_and_cut() -> None:
    links = parse("https://www.example.com/ http://a.io/0123456789abcdef example.org").links
    assert [link.display_url for link in links] == ["example.com", "a.io/0123456789abcde…", "example.org"]
    assert [link.expanded_url for link in links] == [
        "https://www.example.com/",
        "http://a.io/0123456789abcdef",
        "http://example.org",
    ]
