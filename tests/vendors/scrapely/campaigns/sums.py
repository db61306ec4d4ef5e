"""What the numbers of a workspace must add up to, whatever happened in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.vendors.scrapely.lab import Lab
from tests.vendors.scrapely.outreach import conversations


def analytics(lab: Lab, **query: object) -> dict[str, Any]:
    answer = lab.get("/campaigns/analytics", **query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def check_sums(lab: Lab) -> None:
    body = analytics(lab)
    listed = {each["name"]: each for each in lab.get("/campaigns").json()["campaigns"]}
    for name, campaign in listed.items():
        parts = [each for each in body["campaigns"] if each["campaign_name"] == name]
        for count in ("total", "completed", "pending", "failed"):
            assert sum(part[count] for part in parts) == campaign[count]
        assert campaign["completed"] + campaign["pending"] + campaign["failed"] == campaign["total"]
        sent = [
            variant["sent"]
            for each in body["campaignVariantStats"]
            if each["campaign_name"] == name
            for variant in each["variants"]
        ]
        assert sum(sent) == campaign["completed"]
    messages = Counter(
        (item["account_handle"], message["isSent"])
        for item in conversations(lab, include_messages=True)
        for message in item["messages"]
    )
    assert sum(messages.values()) == sum(item["message_count"] for item in conversations(lab))
    for account in lab.get("/accounts").json()["accounts"]:
        (stats,) = [each for each in body["accounts"] if each["id"] == account["id"]]
        assert stats["dms_sent"] == account["dms_sent"] == messages[account["handle"], True]
        assert stats["responses"] == sum(stats["sentiment"].values())
        mine = [each for each in body["campaigns"] if each["account_id"] == account["id"]]
        assert stats["responses"] == sum(each["reply_count"] for each in mine)
        assert stats["pending_count"] == sum(each["pending"] for each in mine)
    totals = body["totals"]
    for name in ("dms_sent", "dms_sent_24hrs", "replies_24hrs", "positive_replies_24hrs", "responses"):
        assert totals[name] == sum(each[name] for each in body["accounts"])
    assert totals["responses"] == totals["positive"] + totals["negative"] + totals["neutral"]
    assert totals["responses"] == sum(len(each["replies"]) for each in body["campaignReplies"])
