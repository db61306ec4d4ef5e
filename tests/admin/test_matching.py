"""Patterns over random requests agree with a naive reading of what a pattern means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.admin.matching import Pattern, in_order, matching, near_misses
from mockserver.core.json import dumps
from mockserver.gateway.journal import Entry

METHODS = st.sampled_from(["GET", "POST", "PUT"])
PATHS = st.lists(st.sampled_from(["a", "b", "a.b"]), min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
BODIES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["x", "y"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["k", "l"]), inner, max_size=2),
    max_leaves=4,
)
STATUSES = st.sampled_from([200, 404])
VENDORS = st.sampled_from(["toy", "mute"])


def entry(vendor: str, method: str, path: str, status: int, body: object, name: str = "r") -> Entry:
    return Entry(name, 0, vendor, method, path, "", status, 0, {}, dumps(body), {}, b"", None, None, frozenset())


ENTRIES = st.lists(st.builds(entry, VENDORS, METHODS, PATHS, STATUSES, BODIES), max_size=8)
PATTERNS = st.fixed_dictionaries(
    {}, optional={"vendor": VENDORS, "method": METHODS, "path": PATHS, "status": STATUSES, "body": BODIES}
)


def contains(wanted: Any, actual: Any) -> bool:
    """A JSON subset, read naively: arrays item by item, objects key by key, true is not 1."""
    if isinstance(wanted, dict):
        return isinstance(actual, dict) and all(
            name in actual and contains(wanted[name], actual[name]) for name in wanted
        )
    if isinstance(wanted, list):
        return isinstance(actual, list) and len(wanted) == len(actual) and all(map(contains, wanted, actual))
    return type(wanted) is type(actual) and bool(wanted == actual)


def naively(pattern: dict[str, Any], candidate: Entry) -> bool:
    plain = {name: value for name, value in pattern.items() if name != "body"}
    return all(getattr(candidate, name) == value for name, value in plain.items()) and (
        "body" not in pattern or contains(pattern["body"], candidate.json_body())
    )


@given(PATTERNS, ENTRIES)
def test_the_count_is_the_naive_count(pattern: dict[str, Any], entries: list[Entry]) -> None:
    found = matching(Pattern(**pattern), entries)
    assert found == [each for each in entries if naively(pattern, each)]


@given(PATTERNS, ENTRIES)
def test_a_near_miss_is_no_match_and_differs_in_what_it_says(pattern: dict[str, Any], entries: list[Entry]) -> None:
    named = [
        entry(each.vendor, each.method, each.path, each.status, each.json_body(), str(number))
        for number, each in enumerate(entries)
    ]
    for miss in near_misses(Pattern(**pattern), named):
        candidate = named[int(miss["id"])]
        assert not naively(pattern, candidate)
        for difference in miss["differs"]:
            name = difference["field"].partition(".")[0].partition("[")[0]
            assert not naively({name: pattern[name]}, candidate)


@given(st.lists(PATTERNS, min_size=1, max_size=3), ENTRIES)
def test_an_order_is_found_wherever_there_is_one(patterns: list[dict[str, Any]], entries: list[Entry]) -> None:
    def possible(wanted: list[dict[str, Any]], left: list[Entry]) -> bool:
        if not wanted:
            return True
        return any(naively(wanted[0], each) and possible(wanted[1:], left[at + 1 :]) for at, each in enumerate(left))

    found = in_order([Pattern(**pattern) for pattern in patterns], entries)
    assert (len(found) == len(patterns)) == possible(patterns, entries)


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("/a/*", "/a/b", True),
        ("/a/*", "/a/b/c", False),
        ("/a/*", "/a", False),
        ("/a/**", "/a/b/c", True),
        ("/*/b", "/a/b", True),
        ("**/b", "/x/y/b", True),
        ("/a.b", "/axb", False),
        ("/a[b]", "/ab", False),
        ("/a?", "/ab", False),
        ("/a/b-*/c", "/a/b-17/c", True),
        ("/", "/", True),
        ("**", "/anything", True),
        ("/toy/a", "/a", True),
        ("/mute/a", "/a", False),
    ],
)
def test_a_glob_stands_for_segments(glob: str, path: str, matches: bool) -> None:
    assert bool(matching(Pattern(path=glob), [entry("toy", "GET", path, 200, None)])) is matches


def test_near_misses_keep_secrets() -> None:
    sent = {"name": "cog", "pin": "s3cr3t", "inner": {"pin": ["s3cr3t"]}}
    candidate = replace(entry("toy", "GET", "/", 200, sent), secret_fields=frozenset({"pin"}))
    for body in ({"pin": "x"}, {"inner": {"pin": ["x"]}}, {"inner": 1}, {"pin": {"deep": 1}}):
        (miss,) = near_misses(Pattern(body=body), [candidate])
        assert "s3cr3t" not in str(miss)
    assert matching(Pattern(body={"pin": "s3cr3t"}), [candidate]) == [candidate]


def test_near_misses_have_the_likest_path_first() -> None:
    entries = [entry("toy", "GET", path, 200, None, path) for path in ("/accounts", "/campaign", "/x")]
    assert near_misses(Pattern(path="/campaigns"), entries)[0]["id"] == "/campaign"
