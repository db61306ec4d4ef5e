"""Reading the board and adding tags to it."""

from __future__ import annotations

from typing import Any

from mockserver.vendors.scrapely.conversations.tables import CustomTagRow
from tests.vendors.scrapely.lab import Lab


def board(lab: Lab, **query: object) -> dict[str, Any]:
    answer = lab.get("/crm/conversations", **query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def custom_tag(lab: Lab) -> None:
    lab.write(
        lambda: lab.workspace.database.insert(
            CustomTagRow, id="7f3a1b2c-4d5e-4f7a-8b9c-0d1e2f3a4b5c", name="Hot Lead", color="#ff0000", key="custom_1"
        )
    )
