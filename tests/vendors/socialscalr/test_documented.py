"""Every sample of the vendor's document, compared whole, and its rules for every request."""

from __future__ import annotations

import re

import pytest

from mockserver.core.settings import RateLimits
from mockserver.core.times import iso_s
from mockserver.vendors.socialscalr.policy import KEYS
from tests.contract.examples import all_examples, load
from tests.contract.shapes import differences
from tests.vendors.socialscalr.lab import SECRET, VENDOR, Lab

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def test_every_sample_has_its_test() -> None:
    assert {example.folder for example in all_examples(VENDOR)} == {
        *("me", "authentication", "error", "list_campaigns", "create_campaign", "list_leads", "add_leads"),
        *("schedule_post", "webhook_envelope"),
    }


def test_me(lab: Lab) -> None:
    example = load(VENDOR, "me", "example")
    assert example.response is not None
    body = lab.get("/me")
    assert differences(example.response.body, body | {"id": "uuid"}, extra_ok=False) == []
    assert list(body) == ["id", "email", "fullName", "plan", "teamRole"]
    assert "@" in body["email"]
    assert (body["plan"], body["teamRole"]) == ("pro", "owner")


def test_a_campaign_as_documented(lab: Lab) -> None:
    example = load(VENDOR, "create_campaign", "example")
    assert example.request is not None
    body = example.request.body
    assert isinstance(body, dict)
    campaign = lab.post("/campaigns", body)["campaign"]
    assert campaign == {
        "id": campaign["id"],
        **body,
        "status": "active",
        **dict.fromkeys(("leads_count", "invited_count", "accepted_count", "messaged_count"), 0),
        "created_at": iso_s(lab.now),
        "updated_at": iso_s(lab.now),
    }
    listed = lab.get("/campaigns")
    assert listed == {"campaigns": [campaign]}
    documented = load(VENDOR, "list_campaigns", "example").served
    assert differences(documented, listed) == []
    assert list(campaign)[:3] == ["id", "name", "status"]


def test_leads_as_documented(lab: Lab) -> None:
    example = load(VENDOR, "add_leads", "example")
    assert example.request is not None
    body = example.request.body
    assert isinstance(body, dict)
    added = lab.post("/leads", {**body, "campaignId": lab.campaign()})
    assert (added["inserted"], added["skipped"]) == (1, 0)
    (lead,) = added["leads"]
    assert lead == lead | {
        "name": "Ada Lovelace",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "title": "Founder",
        "location": "London",
        "profile_url": "https://www.linkedin.com/in/ada/",
        "status": "pending",
        "source": "api",
        "created_at": iso_s(lab.now),
    }
    documented = load(VENDOR, "list_leads", "example").request
    assert documented is not None
    assert lab.get("/leads") == {"leads": [lead]}
    filters = dict(zip(documented.query, (lead["campaign_id"], "pending", 5), strict=True))
    assert lab.get("/leads", **filters) == {"leads": [lead]}


def test_a_post_as_documented(lab: Lab) -> None:
    example = load(VENDOR, "schedule_post", "example")
    assert example.request is not None
    body = example.request.body
    assert isinstance(body, dict)
    post = lab.post("/posts", body)["post"]
    assert post == {
        "id": post["id"],
        **body,
        "status": "scheduled",
        "published_at": None,
        "post_url": None,
        "error": None,
        "created_at": iso_s(lab.now),
        "updated_at": iso_s(lab.now),
    }
    assert lab.get("/posts") == {"posts": [post]}


def test_a_delivery_as_documented(lab: Lab) -> None:
    lab.listen("lead.invited")
    lead_id = lab.lead(lab.campaign(templates={"note": "Hi {{first_name}}, ..."}), slug="ada")
    lab.trigger("lead.invited", lead_id=lead_id)
    example = load(VENDOR, "webhook_envelope", "example")
    assert example.request is not None
    (post,) = lab.receiver.posts
    assert differences(example.request.body, post.payload) == []
    assert list(post.payload) == ["event", "sentAt", "apiVersion", "data"]
    assert (post.payload["apiVersion"], post.payload["sentAt"]) == ("2024-12-18", iso_s(lab.now))
    assert {name: post.headers[name].partition("=")[0] for name in example.request.headers} == {
        name: value.partition("=")[0] for name, value in example.request.headers.items()
    }
    assert post.is_genuine
    assert SECRET.encode() not in post.body


# Every request


def test_the_key_has_the_documented_form(lab: Lab) -> None:
    example = load(VENDOR, "authentication", "example")
    assert example.request is not None
    documented = example.request.headers["Authorization"].removeprefix("Bearer ")
    assert len(lab.key) == len(documented)
    assert lab.key.startswith("ss_")


@pytest.mark.parametrize("path", ["/me", "/campaigns", "/leads", "/posts"])
@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "Missing API token"),
        ({"Authorization": "Bearer ss_nobodys0000000000000000"}, "Invalid API token"),
        ({"Authorization": "Basic c3M6c3M="}, "Missing API token"),
        ({"X-API-Key": "ss_demosocialscalr000000000"}, "Missing API token"),
    ],
)
def test_every_request_needs_the_token(lab: Lab, path: str, headers: dict[str, str], message: str) -> None:
    answer = lab.request("GET", path, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": message})


def test_errors_have_one_key(lab: Lab) -> None:
    documented = load(VENDOR, "error", "format").served
    answers = [
        (404, lab.request("GET", "/nowhere")),
        (405, lab.request("DELETE", "/posts")),
        (400, lab.request("POST", "/posts", content=b"{")),
        (400, lab.request("POST", "/posts", content=b"[]")),
        (404, lab.request("POST", "/leads", json={"campaignId": "x", "leads": [{"profileUrl": "https://a.b/c"}]})),
    ]
    for status, answer in answers:
        assert answer.status_code == status
        assert differences(documented, answer.json(), extra_ok=False) == []
    assert answers[1][1].headers["allow"] == "GET, POST"


def test_sixty_requests_a_minute(lab: Lab) -> None:
    lab.enter("limited", rate_limits=RateLimits.ENFORCE)
    answers = [lab.request("GET", "/me") for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert [answers[at].headers["x-ratelimit-remaining"] for at in (0, 59, 60)] == ["59", "0", "0"]
    assert answers[60].headers["retry-after"] == "60"
    assert list(answers[60].json()) == ["error"]
    lab.advance("60s")
    assert lab.request("GET", "/me").status_code == 200


def test_ids_are_uuids(lab: Lab) -> None:
    campaign_id = lab.campaign()
    ids = [lab.get("/me")["id"], campaign_id, lab.lead(campaign_id)]
    assert all(re.fullmatch(UUID, each) for each in ids)


def test_a_token_without_an_active_subscription_is_refused(lab: Lab) -> None:
    runtime = lab.app.workspaces.get("lab")
    assert runtime is not None
    made: list[str] = []
    lab.write(lambda: made.append(runtime.keys.make(VENDOR, KEYS, kind="inactive").key))
    answer = lab.request("GET", "/me", headers={"Authorization": f"Bearer {made[0]}"})
    assert (answer.status_code, answer.json()) == (403, {"error": "Your subscription is not active"})
