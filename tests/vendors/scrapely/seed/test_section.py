"""A fixture of one's own: what it may say, and how it is told what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from mockserver.vendors.scrapely.seed import load
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import conversation_with, conversations

OFFICE = """
accounts: [{handle: one, ago: 10d}]
sources: [{name: Leads, ago: 5d, scrape: [{handle: few, followers: true}]}]
campaigns:
  - name: Q1
    ago: 2d
    sources: [Leads]
    message: Hi {{firstName}}
    answers: [{lead: ann, after: 3h, text: "Sure", sentiment: positive, tag: Mine, notes: x, deal_value: 5}]
tags: [{name: Mine}]
"""


def office(lab: Lab, section: dict[str, Any] | str) -> None:
    """Load a section into a workspace where @few has three followers, @ann the first."""
    world = lab.workspace.world
    content: dict[str, Any] = yaml.safe_load(section) if isinstance(section, str) else section

    def work() -> None:
        few = world.people.put("few", followers_count=2)
        world.graph.follow(world.people.remember("ann"), few)
        load(lab.workspace, content)

    lab.write(work)


def test_an_office_of_ones_own(lab: Lab) -> None:
    office(lab, OFFICE)
    found = conversation_with(lab, "ann")
    assert [message["text"] for message in found["messages"]][1:] == ["Sure"]
    assert found["messages"][1]["time"] - found["messages"][0]["time"] == 3 * 3_600_000
    assert (found["crm"]["notes"], found["crm"]["deal_value"]) == ("x", 5.0)
    assert len(conversations(lab)) == 3


def test_what_is_told_of_the_future_comes_then(lab: Lab) -> None:
    office(lab, OFFICE.replace("after: 3h", "after: 3d"))
    assert len(conversation_with(lab, "ann")["messages"]) == 1
    lab.advance("2d")
    assert conversation_with(lab, "ann")["messages"][-1]["text"] == "Sure"


def test_an_empty_section_is_a_plan(lab: Lab) -> None:
    before = len(lab.rows("scrapely_credits"))
    office(lab, {})
    assert len(lab.rows("scrapely_credits")) == before + 2


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"acounts": []}, "acounts is not a known field"),
        ({"accounts": [{}]}, r"accounts\[0\].handle is required"),
        ({"accounts": [{"handle": "a", "ago": "soon"}]}, r"accounts\[0\].ago 'soon' is not a duration"),
        ({"accounts": [{"handle": "a", "ago": 5}]}, r"accounts\[0\].ago '5' is not a duration"),
        ({"accounts": [{"handle": "missing_a"}]}, r"accounts\[0\]: handle must name an existing"),
        ({"tags": [{"name": "x", "color": "red"}]}, r"tags\[0\].color"),
        ({"ledger": [{"ago": "1d", "kind": "lead", "amount": -999_999_999, "reason": "x"}]}, r"ledger\[0\]: .*paid"),
        ({"sources": [{"name": "x", "scrape": []}]}, r"sources\[0\].scrape"),
        ({"sources": [{"name": "x", "scrape": [{"handle": "a"}]}]}, r"sources\[0\]: must set followers or following"),
        ({"campaigns": [{"name": "x", "sources": ["y"], "message": "z"}]}, r"campaigns\[0\]: 'y' is not among"),
        ({"campaigns": [{"name": "x", "sources": ["y"], "answers": [{"lead": "a"}]}]}, r"answers\[0\].text"),
        (
            {"conversations": [{"account": "a", "with": "b", "messages": [{"us": "x"}]}]},
            r"conversations\[0\]: @a is not among the accounts",
        ),
        (
            {
                "accounts": [{"handle": "a"}],
                "conversations": [{"account": "a", "with": "b", "messages": [{"them": "x"}]}],
            },
            r"conversations\[0\]: a conversation begins with a message from us",
        ),
        ({"conversations": [{"account": "a", "with": "b", "messages": [{}]}]}, "must have either us or them"),
        ({"scheduled_tweets": [{"account": "a", "text": "x"}]}, "must have either in or ago"),
        (
            {"cookie_jobs": [{"username": "a", "two_fa_key": "short"}]},
            r"cookie_jobs\[0\]: two_fa_key must be 16 letters",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(lab: Lab, section: dict[str, Any], message: str) -> None:
    before = lab.workspace.database.revision
    with pytest.raises(ValueError, match=message):
        office(lab, section)
    assert lab.workspace.database.revision == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lead: ann", "lead: bob", r"campaigns\[0\].answers\[0\]: @bob was not written to"),
        ("tag: Mine", "tag: Theirs", r"answers\[0\]: tag 'Theirs' is neither a base tag nor"),
        ("message: Hi {{firstName}}", "message: ''", r"campaigns\[0\]: message must not be empty"),
        ("sources: [Leads]", "sources: [Leads]\n    max_leads: 0", r"campaigns\[0\]: max_leads must be at least 1"),
    ],
)
def test_a_campaign_that_cannot_be_is_told_by_its_place(lab: Lab, old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"(?s){message}"):
        office(lab, OFFICE.replace(old, new))
