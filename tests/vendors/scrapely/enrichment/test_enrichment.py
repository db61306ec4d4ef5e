"""Finding profiles and emails. Source: the vendor's OpenAPI document."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.vendors.scrapely.sources import credits as ledger
from mockserver.vendors.scrapely.sources.credits import CreditKind
from tests.contract.shapes import differences
from tests.vendors.scrapely.lab import Lab

JOHN = {"firstName": "John", "lastName": "Doe", "companyName": "Acme Corp"}

# The bodies below are the shapes of the vendor's OpenAPI document (EnrichTwitterMatch, EnrichEmailResponse).
MATCH: dict[str, object] = {
    "matched": True,
    "confidence": 0.5,
    "cached": False,
    "twitter": {
        "handle": "a",
        "user_id": "1",
        "name": "a",
        "bio": "a",
        "profile_url": "https://x.com/a",
        "profile_image_url": "https://x.com/a",
        "followers_count": 1,
        "following_count": 1,
        "verified": False,
        "location": "a",
    },
}
TEXTS = ("handle", "name", "firstName", "lastName", "fullName", "bio", "website", "domain", "companyHandle")
EMAIL: dict[str, object] = dict.fromkeys((*TEXTS, "companyName", "email", "emailValidity"), "a") | {"followers": 1}


def credits_of(lab: Lab) -> tuple[int, int]:
    """Credits left and used."""
    answer = lab.get("/enrichment/credits").json()
    assert set(answer) == {"enrichment_credits", "enrichment_credits_used"}
    return answer["enrichment_credits"], answer["enrichment_credits_used"]


def profile(lab: Lab, **changes: str) -> dict[str, Any]:
    answer = lab.post("/enrich/twitter", JOHN | changes)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def email(lab: Lab, handle: str) -> dict[str, Any]:
    answer = lab.post("/enrich/email", {"handle": handle})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# Profiles


def test_a_profile_is_found(lab: Lab) -> None:
    found = profile(lab)
    assert differences(MATCH, found, extra_ok=False) == []
    assert 0 <= found["confidence"] <= 1
    assert found["twitter"]["name"] == "John Doe"
    assert "Acme Corp" in found["twitter"]["bio"]
    assert found["twitter"]["profile_url"] == f"https://x.com/{found['twitter']['handle']}"


def test_the_profile_is_a_person_of_the_world(lab: Lab) -> None:
    shown = profile(lab)["twitter"]
    person = lab.workspace.world.people.by_id(shown["user_id"])
    assert person is not None
    assert (person.handle, person.name, person.company) == (shown["handle"], "John Doe", "Acme Corp")
    assert person.followers_count == shown["followers_count"]
    assert email(lab, shown["handle"])["companyName"] == "Acme Corp"


def test_equal_names_give_equal_people_and_other_companies_others(lab: Lab) -> None:
    first = profile(lab)["twitter"]["handle"]
    assert profile(lab, firstName=" john ")["twitter"]["handle"] == first
    assert profile(lab, companyName="Globex")["twitter"]["handle"] != first
    lab.begin_again()
    assert profile(lab)["twitter"]["handle"] == first


def test_a_profile_is_remembered_for_24_hours(lab: Lab) -> None:
    found = profile(lab)
    lab.advance("23h")
    assert profile(lab) == found | {"cached": True}
    lab.advance("1h")
    assert profile(lab)["cached"] is False


def test_finding_a_profile_is_free(lab: Lab) -> None:
    before = credits_of(lab)
    profile(lab)
    assert credits_of(lab) == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"companyName": "No Match Ltd"}, "no_results"),
        ({"companyName": "low confidence"}, "low_confidence"),
        ({"firstName": "李", "lastName": "明"}, "no_results"),
    ],
)
def test_nobody_is_found(lab: Lab, changes: dict[str, str], reason: str) -> None:
    found = profile(lab, **changes)
    assert (found["matched"], found["reason"], found["cached"]) == (False, reason, False)
    assert set(found) == {"matched", "confidence", "cached", "reason"}
    assert profile(lab, **changes) == found | {"cached": True}


@pytest.mark.parametrize("field", ["firstName", "lastName", "companyName"])
@pytest.mark.parametrize("value", [None, "", "  ", 5, ...])
def test_an_incomplete_question_is_invalid_input(lab: Lab, field: str, value: object) -> None:
    body: dict[str, object] = {**JOHN, field: value}
    if value is ...:
        del body[field]
    before = lab.workspace.database.revision
    answer = lab.post("/enrich/twitter", body)
    expected = {"matched": False, "confidence": 0.0, "cached": False, "reason": "invalid_input"}
    assert (answer.status_code, answer.json()) == (400, expected)
    assert lab.workspace.database.revision == before


# Emails


def test_an_email_is_found(lab: Lab) -> None:
    found = email(lab, "@Email_Ann")
    assert differences(EMAIL, found, extra_ok=False, nullable=frozenset({"website"})) == []
    person = lab.workspace.world.people.get("email_ann")
    assert person is not None
    assert (found["email"], found["name"], found["followers"]) == (person.email, person.name, person.followers_count)
    assert found["emailValidity"] in ("valid", "catchall")


def test_without_a_website_there_is_no_email(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.people.put("someuser", website=None))
    found = email(lab, "someuser")
    assert [found[key] for key in ("website", "domain", "companyHandle", "companyName", "email", "emailValidity")] == [
        None
    ] * 6
    assert (found["handle"], found["bio"] is not None) == ("someuser", True)


def test_the_domain_is_the_websites(lab: Lab) -> None:
    lab.write(lambda: lab.workspace.world.people.put("ann", website="https://www.acme.com/about"))
    assert email(lab, "ann")["domain"] == "acme.com"


def test_each_email_found_costs_a_credit_and_what_is_remembered_none(lab: Lab) -> None:
    left, used = credits_of(lab)
    first = email(lab, "email_ann")
    assert email(lab, "EMAIL_ANN") == first
    assert credits_of(lab) == (left - 1, used + 1)
    assert email(lab, "noemail_bob")["email"] is None
    assert credits_of(lab) == (left - 1, used + 1)
    lab.advance("24h")
    assert email(lab, "email_ann") == first
    assert credits_of(lab) == (left - 2, used + 2)


def test_without_credits_only_what_is_remembered_is_given(lab: Lab) -> None:
    known = email(lab, "email_ann")
    left, _ = credits_of(lab)
    lab.write(lambda: ledger.spend(lab.workspace, CreditKind.ENRICHMENT, left, "test", "test"))
    assert email(lab, "email_ann") == known
    lab.refuses("POST", "/enrich/email", {"handle": "email_bob"}, "Not enough enrichment credits", status=403)
    assert credits_of(lab)[0] == 0


@pytest.mark.parametrize("handle", ["missing_bob", "suspended_bob"])
def test_a_profile_that_cannot_be_seen(lab: Lab, handle: str) -> None:
    before = credits_of(lab)
    answer = lab.post("/enrich/email", {"handle": f"@{handle}"})
    assert (answer.status_code, answer.json()) == (
        422,
        {"error": "Enrichment failed", "message": "Twitter profile not found", "handle": handle, "name": None},
    )
    assert credits_of(lab) == before


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "handle is required"),
        ({"handle": 5}, "handle must be a string"),
        ({"handle": ""}, "handle must be a Twitter handle: 1 to 15 letters, digits or underscores"),
        ({"handle": "two words"}, "handle must be a Twitter handle: 1 to 15 letters, digits or underscores"),
    ],
)
def test_a_handle_that_does_not_fit_is_refused(lab: Lab, body: object, message: str) -> None:
    lab.refuses("POST", "/enrich/email", body, message)
