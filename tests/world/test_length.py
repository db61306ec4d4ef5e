"""How long X finds a text, and where a long one is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.world.length import TWEET_LENGTH, shortened, weighted_length


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("x" * 280, 280),
        ("é" * 5, 5),
        ("e\u0301", 1),
        ("日本", 4),
        ("👋", 2),
        ("👨‍👩‍👧 family", 9),
        ("👍🏽🇩🇪1️⃣", 6),
        ("see https://example.com/a/very/long/path?with=a&query=1.", 4 + 23 + 1),
        ("example.com and not.a-domain", 23 + 17),
        ("\u2018quoted\u2019 \u2013 dash…", 15 + 2),
    ],
)
def test_a_text_weighs_as_x_counts_it(text: str, weight: int) -> None:
    assert weighted_length(text) == weight


@given(st.text(alphabet=st.sampled_from("ab. \n日👋‍👧é#"), max_size=600))
def test_what_is_cut_fits_a_tweet_and_is_the_beginning(text: str) -> None:
    cut = shortened(text)
    assert weighted_length(cut) <= TWEET_LENGTH
    assert cut == text if weighted_length(text) <= TWEET_LENGTH else text.startswith(cut.removesuffix("…"))


def test_a_long_text_is_cut_between_words() -> None:
    assert shortened("word " * 100) == "word " * 54 + "word…"
    assert shortened("日" * 200) == "日" * 139 + "…"
    assert shortened("x" * 300) == "x" * 278 + "…"
    address = "https://example.com/" + "a" * 300
    assert shortened(f"{'y ' * 130}{address}") == ("y " * 130).rstrip() + "…"
