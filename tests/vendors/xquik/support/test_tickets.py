"""Support tickets: opened, answered by a team that takes its time, resolved."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mockserver.core.times import iso_ms
from tests.vendors.xquik.lab import Lab

NOBODY = "tkt_000000000000000000000000"


def create(lab: Lab, subject: str = "Cannot connect X account", body: str = "Please help.") -> str:
    answer = lab.post("/support/tickets", {"subject": subject, "body": body})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ticket(lab: Lab, ticket_id: str) -> dict[str, Any]:
    found: dict[str, Any] = lab.get(f"/support/tickets/{ticket_id}").json()
    return found


def test_opening_is_answered_with_the_documented_keys(either: Lab) -> None:
    answer = either.post("/support/tickets", {"subject": "Hello", "body": "Please help."})
    assert answer.status_code == 201
    made = answer.json()
    assert re.fullmatch(r"tkt_[0-9a-f]{24}", made["id"])
    assert made == {
        "id": made["id"],
        "publicId": made["id"],
        "subject": "Hello",
        "status": "open",
        "createdAt": iso_ms(either.now),
    }


def test_a_ticket_shows_its_messages_oldest_first(lab: Lab) -> None:
    ticket_id = create(lab, body="First")
    lab.advance("1m")
    answer = lab.post(f"/support/tickets/{ticket_id}/messages", {"body": "Second"})
    assert (answer.status_code, answer.json()) == (201, {"publicId": ticket_id})
    found = ticket(lab, ticket_id)
    assert [(row["body"], row["sender"]) for row in found["messages"]] == [("First", "user"), ("Second", "user")]
    assert (found["messageCount"], found["updatedAt"]) == (2, iso_ms(lab.now))


def test_support_answers_after_a_while_and_works_on_it(lab: Lab) -> None:
    ticket_id = create(lab)
    lab.advance("29m")
    assert len(ticket(lab, ticket_id)["messages"]) == 1
    lab.advance("4h")
    found = ticket(lab, ticket_id)
    assert [row["sender"] for row in found["messages"]] == ["user", "support"]
    assert found["status"] == "in_progress"
    lab.advance("7d")
    assert len(ticket(lab, ticket_id)["messages"]) == 2
    lab.post(f"/support/tickets/{ticket_id}/messages", {"body": "Still broken."})
    lab.advance("5h")
    assert [row["sender"] for row in ticket(lab, ticket_id)["messages"]] == ["user", "support"] * 2


def test_a_silent_ticket_is_never_answered(lab: Lab) -> None:
    ticket_id = create(lab, subject="[silent] Nobody there?")
    lab.advance("30d")
    assert len(ticket(lab, ticket_id)["messages"]) == 1


@pytest.mark.parametrize("status", ["open", "resolved", "closed"])
def test_a_customer_sets_the_status(either: Lab, status: str) -> None:
    ticket_id = create(either)
    answer = either.patch(f"/support/tickets/{ticket_id}", {"status": status})
    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert answer.json()["publicId"] == ticket_id
    assert ticket(either, ticket_id)["status"] == status


@pytest.mark.parametrize("status", ["in_progress", "OPEN", "", None, 1, []])
def test_another_status_is_refused(lab: Lab, status: object) -> None:
    lab.refuses("PATCH", f"/support/tickets/{create(lab)}", {"status": status}, code="invalid_input")


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_what_is_done_is_not_answered_until_it_is_opened_again(lab: Lab, status: str) -> None:
    ticket_id = create(lab)
    lab.patch(f"/support/tickets/{ticket_id}", {"status": status})
    lab.advance("5h")
    assert len(ticket(lab, ticket_id)["messages"]) == 1
    lab.post(f"/support/tickets/{ticket_id}/messages", {"body": "It is back."})
    assert ticket(lab, ticket_id)["status"] == "open"
    lab.advance("5h")
    assert [row["sender"] for row in ticket(lab, ticket_id)["messages"]] == ["user", "user", "support"]


def test_the_list_begins_with_what_changed_last(lab: Lab) -> None:
    first = create(lab, subject="[silent] one")
    lab.advance("1s")
    second = create(lab, subject="[silent] two")
    assert [row["publicId"] for row in lab.get("/support/tickets").json()["tickets"]] == [second, first]
    lab.advance("1s")
    lab.post(f"/support/tickets/{first}/messages", {"body": "Anybody?"})
    listed = lab.get("/support/tickets").json()["tickets"]
    assert [row["publicId"] for row in listed] == [first, second]
    assert listed[0] == {
        "id": first,
        "publicId": first,
        "subject": "[silent] one",
        "status": "open",
        "messageCount": 2,
        "createdAt": iso_ms(lab.now - 2_000),
        "updatedAt": iso_ms(lab.now),
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"subject": "x"},
        {"body": "x"},
        {"subject": "", "body": "x"},
        {"subject": "x", "body": " "},
        {"subject": "x" * 501, "body": "x"},
        {"subject": "x", "body": "x" * 10_001},
        {"subject": 1, "body": "x"},
    ],
)
def test_a_ticket_that_does_not_fit_is_refused(lab: Lab, body: object) -> None:
    lab.refuses("POST", "/support/tickets", body, code="invalid_input")


def test_the_longest_ticket_is_taken(lab: Lab) -> None:
    assert create(lab, subject="🙂" * 500, body="é" * 10_000)


@pytest.mark.parametrize("body", [{}, {"body": ""}, {"body": 1}, {"body": "x" * 10_001}])
def test_a_message_that_does_not_fit_is_refused(lab: Lab, body: object) -> None:
    lab.refuses("POST", f"/support/tickets/{create(lab)}/messages", body, code="invalid_input")


@pytest.mark.parametrize("ticket_id", [NOBODY, "42", "nothing"])
def test_an_unknown_ticket_is_not_found(lab: Lab, ticket_id: str) -> None:
    path = f"/support/tickets/{ticket_id}"
    lab.refuses("GET", path, status=404, code="not_found")
    lab.refuses("PATCH", path, {"status": "open"}, status=404, code="not_found")
    lab.refuses("POST", f"{path}/messages", {"body": "x"}, status=404, code="not_found")
