"""API keys: made, listed and revoked by sessions only."""

from __future__ import annotations

import re

import pytest

from mockserver.core.times import iso_ms
from tests.vendors.xquik.lab import Headers, Lab


@pytest.fixture
def session(lab: Lab) -> Headers:
    return lab.session()


def keys(lab: Lab, session: Headers) -> list[dict[str, object]]:
    answer = lab.request("GET", "/api-keys", headers=session)
    assert answer.status_code == 200
    listed: list[dict[str, object]] = answer.json()["keys"]
    return listed


def create(lab: Lab, session: Headers, name: str = "My Key") -> dict[str, str]:
    answer = lab.request("POST", "/api-keys", json={"name": name}, headers=session)
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


def test_a_new_key_is_shown_in_full_this_once_and_works(lab: Lab, session: Headers) -> None:
    made = create(lab, session)
    assert list(made) == ["id", "fullKey", "name", "prefix", "createdAt"]
    assert re.fullmatch(r"xq_[0-9a-f]{64}", made["fullKey"])
    assert made["prefix"] == made["fullKey"][:8]
    assert (made["name"], made["createdAt"]) == ("My Key", iso_ms(lab.now))
    assert lab.request("GET", "/account", headers={"x-api-key": made["fullKey"]}).status_code == 200
    assert made["fullKey"] not in lab.request("GET", "/api-keys", headers=session).text


@pytest.mark.parametrize("body", [{}, None])
def test_a_key_without_a_name_is_called_default(lab: Lab, session: Headers, body: object) -> None:
    answer = lab.request("POST", "/api-keys", json=body, headers=session)
    assert (answer.status_code, answer.json()["name"]) == (201, "Default")


@pytest.mark.parametrize("name", ["", "   ", 7, None, [], "x" * 101])
def test_a_name_that_does_not_fit_is_refused(lab: Lab, session: Headers, name: object) -> None:
    lab.refuses("POST", "/api-keys", {"name": name}, code="invalid_input", headers=session)


def test_the_list_is_newest_first_and_tells_when_a_key_was_used(lab: Lab, session: Headers) -> None:
    first, second = create(lab, session, "first"), create(lab, session, "second")
    lab.advance("90s")
    lab.request("GET", "/drafts", headers={"x-api-key": first["fullKey"]})
    used_at = iso_ms(lab.now)
    listed = {row["id"]: row for row in keys(lab, session)}
    assert listed[first["id"]] == {
        "id": first["id"],
        "name": "first",
        "prefix": first["prefix"],
        "isActive": True,
        "createdAt": first["createdAt"],
        "lastUsedAt": used_at,
    }
    assert "lastUsedAt" not in listed[second["id"]]
    numbers = [int(str(row["id"])) for row in keys(lab, session)]
    assert numbers == sorted(numbers, reverse=True)


def test_each_use_of_a_key_is_noted(lab: Lab, session: Headers) -> None:
    made = create(lab, session)
    for _ in range(3):
        lab.advance("1s")
        assert lab.request("GET", "/drafts", headers={"x-api-key": made["fullKey"]}).status_code == 200
        assert keys(lab, session)[0]["lastUsedAt"] == iso_ms(lab.now)


def test_the_keys_of_the_workspace_are_listed_without_sessions(lab: Lab, session: Headers) -> None:
    [row] = keys(lab, session)
    assert (row["name"], row["isActive"], row["prefix"]) == ("Default", True, lab.key[:8])


def test_a_revoked_key_stops_working_at_once(lab: Lab, session: Headers) -> None:
    made = create(lab, session)
    answer = lab.request("DELETE", f"/api-keys/{made['id']}", headers=session)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    lab.refuses("GET", "/account", status=401, code="unauthenticated", headers={"x-api-key": made["fullKey"]})
    assert keys(lab, session)[0]["isActive"] is False
    lab.refuses("DELETE", f"/api-keys/{made['id']}", status=404, code="not_found", headers=session)


def test_the_key_of_the_workspace_can_be_revoked_too(lab: Lab, session: Headers) -> None:
    [row] = keys(lab, session)
    assert lab.request("DELETE", f"/api-keys/{row['id']}", headers=session).status_code == 200
    assert lab.get("/account").status_code == 401


@pytest.mark.parametrize("key_id", ["abc", "-1", "0", "1.5", "%20", "9" * 19, "1e3", "٣", "007"])
def test_what_is_no_id_is_told_apart_from_an_unknown_one(lab: Lab, session: Headers, key_id: str) -> None:
    lab.refuses("DELETE", f"/api-keys/{key_id}", code="invalid_id", headers=session)


def test_an_unknown_key_is_not_found(lab: Lab, session: Headers) -> None:
    lab.refuses("DELETE", "/api-keys/4711", status=404, code="not_found", headers=session)


def test_there_are_100_keys_at_most_and_revoked_ones_do_not_count(lab: Lab, session: Headers) -> None:
    made = [create(lab, session) for _ in range(99)]
    lab.refuses("POST", "/api-keys", {}, status=403, code="api_key_limit_reached", limit=100, headers=session)
    lab.request("DELETE", f"/api-keys/{made[0]['id']}", headers=session)
    assert create(lab, session)["id"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/api-keys"), ("POST", "/api-keys"), ("DELETE", "/api-keys/1")])
def test_an_api_key_is_not_enough(either: Lab, method: str, path: str) -> None:
    either.refuses(method, path, status=401, code="unauthenticated")


def test_a_refused_request_is_no_use(lab: Lab, session: Headers) -> None:
    made = create(lab, session)
    lab.request("GET", "/drafts/nothing", headers={"x-api-key": made["fullKey"]})
    assert "lastUsedAt" not in keys(lab, session)[0]
