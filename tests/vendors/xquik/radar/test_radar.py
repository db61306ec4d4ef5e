"""The radar: seven sources, filters, pages, and time that passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.core.times import HOUR, parse_instant
from mockserver.vendors.xquik.radar.feeds import FEEDS, LANGUAGES
from mockserver.vendors.xquik.radar.schemas import Category, Source
from mockserver.vendors.xquik.radar.subjects import SUBJECTS, TOLD_BY, recommended
from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab

METADATA: dict[str, set[str]] = {
    "github": {"starsToday", "language"},
    "hacker_news": {"points", "numberComments", "author"},
    "reddit": {"subreddit", "author"},
    "google_trends": {"approxTraffic"},
    "wikipedia": {"views"},
    "polymarket": {"volume24hr", "liquidity", "outcomes"},
    "trustmrr": {"mrr", "growthPercent", "last30Days", "total", "customers", "activeSubscriptions", "onSale"},
}
OF_STARTUPS = {"xHandle", "askingPrice", "country", "growthMrrPercent", "multiple", "paymentProvider", "rank"}
PREFIXES = {"hacker_news": "hn_", "github": "gh_", "reddit": "reddit_", "trustmrr": "trustmrr_"}


def items(lab: Lab, **query: object) -> list[dict[str, Any]]:
    """Every item, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = lab.get("/radar", **query, **cursor).json()
        found += page["items"]
        assert ("nextCursor" in page) is page["hasMore"]
        if not page["hasMore"]:
            return found
        cursor = {"after": page["nextCursor"]}


def test_the_list_is_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "list_radar", "example")
    served = either.get("/radar", source="hacker_news", limit=5).json()
    optional = frozenset({"items[].imageUrl"})
    assert served["hasMore"]
    assert differences(example.served, served, extra_ok=False, optional=optional) == []
    assert all(item["score"] == item["metadata"]["points"] for item in served["items"])


@pytest.mark.parametrize("source", list(Source))
def test_each_source_tells_what_it_has(lab: Lab, source: Source) -> None:
    found = items(lab, source=source.value, hours=72)
    assert len(found) > 20
    for item in found:
        extra = set(item["metadata"]) - METADATA[source]
        assert METADATA[source] <= set(item["metadata"])
        assert extra == set() or (source is Source.TRUSTMRR and extra <= OF_STARTUPS)
        assert item["source"] == source.value
        assert item["sourceId"].startswith(PREFIXES.get(source, ""))
        assert item["title"].strip()
        assert 0 <= item["score"] <= 10_000
        assert item["language"] == (LANGUAGES[item["region"]] if source is Source.GOOGLE_TRENDS else "en")
    assert len({item["sourceId"] for item in found}) == len(found)


def test_without_filters_all_sources_and_regions_are_told_by_score(lab: Lab) -> None:
    found = items(lab, hours=72)
    assert {item["source"] for item in found} == set(Source)
    assert {item["category"] for item in found} == set(Category)
    assert {item["region"] for item in found} == set(LANGUAGES)
    assert len({item["id"] for item in found}) == len(found)
    scores = [item["score"] for item in found]
    assert scores == sorted(scores, reverse=True)


def test_the_look_back_is_six_hours_unless_it_is_said(lab: Lab) -> None:
    assert items(lab) == items(lab, hours=6)
    now = lab.now
    for hours in (1, 6, 72):
        for item in items(lab, hours=hours):
            published, indexed = parse_instant(item["publishedAt"]), parse_instant(item["createdAt"])
            assert now - hours * HOUR <= published < indexed <= now


@pytest.mark.parametrize("category", list(Category))
def test_categories_filter(lab: Lab, category: Category) -> None:
    everything = items(lab, hours=48)
    wanted = [item for item in everything if item["category"] == category]
    assert wanted
    assert items(lab, hours=48, category=category.value) == wanted


@pytest.mark.parametrize("region", [region for region in LANGUAGES if region != "global"])
def test_regions_filter(lab: Lab, region: str) -> None:
    wanted = [item for item in items(lab, hours=72) if item["region"] == region]
    assert wanted
    assert items(lab, hours=72, region=region) == wanted


def test_filters_go_together(lab: Lab) -> None:
    found = items(lab, hours=72, source="wikipedia", category="science", region="global")
    assert found
    assert {(item["source"], item["category"]) for item in found} == {("wikipedia", "science")}


@pytest.mark.parametrize("query", [{"source": "x"}, {"category": "sports"}, {"region": "XX"}, {"source": "\x00"}])
def test_unknown_filters_are_refused(either: Lab, query: dict[str, str]) -> None:
    either.refuses("GET", "/radar", code="invalid_input", query=query)


@pytest.mark.parametrize(
    ("limit", "shown"), [("1", 1), ("100", 100), ("101", 100), ("0", 1), ("-3", 1), ("x", 50), ("1.5", 50), ("", 50)]
)
def test_limits_are_clamped_and_what_is_none_is_50(lab: Lab, limit: str, shown: int) -> None:
    assert len(lab.get("/radar", limit=limit, hours=72).json()["items"]) == shown


@pytest.mark.parametrize(("hours", "as_hours"), [("0", 1), ("-1", 1), ("73", 72), ("9" * 30, 6), ("x", 6), ("٣", 6)])
def test_hours_are_clamped_and_what_is_none_is_6(lab: Lab, hours: str, as_hours: int) -> None:
    assert lab.get("/radar", hours=hours).json() == lab.get("/radar", hours=as_hours).json()


def test_pages_of_any_size_make_the_same_list(lab: Lab) -> None:
    whole = items(lab, limit=100, hours=24)
    assert items(lab, limit=7, hours=24) == whole


@pytest.mark.parametrize("name", ["after", "cursor", "afterCursor"])
def test_the_cursor_has_the_vendors_form_under_each_name(lab: Lab, name: str) -> None:
    first = lab.get("/radar", limit=1).json()
    second = lab.get("/radar", limit=1, **{name: first["nextCursor"]}).json()
    assert second["items"] == lab.get("/radar", limit=2).json()["items"][1:]


@pytest.mark.parametrize("cursor", ["x", "AAAA", "NDUwfHg=", "eHwyMDI2LTAxLTAxVDAwOjAwOjAwLjAwMFp8MQ==", "é"])
def test_a_cursor_that_was_not_given_out_is_refused(lab: Lab, cursor: str) -> None:
    lab.refuses("GET", "/radar", code="invalid_input", query={"after": cursor})


@given(cursor=st.text(max_size=60))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cursor_is_answered(lab: Lab, cursor: str) -> None:
    assert lab.get("/radar", cursor=cursor).status_code in (200, 400)


def test_items_come_and_go_and_stay_what_they_were(lab: Lab) -> None:
    before = {item["id"]: item for item in items(lab)}
    lab.advance("3h")
    later = {item["id"]: item for item in items(lab)}
    assert before.keys() - later.keys()
    assert later.keys() - before.keys()
    assert all(later[kept] == before[kept] for kept in before.keys() & later.keys())
    lab.advance("6h")
    assert not before.keys() & {item["id"] for item in items(lab)}


def test_another_workspace_of_the_same_seed_sees_the_same(lab: Lab) -> None:
    before = items(lab, source="polymarket", hours=72)
    lab.enter("another")
    assert items(lab, source="polymarket", hours=72) == before


def test_the_radar_is_free(lab: Lab) -> None:
    before = lab.tables()
    items(lab)
    assert lab.tables() == before


def test_who_is_named_is_somebody_and_his_picture_can_be_seen(lab: Lab) -> None:
    for item in items(lab, source="trustmrr", hours=24):
        assert lab.workspace.world.people.get(item["metadata"]["xHandle"]) is not None
        assert item["metadata"]["onSale"] is ("askingPrice" in item["metadata"])
        assert lab.open(item["imageUrl"]).headers["content-type"] == "image/png"


def test_every_category_has_subjects_and_sources(lab: Lab) -> None:
    assert set(SUBJECTS) == set(TOLD_BY) == set(Category)
    assert set(FEEDS) == set(Source)
    told = [source for source, _ in recommended("a new Rust database on GitHub")]
    assert told == [Source.GITHUB, Source.HACKER_NEWS]
    assert [source for source, _ in recommended("")] == list(TOLD_BY[Category.GENERAL])
