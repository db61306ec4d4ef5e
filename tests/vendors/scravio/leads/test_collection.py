"""Collecting and checking leads in stretches: any cut gives the same leads, and the counts always add up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from mockserver.core.times import parse_instant
from mockserver.vendors.scravio.leads import checks, collection, masks, service
from mockserver.vendors.scravio.leads.collection import Batch
from mockserver.vendors.scravio.leads.tables import LeadRow
from tests.vendors.scravio.lab import Lab
from tests.vendors.scravio.leads.test_pages import Campaign


def collect(lab: Lab, campaign: Campaign, sizes: Iterable[int], **options: Any) -> list[Batch]:
    batches: list[Batch] = []

    def work() -> None:
        for size in sizes:
            start = sum(batch.scanned for batch in batches)
            batches.append(collection.collect(lab.workspace, campaign, start, size, **options))

    lab.write(work)
    return batches


def stored(lab: Lab, number: int) -> list[tuple[object, ...]]:
    """The leads of a campaign, without what tells the campaign."""
    rows: list[LeadRow] = service.stretch(lab.workspace, number, None, 100_000)
    return [(row.number, row.handle, row.keyword, row.state, row.followers) for row in rows]


@pytest.mark.parametrize("kind", ["INSTAGRAM_HASHTAG", "X_FOLLOWERS"])
def test_any_cut_into_stretches_gives_the_same_leads(lab: Lab, kind: str) -> None:
    inputs: dict[str, object] = {"hashtag": "gym"} if kind == "INSTAGRAM_HASHTAG" else {"targetUser": "nasa"}
    collect(lab, Campaign(1, kind, inputs), [300])
    collect(lab, Campaign(2, kind, inputs), [1, 99, 150, 50])
    assert stored(lab, 1) == stored(lab, 2)
    assert len(stored(lab, 1)) == 300


def test_a_batch_says_what_it_wrote(lab: Lab) -> None:
    [batch] = collect(lab, Campaign(), [400])
    assert (batch.scanned, batch.leads, batch.is_last) == (400, 400, False)
    assert batch.initial == service.count(lab.workspace, 7, masks.INITIAL) > 0
    assert batch.deep == service.count(lab.workspace, 7, masks.DEEP) > 0
    assert batch.without == service.count(lab.workspace, 7, masks.WITHOUT_EMAIL) > 0


def test_without_a_deep_search_no_hidden_email_is_found(lab: Lab) -> None:
    [batch] = collect(lab, Campaign(enable_deep_email_search=False), [400])
    assert (batch.deep, batch.initial + batch.without) == (0, 400)


@pytest.mark.parametrize("most", [1, 7, 60])
def test_it_stops_behind_the_last_email_wanted(lab: Lab, most: int) -> None:
    [batch] = collect(lab, Campaign(), [400], most_emails=most)
    assert batch.emails == most
    assert batch.leads == batch.scanned < 400
    assert not batch.is_last
    last = service.stretch(lab.workspace, 7, None, 1_000)[-1]
    assert masks.WITH_EMAIL >> last.state & 1


def test_wanting_no_email_collects_nobody(lab: Lab) -> None:
    [batch] = collect(lab, Campaign(), [50], most_emails=0)
    assert (batch.leads, batch.emails) == (0, 0)


def test_a_source_ends(lab: Lab) -> None:
    target = lab.workspace.world.people.get("nasa")
    assert target is not None
    batches = collect(lab, Campaign(1, "X_FOLLOWERS", {"targetUser": "nasa"}), [target.followers_count + 10])
    assert (batches[-1].scanned, batches[-1].is_last) == (target.followers_count, True)


def test_checks_go_through_emails_in_the_order_they_were_found(lab: Lab) -> None:
    collect(lab, Campaign(), [600])
    emails = service.count(lab.workspace, 7, masks.WITH_EMAIL)
    done: list[checks.Checked] = []

    def check() -> None:
        while checks.pending(lab.workspace, 7):
            done.append(checks.check_next(lab.workspace, 7, 37))
            pending = [row.id or 0 for row in service.stretch(lab.workspace, 7, None, 1, masks.PENDING)]
            checked = service.stretch(lab.workspace, 7, None, 1_000, masks.VALID | masks.INVALID)
            assert all((row.id or 0) < pending[0] for row in checked if pending)

    lab.write(check)
    assert [each.count for each in done[:-1]] == [37] * (len(done) - 1)
    assert sum(each.count for each in done) == emails
    assert sum(each.valid for each in done) == service.count(lab.workspace, 7, masks.VALID)
    assert sum(each.invalid for each in done) == service.count(lab.workspace, 7, masks.INVALID)


def test_checking_when_nothing_is_left_writes_nothing(lab: Lab) -> None:
    lab.write(lambda: checks.check_next(lab.workspace, 7, 10))
    assert lab.rows("scravio_lead_checks") == []


def test_a_lead_remembers_when_its_email_was_checked(lab: Lab) -> None:
    campaign_id = lab.completed(targetEmails=60, enableEmailValidation=True)
    found = lab.read(f"/campaigns/{campaign_id}/leads", perPage=60)["items"]
    assert all(lead["emailValidation"]["checkedAt"] >= lead["scrapedAt"] for lead in found)
    other = lab.completed(targetEmails=20)
    assert lab.post(f"/campaigns/{other}/validate").status_code == 202
    begun = lab.now
    lab.advance("1h")
    [lead] = lab.read(f"/campaigns/{other}/leads", perPage=1, hasEmail="true")["items"]
    assert begun < parse_instant(lead["emailValidation"]["checkedAt"]) <= lab.now
