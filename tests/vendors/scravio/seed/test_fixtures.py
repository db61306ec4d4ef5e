"""Fixtures, shipped and of one's own: what they leave behind, and how one is told what is wrong with them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockserver.core.errors import ConfigurationError
from mockserver.core.settings import Progression, RateLimits, Settings
from tests.vendors.scravio.lab import Lab
from tests.vendors.scravio.seed.offices import check_books, enter

GYM = {"type": "INSTAGRAM_HASHTAG", "inputs": {"hashtag": "gym"}, "target_emails": 10}


def own(tmp_path: Path, section: dict[str, Any]) -> Path:
    """A fixture with that section."""
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump({"scravio": section}), encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", [42, 1, 2, 3])
def test_the_office_is_at_work(lab: Lab, seed: int) -> None:
    enter(lab, "demo", seed)
    campaigns = {each["title"]: each for each in lab.read("/campaigns", perPage=50)["items"]}
    assert {title: each["status"] for title, each in campaigns.items()} == {
        "Podcasts about startups": "pending",
        "Coffee roasters": "scraping",
        "Somebody who is gone": "failed",
        "Yoga teachers": "stopped",
        "HR software in Germany": "fully_completed",
        "Who reads The Writers' Den": "fully_completed",
        "Fitness newsletters": "fully_completed",
    }
    assert campaigns["Coffee roasters"]["emailScanCount"] > 0
    assert campaigns["Who reads The Writers' Den"]["postValidation"]["status"] == "completed"
    jobs = lab.read("/validation-jobs")["data"]["jobs"]
    assert [job["status"] for job in jobs][-1] == "completed"
    assert len(jobs) == 2
    exports = lab.read("/list-exports")["data"]["exports"]
    assert [(each["status"], each["fileFormat"]) for each in exports] == [
        ("completed", "csv"),
        ("completed", "xlsx"),
        ("completed", "csv"),
    ]
    check_books(lab)


def test_the_office_goes_on_and_its_books_stay_in_order(lab: Lab) -> None:
    enter(lab, "demo")
    lab.advance("6h")
    assert {each["status"] for each in lab.read("/campaigns", perPage=50)["items"]} == {
        "fully_completed",
        "failed",
        "stopped",
    }
    check_books(lab)


def test_an_office_s_files_can_be_downloaded(lab: Lab) -> None:
    enter(lab, "demo")
    export = lab.read("/list-exports")["data"]["exports"][0]
    address = lab.read(f"/list-exports/{export['exportId']}/download")["data"]["downloadUrl"]
    assert len(list(csv.DictReader(io.StringIO(lab.fetch(address).text)))) == export["totalRecords"] == 60


def test_an_empty_fixture_has_a_plan_and_its_credits(lab: Lab) -> None:
    enter(lab, "empty")
    assert lab.read("/campaigns")["items"] == []
    [line] = lab.read("/credit-transactions")["transactions"]
    assert line["type"] == "SUBSCRIPTION_INITIAL"
    account = lab.read("/auth/me")
    assert (account["credits"], account["shouldMaskEmail"]) == (25_000, False)


def test_a_free_account_of_ones_own(lab: Lab, tmp_path: Path) -> None:
    account = {"plan": "free", "name": "Ada", "email": "ada@example.com", "verified": False, "credits": 40.5}
    section = {"account": account, "campaigns": [{**GYM, "ago": "1h", "reveals": [1, 3]}]}
    enter(lab, own(tmp_path, section))
    shown = lab.read("/auth/me")
    assert (shown["name"], shown["isVerified"], shown["shouldMaskEmail"]) == ("Ada", False, True)
    assert shown["scrapingSpeed"] == "slow"
    [campaign] = lab.read("/campaigns")["items"]
    leads = lab.read(f"/campaigns/{campaign['_id']}/leads", hasEmail="true")["items"]
    assert [lead["emailRevealed"] for lead in leads[:4]] == [True, False, True, False]
    check_books(lab)


@pytest.mark.parametrize("pace", [Progression.IMMEDIATE, Progression.POLLS])
def test_the_past_goes_by_the_clock_whatever_moves_jobs_on_later(lab: Lab, tmp_path: Path, pace: Progression) -> None:
    settings = Settings(rate_limits=RateLimits.OFF, progression={"email_campaign": pace})
    section = {"campaigns": [{**GYM, "ago": "1h", "title": "old"}, {**GYM, "ago": "1s", "title": "new"}]}
    enter(lab, own(tmp_path, section), settings=settings)
    old = next(each for each in lab.read("/campaigns")["items"] if each["title"] == "old")
    assert old["finishedAt"] < "2026-01-05T08:30"


def test_two_loads_give_the_same_bytes(lab: Lab) -> None:
    answers = []
    for name in ("one", "other"):
        enter(lab, "demo", 7, name=name)
        answers.append(lab.get("/campaigns", perPage=50).content + lab.get("/credit-transactions").content)
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"campains": []}, "campains is not a known field"),
        ({"account": {"plan": "gold"}}, "account plan must be one of free, starter, growth, scale"),
        ({"campaigns": [{"type": "X_FOLLOWERS"}]}, r"campaigns\[0\].inputs is required"),
        ({"campaigns": [{**GYM, "ago": "soon"}]}, r"campaigns\[0\].ago 'soon' is not a duration"),
        ({"campaigns": [{**GYM, "type": "MYSPACE"}]}, r"campaigns\[0\]: type must be one of"),
        ({"campaigns": [{**GYM, "inputs": {}}]}, r"campaigns\[0\]: .*Hashtag is required"),
        ({"campaigns": [{**GYM, "target_emails": 10**6}]}, r"campaigns\[0\]: Insufficient credits"),
        ({"campaigns": [{**GYM, "ago": "1h", "validated": "2h"}]}, r"campaigns\[0\].validated: .*before"),
        ({"campaigns": [{**GYM, "ago": "1h", "stopped": "30m"}]}, r"campaigns\[0\].stopped: .*fully_completed"),
        ({"campaigns": [{**GYM, "reveals": [1]}]}, r"campaigns\[0\].reveals: There is no masked email"),
        ({"validation_jobs": [{"emails": []}]}, r"validation_jobs\[0\].emails"),
        ({"ledger": [{"ago": "1d", "type": "THEFT", "amount": 1, "description": ""}]}, r"ledger\[0\].type"),
    ],
)
def test_what_is_wrong_is_named(lab: Lab, tmp_path: Path, section: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        enter(lab, own(tmp_path, section))
