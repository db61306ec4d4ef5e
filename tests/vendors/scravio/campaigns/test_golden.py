"""What is served holds every field of the vendor's document, with its type; its examples are taken as they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.examples import FIXTURES, load
from tests.contract.shapes import differences
from tests.vendors.scravio.lab import Lab

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def fields(operation: str) -> dict[str, list[str]]:
    """The documented fields of a response and the types each is given there."""
    read: dict[str, list[str]] = json.loads((FIXTURES / "scravio" / "fields" / f"{operation}.json").read_text("utf-8"))
    return read


def members(value: object) -> Iterator[tuple[str, object]]:
    """Every key of an answer, at any depth."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield key, member
            yield from members(member)
    elif isinstance(value, list):
        for member in value:
            yield from members(member)


def fits(value: object, kind: str) -> bool:
    """Whether a value has a documented type."""
    if value is None:
        return kind.endswith("?")
    match kind.rstrip("?"):
        case "string<date-time>":
            return isinstance(value, str) and ISO.fullmatch(value) is not None
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case _:
            return isinstance(value, str)


def check(served: Any, operation: str, *, absent: frozenset[str] = frozenset()) -> None:
    documented = fields(operation)
    found = dict.fromkeys(documented, False)
    for key, value in members(served | {"inputs": {}} if "inputs" in served else served):
        if key in documented:
            found[key] = True
            # A name may stand for different things in different objects of one answer.
            assert any(fits(value, kind) for kind in documented[key]), (key, value)
    assert {key for key, was_found in found.items() if not was_found} == set(absent)


POST_FIELDS = frozenset({
    "targetPostAuthorUsername", "targetPostAuthorName", "targetPostAuthorProfilePicUrl", "targetPostLikeCount",
    "targetPostCommentCount", "targetPostId", "targetPostCaptionText", "commentCount", "likeCount", "captionText",
})  # fmt: skip
USER_FIELDS = frozenset({
    "platformUserId", "fullName", "profilePicUrl", "bio", "followerCount", "followingCount", "mediaCount",
    "isVerified", "isBusiness", "targetFollowerCount", "mediaPostCount",
})  # fmt: skip
AUTHOR_FIELDS = frozenset({"authorUsername", "authorName"})
AFTER_VALIDATION = frozenset({"total", "validated", "valid", "invalid", "error"})
"""Documented inside postValidation, which is null until a validation was asked for."""


def test_the_account(lab: Lab) -> None:
    check(lab.read("/auth/me"), "current_account")


def test_a_preview(lab: Lab) -> None:
    body = load("scravio", "create_campaign", "example").request
    assert body is not None
    answer = lab.post("/campaigns/reserve-preview", body.body)
    assert answer.status_code == 200
    check(answer.json(), "preview")


def test_a_created_campaign(lab: Lab) -> None:
    example = load("scravio", "create_campaign", "example").request
    assert example is not None
    answer = lab.post(example.path, example.body)
    assert answer.status_code == 201
    unsettled = {"breakdown", "initialEmails", "deepSearchEmails", "noEmails", "validations", "settlementVersion"}
    check(answer.json(), "create_campaign", absent=frozenset(unsettled))


def test_a_campaign_pointed_at_a_hashtag(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(enableEmailValidation=True))
    absent = (POST_FIELDS | USER_FIELDS | AUTHOR_FIELDS | AFTER_VALIDATION) - {"valid", "invalid", "validated"}
    check(shown, "campaign_details", absent=absent)


def test_a_campaign_pointed_at_a_person(lab: Lab) -> None:
    shown = lab.campaign(lab.completed(type="X_FOLLOWERS", inputs={"targetUser": "nasa"}, enableEmailValidation=True))
    absent = (POST_FIELDS | {"hashtagMediaCount"} | AFTER_VALIDATION) - {"valid", "invalid", "validated"}
    check(shown, "campaign_details", absent=absent)


def test_a_campaign_pointed_at_a_post(lab: Lab) -> None:
    url = "https://x.com/nasa/status/1700000000000000000"
    shown = lab.campaign(lab.completed(type="X_RETWEETS", inputs={"mediaUrl": url}, enableEmailValidation=True))
    absent = (USER_FIELDS | {"hashtagMediaCount"} | AFTER_VALIDATION) - {"valid", "invalid", "validated"}
    check(shown, "campaign_details", absent=absent)


def test_a_stop(lab: Lab) -> None:
    check(lab.post(f"/campaigns/{lab.launch()}/stop").json(), "stop_campaign")


def test_the_ledger(lab: Lab) -> None:
    lab.completed()
    check(lab.read("/credit-transactions"), "credit_transactions")


def test_the_documented_error_is_served_to_the_letter(lab: Lab) -> None:
    example = load("scravio", "error_validation", "example").response
    assert example is not None
    answer = lab.post("/campaigns", {"type": "INSTAGRAM_HASHTAG", "inputs": {}, "targetEmails": 500})
    assert answer.status_code == example.status
    assert differences(example.body, answer.json(), extra_ok=False) == []
    assert isinstance(example.body, dict)
    assert answer.json() | {"requestId": ""} == example.body | {"requestId": ""}


@pytest.mark.parametrize(
    ("folder", "case"),
    [
        ("current_account", "example"),
        ("current_account", "authentication"),
        ("list_campaigns", "example"),
        ("credit_transactions", "example"),
    ],
)
def test_documented_requests_are_answered(lab: Lab, folder: str, case: str) -> None:
    request = load("scravio", folder, case).request
    assert request is not None
    assert lab.request(request.method, request.path, query=request.query).status_code == 200


@pytest.mark.parametrize("folder", ["campaign_details", "stop_campaign"])
def test_documented_requests_for_an_id_that_is_not_ours(lab: Lab, folder: str) -> None:
    request = load("scravio", folder, "example").request
    assert request is not None
    lab.refuses(request.method, request.path, None, "Campaign not found", "NOT_FOUND", status=404)
