"""Every paged lookup: however little the balance pays for at a time, no row is lost, shown twice or charged wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vendors.xquik.lab import Lab
from tests.vendors.xquik.lookups.test_tweets import publish

RICH = 10_000
MOST = 45
"""How many rows of a list are looked at: two usual pages, and the beginning of a third."""

COMMUNITY, LIST = "/x/communities/1500000000000000001", "/x/lists/1234567"
Case = tuple[str, str, dict[str, str]]
TWEETS: list[Case] = [
    ("/x/tweets/{root}/replies", "tweets", {}),
    ("/x/tweets/{root}/quotes", "tweets", {}),
    ("/x/tweets/{root}/thread", "tweets", {}),
    ("/x/tweets/search", "tweets", {"q": "startups"}),
    ("/x/tweets/search", "tweets", {"q": "startups", "queryType": "Top"}),
    ("/x/users/elonmusk/tweets", "tweets", {"includeReplies": "true"}),
    ("/x/users/elonmusk/likes", "tweets", {}),
    ("/x/users/elonmusk/media", "tweets", {}),
    ("/x/users/elonmusk/mentions", "tweets", {}),
    ("/x/timeline", "tweets", {}),
    ("/x/bookmarks", "tweets", {}),
    ("/x/notifications", "notifications", {}),
    (f"{COMMUNITY}/tweets", "tweets", {}),
    ("/x/communities/search", "tweets", {"q": "startups"}),
    ("/x/communities/tweets", "tweets", {"q": "startups"}),
    ("/x/communities/tweets", "tweets", {"q": "startups", "queryType": "Top"}),
    (f"{LIST}/tweets", "tweets", {}),
]
USERS: list[Case] = [
    ("/x/tweets/{root}/favoriters", "users", {}),
    ("/x/tweets/{root}/retweeters", "users", {}),
    ("/x/users/search", "users", {"q": "maria"}),
    ("/x/users/elonmusk/followers", "users", {}),
    ("/x/users/elonmusk/following", "users", {}),
    ("/x/users/elonmusk/verified-followers", "users", {}),
    ("/x/users/elonmusk/followers-you-know", "users", {}),
    (f"{COMMUNITY}/members", "users", {}),
    (f"{COMMUNITY}/moderators", "users", {}),
    (f"{LIST}/members", "users", {}),
    (f"{LIST}/followers", "users", {}),
]


@pytest.fixture
def busy(lab: Lab) -> tuple[Lab, str]:
    """A lab with a connected account, and a tweet that many react to."""
    lab.post("/x/accounts", {"username": "acme", "email": "a@example.com", "password": "secret"})
    root = publish(lab, "elonmusk", "What do you think?")
    world = lab.workspace.world

    def react(name: str) -> None:
        world.tweets.publish(name, f"I, {name}, think so", in_reply_to=root)
        world.tweets.publish(name, "Look at this", quoted=root)
        world.tweets.like(world.people.remember(name).user_id, root)
        world.tweets.retweet(name, root)

    for number in range(25):
        lab.write(lambda: react(f"fan_{number}"))  # noqa: B023 — it runs at once
    return lab, root


def read(lab: Lab, case: Case, root: str, balances: Iterator[int]) -> list[str]:
    """The ids of a list's rows, page by page, with a balance for each page."""
    path, name, query = case
    found: list[str] = []
    cursor: dict[str, str] = {}
    while len(found) < MOST:
        balance = next(balances)
        lab.set_balance(balance)
        answer = lab.get(path.format(root=root), **query, **cursor)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page[name]) == balance - lab.balance
        found += [each["id"] for each in page[name]]
        if not page["has_next_page"]:
            break
        cursor = {"cursor": page["next_cursor"]}
    return found[:MOST]


@pytest.mark.parametrize("case", [*TWEETS, *USERS], ids=lambda case: case[0] + "".join(case[2].values()))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(balances=st.lists(st.integers(1, 23), max_size=12))
def test_a_poor_client_reads_what_a_rich_one_reads(busy: tuple[Lab, str], case: Case, balances: Sequence[int]) -> None:
    lab, root = busy
    poor = read(lab, case, root, chain(balances, repeat(RICH)))
    assert len(poor) == len(set(poor))
    assert poor
    assert poor == read(lab, case, root, repeat(RICH))


@pytest.mark.parametrize("case", [*TWEETS, *USERS], ids=lambda case: case[0] + "".join(case[2].values()))
def test_a_cursor_that_no_page_gave_is_refused(busy: tuple[Lab, str], case: Case) -> None:
    lab, root = busy
    path, _, query = case
    lab.get(path.format(root=root), **query)  # the first look at a list writes its past down
    for cursor in ("abc", "DAAC", "DAACbm9uZQ", "\0", "é"):
        lab.refuses("GET", path.format(root=root), query={**query, "cursor": cursor}, code="invalid_input")
