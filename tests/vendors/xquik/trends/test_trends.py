"""Trends: by region, moving each quarter of an hour, charged, for subscribers."""

from __future__ import annotations

import pytest

from mockserver.core.settings import Edition
from mockserver.vendors.xquik.trends.places import PLACES
from mockserver.world.trends import REFRESHED
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab


def names(lab: Lab, path: str = "/trends", **query: object) -> list[str]:
    return [trend["name"] for trend in lab.get(path, **query).json()["trends"]]


def test_the_list_is_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "list_trends", "example")
    assert example.request is not None
    served = either.get("/trends", **example.request.query).json()
    assert differences(example.served, served) == []
    assert (len(served["trends"]), served["woeid"]) == (30, 1)
    assert [trend["rank"] for trend in served["trends"]] == list(range(1, 31))


def test_without_parameters_it_is_30_trends_of_the_world(lab: Lab) -> None:
    assert lab.get("/trends").json() == lab.get("/trends", woeid=1, count=30).json()


@pytest.mark.parametrize(("edition", "total"), [(Edition.DOCUMENTED, 3), (Edition.OBSERVED, 50)])
def test_the_total_counts_what_the_edition_counts(lab: Lab, edition: Edition, total: int) -> None:
    lab.serve(edition)
    assert lab.get("/trends", count=3).json()["total"] == total


def test_queries_are_encoded_where_observed(lab: Lab) -> None:
    plain = lab.get("/trends").json()["trends"]
    lab.serve(Edition.OBSERVED)
    encoded = lab.get("/trends").json()["trends"]
    assert [trend["query"] for trend in plain] == [trend["name"] for trend in plain]
    assert any(trend["query"].startswith("%23") for trend in encoded)
    assert not any("#" in trend["query"] for trend in encoded)


@pytest.mark.parametrize("path", ["/trends", "/x/trends"])
def test_every_documented_region_has_its_own(lab: Lab, path: str) -> None:
    rankings = {woeid: tuple(names(lab, path, woeid=woeid)) for woeid in PLACES}
    assert len(set(rankings.values())) == len(PLACES) == 12


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (50, 50), (51, 50), (0, 1), (-7, 1), (10**15, 50)])
def test_the_count_is_clamped(lab: Lab, count: int, shown: int) -> None:
    for path in ("/trends", "/x/trends"):
        assert len(names(lab, path, count=count)) == shown


@pytest.mark.parametrize("query", [{"count": "x"}, {"count": "1.5"}, {"woeid": "x"}, {"woeid": "9" * 40}])
def test_what_is_no_number_is_refused(lab: Lab, query: dict[str, str]) -> None:
    for path in ("/trends", "/x/trends"):
        lab.refuses("GET", path, code="invalid_input", query=query)


def test_an_unknown_region_is_refused_or_the_world(either: Lab) -> None:
    either.refuses("GET", "/trends", code="invalid_input", query={"woeid": 5})
    told = either.get("/x/trends", woeid=5).json()
    assert told["woeid"] == 1
    assert [trend["name"] for trend in told["trends"]] == names(either)


def test_the_other_path_counts_what_it_returns(either: Lab) -> None:
    told = either.get("/x/trends", count=4).json()
    assert set(told) == {"trends", "count", "woeid"}
    assert told["count"] == len(told["trends"]) == 4


def test_a_ranking_stands_for_a_quarter_of_an_hour_and_then_moves(lab: Lab) -> None:
    lab.advance(f"{REFRESHED - lab.now % REFRESHED}ms")
    first = lab.get("/trends", count=50).json()
    lab.advance("14m59s")
    assert lab.get("/trends", count=50).json() == first
    lab.advance("1s")
    assert lab.get("/trends", count=50).json() != first


def test_a_call_costs_three_credits_also_when_nothing_is_new(lab: Lab) -> None:
    before = lab.balance
    for path in ("/trends", "/trends", "/x/trends"):
        lab.get(path)
    assert before - lab.balance == 9
    assert [row["reason"] for row in lab.rows("xquik_ledger")][-3:] == ["getTrends", "getTrends", "getXTrends"]


@pytest.mark.parametrize("path", ["/trends", "/x/trends"])
def test_without_enough_credits_it_is_402(lab: Lab, path: str) -> None:
    lab.set_balance(2)
    lab.refuses("GET", path, status=402, code="insufficient_credits")


def test_trends_want_a_subscription(lab: Lab) -> None:
    lab.change_account(subscription="none")
    lab.refuses("GET", "/trends", status=402, code="no_subscription")
    lab.change_account(subscription="past_due")
    lab.refuses("GET", "/trends", status=402, code="subscription_inactive")


def test_a_refused_region_costs_nothing(lab: Lab) -> None:
    before = lab.balance
    lab.get("/trends", woeid=7)
    assert lab.balance == before
