"""Posts: scheduled, published at their time with a first comment after them, or failed."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.core.settings import Progression
from mockserver.core.times import SECOND
from tests.vendors.socialscalr.lab import Lab


def schedule(lab: Lab, **changes: object) -> Any:
    return lab.post("/posts", {"content": "Thoughts on Q4...", "scheduled_for": lab.iso_in("2h"), **changes})["post"]


def test_a_post_is_published_at_its_time_and_its_comment_follows(lab: Lab) -> None:
    lab.listen()
    post = schedule(lab, link_url="https://socialscalr.com", first_comment="More on this...")
    lab.advance("119m")
    assert lab.get("/posts")["posts"][0]["status"] == "scheduled"
    lab.advance("3m")
    (published,) = lab.get("/posts")["posts"]
    assert published == {
        **post,
        "status": "published",
        "published_at": post["scheduled_for"],
        "updated_at": post["scheduled_for"],
        "post_url": published["post_url"],
    }
    assert published["post_url"].startswith("https://www.linkedin.com/feed/update/urn:li:share:")
    assert lab.receiver.events == ["post.published", "comment.posted"]
    assert lab.receiver.data("post.published") == [{"post": published}]
    (comment,) = [each["comment"] for each in lab.receiver.data("comment.posted")]
    assert (comment["content"], comment["post_id"], comment["post_url"], comment["status"]) == (
        "More on this...",
        post["id"],
        published["post_url"],
        "posted",
    )
    first, second = (each.at for each in lab.receiver.posts)
    assert 20 * SECOND <= second - first <= 90 * SECOND


def test_a_post_without_a_comment_has_none(lab: Lab) -> None:
    lab.listen()
    schedule(lab)
    lab.advance("1d")
    assert lab.receiver.events == ["post.published"]


def test_a_post_fails_by_magic(lab: Lab) -> None:
    lab.listen()
    schedule(lab, content="[FAIL] too much", first_comment="never")
    lab.advance("1d")
    (post,) = lab.get("/posts")["posts"]
    assert (post["status"], post["error"], post["published_at"]) == ("failed", "LinkedIn rejected the post", None)
    assert lab.receiver.posts == []


def test_a_tester_fails_a_post(lab: Lab) -> None:
    post = schedule(lab)
    job = lab.workspace.jobs.find(post["id"])
    assert job is not None
    lab.workspace.jobs.fail(job, "Token expired")
    lab.advance("1d")
    failed = lab.get("/posts")["posts"][0]
    assert (failed["status"], failed["error"]) == ("failed", "Token expired")


def test_posts_are_listed_newest_first_200_at_most(lab: Lab) -> None:
    ids = [schedule(lab, content=f"Post {number}")["id"] for number in range(202)]
    assert [post["id"] for post in lab.get("/posts")["posts"]] == ids[:1:-1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"content": ...}, "content is required"),
        ({"content": "  "}, "content must not be empty"),
        ({"content": "x" * 3_001}, "content must have at most 3000 characters"),
        ({"scheduled_for": ...}, "scheduled_for is required"),
        ({"scheduled_for": None}, "scheduled_for must be a string"),
        ({"scheduled_for": "soon"}, "scheduled_for must be an ISO 8601 timestamp such as 2026-06-01T13:00:00Z"),
        ({"scheduled_for": "2026-06-01"}, "scheduled_for must be an ISO 8601 timestamp such as 2026-06-01T13:00:00Z"),
        (
            {"scheduled_for": "2026-02-30T10:00:00Z"},
            "scheduled_for must be an ISO 8601 timestamp such as 2026-06-01T13:00:00Z",
        ),
        ({"scheduled_for": "2025-06-01T13:00:00Z"}, "scheduled_for must be in the future"),
        ({"scheduled_for": "2026-01-05T09:00:00Z"}, "scheduled_for must be in the future"),
        ({"scheduled_for": "2026-01-05T11:00:00+05:00"}, "scheduled_for must be in the future"),
        ({"link_url": "javascript:alert(1)"}, "link_url must be an http or https URL"),
        ({"first_comment": ""}, "first_comment must not be empty"),
        ({"first_comment": "x" * 1_251}, "first_comment must have at most 1250 characters"),
    ],
)
def test_a_post_that_does_not_fit(lab: Lab, changes: dict[str, object], message: str) -> None:
    body = {"content": "x", "scheduled_for": "2026-06-01T13:00:00Z", **changes}
    lab.refuses("/posts", {name: value for name, value in body.items() if value is not ...}, message)
    assert lab.get("/posts") == {"posts": []}


def test_a_time_in_another_zone_is_told_in_utc(lab: Lab) -> None:
    assert schedule(lab, scheduled_for="2026-06-01T15:00:00+02:00")["scheduled_for"] == "2026-06-01T13:00:00Z"


def test_a_look_publishes_where_looks_move_jobs_on(lab: Lab) -> None:
    lab.pace(Progression.POLLS)
    schedule(lab)
    assert lab.get("/posts")["posts"][0]["status"] == "published"
