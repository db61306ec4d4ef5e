from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.times import parse_instant
from mockserver.world.search.parser import DEEPEST, LONGEST, MOST_TERMS, parse
from mockserver.world.search.query import (
    And,
    AtLeast,
    Conversation,
    From,
    Has,
    InList,
    Lang,
    Link,
    Malformed,
    Mark,
    Metric,
    NewerThan,
    Node,
    Not,
    Or,
    Since,
    To,
    Trait,
    Until,
    UpTo,
    WithRetweets,
    Words,
)


def word(text: str) -> Words:
    return Words((text.lower(),), text)


CATS, DOGS, BIRDS = word("cats"), word("dogs"), word("birds")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("cats", CATS),
        ("Cats", Words(("cats",), "Cats")),
        ("cats dogs", And((CATS, DOGS))),
        ("cats AND dogs", And((CATS, DOGS))),
        ("cats and dogs", And((CATS, word("and"), DOGS))),
        ("cats OR dogs", Or((CATS, DOGS))),
        ("cats or dogs", And((CATS, word("or"), DOGS))),
        ("cats dogs OR birds", Or((And((CATS, DOGS)), BIRDS))),
        ("cats (dogs OR birds)", And((CATS, Or((DOGS, BIRDS))))),
        ("((cats))", CATS),
        ("cats()", CATS),
        ("cats -dogs", And((CATS, Not(DOGS)))),
        ("cats -(dogs OR birds)", And((CATS, Not(Or((DOGS, BIRDS)))))),
        ('-"cats dogs"', Not(Words(("cats", "dogs"), "cats dogs"))),
        ("cats-dogs", Words(("cats", "dogs"), "cats-dogs")),
        ('"Exact  phrase!"', Words(("exact", "phrase"), "Exact  phrase!")),
        ("“curly quotes”", Words(("curly", "quotes"), "curly quotes")),
        ("don't", Words(("don", "t"), "don't")),
        ("#Hiring", Mark("#hiring", "#Hiring")),
        ("@PaulG", Mark("@paulg", "@PaulG")),
        ("$TSLA", Mark("$tsla", "$TSLA")),
        ("from:PaulG", From("paulg")),
        ("FROM:@paulg", From("paulg")),
        ('from:"paulg"', From("paulg")),
        ("to:paulg", To("paulg")),
        ("-from:paulg", Not(From("paulg"))),
        ("lang:ES", Lang("es")),
        ("since:2025-01-31", Since(parse_instant("2025-01-31"))),
        ("until:2025-01-31_23:59:59_UTC", Until(parse_instant("2025-01-31T23:59:59"))),
        ("since:2025-1-3_04:05", Since(parse_instant("2025-01-03T04:05:00"))),
        ("since_time:1700000000", Since(1_700_000_000_000)),
        ("until_time:1700000000", Until(1_700_000_000_000)),
        ("since_id:12", NewerThan(12)),
        ("max_id:12", UpTo(12)),
        ("min_faves:10", AtLeast(Metric.LIKES, 10)),
        ("-min_faves:10", Not(AtLeast(Metric.LIKES, 10))),
        ("min_retweets:1", AtLeast(Metric.RETWEETS, 1)),
        ("min_replies:0", AtLeast(Metric.REPLIES, 0)),
        ("conversation_id:99", Conversation(99)),
        ("list:12345", InList("12345")),
        ("filter:media", Has(Trait.MEDIA)),
        ("filter:native_video", Has(Trait.VIDEOS)),
        ("filter:nativeretweets", Has(Trait.RETWEETS)),
        ("-filter:replies", Not(Has(Trait.REPLIES))),
        ("include:nativeretweets cats", And((WithRetweets(), CATS))),
        ("url:example.com", Link(("example", "com"), "example.com")),
        ('url:"example.com/a b"', Link(("example", "com", "a", "b"), "example.com/a b")),
        ("https://example.com/post", Link(("example", "com", "post"), "https://example.com/post")),
        ("note:this", Words(("note", "this"), "note:this")),
        ("東京", Words(("東", "京"), "東京")),
        ("🚀", Words(("🚀",), "🚀")),
        ("cats !!! -", CATS),
    ],
)
def test_a_query_is_read_as_x_reads_it(text: str, node: Node) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "nothing"),
        ("   ", "nothing"),
        ("!!!", "nothing"),
        ("()", "nothing"),
        ("OR", "OR"),
        ("cats OR", "OR"),
        ("OR cats", "OR"),
        ("cats OR OR dogs", "OR"),
        ("(cats", "opening parenthesis"),
        ("cats)", "closing parenthesis"),
        ('"cats', "quotation mark"),
        ('cats "dogs" "', "quotation mark"),
        ("from:!!", "from:!!"),
        ("from:waytoolongforahandle", "from:waytoolongforahandle"),
        ("since:yesterday", "since:yesterday"),
        ("since:2025-02-30", "since:2025-02-30"),
        ("until:0000-01-01", "until:0000-01-01"),
        ("since_time:99999999999999999", "since_time"),
        ("min_faves:many", "min_faves:many"),
        ("min_faves:-1", "min_faves:-1"),
        ("min_faves:\u0661", "whole number"),
        ("max_id:99999999999999999999", "max_id"),
        ("filter:everything", "filter:everything"),
        ("a" * (LONGEST + 1), str(LONGEST)),
        ("a " * (MOST_TERMS + 1), str(MOST_TERMS)),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), str(DEEPEST)),
    ],
)
def test_what_cannot_be_meant_is_named(text: str, names: str) -> None:
    found = parse(text)
    assert isinstance(found, Malformed)
    assert names in found.message


def test_the_limits_themselves_are_allowed() -> None:
    assert not isinstance(parse("a" * LONGEST), Malformed)
    assert not isinstance(parse("a " * MOST_TERMS), Malformed)
    assert not isinstance(parse("(" * DEEPEST + "a" + ")" * DEEPEST), Malformed)


PIECES = st.sampled_from(
    (
        *("cats", "OR", "AND", "-", "(", ")", "-(", '"', '"a b"', " ", ":", "#", "@", "$"),
        *("from:", "from:a", "since:2025-01-01", "filter:media", "-filter:", "url:", "#a", "@b"),
        *("\x00", "😀", "\ud800", "ﷺ"),
    )
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_a_query_or_says_why_not(text: str) -> None:
    found = parse(text)
    if isinstance(found, Malformed):
        assert found.message
    else:
        assert parse(text) == found
