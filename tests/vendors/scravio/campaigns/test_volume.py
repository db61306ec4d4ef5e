"""Large campaigns: few steps, bounded work at a time, books that still balance."""

from __future__ import annotations

from mockserver.vendors.scravio.campaigns.jobs import LARGEST_STRETCH
from tests.vendors.scravio.lab import Lab, campaign_body


def test_a_large_campaign_takes_few_steps_and_finds_exactly_what_was_asked_for(lab: Lab) -> None:
    lab.change_account(scraping_speed="ultra_fast")
    campaign_id = lab.launch(targetEmails=15_000, enableEmailValidation=True)
    steps = 0
    while lab.campaign(campaign_id)["finishedAt"] is None:
        fired = lab.advance_to_next()
        steps += fired
    shown = lab.campaign(campaign_id)
    assert steps <= 60
    assert shown["phaseState"]["validation"]["finalCounts"]["valid"] == 15_000
    leads = lab.read(f"/campaigns/{campaign_id}/leads", hasEmail=True, validationStatus="valid", perPage=1)
    assert leads["pagination"]["totalCount"] == 15_000
    money = shown["creditSettlement"]
    assert round(money["creditUsed"] + money["creditReturned"], 3) == money["creditReserved"]
    assert lab.balance == 25_000_000 - round(money["creditCharged"] * 1_000)


def test_the_largest_target_is_accepted_and_scanned_in_bounded_stretches(lab: Lab) -> None:
    lab.grant(10_000_000)
    shown = lab.post("/campaigns", campaign_body(targetEmails=1_000_000)).json()["campaign"]
    lab.advance("6m")
    assert 0 < lab.campaign(shown["_id"])["profileScannedCount"] <= 2 * LARGEST_STRETCH
    assert lab.post(f"/campaigns/{shown['_id']}/stop").status_code == 200
