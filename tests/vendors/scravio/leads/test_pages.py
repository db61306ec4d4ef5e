"""Finding a page among very many leads: by counts of buckets, by an index, and never by walking or sorting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.statements import Query
from mockserver.core.tables import schema_of
from mockserver.vendors.scravio.leads import checks, collection, masks, service
from mockserver.vendors.scravio.leads.counts import Ordering
from mockserver.vendors.scravio.leads.service import LeadSort, Wishes
from mockserver.vendors.scravio.leads.tables import LeadCountRow, LeadRow, State
from tests.vendors.scravio.lab import Lab

MASKS = (masks.ALL, masks.WITH_EMAIL, masks.WITHOUT_EMAIL, masks.DEEP, masks.VALID, masks.INVALID, masks.PENDING)


class Campaign(NamedTuple):
    """As much of a campaign as its leads need."""

    number: int | None = 7
    type: str = "INSTAGRAM_HASHTAG"
    inputs: dict[str, object] = {"hashtags": ["fitness"]}  # noqa: RUF012 - never changed
    enable_deep_email_search: bool = True


@pytest.fixture(scope="module")
def crowd() -> Iterator[Lab]:
    """A workspace with a campaign of 6,000 leads, a third of whose emails were checked."""
    with asyncio.Runner() as runner:
        lab = Lab(runner)

        def collect() -> None:
            for start in range(0, 6_000, 500):
                collection.collect(lab.workspace, Campaign(), start, 500)
            checks.check_next(lab.workspace, 7, 1_000)

        lab.write(collect)
        yield lab
        lab.close()


def rows(crowd: Lab) -> list[LeadRow]:
    return service.stretch(crowd.workspace, 7, None, 10_000)


@pytest.mark.parametrize(("sort", "descending", "mask"), [*product(LeadSort, (True, False), MASKS)])
def test_any_page_is_the_same_part_of_the_whole(crowd: Lab, sort: LeadSort, descending: bool, mask: int) -> None:
    wishes = Wishes(mask, sort, descending)
    whole, total = service.page(crowd.workspace, 7, wishes, offset=0, limit=10_000)
    fitting = [row for row in rows(crowd) if mask >> row.state & 1]
    keys = {
        LeadSort.HAS_EMAIL: lambda row: (row.state > 0) is not descending,
        LeadSort.FOLLOWER_COUNT: lambda row: (row.followers, row.id),
        LeadSort.SCRAPED_AT: lambda row: row.id,
    }
    flipped = descending and sort is not LeadSort.HAS_EMAIL
    assert whole == sorted(fitting, key=keys[sort], reverse=flipped)
    assert total == len(fitting)
    for offset in {0, 1, 99, total // 3, total - 17, total - 1, total, total + 5, 2**40}:
        if offset >= 0:
            page, counted = service.page(crowd.workspace, 7, wishes, offset=offset, limit=17)
            assert (page, counted) == (whole[offset : offset + 17], total)


def test_counts_are_those_of_the_rows(crowd: Lab) -> None:
    for mask in MASKS:
        found = sum(mask >> row.state & 1 for row in rows(crowd))
        assert service.count(crowd.workspace, 7, mask) == found
    assert checks.pending(crowd.workspace, 7) == service.count(crowd.workspace, 7, masks.PENDING)


def explained(crowd: Lab, query: Query[LeadRow], **params: object) -> str:
    """What the store says of how it would answer."""
    sql, constants, _ = query.prepare()
    connection = crowd.workspace.database._connection
    steps = connection.execute(f"EXPLAIN QUERY PLAN {sql}", constants | params)
    return "; ".join(str(step[3]) for step in steps)


@pytest.mark.parametrize("descending", [True, False])
def test_the_default_order_and_that_of_time_seek_the_primary_key(crowd: Lab, descending: bool) -> None:
    plan = explained(crowd, service.BY_RANK[descending], low=0, high=9, mask=1, limit=1, offset=0)
    assert plan == "SEARCH scravio_leads USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"


@pytest.mark.parametrize("descending", [True, False])
def test_the_order_of_followers_seeks_its_index(crowd: Lab, descending: bool) -> None:
    at = {"campaign": 7, "low": 0, "high": 9, "mask": 1, "limit": 1, "offset": 0}
    plan = explained(crowd, service.BY_FOLLOWERS[descending], **at)
    assert "USING INDEX scravio_leads_by_followers (campaign=? AND followers>? AND followers<?)" in plan
    assert "TEMP B-TREE" not in plan


def test_a_page_far_down_reads_no_more_than_its_bucket(crowd: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    database = crowd.workspace.database
    known = database.all

    def counted(query: Query[object], **params: object) -> list[object]:
        found = known(query, **params)
        read.append((len(found), params.get("offset")))
        return found

    monkeypatch.setattr(database, "all", counted)
    last = service.count(crowd.workspace, 7) - 10
    read.clear()
    found, _ = service.page(crowd.workspace, 7, Wishes(sort_by=LeadSort.SCRAPED_AT), offset=last, limit=10)
    assert len(found) == 10
    [_, *pages] = read
    assert all(isinstance(offset, int) and offset < 2_048 for _, offset in pages)


@given(st.integers(0, 2**31), st.integers(0, 2**31), st.sampled_from(Ordering))
def test_buckets_are_in_order_and_know_their_bounds(one: int, other: int, ordering: Ordering) -> None:
    low, high = ordering.bounds(ordering.bucket(one))
    assert low <= one <= high
    assert ordering.bucket(low) == ordering.bucket(high) == ordering.bucket(one)
    assert ordering.bucket(high + 1) == ordering.bucket(one) + 1
    assert (one <= other) <= (ordering.bucket(one) <= ordering.bucket(other))


def test_every_state_is_counted_in_a_column_of_its_own() -> None:
    assert {f"s{state.value}" for state in State} <= set(schema_of(LeadCountRow).names)
    assert masks.WITHOUT_EMAIL + masks.INITIAL + masks.DEEP == masks.ALL == (1 << len(State)) - 1
    assert masks.VALID + masks.INVALID + masks.PENDING == masks.WITH_EMAIL
