"""The shipped fixtures, and what is wrong with one that does not fit."""

from __future__ import annotations

import pytest

from mockserver.core.settings import Progression
from mockserver.vendors.socialscalr.magic import MAGIC
from mockserver.vendors.socialscalr.seed.section import read
from tests.vendors.socialscalr.lab import Lab


@pytest.mark.parametrize("seed", [42, 1, 2])
def test_the_office_is_at_work(lab: Lab, seed: int) -> None:
    lab.enter("office", fixture="demo", seed=seed)
    assert lab.get("/me")["fullName"] == "Maya Chen"
    campaigns = {each["name"]: each for each in lab.get("/campaigns")["campaigns"]}
    assert [each["status"] for each in campaigns.values()] == ["active", "active", "paused", "active"]
    statuses = {lead["status"] for lead in lab.get("/leads", limit=500)["leads"]}
    assert statuses - {"accepted"} == {"pending", "invited", "declined", "messaged", "failed"}
    posts = [post["status"] for post in lab.get("/posts")["posts"]]
    assert sorted(posts) == ["failed", "published", "published", "scheduled", "scheduled"]
    assert sorted(str(row["status"]) for row in lab.rows("comments")) == ["approved", "posted", "posted", "posted"]
    lab.listen()
    lab.advance("3d")
    assert set(lab.receiver.events) == {
        *("leads.scraped", "lead.invited", "lead.messaged", "post.published", "comment.posted"),
    }


def test_an_empty_workspace_has_its_user_and_nothing_else(lab: Lab) -> None:
    filled = {name for name in lab.workspace.database.table_names() if name.startswith("socialscalr_")}
    assert [name for name in filled if lab.rows(name.removeprefix("socialscalr_"))] == ["socialscalr_users"]


def test_two_seeds_have_two_users(lab: Lab) -> None:
    first = lab.get("/me")
    lab.enter("other", seed=7)
    assert lab.get("/me")["email"] != first["email"]


@pytest.mark.parametrize("pace", [Progression.POLLS, Progression.IMMEDIATE])
def test_the_past_goes_by_the_clock_whatever_moves_jobs_on_later(lab: Lab, pace: Progression) -> None:
    lab.enter("paced", fixture="demo", progression=dict.fromkeys(("linkedin_post", "linkedin_outreach"), pace))
    scheduled = [row for row in lab.rows("posts") if row["status"] == "scheduled"]
    assert len(scheduled) == 2


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"campagnes": []}, "campagnes is not a known field"),
        ({"campaigns": [{"ago": "1d"}]}, r"campaigns\[0\].name is required"),
        ({"posts": [{"content": "x"}]}, r"posts\[0\] must have either in or ago"),
        ({"comments": [{"content": "x", "in": "1d", "post_url": "u", "ago": "2d"}]}, "must have either in or ago"),
    ],
)
def test_a_section_that_does_not_fit_names_the_entry(section: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(section)


def test_no_two_magic_values_say_the_same() -> None:
    assert len({(row.field, row.pattern) for row in MAGIC}) == len(MAGIC)
