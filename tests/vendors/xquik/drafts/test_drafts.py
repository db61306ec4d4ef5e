"""Drafts: kept, paged through, thrown away."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.examples import load
from tests.contract.shapes import differences
from tests.vendors.xquik.lab import Lab


def create(lab: Lab, text: str = "draft text", **fields: object) -> str:
    answer = lab.post("/drafts", {"text": text, **fields})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_saving_is_answered_as_documented(either: Lab) -> None:
    example = load("xquik", "create_draft", "example")
    assert example.request is not None
    answer = either.post("/drafts", example.request.body)
    assert answer.status_code == 201
    assert differences(example.served, answer.json(), extra_ok=False) == []
    assert {name: answer.json()[name] for name in ("text", "topic", "goal")} == example.request.body


def test_the_list_has_the_documented_shape(either: Lab) -> None:
    example = load("xquik", "list_drafts", "example")
    assert isinstance(example.served, dict)
    for _ in range(2):
        create(either, topic="product launch", goal="engagement")
    page = either.get("/drafts", limit=1).json()
    assert set(page) == {*example.served, "nextCursor"}
    assert differences(example.served["drafts"], page["drafts"], extra_ok=False) == []
    assert page["hasMore"] is True
    assert page["afterCursor"] == page["nextCursor"]


def test_what_was_not_given_is_absent(lab: Lab) -> None:
    assert set(lab.get(f"/drafts/{create(lab)}").json()) == {"id", "text", "createdAt", "updatedAt"}


def test_one_draft_is_what_saving_answered(lab: Lab) -> None:
    made = lab.post("/drafts", {"text": "Hello", "topic": "greetings", "goal": "followers"}).json()
    lab.advance("1h")
    assert lab.get(f"/drafts/{made['id']}").json() == made


@pytest.mark.parametrize("text", ["", " \n", None, 7, ["x"], "x" * 25_001])
def test_a_text_that_does_not_fit_is_refused(lab: Lab, text: object) -> None:
    lab.refuses("POST", "/drafts", {"text": text}, code="invalid_input")


def test_a_draft_needs_a_text(lab: Lab) -> None:
    lab.refuses("POST", "/drafts", {}, code="invalid_input", message="text is required.")


def test_the_longest_text_is_kept_byte_for_byte(lab: Lab) -> None:
    text = "🙂é\u0000 " * 6_250
    assert lab.get(f"/drafts/{create(lab, text)}").json()["text"] == text


def test_a_long_topic_is_cut_and_an_unknown_goal_ignored(lab: Lab) -> None:
    made = lab.get(f"/drafts/{create(lab, topic='t' * 600, goal='fame')}").json()
    assert made["topic"] == "t" * 500
    assert "goal" not in made


@pytest.mark.parametrize("draft_id", ["abc", "0", "-1", "1.0", "9" * 30])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_no_id_is_told_apart(lab: Lab, method: str, draft_id: str) -> None:
    lab.refuses(method, f"/drafts/{draft_id}", code="invalid_id")


def test_a_deleted_draft_is_gone(either: Lab) -> None:
    draft_id = create(either)
    answer = either.delete(f"/drafts/{draft_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "DELETE"):
        either.refuses(method, f"/drafts/{draft_id}", status=404, code="draft_not_found")


@pytest.mark.parametrize("name", ["afterCursor", "after", "cursor"])
def test_pages_follow_each_other_newest_first(lab: Lab, name: str) -> None:
    ids = []
    for number in range(7):
        ids.append(create(lab, f"draft {number}"))
        if number % 3 == 0:
            lab.advance("1s")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = lab.get("/drafts", limit=2, **cursor).json()
        seen += [row["id"] for row in page["drafts"]]
        if not page["hasMore"]:
            assert "nextCursor" not in page
            break
        cursor = {name: page["nextCursor"]}
    assert seen == ids[::-1]


def test_a_page_has_50_drafts_at_most(lab: Lab) -> None:
    for _ in range(52):
        create(lab)
    for query in ({}, {"limit": 1_000}, {"limit": 50}):
        page = lab.get("/drafts", **query).json()
        assert (len(page["drafts"]), page["hasMore"]) == (50, True)


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "1e2", "9" * 30])
def test_a_limit_that_is_none_is_refused(lab: Lab, limit: str) -> None:
    lab.refuses("GET", "/drafts", code="invalid_input", query={"limit": limit})


@pytest.mark.parametrize("cursor", ["x", "AAAA", "MjAyNg==", "fHw=", "MjAyNi0wMS0wMVQwMDowMDowMFp8eA==", "é", "\x00"])
def test_a_cursor_that_was_not_given_out_is_refused(lab: Lab, cursor: str) -> None:
    lab.refuses("GET", "/drafts", code="invalid_input", query={"afterCursor": cursor})


@given(cursor=st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cursor_is_answered(lab: Lab, cursor: str) -> None:
    assert lab.get("/drafts", cursor=cursor).status_code in (200, 400)
