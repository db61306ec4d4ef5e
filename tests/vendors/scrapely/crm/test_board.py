"""Conversations by tag."""

from __future__ import annotations

import pytest

from tests.contract.examples import documented_floats, load
from tests.contract.shapes import differences
from tests.vendors.scrapely.crm.boards import board, custom_tag
from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import launch, people

BASE_TAGS = [
    "unread",
    "interested_reply",
    "negative_reply",
    "neutral_reply",
    "engaged",
    "calendlyd",
    "booked",
    "not_interested",
    "not_qualified",
]
NULLABLE = frozenset(
    f"columns.*.conversations[].{name}" for name in ("crm.notes", "crm.deal_value", "tag", "receiver.website")
)


def answered(lab: Lab, count: int = 3) -> None:
    lab.account()
    launch(lab, [*people("replies", count), *people("angry", 1), *people("silent", 1)])
    lab.advance("4d")


def test_the_board_has_the_documented_shape(lab: Lab) -> None:
    answered(lab)
    custom_tag(lab)
    example = load("scrapely", "crm_conversations", "example")
    body = board(lab)
    maps, floats = frozenset({"columns"}), documented_floats("scrapely")
    assert differences(example.served, body, maps=maps, floats=floats, nullable=NULLABLE) == []
    assert body["base_tags"] == BASE_TAGS
    assert list(body["columns"]) == [*BASE_TAGS, "custom_1"]
    assert "next_cursor" not in body


def test_a_first_answer_is_tagged_and_unread(lab: Lab) -> None:
    answered(lab)
    columns = board(lab)["columns"]
    assert {name: column["count"] for name, column in columns.items() if column["count"]} == {
        "unread": 4,
        "interested_reply": 3,
        "negative_reply": 1,
    }
    for item in columns["unread"]["conversations"]:
        assert item["is_unread"] is True
        assert item["last_message"]["is_sent"] is False
        assert item["message_count"] == 2
        assert item["is_blue_verified"] is item["receiver"]["is_blue_verified"]


def test_one_tag_is_one_column(lab: Lab) -> None:
    answered(lab)
    assert list(board(lab, tag="negative_reply")["columns"]) == ["negative_reply"]
    assert board(lab, tag="no such tag")["columns"] == {"no such tag": {"conversations": [], "count": 0}}


def test_histories_come_where_asked_for(lab: Lab) -> None:
    answered(lab)
    (item,) = board(lab, tag="negative_reply", include_messages=True)["columns"]["negative_reply"]["conversations"]
    assert [message["isSent"] for message in item["messages"]] == [True, False]
    assert "messages" not in board(lab, tag="negative_reply")["columns"]["negative_reply"]["conversations"][0]


@pytest.mark.parametrize("query", [{}, {"tag": "interested_reply"}])
def test_one_cursor_goes_through_every_column(lab: Lab, query: dict[str, str]) -> None:
    answered(lab, count=5)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    pages = 0
    while True:
        body = board(lab, limit=2, **query, **cursor)
        column = body["columns"]["interested_reply"]
        seen += [item["id"] for item in column["conversations"]]
        assert column["count"] == len(column["conversations"]) <= 2
        pages += 1
        if "next_cursor" not in body:
            break
        cursor = {"cursor": body["next_cursor"]}
    assert pages == 3
    whole = board(lab)["columns"]["interested_reply"]["conversations"]
    assert seen == [item["id"] for item in whole]


def test_pages_by_number_give_the_same(lab: Lab) -> None:
    answered(lab, count=5)
    whole = [item["id"] for item in board(lab, tag="unread")["columns"]["unread"]["conversations"]]
    pages = [
        [item["id"] for item in board(lab, tag="unread", limit=4, page=number)["columns"]["unread"]["conversations"]]
        for number in (1, 2, 3)
    ]
    assert pages == [whole[:4], whole[4:], []]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": 0}, "limit must be at least 1"),
        ({"page": 0}, "page must be at least 1"),
        ({"cursor": "x"}, "cursor is malformed; pass the next_cursor of the page before"),
        ({"cursor": "WyJ4Il0"}, "cursor is malformed; pass the next_cursor of the page before"),
        ({"cursor": "WyJbMV0iXQ"}, "cursor is malformed; pass the next_cursor of the page before"),
        ({"cursor": "WyJ7XCJhXCI6MX0iXQ"}, "cursor is malformed; pass the next_cursor of the page before"),
    ],
)
def test_what_does_not_fit_is_refused(lab: Lab, query: dict[str, object], message: str) -> None:
    lab.refuses_query("/crm/conversations", message, query)


def test_the_limit_is_clamped(lab: Lab) -> None:
    answered(lab)
    assert board(lab, limit=100_000)["columns"]["unread"]["count"] == 4
